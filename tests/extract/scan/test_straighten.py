"""A page comes out upright, level and evenly lit, and every point of it leads back to the picture."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2
import pytest

from extract.scan import orientation
from extract.scan.straighten import straightened
from extract.scan.types import Picture, Straight

SAMPLES = Path(__file__).parents[3] / "samples"
A4 = (595, 842)
# Where the test puts its own marks on the page, in points.
MARKS = [(x, y) for y in (30, 400, 812) for x in (30, 297, 565)]


@cache
def printed(name: str, dpi: int = 200, *, marked: bool = False) -> np.ndarray:
    """The first page of a sample in grey, if wanted with black squares of 10 pixels at `MARKS`."""
    drawn = pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf")[0].render(scale=dpi / 72).to_numpy()
    grey = cv2.cvtColor(np.ascontiguousarray(drawn[..., :3]), cv2.COLOR_BGR2GRAY)
    for x, y in MARKS if marked else ():
        across, down = round(x * dpi / 72), round(y * dpi / 72)
        grey[down - 15 : down + 15, across - 15 : across + 15] = 255
        grey[down - 5 : down + 5, across - 5 : across + 5] = 0
    return grey


class Scan(NamedTuple):
    picture: Picture
    from_page: np.ndarray  # takes pixels of the printed page to pixels of the picture
    page: np.ndarray


def tilted(page: np.ndarray, degrees: float, dpi: float = 200) -> Scan:
    """As a feeder takes it in askew, with a little noise."""
    height, width = page.shape
    way = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), [0, 0, 1]])
    pixels = cv2.warpPerspective(page, way, (width, height), borderValue=255).astype(float)
    pixels += np.random.default_rng(1).normal(0, 4, pixels.shape)
    return Scan(Picture(pixels.clip(0, 255).astype(np.uint8), (dpi, dpi)), way, page)


def photographed(page: np.ndarray, *, grain: bool = True) -> Scan:
    """On a dark desk, from one side, light falling off to the right, in colour; the resolution unknown."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[250, 260], [1800, 180], [1905, 2500], [160, 2420]], np.float32)
    way = cv2.getPerspectiveTransform(corners, seen)
    rng = np.random.default_rng(2)
    desk = rng.normal(60, 12, (1, 2100)).repeat(2700, axis=0) if grain else np.full((2700, 2100), 60.0)
    paper = cv2.warpPerspective(np.full_like(page, 255), way, (2100, 2700)) / 255
    picture = paper * cv2.warpPerspective(page, way, (2100, 2700)) + (1 - paper) * desk
    picture *= np.linspace(0.95, 0.6, 2100)
    colour = picture[..., None] * (1.0, 0.97, 0.9) + rng.normal(0, 3, (2700, 2100, 3))
    return Scan(Picture(colour.clip(0, 255).astype(np.uint8), (254, 254)), way, page)


def through(way: np.ndarray, points: list[tuple[float, float]] | np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(np.array([points], dtype=float), way)[0]


def unevenness(scan: Scan, straight: Straight) -> float:
    """The most that a level or upright line of the page deviates over 300 pixels."""
    height, width = scan.page.shape
    way = np.linalg.inv(straight.to_picture) @ scan.from_page
    if straight.turn in (90, 270):
        pytest.fail("the page was turned")
    worst = 0.0
    for share in np.linspace(0.1, 0.9, 9):
        across = np.subtract(*through(way, [(0.1 * width, share * height), (0.9 * width, share * height)]))
        down = np.subtract(*through(way, [(share * width, 0.1 * height), (share * width, 0.9 * height)]))
        worst = max(worst, abs(across[1] / across[0]) * 300, abs(down[0] / down[1]) * 300)
    return worst


def misplacement(scan: Scan, straight: Straight) -> float:
    """How far, in pixels of the picture, the marks lead from where they really are."""
    worst = 0.0
    for mark in MARKS:
        true = through(scan.from_page, [[one * 200 / 72 for one in mark] - np.array(0.5)])[0]
        x, y = through(np.linalg.inv(straight.to_picture), [true])[0].round().astype(int)
        ink = 255.0 - straight.grey[y - 10 : y + 11, x - 10 : x + 11]
        ink[ink < 60] = 0
        down, across = np.mgrid[y - 10 : y + 11, x - 10 : x + 11]
        seen = [(across * ink).sum() / ink.sum(), (down * ink).sum() / ink.sum()]
        worst = max(worst, float(np.hypot(*(through(straight.to_picture, [seen])[0] - true))))
    return worst


@pytest.mark.parametrize("degrees", [-9.5, -2.0, -0.3, 0.0, 1.1, 5.0, 10.0])
def test_a_tilted_scan_comes_out_level(degrees: float) -> None:
    scan = tilted(printed("dept-2023-clean", marked=True), degrees)
    straight = straightened(scan.picture)
    assert unevenness(scan, straight) < 1
    if abs(degrees) < 3:  # further, marks at the corners leave the scanner's glass
        assert misplacement(scan, straight) < 1.5


@pytest.mark.parametrize("name", ["prose", "no-rulings"])
@pytest.mark.parametrize("degrees", [-6.0, 0.0, 1.0])
def test_text_without_rulings_comes_out_level_too(name: str, degrees: float) -> None:
    scan = tilted(printed(name), degrees)
    assert unevenness(scan, straightened(scan.picture)) < 1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("name", ["dept-2023-clean", "landscape", "mof-2021-project", "horizontal-rulings"])
def test_a_page_the_wrong_way_up_is_turned(name: str, turn: int) -> None:
    page = tilted(printed(name), 1.0)
    fed = np.ascontiguousarray(np.rot90(page.picture.pixels, turn // 90))  # anticlockwise
    straight = straightened(Picture(fed, (200, 200)))
    assert straight.turn == turn
    portrait = page.page.shape[0] > page.page.shape[1]
    assert (straight.grey.shape[0] > straight.grey.shape[1]) == portrait


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_points_of_a_turned_page_lead_back_to_the_picture(turn: int) -> None:
    page = tilted(printed("dept-2023-clean", marked=True), 1.0)
    height, width = page.page.shape
    fed = np.ascontiguousarray(np.rot90(page.picture.pixels, turn // 90))
    back = {
        90: np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]]),
        180: np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]]),
        270: np.array([[0, -1, height - 1], [1, 0, 0], [0, 0, 1]]),
    }[turn]
    scan = Scan(Picture(fed, (200, 200)), back @ page.from_page, page.page)
    assert misplacement(scan, straightened(scan.picture)) < 1.5


