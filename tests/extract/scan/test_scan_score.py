"""The yardstick for scans: a perfect reading is right, and each kind of mistake is counted as what it is."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from bench.scans.generator import scan
from bench.scans.score import Score, bounds, score
from bench.scans.stages import Found, Read, place
from bench.scans.truth import Scan, TrueCell, is_numeric
from extract.document import Box

SAMPLE = Path(__file__).parents[3] / "samples" / "project-2022.pdf"


@functools.cache
def skewed() -> Scan:
    return scan(SAMPLE, 1, "bad200")


def as_read(cell: TrueCell) -> Found:
    return Found(place(cell), bounds(cell), cell.text)


def scored(cells: list[Found]) -> Score:
    return score(skewed(), Read(cells, upright=False))


def with_text(text: str, confidence: float) -> Score:
    """Everything read as it is but the first numeric cell."""
    first = next(cell for cell in skewed().cells if cell.numeric)
    return scored(
        [
            as_read(cell)._replace(text=text, confidence=confidence) if cell is first else as_read(cell)
            for cell in skewed().cells
        ]
    )


def test_a_perfect_reading_is_fully_right() -> None:
    made = scored([as_read(cell) for cell in skewed().cells])
    assert (made.right, made.found, made.extra, made.edits, made.misses) == (1, 145, 0, 0, [])
    assert made.numeric == made.numeric_right > 50


def test_a_cell_that_swallowed_half_the_row_below_is_not_found_though_its_upright_bounds_hardly_differ() -> (
    None
):
    cells = {cell.text: as_read(cell) for cell in skewed().cells if cell.text}
    wide, row = cells["乡镇集中供水管网改造"].box, 17.1 * skewed().dpi / 72
    assert wide.bottom - wide.top > 1.6 * row  # because the page is askew
    swallowed = Box(wide.x0, wide.top, wide.x1, wide.bottom + row / 2)
    everything = [as_read(cell) for cell in skewed().cells]
    made = scored([one._replace(box=swallowed) if one.box == wide else one for one in everything])
    assert (made.right, made.found, made.extra) == (0, made.cells - 1, 1)


def test_a_cell_with_another_span_makes_the_page_wrong() -> None:
    cells = [as_read(cell) for cell in skewed().cells]
    table, row, column, rows, columns = place(skewed().cells[0])
    cells[0] = cells[0]._replace(place=(table, row, column, rows, columns + 1))
    made = scored(cells)
    assert (made.right, made.shifted, made.found) == (0, 1, made.cells)


@pytest.mark.parametrize(("confidence", "silent"), [(0.95, 1), (0.5, 0)])
def test_a_misread_number_is_silent_only_if_no_doubt_was_told(confidence: float, silent: int) -> None:
    made = with_text("32000", confidence)
    assert (made.numeric - made.numeric_right, made.silent, made.edits) == (1, silent, 1)


def test_a_number_read_where_there_is_none_is_silent_too() -> None:
    cells = [
        as_read(cell)._replace(text="1") if cell.text == "—" else as_read(cell) for cell in skewed().cells
    ]
    assert scored(cells).silent == sum(cell.text == "—" for cell in skewed().cells) > 0


@pytest.mark.parametrize("text", ["320.00", "86.30%", "≥42公里", "2座", "1,250,000.00", "2022年11月18日"])
def test_numeric(text: str) -> None:
    assert is_numeric(text)


@pytest.mark.parametrize("text", ["—", "", "新建加压泵站2座", "产出指标（50分）", "年度指标值"])
def test_not_numeric(text: str) -> None:
    assert not is_numeric(text)
