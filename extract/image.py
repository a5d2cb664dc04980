"""A picture of a form: its pages with their sizes, and no text. Pixels are never decoded here."""

from __future__ import annotations

import io
import itertools
import warnings

from PIL import Image

from extract import refusals
from extract.document import MediaType, Page, Reading
from extract.page_problems import unreadable

MAX_PAGES = 5000
_FORMAT = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF", "image/bmp": "BMP"}
# Cameras and screens write 72 or nothing at all; a page of which nothing is known is taken for a screen's.
_LEAST_DPI = 50
_USUAL_DPI = 96


def read_image(data: bytes, kind: MediaType) -> Reading:
    """The pages of a picture, each with the problem that its text cannot be read.

    Raises:
        UnreadableError: `damaged`, or `too-large` for a picture of absurd size.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which we do not decode, and of odd headers
            with Image.open(io.BytesIO(data), formats=[_FORMAT[kind]]) as image:
                pages = _pages(image)
    except Image.DecompressionBombError:
        raise refusals.too_large("图片的像素过多", "The picture has too many pixels") from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, OverflowError):
        raise refusals.damaged("图片不完整或已损坏", "The picture is incomplete or damaged") from None
    return Reading(pages, (), tuple(unreadable(page.number, "none") for page in pages))


def _pages(image: Image.Image) -> tuple[Page, ...]:
    if image.format != "TIFF":
        return (_page(image, 1),)
    pages = []
    for number in itertools.count(1):
        pages.append(_page(image, number))
        if number == MAX_PAGES:
            raise refusals.too_large(
                f"图片超过 {MAX_PAGES} 页", f"The picture has more than {MAX_PAGES} pages"
            )
        try:
            image.seek(number)
        except EOFError:
            break
    return tuple(pages)


def _page(image: Image.Image, number: int) -> Page:
    """The page as large as it would print, in points."""
    told = image.info.get("dpi", (0, 0))
    across, down = (float(one) if one and float(one) >= _LEAST_DPI else _USUAL_DPI for one in told)
    return Page(number, image.width * 72 / across, image.height * 72 / down, 0, "none")
