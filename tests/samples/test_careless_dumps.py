"""A text dump of any family may say little, but nothing wrong: no false number, and nobody is accused.

The dumps are of clean forms, with cells set apart by a blank, or with figures glued together (`10100.00%10`).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import fuhe

if TYPE_CHECKING:
    from fuhe.audit import Audit

SAMPLES = Path(__file__).parents[2] / "samples"
DUMPS = sorted((SAMPLES / "dumps").glob("*.txt"))
each_dump = pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name)


def _answer(dump: Path) -> dict[str, Any]:
    name = dump.stem.removesuffix("-glued")
    answer: dict[str, Any] = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes())
    return answer


@cache
def _audit(dump: Path) -> Audit:
    return fuhe.audit(dump)


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


@each_dump
def test_nobody_is_accused(dump: Path) -> None:
    said = [(one.rule, one.message.zh) for one in _audit(dump).findings if one.severity != "notice"]
    assert said == []


@each_dump
def test_the_family_is_the_right_one_or_none(dump: Path) -> None:
    found = {one.form for one in _audit(dump).evaluations}
    assert found <= {_answer(dump)["form"], "unknown"}


@each_dump
def test_no_budget_number_is_false(dump: Path) -> None:
    true = {_tight(line["label"]): line for line in _answer(dump)["budget"]}
    for evaluation in _audit(dump).evaluations:
        for line in evaluation.budget:
            for name in ("initial", "adjusted", "executed", "weight", "rate", "score"):
                number = getattr(line, name)
                if number is not None and number.value is not None and _tight(line.label.text) in true:
                    assert _tight(number.text) == true[_tight(line.label.text)][name], name


@each_dump
def test_no_indicator_cell_is_false(dump: Path) -> None:
    true = {_tight(row["level3"]): row for row in _answer(dump)["indicators"]}
    for evaluation in _audit(dump).evaluations:
        for row in evaluation.indicators:
            if _tight(row.level3.text) in true:
                for name in ("target", "actual", "weight", "score"):
                    cell = getattr(row, name)
                    if cell is not None and cell.text:
                        assert _tight(cell.text) == true[_tight(row.level3.text)][name], name
