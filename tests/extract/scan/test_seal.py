"""Seals are taken off or marked, and what is printed under them stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pytest

from extract.scan.straighten import straightened
from extract.scan.types import Picture, Straight

SAMPLES = Path(__file__).parents[3] / "samples"
RED, BLUE, GREY = (205, 45, 50), (40, 60, 190), (120, 120, 120)
MIDDLE = (800, 520)  # over the budget lines of the sample, at 200 dpi


@cache
def printed(name: str = "dept-2023-clean") -> np.ndarray:
    """The first page of a sample at 200 dpi, in three channels."""
    drawn = pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf")[0].render(scale=200 / 72).to_numpy()
    grey = cv2.cvtColor(np.ascontiguousarray(drawn[..., :3]), cv2.COLOR_BGR2GRAY)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


def stamp(
    shape: tuple[int, ...], middle: tuple[int, int], radius: int = 165, *, oval: float = 1.0
) -> np.ndarray:
    """Where a seal of 42 mm at 200 dpi leaves ink: ring, star, and strokes like those of writing along it."""
    ink = np.zeros(shape[:2], np.uint8)
    cv2.ellipse(ink, (*middle,), (radius, round(radius * oval)), 0, 0, 360, 255, 9, cv2.LINE_AA)
    turns = np.radians(np.arange(10) * 36 - 90)
    reach = np.where(np.arange(10) % 2, 0.13, 0.33) * radius
    star = np.column_stack([middle[0] + reach * np.cos(turns), middle[1] + reach * np.sin(turns)])
    cv2.fillPoly(ink, [star.round().astype(np.int32)], 255, cv2.LINE_AA)
    for turn in np.radians(np.arange(-210, 31, 30)):
        for along, inner, outer in ((-0.06, 0.62, 0.8), (0, 0.66, 0.84), (0.06, 0.62, 0.8)):
            ends = [
                (
                    round(middle[0] + share * radius * np.cos(turn + along)),
                    round(middle[1] + share * radius * oval * np.sin(turn + along)),
                )
                for share in (inner, outer)
            ]
            cv2.line(ink, ends[0], ends[1], 255, 4, cv2.LINE_AA)
    return ink > 100


def sealed_page(
    colour: tuple[int, int, int], where: np.ndarray, page: np.ndarray | None = None, quality: int = 85
) -> np.ndarray:
    """A page with transparent ink over it, after JPEG; in one channel if the ink is grey."""
    inked = (printed() if page is None else page).astype(float)
    inked[where] *= np.array(colour) / 255
    pixels = (inked + np.random.default_rng(3).normal(0, 2, inked.shape[:2])[..., None]).clip(0, 255)
    _, file = cv2.imencode(".jpg", pixels.astype(np.uint8)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(file, cv2.IMREAD_GRAYSCALE if colour == GREY else cv2.IMREAD_COLOR)
    return decoded if colour == GREY else np.ascontiguousarray(decoded[..., ::-1])


def on_straight(where: np.ndarray, straight: Straight) -> np.ndarray:
    """A mask of the picture as it lies on the straight page."""
    size, flags = straight.grey.shape[::-1], cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return cv2.warpPerspective(where.astype(np.uint8), straight.to_picture, size, flags=flags) > 0


def check_print_is_kept(straight: Straight, page: np.ndarray, within: np.ndarray) -> None:
    """Ink of text and rulings within a region is as dark as without a seal, nearly everywhere."""
    black = on_straight((page[..., 0] < 60) & within, straight)
    assert black.sum() > 500
    assert (straight.grey[black] < 150).mean() > 0.97


@pytest.mark.parametrize("colour", [RED, BLUE])
@pytest.mark.parametrize("oval", [1.0, 0.7])
def test_a_coloured_seal_is_lifted_off_the_print(colour: tuple[int, int, int], oval: float) -> None:
    ink = stamp(printed().shape, MIDDLE, oval=oval)
    straight = straightened(Picture(sealed_page(colour, ink), (200, 200)))
    check_print_is_kept(straight, printed(), ink)
    bare = on_straight(cv2.erode(printed()[..., 0], np.ones((9, 9), np.uint8)) > 250, straight)
    strokes = on_straight(ink, straight)
    assert np.percentile(straight.grey[strokes & bare], 10) > 200
    assert straight.sealed[strokes & bare].mean() > 0.9
    assert straight.sealed[~cv2.dilate(strokes.astype(np.uint8), np.ones((9, 9))).astype(bool)].sum() < 50


def test_half_a_seal_at_the_edge_of_the_page_is_lifted_too() -> None:
    ink = stamp(printed().shape, (printed().shape[1], 1200))
    straight = straightened(Picture(sealed_page(RED, ink), (200, 200)))
    assert straight.sealed[on_straight(ink, straight)].mean() > 0.8


def test_red_figures_are_no_seal() -> None:
    page = printed().copy()
    dark = page[..., 0] < 128
    dark[:, : page.shape[1] // 2] = False
    page[dark] = (200, 20, 30)
    straight = straightened(Picture(page, (200, 200)))
    assert not straight.sealed.any()
    red = on_straight(dark, straight)
    assert (straight.grey[red] < 150).mean() > 0.9


def test_red_figures_beside_a_seal_stay() -> None:
    page = printed().copy()
    dark = page[..., 0] < 60
    dark[:1200] = False
    page[dark] = (200, 20, 30)
    ink = stamp(page.shape, MIDDLE)
    straight = straightened(Picture(sealed_page(RED, ink, page), (200, 200)))
    assert straight.sealed[on_straight(ink, straight)].mean() > 0.8
    red = on_straight(dark, straight)
    assert not straight.sealed[red].any()
    assert (straight.grey[red] < 150).mean() > 0.85


def test_a_grey_seal_is_marked_and_its_ring_fades() -> None:
    ink = stamp(printed().shape, MIDDLE)
    straight = straightened(Picture(sealed_page(GREY, ink), (200, 200)))
    strokes = on_straight(ink, straight)
    bare = on_straight(cv2.erode(printed()[..., 0], np.ones((9, 9), np.uint8)) > 250, straight)
    assert straight.sealed[strokes & bare].mean() > 0.9
    y, x = np.mgrid[: ink.shape[0], : ink.shape[1]]
    ring = on_straight(ink & (np.hypot(x - MIDDLE[0], y - MIDDLE[1]) > 155), straight)
    assert np.median(straight.grey[ring & bare]) > 220
    characters = on_straight(ink & (np.hypot(x - MIDDLE[0], y - MIDDLE[1]) < 145), straight)
    assert np.percentile(straight.text[characters & bare], 10) > 220
    check_print_is_kept(straight, printed(), np.hypot(x - MIDDLE[0], y - MIDDLE[1]) < 175)


@pytest.mark.parametrize("beyond", [-40, 0])
def test_a_grey_seal_cut_by_the_edge_of_the_page_is_marked(beyond: int) -> None:
    ink = stamp(printed().shape, (printed().shape[1] + beyond, 1200))
    straight = straightened(Picture(sealed_page(GREY, ink), (200, 200)))
    bare = on_straight(cv2.erode(printed()[..., 0], np.ones((9, 9), np.uint8)) > 250, straight)
    assert straight.sealed[on_straight(ink, straight) & bare].mean() > 0.9


def test_what_memory_held_before_does_not_change_a_page(tmp_path: Path) -> None:
    """glibc fills memory that is handed out with a value of our choice."""
    page = tmp_path / "page.png"
    cv2.imwrite(str(page), sealed_page(GREY, stamp(printed().shape, (printed().shape[1] - 60, 1200))))
    rings = (
        "import sys, cv2; from extract.scan.ring import rings;"
        "print(rings(cv2.imread(sys.argv[1], cv2.IMREAD_GRAYSCALE), 200))"
    )
    told = [
        subprocess.run(  # noqa: S603 (our own words)
            [sys.executable, "-c", rings, page],
            env={**os.environ, "MALLOC_PERTURB_": value},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("0", "10", "250")
    ]
    assert told[0].count("Ring") == 1
    assert set(told) == {told[0]}


def test_rulings_under_a_grey_seal_are_not_marked_as_its_strokes() -> None:
    ink = stamp(printed().shape, MIDDLE)
    straight = straightened(Picture(sealed_page(GREY, ink), (200, 200)))
    level = cv2.morphologyEx((printed()[..., 0] < 128).astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, 200)))
    away = cv2.dilate(ink.astype(np.uint8), np.ones((9, 9))) == 0
    rulings = on_straight((level > 0) & away, straight)
    assert straight.sealed[rulings].mean() < 0.02
    without = straightened(Picture(sealed_page(GREY, ink & False), (200, 200)))
    before = (without.grey[on_straight((level > 0) & away, without)] < 160).mean()
    assert (straight.grey[rulings] < 160).mean() == pytest.approx(before, abs=0.01)


def test_a_seal_as_black_as_the_print_is_marked_and_nothing_is_erased() -> None:
    ink = stamp(printed().shape, MIDDLE)
    page = printed().copy()
    page[ink] = 0
    fax = (page[..., 0] > 128).astype(np.uint8) * 255
    straight = straightened(Picture(fax, (200, 200)))
    strokes = on_straight(ink, straight)
    assert straight.sealed[strokes].mean() > 0.7
    y, x = np.mgrid[: ink.shape[0], : ink.shape[1]]
    far = np.hypot(x - MIDDLE[0], y - MIDDLE[1])
    check_print_is_kept(straight, printed(), (far > 60) & (far < 150))


@pytest.mark.parametrize(
    "name",
    ["dept-2023-clean", "no-rulings", "hubei-county", "prose", "eight-forms", "two-on-a-page", "landscape"],
)
def test_a_page_without_a_seal_has_none(name: str) -> None:
    for picture in (printed(name), printed(name)[..., 0].copy()):
        assert not straightened(Picture(picture, (200, 200))).sealed.any()


def square(
    shape: tuple[int, ...],
    middle: tuple[int, int],
    size: tuple[int, int],
    *,
    tilt: float = 0.0,
    filled: bool = False,
) -> np.ndarray:
    """Where a square seal or a name seal leaves ink: a frame with strokes inside, or the reverse."""
    width, height = size
    ink = np.zeros(shape[:2], np.uint8)
    x0, top = middle[0] - width // 2, middle[1] - height // 2
    cv2.rectangle(ink, (x0, top), (x0 + width, top + height), 255, -1 if filled else 8)
    for column in range(x0 + 18, x0 + width - 12, 30):
        cv2.line(ink, (column, top + 16), (column, top + height - 16), 0 if filled else 255, 7)
    for row in range(top + 20, top + height - 12, 28):
        cv2.line(ink, (x0 + 16, row), (x0 + width - 16, row), 0 if filled else 255, 5)
    turn = cv2.getRotationMatrix2D(middle, tilt, 1.0)
    return cv2.warpAffine(ink, turn, shape[1::-1]) > 100


@pytest.mark.parametrize(
    ("size", "how"),
    [
        pytest.param((165, 165), {}, id="name"),
        pytest.param((165, 165), {"tilt": 6.0}, id="tilted"),
        pytest.param((160, 160), {"filled": True}, id="white on red"),
        pytest.param((250, 110), {}, id="oblong"),
        pytest.param((330, 330), {}, id="office"),
    ],
)
def test_a_square_seal_is_lifted_off_the_print(size: tuple[int, int], how: dict[str, float]) -> None:
    ink = square(printed().shape, MIDDLE, size, **how)
    straight = straightened(Picture(sealed_page(RED, ink), (200, 200)))
    bare = on_straight(cv2.erode(printed()[..., 0], np.ones((9, 9), np.uint8)) > 250, straight)
    strokes = on_straight(ink, straight)
    assert straight.sealed[strokes & bare].mean() > 0.9
    assert np.percentile(straight.grey[strokes & bare], 10) > 190
    black = on_straight((printed()[..., 0] < 60) & ink, straight)
    assert (straight.grey[black] < 150).mean() > 0.95


def test_a_red_remark_of_several_lines_is_no_seal(sheet: Callable[[int, int], Any]) -> None:
    written = sheet(*printed().shape[1::-1])
    for row, line in enumerate(
        ["该项得分依据不足", "请补充验收报告和", "资金支付凭证后再", "行复核并重新报送"]
    ):
        written.write(line, 620, 420 + 34 * row, size=32)
    page = printed().copy()
    page[written.pixels < 128] = (200, 20, 30)
    straight = straightened(Picture(page, (200, 200)))
    assert not straight.sealed.any()
