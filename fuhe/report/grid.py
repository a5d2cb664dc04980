"""A table of text for a terminal: columns aligned by what a terminal shows, long cells wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from fuhe.report.width import pad, width, wrap

_BETWEEN = "  "
_NARROWEST = 6


def aligned(rows: Sequence[Sequence[str]], columns: int) -> Iterator[str]:
    """Lines of a table that fits into so many columns; the first row is the header."""
    widths = _shared(_wanted(rows), columns)
    wrapped = any(width(cell) > room for row in rows for cell, room in zip(row, widths, strict=True))
    for number, row in enumerate(rows):
        yield from _row(row, widths)
        if number == 0 or (wrapped and number < len(rows) - 1):
            yield _BETWEEN.join("-" * room for room in widths)


def _wanted(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]


def _shared(wanted: list[int], columns: int) -> list[int]:
    """Give each column what it wants; where that is too much, the widest give way first."""
    room = columns - len(_BETWEEN) * (len(wanted) - 1)
    widths = list(wanted)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(row: Sequence[str], widths: list[int]) -> Iterator[str]:
    pieces = [wrap(cell, room) for cell, room in zip(row, widths, strict=True)]
    for line in zip_longest(*pieces, fillvalue=""):
        yield _BETWEEN.join(pad(piece, room) for piece, room in zip(line, widths, strict=True)).rstrip()
