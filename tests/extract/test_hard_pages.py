"""One odd page each: what exporters, overlays and hostile files do to an ordinary table."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from extract.document import Page, Reading, Table
from extract.pdf.reader import read_pdf

XS, YS = [50, 150, 300], [760, 730, 700]
TEXTS = [["年度资金总额", "443.88"], ["得分（50分）", "≥50%"]]

SAMPLES = Path(__file__).parents[2] / "samples"

MakeInk = Callable[[], Any]
MakePdf = Callable[..., bytes]


def written(ink: Any) -> Any:
    """The four texts of the plain table, without its rules."""
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            ink.text(XS[column] + 5, YS[row] - 20, text)
    return ink


def texts_of(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == row] for row in range(table.row_count)]


def only_table(reading: Reading) -> Table:
    (page,) = reading.pages
    (table,) = page.tables
    return table


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def bars(ink: Any, *, broken: bool = False, gap: float = 0) -> Any:
    """Rules as filled boxes 0.6 points thick."""
    for y in YS:
        pieces = [(x, 60) for x in range(50, 300, 63)] if broken else [(50, 250)]
        for x, length in pieces:
            ink.raw(f"{x} {y - 0.3} {min(length, 300 - x)} 0.6 re f")
            if gap:
                ink.raw(f"{x} {y - 0.3 + gap} {min(length, 300 - x)} 0.6 re f")
    for x in XS:
        ink.raw(f"{x - 0.3} 700 0.6 60 re f")
    return ink


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(lambda ink: ink.grid(XS, YS), id="strokes"),
        pytest.param(bars, id="thin filled boxes"),
        pytest.param(lambda ink: bars(ink, broken=True), id="broken in pieces"),
        pytest.param(lambda ink: bars(ink, gap=2), id="doubled"),
        pytest.param(
            lambda ink: [
                ink.raw(f"{x} {y} {w} 30 re S") for y in (700, 730) for x, w in ((50, 100), (150, 150))
            ],
            id="one outlined box a cell",
        ),
        pytest.param(
            lambda ink: [
                ink.raw(f"{x} {y} 0.75 0.75 re f")
                for x, y in (
                    *((50 + 1.5 * i, y) for y in YS for i in range(167)),
                    *((x, 700 + 1.5 * i) for x in XS for i in range(41)),
                )
            ],
            id="dots",
        ),
        pytest.param(
            lambda ink: [
                ink.raw(f"{x + 1.8} {y + 1.8} {w - 3.6} 26.4 re S")
                for y in (700, 730)
                for x, w in ((50, 100), (150, 150))
            ],
            id="one box a cell with a gap between",
        ),
        pytest.param(
            lambda ink: ink.raw("q [2 2] 0 d").grid(XS, YS).raw("Q"),
            id="dashed",
        ),
        pytest.param(
            lambda ink: (
                ink.raw("q 0.5 0 0 0.5 25 350 cm")
                .grid([2 * x - 50 for x in XS], [2 * y - 700 for y in YS])
                .raw("Q")
            ),
            id="drawn at another scale",
        ),
    ],
)
def test_every_way_to_draw_a_rule_gives_the_same_cells(
    ink: MakeInk, pdf_of: MakePdf, rules: Callable[[Any], Any]
) -> None:
    page = ink()
    rules(page)
    reading = read_pdf(pdf_of(written(page)))
    assert texts_of(only_table(reading)) == TEXTS
    assert not reading.problems


def test_rules_and_text_inside_a_form_xobject_are_read_where_its_matrix_puts_them(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    form = written(ink()).grid(XS, YS)
    page = ink().raw("q 1 0 0 1 40 -100 cm /Fm Do Q")
    page.characters = form.characters
    table = only_table(read_pdf(pdf_of(page, forms={"Fm": form})))
    assert texts_of(table) == TEXTS
    box = table.cells[0].place.box  # type: ignore[union-attr]
    assert (round(box.x0), round(box.top)) == (90, 842 - 660)


def test_white_rules_separate_nothing(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid(XS, YS).raw("1 1 1 RG").line(225, 700, 225, 760).raw("0 0 0 RG")
    assert texts_of(only_table(read_pdf(pdf_of(written(page))))) == TEXTS


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


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 500, 800)])
def test_boxes_are_as_the_reader_sees_the_page(
    ink: MakeInk, pdf_of: MakePdf, rotate: int, crop: tuple[int, ...] | None
) -> None:
    """The page is drawn turned back, so that the viewer shows it upright."""
    media = (-20, -10, 575, 832)
    x0, y0, x1, y1 = crop or media
    width, height = (x1 - x0, y1 - y0) if rotate in (0, 180) else (y1 - y0, x1 - x0)
    turn = {
        0: (1, 0, 0, 1, x0, y0),
        90: (0, 1, -1, 0, x1, y0),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, -1, 1, 0, x0, y1),
    }
    page = ink().raw("q {} {} {} {} {} {} cm".format(*turn[rotate]))
    page.grid([50, 150, 300], [300, 270, 240]).text(55, 280, "项目名称").text(155, 280, "443.88").text(
        155, 250, "≥50%"
    ).raw("Q")
    reading = read_pdf(pdf_of(page, media=media, crop=crop, rotate=rotate))
    (read,) = reading.pages
    assert (read.width, read.height, read.rotation) == (width, height, rotate)
    assert texts_of(only_table(reading)) == [["项目名称", "443.88"], ["", "≥50%"]]
    box = read.tables[0].cells[1].place.box  # type: ignore[union-attr]
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(
        (150, height - 300, 300, height - 270), abs=0.1
    )
    word = read.tables[0].cells[1].words[0].place.box  # type: ignore[union-attr]
    assert 150 < word.x0 < word.x1 < 300
    assert height - 290 < word.top < word.bottom < height - 276


def cell_text(ink: Any, pdf_of: MakePdf, xs: list[float], ys: list[float]) -> str:
    return only_table(read_pdf(pdf_of(ink.grid(xs, ys)))).cells[0].text


def test_a_stacked_label_reads_from_the_top_down(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().stack(60, 740, "产出指标（50分）")
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "产出指标（50分）"


def test_a_stacked_label_with_its_number_on_one_line(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().stack(60, 740, "产出指标（").text(59, 690, "50").stack(60, 680, "分）")
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "产出指标（50分）"


def test_turned_brackets_in_a_stacked_label_stay_in_order(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = (
        ink()
        .stack(60, 740, "产出指标")
        .text(61, 702, "（", turn="0 -1 1 0")
        .text(61, 690, "50")
        .stack(60, 680, "分")
    )
    page.text(61, 672, "）", turn="0 -1 1 0")
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "产出指标（50分）"


def test_vertical_writing_in_two_columns_reads_from_the_right(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().stack(75, 740, "部门整体").stack(60, 740, "支出情况")
    assert cell_text(page, pdf_of, [50, 95, 200], [760, 600]) == "部门整体支出情况"


@pytest.mark.parametrize(("turn", "x", "y"), [("0 1 -1 0", 70, 620), ("0 -1 1 0", 60, 740)])
def test_turned_text_reads_along_its_own_direction(
    ink: MakeInk, pdf_of: MakePdf, turn: str, x: int, y: int
) -> None:
    page = ink().text(x, y, "满意度指标（10分）", turn=turn)
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "满意度指标（10分）"


def test_a_number_wrapped_in_a_full_line_is_one_number(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(52, 740, "123456").text(52, 728, "78.90")
    assert cell_text(page, pdf_of, [50, 81, 200], [760, 700]) == "12345678.90"


def test_two_numbers_in_a_cell_with_room_stay_two(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(52, 740, "1234").text(52, 728, "78.90")
    assert cell_text(page, pdf_of, [50, 150, 200], [760, 700]) == "1234\n78.90"


def test_letter_spacing_makes_no_blank_but_a_drawn_blank_stays(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 200, 350], [760, 730])
    for i, char in enumerate("资金来源"):
        page.text(60 + 27 * i, 740, char)
    page.text(210, 740, "资 金 来 源")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["资金来源", "资 金 来 源"]]


def test_two_numbers_side_by_side_in_a_cell_do_not_become_one(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 200, 350], [760, 730]).text(55, 740, "1.56").text(85, 740, "1.20")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["1.56 1.20", ""]]


def test_text_written_in_one_go_over_two_cells_is_split_at_the_rule(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 81, 350], [760, 730]).text(54, 740, "443459.61")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["443459", ".61"]]


def test_free_lines_keep_a_blank_for_a_wide_gap_and_stand_in_order(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS)).text(200, 790, "项目支出绩效自评表", size=16)
    page.text(55, 680, "联系人：张三").text(220, 680, "联系电话：123")
    reading = read_pdf(pdf_of(page))
    kinds = [block if isinstance(block, Table) else block.text for block in reading.blocks]
    assert kinds == ["项目支出绩效自评表", reading.pages[0].tables[0], "联系人：张三 联系电话：123"]


def test_a_hyphen_at_a_line_end_is_kept(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(55, 740, "ABC-").text(55, 728, "DEF")
    assert cell_text(page, pdf_of, [50, 200, 300], [760, 700]) == "ABC-DEF"


def test_an_empty_page_is_no_problem(ink: MakeInk, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(ink()))
    assert reading.pages == (Page(1, 595, 842, 0, "usable"),)
    assert not reading.problems


def test_a_large_picture_beside_little_text_that_shows_nothing_is_said(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().raw("q 500 0 0 700 40 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q").text(60, 780, "附件")
    assert codes(read_pdf(pdf_of(page))) == ["page-not-readable"]


def test_a_page_of_a_hundred_thousand_paths_ends_soon_and_is_said(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS)).raw(
        "\n".join(f"{i % 500} {i % 700} m {i % 500 + 9} {i % 700} l S" for i in range(100_000))
    )
    data = pdf_of(page)
    start = time.monotonic()
    reading = read_pdf(data)
    assert time.monotonic() - start < 10
    assert codes(reading) == ["page-too-complex"]
    assert not reading.blocks


def test_deeply_nested_forms_end_soon_and_are_said(ink: MakeInk, pdf_of: MakePdf) -> None:
    forms = {"F0": ink().line(50, 50, 60, 50)}
    data = pdf_of(written(ink().grid(XS, YS)).raw("/F0 Do"), forms=forms)
    pdf = pikepdf.open(BytesIO(data))
    inner = pdf.pages[0].Resources.XObject.F0
    for _ in range(60):
        inner = pdf.make_stream(
            b"/In Do",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[-2000, -2000, 2000, 2000],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(In=inner)),
        )
    pdf.pages[0].Resources.XObject.F0 = inner
    out = BytesIO()
    pdf.save(out)
    start = time.monotonic()
    reading = read_pdf(out.getvalue())
    assert time.monotonic() - start < 10
    assert codes(reading) == ["page-too-complex"]


def test_a_form_that_draws_itself_ends(ink: MakeInk, pdf_of: MakePdf) -> None:
    data = pdf_of(written(ink().grid(XS, YS)).raw("/F0 Do"), forms={"F0": ink().raw("/F0 Do")})
    pdf = pikepdf.open(BytesIO(data))
    form = pdf.pages[0].Resources.XObject.F0
    form.Resources.XObject = pikepdf.Dictionary(F0=form)
    out = BytesIO()
    pdf.save(out)
    assert codes(read_pdf(out.getvalue())) == ["page-too-complex"]
