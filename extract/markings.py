"""Horizontal rules that belong to the text, not to the table: underlines and strike-throughs.

Both look like the rule of a cell once the text fills its cell; taken for one they would cut a row in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extract.grid import Ruling
    from extract.textflow import Run

_TOUCH = 0.4
"""The rule of a cell comes this near (points) to the vertical rules beside it; text keeps a distance."""
_OVERSHOOT = 3.5
"""A rule may go on beyond the middle of a thick one that it meets, by this much (points)."""
_HIGHEST, _LOWEST = 0.3, 0.35
"""A marking lies lower than the first share of the ink's height, and at most the second below the ink."""
_LEAST_HEIGHT = 5.0
"""Ink may be as flat as that of a dash; the line it stands on is never lower than this (points)."""


class Marked(NamedTuple):
    """Horizontal rulings parted into rules of tables and strokes through text. Underlines are in neither."""

    rules: list[Ruling]
    strikes: list[Ruling]


def parted(rows: Sequence[Ruling], columns: Sequence[Ruling], runs: Sequence[Run]) -> Marked:
    """Tell rules of tables from markings of text.

    Args:
        rows: horizontal rulings, merged.
        columns: vertical rulings, merged, sorted by position.
        runs: the text of the page.
    """
    marked = Marked([], [])
    for row in rows:
        run = None if _is_tied(row, columns) else _marked_by(row, runs)
        if run is None:
            marked.rules.append(row)
        elif row.at < run.bottom - 0.1 * (run.bottom - run.top):
            marked.strikes.append(row)
    return marked


def _is_tied(row: Ruling, columns: Sequence[Ruling]) -> bool:
    """Does a vertical rule cross it, or does it go from one to another?"""
    starts = ends = False
    for column in columns:
        if column.at > row.end + _TOUCH:
            break
        if (
            column.at < row.start - _TOUCH
            or not column.start - _OVERSHOOT <= row.at <= column.end + _OVERSHOOT
        ):
            continue
        at_start, at_end = column.at <= row.start + _OVERSHOOT, column.at >= row.end - _OVERSHOOT
        if not at_start and not at_end:
            return True
        starts, ends = starts or at_start, ends or at_end
    return starts and ends


def _marked_by(row: Ruling, runs: Sequence[Run]) -> Run | None:
    """The text that the ruling underlines or strikes out, if any."""
    for run in runs:
        if run.x0 >= row.end or run.x1 <= row.start or run.text.isspace():
            continue
        height = max(_LEAST_HEIGHT, run.bottom - run.top)
        if run.bottom - (1 - _HIGHEST) * height < row.at < run.bottom + _LOWEST * height:
            return run
    return None
