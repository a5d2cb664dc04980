"""A PDF page as a picture, for pages and cells whose text must be recognised."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from extract.pdf import pdfium
from extract.scan.types import Picture

if TYPE_CHECKING:
    from extract.pdf.frame import Frame

USUAL_DPI = 200.0
LEAST_DPI, MOST_DPI = 150.0, 300.0
"""A scan inside a PDF is rendered at its own resolution, as far as recognition gains by it."""
MOST_PIXELS = 40_000_000
"""A larger page (a poster, a wrong page size) is rendered more coarsely."""

_BGR = 2  # FPDFBitmap_BGR: three bytes a pixel
_WITH_ANNOTATIONS = 0x01  # FPDF_ANNOT: a stamp may be one
_WHITE = 0xFFFFFFFF
_PAPER = 250


def picture_of(page: int, frame: Frame, dpi: float | None = None) -> Picture:
    """The page as seen (rotation and crop applied), white where nothing is drawn.

    `dpi` None: as recognition wants it.

    Raises:
        MemoryError: pdfium could not make a bitmap of this size.
    """
    dpi = min(dpi, _most(frame)) if dpi else _resolution(page, frame)
    width = max(1, round(frame.width * dpi / 72))
    height = max(1, round(frame.height * dpi / 72))
    bitmap = pdfium.new_bitmap(width, height, _BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.fill_bitmap(bitmap, 0, 0, width, height, _WHITE)
        pdfium.render_page(bitmap, page, 0, 0, width, height, 0, _WITH_ANNOTATIONS)
        stride = pdfium.bitmap_stride(bitmap)
        raw = ctypes.string_at(pdfium.bitmap_pixels(bitmap), stride * height)
    finally:
        pdfium.close_bitmap(bitmap)
    rows = np.frombuffer(raw, np.uint8).reshape(height, stride)[:, : 3 * width]
    colour = np.ascontiguousarray(rows.reshape(height, width, 3)[:, :, ::-1])
    return Picture(colour, (72 * width / frame.width, 72 * height / frame.height))


def lacks_a_picture(document: int, page: int, picture: Picture, images: Iterable[int]) -> bool:
    """Whether the page came out white because a picture on it cannot be decoded: it only looks empty.

    Args:
        document: as opened.
        page: as loaded.
        picture: the page as drawn.
        images: the image objects on it.
    """
    if int(picture.pixels.min()) < _PAPER:
        return False
    return any(not _decodes(document, page, image) for image in images)


def _decodes(document: int, page: int, image: int) -> bool:
    bitmap = pdfium.rendered_image(document, page, image)
    if not bitmap:
        return False
    try:
        size = pdfium.bitmap_stride(bitmap) * pdfium.bitmap_height(bitmap)
        return any(ctypes.string_at(pdfium.bitmap_pixels(bitmap), size))  # else nothing was drawn at all
    finally:
        pdfium.close_bitmap(bitmap)


def _resolution(page: int, frame: Frame) -> float:
    """That of the largest picture on the page, within limits; the usual one without a picture."""
    dpi = min(MOST_DPI, max(LEAST_DPI, _dpi_of_largest(page) or USUAL_DPI))
    return min(dpi, _most(frame))


def _most(frame: Frame) -> float:
    return float(72 * (MOST_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)


def _dpi_of_largest(page: int) -> float | None:
    largest, dpi = 0.0, None
    edges, to_edges = pdfium.numbers(4, "f")
    size, to_size = pdfium.numbers(2, "I")
    for index in range(pdfium.count_objects(page)):
        one = pdfium.get_object(page, index)
        if pdfium.object_type(one) != pdfium.IMAGE:
            continue
        pdfium.object_bounds(one, *to_edges)
        wide, high = edges[2] - edges[0], edges[3] - edges[1]
        if wide * high > largest and pdfium.image_size(one, *to_size):
            largest = wide * high
            # sides, not width: the picture may stand turned on the page
            dpi = 72 * ((size[0] * size[1]) / (wide * high)) ** 0.5
    return dpi
