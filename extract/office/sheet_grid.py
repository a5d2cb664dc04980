"""The used range of a sheet as one table: merged ranges as spans, blank cells written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from openpyxl.utils import get_column_letter

from extract.document import Cell, InSheet, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

# Above this many grid positions (a stray cell far away) blank cells are no longer written out one by one.
MOST_POSITIONS = 400_000


class Range(NamedTuple):
    """Rows and columns of a sheet from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def reference(self) -> str:
        """As the sheet calls it: `B5`, or `B5:C7`."""
        first = f"{get_column_letter(self.left)}{self.top}"
        last = f"{get_column_letter(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    @property
    def positions(self) -> int:
        """How many grid positions it covers."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


def grid(title: str, texts: dict[tuple[int, int], str], ranges: tuple[Range, ...]) -> Table:
    """The table of a sheet: what its filled cells show by (row, column) from 1, and its merged ranges.

    Grid row and column 0 are the first that hold something. Merged ranges outside what is filled are dropped.
    """
    filled = Range(
        min(row for row, _ in texts),
        min(column for _, column in texts),
        max(row for row, _ in texts),
        max(column for _, column in texts),
    )
    merged = _merged(filled, texts, ranges)
    used = filled._replace(
        bottom=max([filled.bottom, *(area.bottom for area in merged.values())]),
        right=max([filled.right, *(area.right for area in merged.values())]),
    )
    cells = tuple(_cells(title, used, texts, merged))
    return Table(cells, used.bottom - used.top + 1, used.right - used.left + 1, "native")


def _merged(
    filled: Range, texts: dict[tuple[int, int], str], ranges: tuple[Range, ...]
) -> dict[tuple[int, int], Range]:
    """Merged ranges that touch the filled part, by their top left corner."""
    return {
        (area.top, area.left): area
        for area in ranges
        if (area.top, area.left) in texts
        or (filled.top <= area.top <= filled.bottom and filled.left <= area.left <= filled.right)
    }


def _cells(
    title: str, used: Range, texts: dict[tuple[int, int], str], merged: dict[tuple[int, int], Range]
) -> Iterator[Cell]:
    covered = {
        (row, column)
        for (top, left), area in merged.items()
        for row in range(area.top, min(area.bottom, used.bottom) + 1)
        for column in range(area.left, min(area.right, used.right) + 1)
        if (row, column) != (top, left)
    }
    for row, column in _places(used, texts, merged):
        if (row, column) not in covered:
            area = merged.get((row, column), Range(row, column, row, column))
            yield Cell(
                row - used.top,
                column - used.left,
                area.bottom - area.top + 1,
                area.right - area.left + 1,
                texts.get((row, column), ""),
                InSheet(title, area.reference),
            )


def _places(
    used: Range, texts: dict[tuple[int, int], str], merged: dict[tuple[int, int], Range]
) -> Iterator[tuple[int, int]]:
    if used.positions > MOST_POSITIONS:
        yield from sorted(texts.keys() | merged.keys())
        return
    for row in range(used.top, used.bottom + 1):
        for column in range(used.left, used.right + 1):
            yield row, column
