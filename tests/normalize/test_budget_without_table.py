"""A budget printed as names with their figures: in cells side by side, in rows, or in a line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from normalize import evaluations

if TYPE_CHECKING:
    from conftest import MakeDocument, MakeTable, Read, Texts

    from normalize.evaluation import BudgetLine, Evaluation, Number

AMOUNTS = ("initial", "adjusted", "executed", "rate")


def _values(line: BudgetLine) -> dict[str, Decimal | None]:
    numbers: dict[str, Number | None] = {name: getattr(line, name) for name in (*AMOUNTS, "weight", "score")}
    return {name: number.value for name, number in numbers.items() if number is not None}


def _listed(project: Texts, *rows: list[str]) -> list[list[str | None]]:
    """The small project form with these rows instead of its budget table."""
    return [*map(list, project[:2]), *rows, *map(list, project[6:])]


def _gaps(one: Evaluation) -> set[str]:
    return {gap.part for gap in one.gaps if gap.part.startswith("budget")}


def test_names_and_figures_in_one_row(project: Texts, read_form: Read) -> None:
    row = ["资金(万元)", "全年预算数", "459.61", "全年执行数", "427.14", "执行率", "92.93%", "<"]
    one = read_form(_listed(project, row))
    (line,) = one.budget
    assert _values(line) == {
        "adjusted": Decimal("459.61"), "executed": Decimal("427.14"), "rate": Decimal("0.9293"),
    }  # fmt: skip
    assert line.adjusted is not None
    assert (line.adjusted.text, line.adjusted.how) == ("459.61", "read")
    assert (line.part, line.label.how, line.label.text) == ("total", "inferred", "")
    assert one.money_unit is not None
    assert one.money_unit.value == "万元"
    assert _gaps(one) == {"budget.initial", "budget.weight", "budget.score"}


def test_a_name_and_its_figure_in_each_row(project: Texts, read_form: Read) -> None:
    rows = [
        [label, "<", figure, "<", "<", "<", "<", "<"]
        for label, figure in (
            ("年初预算数(万元)", "353.88"),
            ("全年预算数", "459.61"),
            ("全年执行数", "427.14"),
        )
    ]
    one = read_form(_listed(project, *rows))
    assert [_values(line) for line in one.budget] == [
        {"initial": Decimal("353.88"), "adjusted": Decimal("459.61"), "executed": Decimal("427.14")}
    ]
    assert not {"353.88", "459.61"} & {text.value for text in one.narrative}


def test_blank_cells_between_names_and_figures(project: Texts, read_form: Read) -> None:
    """As a spreadsheet has them where cells were never merged; a name with no figure is printed and blank."""
    row = ["全年预算数", "", "459.61", "全年执行数", "", "", "执行率", ""]
    one = read_form(_listed(project, row))
    (line,) = one.budget
    assert _values(line) == {"adjusted": Decimal("459.61"), "executed": None, "rate": None}
    assert line.executed is not None
    assert (line.executed.text, line.executed.reason) == ("", None)
    assert _gaps(one) == {"budget.initial", "budget.weight", "budget.score"}


@pytest.mark.parametrize(
    "line",
    [
        "年初预算数：353.88万元；全年预算数：459.61万元；全年执行数：427.14万元；执行率：92.93%",
        "年初预算数：353.88万元，全年预算数：459.61万元，全年执行数：427.14万元，执行率：92.93%。",
        "年初预算数 353.88万元 全年预算数 459.61万元 全年执行数 427.14万元 执行率 92.93%",
    ],
)
def test_names_and_figures_in_a_line(
    document: MakeDocument, table: MakeTable, project: Texts, line: str
) -> None:
    (one,) = evaluations(document("项目支出绩效自评表", line, table(_listed(project))))
    (found,) = one.budget
    assert [_values(found)[name] for name in AMOUNTS] == [
        Decimal("353.88"), Decimal("459.61"), Decimal("427.14"), Decimal("0.9293"),
    ]  # fmt: skip
    assert found.adjusted is not None
    assert found.adjusted.text == "459.61万元"
    assert one.money_unit is not None
    assert (one.money_unit.value, one.money_unit.how) == ("万元", "inferred")


def test_a_total_with_its_parts_below_and_no_column_named(project: Texts, read_form: Read) -> None:
    rows = [
        ["年度资金总额(万元)", "<", "443.88", "<", "<", "<", "<", "<"],
        ["其中:财政拨款", "<", "353.88", "<", "<", "<", "<", "<"],
        ["其他资金", "<", "90.00", "<", "<", "<", "<", "<"],
    ]
    one = read_form(_listed(project, *rows))
    assert [(line.label.value, line.part) for line in one.budget] == [
        ("年度资金总额(万元)", "total"), ("其中:财政拨款", "part"), ("其他资金", "part"),
    ]  # fmt: skip
    assert [line.adjusted and line.adjusted.value for line in one.budget] == [
        Decimal("443.88"), Decimal("353.88"), Decimal("90.00"),
    ]  # fmt: skip
    assert all(line.adjusted and line.adjusted.how == "inferred" for line in one.budget)
    assert {"budget.initial", "budget.executed", "budget.rate"} <= _gaps(one)


@pytest.mark.parametrize("label", ["受益人数", "联系电话", "全年执行数"])
def test_a_row_below_the_total_that_names_no_funds_is_no_part(
    project: Texts, read_form: Read, label: str
) -> None:
    rows = [
        ["年度资金总额(万元)", "<", "443.88", "<", "<", "<", "<", "<"],
        ["其中:财政拨款", "<", "353.88", "<", "<", "<", "<", "<"],
        [label, "<", "900", "<", "<", "<", "<", "<"],
    ]
    one = read_form(_listed(project, *rows))
    assert [line.label.value for line in one.budget if line.part == "part"] == ["其中:财政拨款"]


def test_a_total_beside_named_figures_joins_the_one_it_equals(project: Texts, read_form: Read) -> None:
    named = ["全年预算数", "<", "459.61", "<", "全年执行数", "<", "443.88", "<"]
    total = ["年度资金总额", "<", "443.88", "<", "<", "<", "<", "<"]
    part = ["其中:财政拨款", "<", "353.88", "<", "<", "<", "<", "<"]
    lines = read_form(_listed(project, named, total, part)).budget
    assert [_values(line) for line in lines] == [
        {"adjusted": Decimal("459.61"), "executed": Decimal("443.88")},
        {"executed": Decimal("353.88")},
    ]


def test_a_total_that_equals_no_named_figure_is_placed_in_no_column(project: Texts, read_form: Read) -> None:
    named = ["年初预算数", "<", "459.61", "<", "全年执行数", "<", "443.88", "<"]
    total = ["年度资金总额", "<", "400.00", "<", "<", "<", "<", "<"]
    (line,) = read_form(_listed(project, named, total)).budget
    assert _values(line) == {
        "initial": Decimal("459.61"), "executed": Decimal("443.88"), "adjusted": None,
    }  # fmt: skip
    assert line.adjusted is not None
    assert (line.adjusted.text, line.adjusted.reason is not None) == ("400.00", True)


def test_two_figures_under_one_name_are_not_chosen_between(project: Texts, read_form: Read) -> None:
    rows = [
        ["全年预算数", "<", amount, "<", "全年执行数", "<", "90.00", "<"] for amount in ("100.00", "120.00")
    ]
    (line,) = read_form(_listed(project, *rows)).budget
    assert _values(line) == {"adjusted": None, "executed": Decimal("90.00")}


def test_amounts_in_two_units_are_converted(project: Texts, read_form: Read) -> None:
    row = ["全年预算数", "<", "459.61万元", "<", "全年执行数", "<", "4271400元", "<"]
    (line,) = read_form(_listed(project, row)).budget
    assert _values(line) == {"adjusted": Decimal("459.61"), "executed": Decimal("427.1400")}
    assert line.executed is not None
    assert line.executed.how == "converted"


def test_a_total_of_no_column_beside_a_named_budget_stays_text(project: Texts, read_form: Read) -> None:
    named = ["全年预算数", "<", "459.61", "<", "全年执行数", "<", "443.88", "<"]
    total = ["年度资金总额", "<", "400.00", "<", "<", "<", "<", "<"]
    one = read_form(_listed(project, named, total))
    assert [_values(line) for line in one.budget] == [
        {"adjusted": Decimal("459.61"), "executed": Decimal("443.88")}
    ]
    assert "400.00" in [text.value for text in one.narrative]


def test_what_else_a_line_says_is_kept(document: MakeDocument, table: MakeTable, project: Texts) -> None:
    line = "资金下达及时。全年预算数：459.61万元；全年执行数：427.14万元"
    (one,) = evaluations(document("项目支出绩效自评表", line, table(_listed(project))))
    assert _values(one.budget[0]) == {"adjusted": Decimal("459.61"), "executed": Decimal("427.14")}
    assert line in [text.value for text in one.narrative]


@pytest.mark.parametrize(
    "said",
    [
        "本项目全年预算数459.61万元，截至年底已执行427.14万元。",
        "中央资金：全年预算数：100万元，其中：全年执行数：90万元",
        "上年全年预算数：100万元，上年全年执行数：90万元",
        "2021年全年预算数：100万元，2021年全年执行数：90万元",
        "自评得分：98分",
        "全年预算数见决算批复，全年执行数未定。",
        "分值：100，得分：98",
    ],
)
def test_a_sentence_about_money_is_no_budget(
    document: MakeDocument, table: MakeTable, project: Texts, said: str
) -> None:
    (one,) = evaluations(document("项目支出绩效自评表", said, table(_listed(project))))
    assert one.budget == ()
    gap = one.gap("budget.adjusted")
    assert gap is not None
    assert any(said in text.value for text in one.narrative)
