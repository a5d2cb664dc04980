"""How far what lies below a picture shows through it, as it does through a watermark or a seal."""

from __future__ import annotations

import ctypes

from extract.pdf import pdfium

_OPAQUE = 250
_HIDING = 230
"""A picture none of whose points is less transparent hides nothing below it."""
_LOOKS = 10_000
_BGRA = 4  # FPDFBitmap_BGRA


def is_opaque(document: int, page: int, image: int) -> bool:
    """Whether nothing shows through the picture; False for one that cannot be drawn."""
    alphas = _alphas(document, page, image)
    return alphas is not None and sum(alphas) >= _OPAQUE * len(alphas)


def hides_something(document: int, page: int, image: int) -> bool:
    """Whether the picture has points that hide what is below; False for one that cannot be drawn."""
    alphas = _alphas(document, page, image)
    return alphas is not None and max(alphas, default=_OPAQUE) >= _HIDING


def _alphas(document: int, page: int, image: int) -> bytes | None:
    """The opacity of some of the picture's points, none where it has no transparency."""
    bitmap = pdfium.rendered_image(document, page, image)
    if not bitmap:
        return None
    try:
        if pdfium.bitmap_format(bitmap) != _BGRA:
            return b""
        size = pdfium.bitmap_stride(bitmap) * pdfium.bitmap_height(bitmap)
        alphas = ctypes.string_at(pdfium.bitmap_pixels(bitmap), size)[3::4]
        return alphas[:: max(1, len(alphas) // _LOOKS)]
    finally:
        pdfium.close_bitmap(bitmap)
