"""Rules drawn as dashes or dots are rules, however the exporting program draws them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.read import read_bytes

XS, YS = (60, 160, 260, 360), (700, 720, 740, 760)
Draw = Callable[[Canvas, float, float, float, float], None]


def table(draw: Draw) -> bytes:
    """Nine cells with a text in each, their rules drawn by `draw`."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 10)
    for row, y in enumerate(YS[:-1]):
        for column, x in enumerate(XS[:-1]):
            canvas.drawString(x + 4, y + 5, f"第{2 - row}行第{column}列")
    for x in XS:
        draw(canvas, x, YS[0], x, YS[-1])
    for y in YS:
        draw(canvas, XS[0], y, XS[-1], y)
    canvas.save()
    return out.getvalue()


def dashed(on: float, off: float) -> Draw:
    """One stroke with a dash pattern."""

    def draw(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas.setLineWidth(0.5)
        canvas.setDash(on, off)
        canvas.line(x0, y0, x1, y1)

    return draw


def pieces(on: float, off: float) -> Draw:
    """A stroke for each dash."""

    def draw(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas.setLineWidth(0.5)
        length, at = max(x1 - x0, y1 - y0), 0.0
        while at < length:
            one, two = at / length, min(at + on, length) / length
            canvas.line(
                x0 + (x1 - x0) * one, y0 + (y1 - y0) * one, x0 + (x1 - x0) * two, y0 + (y1 - y0) * two
            )
            at += on + off

    return draw


def dots(step: float, size: float, *, is_round: bool) -> Draw:
    """A filled square or circle for each dot."""

    def draw(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
        count = int(max(x1 - x0, y1 - y0) / step)
        for number in range(count + 1):
            x, y = x0 + (x1 - x0) * number / count, y0 + (y1 - y0) * number / count
            if is_round:
                canvas.circle(x, y, size / 2, stroke=0, fill=1)
            else:
                canvas.rect(x - size / 2, y - size / 2, size, size, stroke=0, fill=1)

    return draw


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(dashed(3, 2), id="dashes"),
        pytest.param(dashed(6, 6), id="long dashes"),
        pytest.param(pieces(4, 4), id="a stroke each"),
        pytest.param(pieces(0.5, 1.5), id="short strokes"),
        pytest.param(dots(2, 0.5, is_round=False), id="fine dots"),
        pytest.param(dots(3, 1, is_round=False), id="square dots"),
        pytest.param(dots(4, 1.5, is_round=True), id="round dots"),
    ],
)
def test_a_table_with_broken_rules_has_its_cells(draw: Draw) -> None:
    (found,) = read_bytes(table(draw), "form.pdf").pages[0].tables
    assert found.how == "ruled"
    assert (found.row_count, found.column_count) == (3, 3)
    assert [cell.text for cell in found.cells] == [
        f"第{row}行第{column}列" for row in range(3) for column in range(3)
    ]
