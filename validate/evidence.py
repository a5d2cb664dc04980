"""What a finding rests on, in a reader's words: roles, quotations, and why a thing is absent."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from extract.document import InText
from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Indicator, Part, Traced
from validate.outcome import Evidence

# A first clause that says enough to name a row.
_CLAUSE = re.compile(r"^[^，。；：,;:]{6,}(?=[，。；：,;:])")

_TOTALS = {
    "总分·得分": Wording("总分", "total score"),
    "总分·分值": Wording("总分值", "total weight"),
    "预算执行·得分": Wording("预算执行得分", "execution score"),
}

BudgetColumn: TypeAlias = Literal["initial", "adjusted", "executed", "weight", "rate", "score"]
IndicatorColumn: TypeAlias = Literal[
    "level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"
]

COLUMNS: dict[str, Wording] = {
    "initial": Wording("年初预算数", "initial budget"),
    "adjusted": Wording("全年预算数", "adjusted budget"),
    "executed": Wording("全年执行数", "executed amount"),
    "weight": Wording("分值", "weight"),
    "rate": Wording("执行率", "execution rate"),
    "score": Wording("得分", "score"),
    "level1": Wording("一级指标", "level 1"),
    "level2": Wording("二级指标", "level 2"),
    "level3": Wording("三级指标", "level 3"),
    "target": Wording("年度指标值", "target"),
    "actual": Wording("实际完成值", "actual"),
    "deviation": Wording("偏差原因分析及改进措施", "reason for deviation"),
}

PARTS: dict[str, Wording] = {
    "title": Wording("标题", "title"),
    "year": Wording("年度", "year"),
    "unit": Wording("单位名称", "unit name"),
    "project": Wording("项目名称", "project name"),
    "money-unit": Wording("金额单位", "money unit"),
    "budget": Wording("预算执行情况", "budget block"),
    "goals": Wording("年度总体目标", "year's goals"),
    "indicators": Wording("绩效指标", "indicator table"),
    "total": Wording("总分行", "total row"),
    "rating": Wording("自评等级", "rating"),
}


def cite(role: Wording, cell: Traced[Any]) -> Evidence:
    """A cell as evidence: what it is, what is printed there, and where."""
    return Evidence(role, cell.text, cell.place, cell.more, cell.confidence, cell.alternatives)


@lru_cache(maxsize=4096)
def short(text: str, limit: int = 20) -> str:
    """A name short enough to stand in a sentence: on one line, cut with an ellipsis.

    A long one is cut at the end of a clause, where its first clause says enough.
    """
    line = "".join(text.split()) if not text.isascii() else " ".join(text.split())
    if len(line) <= limit:
        return line
    clause = _CLAUSE.match(line[: limit - 1])
    return (clause[0] if clause else line[: limit - 1]) + "…"


def budget_name(line: BudgetLine) -> str:
    """The label of a budget row without the colon and blanks that forms print around it."""
    return short(line.label.value).strip("：: ")


def budget_role(line: BudgetLine, column: BudgetColumn) -> Wording:
    """Names a budget cell: 基本支出·年初预算数."""
    return _role(line.label.value, column, "：: ")


def indicator_role(indicator: Indicator, column: IndicatorColumn) -> Wording:
    """Names an indicator cell: 培训次数·得分."""
    return _role(indicator.level3.value, column)


def spoken(role: Wording) -> Wording:
    """A role (or the subject of an outcome) as it stands in a sentence: 「培训次数」得分."""
    if role.zh in _TOTALS:
        return _TOTALS[role.zh]
    zh_name, zh_dot, zh_column = role.zh.rpartition("·")
    en_name, en_dot, en_column = role.en.rpartition(" · ")
    return Wording(
        f"「{zh_name}」{zh_column}" if zh_dot else role.zh,
        f"{en_column} of 「{en_name}」" if en_dot else role.en,
    )


@lru_cache(maxsize=4096)
def _role(label: str, column: str, around: str = "") -> Wording:
    name, title = short(label), COLUMNS[column]
    name = name.strip(around) if around else name
    return Wording(f"{name}·{title.zh}", f"{name} · {title.en}")


def part_name(part: Part) -> Wording:
    """What a part of the form is called: 全年执行数列."""
    block, _, column = part.partition(".")
    if not column:
        return PARTS[block]
    title = COLUMNS[column]
    return Wording(f"“{title.zh}”列", f"column “{title.en}” ({title.zh})")


def lost(evaluation: Evaluation, part: Part) -> bool:
    """Whether the part is absent and may have been lost on the way, so that its absence says nothing."""
    gap = evaluation.gap(part)
    return gap is not None and gap.lost


def why_absent(evaluation: Evaluation, part: Part) -> Wording:
    """A sentence that says what is absent and whose doing it may be: the file's or the unit's form's."""
    name, gap = part_name(part), evaluation.gap(part)
    if gap is None:
        return Wording(f"没有读到{name.zh}。", f"Not read: {name.en}.")
    zh, en = gap.reason.zh.rstrip("。"), gap.reason.en.rstrip(".")
    if gap.lost:
        blameless_zh = "" if "不能据此" in zh else "，不归责于单位"
        blameless_en = "" if "nothing" in en else "; it is not held against the unit"
        return Wording(
            f"没有读到{name.zh}：{zh}{blameless_zh}。", f"Not read: {name.en}. {en}{blameless_en}."
        )
    if zh.endswith("没有此项"):
        return Wording(f"表中没有{name.zh}。", f"The form as submitted has no {name.en}.")
    return Wording(f"表中没有{name.zh}（{zh}）。", f"The form as submitted has no {name.en} ({en}).")


def from_dump(evaluation: Evaluation) -> bool:
    """Whether the form came from a text dump, where a whole row or cell can have been lost unseen."""
    cells = [row.level3 for row in evaluation.indicators] + [line.label for line in evaluation.budget]
    return any(isinstance(cell.place, InText) for cell in cells)


def seen_whole(evaluation: Evaluation) -> bool:
    """Whether nothing of the tables can be lost: no dump, no recognised text, no gap of the file's doing."""
    cells = [row.level3 for row in evaluation.indicators] + [line.label for line in evaluation.budget]
    recognised = any(cell.confidence < 1 for cell in cells)
    return not (recognised or from_dump(evaluation) or any(gap.lost for gap in evaluation.gaps))
