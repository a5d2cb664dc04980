"""The lattice: what is drawn comes back as the same cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grid import Grid, Ruling, TooManyRulingsError, fit

Rect = tuple[int, int, int, int]  # row, column, row span, column span


def rect_of(grid: Grid) -> set[Rect]:
    return {(c.row, c.column, c.row_span, c.column_span) for c in grid.cells}


def box_rulings(xs: list[float], ys: list[float]) -> tuple[list[Ruling], list[Ruling]]:
    across = [Ruling(y, xs[0], xs[-1]) for y in ys]
    down = [Ruling(x, ys[0], ys[-1]) for x in xs]
    return across, down


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[list[float], list[float], set[Rect]]:
    """A lattice with random rectangles merged, such that every line still bounds some cell."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    taken: dict[tuple[int, int], Rect] = {}
    rects: set[Rect] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            columns = 1
            most = draw(st.sampled_from([1, 1, 1, 2, 3, width]))
            while columns < most and column + columns < width and (row, column + columns) not in taken:
                columns += 1
            rows = min(draw(st.sampled_from([1, 1, 1, 2, 4])), height - row)
            rect = (row, column, rows, columns)
            rects.add(rect)
            for r in range(row, row + rows):
                for c in range(column, column + columns):
                    taken[r, c] = rect
    steps = st.floats(8, 60)
    xs, ys = [draw(st.floats(10, 50))], [draw(st.floats(10, 50))]
    for _ in range(width):
        xs.append(xs[-1] + draw(steps))
    for _ in range(height):
        ys.append(ys[-1] + draw(steps))
    keep_r = sorted({0, height} | {r for r, _, _, _ in rects} | {r + n for r, _, n, _ in rects})
    keep_c = sorted({0, width} | {c for _, c, _, _ in rects} | {c + n for _, c, _, n in rects})
    row_of, column_of = {r: i for i, r in enumerate(keep_r)}, {c: i for i, c in enumerate(keep_c)}
    squeezed = {
        (row_of[r], column_of[c], row_of[r + h] - row_of[r], column_of[c + w] - column_of[c])
        for r, c, h, w in rects
    }
    return [xs[c] for c in keep_c], [ys[r] for r in keep_r], squeezed


def edges(xs: list[float], ys: list[float], rects: set[Rect]) -> tuple[list[Ruling], list[Ruling]]:
    across, down = [], []
    for row, column, rows, columns in rects:
        x0, x1, top, bottom = xs[column], xs[column + columns], ys[row], ys[row + rows]
        across += [Ruling(top, x0, x1), Ruling(bottom, x0, x1)]
        down += [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]
    return across, down


@given(merged_grids(), st.randoms(use_true_random=False))
def test_any_grid_with_merged_cells_comes_back_cell_by_cell(
    case: tuple[list[float], list[float], set[Rect]], random: object
) -> None:
    xs, ys, rects = case
    across, down = edges(xs, ys, rects)
    jitter = [
        [Ruling(r.at + random.uniform(-0.7, 0.7), r.start - 0.5, r.end + 0.5) for r in side]  # type: ignore[attr-defined]
        for side in (across, down)
    ]
    (grid,) = fit(*jitter)
    assert rect_of(grid) == rects
    assert all(abs(a - b) < 1.5 for a, b in zip(grid.xs, xs, strict=True))
    assert all(abs(a - b) < 1.5 for a, b in zip(grid.ys, ys, strict=True))


def test_an_empty_row_and_column_are_kept() -> None:
    (grid,) = fit(*box_rulings([0, 100, 200, 300], [0, 20, 40, 60]))
    assert len(grid.cells) == 9


def test_doubled_rules_are_one_line() -> None:
    across, down = box_rulings([0, 100, 200], [0, 20, 40])
    doubled = [Ruling(r.at + 2.0, r.start, r.end) for r in across]
    (grid,) = fit([*across, *doubled], [*down, *[Ruling(r.at + 2.0, r.start, r.end) for r in down]])
    assert rect_of(grid) == {(r, c, 1, 1) for r in range(2) for c in range(2)}


def test_a_rule_broken_in_pieces_still_separates() -> None:
    across, down = box_rulings([0, 100, 200], [0, 20, 40])
    broken = [Ruling(20, x, x + 22) for x in range(0, 200, 25)]
    (grid,) = fit([across[0], *broken, across[2]], down)
    assert len(grid.cells) == 4


def test_a_table_cut_by_the_page_is_closed_where_its_vertical_rules_end() -> None:
    across, down = box_rulings([0, 50, 100, 200], [0, 20, 40])
    # The last row's rule is drawn under the last two columns only: the first cell goes on overleaf.
    (grid,) = fit([across[0], across[1], Ruling(40, 50, 200)], down)
    assert rect_of(grid) == {(r, c, 1, 1) for r in range(2) for c in range(3)}
    assert [c.open_bottom for c in grid.cells if c.row == 1] == [True, False, False]


def test_a_table_without_any_closing_rule_keeps_its_last_row() -> None:
    (grid,) = fit([Ruling(0, 0, 200), Ruling(20, 0, 200)], [Ruling(x, 0, 55) for x in (0, 100, 200)])
    assert grid.ys == (0, 20, 55)
    assert all(c.open_bottom for c in grid.cells if c.row == 1)


def test_open_sides_are_closed_where_the_horizontal_rules_end() -> None:
    (grid,) = fit([Ruling(y, 0, 300) for y in (0, 20, 40)], [Ruling(x, 0, 40) for x in (100, 200)])
    assert len(grid.cells) == 6


def test_tables_that_do_not_touch_are_two() -> None:
    upper, lower = box_rulings([0, 100, 200], [0, 20]), box_rulings([0, 60, 200], [50, 70, 90])
    grids = fit(upper[0] + lower[0], upper[1] + lower[1])
    assert [len(grid.cells) for grid in grids] == [2, 4]


def test_an_underline_within_a_cell_does_not_cut_it() -> None:
    across, down = box_rulings([0, 100, 200], [0, 40, 80])
    (grid,) = fit([*across, Ruling(20, 2, 60)], down)
    assert len(grid.cells) == 4


def test_a_page_frame_and_a_box_inside_a_cell_are_no_tables() -> None:
    across, down = box_rulings([50, 150, 250], [50, 90, 130])
    frame, mark = box_rulings([10, 400], [10, 500]), box_rulings([60, 70], [60, 70])
    grids = fit(across + frame[0] + mark[0], down + frame[1] + mark[1])
    assert [len(grid.cells) for grid in grids] == [4]


def test_a_region_that_is_no_rectangle_loses_no_cell() -> None:
    across, down = box_rulings([0, 100, 200], [0, 20, 40])
    # The rule between the upper cells and the one under the left cell are missing: an L.
    (grid,) = fit([across[0], Ruling(20, 100, 200), across[2]], [down[0], Ruling(100, 20, 40), down[2]])
    covered = [
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(covered) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_more_rulings_than_a_form_has_are_refused() -> None:
    hatch = [Ruling(4.0 * i, 0, 10) for i in range(5000)]
    with pytest.raises(TooManyRulingsError):
        fit(hatch, hatch)
