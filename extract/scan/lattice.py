"""One table of a scanned page: its shared lines, and how strongly the ink speaks for each unit edge."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np

from extract.grid import GUTTER, Ruling
from extract.scan.pixels import as_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.bend import Bend
    from extract.scan.ridges import Ridges, Run
    from extract.scan.types import Grey

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    Bits: TypeAlias = NDArray[np.bool_]

_REACH = 0.7  # points that a rule may lie beside its path
_LEVEL = 0.5  # ink at least this dark, against the rest of its line, belongs to the rule
_GAP = 1.2  # points of a rule that may be missing
_SPECK = 3.0  # shorter ink (points) is no part of a rule
_MARGIN = 1.4  # points at either end of an edge that the crossing rule hides
_END = 3.0  # points at either end that a stroke of text rarely reaches
_CROSSED = 0.7  # points from the middle of the rule that crosses to where ink may be the edge's own
_CLOSE = 1.5  # and so many from there are close to it
_ASIDE = (-4.5, -3.5, -2.5, 2.5, 3.5, 4.5)  # points from a rule where the ink is not its own
_THROUGH = 1.6  # points from the middle of a rule where ink is not its own, unless it is thick;
_CLEAR = 0.8  # then so many points from its edge
_SURE = 8.0  # the score of an edge that is drawn without doubt
_FADED = 5.0  # where the edges of a line usually score more than this, the line was printed well,
_WEAKER = 0.25  # and each edge is expected to score so much of what is above
_USUAL = 6.0  # with such an edge elsewhere on the line nothing more is known
_COMPLETE = 0.98  # a rule that was printed well is drawn over all its length
_UNIT = 10.0  # points: the length of an edge that counts once
_FEW = 3.5  # points of a rule over which its ink is averaged: noise cannot break it
_FAINT = 0.45  # ink that is, so averaged, at least as dark against the rest of its line may be the rule's
_KINDS, _ON, _BESIDE = slice(0, 7), 7, slice(8, 14)
_DEPTH, _AVERAGED, _DEPTH_BESIDE = 14, 15, slice(16, 22)
"""The rows of `_kinds`."""
WEIGHTS = np.array(
    [
        -3.05,  # the edge has some length
        2.74,  # ink of a rule with clear paper on both sides
        -4.2,  # with other ink on one side, on both sides
        -1.95,
        -3.01,  # no ink of a rule, but other ink on one side, on both sides
        -0.37,
        -0.49,  # ink, or none, where a seal lies
        -0.45,
        -0.27,  # ink at the end of the edge that has less, and at the other
        0.91,
        0.03,  # ink all along
        -0.92,  # as much ink a few points beside the edge
        -1.76,  # there is an edge at all, however short
        0.97,  # how dark the ink is against the rest of its line
        1.71,  # ink that goes on when averaged over a few points; the square of that
        -0.14,
        0.4,  # how dark it is a few points beside the edge, mostly, and at most
        0.82,
        0.74,  # by how much it is darker than that, each
        3.85,
        -3.56,  # the edge lies in a line of text
        1.64,  # ink close to the rule that crosses, at the end that has less: text stops short
    ]
)
"""What the parts of `evidence` say about an edge, as a logarithm of odds.

