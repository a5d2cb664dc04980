"""Camelot shares no code with our grid; on the ruled samples it must see the same merged cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import camelot
import pytest

import extract

SAMPLES = Path(__file__).parents[2] / "samples"
# One of each maker and habit: a spreadsheet, a word processor, turned pages, split headers, two axes.
FILES = (
    "dept-2023-sheet.pdf",
    "dept-2023-word.pdf",
    "rotated.pdf",
    "two-row-header.pdf",
    "hunan-department.pdf",
    "chongqing-department.pdf",
)


def merged_cells(table: Any) -> int:
    """Camelot keeps unit cells with walls; the cells of the form are those that no wall separates."""
    rows = table.cells
    unseen = {(row, column) for row in range(len(rows)) for column in range(len(rows[0]))}
    count = 0
    while unseen:
        count += 1
        todo = [unseen.pop()]
        while todo:
            row, column = todo.pop()
            cell = rows[row][column]
            for near, wall in (
                ((row, column + 1), cell.right),
                ((row, column - 1), cell.left),
                ((row + 1, column), cell.bottom),
                ((row - 1, column), cell.top),
            ):
                if not wall and near in unseen:
                    unseen.remove(near)
                    todo.append(near)
    return count


@pytest.mark.parametrize("name", FILES)
@pytest.mark.filterwarnings("ignore")  # camelot's own and its PDF library's
def test_camelot_sees_the_same_cells(name: str) -> None:
    path = SAMPLES / name
    ours = {page.number: sum(len(one.cells) for one in page.tables) for page in extract.read(path).pages}
    theirs = dict.fromkeys(ours, 0)
    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice", engine="vector"):
        theirs[table.page] += merged_cells(table)
    assert sum(ours.values()) > 50
    assert theirs == ours
