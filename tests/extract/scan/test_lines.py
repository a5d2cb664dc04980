"""The lines inside cells: found by their ink, never across a border, never invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from extract.scan.ink import PixelBox, inked
from extract.scan.lines import TextLine, free_lines, lines_in, turned_lines

if TYPE_CHECKING:
    from conftest import Sheet

EM = 26.0
CELL: PixelBox = (20, 20, 320, 120)


def found(page: Sheet, cell: PixelBox = CELL, boxes: tuple[PixelBox, ...] = ()) -> list[TextLine]:
    return lines_in(inked(page.pixels, page.per_point), cell, EM, boxes)


def ink_of(page: Sheet, line: TextLine) -> bool:
    """Whether the line's box holds ink up to its edges."""
    x0, top, x1, bottom = line.box
    dark = page.pixels[top:bottom, x0:x1] < 225
    return bool(dark[0].any() and dark[-1].any() and dark[:, 0].any() and dark[:, -1].any())


@pytest.mark.parametrize("text", ["353.88", "—", "-", "一", "1", "/", "≥4次", "二", "＝"])
def test_one_line_is_found_however_little_ink_it_has(sheet: type[Sheet], text: str) -> None:
    page = sheet(340, 140).cell(*CELL).write(text, 130, 55)
    (line,) = found(page)
    assert ink_of(page, line)
    assert line.crop.shape[0] > 0.7 * EM
    assert (line.crop < 128).any()


def test_lines_of_a_paragraph_come_from_the_top_down(sheet: type[Sheet]) -> None:
    page = sheet(340, 140).cell(*CELL).write("完成三项工程", 40, 30).write("二级指标", 40, 70)
    first, second = found(page)
    assert first.box[3] <= second.box[1]


def test_a_cell_with_dirt_and_remains_of_its_rulings_is_empty(sheet: type[Sheet]) -> None:
    page = sheet(340, 140).cell(*CELL)
    page.fill(23, 30, 26, 60)  # the ruling is thicker for a stretch
    page.fill(100, 117, 180, 120)
    page.fill(200, 70, 203, 73)  # a speck
    assert found(page) == []


def test_a_decimal_point_is_no_speck(sheet: type[Sheet]) -> None:
    page = sheet(340, 140).cell(*CELL).write("8.5", 130, 55)
    (line,) = found(page)
    middle = line.crop[:, line.crop.shape[1] // 3 : line.crop.shape[1] * 2 // 3]
    assert (middle < 128).any()


def test_faded_broken_strokes_are_not_called_an_empty_cell(sheet: type[Sheet]) -> None:
    page = sheet(340, 140).cell(*CELL)
    for x, y in ((150, 60), (155, 64), (160, 68), (155, 72), (150, 76)):
        page.fill(x, y, x + 3, y + 2)
    assert len(found(page)) == 1


def test_the_neighbour_is_left_out(sheet: type[Sheet]) -> None:
    page = sheet(640, 140).cell(*CELL).cell(320, 20, 620, 120)
    page.write("100.00", 130, 55).write("200.00", 330, 55)
    (line,) = found(page)
    assert line.box[2] < 320


def test_text_close_to_the_ruling_keeps_its_first_stroke(sheet: type[Sheet]) -> None:
    page = sheet(340, 100).cell(20, 20, 320, 62).write("联系电话", 25, 27)
    (line,) = found(page, (20, 20, 320, 62))
    ink = np.flatnonzero((page.pixels[30:55, 24:300] < 128).any(axis=0)) + 24
    assert line.box[0] <= ink[0] + 1


def test_a_label_written_downwards_becomes_one_line(sheet: type[Sheet]) -> None:
    page = sheet(100, 220).cell(20, 10, 70, 210)
    for number, character in enumerate("一级指标"):
        page.write(character, 31, 30 + 40 * number)
    (line,) = found(page, (20, 10, 70, 210))
    assert len(line.pieces) == 4
    assert line.crop.shape[1] > 3 * line.crop.shape[0] / 2
    assert line.box[1] < 60
    assert line.box[3] > 160


def test_lines_that_touch_are_parted_by_the_detectors_boxes(sheet: type[Sheet]) -> None:
    page = sheet(340, 140).cell(*CELL).write("完成三项工程", 40, 40).write("供水管网改造", 40, 64)
    page.fill(100, 60, 104, 72)  # a smear joins them
    first, second = found(page, boxes=((38, 40, 215, 66), (38, 66, 215, 92)))
    assert first.box[3] <= second.box[1]


def test_a_stroke_of_a_seal_above_a_number_is_no_dash(sheet: type[Sheet]) -> None:
    page = sheet(340, 140).cell(*CELL).write("0.00", 130, 70).fill(120, 40, 190, 44)
    (line,) = found(page)
    assert line.box[1] > 60


def test_turned_text_is_found_where_it_stands(sheet: type[Sheet]) -> None:
    flat = sheet(240, 60).write("绩效指标", 60, 16)
    page = sheet(60, 240)
    page.pixels = np.ascontiguousarray(np.rot90(flat.pixels))
    (line,) = turned_lines(inked(page.pixels, page.per_point), (0, 0, 60, 240), EM, 90)
    assert ink_of(page, line)
    assert line.crop.shape[1] > 2 * line.crop.shape[0]


def test_free_lines_are_those_outside_the_tables(sheet: type[Sheet]) -> None:
    page = sheet(640, 300).write("单位：万元", 400, 30).cell(20, 100, 320, 200).write("合计", 100, 135)
    boxes: list[PixelBox] = [(396, 26, 560, 66), (96, 130, 170, 170)]
    (line,) = free_lines(inked(page.pixels, page.per_point), EM, boxes, [(20, 100, 320, 200)])
    assert line.box[3] < 100


@pytest.mark.parametrize("cell", [(0, 0, 0, 0), (5, 5, 6, 6), (300, 100, 400, 300), (-9, -9, 900, 900)])
def test_cells_of_odd_size_or_beyond_the_page_are_no_trouble(sheet: type[Sheet], cell: PixelBox) -> None:
    assert found(sheet(340, 140), cell) == []
