"""Tables of a straightened page: every cell comes back, and nothing that is no table."""

from __future__ import annotations

import functools
import time
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

import extract
from extract.document import Box, OnPage
from extract.grid import Grid
from extract.scan.rulings import grids, ruled_tables
from extract.scan.types import Straight

Grey = NDArray[np.uint8]
SAMPLES = Path(__file__).parents[3] / "samples"
Place = tuple[int, int, int, int]
PER_POINT = 200 / 72


def straight(grey: Grey, per_point: float = PER_POINT) -> Straight:
    return Straight(grey, grey, per_point, np.eye(3), np.zeros(grey.shape, np.bool_), 0)


def blank(width: float = 400, height: float = 300) -> Grey:
    return np.full((round(height * PER_POINT), round(width * PER_POINT)), 255, np.uint8)


def rule(page: Grey, ends: tuple[float, float, float, float], width: float = 0.5, ink: int = 0) -> None:
    """A rule drawn with soft edges, as a scanner sees it; in points."""
    fine = 8
    x0, y0, x1, y1 = ends
    half = width / 2
    left, top, right, bottom = (
        round(v * PER_POINT * fine)
        for v in (min(x0, x1) - half, min(y0, y1) - half, max(x0, x1) + half, max(y0, y1) + half)
    )
    rows, columns = slice(top // fine, bottom // fine + 1), slice(left // fine, right // fine + 1)
    part = page[rows, columns]
    large = np.full((part.shape[0] * fine, part.shape[1] * fine), 255, np.uint8)
    dy, dx = rows.start * fine, columns.start * fine
    large[top - dy : bottom - dy, left - dx : right - dx] = ink
    np.minimum(part, cv2.resize(large, part.shape[::-1], interpolation=cv2.INTER_AREA), out=part)


def table(xs: list[float], ys: list[float], width: float = 0.5, ink: int = 0) -> Grey:
    page = blank()
    for y in ys:
        rule(page, (xs[0], y, xs[-1], y), width, ink)
    for x in xs:
        rule(page, (x, ys[0], x, ys[-1]), width, ink)
    return page


def places(grid: Grid) -> list[Place]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


@functools.cache
def rendered(name: str, page: int, dpi: int) -> tuple[Grey, tuple[tuple[tuple[Place, Box], ...], ...]]:
    """A page of an exported sample as a picture, and the cells of its tables."""
    file = SAMPLES / name
    told = extract.read(file).pages[page - 1]
    document = pypdfium2.PdfDocument(file)
    pixels = document[page - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
    document.close()
    true = []
    for one in told.tables:
        cells = []
        for cell in one.cells:
            assert isinstance(cell.place, OnPage)
            cells.append(((cell.row, cell.column, cell.row_span, cell.column_span), cell.place.box))
        true.append(tuple(cells))
    return np.ascontiguousarray(pixels.reshape(pixels.shape[:2])), tuple(true)


def assert_same(
    found: tuple[Grid, ...], true: tuple[tuple[tuple[Place, Box], ...], ...], near: float
) -> None:
    assert [places(grid) for grid in found] == [[place for place, _ in cells] for cells in true]
    for grid, cells in zip(found, true, strict=True):
        for cell, (_, box) in zip(grid.cells, cells, strict=True):
            got = grid.cell_box(cell)
            pairs = zip(
                (got.x0, got.top, got.x1, got.bottom), (box.x0, box.top, box.x1, box.bottom), strict=True
            )
            assert all(abs(a - b) < near for a, b in pairs)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("dept-2023-sheet.pdf", 1),  # cut by the end of the page
        ("two-on-a-page.pdf", 1),
        ("sichuan-0013zp.pdf", 1),
        ("landscape.pdf", 2),
        ("project-2022.pdf", 1),
    ],
)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_cell_of_a_clean_page_is_found(name: str, page: int, dpi: int) -> None:
    grey, true = rendered(name, page, dpi)
    assert_same(grids(straight(grey, dpi / 72)), true, near=1.5)


def test_a_blurred_noisy_faint_page_is_read_alike() -> None:
    grey, true = rendered("project-2022.pdf", 1, 200)
    rng = np.random.default_rng(1)
    soft = cv2.GaussianBlur(grey, (0, 0), 0.8).astype(np.float64)
    worse = 255 - 0.7 * (255 - soft) + rng.normal(0, 10, grey.shape)
    assert_same(grids(straight(worse.clip(0, 255).astype(np.uint8))), true, near=1.5)


def test_what_a_photograph_keeps_of_its_bend_does_not_matter() -> None:
    grey, true = rendered("project-2022.pdf", 1, 200)
    height, width = grey.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = cv2.remap(
        grey,
        x + 4 * (y / height - 0.5),
        y + 6 * (2 * x / width - 1) ** 2 * (y / height),
        cv2.INTER_LINEAR,
        borderValue=255,
    )
    assert_same(grids(straight(bent)), true, near=4.0)


