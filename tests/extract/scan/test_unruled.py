"""Scanned tables without vertical rules: the cells of the exported original, all of them doubted."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.scans.generator import scan
from extract.document import SURE, Box, Cell, Document, OnPage, Table
from extract.grid import Ruling
from extract.read import read, read_bytes
from extract.scan.content import ReadLine
from extract.scan.ink import PixelBox, inked
from extract.scan.unruled.lumps import Placed, lumps_of
from extract.scan.unruled.pieces import pieces_of

SAMPLES = Path(__file__).parents[3] / "samples"
FORMS = [("horizontal-rulings", "standard300"), ("no-rulings", "clean300")]
EM = 26


@cache
def as_read(name: str, preset: str) -> Document:
    return read_bytes(scan(SAMPLES / f"{name}.pdf", 1, preset).data, name)


def cells(document: Document) -> list[Cell]:
    return [cell for page in document.pages for table in page.tables for cell in table.cells if cell.text]


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize(("name", "preset"), FORMS)
def test_columns_are_those_of_the_exported_form(name: str, preset: str) -> None:
    tables = as_read(name, preset).pages[0].tables
    assert {table.how for table in tables} == {"borderless"}
    found, exported = (
        max(document.pages[0].tables, key=lambda table: table.row_count)
        for document in (as_read(name, preset), read(SAMPLES / f"{name}.pdf"))
    )
    for column in range(1, exported.column_count):
        expected = column_of(exported, column)
        assert len(expected) > 1
        assert column_of(found, column)[: len(expected)] == expected


def column_of(table: Table, column: int) -> list[str]:
    """Its texts from the top down; dots that fill an unused row are not looked for."""
    texts = [plain(cell.text) for cell in table.cells if cell.column == column]
    return [text for text in texts if text.strip(".")]


@pytest.mark.parametrize(("name", "preset"), FORMS)
def test_every_number_of_the_form_is_read_in_its_place(name: str, preset: str) -> None:
    made = scan(SAMPLES / f"{name}.pdf", 1, preset)
    found = cells(as_read(name, preset))
    numbers = [true for true in made.cells if true.numeric and true.text]
    assert len(numbers) > 30
    for true in numbers:
        x, y = (sum(point[axis] for point in true.quad) / 4 * 72 / made.dpi for axis in (0, 1))
        here = [
            cell
            for cell in found
            if isinstance(cell.place, OnPage)
            and cell.place.box.x0 < x < cell.place.box.x1
            and cell.place.box.top < y < cell.place.box.bottom
        ]
        assert [plain(cell.text) for cell in here] == [plain(true.text)]


@pytest.mark.parametrize(("name", "preset"), FORMS)
def test_nobody_is_accused_on_a_guess_of_structure(name: str, preset: str) -> None:
    assert all(cell.confidence < SURE for cell in cells(as_read(name, preset)))


def test_running_text_is_no_table() -> None:
    (page,) = as_read("prose", "clean300").pages
    assert page.tables == ()
    assert len(page.lines) > 10


def test_a_narrow_gap_parts_columns_that_other_rows_keep_apart(sheet: Callable[[int, int], Any]) -> None:
    page = sheet(900, 400)
    labels = ("质量指标", "时效指标", "成本指标", "可持续影响指标")
    names = ("合格率", "按时完成率", "单位成本", "管护责任落实率")
    for row, (label, name) in enumerate(zip(labels, names, strict=True)):
        page.write(label, 60, 60 + 50 * row).write(name, 264, 60 + 50 * row)
    lines = pieces(page.pixels, [(50, 50 + 50 * row, 480, 96 + 50 * row) for row in range(4)])
    assert [len(line) for line in lines] == [2, 2, 2, 2]
    assert all(abs(line[1][0] - 264) < 8 for line in lines)


def test_a_label_that_is_spaced_out_stays_whole(sheet: Callable[[int, int], Any]) -> None:
    page = sheet(900, 300)
    for row in range(3):
        for place, character in enumerate("产出指标"):
            page.write(character, 60 + 44 * place, 60 + 60 * row)
    (first, *_) = pieces(page.pixels, [(50, 50 + 60 * row, 240, 96 + 60 * row) for row in range(3)])
    assert len(first) == 1


def test_a_lone_dash_that_the_detector_missed_is_found(sheet: Callable[[int, int], Any]) -> None:
    page = sheet(900, 200).write("其他资金", 60, 60).write("—", 400, 60)
    (line,) = pieces(page.pixels, [(50, 50, 190, 96)])
    assert len(line) == 2


def pieces(pixels: np.ndarray, boxes: list[PixelBox]) -> list[list[PixelBox]]:
    return pieces_of(inked(pixels, 200 / 72), EM, boxes, np.zeros(pixels.shape, np.bool_))


def placed(text: str, x0: float, top: float) -> Placed:
    box = Box(x0, top, x0 + 7 * len(text), top + 7)
    return Placed(ReadLine(((0, 0, 1, 1),), text, 0.99, (), sealed=False), box)


def texts(lines: list[Placed], levels: tuple[Ruling, ...] = ()) -> set[str]:
    return {lump.text for lump in lumps_of(lines, levels, 7.0)}


def test_a_line_that_goes_on_below_is_one_cell() -> None:
    assert texts([placed("新建加压", 50, 100), placed("泵站", 57, 111)]) == {"新建加压泵站"}


def test_numbers_one_below_the_other_are_two_cells() -> None:
    assert texts([placed("8", 50, 100), placed("10", 48, 111)]) == {"8", "10"}


def test_labels_beside_numbers_one_below_the_other_are_two_rows() -> None:
    lines = [placed("地方资金", 50, 100), placed("194.80", 150, 100)]
    lines += [placed("其他资金", 50, 111), placed("60.00", 152, 111)]
    assert {"地方资金", "其他资金"} <= texts(lines)


def test_a_label_of_one_line_does_not_go_on_with_one_of_two_lines_below() -> None:
    lines = [placed("年度资金总额", 50, 100), placed("320.00", 150, 100)]
    lines += [placed("其中：财政拨", 50, 111), placed("280.00", 150, 116.5), placed("款", 50, 122)]
    assert {"年度资金总额", "其中：财政拨款"} <= texts(lines)


def test_a_rule_between_two_lines_parts_them() -> None:
    lines = [placed("质量指标", 50, 100), placed("时效指标", 50, 112)]
    assert len(texts(lines, (Ruling(109.5, 40, 300),))) == 2
    assert len(texts(lines)) == 1
