"""Dumps whose cells run together, or whose number columns stand between texts: never split by shape alone.

Such a line is handed on whole, as one cell over all columns; what arithmetic makes of it is tested with the
stage that knows the form (tests/extract/test_dumps_arithmetic.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_dump import tables

from extract.document import Line, Reading
from extract.dump.plaintext import read_plaintext

SAMPLE = Path(__file__).parents[2] / "samples" / "dept-2023-dump.txt"
HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分"
WEIGHT_FIRST = "一级指标 二级指标 三级指标 分值 年度指标值 全年实际值 得分 未完成原因和改进措施"
GOOD = "产出 数量指标 检查次数 ≥2次 3次 6 6\n\n产出 质量指标 合格率 100% 100% 4 4\n\n"


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def cells(reading: Reading) -> list[str]:
    """The texts of all cells but those that are whole lines."""
    return [
        cell.text
        for table in tables(reading)
        for cell in table.cells
        if cell.column_span < table.column_count
    ]


def whole(reading: Reading) -> list[str]:
    """The texts of the rows that were handed on as whole lines."""
    return [
        cell.text
        for table in tables(reading)
        for cell in table.cells
        if cell.column_span == table.column_count
    ]


@pytest.mark.parametrize(
    "glued", ["6620", "202010100.00%10", "1020万元20万元10", "1.561.56120", "合格率100%100%44"]
)
def test_cells_run_together_are_left_whole_and_named(glued: str) -> None:
    reading = read_plaintext(f"{HEADER}\n\n{GOOD}{glued}\n\n{GOOD}".encode())
    assert codes(reading) == ["dump-cells-glued"]
    assert glued in reading.problems[0].message.zh
    assert not any(glued in text or text in {"66", "20", "44"} for text in cells(reading))
    assert whole(reading) == [glued]


def test_the_rows_around_a_glued_one_are_read_as_ever() -> None:
    (table,) = tables(read_plaintext(f"{HEADER}\n\n{GOOD}维修水渠的\n\n1020万元20万元10\n\n{GOOD}".encode()))
    assert [table.at(row, 2).text for row in (1, 2, 4, 5)] == ["检查次数", "合格率"] * 2  # type: ignore[union-attr]
    assert table.at(3, 0).text == "维修水渠的\n1020万元20万元10"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["完成投资20万元，其中3万元", "2023年12月31日", "比上年提高3.5%"])
def test_ordinary_texts_are_not_taken_for_glued_cells(text: str) -> None:
    reading = read_plaintext(f"{HEADER}\n\n{GOOD}{text} 10 10\n\n".encode())
    assert "dump-cells-glued" not in codes(reading)


def test_a_number_column_between_texts_is_read_where_every_row_stands_on_one_line() -> None:
    rows = "产出 数量指标 检查次数 6 ≥2次 3次 5.5\n\n产出 质量指标 合格率 4 100% 100% 4\n\n"
    (table,) = tables(read_plaintext(f"{WEIGHT_FIRST}\n\n{rows}".encode()))
    assert [table.at(1, column).text for column in range(3, 7)] == ["6", "≥2次", "3次", "5.5"]  # type: ignore[union-attr]


def test_a_number_column_between_wrapped_texts_is_never_read_into_another() -> None:
    wrapped = "产出 数量指标 检查\n\n次数\n\n6\n\n≥2次，检查\n\n水库≥30座\n\n3次，34座 5.5\n\n"
    rows = f"{wrapped}合格率 4 100% 100% 4\n\n"
    reading = read_plaintext(f"{WEIGHT_FIRST}\n\n{rows}".encode())
    assert tables(reading) == []
    assert "dump-columns-interleaved" in codes(reading)


def test_a_wrapped_cell_whose_last_line_is_full_is_told_by_the_empty_lines() -> None:
    text = SAMPLE.read_text("utf-8").replace(
        "1.对76家基层党组织\n\n266个党支部全覆盖。\n2.宣传次数≥4次，形\n成可以借鉴和复制的做\n法。\n",
        "1.共76家基层党组织、\n\n266个党支部全都覆盖。\n2.宣传次数≥4次，形\n成可以借鉴的好做法。\n",
    )
    assert "全都覆盖" in text
    reading = read_plaintext(text.encode())
    assert reading.problems == ()
    assert "1.共76家基层党组织、266个党支部全都覆盖。2.宣传次数≥4次，形成可以借鉴的好做法。" in cells(reading)


def test_a_table_of_nothing_but_glued_rows_keeps_them_whole() -> None:
    reading = read_plaintext(f"{HEADER}\n\n合格率100%100%44\n\n完成率98%97%65\n\n".encode())
    assert whole(reading) == ["合格率100%100%44", "完成率98%97%65"]


def test_wrapped_lines_before_glued_figures_are_left_as_lines() -> None:
    wrapped = "维修水渠的\n\n土石方工程\n\n20万元10"
    reading = read_plaintext(f"{HEADER}\n\n{GOOD}{wrapped}\n\n{GOOD}".encode())
    assert codes(reading) == ["dump-cells-glued"]
    assert "20万元10" in [block.text for block in reading.blocks if isinstance(block, Line)]


def test_a_glued_row_at_the_end_is_named_too() -> None:
    reading = read_plaintext(f"{HEADER}\n\n{GOOD}合格率100%100%44\n\n".encode())
    assert codes(reading) == ["dump-cells-glued"]


def test_rows_without_number_columns_are_handed_on_whole() -> None:
    header = "一级指标 二级指标 三级指标 指标值 全年完成值 未完成原因和改进措施"
    rows = "产出 数量指标 培训次数 ≥4次 4次\n\n质量指标 合格率 100% 100%\n\n"
    reading = read_plaintext(f"{header}\n\n{rows}".encode())
    assert whole(reading) == ["产出 数量指标 培训次数 ≥4次 4次", "质量指标 合格率 100% 100%"]


def test_a_table_with_scores_only_is_read() -> None:
    header = "一级指标 二级指标 三级指标 年初目标值(A) 实际完成值(B) 得分"
    rows = "产出 数量指标 培训次数 ≥4次 4次 10\n\n培训人数 ≥400人 420人 9.5\n\n"
    (table,) = tables(read_plaintext(f"{header}\n\n{rows}".encode()))
    assert [table.at(2, column).text for column in range(2, 6)] == ["培训人数", "≥400人", "420人", "9.5"]  # type: ignore[union-attr]
