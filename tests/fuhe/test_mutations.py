"""One number changed in a clean file, the whole audit run: all that comes out must name that number."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import fuhe
from extract.document import InSheet
from normalize.evaluation import Traced
from validate.outcome import Finding

CLEAN = Path(__file__).parents[2] / "samples" / "dept-2023-clean.xlsx"
BUDGET = ("initial", "adjusted", "executed", "weight", "rate", "score")


def cell_of(value: Traced[object]) -> str:
    """The top left cell of a value, as A1."""
    assert isinstance(value.place, InSheet)
    return value.place.cell.split(":")[0]


def numeric_fields() -> Iterator[tuple[str, str]]:
    """Every field of the clean form that holds a number: its name and its cell."""
    (evaluation,) = fuhe.audit(CLEAN).evaluations
    for line in evaluation.budget:
        for field in BUDGET:
            value = getattr(line, field)
            if value is not None and value.value is not None:
                yield f"{line.label.text.strip('：')}.{field}", cell_of(value)
    for number, row in enumerate(evaluation.indicators, start=1):
        for field in ("weight", "score"):
            yield f"indicator {number}.{field}", cell_of(getattr(row, field))
        for field in ("target", "actual"):
            # a row that already lost points for missing its target may miss it by more
            value = getattr(row, field)
            if re.search(r"\d", value.text) and row.score.value == row.weight.value:
                yield f"indicator {number}.{field}", cell_of(value)
    for group in evaluation.groups:
        if group.weight is not None:
            yield f"group {group.name.value}.weight", cell_of(group.name)
    for field in ("weight", "score"):
        yield f"total.{field}", cell_of(getattr(evaluation.total, field))


FIELDS = dict(numeric_fields())
TARGETS = {name.split(".")[0]: cell for name, cell in FIELDS.items() if name.endswith(".target")}


@functools.cache
def clean_bytes() -> bytes:
    return CLEAN.read_bytes()


def changed(value: object, field: str) -> object:
    """Another number in the same shape: far enough that no rounding explains it."""
    if isinstance(value, str):
        return re.sub(r"\d+", lambda number: str(int(number[0]) + 7), value, count=1)
    step = Decimal("0.05") if field.endswith("rate") else Decimal(3)
    return Decimal(str(value)) + step


def missed(text: str, field: str, target: str) -> str:
    """The target raised or the actual lowered until the one misses the other; mirrored for ≤ and dates."""
    if "年" in text:
        year = int(text[:4]) + (1 if field.endswith("actual") else -1)
        return f"{year}{text[4:]}"
    more = (field.endswith("target")) == ("≤" not in target)
    number = re.compile(r"(?<=[≥≤])\d+(\.\d+)?|(?<![\d.])\d+(\.\d+)?(?![\d.、])")
    return number.sub(lambda m: f"{Decimal(m[0]) * 10 if more else Decimal(m[0]) / 10:f}", text, count=1)


def findings_after(cell: str, field: str, folder: Path) -> list[Finding]:
    """Audit the clean file with this one cell changed."""
    book = openpyxl.load_workbook(BytesIO(clean_bytes()))
    target = book.active[cell]
    before = target.value
    if field.endswith(("target", "actual")):
        text = missed(str(before), field, book.active[TARGETS[field.partition(".")[0]]].value)
        target.value = text if isinstance(before, str) else Decimal(text)
    else:
        target.value = changed(before, field)
    assert target.value != before
    path = folder / "changed.xlsx"
    book.save(path)
    return [finding for finding in fuhe.audit(path).findings if finding.severity != "notice"]


def test_there_are_enough_numbers_to_change() -> None:
    assert len(FIELDS) >= 60


def test_the_clean_file_is_clean() -> None:
    assert [f.rule for f in fuhe.audit(CLEAN).findings if f.severity != "notice"] == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_number_is_found_and_named(field: str, tmp_path: Path) -> None:
    cell = FIELDS[field]
    findings = findings_after(cell, field, tmp_path)
    assert findings, f"{field} ({cell}) was changed and nobody noticed"
    for finding in findings:
        named = {
            evidence.place.cell.split(":")[0]
            for evidence in finding.evidence
            if isinstance(evidence.place, InSheet)
        }
        assert cell in named, f"{finding.rule} names {sorted(named)}, the change was in {cell}"
