"""Every heading in each of its wordings, and with one character misread, gives the same evaluation."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec
import pytest

from normalize.columns import read_header
from normalize.form import shipped_forms
from normalize.rows import run_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import MakeDocument, MakeTable, Read, Texts

    from normalize.columns import Columns
    from normalize.evaluation import Evaluation, Part
    from normalize.form import Form
    from normalize.wordings import Labels

STRANGE = "囗"  # what a reader makes of a smudged character
INDICATORS = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "target": "年度指标值",
    "actual": "实际完成值", "weight": "分值", "score": "得分", "deviation": "偏差原因分析及改进措施",
}  # fmt: skip
BUDGET = {
    "initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "weight": "分值",
    "rate": "执行率", "score": "得分",
}  # fmt: skip
GOALS = {"expected": "预期目标", "actual": "实际完成情况"}
# Headings that could then be another word as well: 满分 or 扣分, 完成值 or 完成率, 全年完成值 or 上年完成值,
# 执行数 or (without such a column) 执行率, 年初预算数 or (where a form has it) 年度预算数.
UNCLEAR = {
    "weight": ("囗分",),
    "actual": ("完成囗", "囗年完成值", "囗年实际值"),
    "score": ("囗分", "评囗得分"),
}
UNCLEAR_IN_BUDGET = {
    "initial": ("年囗预算数",),
    "executed": ("执行囗", "预算执行囗", "全年执行囗"),
}
# Where in the small project form of conftest the headings stand: row, and column by role.
HEADER_ROW = 8
IN_PROJECT = {role: (HEADER_ROW, column) for column, role in enumerate(INDICATORS)}
IN_BUDGET = {"initial": (2, 3), "adjusted": (2, 4), "executed": (2, 5), "weight": (2, 6), "score": (2, 7)}
IN_GOALS = {"expected": (6, 1), "actual": (6, 4)}


def _misread(wording: str) -> Iterator[str]:
    for at in range(len(wording)):
        yield wording[:at] + STRANGE + wording[at + 1 :]


def _wordings() -> list[tuple[int, int, str]]:
    """The wordings of the national form, which adds none of its own, each with the place of its heading."""
    words = next(form for form in shipped_forms() if form.id == "mof-2020-project").vocabulary
    found = []
    for places, roles in (
        (IN_PROJECT, words.columns),
        (IN_BUDGET, words.budget_columns),
        (IN_GOALS, words.goal_columns),
    ):
        for role, wordings in roles.items():
            found += [(*places[role], wording) for wording in wordings if role in places]
    return found


def _content(one: Evaluation) -> bytes:
    """All that was read except which family was recognised, which rests on the wordings."""
    values = msgspec.to_builtins(one)
    return msgspec.json.encode(
        {key: values[key] for key in values if key not in ("form", "form_reason", "kind")}
    )


@pytest.mark.parametrize(("row", "column", "wording"), _wordings())
def test_every_wording_of_a_heading_gives_the_same_evaluation(
    project: Texts, read_form: Read, row: int, column: int, wording: str
) -> None:
    plain = _content(read_form(project))
    for printed in (wording, f" {wording[:1]} {wording[1:]}", f"{wording[:-1]}\n{wording[-1:]}"):
        texts = [list(line) for line in project]
        texts[row][column] = printed
        assert _content(read_form(texts)) == plain


@pytest.mark.parametrize(("row", "column", "wording"), _wordings())
def test_one_misread_character_in_a_heading_gives_the_same_evaluation(
    project: Texts, read_form: Read, row: int, column: int, wording: str
) -> None:
    plain = _content(read_form(project))
    unclear = {IN_PROJECT[role]: printed for role, printed in UNCLEAR.items()}
    unclear |= {IN_BUDGET[role]: printed for role, printed in UNCLEAR_IN_BUDGET.items()}
    for printed in _misread(wording):
        if printed in unclear.get((row, column), ()):
            continue
        texts = [list(line) for line in project]
        texts[row][column] = printed
        assert _content(read_form(texts)) == plain, printed


def _header(document: MakeDocument, table: MakeTable, headings: list[str], labels: Labels) -> Columns | None:
    return read_header(run_of_rows(document(table([headings]))), 0, labels)


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.id)
def test_every_family_knows_its_wordings_and_misread_ones(
    document: MakeDocument, table: MakeTable, form: Form
) -> None:
    words = form.vocabulary
    blocks = (
        (INDICATORS, words.columns, form.columns),
        (BUDGET, words.budget_columns, form.budget_columns),
        (GOALS, words.goal_columns, form.goal_columns),
    )
    for plain, roles, labels in blocks:
        for role in plain:
            for wording in roles[role]:
                for printed in chain([wording], _misread(wording)):
                    if printed in (*UNCLEAR.get(role, ()), *UNCLEAR_IN_BUDGET.get(role, ())):
                        continue
                    headings = [printed if one == role else text for one, text in plain.items()]
                    columns = _header(document, table, headings, labels)
                    assert columns is not None
                    expected = {one: range(at, at + 1) for at, one in enumerate(plain)}
                    assert columns.ranges == expected, printed


@pytest.mark.parametrize(
    ("place", "printed", "part"),
    [
        (IN_PROJECT["weight"], "囗分", "indicators.weight"),
        (IN_PROJECT["actual"], "囗年完成值", "indicators.actual"),
        (IN_PROJECT["score"], "评囗得分", "indicators.score"),
        (IN_BUDGET["executed"], "执行囗", "budget.executed"),
    ],
)
def test_a_misread_heading_that_could_be_another_word_is_not_guessed_at(
    project: Texts, read_form: Read, place: tuple[int, int], printed: str, part: Part
) -> None:
    project[place[0]][place[1]] = printed
    gap = read_form(project).gap(part)
    assert gap is not None
    assert gap.lost
    assert printed in gap.reason.zh


@pytest.mark.parametrize("other", ["分类", "总分值率", "完成率", "扣分", "指标名", "科目", "分数线"])
def test_a_heading_that_is_a_word_of_its_own_is_no_misread_one(
    project: Texts, read_form: Read, other: str
) -> None:
    project[HEADER_ROW][IN_PROJECT["weight"][1]] = other
    one = read_form(project)
    assert all(row.weight is None for row in one.indicators)
