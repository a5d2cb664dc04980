"""Why values of a form were inferred or converted: told once a reason, with the rows that it holds for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.wording import Language, Wording
from fuhe.report.problems import runs
from normalize.evaluation import Evaluation, Traced
from validate.evidence import COLUMNS, PARTS, budget_name

_INDICATOR = re.compile(r"indicators\[(\d+)\]\.(\w+)")
_BUDGET = re.compile(r"budget\[(\d+)\]\.(\w+)")
_TOTAL = {"weight": Wording("总分值", "total weight"), "score": Wording("总分", "total score")}


def reasons(
    form: Evaluation, values: Iterator[tuple[str, Traced[object]]], language: Language
) -> Iterator[str]:
    """One line a reason: 一级指标（第1—17项）：文件转成文本时丢失了该级次名称；…."""
    by_reason: dict[tuple[str, str], list[int]] = {}
    for path, traced in values:
        if traced.how in ("inferred", "converted") and traced.reason and not path.startswith("groups"):
            name, number = _named(path, form, language)
            by_reason.setdefault((name, traced.reason.text(language)), []).append(number)
    for (name, reason), numbers in by_reason.items():
        rows = runs([number for number in numbers if number], language)
        where = Wording(f"（第{rows}项）", f" (rows {rows})").text(language) if rows else ""
        yield f"{name}{where}{'：' if language == 'zh' else ': '}{reason}"


def _named(path: str, form: Evaluation, language: Language) -> tuple[str, int]:
    """What the value is called, and the number of its indicator row (0: not in such a row)."""
    if row := _INDICATOR.fullmatch(path):
        return COLUMNS[row[2]].text(language), int(row[1])
    if line := _BUDGET.fullmatch(path):
        column = COLUMNS.get(line[2], Wording("", "")).text(language)
        return " ".join(filter(None, (budget_name(form.budget[int(line[1]) - 1]), column))), 0
    if path.startswith("total."):
        return _TOTAL[path.removeprefix("total.")].text(language), 0
    part = path.partition(".")[0].replace("_", "-")
    return PARTS.get(part, Wording("其他文字", "other text")).text(language), 0
