"""The cheapest way to deal lines out over rows and columns, and how sure each of its cells is.

A way goes through the lines in order and through the columns of one row after the other. Filling a column
costs how odd the text would be there, leaving it blank what that costs, joining lines how little they look
wrapped.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple

from extract.textflow import join_lines
from normalize.lined.kinds import Column, is_figure, is_nothing, is_value

SURE = 0.5
_SKIPPED = 2.0
_LEFT = 0.5
_LONGEST = {"weight": 1, "score": 1, "rate": 1, "score-review": 1, "target-sign": 1, "target-unit": 2}
_LONGEST_LEVEL, _LONGEST_TEXT = 7, 16
_AMOUNT_LINES = 1
_NAMED = frozenset({"level1", "level2", "section", "label"})
_SLACK = 2
_PER_SLACK = 0.5
_VALUE_JOINED = 0.8
_DIGIT_FIRST = 0.6
_SHORT = 5
_ENDS = "。；;！？!?"
_NEVER_FIRST = "）)”》，。；、：,;:"


class Atom(NamedTuple):
    """A line (or a block of lines that is whole): its text, its width, and whether it is a known label."""

    text: str
    width: int
    is_label: bool
    is_whole: bool


class Cell(NamedTuple):
    """Lines from `start` up to `stop` in a column of a row."""

    row: int
    column: int
    start: int
    stop: int


class Way(NamedTuple):
    """A way through the lines: its cells, those that are sure, and the line at which the table ends."""

    cells: tuple[Cell, ...]
    sure: tuple[Cell, ...]
    end: int


class _Arc(NamedTuple):
    start: int
    stop: int
    column: int
    cost: float


class Path:
    """The ways through the lines; `closes` says how many lines a total row takes that starts at a line."""

    def __init__(
        self, atoms: Sequence[Atom], columns: Sequence[Column], closes: Callable[[int], int]
    ) -> None:
        self._atoms, self._columns, self._closes = atoms, columns, closes
        self._arcs = [
            [self._from(start, column) for column in range(len(columns))] for start in range(len(atoms))
        ]
        self._rest = self._backward()

    def way(self) -> Way:
        """The cheapest way."""
        cells: list[Cell] = []
        at, column, row = 0, 0, 0
        while True:
            if column == 0 and self._stops(at) <= self._rest[at][0] + 1e-9:
                sure = tuple(cell for cell in cells if self._is_sure(cell))
                return Way(tuple(cells), sure, at)
            at, column, row, new = self._step(at, column, row)
            if new:
                cells.append(new)

    def _step(self, at: int, column: int, row: int) -> tuple[int, int, int, Cell | None]:
        """The next step of the cheapest way."""
        rest, count = self._rest, len(self._columns)
        if column == count:
            return at, 0, row + 1, None
        wanted = rest[at][column] + 1e-9
        for arc in self._arcs[at][column] if at < len(self._atoms) else ():
            if arc.cost + rest[arc.stop][column + 1] <= wanted:
                return arc.stop, column + 1, row, Cell(row, column, at, arc.stop)
        if column == 0 and at < len(self._atoms) and _SKIPPED + rest[at + 1][0] <= wanted:
            return at + 1, 0, row, None
        return at, column + 1, row, None

    def _backward(self) -> list[list[float]]:
        """The cost of what is left, from every line and column on."""
        size, count = len(self._atoms), len(self._columns)
        rest = [[inf] * (count + 1) for _ in range(size + 1)]
        for at in range(size, -1, -1):
            here = rest[at]
            here[0] = self._stops(at)
            if at < size:
                here[0] = min(here[0], _SKIPPED + rest[at + 1][0])
            for _ in range(2):  # the end of a row is the start of the next one at the same line
                here[count] = here[0]
                for column in range(count - 1, -1, -1):
                    arcs = self._arcs[at][column] if at < size else ()
                    best = min((arc.cost + rest[arc.stop][column + 1] for arc in arcs), default=inf)
                    here[column] = min(here[column], best, self._columns[column].blank + here[column + 1])
        return rest

    def _stops(self, at: int) -> float:
        """The price of ending the table here."""
        if at < len(self._atoms) and self._closes(at):
            return 0.0
        return _LEFT * (len(self._atoms) - at)

    def _from(self, start: int, column: int) -> list[_Arc]:
        here, arcs = self._columns[column], []
        for stop in range(start + 1, min(len(self._atoms), start + _longest(here)) + 1):
            atoms = self._atoms[start:stop]
            fit = here.fit(join_lines(atom.text for atom in atoms))
            if fit is not None and _may_join(atoms, here):
                arcs.append(_Arc(start, stop, column, fit + self._joined(atoms)))
        return arcs

    def _joined(self, atoms: Sequence[Atom]) -> float:
        """How little these lines look like one wrapped cell."""
        full = max(atom.width for atom in atoms)
        cost = 3.0 * (atoms[0].text[0] in _NEVER_FIRST)
        for atom in atoms[:-1]:
            early = max(0, full - atom.width - _SLACK)
            cost += _PER_SLACK * early * (0.3 if atom.text[-1] in _ENDS else 1.0)
        if len(atoms) > 1:
            cost += _VALUE_JOINED * sum(is_value(atom.text) for atom in atoms[:-1] if not _is_rest(atoms))
            cost += _VALUE_JOINED * (is_value(atoms[-1].text) and not _is_short(atoms[-1]))
            cost += _DIGIT_FIRST * any(atom.text[0].isdigit() for atom in atoms[1:] if not _is_short(atom))
        text = "".join(atom.text for atom in atoms)
        return cost + 2.0 * any(text.count(a) != text.count(b) for a, b in ("（）", "()", "“”", "《》"))

    @functools.cached_property
    def _forward(self) -> list[list[float]]:
        """The cost of getting to every line and column."""
        size, count = len(self._atoms), len(self._columns)
        come = [[inf] * (count + 1) for _ in range(size + 1)]
        come[0][0] = 0.0
        for at in range(size + 1):
            here = come[at]
            for _ in range(2):
                for column in range(count):
                    here[column + 1] = min(here[column + 1], here[column] + self._columns[column].blank)
                here[0] = min(here[0], here[count])
            if at == size or self._closes(at):
                continue
            come[at + 1][0] = min(come[at + 1][0], here[0] + _SKIPPED)
            for column in range(count):
                for arc in self._arcs[at][column]:
                    after = come[arc.stop]
                    after[column + 1] = min(after[column + 1], here[column] + arc.cost)
        return come

    @functools.cached_property
    def _covering(self) -> list[list[tuple[float, _Arc]]]:
        """For every line the ways over it: their whole cost and what it is filled into."""
        found: list[list[tuple[float, _Arc]]] = [[] for _ in self._atoms]
        best = self._rest[0][0]
        for at, columns in enumerate(self._arcs):
            for column, arcs in enumerate(columns):
                for arc in arcs:
                    cost = self._forward[at][column] + arc.cost + self._rest[arc.stop][column + 1]
                    if cost < best + SURE:
                        for line in range(arc.start, arc.stop):
                            found[line].append((cost, arc))
        return found

    def _is_sure(self, cell: Cell) -> bool:
        """Is no other place for any of its lines nearly as cheap?"""
        own = (cell.start, cell.stop, cell.column)
        return all(
            (arc.start, arc.stop, arc.column) == own
            for line in range(cell.start, cell.stop)
            for _, arc in self._covering[line]
        )


def _is_rest(atoms: Sequence[Atom]) -> bool:
    """Are these two lines a value and the rest of its unit?"""
    return len(atoms) == 2 and _is_short(atoms[1]) and not is_value(atoms[1].text)


def _is_short(atom: Atom) -> bool:
    return atom.width <= _SHORT


def _may_join(atoms: Sequence[Atom], column: Column) -> bool:
    """A label stands in a column of names and in no other, and a figure or dash is a cell by itself."""
    labels = sum(atom.is_label for atom in atoms)
    if len(atoms) > 1 and any(
        atom.is_whole or is_figure(atom.text) or is_nothing(atom.text) for atom in atoms
    ):
        return False
    return not labels or (labels == 1 and column.role in _NAMED)


def _longest(column: Column) -> int:
    if column.role in ("initial", "adjusted", "executed", "part"):
        return _AMOUNT_LINES
    if column.role in ("level1", "level2", "section"):
        return _LONGEST_LEVEL
    return _LONGEST.get(column.role or "", _LONGEST_TEXT)
