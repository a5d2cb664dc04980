"""OFD packages read as the PDF that they were made from reads; odd ones are refused or named page by page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract import read
from extract.document import Document, OnPage, Table
from extract.errors import UnreadableError
from extract.read import read_bytes
from normalize import evaluations

SAMPLES = Path(__file__).parents[3] / "samples"
OfdPage = Callable[..., bytes]


def content(document: Document) -> list[Any]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]
        if isinstance(block, Table)
        else block.text
        for block in document.blocks
    ]


def lines(data: bytes) -> list[str]:
    return [line.text for page in read_bytes(data, "form.ofd").pages for line in page.lines]


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in read_bytes(data, "form.ofd").problems]


def text(code: str, *, inside: str = "", **attributes: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<ofd:TextObject Boundary="20 20 100 10" Font="1" Size="4"{said}>{inside}{code}</ofd:TextObject>'


def path(data: str, *, inside: str = "", **attributes: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    drawn = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="0 0 210 297" LineWidth="0.3"{said}>{inside}{drawn}</ofd:PathObject>'


def box(**how: str) -> str:
    """Two cells side by side around the text at 20, 20."""
    return "".join(
        path(data, **how)
        for data in (
            "M 10 15 L 90 15",
            "M 10 35 L 90 35",
            "M 10 15 L 10 35",
            "M 50 15 L 50 35",
            "M 90 15 L 90 35",
        )
    )


SIMPLE = text('<ofd:TextCode X="0" Y="5" DeltaX="g 3 4">绩效自评</ofd:TextCode>')


EXPORTED = sorted(path.stem for path in SAMPLES.glob("*.pdf") if path.stat().st_size < 200_000)
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score")


def values(document: Document) -> list[Any]:
    return [
        [[(one := getattr(row, field)) and one.value for field in FIELDS] for row in evaluation.indicators]
        for evaluation in evaluations(document)
    ]


@pytest.mark.parametrize("name", EXPORTED)
def test_it_reads_as_the_pdf_does(name: str, ofd_from_pdf: Callable[..., bytes]) -> None:
    pdf = read(SAMPLES / f"{name}.pdf")
    ofd = read_bytes(ofd_from_pdf(SAMPLES / f"{name}.pdf"), "form.ofd")
    assert ofd.source.media_type == "application/ofd"
    assert ofd.source.paged
    assert ofd.source.pages == pdf.source.pages
    assert content(ofd) == content(pdf)
    assert values(ofd) == values(pdf)


@pytest.mark.parametrize("how", ["rules_in_template", "composite"])
@pytest.mark.parametrize("name", ["dept-2023-sheet", "dept-2023-word", "landscape"])
def test_templates_and_composite_units_belong_to_the_page(
    name: str, how: str, ofd_from_pdf: Callable[..., bytes]
) -> None:
    pdf = read(SAMPLES / f"{name}.pdf")
    ofd = read_bytes(ofd_from_pdf(SAMPLES / f"{name}.pdf", **{how: True}), "form.ofd")
    assert content(ofd) == content(pdf)
    assert len(values(ofd)[0]) > 10


def test_places_are_points_from_the_top_left(ofd_page: OfdPage) -> None:
    (page,) = read_bytes(ofd_page(SIMPLE), "form.ofd").pages
    assert (round(page.width), round(page.height)) == (595, 842)
    place = page.lines[0].place
    assert isinstance(place, OnPage)
    assert place.box.x0 == pytest.approx(20 * 72 / 25.4)
    assert place.box.x1 == pytest.approx(36 * 72 / 25.4)
    assert 20 < place.box.top * 25.4 / 72 < 23


@pytest.mark.parametrize(
    "code",
    [
        '<ofd:TextCode X="0" Y="5" DeltaX="4 4 4">绩效自评</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5" DeltaX="g 2 4 4">绩效自评</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5" DeltaX="g 999999999 4">绩效自评</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5">绩效自评</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5">绩效</ofd:TextCode><ofd:TextCode X="8">自评</ofd:TextCode>',
    ],
)
def test_steps_are_read_in_each_spelling(code: str, ofd_page: OfdPage) -> None:
    assert lines(ofd_page(text(code))) == ["绩效自评"]


def test_a_wide_step_is_a_blank_between_numbers(ofd_page: OfdPage) -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="2 2 2 9 2">443890</ofd:TextCode>'
    assert lines(ofd_page(text(code))) == ["4438 90"]


def test_vertical_text_is_read_from_the_top(ofd_page: OfdPage) -> None:
    code = '<ofd:TextCode X="0" Y="1" DeltaY="g 3 4.5">产出指标</ofd:TextCode>'
    document = read_bytes(ofd_page(box(), text(code)), "form.ofd")
    assert [cell.text for table in document.pages[0].tables for cell in table.cells] == ["产出指标", ""]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 5 0", "0 -1 1 0 5 15"])
def test_turned_text_is_read_in_its_direction(matrix: str, ofd_page: OfdPage) -> None:
    code = '<ofd:TextCode X="0" Y="0" DeltaX="g 3 4">产出指标</ofd:TextCode>'
    document = read_bytes(ofd_page(box(), text(code, CTM=matrix)), "form.ofd")
    assert [cell.text for table in document.pages[0].tables for cell in table.cells] == ["产出指标", ""]


def test_hidden_text_is_left_out_and_told(ofd_page: OfdPage) -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="4">满分</ofd:TextCode>'
    clear = text(code, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>')
    away = text('<ofd:TextCode X="500" Y="5" DeltaX="4">满分</ofd:TextCode>')
    data = ofd_page(SIMPLE, text(code, Visible="false"), clear, away)
    assert lines(data) == ["绩效自评"]
    (problem,) = read_bytes(data, "form.ofd").problems
    assert problem.code == "invisible-text"
    assert "6" in problem.message.en


def test_what_a_clip_cuts_off_is_left_out_and_told(ofd_page: OfdPage) -> None:
    corners = "<ofd:AbbreviatedData>M 0 0 L 8.5 0 L 8.5 9 L 0 9 C</ofd:AbbreviatedData>"
    area = f'<ofd:Area><ofd:Path Boundary="0 0 9 9">{corners}</ofd:Path></ofd:Area>'
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 3 4">绩效自评</ofd:TextCode>'
    data = ofd_page(text(code, inside=f"<ofd:Clips><ofd:Clip>{area}</ofd:Clip></ofd:Clips>"))
    assert lines(data) == ["绩效"]
    assert codes(data) == ["clipped-text"]


@pytest.mark.parametrize(
    "how",
    [
        {"Stroke": "false"},
        {"Visible": "false"},
        {"Alpha": "0"},
        {"inside": '<ofd:StrokeColor Value="255 255 255"/>'},
        {"inside": '<ofd:StrokeColor Value="#FF #FF #FF"/>'},
    ],
)
def test_rules_that_nobody_sees_make_no_table(how: dict[str, str], ofd_page: OfdPage) -> None:
    drawn = read_bytes(ofd_page(box(), SIMPLE), "form.ofd")
    assert [len(table.cells) for table in drawn.pages[0].tables] == [2]
    unseen = read_bytes(ofd_page(box(**how), SIMPLE), "form.ofd")
    assert unseen.pages[0].tables == ()
    assert lines(ofd_page(box(**how), SIMPLE)) == ["绩效自评"]


def test_struck_out_text_is_doubted(ofd_page: OfdPage) -> None:
    strike = path("M 19 23.3 L 37 23.3")
    document = read_bytes(ofd_page(box(), SIMPLE, strike), "form.ofd")
    assert document.pages[0].tables[0].cells[0].confidence < 1
    assert codes(ofd_page(box(), SIMPLE, strike)) == ["doubtful-cells"]
    assert codes(ofd_page(box(), SIMPLE)) == []


def test_a_page_of_glyphs_without_characters_is_not_read(ofd_page: OfdPage) -> None:
    glyphs = (
        '<ofd:CGTransform CodePosition="0" CodeCount="4"><ofd:Glyphs>7 8 9 10</ofd:Glyphs></ofd:CGTransform>'
    )
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 3 4">¤¤¤¤</ofd:TextCode>'
    data = ofd_page(text(code, inside=glyphs))
    (page,) = read_bytes(data, "form.ofd").pages
    assert page.text_layer == "garbled"
    assert codes(data) == ["page-not-readable"]


def test_a_scanned_page_is_named(ofd_page: OfdPage) -> None:
    data = ofd_page('<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>')
    (page,) = read_bytes(data, "form.ofd").pages
    assert page.text_layer == "none"
    assert codes(data) == ["page-not-readable"]


def test_an_empty_page_lacks_nothing(ofd_page: OfdPage) -> None:
    assert codes(ofd_page()) == []


def test_a_page_that_refers_to_a_missing_unit_is_named(ofd_page: OfdPage) -> None:
    data = ofd_page(SIMPLE, '<ofd:CompositeObject ResourceID="9" Boundary="0 0 210 297"/>')
    assert codes(data) == ["page-not-readable"]
    assert lines(data) == []


def test_units_that_hold_themselves_come_to_an_end(ofd_page: OfdPage) -> None:
    inner = "".join('<ofd:CompositeObject ResourceID="9" Boundary="0 0 210 297"/>' for _ in range(10))
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    data = ofd_page(SIMPLE, '<ofd:CompositeObject ResourceID="9" Boundary="0 0 210 297"/>')
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016">'
        f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    said = "<ofd:CommonData><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    bomb = changed(data, {"Doc_0/Document.xml": ("<ofd:CommonData>", said)}, {"Doc_0/Res.xml": resources})
    assert codes(bomb) == ["page-too-complex"]


def changed(data: bytes, parts: dict[str, tuple[str, str]], more: dict[str, str] | None = None) -> bytes:
    """The package with one text for another in some parts, an empty new name dropping the part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            was, becomes = parts.get(name, ("", ""))
            if name in parts and not was:
                continue
            new.writestr(name, old.read(name).decode().replace(was, becomes) if was else old.read(name))
        for name, inside in (more or {}).items():
            new.writestr(name, inside)
    return out.getvalue()


