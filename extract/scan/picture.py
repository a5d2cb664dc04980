"""Image files as pictures, one page after the other: upright by their own word, grey or colour, bounded.

Only pages asked for are decoded, one at a time.
"""

from __future__ import annotations

import io
import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import BmpImagePlugin, Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from extract import refusals
from extract.document import MediaType
from extract.scan.types import Picture

if TYPE_CHECKING:
    from extract.scan.types import Colour, Grey

MAX_PAGES = 5000
_MAX_PIXELS = 180_000_000  # a sheet of A3 at 600 dpi has 140 million
_MAX_DECODED_BYTES = 450_000_000
_AMPLE_PIXELS = 36_000_000  # A4 at 600 dpi; more than this is reduced at once
_PLUGINS: dict[str, type[ImageFile.ImageFile]] = {
    "image/png": PngImagePlugin.PngImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/tiff": TiffImagePlugin.TiffImageFile,
    "image/bmp": BmpImagePlugin.BmpImageFile,
}
_BYTES_A_PIXEL = {"1": 1, "L": 1, "P": 1, "LA": 2, "I;16": 2, "I;16B": 2, "RGB": 3}

_A4_INCHES = (8.27, 11.69)
_LIKELY_LONG_SIDE = (4.5, 25.0)  # inches, from a postcard to A2; cameras write 72 dpi, which makes posters
_LIKELY_DPI = (50.0, 2500.0)
_GUESSED_DPI = (72.0, 1200.0)
_ORIENTATION_TAG = 0x0112
_SUBFILE_TAG = 254
_SIDEWAYS = range(5, 9)  # EXIF orientations that swap width and height


def pictures(data: bytes, kind: MediaType) -> Iterator[Picture]:
    """The pages of an image file, decoded one by one as they are asked for.

    A page turned by its EXIF tag is turned; transparency is laid on white; very large pages are reduced,
    their `dpi` with them, so that pixel * 72 / dpi are points of the page in any case.

    Raises:
        UnreadableError: `damaged` (also when only the end is missing: half a page is never handed on), or
            `too-large` for a picture of absurd size or more than `MAX_PAGES` pages.
    """
    with _refusing(None):
        image = _PLUGINS[kind](io.BytesIO(data))
    with image:
        for number in itertools.count(1):
            with _refusing(number):
                if not _turned_to(image, number):
                    return
                if number > MAX_PAGES:
                    raise refusals.too_large(
                        f"图片超过 {MAX_PAGES} 页", f"The picture has more than {MAX_PAGES} pages"
                    )
                picture = None if _is_thumbnail(image) else _decoded(image)
            if picture is not None:
                yield picture


def rendered(pixels: Grey | Colour, dpi: float) -> Picture:
    """A page that was drawn rather than scanned: its resolution is known."""
    return Picture(pixels, (dpi, dpi))


@contextmanager
def _refusing(page: int | None) -> Iterator[None]:
    """Whatever an image library throws at a bad file becomes one of our refusals."""
    zh, en = (f"第 {page} 页", f"page {page} of the picture") if page else ("图片", "The picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which have our own limit, and of odd headers
            yield
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, OverflowError, IndexError):
        raise refusals.damaged(f"{zh}不完整或已损坏", f"{en} is incomplete or damaged") from None


def _turned_to(image: ImageFile.ImageFile, page: int) -> bool:
    """Whether there is such a page; only TIFF files have more than one."""
    if page == 1:
        return True
    if image.format != "TIFF":
        return False
    try:
        image.seek(page - 1)
    except EOFError:
        return False
    return True


def _is_thumbnail(image: ImageFile.ImageFile) -> bool:
    """Some TIFF writers add each page again in small."""
    return isinstance(image, TiffImagePlugin.TiffImageFile) and bool(image.tag_v2.get(_SUBFILE_TAG, 0) & 1)


def _decoded(image: ImageFile.ImageFile) -> Picture:
    (across, down), size = _told(image), image.size
    _reduced_while_decoding(image)
    _check_size(image)
    if image.getexif().get(_ORIENTATION_TAG) in _SIDEWAYS:  # some files are decoded for this, hence the order
        across, down = down, across
    image.load()
    plain = ImageOps.exif_transpose(_plain(image))
    width, height = sorted(size, reverse=plain.width > plain.height)  # some plugins have turned it by now
    across, down = _resolution(across, down, width, height)
    factor = max(1, round((plain.width * plain.height / _AMPLE_PIXELS) ** 0.5))
    if factor > 1:
        plain = plain.reduce(factor)
    dpi = (across * plain.width / width, down * plain.height / height)
    return Picture(np.asarray(plain, dtype=np.uint8), dpi)


def _reduced_while_decoding(image: ImageFile.ImageFile) -> None:
    """JPEG can be decoded at a half, a quarter or an eighth without ever holding the whole."""
    pixels = image.width * image.height
    if isinstance(image, JpegImagePlugin.JpegImageFile) and pixels > 4 * _AMPLE_PIXELS:
        if pixels > 8 * _MAX_PIXELS:
            raise _too_many_pixels()
        image.draft(None, (image.width // 4, image.height // 4))


def _check_size(image: ImageFile.ImageFile) -> None:
    pixels = image.width * image.height
    if pixels > _MAX_PIXELS or pixels * _BYTES_A_PIXEL.get(image.mode, 4) > _MAX_DECODED_BYTES:
        raise _too_many_pixels()


def _too_many_pixels() -> Exception:
    return refusals.too_large("图片的像素过多", "The picture has too many pixels")


def _plain(image: Image.Image) -> Image.Image:
    """The same picture in mode L or RGB; what EXIF says is kept."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        over = image.convert("RGBA")
        ground = Image.new("RGBA", over.size, "white")
        ground.alpha_composite(over)
        return _with_exif(ground.convert("RGB"), image)
    if image.mode == "1":
        return _with_exif(image.convert("L"), image)
    return _with_exif(image.convert("RGB"), image)


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 or 32 bits a pixel, or floating point: from the darkest to the lightest value it holds."""
    values = np.asarray(image).astype(np.float32)
    least, most = float(values.min()), float(values.max())
    if image.mode.startswith("I;16"):
        least, most = 0.0, (65535.0 if most > 4095 else 4095.0 if most > 255 else 255.0)  # 12 bits are usual
    scaled = (values - least) * (255 / max(most - least, 1e-6))
    return _with_exif(Image.fromarray(scaled.astype(np.uint8)), image)


def _with_exif(plain: Image.Image, image: Image.Image) -> Image.Image:
    plain.info["exif"] = image.getexif().tobytes()
    return plain


def _told(image: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down in the file's own words, 0 where it says nothing that is a number."""
    try:
        across, down = (float(one) for one in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return across, down


def _resolution(across: float, down: float, width: int, height: int) -> tuple[float, float]:
    """What the file told if it makes a likely page, else such that the page is as wide as A4."""
    least, most = _LIKELY_DPI
    if least <= across <= most and least <= down <= most:
        long_side = max(width / across, height / down)
        if _LIKELY_LONG_SIDE[0] <= long_side <= _LIKELY_LONG_SIDE[1]:
            return across, down
    guess = width / (_A4_INCHES[0] if height >= width else _A4_INCHES[1])
    guess = min(max(guess, _GUESSED_DPI[0]), _GUESSED_DPI[1])
    return guess, guess
