"""From PDF space to the page as seen: crop box taken off, y turned down, page rotation applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.grid import Ruling
from extract.pdf import pdfium


class Frame(NamedTuple):
    """The visible part of a page in PDF space (points, y up) and its rotation, clockwise, in degrees."""

    left: float
    low: float
    right: float
    high: float
    rotation: int

    @property
    def width(self) -> float:
        """Width as seen, in points."""
        return self.high - self.low if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Height as seen, in points."""
        return self.right - self.left if self.rotation in (90, 270) else self.high - self.low

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of PDF space on the page as seen."""
        if self.rotation == 90:
            return y - self.low, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.low
        if self.rotation == 270:
            return self.high - y, self.right - x
        return x - self.left, self.high - y

    def in_pdf(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as seen in PDF space: the way back from `point`."""
        return {
            90: (self.left + y, self.low + x),
            180: (self.right - x, self.low + y),
            270: (self.right - y, self.high - x),
        }.get(self.rotation, (self.left + x, self.high - y))

    def points(self, flat: Sequence[float]) -> tuple[list[float], list[float]]:
        """Points of PDF space, given as x, y, x, y, …: their x and their y as seen."""
        left, low, right, high, rotation = self
        xs, ys = flat[::2], flat[1::2]
        if rotation == 90:
            return [y - low for y in ys], [x - left for x in xs]
        if rotation == 180:
            return [right - x for x in xs], [y - low for y in ys]
        if rotation == 270:
            return [high - y for y in ys], [right - x for x in xs]
        return [x - left for x in xs], [high - y for y in ys]

    def box(self, left: float, low: float, right: float, high: float) -> tuple[float, float, float, float]:
        """A rectangle of PDF space as seen: x0, top, x1, bottom."""
        if not self.rotation:
            return left - self.left, self.high - high, right - self.left, self.high - low
        x0, y0 = self.point(left, high)
        x1, y1 = self.point(right, low)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def rulings(
        self, levels: Iterable[Ruling], uprights: Iterable[Ruling]
    ) -> tuple[list[Ruling], list[Ruling]]:
        """Horizontal and vertical rulings as seen, cut off at the page edge; those beyond are dropped."""
        lines = [self.box(r.start, r.at, r.end, r.at) for r in levels]
        lines += [self.box(r.at, r.start, r.at, r.end) for r in uprights]
        width, height = self.width, self.height
        across: list[Ruling] = []
        down: list[Ruling] = []
        for x0, y0, x1, y1 in lines:
            if y0 == y1:
                _add(across, Ruling(y0, max(0.0, x0), min(width, x1)), height)
            else:
                _add(down, Ruling(x0, max(0.0, y0), min(height, y1)), width)
        return across, down


def _add(rulings: list[Ruling], ruling: Ruling, farthest: float) -> None:
    if ruling.start < ruling.end and 0.0 <= ruling.at <= farthest:
        rulings.append(ruling)


def frame_of(page: int) -> Frame:
    """The frame of a loaded page: its crop box within its media box (inherited ones too)."""
    rect, to_rect = pdfium.numbers(4, "f")
    pdfium.page_bounding_box(page, to_rect[0])
    left, high, right, low = rect
    return Frame(left, low, right, high, 90 * (pdfium.page_rotation(page) % 4))
