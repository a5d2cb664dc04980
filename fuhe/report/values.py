"""Every value of a form by its path, and what a path is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from extract.wording import Language, Wording
from normalize.evaluation import Evaluation, Traced
from validate.evidence import COLUMNS, PARTS, budget_name

_INDICATOR = re.compile(r"indicators\[(\d+)\]\.(\w+)")
_BUDGET = re.compile(r"budget\[(\d+)\]\.(\w+)")
_TOTAL = {"weight": Wording("总分值", "total weight"), "score": Wording("总分", "total score")}


def values(form: Evaluation) -> Iterator[tuple[str, Traced[object]]]:
    """Every traced value of a form with its path, as `indicators[3].target` (rows count from 1)."""
    yield from _walk("", form)


def _walk(path: str, value: object) -> Iterator[tuple[str, Traced[object]]]:
    if isinstance(value, Traced):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _walk(f"{path}.{name}" if path else name, getattr(value, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value, start=1):
            yield from _walk(f"{path}[{number}]", one)


def named(path: str, form: Evaluation, language: Language) -> tuple[str, int]:
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
