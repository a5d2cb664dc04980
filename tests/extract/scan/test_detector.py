"""Lines found on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from extract.scan.detector import Detector

if TYPE_CHECKING:
    from conftest import Sheet


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


def test_each_line_has_a_box_around_its_ink(detector: Detector, sheet: type[Sheet]) -> None:
    page = sheet(900, 400).write("项目支出绩效自评表", 200, 60, 40).write("单位：万元", 600, 200)
    title, unit = detector.lines(page.pixels)
    assert title[0] <= 204
    assert title[2] >= 556
    assert title[1] <= 66
    assert title[3] >= 96
    assert unit[0] <= 604
    assert unit[1] <= 204
    assert unit[3] >= 224


def test_boxes_are_in_pixels_of_a_page_too_large_for_the_network(
    detector: Detector, sheet: type[Sheet]
) -> None:
    page = sheet(2400, 3300).write("年度总体目标完成情况", 1000, 3000, 60)
    (found,) = detector.lines(page.pixels)
    assert abs(found[0] - 1000) < 30
    assert abs(found[2] - 1600) < 30
    assert found[1] < 3015
    assert found[3] > 3050


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (300, 300)])
def test_paper_without_text_has_no_lines(detector: Detector, shape: tuple[int, int]) -> None:
    assert detector.lines(np.full(shape, 255, np.uint8)) == []


@pytest.mark.parametrize("size", [(2000, 1400), (1400, 2000), (500, 400), (1600, 300)])
def test_pages_of_any_shape_are_looked_at_whole(
    detector: Detector, sheet: type[Sheet], size: tuple[int, int]
) -> None:
    width, height = size
    page = sheet(width, height).write("绩效自评表", width - 230, height - 70, 40)
    (found,) = detector.lines(page.pixels)
    assert abs(found[0] - (width - 230)) < 15
    assert abs(found[3] - (height - 27)) < 15
