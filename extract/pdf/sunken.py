"""Text that a picture of the whole page lies on: some scanners put their own recognition below the picture.

It is painted, so that it looks like the text of an exported page; but nobody sees it.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from extract.pdf import pdfium

if TYPE_CHECKING:
    from extract.pdf.frame import Frame
    from extract.pdf.rulings import Drawing, Rect

_COVERS = 0.8
"""A picture over this share of the page is a picture of the page."""
_NEARLY_ALL = 0.9
"""This share of the text objects must lie below it; a stamp of the scanner may lie above."""
_FEW_RULES = 8
"""With more rulings of its own the page was exported, and the picture is a watermark."""
_OPAQUE = 250
_LOOKS = 10_000
_BGRA = 4  # FPDFBitmap_BGRA


def sink(document: int, page: int, frame: Frame, drawing: Drawing) -> None:
    """Count the text objects that an opaque picture of the page lies on as hidden and not painted."""
    texts = drawing.texts
    if not texts or len(drawing.levels) + len(drawing.uprights) > _FEW_RULES:
        return
    for (image, before), rect in zip(drawing.images, drawing.pictures, strict=True):
        if before < _NEARLY_ALL * len(texts) or _area(rect) < _COVERS * frame.width * frame.height:
            continue
        if _is_opaque(document, page, image):
            drawing.hidden.update(dict.fromkeys(texts[:before], rect))
            drawing.unpainted.update(texts[:before])


def _area(rect: Rect) -> float:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def _is_opaque(document: int, page: int, image: int) -> bool:
    """Whether nothing shows through the picture, as it does through a watermark."""
    bitmap = pdfium.rendered_image(document, page, image)
    if not bitmap:
        return False
    try:
        if pdfium.bitmap_format(bitmap) != _BGRA:
            return True
        size = pdfium.bitmap_stride(bitmap) * pdfium.bitmap_height(bitmap)
        alphas = ctypes.string_at(pdfium.bitmap_pixels(bitmap), size)[3::4]
        some = alphas[:: max(1, len(alphas) // _LOOKS)]
        return sum(some) >= _OPAQUE * len(some)
    finally:
        pdfium.close_bitmap(bitmap)
