"""A table of text for a terminal: columns aligned by what a terminal shows, long cells wrapped.

A cell is None where the merged cell above goes on: it stays blank, and no rule is drawn through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from fuhe.report.width import pad, width, wrap

_BETWEEN = "  "
_NARROWEST = 6


def aligned(rows: Sequence[Sequence[str | None]], columns: int) -> Iterator[str]:
    """Lines of a table that fits into so many columns; the first row is the header."""
    widths = _shared(_wanted(rows), columns)
    wrapped = any(width(cell or "") > room for row in rows for cell, room in zip(row, widths, strict=True))
    for number, (row, below) in enumerate(zip_longest(rows, rows[1:])):
        yield from _row(row, widths)
        if below is not None and (number == 0 or wrapped):
            yield _rule(below, widths)


def _rule(below: Sequence[str | None], widths: list[int]) -> str:
    return _BETWEEN.join(
        (" " if cell is None else "-") * room for cell, room in zip(below, widths, strict=True)
    ).rstrip()


def _wanted(rows: Sequence[Sequence[str | None]]) -> list[int]:
    return [max(width(cell or "") for cell in column) for column in zip(*rows, strict=True)]


def _shared(wanted: list[int], columns: int) -> list[int]:
    """Give each column what it wants; where that is too much, the widest give way first."""
    room = columns - len(_BETWEEN) * (len(wanted) - 1)
    widths = list(wanted)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(row: Sequence[str | None], widths: list[int]) -> Iterator[str]:
    pieces = [wrap(cell or "", room) for cell, room in zip(row, widths, strict=True)]
    for line in zip_longest(*pieces, fillvalue=""):
        yield _BETWEEN.join(pad(piece, room) for piece, room in zip(line, widths, strict=True)).rstrip()
