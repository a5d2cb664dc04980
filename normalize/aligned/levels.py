"""For which rows a level name stands that is printed in the middle of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import inf
from typing import NamedTuple, TypeAlias

from normalize.aligned.bands import Band, Placed
from normalize.aligned.rows import Known
from normalize.aligned.tokens import Token, text_of
from normalize.levels import weight_on
from normalize.lined.kinds import without_weight
from normalize.wordings import squeezed, unblanked

_MOST_LINES = 9
_TOLERANCE = 0.25
_CLEAR = 0.2
_WORST = 0.3
_WRONG_SUM = 2.0
_WRONG_HOME = 2.0
_MARGINS = (0.0, 0.4, 1.0)
_TOO_FAR = 5.0


class Label(NamedTuple):
    """A level name over one line or several, without its weight; its words line by line, and the weight.

    `role` is the name by which the forms know it.
    """

    name: str
    role: str | None
    lines: tuple[tuple[int, tuple[Token, ...]], ...]
    weight: Decimal | None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All its words."""
        return tuple(token for _, tokens in self.lines for token in tokens)


class Beside(NamedTuple):
    """The rows that the labels are for: their lines, weights and scores, and how many lines each is high.

    `homes` are the level-1 names that the rows' sure names of level 2 belong to, as far as these are known.
    """

    lines: Sequence[Placed]
    bands: Sequence[Band]
    weights: Sequence[Decimal | None]
    scores: Sequence[Decimal | None]
    tall: Sequence[int]
    homes: Sequence[str | None]


class Span(NamedTuple):
    """The rows from `start` up to `stop` that a label is for, and whether that is sure."""

    label: Label
    start: int
    stop: int
    sure: bool


def labels_of(
    printed: Sequence[tuple[int, tuple[Token, ...]]], last: int, level: int, known: Known
) -> list[Label] | None:
    """The level names in a column, one below the other; None where some of the words make none.

    What stands below the line `last` may be something else.
    """
    best: list[list[Label] | None] = [[]] + [None] * len(printed)
    for stop in range(1, len(printed) + 1):
        for start in range(max(0, stop - _MOST_LINES), stop):
            before = best[start]
            label = _label(tuple(printed[start:stop]), level, known)
            if before is None or label is None:
                continue
            here = best[stop]
            if here is None or len(before) + 1 < len(here):
                best[stop] = [*before, label]
    least = sum(line <= last for line, _ in printed)
    return next((found for found in best[: least - 1 if least else None : -1] if found), None)


def _label(lines: tuple[tuple[int, tuple[Token, ...]], ...], level: int, known: Known) -> Label | None:
    text = unblanked("".join(text_of(tokens) for _, tokens in lines))
    name = without_weight(text)
    if (
        name is None
        or not known.names.is_level(name)
        or squeezed(text).count("(") != squeezed(text).count(")")
    ):
        return None
    if level == 1 and known.names.level(1, name) is None:
        return None
    role = (known.form.level1 if level == 1 else known.form.level2).role(name)
    return Label(name, role, lines, weight_on(text, known.form))


Distance: TypeAlias = Callable[[Label, int, int], float]


def spans_of(labels: Sequence[Label], beside: Beside, cut: tuple[bool, bool]) -> list[Span]:
    """The rows of each label.

    `cut` says whether the first and the last of the rows can belong to a label on another page. A label
    stands in the middle of its rows or at the first of them; a span is sure if it fits best either way, as
    far as all labels can stand that way, and however wide the rows' margins are.
    """
    if not labels or len(labels) > len(beside.bands):
        return []
    if not {label.role for label in labels if label.role}.intersection(beside.homes):
        beside = beside._replace(homes=[None] * len(beside.homes))
    distances = [_from_middle(_Heights(beside, margin)) for margin in _MARGINS]
    distances.append(_from_top([beside.lines[band.start].line for band in beside.bands]))
    ways = [_Spans(labels, distance, beside, cut) for distance in distances]
    found = [way.best() for way in ways if way.fits]
    if not found:
        return []
    return [
        span._replace(sure=all(any(span == other for other in one) for one in found) and span.sure)
        for span in found[0]
    ]