@pytest.mark.parametrize(
    "part", [("", ""), ("</ofd:Page>", ""), ("<ofd:Page ", '<!DOCTYPE d [<!ENTITY a "b">]><ofd:Page ')]
)
def test_a_page_that_is_missing_or_damaged_is_named(part: tuple[str, str], ofd_page: OfdPage) -> None:
    data = changed(ofd_page(SIMPLE), {"Doc_0/Pages/Page_0/Content.xml": part})
    (problem,) = read_bytes(data, "form.ofd").problems
    assert problem.code == "page-not-readable"
    assert problem.page == 1


@pytest.mark.parametrize(
    ("parts", "more", "code"),
    [
        ({"OFD.xml": ("DocRoot", "Nothing")}, {}, "damaged"),
        ({"OFD.xml": ("</ofd:OFD>", "")}, {}, "damaged"),
        ({"Doc_0/Document.xml": ("", "")}, {}, "damaged"),
        ({"Doc_0/Document.xml": ("ofd:Pages", "ofd:Leaves")}, {}, "damaged"),
        ({}, {"Encryptions.xml": "<a/>"}, "encrypted"),
    ],
)
def test_a_package_without_a_readable_document_is_refused(
    parts: dict[str, tuple[str, str]], more: dict[str, str], code: str, ofd_page: OfdPage
) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(changed(ofd_page(SIMPLE), parts, more), "form.ofd")
    assert caught.value.code == code


@pytest.mark.parametrize("where", ["/Doc_0/Pages/Page_0/Content.xml", "pages\\PAGE_0/Content.xml"])
def test_parts_are_found_however_their_place_is_written(where: str, ofd_page: OfdPage) -> None:
    data = changed(ofd_page(SIMPLE), {"Doc_0/Document.xml": ("Pages/Page_0/Content.xml", where)})
    assert lines(data) == ["绩效自评"]
