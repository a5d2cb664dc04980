"""The tables that a scanned page draws, as grids.

Long runs of thin ink are candidates for rules. Those that touch make a table; one set of shared lines is
fitted to it; then every unit edge between the lines is scored by the ink along it, and all edges are decided
together. A candidate that is no rule (a stroke of text, of a seal) makes a line without edges, and goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np

from extract.grid import SNAP, Grid, cells_between, closed, connected, tables
from extract.scan.bend import Bend
from extract.scan.junctions import Drawn, Scores, decided
from extract.scan.lattice import Line, Side, lines_of, scores, side_of
from extract.scan.ridges import BROKEN, FADED, WHOLE, Ridges, Run, ridges_of, runs_of
from extract.scan.strokes import cores, text_boxes, without_strokes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.scan.ink import PixelBox
    from extract.scan.types import Grey, Mask, Straight

FINEST = 200 / 72
"""Pixels to a point that rules are looked for with; a finer page is made coarser."""
SHORTEST_ACROSS, SHORTEST_DOWN = 12.0, 10.0
"""The shortest rules (points): a cell has room for one character, a row for one line of text."""

_LONG = 60.0  # points: runs that long are rules, and tell how dark the rules of this page are
_LEVEL = 0.4  # the faintest rule of a page, against the usual one
_FADED = 30.0  # rules fainter than this are broken by the noise of paper
_HOPELESS = -4.0  # the score of an edge that more evidence will not save
_DOUBTFUL = 3.0  # a score nearer to 0 leaves it open whether the edge is drawn
_CUT = 6.0  # points that the rules of a table which the page cuts go on, at least
_MOST_LINES = 150
_MOST_ROUNDS = 3
_FORM = 6000  # what has more unit cells is no form, and time is not spent on it
_MOST_PIXELS = 12_000_000

_Lines: TypeAlias = Sequence[Line]


class Ruled(NamedTuple):
    """A table, and which of its cells (indices of `grid.cells`) have a border that is not sure."""

    grid: Grid
    doubtful: frozenset[int]


def grids(straight: Straight, boxes: Sequence[PixelBox] = ()) -> tuple[Grid, ...]:
    """The tables of a page from the top down, in points of the straight page; none on a blank page.

    Args:
        straight: the page.
        boxes: its lines of text, from the detector, in pixels.
    """
    return tuple(ruled.grid for ruled in ruled_tables(straight, boxes))


def ruled_tables(straight: Straight, boxes: Sequence[PixelBox] = ()) -> tuple[Ruled, ...]:
    """As `grids`, with what is doubtful about each."""
    across, down = sides(straight, boxes)
    found = [table for rows, columns in parts(across, down) if (table := _table(across, down, rows, columns))]
    kept = {id(grid): order for order, grid in enumerate(tables([table.grid for table in found]))}
    return tuple(sorted((t for t in found if id(t.grid) in kept), key=lambda t: kept[id(t.grid)]))


def sides(straight: Straight, boxes: Sequence[PixelBox] = ()) -> tuple[Side, Side]:
    """All that runs across the page, and all that runs down it."""
    grey, sealed, per_point = _coarse(straight)
    height, width = (n / per_point for n in grey.shape)
    turned = np.ascontiguousarray(grey.T), np.ascontiguousarray(sealed.T)
    across, levels = _runs(grey, sealed, per_point, SHORTEST_ACROSS)
    down, uprights = _runs(*turned, per_point, SHORTEST_DOWN)
    bend, cross = Bend(levels, width, height), Bend(uprights, height, width)
    text = text_boxes(boxes, straight.per_point)
    levels, uprights = (
        without_strokes(runs, text, down=down) for runs, down in ((levels, False), (uprights, True))
    )
    return (
        side_of(across, levels, bend, cross, cores(text, down=False)),
        side_of(down, uprights, cross, bend, cores(text, down=True)),
    )


def parts(across: Side, down: Side) -> Iterator[tuple[_Lines, _Lines]]:
    """For each group of runs that touch: its lines across and its lines down."""
    runs = {id(r): run for side in (across, down) for r, run in zip(side.rulings, side.runs, strict=True)}
    for part in connected(sorted(across.rulings), sorted(down.rulings)):
        rows, columns = (lines_of([(runs[id(r)], r) for r in rulings], _MOST_LINES) for rulings in part)
        yield rows, columns


def _coarse(straight: Straight) -> tuple[Grey, Mask, float]:
    height, width = straight.grey.shape
    scale = min(1.0, FINEST / straight.per_point, (_MOST_PIXELS / (height * width)) ** 0.5)
    if scale > 0.9:
        return straight.grey, straight.sealed, straight.per_point
    size = max(1, round(width * scale)), max(1, round(height * scale))
    grey: Grey = cv2.resize(straight.grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    sealed = cv2.resize(straight.sealed.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return grey, sealed > 0, straight.per_point * scale


def _runs(grey: Grey, sealed: Mask, per_point: float, shortest: float) -> tuple[Ridges, list[Run]]:
    """Candidates for rules, at least nearly as dark as the long ones, which surely are rules."""
    ridges = ridges_of(grey, sealed, per_point, BROKEN)
    level = _usual(ridges)
    if 0 < level < _FADED:
        ridges = ridges_of(grey, sealed, per_point, FADED)
        level = _usual(ridges)
    faintest = max(ridges.faintest, _LEVEL * level)
    sharp = ridges_of(grey, sealed, per_point, WHOLE)._replace(level=level, faintest=faintest)
    return sharp, runs_of(ridges._replace(faintest=faintest), shortest)


def _usual(ridges: Ridges) -> float:
    """How dark the rules of a page are, 0 where it has none."""
    levels = [np.median(ridges.ridge[ridges.pixels(run.x, run.y)]) for run in runs_of(ridges, _LONG)]
    return float(np.quantile(levels, 0.2)) if levels else 0.0


def _table(across: Side, down: Side, rows: _Lines, columns: _Lines) -> Ruled | None:
    lattice = _settled(across, down, rows, columns)
    if lattice is None:
        return None
    rows, columns = _with_ends(lattice[0], lattice[1]), _with_ends(lattice[1], lattice[0])
    if len(rows) + len(columns) > len(lattice[0]) + len(lattice[1]):
        known = _scores(across, down, rows, columns)
        drawn = decided(known)
    else:
        known, drawn = lattice[2:]
    cells = cells_between(drawn.across.tolist(), drawn.down.tolist())
    xs, ys = _places(down, columns, rows), _places(across, rows, columns)
    grid = Grid(xs, ys, cells)
    return Ruled(grid, _doubtful(grid, known, drawn))


def _settled(
    across: Side, down: Side, rows: _Lines, columns: _Lines
) -> tuple[_Lines, _Lines, Scores, Drawn] | None:
    """The lines that bound a cell, and which of their edges are drawn; None where they make no table."""
    rows, columns, known = possible(across, down, rows, columns)
    while min(len(rows), len(columns)) > 1:
        known = known or _scores(across, down, rows, columns)
        drawn = decided(known)
        kept = _kept(rows, drawn.across, columns), _kept(columns, drawn.down, rows)
        if (len(kept[0]), len(kept[1])) == (len(rows), len(columns)):
            return rows, columns, known, drawn
        rows, columns, known = *kept, None
    return None


def possible(across: Side, down: Side, rows: _Lines, columns: _Lines) -> tuple[_Lines, _Lines, Scores | None]:
    """Without the lines of which no edge may be drawn: a stroke would part the edges that cross it.

    With the scores of what is left, if they are known.
    """
    for _ in range(_MOST_ROUNDS):
        if min(len(rows), len(columns)) < 2 or len(rows) * len(columns) > _FORM:
            break
        known = _scores(across, down, rows, columns)
        kept = [line for line, edges in zip(rows, known.across, strict=True) if edges.max() > _HOPELESS]
        stops = [line for line, edges in zip(columns, known.down, strict=True) if edges.max() > _HOPELESS]
        if (len(kept), len(stops)) == (len(rows), len(columns)):
            return rows, columns, known
        rows, columns = kept, stops
    return rows, columns, None


def _scores(across: Side, down: Side, rows: _Lines, columns: _Lines) -> Scores:
    ys, xs = [line.at for line in rows], [line.at for line in columns]
    return Scores(
        np.array([scores(across, line, xs) for line in rows]),
        np.array([scores(down, line, ys) for line in columns]),
    )


def _kept(lines: _Lines, drawn: NDArray[np.bool_], stops: _Lines) -> _Lines:
    """Without the lines of which nothing is drawn, and without an outermost line of which most is not."""
    lengths = np.diff([stop.at for stop in stops])
    share = drawn @ lengths / lengths.sum()
    return [line for i, line in enumerate(lines) if share[i] > (0.5 if i in (0, len(lines) - 1) else 0)]


def _with_ends(lines: _Lines, crossing: _Lines) -> _Lines:
    """A table that the page cuts ends where its rules end that go on beyond its last line."""
    places = [line.at for line in lines]
    beyond = [
        ruling
        for line in crossing
        for ruling in line.rulings
        if ruling.start < places[-1] - SNAP and ruling.end > places[0] + SNAP
    ]
    ends = set(closed(places, beyond, _CUT)) - set(places) if beyond else set()
    return sorted([*lines, *(Line(end) for end in ends)], key=lambda line: line.at)


def _places(side: Side, lines: _Lines, stops: _Lines) -> tuple[float, ...]:
    """Where the lines lie on the page, which bends a little: in the middle of their length."""
    x = np.linspace(stops[0].at, stops[-1].at, 9)
    return tuple(float(line.at + side.bend.at(x, line.at).mean()) for line in lines)


def _doubtful(grid: Grid, known: Scores, drawn: Drawn) -> frozenset[int]:
    """The cells that would be others if an edge were drawn, or not drawn, that the ink leaves open."""
    owner = grid.owners()
    doubts = [
        np.argwhere((scores * np.where(edges, 1, -1) < _DOUBTFUL)[1:-1]).tolist()
        for scores, edges in zip(known, drawn, strict=True)
    ]
    found = {owner[line + side][place] for line, place in doubts[0] for side in (0, 1)}
    return frozenset(found | {owner[place][line + side] for line, place in doubts[1] for side in (0, 1)})
