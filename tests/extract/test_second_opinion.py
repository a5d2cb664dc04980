"""The second reader reads the same boxes by other means, and says so when it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract.document import Box, Cell, OnPage
from extract.pdf.reader import read_pdf
from extract.second_opinion import agree, reread

KEY = "geheim"
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))

MakeInk = Callable[[], Any]
MakePdf = Callable[..., bytes]


def cells_of(data: bytes) -> list[Cell]:
    return [cell for page in read_pdf(data).pages for table in page.tables for cell in table.cells]


def places(cells: list[Cell]) -> list[OnPage]:
    return [cell.place for cell in cells if isinstance(cell.place, OnPage)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_both_readers_agree_on_every_cell_of_the_samples(sample: Path) -> None:
    data = sample.read_bytes()
    cells = cells_of(data)
    seconds = reread(data, places(cells))
    differing = [(c.place, c.text, s) for c, s in zip(cells, seconds, strict=True) if not agree(c.text, s)]
    assert not differing


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 500, 800)])
def test_boxes_mean_the_same_to_both_readers(
    ink: MakeInk, pdf_of: MakePdf, rotate: int, crop: tuple[int, ...] | None
) -> None:
    page = ink().grid([50, 150, 300], [760, 730, 700]).text(55, 740, "项目名称").text(155, 740, "443.88")
    page.text(55, 710, "得分").stack(200, 720, "五分")
    data = pdf_of(page, media=(-20, -10, 575, 832), crop=crop, rotate=rotate)
    cells = cells_of(data)
    assert {cell.text for cell in cells} == {"项目名称", "443.88", "得分", "五分"}
    assert reread(data, places(cells)) == [cell.text for cell in cells]


def test_text_drawn_twice_is_read_once(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 150], [760, 730]).text(55, 740, "指标").text(55.2, 740, "指标")
    data = pdf_of(page)
    assert reread(data, places(cells_of(data))) == ["指标"]


def test_a_page_made_to_differ_is_seen_to_differ(ink: MakeInk, pdf_of: MakePdf) -> None:
    """pdfplumber does not know a watermark: the two disagree, and no error may rest on such a cell."""
    page = (
        ink()
        .grid([50, 150, 300], [760, 730])
        .text(55, 740, "1")
        .text(60, 741, "0", turn="0.866 0.5 -0.5 0.866")
        .text(160, 740, "5")
    )
    data = pdf_of(page)
    cells = cells_of(data)
    seconds = reread(data, places(cells))
    assert [agree(c.text, s) for c, s in zip(cells, seconds, strict=True)] == [False, True]


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("crop", [None, (30, 40, 500, 800)])
def test_what_nobody_sees_is_not_brought_back(
    ink: MakeInk, pdf_of: MakePdf, rotate: int, crop: tuple[int, ...] | None
) -> None:
    page = ink().grid([50, 150, 300], [760, 730]).text(55, 740, "443.88").text(160, 740, "5")
    page.text(200, 740, "66", mode=3).raw("q 400 400 9 9 re W n").text(220, 740, "77").raw("Q")
    page.raw("1 g 52 736 40 14 re f 0 g").text(55, 740, "443.99")
    data = pdf_of(page, crop=crop, rotate=rotate)
    cells = cells_of(data)
    assert {cell.text for cell in cells} == {"443.99", "5"}
    assert reread(data, places(cells), unseen={1}) == [cell.text for cell in cells]


def test_it_says_none_where_it_cannot_read(ink: MakeInk, pdf_of: MakePdf) -> None:
    data = pdf_of(ink().grid([50, 150], [760, 730]).text(55, 740, "指标"), password=KEY)
    here, beyond = OnPage(1, Box(50, 80, 150, 115)), OnPage(9, Box(50, 80, 150, 115))
    assert reread(b"%PDF-1.7 broken", [here]) == [None]
    assert reread(data, [here]) == [None]
    assert reread(data, [here, beyond], password=KEY) == ["指标", None]


@pytest.mark.parametrize(
    ("number", "sentence", "same"),
    [
        ("99.20", "项目自评得分99.20分，站点运行稳定。", True),
        ("99.20", "项目自评得分 99.20 分，满分 100 分。", True),
        ("99.20", "项目自评得分为99.20，站点运行稳定。", True),
        ("99.20", "项目自评得分99.2分，站点运行稳定。", False),
        ("99.20", "项目自评得分199.20分，站点运行稳定。", False),
        ("99.20", "项目自评得分-99.20分，站点运行稳定。", False),
        ("99.20", "项目资金执行率99.20%，站点运行稳定。", False),
        ("99.20", "项目资金1,399.20元，站点运行稳定。", False),
        ("99.20", "项目资金99.20万元，站点运行稳定。", False),
        ("99.20", "99.20分", False),
        ("得分", "项目自评得分99.20分。", False),
    ],
)
def test_a_number_from_a_sentence_must_stand_in_it_whole(number: str, sentence: str, *, same: bool) -> None:
    assert agree(number, sentence) is same


def test_readings_agree_whatever_the_blanks_and_widths() -> None:
    assert agree("资 金来源（A）\n≥5%", "资金来源(A)≥５%")
    assert not agree("443.88", "443.98")
    assert not agree("443.88", None)
