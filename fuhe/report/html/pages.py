"""Page pictures of a document for its report: which pages, at what resolution, and how much of them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING

import cv2
import msgspec
from markupsafe import Markup

from extract.document import Page
from extract.errors import UnreadableError
from extract.pictures import page_pictures
from fuhe.audit import Audit, Original
from fuhe.report.html.marks import Marks

if TYPE_CHECKING:
    from extract.scan.types import Colour, Grey

# Dots per inch of exported pages and of scans. Long documents are drawn more coarsely, so that a report of 50
# pages stays under 15 MB; beyond that size pages are shown as they were read instead.
_DPI = (144.0, 120.0)
_COARSE_DPI = (110.0, 100.0)
_MANY_PAGES = 60
MOST_BYTES = 24_000_000

_LOSSLESS, _SCAN_QUALITY = 101, 50  # OpenCV: more than 100 is lossless
_MOST_SIDE = 16_383  # pixels; WebP takes no more


class Drawn(msgspec.Struct, frozen=True):
    """A page with its picture as a data address; None where the page is shown as it was read."""

    page: Page
    picture: Markup | None


def drawn_pages(audit: Audit, marks: Marks, password: str | None) -> list[Drawn]:
    """The pages with evidence or with a form, in order."""
    original = audit.original
    if original is None or not _has_pages(original):
        return []
    wanted = {n for form in audit.evaluations for n in range(form.pages[0], form.pages[1] + 1)}
    pages = [page for page in original.document.pages if page.number in wanted or marks.on_page(page.number)]
    pictures = _pictures(original, pages, password)
    return [Drawn(page, pictures.get(page.number)) for page in pages]


def _has_pages(original: Original) -> bool:
    kind = original.document.source.media_type
    return kind in ("application/pdf", "application/ofd") or kind.startswith("image/")


def _pictures(original: Original, pages: Iterable[Page], password: str | None) -> dict[int, Markup]:
    chosen = list(pages)
    exported, scanned = _DPI if len(chosen) <= _MANY_PAGES else _COARSE_DPI
    scans = {page.number for page in chosen if page.text_layer != "usable"}
    dpi = {page.number: scanned if page.number in scans else exported for page in chosen}
    found: dict[int, Markup] = {}
    left = MOST_BYTES
    try:
        for number, pixels in page_pictures(original.document, original.content, dpi, password):
            encoded = _webp(pixels, _SCAN_QUALITY if number in scans else _LOSSLESS)
            left -= len(encoded)
            if left < 0:
                break
            if encoded:
                found[number] = Markup("data:image/webp;base64," + base64.b64encode(encoded).decode())  # noqa: S704 - letters and digits only
    except UnreadableError:  # a page further on is damaged; those before it are shown
        pass
    return found


def _webp(pixels: Grey | Colour, quality: int) -> bytes:
    """The picture as WebP; nothing where it has no such size."""
    if max(pixels.shape[:2]) > _MOST_SIDE:
        return b""
    order = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, encoded = cv2.imencode(".webp", order, [cv2.IMWRITE_WEBP_QUALITY, quality])
    return encoded.tobytes() if done else b""
