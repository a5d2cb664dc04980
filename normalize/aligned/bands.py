"""Which lines belong to which row: a wrapped cell reaches as far above as below the row's numbers."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from extract.textflow import join_lines
from normalize.aligned.tokens import Token, text_of
from normalize.lined.kinds import Column, is_value
from normalize.wordings import unblanked

# How far above its numbers a cell begins: half of its lines, none of them, or half of them where a converter
# moved lines half a line apart onto one.
MIDDLE, TOP, MERGED = "middle", "top", "merged"
ALIGNMENTS = (MIDDLE, TOP, MERGED)

_TALLEST = 30
_NO_NUMBERS = 1.0
_UNFIT = 3.0
_VALUES_JOINED = 1.0
_UNUSED = 0.3
_REST = 0.2
_NOT_AT_TOP = 2.0
_WORST = 2.5
_SECOND_NAME = 1.5
_CLEAR = 0.9
_OPENING, _CLOSING = "（(“《【[", "）)”》】]"
_NEVER_FIRST = "）)”》，。；、：,;:！？!?"


class Placed(NamedTuple):
    """A line of the body: its number, its words by column, and whether it holds the numbers of a row.

    `is_clear`: every word on it stands in one column.
    """

    line: int
    columns: Mapping[int, tuple[Token, ...]]
    is_anchor: bool
    is_clear: bool


class Band(NamedTuple):
    """A row: its lines from `start` up to `stop`, the line its middle is on, and whether that is sure."""

    start: int
    stop: int
    middle: float
    sure: bool


class Ends(NamedTuple):
    """What is known of a table's ends: it takes at least the first `least` lines, the rest may be text below.

    `goes_on`: the first lines may be the rest of a row on the page before. `slot` is the pattern of a name
    that a template leaves to be filled in.
    """

    least: int
    goes_on: bool
    slot: str


class _Choice(NamedTuple):
    """A row: what its texts cost, how far its cells are from standing level, and where its middle is."""

    texts: float
    odd: float
    middle: float

    @property
    def cost(self) -> float:
        return self.texts + self.odd


class Bands:
    """The ways to deal lines out over rows."""

    def __init__(
        self, lines: Sequence[Placed], columns: Mapping[int, Column], alignment: str, ends: Ends
    ) -> None:
        self._lines, self._columns, self.alignment, self._least = lines, columns, alignment, ends.least
        numbers = (at for at, line in enumerate(lines) if line.is_anchor)
        self._head = next(numbers, 0) if ends.goes_on else 0
        self._slot = re.compile(rf"{ends.slot}[.…·]*|[.…·]+")
        self._begins = re.compile(ends.slot)
        self._has_numbers = any(line.is_anchor for line in lines)

    @property
    def cost(self) -> float:
        """How odd the best way is."""
        return min(self._before[at] + self._after[at] for at in range(self._head + 1))

    def found(self) -> list[Band]:
        """The rows of the best way."""
        bands: list[Band] = []
        best = self.cost
        at = next(
            (at for at in range(self._head + 1) if self._before[at] + self._after[at] <= best + 1e-9), 0
        )
        while best < inf and not (at >= self._least and self._before[at] <= best + 1e-9):
            stop = next(
                stop
                for stop in self._stops(at)
                if self._before[at] + self._band(at, stop).cost + self._after[stop] <= best + 1e-9
            )
            bands.append(Band(at, stop, self._band(at, stop).middle, self._is_sure(at, stop)))
            at = stop
        return bands

    def _stops(self, start: int) -> range:
        return range(start + 1, min(len(self._lines), start + _TALLEST) + 1)

    @functools.cached_property
    def _before(self) -> list[float]:
        best = [_REST * at if at <= self._head else inf for at in range(len(self._lines) + 1)]
        for start in range(len(self._lines)):
            for stop in self._stops(start) if best[start] < inf else ():
                best[stop] = min(best[stop], best[start] + self._band(start, stop).cost)
        return best

    @functools.cached_property
    def _after(self) -> list[float]:
        size = len(self._lines)
        best = [0.0 if at >= self._least else inf for at in range(size + 1)]
        for start in range(size - 1, -1, -1):
            for stop in self._stops(start):
                if best[stop] < inf:
                    best[start] = min(best[start], self._band(start, stop).cost + best[stop])
        return best

    def _is_sure(self, start: int, stop: int) -> bool:
        """Is every way without this row clearly odder?"""
        best, own = self.cost, self._band(start, stop)
        if own.odd or own.texts > _WORST + _NO_NUMBERS * (not self._holds_numbers(start, stop)):
            return False
        others = (
            self._before[one] + self._band(one, other).cost + self._after[other]
            for one in range(max(0, start - _TALLEST), stop)
            for other in self._stops(one)
            if (one, other) != (start, stop) and other > start
        )
        return all(cost > best + _CLEAR for cost in others)

    def _holds_numbers(self, start: int, stop: int) -> bool:
        return any(line.is_anchor for line in self._lines[start:stop])

    @functools.cache  # noqa: B019  (lives for one table)
    def _band(self, start: int, stop: int) -> _Choice:
        lines = self._lines[start:stop]
        anchors = [at for at, line in enumerate(lines) if line.is_anchor]
        if len(anchors) > 1:
            return _Choice(inf, 0, 0)
        cost = self._texts(lines)
        if anchors:
            return _Choice(cost, self._odd(lines, anchors[0]), start + anchors[0])
        if self._is_unused(lines):
            cost = _UNUSED
        elif self._has_numbers:
            cost += _NO_NUMBERS
        middles = [at / 2 for at in range(2 * len(lines) - 1)] if self.alignment != TOP else [0.0]
        odd, middle = min((self._odd(lines, at), at) for at in middles)
        return _Choice(cost, odd, start + middle)

    def _is_unused(self, lines: Sequence[Placed]) -> bool:
        """Is this a slot of the template that was left as it is?"""
        if {self._columns[column].role for line in lines for column in line.columns} != {"level3"}:
            return False
        parts = [unblanked(text_of(tokens)) for line in lines for tokens in line.columns.values()]
        return self._slot.fullmatch("".join(parts)) is not None

    def _odd(self, lines: Sequence[Placed], middle: float) -> float:
        """How far the cells are from standing level with the middle."""
        cells = [[at for at, line in enumerate(lines) if column in line.columns] for column in self._columns]
        if self.alignment == TOP:
            return _NOT_AT_TOP * sum(bool(at) and at[0] != middle for at in cells)
        leans = [sum((a > middle) - (a < middle) for a in at) for at in cells]
        if self.alignment == MIDDLE:
            return sum(
                abs(lean) + (bool(at) and len(at) % 2 != (middle in at))
                for at, lean in zip(cells, leans, strict=True)
            )
        even = [lean for at, lean in zip(cells, leans, strict=True) if at and len(at) % 2 == 0]
        odd = [lean for at, lean in zip(cells, leans, strict=True) if len(at) % 2]
        # cells of an even number of lines stand half a line off, all of them to the same side
        return min(sum(abs(lean - side) for lean in even) for side in (1, -1)) + sum(map(abs, odd))

    def _texts(self, lines: Sequence[Placed]) -> float:
        cost = 0.0
        for number, column in self._columns.items():
            parts = [text_of(line.columns[number]) for line in lines if number in line.columns]
            cost += self._text(tuple(parts), column) if parts else column.blank
        return cost

    def _text(self, parts: tuple[str, ...], column: Column) -> float:
        text = join_lines(parts)
        fit = column.fit(text)
        if fit is None:
            return _UNFIT if len(parts) > 1 or column.role in ("weight", "score") else 2 * _UNFIT
        cost = fit + _VALUES_JOINED * sum(is_value(one) and is_value(other) for one, other in pairwise(parts))
        cost += 2.0 * (text[0] in _NEVER_FIRST)
        cost += _SECOND_NAME * sum(self._begins.match(unblanked(part)) is not None for part in parts[1:])
        cost += sum(text.count(a) != text.count(b) for a, b in zip(_OPENING, _CLOSING, strict=True))
        return cost
