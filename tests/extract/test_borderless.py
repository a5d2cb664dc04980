"""Tables without rules, or with level rules only: found by position, checked by the order of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extract.borderless.labels import spans
from extract.document import Page, Reading, Table
from extract.pdf.reader import read_pdf

SAMPLES = Path(__file__).parents[2] / "samples"
LEFTS = (60, 130, 210, 320, 420, 480)
HEADINGS = ("一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROWS = (
    ("完成检查", "≥12次", "14次", "6", "6"),
    ("维修水渠", "≥5公里", "6公里", "8", "7.5"),
    ("按时完成率", "100%", "98%", "5", "4.9"),
)
PITCH = 24

MakeInk = Callable[[], Any]
MakePdf = Callable[..., bytes]


def draw(ink: Any, rows: tuple[tuple[str, ...], ...] = ROWS, *, label: bool = True, top: float = 760) -> Any:
    """The form as a program writes it: row by row, a merged label with its first row."""
    for left, heading in zip(LEFTS, HEADINGS, strict=True):
        ink.text(left, top, heading)
    for number, row in enumerate(rows, start=1):
        y = top - number * PITCH
        if label and number == 1:
            ink.text(LEFTS[0], top - (len(rows) + 1) / 2 * PITCH, "产出指标")
        for left, text in zip(LEFTS[1:], row, strict=True):
            ink.text(left, y, text)
    return ink


def tables(reading: Reading) -> list[Table]:
    return [table for page in reading.pages for table in page.tables]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_a_table_without_any_rule_is_read_cell_by_cell(ink: MakeInk, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(draw(ink())))
    (table,) = tables(reading)
    assert table.how == "borderless"
    assert texts(table) == [list(HEADINGS), ["产出指标", *ROWS[0]], list(ROWS[1]), list(ROWS[2])]
    assert codes(reading) == []


def test_a_label_between_rows_covers_all_of_them(ink: MakeInk, pdf_of: MakePdf) -> None:
    (table,) = tables(read_pdf(pdf_of(draw(ink()))))
    label = next(cell for cell in table.cells if cell.text == "产出指标")
    assert (label.row, label.row_span) == (1, 3)


def test_what_both_ways_of_reading_agree_on_is_as_certain_as_a_ruled_table(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    (table,) = tables(read_pdf(pdf_of(draw(ink()))))
    assert {cell.confidence for cell in table.cells} == {1.0}


def test_where_the_order_of_the_file_contradicts_the_positions_doubt_is_said(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    page = draw(ink(), ROWS * 2, label=False)
    below = 760 - 5 * PITCH
    page.text(LEFTS[0], below, "效益指标")
    # The upper label is written with the lower rows, although its middle is that of the upper three.
    page.text(LEFTS[0], 760 - 2 * PITCH, "产出指标")
    reading = read_pdf(pdf_of(page))
    assert codes(reading) == ["structure-uncertain"]
    assert reading.problems[0].page == 1
    (table,) = tables(reading)
    assert all(cell.confidence < 1 for cell in table.cells if cell.text)


def test_a_wrapped_cell_is_one_cell_however_near_the_next_row_is(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = draw(ink(), ROWS[:1], label=False)
    page.text(130, 712, "推进工作").text(130, 699, "常态制度")
    for left, text in zip(LEFTS[2:], ("有所提高", "达到预期", "8", "8"), strict=True):
        page.text(left, 705.5, text)
    page.text(130, 684, "加大宣传力")
    for left, text in zip(LEFTS[2:], ("有所提升", "达到预期", "7", "7"), strict=True):
        page.text(left, 684, text)
    (table,) = tables(read_pdf(pdf_of(page)))
    assert texts(table)[2:] == [
        ["", "推进工作常态制度", "有所提高", "达到预期", "8", "8"],
        ["", "加大宣传力", "有所提升", "达到预期", "7", "7"],
    ]


def test_numbers_side_by_side_stay_two_cells(ink: MakeInk, pdf_of: MakePdf) -> None:
    (table,) = tables(read_pdf(pdf_of(draw(ink()))))
    assert [cell.text for cell in table.cells if cell.column == 4][1:] == ["6", "8", "5"]
    assert [cell.text for cell in table.cells if cell.column == 5][1:] == ["6", "7.5", "4.9"]


def test_a_blank_cell_stays_blank_and_shifts_nothing(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = draw(ink())
    for left, text in ((130, "运行经费"), (320, "40万元"), (480, "2")):
        page.text(left, 760 - 4 * PITCH, text)
    (table,) = tables(read_pdf(pdf_of(page)))
    assert [table.at(4, column).text for column in range(1, 6)] == ["运行经费", "", "40万元", "", "2"]  # type: ignore[union-attr]


def test_level_rules_alone_bound_the_rows(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink()
    for number in range(5):
        page.line(50 if number in {0, 1, 4} else 125, 770 - number * PITCH, 520, 770 - number * PITCH)
    (table,) = tables(read_pdf(pdf_of(draw(page))))
    assert texts(table)[2] == list(ROWS[1])
    assert table.how == "borderless"


def test_goals_side_by_side_are_two_cells(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink()
    page.text(120, 780, "预期目标").text(380, 780, "实际完成情况")
    for number, line in enumerate(("一、维护水库保障汛期安全，", "二、清理渠道。")):
        page.text(60, 756 - 13 * number, line)
    for number, line in enumerate(("全年检查三次，维修水渠六公里，", "安全度过汛期。")):
        page.text(320, 756 - 13 * number, line)
    goals, _ = tables(read_pdf(pdf_of(draw(page, top=700))))
    assert texts(goals)[1] == [
        "一、维护水库保障汛期安全，二、清理渠道。",
        "全年检查三次，维修水渠六公里，安全度过汛期。",
    ]


def test_a_table_goes_on_over_a_page_break_with_the_same_columns(ink: MakeInk, pdf_of: MakePdf) -> None:
    first, second = draw(ink(), top=160), ink()
    for number, row in enumerate(
        (("群众满意度", "≥90%", "95%", "10", "10"), ("总分", "", "", "100", "98.4"))
    ):
        for left, text in zip(LEFTS[1:], row, strict=True):
            if text:
                second.text(left, 780 - number * PITCH, text)
    reading = read_pdf(pdf_of(first, second))
    (table,) = [block for block in reading.blocks if isinstance(block, Table)]
    assert len(table.joints) == 1
    assert [table.at(5, column).text for column in (1, 4, 5)] == ["总分", "100", "98.4"]  # type: ignore[union-attr]


def test_prose_is_no_table(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink()
    for number in range(30):
        page.text(
            60, 780 - 14 * number, "本年度各项工作已按年初安排保质保量完成，资金使用规范，项目管理到位。"
        )
    (read,) = read_pdf(pdf_of(page)).pages
    assert read.tables == ()
    assert len(read.lines) == 30


@pytest.mark.parametrize("name", ["prose.pdf", "three-pages.pdf", "dept-2023-word.pdf", "rotated.pdf"])
def test_samples_with_rules_or_without_tables_are_left_alone(name: str) -> None:
    reading = read_pdf((SAMPLES / name).read_bytes())
    assert all(table.how == "ruled" for table in tables(reading))
    assert "structure-uncertain" not in codes(reading)


def test_two_columns_of_text_are_no_table(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink()
    for number in range(20):
        page.text(60, 780 - 14 * number, "左栏的文字一行接一行地写").text(
            320, 780 - 14 * number, "右栏也是这样"
        )
    (read,) = read_pdf(pdf_of(page)).pages
    assert read.tables == ()


def test_nothing_on_the_page_is_lost(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = draw(ink())
    page.text(60, 800, "项目支出绩效自评表").text(
        60, 600, "联系人：某某，联系电话见封面，本表由财务科填写并存档备查。"
    )
    (read,) = read_pdf(pdf_of(page)).pages
    assert _written(read) == {
        "项目支出绩效自评表",
        "联系人：某某，联系电话见封面，本表由财务科填写并存档备查。",
        "产出指标",
        *HEADINGS,
        *(text for row in ROWS for text in row),
    }


def _written(page: Page) -> set[str]:
    held = {cell.text for table in page.tables for cell in table.cells if cell.text}
    return held | {line.text for line in page.lines}


ROWS_OF_20 = [(20.0 * number, 20.0 * number + 8) for number in range(6)]


def test_labels_share_out_the_rows_by_their_middles() -> None:
    found = spans([(20, 28), (80, 88)], ROWS_OF_20)
    assert found is not None
    assert [(one.first, one.stop) for one in found] == [(0, 3), (3, 6)]


def test_no_label_crosses_a_rule() -> None:
    found = spans([(20, 28), (80, 88)], ROWS_OF_20, rules=[34.0])
    assert found is not None
    assert all(one.stop <= 2 or one.first >= 2 for one in found)


def test_more_labels_than_rows_are_not_dealt_out() -> None:
    assert spans([(0, 8), (10, 18)], ROWS_OF_20[:1]) is None
