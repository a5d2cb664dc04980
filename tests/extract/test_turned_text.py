"""Turned, stacked, wrapped and letter-spaced text in cells, and what stays apart."""

from __future__ import annotations

from typing import Any

import pytest
from plain_table import XS, YS, MakeInk, MakePdf, only_table, texts_of, written

from extract.document import Table
from extract.pdf.reader import read_pdf


def cell_text(ink: Any, pdf_of: MakePdf, xs: list[float], ys: list[float]) -> str:
    return only_table(read_pdf(pdf_of(ink.grid(xs, ys)))).cells[0].text


def test_a_stacked_label_reads_from_the_top_down(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().stack(60, 740, "产出指标（50分）")
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "产出指标（50分）"


def test_a_stacked_label_with_its_number_on_one_line(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().stack(60, 740, "产出指标（").text(59, 690, "50").stack(60, 680, "分）")
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "产出指标（50分）"


def test_turned_brackets_in_a_stacked_label_stay_in_order(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = (
        ink()
        .stack(60, 740, "产出指标")
        .text(61, 702, "（", turn="0 -1 1 0")
        .text(61, 690, "50")
        .stack(60, 680, "分")
    )
    page.text(61, 672, "）", turn="0 -1 1 0")
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "产出指标（50分）"


def test_vertical_writing_in_two_columns_reads_from_the_right(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().stack(75, 740, "部门整体").stack(60, 740, "支出情况")
    assert cell_text(page, pdf_of, [50, 95, 200], [760, 600]) == "部门整体支出情况"


@pytest.mark.parametrize(("turn", "x", "y"), [("0 1 -1 0", 70, 620), ("0 -1 1 0", 60, 740)])
def test_turned_text_reads_along_its_own_direction(
    ink: MakeInk, pdf_of: MakePdf, turn: str, x: int, y: int
) -> None:
    page = ink().text(x, y, "满意度指标（10分）", turn=turn)
    assert cell_text(page, pdf_of, [50, 80, 200], [760, 600]) == "满意度指标（10分）"


def test_a_number_wrapped_in_a_full_line_is_one_number(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(52, 740, "123456").text(52, 728, "78.90")
    assert cell_text(page, pdf_of, [50, 81, 200], [760, 700]) == "12345678.90"


def test_two_numbers_in_a_cell_with_room_stay_two(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(52, 740, "1234").text(52, 728, "78.90")
    assert cell_text(page, pdf_of, [50, 150, 200], [760, 700]) == "1234\n78.90"


def test_letter_spacing_makes_no_blank_but_a_drawn_blank_stays(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 200, 350], [760, 730])
    for i, char in enumerate("资金来源"):
        page.text(60 + 27 * i, 740, char)
    page.text(210, 740, "资 金 来 源")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["资金来源", "资 金 来 源"]]


def test_two_numbers_side_by_side_in_a_cell_do_not_become_one(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 200, 350], [760, 730]).text(55, 740, "1.56").text(85, 740, "1.20")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["1.56 1.20", ""]]


def test_text_written_in_one_go_over_two_cells_is_split_at_the_rule(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid([50, 81, 350], [760, 730]).text(54, 740, "443459.61")
    assert texts_of(only_table(read_pdf(pdf_of(page)))) == [["443459", ".61"]]


def test_free_lines_keep_a_blank_for_a_wide_gap_and_stand_in_order(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = written(ink().grid(XS, YS)).text(200, 790, "项目支出绩效自评表", size=16)
    page.text(55, 680, "联系人：张三").text(220, 680, "联系电话：123")
    reading = read_pdf(pdf_of(page))
    kinds = [block if isinstance(block, Table) else block.text for block in reading.blocks]
    assert kinds == ["项目支出绩效自评表", reading.pages[0].tables[0], "联系人：张三 联系电话：123"]


def test_a_hyphen_at_a_line_end_is_kept(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().text(55, 740, "ABC-").text(55, 728, "DEF")
    assert cell_text(page, pdf_of, [50, 200, 300], [760, 700]) == "ABC-DEF"
