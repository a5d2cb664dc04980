"""Zones made into tables, and whether two independent readings of their structure agree.

One reading is the order in which the file writes the text: what is one cell. The other is position: a grid of
straight lines through the gaps between rows and columns. Where every cell of the grid holds exactly one lump,
both say the same and the table is as certain as a ruled one; else its words carry a lower confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from extract.borderless.gridded import Placed, placed_in_grid
from extract.borderless.lumps import Lump, lumps_of
from extract.borderless.zones import FEWEST, zones_of
from extract.cells import page_content
from extract.continued.join import Sheet
from extract.document import Box, Line, Table
from extract.grid import Grid, Ruling
from extract.textflow import Run

DOUBTED = 0.8
"""Confidence of words in a table on which the two readings differ."""
_APART = 0.8
_MOST_LUMPS = 3000


class Found(NamedTuple):
    """A page's tables with the grids they came from, the lines around them, and the certainty of all."""

    tables: tuple[Table, ...]
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]
    certain: bool


def tables_on(
    page: int, runs: Sequence[Run], levels: Sequence[Ruling], before: Grid | None = None
) -> Found | None:
    """The tables of a page that draws no vertical rules; None where the page does not look like one.

    Args:
        page: page number from 1.
        runs: the page's text in the order of the file, points, y down.
        levels: its horizontal rulings.
        before: the grid of such a table at the foot of the page before.
    """
    if not runs or (before is None and not _has_fields(runs)):
        return None
    placed = placed_on(lumps_of(runs, levels), levels, before)
    if not placed:
        return None
    tables, grids, lines = page_content(page, [one.grid for one in placed], runs, "borderless")
    certain = all(one.certain for one in placed) and len(tables) == len(placed) and _same(tables, placed)
    if not certain:
        tables = tuple(_doubted(table) for table in tables)
    return Found(tables, grids, lines, certain)


def placed_on(lumps: Sequence[Lump], levels: Sequence[Ruling], before: Grid | None = None) -> list[Placed]:
    """The texts of a page put into grids; none where it does not look like a table.

    Args:
        lumps: what stands in one cell each, in the order in which it was written.
        levels: the page's horizontal rulings.
        before: the grid of such a table at the foot of the page before.
    """
    if len(lumps) > _MOST_LUMPS:
        return []
    columns = [] if before is None else [Box(x0, 0, x1, 0) for x0, x1 in pairwise(before.xs)]
    inside = [lump for lump in lumps if before is None or lump.box.x1 > before.xs[0]]
    zones = [zone for zone in zones_of(inside, columns) if len(zone.columns) > 1]
    if not any(zone.is_tabular or zone.goes_on for zone in zones):
        return []
    order = {id(lump): number for number, lump in enumerate(lumps)}
    return [placed_in_grid(zone, levels, order, before) for zone in zones]


def _has_fields(runs: Sequence[Run]) -> bool:
    """Do at least two lines hold four texts that stand well apart? Prose has no such lines."""
    lines: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        if run.turn == 0 and not run.text.isspace():
            lines[round(run.origin_y)].append(run)
    return sum(_gaps(line) >= FEWEST - 1 for line in lines.values() if len(line) >= FEWEST) >= 2


def _gaps(line: list[Run]) -> int:
    line.sort(key=lambda run: run.x0)
    return sum(after.x0 - before.x1 > _APART * (after.bottom - after.top) for before, after in pairwise(line))


def unruled_at_foot(sheet: Sheet | None) -> Grid | None:
    """The grid of the table without vertical rules with which a page ends, if it does."""
    if sheet is None or not sheet.page.tables or sheet.page.tables[-1].how != "borderless":
        return None
    return sheet.grids[-1]


def _same(tables: Sequence[Table], placed: Sequence[Placed]) -> bool:
    """Does every cell of the grids hold the text that the file writes in one go?"""
    return all(
        {(cell.row, cell.column): text for cell in table.cells if (text := "".join(cell.text.split()))}
        == one.texts
        for table, one in zip(tables, placed, strict=True)
    )


def _doubted(table: Table) -> Table:
    cells = tuple(
        msgspec.structs.replace(
            cell,
            words=tuple(msgspec.structs.replace(word, confidence=DOUBTED) for word in cell.words),
        )
        for cell in table.cells
    )
    return msgspec.structs.replace(table, cells=cells)
