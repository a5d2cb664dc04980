"""Text that may not belong where it stands, or not to the table at all: never handed on as sure."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from plain_table import TEXTS, XS, YS, MakeInk, MakePdf, codes, only_table, texts_of, written

from extract.document import Reading
from extract.pdf.reader import read_pdf


@pytest.fixture
def page(ink: MakeInk) -> Any:
    """The plain table: two rows, two columns."""
    return written(ink().grid(XS, YS))


def doubted(reading: Reading) -> list[tuple[int, int]]:
    return [(cell.row, cell.column) for cell in only_table(reading).cells if cell.confidence < 1]


def test_a_plain_table_is_not_doubted(page: Any, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == TEXTS
    assert not doubted(reading)
    assert not reading.problems


def test_text_across_a_rule_puts_the_cells_on_both_sides_in_doubt(page: Any, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(page.text(220, 727, "12.5")))
    assert doubted(reading) == [(0, 1), (1, 1)]
    assert codes(reading) == ["doubtful-cells"]
    assert "2 个单元格" in reading.problems[0].message.zh


def test_a_number_cut_by_an_upright_rule_is_doubted_in_both_parts(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 81, 350], [760, 730, 700]).text(54, 740, "443459.61").text(54, 710, "12")
    reading = read_pdf(pdf_of(page))
    assert doubted(reading) == [(0, 0), (0, 1)]


def test_words_written_in_one_go_over_two_cells_are_not_doubted(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 95, 350], [760, 730]).text(50, 740, "年初预算数全年预算数")
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == [["年初预算数", "全年预算数"]]
    assert not doubted(reading)


@pytest.mark.parametrize("lift", [0, 4.5])
def test_text_on_top_of_other_text_is_doubted(page: Any, pdf_of: MakePdf, lift: float) -> None:
    reading = read_pdf(pdf_of(page.text(157, 740 + lift, "918.2")))
    assert doubted(reading) == [(0, 1)]


@pytest.mark.parametrize("angle", ["0.866 0.5 -0.5 0.866", "0.707 -0.707 0.707 0.707"])
def test_a_watermark_at_a_slant_enters_no_cell_and_is_said(page: Any, pdf_of: MakePdf, angle: str) -> None:
    reading = read_pdf(pdf_of(page.text(80, 725, "草稿99", size=20, turn=angle)))
    assert texts_of(only_table(reading)) == TEXTS
    assert codes(reading) == ["slanted-text"]
    assert "草稿99" in reading.problems[0].message.zh


def test_italics_are_no_watermark(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = (
        ink()
        .grid(XS, [760, 730])
        .text(60, 740, "≥", turn="1 0 0.33 1")
        .text(160, 740, "5", turn="1 0 0.33 1")
    )
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == [["≥", "5"]]
    assert not reading.problems


def test_white_text_on_white_is_invisible(page: Any, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(page.raw("1 g").text(220, 740, "999").raw("0 g")))
    assert texts_of(only_table(reading)) == TEXTS
    assert codes(reading) == ["invisible-text"]


def test_white_text_on_a_dark_cell_is_read(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().raw("0.1 0.2 0.5 rg 50 730 100 30 re f 1 g").text(55, 740, "年度").raw("0 g")
    reading = read_pdf(pdf_of(page.grid(XS, [760, 730]).text(155, 740, "443.88")))
    assert texts_of(only_table(reading)) == [["年度", "443.88"]]
    assert not reading.problems


@pytest.mark.parametrize(("height", "struck"), [(-1.2, False), (3, True)])
def test_an_underline_or_strike_through_cuts_no_row_in_two(
    ink: MakeInk, pdf_of: MakePdf, height: float, *, struck: bool
) -> None:
    page = ink().grid([50, 100, 300], YS).text(51, 740, "年度资金总").text(105, 740, "443.88")
    page.line(51, 740 + height, 96, 740 + height)
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading)) == [["年度资金总", "443.88"], ["", ""]]
    assert doubted(reading) == [(0, 0)] * struck
    assert codes(reading) == ["doubtful-cells"] * struck


def with_annotation(data: bytes, *, shows: str = "", field: bool = False, **entries: Any) -> bytes:
    """The file with one annotation over the empty corner of the table."""
    pdf = pikepdf.open(BytesIO(data))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, F=4, Rect=[220, 705, 290, 725], **entries)
    if shows:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        look = pdf.make_stream(
            f"BT /H 9 Tf 2 5 Td ({shows}) Tj ET".encode(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 70, 20],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(H=font)),
        )
        note.AP = pikepdf.Dictionary(N=look)
    placed = pdf.make_indirect(note)
    pdf.pages[0].Annots = pikepdf.Array([placed])
    if field:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[placed])
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


FIELD = {"Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "T": "score", "V": "87.5"}


def test_a_filled_in_form_field_is_read_where_it_stands(page: Any, pdf_of: MakePdf) -> None:
    reading = read_pdf(with_annotation(pdf_of(page), shows="87.5", field=True, **FIELD))
    assert texts_of(only_table(reading))[1] == ["得分（50分）", "≥50% 87.5"]
    assert not reading.problems


def test_a_form_field_without_a_picture_of_its_value_is_said(page: Any, pdf_of: MakePdf) -> None:
    reading = read_pdf(with_annotation(pdf_of(page), field=True, **FIELD))
    assert texts_of(only_table(reading)) == TEXTS
    assert codes(reading) == ["form-fields-not-read"]


@pytest.mark.parametrize("kind", ["FreeText", "Stamp"])
def test_a_remark_over_the_table_is_left_out_and_said(page: Any, pdf_of: MakePdf, kind: str) -> None:
    data = with_annotation(pdf_of(page), shows="87.5", Subtype=pikepdf.Name(f"/{kind}"))
    reading = read_pdf(data)
    assert texts_of(only_table(reading)) == TEXTS
    assert codes(reading) == ["annotations-not-read"]


def test_a_link_is_nothing_to_say(page: Any, pdf_of: MakePdf) -> None:
    assert not read_pdf(with_annotation(pdf_of(page), Subtype=pikepdf.Name.Link)).problems


def test_digits_written_one_by_one_beside_stacked_labels_are_one_number(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    """With so much stacked text pdfium ends the line after every character."""
    page = ink().grid([50, 100, 150, 250], [760, 500])
    page.stack(60, 740, "产出指标效益指标满意度指标").stack(110, 740, "数量指标质量指标时效指标")
    for i, digit in enumerate("110"):
        page.text(160 + 4.5 * i, 740, digit, turn="1 0 0 0.7")
    assert texts_of(only_table(read_pdf(pdf_of(page))))[0][2] == "110"
