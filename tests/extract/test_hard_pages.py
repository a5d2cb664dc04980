"""One odd page each: what exporters, overlays and hostile files do to an ordinary table."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from plain_table import TEXTS, XS, YS, MakeInk, MakePdf, codes, only_table, texts_of, written

from extract.document import Page
from extract.pdf.reader import read_pdf


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
