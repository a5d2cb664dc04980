"""Text on which something was painted later: what of it is still seen is told from the page as drawn.

A white box over a number leaves the number in the text layer. Paint is looked for where it lies on text that
was written before; only there the page is drawn, with that text and without it. Ink that makes no difference
to the page is ink that nobody sees, whatever shape, colour or transparency lies on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from extract.pdf import pdfium
from extract.pdf.opacity import hides_something
from extract.pdf.rulings import TooComplexError, drawing_of

if TYPE_CHECKING:
    from extract.pdf.frame import Frame
    from extract.pdf.rulings import Drawing, Rect
    from extract.pdf.sight import Sight

_DEPTH = 1.5
"""What goes less deep (points) into the bounds of a text touches the blank around its ink only."""
_WITHIN = 0.9
_BAND = 24.0
"""Texts are looked up by the bands of this height (points) in which they stand."""
_MOST_LOOKS = 600_000
"""Pairs of a text and paint over it; a page of a form has a few thousand."""
_MOST_ANNOTATIONS = 500
_MANY = 100
_MOST_LAYERS = 4
"""So often at most a text is taken for written over one that was covered before."""


class Under(NamedTuple):
    """A text object on which something lies: its bounds and those of what lies there, in PDF space.

    `sight` is that place as drawn. Of very many `covers` only the first are kept.
    """

    rect: Rect
    covers: Sequence[Rect]
    sight: Sight

    def reach(self, ink: Rect) -> bool:
        """Does what lies on the text lie on this ink of it?"""
        return len(self.covers) >= _MANY or any(min(_shared(cover, ink)) > 0 for cover in self.covers)


def covered_by(document: int, page: int, frame: Frame, drawing: Drawing) -> dict[int, Under]:
    """The text objects, by handle, on which something lies that was painted later.

    Raises:
        TooComplexError: more lies on one another than on any form.
    """
    if not drawing.covers:
        return {}
    below = _Below(document, page, frame, drawing)
    if not below.covers:
        return {}
    from extract.pdf.sight import sights_of  # noqa: PLC0415 - loads numpy, which most pages do not need

    texts = [handle for handle, _ in drawing.texts]
    layers = below.layers()
    parts = [[(texts[at], below.rects[at]) for at in layer] for layer in layers]
    sights = sights_of(page, frame, parts, below.covers, texts)
    return {
        texts[at]: Under(below.rects[at], below.over[at], sight)
        for layer, sight in zip(layers, sights, strict=True)
        for at in layer
    }


def noted_on(page: int, frame: Frame, rects: Sequence[Rect]) -> Sight | None:
    """What is seen of the page's text where its annotations stand; they must not have been removed yet.

    Raises:
        TooComplexError: the page has more on it than any form.
    """
    if not rects:
        return None
    if len(rects) > _MOST_ANNOTATIONS:
        raise TooComplexError
    texts = [handle for handle, _ in drawing_of(page).texts]
    if not texts:
        return None
    from extract.pdf.sight import sight_below_annotations  # noqa: PLC0415 - as above

    return sight_below_annotations(page, frame, rects, texts)


class _Below:
    """Which texts lie below something: `rects` are their bounds by number, `over` those of what lies on each.

    `covers` are the handles of what lies there.
    """

    def __init__(self, document: int, page: int, frame: Frame, drawing: Drawing) -> None:
        self.rects: dict[int, Rect] = {}
        self.over: dict[int, list[Rect]] = defaultdict(list)
        self.covers: set[int] = set()
        self._first: dict[int, int] = {}  # how many texts came before what covers this one first
        self._frame = frame
        self._looks = 0
        bounds, bands = self._standing(drawing)
        for cover in drawing.covers:
            near = (at for at in self._near(cover.rect, bands) if at < cover.before)
            hit = {at for at in near if _lies_on(cover.rect, bounds[at])}
            if hit and _hides_something(document, page, cover.handle):
                self.covers.add(cover.handle)
                for at in hit:
                    self.rects[at] = bounds[at]
                    if len(self.over[at]) < _MANY:
                        self.over[at].append(cover.rect)
                    self._first.setdefault(at, cover.before)

    def layers(self) -> list[list[int]]:
        """The texts parted so that none is written over one of its own layer that was covered before."""
        layers: dict[int, list[int]] = defaultdict(list)
        layer_of: dict[int, int] = {}
        waiting: list[tuple[int, int]] = []
        covered: dict[int, list[int]] = defaultdict(list)
        for at in sorted(self.rects):
            while waiting and waiting[0][0] <= at:
                one = heappop(waiting)[1]
                for band in self._bands(self.rects[one]):
                    covered[band].append(one)
            below = (
                one
                for one in self._near(self.rects[at], covered)
                if _lies_on(self.rects[at], self.rects[one])
            )
            layer_of[at] = min(_MOST_LAYERS - 1, max((layer_of[one] + 1 for one in below), default=0))
            layers[layer_of[at]].append(at)
            heappush(waiting, (self._first[at], at))
        return list(layers.values())

    def _standing(self, drawing: Drawing) -> tuple[dict[int, Rect], dict[int, list[int]]]:
        """The bounds of the texts that may lie below something, and their numbers by band."""
        bounds: dict[int, Rect] = {}
        bands: dict[int, list[int]] = defaultdict(list)
        edges, to_edges = pdfium.numbers(4, "f")
        for at, (handle, matrix) in enumerate(drawing.texts[: drawing.covers[-1].before]):
            if handle not in drawing.hidden:
                pdfium.object_bounds(handle, *to_edges)
                bounds[at] = _moved((edges[0], edges[1], edges[2], edges[3]), matrix)
                for band in self._bands(bounds[at]):
                    bands[band].append(at)
        return bounds, bands

    def _bands(self, rect: Rect) -> range:
        low, high = (max(self._frame.low, min(self._frame.high, y)) for y in (rect[1], rect[3]))
        return range(int(low // _BAND), int(high // _BAND) + 1)

    def _near(self, rect: Rect, bands: dict[int, list[int]]) -> Iterable[int]:
        for band in self._bands(rect):
            texts = bands.get(band, ())
            self._look(len(texts))
            yield from texts

    def _look(self, count: int) -> None:
        self._looks += count
        if self._looks > _MOST_LOOKS:
            raise TooComplexError


def _hides_something(document: int, page: int, handle: int) -> bool:
    """False for a watermark and the like; of what is no picture only the page as drawn can tell."""
    return pdfium.object_type(handle) != pdfium.IMAGE or hides_something(document, page, handle)


def _lies_on(rect: Rect, text: Rect) -> bool:
    """Does it go some way into the bounds of the text, or lie there whole as a thin strip does?"""
    thin = min(rect[2] - rect[0], rect[3] - rect[1])
    return min(_shared(rect, text)) > min(_DEPTH, _WITHIN * thin, (text[3] - text[1]) / 4)


def _shared(one: Rect, other: Rect) -> tuple[float, float]:
    """How wide and how high the part is that two rectangles share; below zero where they share none."""
    return min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])


def _moved(rect: Rect, matrix: pdfium.Matrix) -> Rect:
    if matrix == pdfium.IDENTITY:
        return rect
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
