"""Samples as text dumps, and what of such a dump is read: shared by the tests of dumps."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

import extract
from extract.document import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.audit import Audit
    from normalize.evaluation import Evaluation, Traced

SAMPLES = Path(__file__).parents[2] / "samples"
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
MONEY = ("initial", "adjusted", "executed", "weight", "rate", "score")


class Read(NamedTuple):
    """A value as read, and what is printed there."""

    where: str
    read: str
    true: str


class Known(NamedTuple):
    """The values of a dump: rows with an indicator, exact values of it, of budget and goals, and wrong."""

    rows: int
    cells: int
    money: int
    goals: int
    wrong: tuple[Read, ...]


def converted(name: str, kind: str) -> Path:
    """The exported sample as a converter prints it."""
    return SAMPLES / "dumps" / "converted" / f"{name}.{kind}.txt"


def row_a_line(file: str) -> str:
    """The sample with each row of its table on a line, blank cells without a trace."""
    return "\n".join(_printed(file, " "))


def cell_a_line(file: str) -> str:
    """The sample with each filled cell on a line."""
    return "\n".join(_printed(file, "\n"))


def _printed(file: str, between: str) -> Iterator[str]:
    for block in extract.read(SAMPLES / file).blocks:
        if not isinstance(block, Table):
            yield block.text
            continue
        for _, row in groupby(block.cells, key=lambda cell: cell.row):
            if line := between.join(cell.text.replace("\n", "") for cell in row if cell.text.strip()):
                yield line


def tight(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "").rstrip(":：")


def known_of(audited: Audit, name: str) -> Known:
    """What an audit of a dump of this sample found."""
    answer: dict[str, Any] = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes())
    cells: list[Read] = []
    money: list[Read] = []
    goals: list[Read] = []
    for evaluation in audited.evaluations:
        cells += list(_cells(evaluation, answer))
        money += list(_money(evaluation, answer))
        for part in ("expected", "actual"):
            goals += list(_read(part, getattr(evaluation.goals, part), answer["goals"][part]))
    wrong = [one for one in (*cells, *money, *goals) if one.read != one.true]
    rows = sum(len(one.indicators) for one in audited.evaluations)
    return Known(rows, len(cells), len(money), len(goals), tuple(wrong))


def _cells(evaluation: Evaluation, answer: dict[str, Any]) -> Iterator[Read]:
    true = {tight(row["level3"]): row for row in answer["indicators"]}
    for row in evaluation.indicators:
        printed = true.get(tight(row.level3.text)) or true.get(tight(row.level3.value))
        for name in FIELDS:
            yield from _read(name, getattr(row, name), printed[name] if printed else None)


def _money(evaluation: Evaluation, answer: dict[str, Any]) -> Iterator[Read]:
    true = {tight(line["label"]): line for line in answer["budget"]}
    for line in evaluation.budget:
        printed = true.get(tight(line.label.value))
        for name in MONEY:
            yield from _read(name, getattr(line, name), printed[name] if printed else None)


def _read(name: str, value: Traced[Any] | None, printed: str | None) -> Iterator[Read]:
    """The value, if there is one; a name may have been inferred, and a weight may stand on it."""
    if value is None or not (value.text.strip() or (name.startswith("level") and value.value)):
        return
    texts = [tight(value.text), tight(str(value.value))]
    yield Read(name, tight(printed) if tight(printed) in texts else texts[0], tight(printed))