class _Spans:
    """Every way to deal the rows out over the labels, one after the other."""

    def __init__(
        self,
        labels: Sequence[Label],
        distance: Distance,
        beside: Beside,
        cut: tuple[bool, bool],
    ) -> None:
        self._labels, self._size = labels, len(beside.bands)
        self._price = [
            [
                [
                    distance(label, start, stop) + _wrong(label, beside, start, stop) if stop > start else inf
                    for stop in range(self._size + 1)
                ]
                for start in range(self._size)
            ]
            for label in labels
        ]
        self._before, self._after = self._forward(free=cut[0]), self._backward(free=cut[1])
        self._cut = cut

    def _forward(self, *, free: bool) -> list[list[float]]:
        before = [[0.0] + [0.0 if free else inf] * self._size]
        for price in self._price:
            here = [inf] * (self._size + 1)
            for start in range(self._size):
                for stop in range(start + 1, self._size + 1):
                    here[stop] = min(here[stop], before[-1][start] + price[start][stop])
            before.append(here)
        return before

    def _backward(self, *, free: bool) -> list[list[float]]:
        after = [[0.0 if free else inf] * self._size + [0.0]]
        for price in reversed(self._price):
            here = [inf] * (self._size + 1)
            for start in range(self._size):
                here[start] = min(
                    price[start][stop] + after[-1][stop] for stop in range(start + 1, self._size + 1)
                )
            after.append(here)
        return after[::-1]

    @property
    def _cost(self) -> float:
        return min(self._after[0]) if self._cut[0] else self._after[0][0]

    @property
    def fits(self) -> bool:
        """Can the labels stand so at all?"""
        return self._cost <= _WORST * len(self._labels)

    def best(self) -> list[Span]:
        best = self._cost
        found = []
        for number, label in enumerate(self._labels):
            ways = sorted(
                (self._before[number][start] + own + self._after[number + 1][stop], start, stop)
                for start, price in enumerate(self._price[number])
                for stop, own in enumerate(price)
            )
            cost, start, stop = ways[0]
            own = self._price[number][start][stop]
            clear = own <= 2 * _WORST and cost <= _WORST * len(self._labels) and ways[1][0] > best + _CLEAR
            edge = (self._cut[0] and number == 0) or (self._cut[1] and number == len(self._labels) - 1)
            found.append(Span(label, start, stop, clear and not edge))
        return found


class _Heights:
    """Where rows and lines stand on the page, in lines of text, if each row has this margin."""

    def __init__(self, beside: Beside, margin: float) -> None:
        self.tops = [0.0]
        for high in beside.tall:
            self.tops.append(self.tops[-1] + high + margin)
        self._known: dict[int, float] = {}
        for number, band in enumerate(beside.bands):
            middle = (self.tops[number] + self.tops[number + 1]) / 2
            for at in range(band.start, band.stop):
                self._known[beside.lines[at].line] = middle + at - band.middle
        self._order = sorted(self._known)

    def between(self, line: int) -> tuple[float, float]:
        """The least and the most that the height of a printed line can be."""
        if line in self._known:
            return self._known[line], self._known[line]
        above = [self._known[one] for one in self._order if one < line]
        below = [self._known[one] for one in self._order if one > line]
        return (above[-1] if above else -inf), (below[0] if below else inf)


def _from_middle(heights: _Heights) -> Distance:
    """How far a label stands from the middle of its rows, in lines."""

    def distance(label: Label, start: int, stop: int) -> float:
        middle = (heights.tops[start] + heights.tops[stop]) / 2
        cost = 0.0
        for at, (line, _) in enumerate(label.lines):
            expected = middle + at - (len(label.lines) - 1) / 2
            least, most = heights.between(line)
            cost = max(cost, least - expected - _TOLERANCE, expected - most - _TOLERANCE)
        return cost

    return distance


def _from_top(tops: Sequence[int]) -> Distance:
    """Whether a label begins on the first line of its rows."""
    return lambda label, start, _: _TOO_FAR * (label.lines[0][0] != tops[start])


def _wrong(label: Label, beside: Beside, start: int, stop: int) -> float:
    """Do the rows' weights add up to another sum, their scores to more, or have they another level 1?"""
    weights, scores = beside.weights[start:stop], beside.scores[start:stop]
    cost = _WRONG_HOME * any(home not in (None, label.role) for home in beside.homes[start:stop])
    if label.weight is None:
        return cost
    if not any(weights):
        return cost + _WRONG_SUM * (sum(score or Decimal(0) for score in scores) > label.weight)
    return cost + _WRONG_SUM * (sum(weight or Decimal(0) for weight in weights) != label.weight)
