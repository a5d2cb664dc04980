"""The characters of some pages that nobody sees, one by one: for another reader, who cannot tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from extract.pdf import pdfium
from extract.pdf.annotations import settled
from extract.pdf.covered import covered_by
from extract.pdf.frame import frame_of
from extract.pdf.reader import ONE_AT_A_TIME
from extract.pdf.rulings import TooComplexError, drawing_of
from extract.pdf.text import TooManyCharactersError, lost_on
from extract.pdf.unseen import Watched


class Lost(NamedTuple):
    """A character that is in the file only, and its origin on the page as seen."""

    text: str
    x: float
    y: float


def lost_characters(
    data: bytes, numbers: Iterable[int], password: str | None = None
) -> dict[int, list[Lost]]:
    """What is invisible, clipped away or below something else, by page; pages without any are left out.

    Raises:
        UnreadableError: the bytes cannot be opened.
    """
    found: dict[int, list[Lost]] = {}
    with ONE_AT_A_TIME, pdfium.opened(data, password) as document:
        for number in numbers:
            lost = _on_page(document, number)
            if lost:
                found[number] = lost
    return found


def _on_page(document: int, number: int) -> list[Lost]:
    page = pdfium.load_page(document, number - 1)
    if not page:
        return []
    text_page = None
    try:
        page, _ = settled(document, number, page)
        frame, drawing = frame_of(page), drawing_of(page)
        under = covered_by(document, page, frame, drawing)
        if not under and not drawing.hidden and not drawing.clipped:
            return []
        text_page = pdfium.load_text(page)
        return [Lost(*one) for one in lost_on(text_page, frame, drawing, Watched(under))]
    except (TooComplexError, TooManyCharactersError):  # then the first reader has handed on nothing either
        return []
    finally:
        if text_page:
            pdfium.close_text(text_page)
        pdfium.close_page(page)
