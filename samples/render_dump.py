"""Writes a form as a careless text dump: no title, most level labels lost, cells wrapped and set apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from form import Form, Row

_WIDTHS = (15, 10, 10)  # characters to a line in the level-3, target and actual columns
_GOAL_WIDTH = 35


def dump(form: Form) -> str:
    """The text: budget first, then the unit, the goals, the indicators, as a real dump had them."""
    return "\n".join(
        [
            "",
            *([form.attachment, ""] if form.attachment else []),
            *_budget(form),
            *_goals(form),
            " 一级指标 二级指标 三级指标 年度指标值 实际完成值(B) 分值 得分",
            "",
            *(line for row in form.rows for line in _indicator(form, row)),
            f"{form.total_weight} {form.total_score}",
            "",
            "自评",
            f" 联系电话：{form.phone}",
            f" {form.conclusion}",
            "",
            f"联系人：{form.contact}",
            "",
        ]
    )


def _budget(form: Form) -> list[str]:
    lines = ["资 金 来 源 年初预算数 全年预算数（A） 分值 执行率 得分", ""]
    for number, fund in enumerate(form.funds):
        values = (fund.label, fund.initial, fund.adjusted, fund.weight, fund.rate, fund.score)
        lines += [("   " if number else " ") + " ".join(value for value in values if value), ""]
    return [*lines, "部门（单位）总体", "", "资金（万元）", "", f"单位（盖章）：{form.unit}", ""]


def _goals(form: Form) -> list[str]:
    lines = ["预期目标 实际完成情况", ""]
    for text in (form.expected, form.actual):
        first, *rest = _wrap(" " + text, _GOAL_WIDTH)
        lines += [first, "", *rest, ""]
    return lines


def _indicator(form: Form, row: Row) -> list[str]:
    """A row on one line where every cell is short; otherwise each long cell stands by itself."""
    cells = [
        _wrap(text, width) for text, width in zip((row.level3, row.target, row.actual), _WIDTHS, strict=True)
    ]
    numbers = f"{row.weight} {row.score}"
    if row.level1 == "满意度指标":
        return [*_label(form, row), f"{row.level3} {row.target} {row.actual} {numbers}", ""]
    if row.level2.startswith("时效"):
        return [f" 时效 {row.level3} {row.target} {row.actual} {numbers}", ""]
    if all(len(cell) == 1 for cell in cells):
        return [f"{row.level3} {row.target} {row.actual} {numbers}", ""]
    lines: list[str] = []
    last: list[str] = []
    for first, *rest in cells:
        if rest:
            lines += [*_flush(last), first, "", *rest, ""]
            last = []
        else:
            last.append(first)
    return [*lines, " ".join([*last, numbers]), ""]


def _flush(last: list[str]) -> list[str]:
    return [" ".join(last), ""] if last else []


def _label(form: Form, row: Row) -> list[str]:
    """The last group's labels come through, broken over lines as narrow cells break them."""
    printed = form.printed_level1[row.level1]
    head, tail = printed[:7], printed[7:]
    return [head[:5], "", head[5:] + tail, "", row.level2[:4], "", row.level2[4:]]


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` ems (a digit or Latin letter is half of one); a number is never broken."""
    lines, line = [], ""
    for piece in re.findall(r"[0-9.%]+|.", text):
        if line and _ems(line + piece) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def _ems(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)
