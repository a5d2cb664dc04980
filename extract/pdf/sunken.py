"""Text that a picture of the whole page lies on: nobody sees it, whatever the file says.

Some scanners put their own recognition below the picture of the page, painted like the text of an exported
page. Smaller pictures, and those on an exported page, are `extract.pdf.covered`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.pdf import pdfium
from extract.pdf.opacity import is_opaque

if TYPE_CHECKING:
    from extract.pdf.frame import Frame
    from extract.pdf.pdfium import Matrix
    from extract.pdf.rulings import Drawing, Rect

_SLACK = 1.0
_PAGE = 0.8
"""A picture over this share of the page is a picture of the page."""
_FEW_RULES = 8
"""With more rulings of its own the page was exported."""


def sink(document: int, page: int, frame: Frame, drawing: Drawing) -> None:
    """Count the text objects that an opaque picture of the page lies on as hidden and not painted."""
    if len(drawing.levels) + len(drawing.uprights) > _FEW_RULES:
        return
    for (image, before), rect in zip(drawing.images, drawing.pictures, strict=True):
        if not before or (rect[2] - rect[0]) * (rect[3] - rect[1]) < _PAGE * frame.width * frame.height:
            continue
        below = [handle for handle, matrix in drawing.texts[:before] if _lies_in(rect, _ink(handle, matrix))]
        if below and is_opaque(document, page, image):
            drawing.hidden.update(dict.fromkeys(below, rect))
            drawing.unpainted.update(below)


def _ink(handle: int, matrix: Matrix) -> Rect:
    edges, to_edges = pdfium.numbers(4, "f")
    pdfium.object_bounds(handle, *to_edges)
    a, b, c, d, e, f = matrix
    points = [
        (a * x + c * y + e, b * x + d * y + f) for x in (edges[0], edges[2]) for y in (edges[1], edges[3])
    ]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _lies_in(rect: Rect, ink: Rect) -> bool:
    return (
        ink[0] >= rect[0] - _SLACK
        and ink[1] >= rect[1] - _SLACK
        and ink[2] <= rect[2] + _SLACK
        and ink[3] <= rect[3] + _SLACK
    )
