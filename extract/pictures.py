"""Pages of a file as pictures for people to look at, upright as the places on them count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extract.document import Document, Page
from extract.pdf import pdfium
from extract.pdf.frame import frame_of
from extract.pdf.reader import ONE_AT_A_TIME
from extract.pdf.render import picture_of
from extract.scan.picture import pictures
from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from extract.scan.types import Colour, Grey

_QUARTERS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def page_pictures(
    document: Document, content: bytes, wanted: Mapping[int, float], password: str | None = None
) -> Iterator[tuple[int, Grey | Colour]]:
    """Pages of a PDF or a picture file as they were read, in order; a page that cannot be drawn is left out.

    The whole picture is the page: its width in pixels stands for `Page.width` points.

    Args:
        document: what was read of the file.
        content: its bytes.
        wanted: dots per inch, by page number.
        password: of an encrypted PDF.

    Raises:
        UnreadableError: the bytes cannot be opened.
    """
    pages = {page.number: page for page in document.pages if page.number in wanted}
    if not pages:
        return
    kind = document.source.media_type
    if kind == "application/pdf":
        yield from _of_pdf(content, pages, wanted, password)
    elif kind.startswith("image/"):
        for number, picture in enumerate(islice(pictures(content, kind), max(pages)), start=1):
            if number in pages:
                upright = _turned(picture.pixels, pages[number].rotation)
                yield number, _sized(upright, pages[number], wanted[number])


def _of_pdf(
    content: bytes, pages: Mapping[int, Page], wanted: Mapping[int, float], password: str | None
) -> Iterator[tuple[int, Grey | Colour]]:
    with ONE_AT_A_TIME, pdfium.opened(content, password) as opened:
        for number, page in pages.items():
            handle = pdfium.load_page(opened, number - 1)
            if not handle:
                continue
            try:
                frame = frame_of(handle)
                pixels = picture_of(handle, frame, wanted[number]).pixels
            except MemoryError:
                continue
            finally:
                pdfium.close_page(handle)
            # what the file itself turns is turned already; a scan that lay sideways is not
            yield number, _turned(pixels, (page.rotation - frame.rotation) % 360)


def _turned(pixels: Grey | Colour, turn: int) -> Grey | Colour:
    return as_grey(cv2.rotate(pixels, _QUARTERS[turn])) if turn else pixels


def _sized(pixels: Grey | Colour, page: Page, dpi: float) -> Grey | Colour:
    """The picture at this resolution; never enlarged, which would add nothing."""
    scale = page.width * dpi / 72 / pixels.shape[1]
    if scale >= 1:
        return np.ascontiguousarray(pixels)
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return as_grey(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