Fitted by `bench/scans/fit.py` on 64,000 edges of scanned forms whose rules are known.
"""


class Side(NamedTuple):
    """All that runs across (or, on the transposed page, down): its ink, its runs, and how both sides bend.

    `near` is the darkest ridge within reach of each pixel, above and below. `rulings` are the runs on the
    flat page, one for one. `text`: where no rule runs, from `cores`.
    """

    ridges: Ridges
    near: Grey
    runs: Sequence[Run]
    rulings: Sequence[Ruling]
    bend: Bend
    cross_bend: Bend
    text: Floats

    def crossed(self, line: Line, stops: Sequence[float]) -> Floats:
        """What share of each edge, from stop to stop, lies in a line of text."""
        marks = np.asarray(stops) + self.cross_bend.at(line.at, np.asarray(stops))
        start, end = marks[:-1, None], marks[1:, None]
        at = line.at + self.bend.at((start + end) / 2, line.at)
        x0, top, x1, bottom = self.text.T
        shared = (np.minimum(end, x1) - np.maximum(start, x0)).clip(0) * ((at > top) & (at < bottom))
        share: Floats = (shared.sum(axis=1) / (end - start)[:, 0]).clip(0, 1)
        return share


class Line(NamedTuple):
    """A line of the lattice, on the flat page, with the runs on it (the longest first)."""

    at: float
    runs: tuple[Run, ...] = ()
    rulings: tuple[Ruling, ...] = ()


def side_of(ridges: Ridges, runs: Sequence[Run], bend: Bend, cross_bend: Bend, text: Floats) -> Side:
    """The runs as rulings of the flat page."""
    rulings = []
    for run in runs:
        at = float(np.median(run.y - bend.at(run.x, run.y)))
        start, end = (
            x - float(cross_bend.at(float(run.y[i]), x)) for x, i in ((run.start, 0), (run.end, -1))
        )
        rulings.append(Ruling(at, start, end))
    reach = max(1, round(_REACH * ridges.per_point))
    near = as_grey(cv2.dilate(ridges.ridge, np.ones((2 * reach + 1, 1), np.uint8)))
    return Side(ridges, near, runs, rulings, bend, cross_bend, text)


def lines_of(pairs: Sequence[tuple[Run, Ruling]], most: int) -> list[Line]:
    """Runs side by side are one line; the longest say where it lies, and are first to make one of so many."""
    places: list[float] = []
    held: dict[float, list[tuple[Run, Ruling]]] = {}
    for pair in sorted(pairs, key=lambda pair: pair[1].start - pair[1].end):
        at = pair[1].at
        i = bisect_left(places, at)
        near = min(places[max(0, i - 1) : i + 1], key=lambda place: abs(place - at), default=None)
        if near is not None and abs(near - at) <= GUTTER:
            held[near].append(pair)
        elif len(places) < most:
            places.insert(i, at)
            held[at] = [pair]
    return [_line(held[place]) for place in places]


def _line(pairs: Sequence[tuple[Run, Ruling]]) -> Line:
    first = pairs[0][1].at
    near = [pair for pair in pairs if abs(pair[1].at - first) <= GUTTER / 2]
    length = sum(r.end - r.start for _, r in near)
    at = sum(r.at * (r.end - r.start) for _, r in near) / length
    return Line(at, tuple(run for run, _ in near), tuple(ruling for _, ruling in near))


def scores(side: Side, line: Line, stops: Sequence[float]) -> Floats:
    """How strongly the ink speaks for (above 0) or against each edge of a line, from stop to stop.

    A logarithm of odds. What speaks for an edge is its own ink, and that its line is surely drawn elsewhere:
    the columns of a form go on from row to row, while strokes of text and seals stand alone.
    """
    own = evidence(side, line, stops) @ WEIGHTS
    best = int(own.argmax())
    elsewhere = np.full(len(own), own[best])
    elsewhere[best] = np.delete(own, best).max(initial=0.0)
    drawn = own[own > 0]
    usual = float(np.median(drawn)) if len(drawn) > 1 else 0.0
    found: Floats = own + (elsewhere.clip(0, _SURE) - _USUAL) / 3 - _WEAKER * max(0.0, usual - _FADED)
    return found


def evidence(side: Side, line: Line, stops: Sequence[float]) -> Floats:
    """For each edge what `WEIGHTS` weighs, times the square root of its length in units of ten points."""
    per = side.ridges.per_point
    marks = (np.asarray(stops) + side.cross_bend.at(line.at, np.asarray(stops))) * per
    shares = _Shares(_kinds(side, line, float(marks[0]), float(marks[-1])))
    length = np.diff(marks)
    margin = np.minimum(_MARGIN * per, length / 5)
    start, end = marks[:-1] - marks[0] + margin, marks[1:] - marks[0] - margin
    reach = np.minimum(_END * per, (end - start) / 2)
    whole = shares.of(start, end)
    ends = np.stack([shares.of(start, start + reach)[_ON], shares.of(end - reach, end)[_ON]])
    least, most = ends.min(axis=0), ends.max(axis=0)
    complete = np.minimum(whole[_ON], least) > _COMPLETE
    deep = np.median(whole[_DEPTH_BESIDE], axis=0), whole[_DEPTH_BESIDE].max(axis=0)
    parts = [np.ones(len(length)), *whole[_KINDS], least, most, complete, whole[_BESIDE].max(axis=0)]
    deeper = [(whole[_DEPTH] - beside).clip(0) for beside in deep]
    parts += [whole[_DEPTH], whole[_AVERAGED], whole[_AVERAGED] ** 2, *deep, *deeper]
    parts += [side.crossed(line, stops), _touching(shares, marks - marks[0], per)]
    scaled = np.stack(parts) * np.sqrt(np.maximum(0.1, length / per) / _UNIT)
    return np.vstack([scaled[:12], np.ones(len(length)), scaled[12:]]).T


def _touching(shares: _Shares, marks: Floats, per: float) -> Floats:
    """What share of an edge is ink next to the rules that cross, at the end that has less."""
    length = np.diff(marks)
    off, over = np.minimum(_CROSSED * per, length / 6), np.minimum(_CLOSE * per, length / 4)
    start, end = marks[:-1] + off, marks[1:] - off
    touching: Floats = np.minimum(shares.of(start, start + over)[_ON], shares.of(end - over, end)[_ON])
    return touching


def _kinds(side: Side, line: Line, first: float, last: float) -> Floats:
    """For every pixel along the line, row by row: ink of the rule or none, and what lies beside it.

    The rows: with ink and clear on both sides, on one, on none; without ink and clear on one side, on none;
    ink under a seal, a seal without ink; ink at all; then ink a few points beside, at several distances.
    """
    ridges, per = side.ridges, side.ridges.per_point
    height, width = ridges.ridge.shape
    x = np.arange(round(first), max(round(first), round(last)) + 1).clip(0, width - 1)
    path = np.round(_path(side, line, x / per) * per).astype(np.int64)

    def rows(off: float, reach: int = 0) -> Ints:
        return (path + round(off * per) + np.arange(-reach, reach + 1)[:, None]).clip(0, height - 1)

    strength = np.concatenate([side.near[rows(off), x] for off in (0.0, *_ASIDE)])
    level = max(ridges.faintest, _LEVEL * _level(strength[0], line, ridges, first))
    ink = _cleaned(strength >= level, round(_GAP * per), round(_SPECK * per))
    on = ink[0]
    thick = np.count_nonzero(ridges.ridge[rows(0.0, round(_THROUGH * per)), x] >= level, axis=0)
    clear = max(_THROUGH, (float(np.median(thick[on])) / 2 if on.any() else 0.0) / per + _CLEAR)
    above, below = (ridges.dark[rows(off), x][0] > level for off in (-clear, clear))
    both, one = above & below, above ^ below
    sealed = ridges.sealed[rows(0.0), x][0]
    kinds = on & ~(above | below), on & one, on & both, ~on & one, ~on & both, sealed & on, sealed & ~on
    depth = (strength / (level / _LEVEL)).clip(0, 1.2)
    few = max(1, round(_FEW * per))
    averaged = cv2.blur(depth[:1], (few, 1)) > _FAINT
    return np.stack([*kinds, *ink, depth[0], *averaged, *depth[1:]]).astype(np.float64)


def _path(side: Side, line: Line, x: Floats) -> Floats:
    """The y of the line at these x (points of the page): the common bend, and what is its own."""
    common = line.at + side.bend.at(x, line.at)
    if not line.runs:
        return common
    at = np.concatenate([run.x for run in line.runs])
    own = np.concatenate([run.y for run in line.runs]) - line.at - side.bend.at(at, line.at)
    order = np.argsort(at)
    path: Floats = common + np.interp(x, at[order], own[order].clip(-GUTTER / 2, GUTTER / 2))
    return path


def _level(strength: Grey, line: Line, ridges: Ridges, first: float) -> float:
    """How dark the line is where it surely is drawn."""
    if not line.runs:
        return ridges.level
    start, end = (max(0, round(x * ridges.per_point - first)) for x in line.runs[0][:2])
    return float(np.median(strength[start:end])) if end > start and start < len(strength) else ridges.level


def _cleaned(ink: Bits, gap: int, speck: int) -> Bits:
    """Along each row short gaps filled, then short specks taken out."""
    filled = cv2.morphologyEx(ink.view(np.uint8), cv2.MORPH_CLOSE, np.ones((1, gap + 1), np.uint8))
    return cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((1, speck + 1), np.uint8)) > 0


class _Shares:
    """What share of a stretch holds, row by row; by sums, so that every stretch costs the same."""

    def __init__(self, values: Floats) -> None:
        self._sums = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)

    def of(self, start: Floats, end: Floats) -> Floats:
        """Rows by stretches."""
        last = self._sums.shape[1] - 1
        low = np.round(start).astype(np.int64).clip(0, last - 1)
        high = np.maximum(low + 1, np.round(end).astype(np.int64).clip(0, last))
        shares: Floats = (self._sums[:, high] - self._sums[:, low]) / (high - low)
        return shares
