"""A misspelt heading has its own role or none, which is said; never another one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from normalize.columns import read_header
from normalize.form import shipped_forms
from normalize.misspelt import alike
from normalize.rows import run_of_rows
from normalize.wordings import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conftest import MakeDocument, MakeTable, Read, Texts

    from normalize.evaluation import Part
    from normalize.form import Form
    from normalize.wordings import Labels

FORMS = shipped_forms()
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
# The characters in common use, as GB 2312 lists them first.
COMMON = [bytes([lead, trail]).decode("gb2312") for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFF)]
# What the other columns of a header are called: all that a form can have, or the least.
HEADERS = {
    "columns": (
        {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "target": "年度指标值",
         "actual": "实际完成值", "weight": "分值", "score": "得分", "deviation": "偏差原因分析及改进措施"},
        {"level3": "三级指标", "target": "年度指标值", "actual": "实际完成值"},
    ),
    "budget_columns": (
        {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数", "weight": "分值",
         "rate": "执行率", "score": "得分"},
        {"adjusted": "全年预算数", "executed": "全年执行数"},
    ),
    "goal_columns": ({"expected": "预期目标", "actual": "实际完成情况"},),
}  # fmt: skip
BLOCKS = (*HEADERS, "head", "budget_rows")
ASIDE = frozenset({"other", "note", "score-review", "part"})


def _misspelt(wording: str, form: Form, chance: random.Random) -> Iterator[str]:
    """One character misread for one that looks like it, lost or added, or two swapped."""
    looks = alike(form.vocabulary.alike_characters)
    for at, character in enumerate(wording):
        yield from (wording[:at] + other + wording[at + 1 :] for other in looks.get(character, ()))
        yield wording[:at] + wording[at + 1 :]
        yield wording[:at] + wording[at + 1 : at + 2] + character + wording[at + 2 :]
    for at in range(len(wording) + 1):
        yield wording[:at] + chance.choice(COMMON) + wording[at:]


def _cases(form: Form, block: str) -> Iterator[tuple[str, str, str]]:
    """Role, wording and a misspelling of it that is no wording itself."""
    labels: Labels = getattr(form, block)
    roles: Mapping[str, Sequence[str]] = getattr(form.vocabulary, block)
    chance = random.Random(form.id)  # noqa: S311  (the same characters in every run)
    for role, wordings in roles.items():
        for wording in map(bare, wordings):
            for printed in _misspelt(wording, form, chance):
                if printed and labels.exact(printed) is None:
                    yield role, wording, printed


@each_form
@pytest.mark.parametrize("block", BLOCKS)
def test_a_misspelt_label_is_never_taken_for_another_one(form: Form, block: str) -> None:
    labels: Labels = getattr(form, block)
    wrong = [case for case in _cases(form, block) if labels.role(case[2]) not in (case[0], None)]
    assert wrong == []


@each_form
@pytest.mark.parametrize("block", HEADERS)
def test_a_misspelt_heading_is_never_taken_for_another_one(
    document: MakeDocument, table: MakeTable, form: Form, block: str
) -> None:
    labels: Labels = getattr(form, block)
    for role, wording, printed in _cases(form, block):
        if role == "levels":  # such a heading stands over several columns
            continue
        for header in HEADERS[block]:
            others = [heading for one, heading in header.items() if one != role]
            rows = run_of_rows(document(table([[*others, printed]])))
            columns = read_header(rows, 0, labels)
            if columns is None:
                continue
            at = len(others)
            found = {one for one, own in columns.ranges.items() if at in own}
            found |= {"aside"} if at in columns.aside else set()
            allowed = {"aside"} if role in ASIDE else {role}
            assert found <= allowed, (wording, printed)
            assert found or role in columns.unclear or printed in columns.unknown, (wording, printed)


@pytest.mark.parametrize(
    ("column", "printed"),
    [
        (3, "年度指标直"), (3, "年庠指标值"), (3, "年度标值"), (3, "年度指标|值"), (3, "年度指值标"),
        (3, "本年度指标值"),
        (4, "买际完成值"), (4, "实际完值"), (4, "实际完完成值"), (4, "实际成完值"), (5, "兮值"), (6, "碍分"),
        (7, "偏差厚因分析及改进措施"), (7, "偏差原因析及改进措施"), (7, "偏差原因分析及改措进施"),
    ],
)  # fmt: skip
def test_a_single_mistake_in_a_heading_changes_nothing(
    project: Texts, read_form: Read, column: int, printed: str
) -> None:
    plain = read_form(project)
    project[8][column] = printed
    one = read_form(project)
    assert (one.indicators, one.gaps) == (plain.indicators, plain.gaps)


@pytest.mark.parametrize(
    ("place", "printed", "part"),
    [
        ((8, 4), "去年完成值", "indicators.actual"),
        ((8, 4), "上年度实际完成值", "indicators.actual"),
        ((8, 3), "上年度指标值", "indicators.target"),
        ((8, 5), "扣分值", "indicators.weight"),
        ((8, 6), "应得分", "indicators.score"),
        ((2, 5), "去年执行数", "budget.executed"),
        ((2, 5), "上年预算执行数", "budget.executed"),
        ((2, 4), "原全年预算数", "budget.adjusted"),
    ],
)
def test_a_heading_that_says_something_else_is_no_misspelt_one(
    project: Texts, read_form: Read, place: tuple[int, int], printed: str, part: Part
) -> None:
    project[place[0]][place[1]] = printed
    gap = read_form(project).gap(part)
    assert gap is not None
    assert gap.lost
    assert printed in gap.reason.zh


def test_a_misspelt_heading_gives_way_to_one_that_is_not(project: Texts, read_form: Read) -> None:
    plain = read_form(project)
    project[8][7] = "实际完成直"
    one = read_form(project)
    assert [row.actual for row in one.indicators] == [row.actual for row in plain.indicators]
    assert all(row.deviation is None for row in one.indicators)
