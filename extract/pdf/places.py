"""From the page as people see it back into PDF space, for what is to be put onto the page."""

from __future__ import annotations

from collections.abc import Iterable

from extract.document import Document, OnPage
from extract.pdf import pdfium
from extract.pdf.frame import Frame, frame_of
from extract.pdf.reader import ONE_AT_A_TIME

Rectangle = tuple[float, float, float, float]
"""left, low, right, high: points, y grows up, from the origin of the page's own space."""


def in_pdf_space(
    document: Document, content: bytes, places: Iterable[OnPage], password: str | None = None
) -> dict[OnPage, Rectangle]:
    """Each place as a rectangle of its page; a place on a page that cannot be opened is left out.

    Raises:
        UnreadableError: the bytes cannot be opened.
    """
    wanted = list(dict.fromkeys(places))
    frames = _frames(content, {place.page for place in wanted}, password)
    seen = {page.number: page.rotation for page in document.pages}
    return {
        place: _rectangle(place, frames[place.page], seen.get(place.page, 0))
        for place in wanted
        if place.page in frames
    }


def annotation_counts(content: bytes, numbers: Iterable[int]) -> dict[int, int]:
    """How many annotations these pages have; none of a page that cannot be opened.

    Raises:
        UnreadableError: the bytes cannot be opened.
    """
    counts = {}
    with ONE_AT_A_TIME, pdfium.opened(content, None) as opened:
        for number in numbers:
            page = pdfium.load_page(opened, number - 1)
            counts[number] = pdfium.count_annotations(page) if page else 0
            if page:
                pdfium.close_page(page)
    return counts


def _frames(content: bytes, numbers: Iterable[int], password: str | None) -> dict[int, Frame]:
    found = {}
    with ONE_AT_A_TIME, pdfium.opened(content, password) as opened:
        for number in sorted(numbers):
            page = pdfium.load_page(opened, number - 1)
            if page:
                found[number] = frame_of(page)
                pdfium.close_page(page)
    return found


def _rectangle(place: OnPage, frame: Frame, rotation: int) -> Rectangle:
    """`rotation` is that of the page as read: the file's own, and by how much a scan was turned upright."""
    turn, box = (rotation - frame.rotation) % 360, place.box
    corners = (
        frame.in_pdf(*_turned_back(x, y, turn, frame)) for x, y in ((box.x0, box.top), (box.x1, box.bottom))
    )
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turned_back(x: float, y: float, turn: int, frame: Frame) -> tuple[float, float]:
    """A point of the page turned clockwise to read upright, on the page as the file shows it."""
    return {
        0: (x, y),
        90: (y, frame.height - x),
        180: (frame.width - x, frame.height - y),
        270: (frame.width - y, x),
    }[turn]
