"""The pictures of an OFD page put together as they lie on it: a scan may be one picture or many strips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extract.errors import UnreadableError
from extract.ofd.values import Matrix, combine
from extract.picture_kind import picture_kind

if TYPE_CHECKING:
    from extract.ofd.package import Media
    from extract.scan.types import Colour, Picture

_LEAST_DPI, _MOST_DPI = 150.0, 300.0
_MOST_PIXELS = 40_000_000
"""As for pages of a PDF."""
_MOST_PICTURES = 500
"""On one page; a scan in strips has a few dozen."""


class Placed(NamedTuple):
    """A picture on a page: the id of its bytes, and the way from its unit square (y down) to page points."""

    resource: str
    matrix: Matrix


class _Decoded(NamedTuple):
    pixels: Colour
    matrix: Matrix  # from its pixels to page points


def composed(
    placed: Sequence[Placed], media: Mapping[str, Media], size: tuple[float, float]
) -> Picture | None:
    """The page with all its pictures on white; None where one of them cannot be read.

    Args:
        placed: the pictures in the order in which they are drawn.
        media: what the package holds, by id.
        size: of the page in points.
    """
    import numpy as np  # noqa: PLC0415 - loaded only where a page is a picture

    from extract.scan.types import Picture  # noqa: PLC0415

    if not placed or len(placed) > _MOST_PICTURES:
        return None
    decoded = []
    for one in placed:
        found = _decoded(one, media)
        if found is None:
            return None
        decoded.append(found)
    dpi = _resolution(decoded, size)
    height, width = max(1, round(size[1] * dpi / 72)), max(1, round(size[0] * dpi / 72))
    page = np.full((height, width, 3), 255, np.uint8)
    for each in decoded:
        _lay(page, each, dpi / 72)
    return Picture(page, (72 * width / size[0], 72 * height / size[1]))


def _decoded(placed: Placed, media: Mapping[str, Media]) -> _Decoded | None:
    import numpy as np  # noqa: PLC0415

    from extract.scan.picture import pictures  # noqa: PLC0415

    one = media.get(placed.resource)
    try:
        data = one.read() if one else b""
        kind = picture_kind(data)
        if kind is None:
            return None
        picture = next(iter(pictures(data, kind)), None)
    except UnreadableError:
        return None
    if picture is None:
        return None
    pixels = picture.pixels if picture.pixels.ndim == 3 else np.dstack([picture.pixels] * 3)
    height, width = pixels.shape[:2]
    return _Decoded(pixels, combine((1 / width, 0.0, 0.0, 1 / height, 0.0, 0.0), placed.matrix))


def _resolution(decoded: Sequence[_Decoded], size: tuple[float, float]) -> float:
    """That of the finest picture, within limits."""
    finest = max(72 / max(1e-6, abs(a * d - b * c)) ** 0.5 for _, (a, b, c, d, _, _) in decoded)
    most = 72 * (_MOST_PIXELS / max(1.0, size[0] * size[1])) ** 0.5
    return float(min(max(_LEAST_DPI, min(_MOST_DPI, finest)), most))


def _lay(page: Colour, picture: _Decoded, scale: float) -> None:
    """Draw one picture on the page, in place."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    pixels, (a, b, c, d, e, f) = picture
    shrink = (abs(a * d - b * c) ** 0.5) * scale
    if shrink < 1 / 2:  # otherwise pixels would be skipped
        height, width = pixels.shape[:2]
        small = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        pixels = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA), np.uint8)
        across, down = width / small[0], height / small[1]
        a, b, c, d = a * across, b * across, c * down, d * down
    matrix = np.array([[a * scale, c * scale, e * scale], [b * scale, d * scale, f * scale]])
    size = page.shape[1::-1]
    shown = (
        cv2.warpAffine(np.full(pixels.shape[:2], 255, np.uint8), matrix, size, flags=cv2.INTER_NEAREST) > 0
    )
    page[shown] = cv2.warpAffine(
        pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )[shown]