@pytest.mark.parametrize("grain", [False, True])
def test_a_photograph_loses_its_perspective_and_its_desk(grain: bool) -> None:  # noqa: FBT001
    scan = photographed(printed("dept-2023-clean", marked=True), grain=grain)
    straight = straightened(scan.picture)
    assert unevenness(scan, straight) < 1
    assert misplacement(scan, straight) < 3
    height, width = straight.grey.shape
    assert width / straight.per_point == pytest.approx(A4[0], rel=0.03)
    assert height / straight.per_point == pytest.approx(A4[1], rel=0.03)
    assert straight.grey[: height // 40].mean() > 240


def test_light_that_falls_off_leaves_white_paper_and_black_ink() -> None:
    scan = photographed(printed("dept-2023-clean"))
    straight = straightened(scan.picture)
    way = np.linalg.inv(straight.to_picture) @ scan.from_page
    seen = cv2.warpPerspective(scan.page, way, straight.grey.shape[::-1], borderValue=255)
    paper, ink = cv2.erode(seen, np.ones((9, 9), np.uint8)) > 250, seen < 20
    left, right = np.s_[:, : seen.shape[1] // 2], np.s_[:, seen.shape[1] // 2 :]
    for half in (left, right):
        assert np.percentile(straight.grey[half][paper[half]], 5) > 225
        assert np.percentile(straight.grey[half][ink[half]], 90) < 130


def test_a_shadow_across_the_page_costs_nothing_of_it() -> None:
    page = printed("dept-2023-clean").copy()
    page[1100:] = page[1100:] * 0.6
    straight = straightened(Picture(page, (200, 200)))
    assert straight.grey.shape[0] >= page.shape[0] - 5
    way = np.linalg.inv(straight.to_picture)
    y = int(through(way, [(100, 1500)])[0][1])
    below, original = straight.grey[y : y + 600], page[1500:2100]
    assert (below < 128).mean() == pytest.approx((original < 80).mean(), rel=0.35)


def test_the_black_border_of_a_copier_is_cut_off() -> None:
    page = printed("dept-2023-clean")
    copied = cv2.copyMakeBorder(page, 60, 40, 90, 70, cv2.BORDER_CONSTANT, value=15)
    straight = straightened(Picture(copied, (200, 200)))
    assert straight.grey.shape == pytest.approx(page.shape, rel=0.02)
    assert straight.grey[:, :30].mean() > 240
    assert straight.grey[:30].mean() > 240


@pytest.mark.parametrize(("dpi", "expected"), [(600, 300), (300, 300), (200, 200), (150, 150)])
def test_resolution_is_kept_up_to_300(dpi: int, expected: int) -> None:
    straight = straightened(Picture(printed("dept-2023-clean", dpi), (dpi, dpi)))
    assert straight.per_point * 72 == pytest.approx(expected)
    assert straight.grey.shape[1] / straight.per_point == pytest.approx(A4[0], abs=2)


def test_a_fax_with_flat_pixels_gets_square_ones() -> None:
    page = printed("dept-2023-clean")
    fax = cv2.resize(page, (page.shape[1], page.shape[0] // 2), interpolation=cv2.INTER_AREA)
    straight = straightened(Picture(fax, (200, 100)))
    assert straight.grey.shape == pytest.approx(page.shape, rel=0.01)
    assert through(straight.to_picture, [(800, 1600)])[0] == pytest.approx((800, 800), abs=3)


@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (5, 400), (19, 21), (2339, 1654), (400, 300, 3)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_of_nothing_stays_as_it_is(shape: tuple[int, ...], level: int) -> None:
    straight = straightened(Picture(np.full(shape, level, np.uint8), (200, 200)))
    assert straight.turn == 0
    assert straight.grey.shape == pytest.approx(shape[:2], abs=2)
    assert straight.sealed.shape == straight.grey.shape
    assert not straight.sealed.any()


def test_the_picture_itself_is_not_changed() -> None:
    scan = photographed(printed("dept-2023-clean"))
    before = scan.picture.pixels.copy()
    straightened(scan.picture)
    assert np.array_equal(before, scan.picture.pixels)
    page = printed("dept-2023-clean").copy()
    straightened(Picture(page, (200, 200)))
    assert np.array_equal(page, printed("dept-2023-clean"))


def test_one_misleading_look_does_not_turn_a_page_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def misled(looks: np.ndarray) -> np.ndarray:
        told = np.tile(np.array([[0.8, 0.05, 0.1, 0.05]], np.float32), (len(looks), 1))
        told[0] = (0.21, 0.03, 0.74, 0.02)  # as seen on a table with a wide empty column
        return told

    monkeypatch.setattr(orientation, "_network", lambda: misled)
    assert orientation.turn_of(printed("dept-2023-sheet", 100)) == 0
