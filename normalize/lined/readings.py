"""All ways to deal the fields of a line out over the columns, and to part those that are glued together."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from normalize.lined.kinds import Column, is_nothing, is_phrase, is_value

MOST = 600
SAME = 0.01
_BEFORE_CUT = "%％—/)）"
_PERCENT = "%％"
_FIGURES = re.compile(r"[\d.,%％]{8,}|[%％]\d|\d\.\d+\.\d")


class Part(NamedTuple):
    """A field, or a piece cut out of one, in a column (both counted from 0)."""

    column: int
    field: int
    text: str
    cut: bool


class Reading(NamedTuple):
    """One way to deal a line out, and how odd it is."""

    cost: float
    parts: tuple[Part, ...]

    @property
    def is_cut(self) -> bool:
        """Does it part what is glued together?"""
        return any(part.cut for part in self.parts)

    @property
    def columns(self) -> frozenset[int]:
        """The columns that it fills."""
        return frozenset(part.column for part in self.parts)


def readings(fields: Sequence[str], columns: Sequence[Column]) -> list[Reading]:
    """The ways that fit, the least odd first; none where there are too many to look at them all."""
    search = _Search(tuple(fields), tuple(columns))
    found = search.all()
    return [] if search.overflowed else sorted(found, key=lambda one: one.cost)


def are_run_together(fields: Sequence[str]) -> bool:
    """Is any field plainly several figures in a row?"""
    return any(_FIGURES.search(text) for text in fields)


def agreed(plain: Sequence[Reading]) -> Reading:
    """What the least odd readings have in common: a field on whose column they differ gets none."""
    plain = sorted(plain)
    best = [one for one in plain if one.cost <= plain[0].cost + SAME]
    common = set(best[0].parts).intersection(*(one.parts for one in best[1:]))
    return Reading(best[0].cost, tuple(part for part in best[0].parts if part in common))


class _Search:
    def __init__(self, fields: tuple[str, ...], columns: tuple[Column, ...]) -> None:
        self._fields, self._columns = fields, columns
        self.overflowed = False

    def all(self) -> list[Reading]:
        return self._from(0, 0, 0)

    @functools.cache  # noqa: B019  (a search lives for one line)
    def _from(self, field: int, at: int, column: int) -> list[Reading]:
        """The readings of what follows character `at` of this field, from this column on."""
        if column == len(self._columns):
            return [Reading(0.0, ())] if field == len(self._fields) else []
        here = self._columns[column]
        found = [] if at else self._after(here.blank, (), self._from(field, 0, column + 1))
        if field == len(self._fields):
            return found
        text = self._fields[field][at:]
        if (not at or _may_be_cut_out(text, here)) and (cost := here.fit(text)) is not None:
            part = Part(column, field, text.strip(), at > 0)
            found += self._after(cost, (part,), self._from(field + 1, 0, column + 1))
        for end in _cuts(text):
            if _may_be_cut_out(text[:end], here) and (cost := here.fit(text[:end])) is not None:
                part = Part(column, field, text[:end].strip(), cut=True)
                found += self._after(cost, (part,), self._from(field, at + end, column + 1))
        if len(found) > MOST:
            self.overflowed = True
            return []
        return found

    @staticmethod
    def _after(cost: float, parts: tuple[Part, ...], rest: Sequence[Reading]) -> list[Reading]:
        return [Reading(cost + one.cost, parts + one.parts) for one in rest]


def _may_be_cut_out(text: str, column: Column) -> bool:
    """Is this one value, one dash, or words with one number? A percent sign stands alone only as a unit."""
    if text[0] in _PERCENT:
        return column.role == "target-unit" and len(text) == 1
    return is_value(text) or is_nothing(text) or is_phrase(text)


@functools.lru_cache(maxsize=4096)
def _cuts(text: str) -> tuple[int, ...]:
    """Where glued cells may part: before a digit, a sign or a dash, never beside a decimal point."""
    cuts = []
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if before in ".,．，<>=≥≤≧≦═＜＞＝-" or after in ".,．，":
            continue
        if after.isdigit() or after in "<>=≥≤≧≦═＜＞＝—/%％" or before in _BEFORE_CUT:
            cuts.append(at)
    return tuple(cuts)
