"""Reasons in rows below the indicator table go to the indicator that they name, and to no other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Read, Texts

    from normalize.evaluation import Evaluation

HEADER = ["一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分"]
ROWS = [
    ["产出指标", "数量指标", "指标1:补植乔木", "≥800株", "760株", "7.6"],
    ["^", "^", "指标2:补植乔木合同数", "≥4份", "4份", "10"],
    ["^", "质量指标", "指标1:验收合格率", "100%", "98%", "9.8"],
    ["^", "时效指标", "指标3:按期完工率", "100%", "90%", "9"],
]
TREES = "补植乔木因土壤封冻，40株推迟栽植。"
CHECKS = "验收合格率未达标是因两处返工。"


def _read(read_form: Read, *below: list[str]) -> Evaluation:
    return read_form([HEADER, *ROWS, ["总分", "<", "<", "<", "<", "36.4"], *below])


def _reasons(one: Evaluation) -> list[str | None]:
    return [row.deviation and row.deviation.value for row in one.indicators]


def _row(text: str, label: str = "未完成原因分析") -> list[str]:
    return [label, "<", text, "<", "<", "<"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TREES, [TREES, None, None, None]),
        (f"1.{TREES}2.{CHECKS}", [f"1.{TREES}", None, f"2.{CHECKS}", None]),
        (f"{TREES}\n{CHECKS}", [TREES, None, CHECKS, None]),
        (f"“补植乔木”一项推迟；{CHECKS}", ["“补植乔木”一项推迟；", None, CHECKS, None]),
        (f"{TREES}次年2月补齐。", [f"{TREES}次年2月补齐。", None, None, None]),
        ("补植乔木合同数有变动。", [None, "补植乔木合同数有变动。", None, None]),
        (
            "1.补植乔木推迟 2.验收合格率差2.5个百分点",
            ["1.补植乔木推迟", None, "2.验收合格率差2.5个百分点", None],
        ),
        ("①补植乔木推迟②验收合格率有两处返工", ["①补植乔木推迟", None, "②验收合格率有两处返工", None]),
        ("指标3：材料到场晚。", [None, None, None, "指标3：材料到场晚。"]),
        ("因土壤封冻，补植乔木推迟。", ["因土壤封冻，补植乔木推迟。", None, None, None]),
    ],
)
def test_a_reason_goes_to_the_indicator_that_it_names(
    read_form: Read, text: str, expected: list[str | None]
) -> None:
    one = _read(read_form, _row(text))
    assert _reasons(one) == expected
    given = next(row.deviation for row in one.indicators if row.deviation)
    assert given.how == "inferred"
    assert given.text in text
    assert text not in [said.value for said in one.narrative]
    gap = one.gap("indicators.deviation")
    assert gap is not None
    assert "下方" in gap.reason.zh


@pytest.mark.parametrize(
    "text",
    [
        "土壤封冻，推迟栽植。",
        "指标1：材料到场晚。",  # two indicators have this number
        "1.材料到场晚。",  # the number of an item, not of an indicator
        "工期紧，验收合格率和按期完工率受影响。",
        "无",
    ],
)
def test_a_reason_that_names_no_one_indicator_stays_text_and_says_so(read_form: Read, text: str) -> None:
    one = _read(read_form, _row(text))
    assert _reasons(one) == [None] * 4
    (kept,) = [said for said in one.narrative if said.value == text]
    assert kept.reason is not None
    assert "未写明" in kept.reason.zh


def test_a_text_of_which_a_part_names_nobody_is_kept_whole(read_form: Read) -> None:
    text = f"土壤封冻。{CHECKS}"
    one = _read(read_form, _row(text))
    assert _reasons(one) == [None, None, CHECKS, None]
    assert text in [said.value for said in one.narrative]


def test_label_and_reason_in_one_cell(read_form: Read) -> None:
    one = _read(read_form, [f"偏差原因：{CHECKS}", "<", "<", "<", "<", "<"])
    assert _reasons(one) == [None, None, CHECKS, None]


def test_a_row_of_measures_is_no_reason(read_form: Read) -> None:
    one = _read(read_form, _row(TREES, "改进措施及结果应用方案"))
    assert _reasons(one) == [None] * 4


def test_a_reason_in_the_indicators_own_row_stands(project: Texts, read_form: Read) -> None:
    text = "受益人口减少。验收合格率达标。"
    project.append(["偏差原因", "<", text, "<", "<", "<", "<", "<"])
    one = read_form(project)
    assert [row.deviation and row.deviation.text for row in one.indicators] == [
        "",
        "验收合格率达标。",
        "外出务工。",
        "",
    ]
    assert text in [said.value for said in one.narrative]


UNNUMBERED = [[*row[:2], row[2].split(":")[1], *row[3:]] for row in ROWS]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("第3项因两处返工未达标。", 2),
        ("第四项：材料到场晚。", 3),
        ("指标1推迟到次年。", 0),
        ("1.第2项有变动。", 1),
    ],
)
def test_a_place_in_the_list_names_the_indicator_where_none_is_numbered(
    read_form: Read, text: str, given: int
) -> None:
    one = read_form([HEADER, *UNNUMBERED, ["总分", "<", "<", "<", "<", "36.4"], _row(text)])
    assert _reasons(one) == [text if at == given else None for at in range(len(ROWS))]
    reason = one.indicators[given].deviation
    assert reason is not None
    assert reason.how == "inferred"


@pytest.mark.parametrize(
    "text", ["第5项未完成。", "第0项未完成。", "第3项工作未完成的有关情况：补植乔木推迟。"]
)
def test_a_place_that_is_not_in_the_list_or_another_name_is_no_place(read_form: Read, text: str) -> None:
    one = read_form([HEADER, *UNNUMBERED, ["总分", "<", "<", "<", "<", "36.4"], _row(text)])
    assert one.indicators[2].deviation is None


def test_a_place_in_a_list_whose_rows_carry_numbers_is_not_guessed(read_form: Read) -> None:
    assert _reasons(_read(read_form, _row("第3项因两处返工未达标。"))) == [None] * len(ROWS)
