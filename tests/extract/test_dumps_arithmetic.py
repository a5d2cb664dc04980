"""Glued cells: split where the form's own arithmetic leaves one way only, and marked as inferred."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from extract.document import SURE, Document, InText, Source
from extract.dump.plaintext import read_plaintext
from normalize import normalized

if TYPE_CHECKING:
    from normalize import Evaluation, Normalized
    from normalize.evaluation import Number

TITLE = "项目支出绩效自评表\n"
BUDGET = """项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 300.00 300.00 294.00 10 98.00% 9.8
"""
HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n"
ROWS = """产出指标 数量指标 改造管网 ≥42公里 42.6公里 3030
质量指标 验收合格率 100%100%2020
效益指标 社会效益指标 受益人口 ≥1180人 1186人 3030
满意度指标 服务对象满意度指标 用户满意度 ≥90%93.5%109
"""
TOTAL = "总分 10098.8\n"


def read(text: str) -> Normalized:
    data = text.encode()
    source = Source("dump.txt", "0" * 64, "text/plain", 1)
    reading = read_plaintext(data)
    return normalized(Document(source, reading.pages, reading.blocks, reading.problems))


def only(text: str) -> Evaluation:
    (evaluation,) = read(text).evaluations
    return evaluation


def values(evaluation: Evaluation) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(_value(row.weight), _value(row.score)) for row in evaluation.indicators]


def _value(number: Number | None) -> Decimal | None:
    return number.value if number else None


def codes(found: Normalized) -> set[str]:
    return {problem.code for problem in found.problems}


def test_points_that_must_add_up_are_told_apart() -> None:
    evaluation = only(TITLE + BUDGET + HEADER + ROWS + TOTAL)
    pairs = [("30", "30"), ("20", "20"), ("30", "30"), ("10", "9")]
    assert values(evaluation) == [(Decimal(weight), Decimal(score)) for weight, score in pairs]
    assert [row.actual.text for row in evaluation.indicators if row.actual][1::2] == ["100%", "93.5%"]
    assert _value(evaluation.total.score) == Decimal("98.8")


def test_what_was_split_says_so_stands_on_the_glued_text_and_carries_no_error() -> None:
    row = only(TITLE + BUDGET + HEADER + ROWS + TOTAL).indicators[1]
    assert row.target is not None
    assert row.actual is not None
    assert row.weight is not None
    assert row.score is not None
    for value in (row.target, row.actual, row.weight, row.score):
        assert value.how == "inferred"
        assert value.reason is not None
        assert "100%100%2020" in value.reason.zh
        assert value.place == InText(6, 12, 6, 23)
        assert value.confidence < SURE
    assert row.level3.how == "read"


def test_the_equations_that_told_cells_apart_are_said_to_check_nothing() -> None:
    found = read(TITLE + BUDGET + HEADER + ROWS + TOTAL)
    (said,) = found.problems
    assert said.code == "dump-cells-split"
    assert "第 5、6、7、8、9 行" in said.message.zh


def test_without_a_declared_total_nothing_is_split() -> None:
    found = read(TITLE + BUDGET + HEADER + ROWS)
    assert values(found.evaluations[0]) == []
    assert "dump-cells-glued" in codes(found)


def test_where_the_sum_does_not_hold_nothing_is_split() -> None:
    found = read(TITLE + BUDGET + HEADER + ROWS + "总分 10097.8\n")
    assert values(found.evaluations[0]) == []
    assert "dump-cells-glued" in codes(found)


def test_two_ways_that_both_add_up_are_no_proof() -> None:
    # One of the two rows is 10.5 and 10, the other 10.51 and 0; nothing says which.
    rows = """产出指标 数量指标 改造管网 ≥42公里 42.6公里 10.510
质量指标 验收合格率 100% 99% 10.510
时效指标 完工时间 6月底前 6月2日 38.99 38.99
效益指标 社会效益指标 受益人口 ≥1180人 1186人 3030
"""
    found = read(TITLE + BUDGET + HEADER + rows + "总分 100 88.79\n")
    assert values(found.evaluations[0]) == [(Decimal("38.99"), Decimal("38.99")), (Decimal(30), Decimal(30))]
    assert "dump-cells-glued" in codes(found)


def test_targets_without_points_have_no_arithmetic() -> None:
    header = "一级指标 二级指标 三级指标 指标值 全年完成值 未完成原因和改进措施\n"
    rows = "产出指标 数量指标 培训人数 ≥1500人 1436人 场地调整。\n质量指标 合格率 ≥99%99.6%\n"
    found = read("转移支付区域绩效目标自评表\n" + header + rows)
    assert [row.level3.value for row in found.evaluations[0].indicators] == ["培训人数"]
    assert "dump-cells-glued" in codes(found)
    assert any("99%99.6%" in text.text for text in found.evaluations[0].narrative)


def test_a_budget_line_is_split_by_its_rate_and_its_score() -> None:
    glued = BUDGET.replace("300.00 300.00 294.00 10 98.00% 9.8", "300.00300.00294.001098.00%9.8")
    (line,) = only(TITLE + glued + HEADER + ROWS + TOTAL).budget
    found = (line.initial, line.adjusted, line.executed, line.weight, line.rate, line.score)
    assert [number.text for number in found if number] == [
        "300.00",
        "300.00",
        "294.00",
        "10",
        "98.00%",
        "9.8",
    ]
    assert all(number.how == "inferred" and number.confidence < SURE for number in found if number)


def test_a_budget_line_whose_rate_does_not_hold_is_not_split() -> None:
    glued = BUDGET.replace("300.00 300.00 294.00 10 98.00% 9.8", "300.00300.00294.001097.00%9.7")
    found = read(TITLE + glued + HEADER + ROWS + TOTAL)
    assert found.evaluations[0].budget == ()
    assert "dump-cells-glued" in codes(found)


def test_zeros_are_split_by_the_sums_of_the_columns() -> None:
    glued = BUDGET + "其中：当年财政拨款 300.00300.00294.00— 98.00%—\n其他资金 0.000.000.00— — —\n"
    lines = only(TITLE + glued + HEADER + ROWS + TOTAL).budget
    assert [line.executed.text for line in lines if line.executed] == ["294.00", "294.00", "0.00"]


def test_rows_read_as_cells_count_in_the_sum() -> None:
    rows = ROWS.replace("≥42公里 42.6公里 3030", "≥42公里 42.6公里 30 30")
    assert values(only(TITLE + BUDGET + HEADER + rows + TOTAL))[0] == (Decimal(30), Decimal(30))
    assert len(values(only(TITLE + BUDGET + HEADER + rows + TOTAL))) == len(ROWS.splitlines())