def test_a_grey_seal_over_the_cells_adds_none_and_takes_none() -> None:
    grey, true = rendered("project-2022.pdf", 1, 200)
    seal = np.zeros(grey.shape, np.uint8)
    cv2.circle(seal, (1100, 1500), 155, 255, 9, cv2.LINE_AA)
    cv2.putText(seal, "SEAL OFFICE", (970, 1500), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 255, 5, cv2.LINE_AA)
    sealed = (grey * (1 - 0.45 * (seal / 255.0))).astype(np.uint8)
    assert_same(grids(straight(sealed)), true, near=1.5)


@pytest.mark.parametrize(("width", "ink"), [(0.25, 0), (0.25, 90), (0.5, 150), (1.5, 0), (2.25, 0)])
def test_hair_lines_grey_lines_and_thick_lines_are_rules(width: float, ink: int) -> None:
    (grid,) = grids(straight(table([50, 110, 200, 330], [40, 56, 80, 140], width, ink)))
    assert len(grid.cells) == 9
    assert grid.xs == pytest.approx((50, 110, 200, 330), abs=0.6)
    assert grid.ys == pytest.approx((40, 56, 80, 140), abs=0.6)


def test_a_thick_border_round_hair_lines_is_one_table() -> None:
    page = table([50, 110, 200, 330], [40, 56, 80, 140], 0.25, 60)
    for ends in ((50, 40, 330, 40), (50, 140, 330, 140), (50, 40, 50, 140), (330, 40, 330, 140)):
        rule(page, ends, 1.5)
    (grid,) = grids(straight(page))
    assert len(grid.cells) == 9


def test_doubled_rules_are_one() -> None:
    page = table([50, 130, 330], [40, 70, 140])
    rule(page, (50, 37.8, 330, 37.8))
    rule(page, (50, 142.2, 330, 142.2))
    (grid,) = grids(straight(page))
    assert places(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_short_stub_in_a_low_row_divides_it() -> None:
    page = table([50, 330], [40, 54, 100])
    rule(page, (120, 40, 120, 54))
    (grid,) = grids(straight(page))
    assert places(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]


def test_a_rule_with_a_gap_still_divides() -> None:
    page = table([50, 110, 200, 330], [40, 70, 100, 140])
    page[round(80 * PER_POINT) : round(86 * PER_POINT), round(105 * PER_POINT) : round(115 * PER_POINT)] = 255
    (grid,) = grids(straight(page))
    assert len(grid.cells) == 9


def test_a_stroke_inside_a_cell_does_not_divide_it() -> None:
    page = table([50, 110, 200, 330], [40, 70, 100, 140])
    rule(page, (215, 85, 315, 85))  # an underline, or 一
    rule(page, (150, 104, 150, 132), 1.2)
    (grid,) = grids(straight(page))
    assert len(grid.cells) == 9


def test_an_edge_that_the_ink_leaves_open_makes_its_two_cells_doubtful() -> None:
    page = table([50, 110, 200, 330], [40, 70, 100, 140])
    (sure,) = ruled_tables(straight(page))
    assert not sure.doubtful
    page[round(107 * PER_POINT) : round(133 * PER_POINT), round(105 * PER_POINT) : round(115 * PER_POINT)] = (
        255
    )
    (doubted,) = ruled_tables(straight(page))
    assert doubted.doubtful
    assert all(doubted.grid.cells[index].row == 2 for index in doubted.doubtful)


def test_text_without_rules_is_no_table() -> None:
    grey, _ = rendered("prose.pdf", 1, 200)
    assert grids(straight(grey)) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (7, 9), (2339, 1654)])
@pytest.mark.parametrize("ink", [0, 128, 255])
def test_an_even_page_has_no_table(shape: tuple[int, int], ink: int) -> None:
    assert grids(straight(np.full(shape, ink, np.uint8))) == ()


def _noise() -> Grey:
    return np.random.default_rng(2).integers(0, 256, (2339, 1654)).astype(np.uint8)


def _stripes() -> Grey:
    page = np.full((3000, 8000), 255, np.uint8)
    page[::8] = 0
    page[:, ::10] = 0
    return page


def _photograph() -> Grey:
    """Soft spots and edges in all directions."""
    rng = np.random.default_rng(3)
    small = rng.integers(0, 256, (60, 42)).astype(np.uint8)
    return cv2.resize(small, (1654, 2339), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize("page", [_noise, _stripes, _photograph])
def test_a_picture_of_something_else_ends_soon(page: object) -> None:
    grey = page()  # type: ignore[operator]
    start = time.process_time()
    found = grids(straight(grey))
    assert time.process_time() - start < 20
    assert sum(len(grid.cells) for grid in found) == 0 or page is _stripes
