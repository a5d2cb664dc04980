"""Text layers that are drawn twice, hidden, unmapped, clipped or garbled."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from plain_table import TEXTS, XS, YS, MakeInk, MakePdf, codes, only_table, texts_of, written

from extract.pdf.reader import read_pdf

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("offset", [0, 0.3])
def test_fake_bold_text_drawn_twice_is_read_once(ink: MakeInk, pdf_of: MakePdf, offset: float) -> None:
    page = written(ink().grid(XS, YS))
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            page.text(XS[column] + 5 + offset, YS[row] - 20, text)
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == TEXTS


def test_a_repeated_character_is_not_taken_for_fake_bold(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid(XS, YS).text(55, 740, "一一对应").text(155, 740, "1100.00").text(155, 710, "22")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["一一对应", "1100.00"], ["", "22"]]


def test_invisible_text_is_kept_out_and_said(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS)).text(200, 740, "999", mode=3)
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == TEXTS
    (problem,) = reading.problems
    assert problem.code == "invisible-text"
    assert problem.page == 1
    assert "3 个" in problem.message.zh


def test_a_picture_with_an_invisible_layer_of_recognised_text_has_no_text(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    page = (
        ink()
        .raw("q 500 0 0 700 40 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")
        .text(60, 740, "项目名称", mode=3)
    )
    reading = read_pdf(pdf_of(page))
    assert reading.pages[0].text_layer == "none"
    assert codes(reading) == ["page-not-readable", "invisible-text"]
    assert not reading.blocks


def test_a_page_without_unicode_mapping_hands_on_only_what_is_recognised(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    reading = read_pdf(pdf_of(written(ink().grid(XS, YS)), to_unicode=False))
    assert reading.pages[0].text_layer == "recognised"
    assert codes(reading) == ["page-recognised"]
    assert "乱码" in reading.problems[0].message.zh
    table = only_table(reading)
    assert table.how == "recognised"
    assert all(word.confidence < 1 for cell in table.cells for word in cell.words)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["443.88", "92.93%", "10", "-5", "1,234.50", "2023-12"], id="numbers"),
        pytest.param(
            ["Budget performance", "Weight", "Score", "full marks", "income", "reason"], id="English"
        ),
        pytest.param(["—", "—", "—", "—", "", ""], id="dashes"),
    ],
)
def test_a_table_without_chinese_is_not_called_garbled(
    ink: MakeInk, pdf_of: MakePdf, texts: list[str]
) -> None:
    page = ink().grid([50, 200, 350], [760, 730, 700, 670])
    for i, text in enumerate(texts):
        page.text(55 + 150 * (i % 2), 740 - 30 * (i // 2), text)
    table = only_table(read_pdf(pdf_of(page)))
    assert [cell.text for cell in table.cells] == texts


def test_one_character_without_meaning_is_shown_as_such_not_guessed(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS)).text(200, 740, "\ue123")
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading))[0][1] == "443.88 \ufffd"
    assert codes(reading) == ["unreadable-characters"]


def test_chinese_ink_whose_codes_say_latin_letters_is_called_garbled(ink: MakeInk, pdf_of: MakePdf) -> None:
    texts = "年度资金总额项目名称实施单位主管部门绩效目标"
    page = ink().grid([50, 300], [760, 730]).text(55, 740, texts)
    meaning = {char: chr(ord("A") + i % 26) for i, char in enumerate(texts)}
    page = read_pdf(pdf_of(page, meaning=meaning)).pages[0]
    assert page.text_layer in ("recognised", "none")
    assert not {char for table in page.tables for cell in table.cells for char in cell.text} & set("ABCDEFG")


@pytest.mark.parametrize("sample", ["project-2022", "dept-2023-sheet", "three-pages"])
def test_a_font_that_lost_its_mapping_never_passes_on_a_wrong_character(sample: str) -> None:
    data = (SAMPLES / f"{sample}.pdf").read_bytes()
    true = [[cell.text for table in page.tables for cell in table.cells] for page in read_pdf(data).pages]
    for number in range(_fonts(data, stripped=None)[1]):
        damaged, _ = _fonts(data, stripped=number)
        for page, expected in zip(read_pdf(damaged).pages, true, strict=True):
            read = [cell for table in page.tables for cell in table.cells]
            assert page.text_layer == "recognised" or all(
                cell.text == meant or "\ufffd" in cell.text or 0 < cell.confidence < 1  # recognised
                for cell, meant in zip(read, expected, strict=True)
            )


def _fonts(data: bytes, *, stripped: int | None) -> tuple[bytes, int]:
    """The file without the mapping of one of its fonts, and how many fonts have one."""
    pdf = pikepdf.open(BytesIO(data))
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o]
    if stripped is not None:
        del fonts[stripped]["/ToUnicode"]
    out = BytesIO()
    pdf.save(out)
    return out.getvalue(), len(fonts)


def test_a_line_that_runs_off_the_page_ends_at_its_edge(ink: MakeInk, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(ink().text(503, 740, "一二三四五六七八九十甲乙丙丁", size=10)))
    assert [line.text for line in reading.pages[0].lines] == ["一二三四五六七八九"]
    assert codes(reading) == ["invisible-text"]


def test_characters_outside_the_page_are_left_out_and_said(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS)).text(60, -30, "页外文字").text(-80, 740, "99")
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == TEXTS
    assert not reading.pages[0].lines
    assert codes(reading) == ["invisible-text"]


def test_text_that_a_small_cell_clips_goes_to_no_other_cell(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS))
    page.raw("q 150 730 150 30 re W n")
    page.text(155, 725, "第二行").text(155, 712, "第三行").raw("Q")
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == TEXTS
    assert codes(reading) == ["clipped-text"]
    assert "6 个" in reading.problems[0].message.zh


def test_a_line_of_which_the_clip_shows_more_than_half_stays_in_its_own_cell(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    page = ink().grid(XS, YS).text(55, 740, "项目").text(155, 710, "≥50%")
    # The line's top sticks out into the row above; its lower part is seen.
    page.raw("q 150 700 150 30 re W n").text(155, 723, "“全覆盖”").raw("Q")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["项目", ""], ["", "“全覆盖”≥50%"]]


@pytest.mark.parametrize(
    ("drawn", "shows"),
    [
        pytest.param("/Gone gs", False, id="transparent"),
        pytest.param("1 g", False, id="white on white"),
        pytest.param("0.8 g 155 735 60 20 re f 1 g", True, id="white on shading"),
        pytest.param("0.8 g 155 735 60 20 re f 0 g /Gone gs", False, id="transparent on shading"),
        pytest.param("1 g 0 G 2 Tr", True, id="white with a black outline"),
        pytest.param("1 g 0 G 1 Tr", True, id="nothing but a black outline"),
        pytest.param("0 g 1 G 1 Tr", False, id="nothing but a white outline"),
    ],
)
def test_text_is_read_as_far_as_its_paint_shows(
    ink: MakeInk, pdf_of: MakePdf, drawn: str, *, shows: bool
) -> None:
    mode = int(drawn.split()[-2]) if drawn.endswith("Tr") else 0
    page = ink().grid(XS, YS).text(55, 740, "年度资金总额").raw(f"q {drawn}")
    data = pdf_of(page.text(160, 740, "443.88", mode=mode).raw("Q"))
    pdf = pikepdf.open(BytesIO(data))
    pdf.pages[0].Resources.ExtGState = pikepdf.Dictionary(Gone=pikepdf.Dictionary(ca=0, CA=0))
    out = BytesIO()
    pdf.save(out)
    reading = read_pdf(out.getvalue())
    assert texts_of(only_table(reading))[0][1] == ("443.88" if shows else "")
    assert codes(reading) == ([] if shows else ["invisible-text"])
