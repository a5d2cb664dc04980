"""Labels of merged cells: how many rows each one covers, from where its middle stands.

A label stands half-way down its merged cell, and the labels of a column cover its rows without overlap. So
the rows are dealt out over the labels such that every label is as near to the middle of its rows as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NEAR = 4.0
"""A label this near (points) to the middle of its rows is taken to be centred on them."""
_UNCOVERED = 2.0
_ACROSS_RULE = 50.0
_BESIDE = 1000.0
_TOUCH = 2.0


class Span(NamedTuple):
    """The rows that a label covers (first, and one past the last), and how far it is from their middle."""

    first: int
    stop: int
    off: float


def spans(
    labels: Sequence[tuple[float, float]], rows: Sequence[tuple[float, float]], rules: Sequence[float] = ()
) -> list[Span] | None:
    """The rows of each label, from the top down; None where there are fewer rows than labels.

    Args:
        labels: top and bottom of each label's ink, from the top down, in points.
        rows: top and bottom of the ink of each row, from the top down.
        rules: y of horizontal rules drawn across the labels' column; no label runs across one.
    """
    if len(labels) > len(rows):
        return None
    best: dict[int, tuple[float, tuple[Span, ...]]] = {
        stop: (_UNCOVERED * stop, ()) for stop in range(len(rows) + 1)
    }
    for number, label in enumerate(labels):
        later = len(labels) - number - 1
        reached: dict[int, tuple[float, tuple[Span, ...]]] = {}
        for first, (cost, before) in best.items():
            for stop in range(first + 1, len(rows) - later + 1):
                span = _span(label, first, stop, rows)
                total = cost + span.off + _ACROSS_RULE * _crossed(span, rows, rules)
                total += _BESIDE * _left_out(label, span, rows)
                if stop not in reached or total < reached[stop][0]:
                    reached[stop] = (total, (*before, span))
        best = _with_gaps(reached, len(rows))
    if not best:
        return None
    ends = [(cost + _UNCOVERED * (len(rows) - stop), found) for stop, (cost, found) in best.items()]
    return list(min(ends)[1])


def _span(label: tuple[float, float], first: int, stop: int, rows: Sequence[tuple[float, float]]) -> Span:
    """Rows stretch where a label is higher than they are; then the label's own ink says where they end."""
    top, bottom = min(rows[first][0], label[0]), max(rows[stop - 1][1], label[1])
    return Span(first, stop, abs(top + bottom - label[0] - label[1]) / 2)


def _left_out(label: tuple[float, float], span: Span, rows: Sequence[tuple[float, float]]) -> int:
    """Rows beside the label's ink that the span leaves out."""
    return sum(
        top + _TOUCH < label[1] and label[0] < bottom - _TOUCH
        for index, (top, bottom) in enumerate(rows)
        if not span.first <= index < span.stop
    )


def _crossed(span: Span, rows: Sequence[tuple[float, float]], rules: Sequence[float]) -> int:
    top, bottom = rows[span.first][0], rows[span.stop - 1][1]
    return sum(top < rule < bottom for rule in rules)


def _with_gaps(
    reached: dict[int, tuple[float, tuple[Span, ...]]], count: int
) -> dict[int, tuple[float, tuple[Span, ...]]]:
    """A label may begin later than the one before it ends, at the price of the rows between."""
    best = dict(reached)
    for stop in range(1, count + 1):
        if stop - 1 in best:
            skipped = (best[stop - 1][0] + _UNCOVERED, best[stop - 1][1])
            if stop not in best or skipped[0] < best[stop][0]:
                best[stop] = skipped
    return best
