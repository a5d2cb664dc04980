"""The scans on which the reader is measured: their truth must be true, and chance must repeat itself."""

from __future__ import annotations

import functools
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from bench.scans.generator import scan
from bench.scans.truth import Scan
from extract.document import Box

SAMPLE = Path(__file__).parents[3] / "samples" / "project-2022.pdf"
PER_POINT = 2
PRESETS = ("standard200", "phone")


@functools.cache
def scanned(preset: str, turn: int = 0) -> Scan:
    return scan(SAMPLE, 1, preset, turn=turn)


def picture(made: Scan) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(made.data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return pixels.astype(np.uint8)


def ink_on_page(made: Scan) -> NDArray[np.bool_]:
    """Where the page is printed on, by its own coordinates; the seal's surroundings wiped."""
    width, height = (round(one * PER_POINT) for one in made.page_size)
    homography = np.array(made.homography) @ np.diag([1 / PER_POINT, 1 / PER_POINT, 1])
    page = cv2.warpPerspective(picture(made), homography, (width, height), flags=cv2.WARP_INVERSE_MAP)
    ground = cv2.medianBlur(page, 61).astype(np.int16)
    dark = (ground - page) > 0.2 * ground
    if made.seal:
        x, y, radius = (round(one * PER_POINT) for one in made.seal)
        cv2.circle(wiped := dark.astype(np.uint8), (x, y), radius + 4, 0, -1)
        dark = wiped.astype(np.bool_)
    return np.asarray(dark)


def part(mask: NDArray[np.bool_], box: Box, margin: float = 0) -> NDArray[np.bool_]:
    x0, top, x1, bottom = (round(one * PER_POINT) for one in (box.x0, box.top, box.x1, box.bottom))
    edge = round(margin * PER_POINT)
    return mask[top - edge : bottom + edge, x0 - edge : x1 + edge]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_text_has_its_ink_in_the_box_that_the_truth_gives(preset: str) -> None:
    made = scanned(preset)
    ink = ink_on_page(made)
    words = [word for cell in made.cells if not cell.sealed for word in cell.words]
    assert len(words) > 100
    assert [word.text for word in words if not part(ink, word.box, 0.75).any()] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_ink_in_a_cell_lies_inside_the_boxes_of_its_texts(preset: str) -> None:
    made = scanned(preset)
    ink = ink_on_page(made)
    inside = np.zeros_like(ink)
    for cell in made.cells:
        part(inside, cell.box, -2.5)[:] = True  # without the rulings
    everything = (ink & inside).sum()
    for word in (word for cell in made.cells for word in cell.words):
        part(inside, word.box, 0.5)[:] = False
    assert everything > 5000
    assert (ink & inside).sum() < 0.003 * everything  # half a point off would be ten times as much


def test_the_corners_of_a_cell_in_the_picture_follow_a_turned_picture() -> None:
    upright, turned = scanned("standard200"), scanned("standard200", 90)
    assert (turned.width, turned.height) == (upright.height, upright.width)
    np.testing.assert_array_equal(picture(turned), np.rot90(picture(upright), -1))
    for before, after in zip(upright.cells, turned.cells, strict=True):
        expected = [(upright.height - y, x) for x, y in before.quad]
        np.testing.assert_allclose(after.quad, expected, atol=1e-6)


def test_the_same_page_and_preset_give_the_same_picture() -> None:
    assert scan(SAMPLE, 1, "low150") == scan(SAMPLE, 1, "low150")


def test_a_cell_below_the_seal_is_marked_and_one_far_from_it_is_not() -> None:
    made = scanned("standard200")
    assert made.seal is not None
    assert 20 > sum(cell.sealed for cell in made.cells) > 2
    assert not next(cell for cell in made.cells if cell.text == "项目名称").sealed
