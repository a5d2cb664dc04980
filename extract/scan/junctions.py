"""Which unit edges of a lattice are drawn, decided together.

Every edge has a score of its own: how strongly the ink speaks for it (above 0) or against it. But cells are
rectangles, and that can be seen at each inner crossing: no rule ends in the middle of nowhere, and no two
rules meet there in a corner. Where the scores alone break this, the edges are changed that speak least
against it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Edge: TypeAlias = tuple[bool, int, int]
"""Runs down?, its line, its place on the line."""
Crossing: TypeAlias = tuple[int, int]
"""Its y line and its x line."""

_BROKEN = 6.0
"""What a crossing costs that no rectangles make, in the unit of the scores."""
_ENDING = 1.0
"""What it costs that a rule ends on another: most rules of a form go on beyond the next one."""
_DOUBTFUL = 6.0
"""A score nearer to 0 than this is put to the test."""
_MOST_ROUNDS = 12
_MOST_TESTS = 600
_LEAST = 1e-6  # a change must gain more, or rounding would turn it back and forth
_TURNS = ((0, -1), (0, 1), (-1, 0), (1, 0))  # left, right, up, down: steps in (y line, x line)


class Scores(NamedTuple):
    """`across[y line, column]` and `down[x line, row]`, for every unit edge."""

    across: NDArray[np.float64]
    down: NDArray[np.float64]


class Drawn(NamedTuple):
    """The edges decided, shaped as the scores."""

    across: NDArray[np.bool_]
    down: NDArray[np.bool_]


def decided(scores: Scores) -> Drawn:
    """The edges that the ink speaks for, changed as little as can be so that they make rectangles."""
    state = _State(scores)
    for _ in range(_MOST_ROUNDS):
        mended = [state.mend(crossing) for crossing in state.broken()[:_MOST_TESTS]]
        changed = [state.test(edge) for edge in state.doubtful()[:_MOST_TESTS]]
        if not any(mended) and not any(changed):
            break
    return Drawn(state.across, state.down)


class _State:
    def __init__(self, scores: Scores) -> None:
        self.across, self.down = scores.across > 0, scores.down > 0
        self._scores = scores
        self._last = len(self.across) - 1, len(self.down) - 1

    def broken(self) -> list[Crossing]:
        """The inner crossings that are an end or a corner."""
        left, right = self.across[1:-1, :-1], self.across[1:-1, 1:]
        up, below = self.down[1:-1, :-1].T, self.down[1:-1, 1:].T
        bad = ((left != right) & ~(up & below)) | ((up != below) & ~(left & right))
        return [(int(y) + 1, int(x) + 1) for y, x in np.argwhere(bad)]

    def doubtful(self) -> list[Edge]:
        """The inner edges of which the ink says little, the least first."""
        edges = [
            (abs(score), (bool(runs_down), int(line) + 1, int(place)))
            for runs_down, scores in enumerate(self._scores)
            for (line, place), score in np.ndenumerate(scores[1:-1])
            if abs(score) < _DOUBTFUL
        ]
        return [edge for _, edge in sorted(edges)]

    def mend(self, crossing: Crossing) -> bool:
        """Change the rules at a broken crossing if that makes the whole cheaper; tell whether it did."""
        chains = [self._chain(crossing, turn) for turn in _TURNS] if self._price(crossing) == _BROKEN else []
        pairs = (one | other for one, other in itertools.combinations(chains, 2))
        change = min([*chains, *pairs], key=self._cost, default=set())
        return self._try(change)

    def test(self, edge: Edge) -> bool:
        """Flip the stretch of rule between crossings that this edge is part of, if that is cheaper."""
        low, high = _ends(edge)
        back, on = (_TURNS[2], _TURNS[3]) if edge[0] else (_TURNS[0], _TURNS[1])
        stretch = {edge}
        for crossing, turn in ((low, back), (high, on)):
            if not self._on_border(crossing) and not self._is_crossed(crossing, turn):
                ahead = _edge(crossing, turn)
                stretch |= (
                    self._chain(crossing, turn) if self._is_drawn(ahead) == self._is_drawn(edge) else set()
                )
        return self._try(stretch) or (len(stretch) > 1 and self._try({edge}))

    def _try(self, edges: set[Edge]) -> bool:
        cheaper = bool(edges) and self._cost(edges) < -_LEAST
        if cheaper:
            self._flip(edges)
        return cheaper

    def _chain(self, crossing: Crossing, turn: Crossing) -> set[Edge]:
        """Draw the rule on from here, or take it back, until it meets a rule that crosses it."""
        edge = _edge(crossing, turn)
        was, chain = self._is_drawn(edge), set[Edge]()
        while self._is_drawn(edge) == was:
            chain.add(edge)
            crossing = crossing[0] + turn[0], crossing[1] + turn[1]
            if self._on_border(crossing) or self._is_crossed(crossing, turn):
                break
            edge = _edge(crossing, turn)
        return chain

    def _is_crossed(self, crossing: Crossing, turn: Crossing) -> bool:
        return any(self._is_drawn(_edge(crossing, side)) for side in (turn[::-1], (-turn[1], -turn[0])))

    def _cost(self, edges: set[Edge]) -> float:
        """What flipping these edges costs: the ink that speaks against it, and how the crossings change."""
        cost = sum(self._score(edge) * (1 if self._is_drawn(edge) else -1) for edge in edges)
        ends = {end for edge in edges for end in _ends(edge)}
        before = sum(self._price(end) for end in ends)
        self._flip(edges)
        after = sum(self._price(end) for end in ends)
        self._flip(edges)
        return cost + after - before

    def _price(self, crossing: Crossing) -> float:
        if self._on_border(crossing):
            return 0.0
        left, right, up, below = (self._is_drawn(_edge(crossing, turn)) for turn in _TURNS)
        if (left != right and not (up and below)) or (up != below and not (left and right)):
            return _BROKEN
        return _ENDING if left != right or up != below else 0.0

    def _on_border(self, crossing: Crossing) -> bool:
        return any(place in (0, last) for place, last in zip(crossing, self._last, strict=True))

    def _is_drawn(self, edge: Edge) -> bool:
        return bool((self.down if edge[0] else self.across)[edge[1:]])

    def _score(self, edge: Edge) -> float:
        return float((self._scores.down if edge[0] else self._scores.across)[edge[1:]])

    def _flip(self, edges: Iterable[Edge]) -> None:
        for runs_down, line, place in edges:
            (self.down if runs_down else self.across)[line, place] ^= True


def _edge(crossing: Crossing, turn: Crossing) -> Edge:
    """The edge that leaves a crossing in this direction."""
    y, x = crossing
    if turn[0]:
        return True, x, y + min(turn[0], 0)
    return False, y, x + min(turn[1], 0)


def _ends(edge: Edge) -> tuple[Crossing, Crossing]:
    runs_down, line, place = edge
    return ((place, line), (place + 1, line)) if runs_down else ((line, place), (line, place + 1))
