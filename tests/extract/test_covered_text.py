"""Text that something painted later lies on: what nobody sees is never read as printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from plain_table import TEXTS, XS, YS, MakeInk, MakePdf, only_table, texts_of, written

from extract.document import Reading
from extract.pdf.reader import read_pdf

SAMPLES = Path(__file__).parents[2] / "samples"
BLANK = [["年度资金总额", ""], TEXTS[1]]
BOX = "1 g 152 736 40 14 re f 0 g"
"""White, over the number of the first row, which stands from 155 to 182 and from 739 to 748."""
PICTURE = "q 40 0 0 14 152 736 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID FF> EI Q"


@pytest.fixture
def page(ink: MakeInk) -> Any:
    """The plain table: two rows, two columns."""
    return written(ink().grid(XS, YS))


def with_states(data: bytes) -> bytes:
    """The file with graphics states for half and no transparency, multiplying, and a shading."""
    pdf = pikepdf.open(BytesIO(data))
    resources = pdf.pages[0].Resources
    resources.ExtGState = pikepdf.Dictionary(
        Half=pikepdf.Dictionary(ca=0.5), Marker=pikepdf.Dictionary(BM=pikepdf.Name.Multiply)
    )
    resources.Shading = pikepdf.Dictionary(
        White=pikepdf.Dictionary(
            ShadingType=2,
            ColorSpace=pikepdf.Name.DeviceGray,
            Coords=[0, 0, 1, 0],
            Extend=[True, True],
            Function=pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[1], N=1),
        )
    )
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def doubted(reading: Reading) -> list[tuple[int, int]]:
    return [(cell.row, cell.column) for cell in only_table(reading).cells if cell.confidence < 1]


def with_annotation(
    data: bytes, look: str, *, rect: tuple[float, ...] = (152, 736, 192, 750), **entries: Any
) -> bytes:
    """The file with one annotation over the number of the first row."""
    pdf = pikepdf.open(BytesIO(data))
    note = pikepdf.Dictionary({"/Type": pikepdf.Name.Annot, "/F": 4, "/Rect": list(rect)})
    note.update({f"/{key}": value for key, value in entries.items()})
    if look:
        note.AP = pikepdf.Dictionary(
            N=pdf.make_stream(
                look.encode(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, rect[2] - rect[0], rect[3] - rect[1]],
                Resources=pikepdf.Dictionary(
                    Font=pdf.pages[0].Resources.Font,
                    ExtGState=pikepdf.Dictionary(Marker=pikepdf.Dictionary(BM=pikepdf.Name.Multiply)),
                ),
            )
        )
    placed = pdf.make_indirect(note)
    pdf.pages[0].Annots = pikepdf.Array([placed])
    if entries["Subtype"] == pikepdf.Name.Widget:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[placed])
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def told(reading: Reading, code: str) -> str:
    (problem,) = [one for one in reading.problems if one.code == code]
    assert problem.page == 1
    return problem.message.zh


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(BOX, id="white box"),
        pytest.param("0.9 g 152 736 40 14 re f", id="grey box"),
        pytest.param("152 736 40 14 re f", id="black box"),
        pytest.param("1 g 1 G 152 736 40 14 re B", id="white box with a white outline"),
        pytest.param("1 G 14 w 152 743 m 192 743 l S", id="white stroke as thick as the text"),
        pytest.param("14 w 152 743 m 192 743 l S", id="black stroke as thick as the text"),
        pytest.param(
            "1 g 130 743 m 130 770 220 770 220 743 c 220 716 130 716 130 743 c f", id="white ellipse"
        ),
        pytest.param("q 152 736 40 14 re W n /White sh Q", id="shading"),
        pytest.param("1 g 152 744 40 6 re f 152 736 40 9 re f", id="two boxes, one half each"),
        pytest.param(
            "1 g " + " ".join(f"152 {736 + i} 40 1.1 re" for i in range(14)) + " f", id="thin strips"
        ),
        pytest.param(PICTURE, id="picture"),
        pytest.param("/Overlay Do", id="box in a form object"),
    ],
)
def test_a_number_that_something_lies_on_is_left_out_and_said_with_its_place(
    page: Any, ink: MakeInk, pdf_of: MakePdf, drawn: str
) -> None:
    reading = read_pdf(with_states(pdf_of(page.raw(drawn), forms={"Overlay": ink().raw(BOX)})))
    assert texts_of(only_table(reading)) == BLANK
    message = told(reading, "covered-text")
    assert "“443.88”（距页面左边 55 毫米、上边 33 毫米）" in message
    assert not doubted(reading)


def test_of_a_number_written_over_a_whited_out_one_only_the_new_one_is_read(
    page: Any, pdf_of: MakePdf
) -> None:
    reading = read_pdf(pdf_of(page.raw(BOX).text(155, 740, "918.20")))
    assert texts_of(only_table(reading))[0][1] == "918.20"
    assert not doubted(reading)
    assert "“443.88”" in told(reading, "covered-text")


def test_a_number_changed_twice_is_read_as_it_was_written_last(page: Any, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(page.raw(BOX).text(155, 740, "918.20").raw(BOX).text(155, 740, "1000.00")))
    assert texts_of(only_table(reading))[0][1] == "1000.00"
    assert not doubted(reading)
    assert all(old in told(reading, "covered-text") for old in ("443.88", "918.20"))


@pytest.mark.parametrize("new", ["443.99", "443.88", "445.88", "1443.88", "12.3"])
def test_digits_that_the_new_number_shares_with_the_old_one_are_not_lost(
    ink: MakeInk, pdf_of: MakePdf, new: str
) -> None:
    """Written right after the old one, so that pdfium takes what is alike for text drawn twice."""
    page = (
        ink().grid(XS, YS).text(55, 740, "年度资金总额").text(155, 740, "443.88").raw(BOX).text(155, 740, new)
    )
    reading = read_pdf(pdf_of(page))
    assert texts_of(only_table(reading))[0][1] == new


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_row_under_one_box_is_left_out_however_the_page_is_turned(
    page: Any, pdf_of: MakePdf, rotate: int
) -> None:
    data = pdf_of(page.raw("1 g 51 731 248 28 re f"), rotate=rotate, crop=(20, 30, 500, 800))
    cells = only_table(read_pdf(data)).cells
    assert sorted(cell.text for cell in cells) == ["", "", *sorted(TEXTS[1])]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param("/Half gs 0.5 g 152 736 40 14 re f", id="half transparent box"),
        pytest.param("/Marker gs 1 1 0 rg 152 736 40 14 re f", id="marker"),
        pytest.param("1 g 200 736 40 14 re f", id="box beside it"),
        pytest.param("1 g 152 736 40 14 re n", id="box that is not painted"),
        pytest.param("q 400 400 10 10 re W n 1 g 152 736 40 14 re f Q", id="box that is clipped away"),
        pytest.param("1 G 1 w 152 749.5 m 192 749.5 l S", id="white line above it"),
    ],
)
def test_a_number_that_still_shows_is_read_as_ever(page: Any, pdf_of: MakePdf, drawn: str) -> None:
    reading = read_pdf(with_states(pdf_of(page.raw(drawn))))
    assert texts_of(only_table(reading)) == TEXTS
    assert not doubted(reading)
    assert not reading.problems


def under_a_sheet(sample: str, opacity: float) -> bytes:
    """The first page of a sample below a white sheet."""
    pdf = pikepdf.open(SAMPLES / f"{sample}.pdf")
    del pdf.pages[1:]
    page = pikepdf.Page(pdf.pages[0])
    name = page.add_resource(pikepdf.Dictionary(ca=opacity), pikepdf.Name.ExtGState)
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q {name} gs 1 g -10 -10 2000 2000 re f".encode())
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("sample", ["dept-2023-clean", "two-row-header", "poverty-fund-top"])
def test_a_whole_form_below_a_sheet_that_lets_it_through_is_read_as_ever(sample: str) -> None:
    reading, plain = (read_pdf(under_a_sheet(sample, opacity)) for opacity in (0.75, 0))
    assert reading == plain
    assert plain.pages[0].tables


def test_of_a_whole_form_below_a_white_sheet_nothing_is_read() -> None:
    reading = read_pdf(under_a_sheet("project-2022", 1))
    assert not reading.blocks
    assert "等 175 处" in told(reading, "covered-text")


@pytest.mark.parametrize("what", ["boxes", "annotations"])
def test_a_page_with_more_on_top_of_its_text_than_any_form_is_not_read_and_said(
    page: Any, pdf_of: MakePdf, what: str
) -> None:
    if what == "boxes":
        for _ in range(1000):
            page.text(155, 740, "443.88")
        page.raw(f"{BOX} " * 1000)
    data = pdf_of(page)
    if what == "annotations":
        pdf = pikepdf.open(BytesIO(data))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[152, 736, 192, 750]
        )
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note) for _ in range(1000)])
        out = BytesIO()
        pdf.save(out)
        data = out.getvalue()
    assert [one.code for one in read_pdf(data).problems] == ["page-too-complex"]


def test_a_box_below_the_text_is_its_shading(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(55, 780, "标题").raw("0.8 g 51 731 248 28 re f 0 g")
    reading = read_pdf(pdf_of(written(page.grid(XS, YS))))
    assert texts_of(only_table(reading)) == TEXTS
    assert not reading.problems


@pytest.mark.parametrize(
    ("box", "left"),
    [
        pytest.param("1 g 152 736 40 7 re f", "443.88", id="the lower half"),
        pytest.param("1 g 152 736 16.5 14 re f", ".88", id="the first three digits"),
        pytest.param("1 g 163 736 5.2 14 re f", "44.88", id="one digit"),
    ],
)
def test_a_number_that_something_lies_on_in_part_is_doubted(
    page: Any, pdf_of: MakePdf, box: str, left: str
) -> None:
    reading = read_pdf(pdf_of(page.raw(box)))
    assert "".join(texts_of(only_table(reading))[0][1].split()) == left
    assert doubted(reading) == [(0, 1)]
    assert "（距页面左边 " in told(reading, "partly-covered-text")


def test_a_form_field_over_a_number_replaces_it(page: Any, ink: MakeInk, pdf_of: MakePdf) -> None:
    data = pdf_of(page)
    value = ink()
    value.characters.update(page.characters)
    look = "1 g 0 0 40 14 re f 0 g " + value.text(3, 4, "84.5").operators[0]
    field = {"Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "T": "score", "V": "84.5"}
    reading = read_pdf(with_annotation(data, look, **field))
    assert texts_of(only_table(reading))[0][1] == "84.5"
    assert not doubted(reading)
    assert "“443.88”" in told(reading, "covered-text")


@pytest.mark.parametrize(
    ("kind", "look", "entries"),
    [
        pytest.param("FreeText", "1 g 0 0 40 14 re f", {}, id="white text box"),
        pytest.param("Square", "1 g 0 0 40 14 re f", {}, id="white rectangle"),
        pytest.param(
            "Square", "", {"IC": [1, 1, 1], "C": [1, 1, 1]}, id="white rectangle, drawn by the viewer"
        ),
        pytest.param("Stamp", "0.5 g 0 0 40 14 re f", {}, id="stamp"),
    ],
)
def test_a_number_below_an_annotation_is_doubted_and_said(
    page: Any, pdf_of: MakePdf, kind: str, look: str, entries: dict[str, Any]
) -> None:
    reading = read_pdf(with_annotation(pdf_of(page), look, Subtype=pikepdf.Name(f"/{kind}"), **entries))
    assert texts_of(only_table(reading)) == TEXTS
    assert doubted(reading) == [(0, 1)]
    assert "“443.88”（距页面左边 55 毫米、上边 33 毫米）" in told(reading, "text-below-annotation")


@pytest.mark.parametrize(
    ("kind", "look", "entries"),
    [
        pytest.param("Highlight", "/Marker gs 1 1 0 rg 0 0 40 14 re f", {}, id="marker"),
        pytest.param("Square", "1 0 0 RG 0 0 40 14 re S", {}, id="frame"),
        pytest.param("Square", "1 g 0 0 40 14 re f", {"F": 2}, id="hidden"),
        pytest.param("Link", "1 g 0 0 40 14 re f", {}, id="link"),
    ],
)
def test_an_annotation_that_hides_nothing_leaves_no_doubt(
    page: Any, pdf_of: MakePdf, kind: str, look: str, entries: dict[str, Any]
) -> None:
    data = with_annotation(pdf_of(page), look, **{"Subtype": pikepdf.Name(f"/{kind}"), **entries})
    reading = read_pdf(data)
    assert texts_of(only_table(reading)) == TEXTS
    assert not doubted(reading)
    assert not reading.problems


def test_text_that_is_clipped_away_or_outside_the_crop_box_is_left_out(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid(XS, YS).text(55, 740, "年度资金总额").raw("q 400 400 10 10 re W n")
    page.text(155, 740, "443.88").raw("Q").text(155, 790, "外面")
    reading = read_pdf(pdf_of(page, crop=(20, 30, 500, 770)))
    assert texts_of(only_table(reading)) == [["年度资金总额", ""], ["", ""]]
    assert not reading.pages[0].lines
    assert [one.code for one in reading.problems] == ["invisible-text", "clipped-text"]


def test_text_in_a_form_object_that_is_clipped_away_is_left_out(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS))
    form = ink()
    form.characters = page.characters
    form.text(200, 740, "918.2")
    reading = read_pdf(pdf_of(page.raw("q 400 400 10 10 re W n /Part Do Q"), forms={"Part": form}))
    assert texts_of(only_table(reading)) == TEXTS
    assert [one.code for one in reading.problems] == ["clipped-text"]
