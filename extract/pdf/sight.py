"""How much of a text is seen: a part of the page is drawn with it and without it, and the two compared."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from extract.pdf import pdfium

if TYPE_CHECKING:
    from extract.pdf.frame import Frame
    from extract.pdf.rulings import Rect

Seen: TypeAlias = Literal["whole", "part", "gone", "unknown"]
Ink: TypeAlias = NDArray[np.uint8]
"""By how much each point of a part of the page changes where some text is left out, from 0 to 255."""

_SCALE, _MOST_PIXELS = 3.0, 1_000_000
"""Pixels to the point; fewer where the part is large."""
_LEAST = 16
"""A point that changes by less bears no ink."""
_SHOWS, _NOISE = 0.08, 3
"""Ink still shows through what leaves this share of its contrast, and more than what rounding makes up."""
_CORE = 0.5
"""From this share of the strongest ink on a point is ink proper, not the soft edge of it."""
_GONE, _WHOLE = 0.1, 0.85
"""Up to the first share of its ink a character is not seen, from the second on it is seen whole."""
_MARGIN = 1.0
_BGR = 2  # FPDFBitmap_BGR: three bytes a pixel
_WHITE = 0xFFFFFFFF
_PLAIN, _WITH_ANNOTATIONS = 0, 1  # FPDF_ANNOT


class _Part(NamedTuple):
    """A part of the page as seen, in pixels of `scale` to the point."""

    left: int
    top: int
    width: int
    height: int
    scale: float

    def of(self, box: Rect) -> tuple[slice, slice]:
        """The rows and columns of a box of the page as seen (x0, top, x1, bottom)."""
        x0, x1 = (_within(edge * self.scale - self.left, self.width) for edge in (box[0], box[2]))
        y0, y1 = (_within(edge * self.scale - self.top, self.height) for edge in (box[1], box[3]))
        return slice(y0, y1 + 1), slice(x0, x1 + 1)


class Sight(NamedTuple):
    """A part of the page: `meant` is the ink that some texts would have, `seen` what is left of it.

    `shown` is the ink of all texts that is seen there, of others too.
    """

    part: _Part
    meant: Ink
    seen: Ink
    shown: Ink

    def of(self, box: Rect) -> Seen:
        """How far the ink in a box of the page as seen (x0, top, x1, bottom) is seen.

        `unknown`: there would be none anyway, as with a font that cannot be drawn.
        """
        where = self.part.of(box)
        core = _core(self.meant[where])
        most = int(core.sum())
        if not most:
            return "unknown"
        meant = self.meant[where][core]
        seen = int((self.seen[where][core] >= np.maximum(_NOISE, _SHOWS * meant)).sum())
        return "gone" if seen <= _GONE * most else "part" if seen < _WHOLE * most else "whole"

    def holds(self, box: Rect) -> bool:
        """Is the middle of this box in the part of the page that was drawn?"""
        scale, part = self.part.scale, self.part
        x, y = (box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale
        return part.left <= x <= part.left + part.width and part.top <= y <= part.top + part.height

    def shows_the_same(self, box: Rect) -> bool:
        """Does text show in this box with just the ink that the character there would have?"""
        where = self.part.of(box)
        meant, shown = _core(self.meant[where]), _core(self.shown[where])
        return int((meant & shown).sum()) >= max(1, _WHOLE * int((meant | shown).sum()))


def sights_of(
    page: int,
    frame: Frame,
    layers: Sequence[Sequence[tuple[int, Rect]]],
    covers: Iterable[int],
    texts: Iterable[int],
) -> list[Sight]:
    """What is seen of the text objects of each layer.

    Args:
        page: as loaded.
        frame: of the page.
        layers: handles of text objects, and where they stand in PDF space.
        covers: handles of what may lie on them.
        texts: handles of all text objects: each layer would be seen whole without the covers and the others.
    """
    part = _part(frame, [rect for layer in layers for _, rect in layer])
    draw = partial(_drawn, page, frame, part, _PLAIN)
    everything = draw()
    with _switched_off(texts):
        shown = _differ(everything, draw())
        with _switched_off(covers):
            ground = draw()
    sights = []
    for layer in layers:
        own = {text for text, _ in layer}
        with _switched_off(own):
            seen = _differ(everything, draw())
        with _switched_off([*covers, *(text for text in texts if text not in own)]):
            meant = _differ(draw(), ground)
        sights.append(Sight(part, meant, seen, shown))
    return sights


def sight_below_annotations(page: int, frame: Frame, rects: Sequence[Rect], texts: Sequence[int]) -> Sight:
    """What is seen of these text objects where annotations stand (`rects` of PDF space)."""
    part = _part(frame, rects)
    meant, seen = (_ink(page, frame, part, texts, flags) for flags in (_PLAIN, _WITH_ANNOTATIONS))
    return Sight(part, meant, seen, seen)


def _within(at: float, most: int) -> int:
    """A position in pixels; what a hostile file puts anywhere else comes to the edge."""
    return round(max(0.0, min(float(most), at)))


def _part(frame: Frame, rects: Sequence[Rect]) -> _Part:
    """The part of the page that holds these rectangles of PDF space."""
    x0s, y0s, x1s, y1s = zip(*(frame.box(*rect) for rect in rects), strict=True)
    x0, y0 = max(0.0, min(x0s) - _MARGIN), max(0.0, min(y0s) - _MARGIN)
    x1, y1 = min(frame.width, max(x1s) + _MARGIN), min(frame.height, max(y1s) + _MARGIN)
    wide, high = max(1.0, x1 - x0), max(1.0, y1 - y0)
    scale = min(_SCALE, (_MOST_PIXELS / (wide * high)) ** 0.5)
    return _Part(int(x0 * scale), int(y0 * scale), int(wide * scale) + 1, int(high * scale) + 1, scale)


def _ink(page: int, frame: Frame, part: _Part, texts: Iterable[int], flags: int) -> Ink:
    """Where these texts make a difference to the page."""
    one = _drawn(page, frame, part, flags)
    with _switched_off(texts):
        return _differ(one, _drawn(page, frame, part, flags))


def _differ(one: Ink, other: Ink) -> Ink:
    changed: Ink = (np.maximum(one, other) - np.minimum(one, other)).max(axis=2)
    return changed


def _core(ink: Ink) -> NDArray[np.bool_]:
    return ink >= max(_LEAST, _CORE * int(ink.max(initial=0)))


@contextmanager
def _switched_off(objects: Iterable[int]) -> Iterator[None]:
    """The page without these objects, for as long as the context lasts."""
    handles = list(objects)
    for handle in handles:
        pdfium.set_active(handle, 0)
    try:
        yield
    finally:
        for handle in handles:
            pdfium.set_active(handle, 1)


def _drawn(page: int, frame: Frame, part: _Part, flags: int) -> NDArray[np.uint8]:
    bitmap = pdfium.new_bitmap(part.width, part.height, _BGR, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.fill_bitmap(bitmap, 0, 0, part.width, part.height, _WHITE)
        size = max(1, round(frame.width * part.scale)), max(1, round(frame.height * part.scale))
        pdfium.render_page(bitmap, page, -part.left, -part.top, *size, 0, flags)
        stride = pdfium.bitmap_stride(bitmap)
        raw = ctypes.string_at(pdfium.bitmap_pixels(bitmap), stride * part.height)
    finally:
        pdfium.close_bitmap(bitmap)
    rows = np.frombuffer(raw, np.uint8).reshape(part.height, stride)
    return rows[:, : 3 * part.width].reshape(part.height, part.width, 3)
