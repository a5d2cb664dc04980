"""Every family as text, as converters print it: what is read is right, and no less of it than ever before.

A row of the table is a family and a kind of dump; the numbers are its indicator cells and budget numbers that
are read exactly. What is not read is lost or said to be unclear; a wrong one is never allowed.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import docx
import msgspec
import pytest

import fuhe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.audit import Audit
    from normalize.evaluation import Evaluation, Traced

SAMPLES = Path(__file__).parents[2] / "samples"
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
MONEY = ("initial", "adjusted", "executed", "weight", "rate", "score")
LAYOUT, BLOCKS, RAW = "pdftotext-layout", "pdftotext", "pdftotext-raw"
ORDER, LINES, GLUED = "pymupdf", "", "-glued"

# Indicator cells and budget numbers that are read exactly, by family and kind of dump.
EXACT = {
    ("project-2022-units", LINES): (81, 24),
    ("project-2022-units", GLUED): (81, 24),
    ("project-2022-units", ORDER): (81, 24),
    ("project-2022-units", BLOCKS): (0, 0),
    ("project-2022-units", LAYOUT): (85, 24),
    ("dept-2023-clean", ORDER): (0, 24),
    ("dept-2023-clean", BLOCKS): (0, 0),
    ("dept-2023-clean", LAYOUT): (85, 24),
    ("poverty-fund", LINES): (80, 20),
    ("poverty-fund", GLUED): (80, 20),
    ("poverty-fund", ORDER): (70, 20),
    ("poverty-fund", BLOCKS): (0, 20),
    ("poverty-fund", LAYOUT): (49, 20),
    ("transfer-payment", LINES): (50, 12),
    ("transfer-payment", GLUED): (26, 12),
    ("transfer-payment", ORDER): (47, 12),
    ("transfer-payment", BLOCKS): (27, 12),
    ("transfer-payment", LAYOUT): (43, 12),
    ("sichuan-0013zp", LINES): (56, 30),
    ("sichuan-0013zp", GLUED): (56, 30),
    ("sichuan-0013zp", ORDER): (0, 0),
    ("sichuan-0013zp", BLOCKS): (0, 0),
    ("sichuan-0013zp", LAYOUT): (57, 30),
    ("hubei-project", LINES): (48, 5),
    ("hubei-project", GLUED): (48, 5),
    ("hubei-project", ORDER): (45, 0),
    ("hubei-project", BLOCKS): (32, 0),
    ("hubei-project", LAYOUT): (48, 5),
    ("hubei-county", LINES): (46, 7),
    ("hubei-county", GLUED): (46, 7),
    ("hubei-county", ORDER): (0, 0),
    ("hubei-county", BLOCKS): (0, 0),
    ("hubei-county", LAYOUT): (48, 0),
    ("chongqing-department", LINES): (36, 10),
    ("chongqing-department", GLUED): (0, 10),
    ("chongqing-department", ORDER): (0, 0),
    ("chongqing-department", BLOCKS): (0, 10),
    ("chongqing-department", LAYOUT): (36, 10),
    ("hunan-department", LINES): (64, 6),
    ("hunan-department", GLUED): (64, 6),
    ("hunan-department", ORDER): (0, 0),
    ("hunan-department", BLOCKS): (0, 0),
    ("hunan-department", LAYOUT): (64, 0),
    ("check-list", LINES): (24, 0),
    ("check-list", GLUED): (24, 0),
    ("check-list", ORDER): (0, 0),
    ("check-list", BLOCKS): (0, 0),
    ("check-list", LAYOUT): (15, 0),
    ("mof-2021-project", LINES): (63, 24),
    ("mof-2021-project", GLUED): (63, 24),
    ("mof-2021-project", ORDER): (0, 24),
    ("mof-2021-project", BLOCKS): (40, 0),
    ("mof-2021-project", LAYOUT): (61, 24),
    ("input-process-output", LINES): (66, 0),
    ("input-process-output", GLUED): (66, 0),
    ("input-process-output", ORDER): (44, 0),
    ("input-process-output", BLOCKS): (0, 0),
    ("input-process-output", LAYOUT): (61, 0),
    ("two-row-header", LINES): (49, 24),
    ("two-row-header", GLUED): (49, 24),
    ("two-row-header", ORDER): (0, 24),
    ("two-row-header", BLOCKS): (0, 0),
    ("two-row-header", LAYOUT): (50, 24),
    ("project-2022-units", RAW): (0, 0),
    ("dept-2023-clean", RAW): (0, 24),
    ("poverty-fund", RAW): (0, 0),
    ("transfer-payment", RAW): (0, 0),
    ("sichuan-0013zp", RAW): (0, 0),
    ("hubei-project", RAW): (0, 0),
    ("hubei-county", RAW): (0, 0),
    ("chongqing-department", RAW): (0, 0),
    ("hunan-department", RAW): (0, 0),
    ("check-list", RAW): (0, 0),
    ("mof-2021-project", RAW): (19, 0),
    ("input-process-output", RAW): (0, 0),
    ("two-row-header", RAW): (0, 0),
}


class Read(NamedTuple):
    """A value as read, and what is printed there."""

    where: str
    read: str
    true: str


class Known(NamedTuple):
    """The values of a dump: exact ones, and wrong ones."""

    cells: int
    money: int
    wrong: tuple[Read, ...]


def path(name: str, kind: str) -> Path:
    if kind in (LINES, GLUED):
        return SAMPLES / "dumps" / f"{name}{kind}.txt"
    return SAMPLES / "dumps" / "converted" / f"{name}.{kind}.txt"


@cache
def audit(name: str, kind: str) -> Audit:
    return fuhe.audit(path(name, kind))


def tight(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "").rstrip(":：")


def known(name: str, kind: str) -> Known:
    return known_of(audit(name, kind), name)


def known_of(audited: Audit, name: str) -> Known:
    """What an audit of a dump of this sample found."""
    answer: dict[str, Any] = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes())
    cells: list[Read] = []
    money: list[Read] = []
    for evaluation in audited.evaluations:
        cells += list(_cells(evaluation, answer))
        money += list(_money(evaluation, answer))
    wrong = [one for one in (*cells, *money) if one.read != one.true]
    return Known(len(cells), len(money), tuple(wrong))


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


@pytest.mark.parametrize(("name", "kind"), EXACT, ids=lambda part: part or "lines")
def test_nothing_is_wrong_and_no_less_is_read(name: str, kind: str) -> None:
    found = known(name, kind)
    assert found.wrong == ()
    cells, money = EXACT[name, kind]
    assert found.cells >= cells
    assert found.money >= money


@pytest.mark.parametrize(("name", "kind"), EXACT, ids=lambda part: part or "lines")
def test_nobody_is_accused(name: str, kind: str) -> None:
    said = [(one.rule, one.message.zh) for one in audit(name, kind).findings if one.severity != "notice"]
    assert said == []


@pytest.mark.parametrize(("name", "kind"), EXACT, ids=lambda part: part or "lines")
def test_what_is_not_read_is_said(name: str, kind: str) -> None:
    answer: dict[str, Any] = msgspec.json.decode((SAMPLES / f"{name}.json").read_bytes())
    found = audit(name, kind)
    read = sum(len(one.indicators) for one in found.evaluations)
    gaps = {gap.part for one in found.evaluations for gap in one.gaps}
    assert read == len(answer["indicators"]) or found.problems != () or "indicators" in gaps


# Word files as a converter prints them that sets each cell on a line of its own.
CELLS = {
    "poverty-fund-faulty": (76, 20),
    "transfer-payment": (48, 12),
    "hubei-project": (44, 5),
    "hunan-faulty": (64, 6),
    "chongqing-faulty": (0, 10),
    "check-list": (0, 0),
    "two-row-header": (0, 24),
}


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
@pytest.mark.parametrize("name", CELLS)
def test_a_cell_a_line(name: str, between: str, tmp_path: Path) -> None:
    target = tmp_path / f"{name}.txt"
    target.write_text(between.join(_one_by_one(SAMPLES / f"{name}.docx")), encoding="utf-8")
    found = known_of(fuhe.audit(target), name)
    assert found.wrong == ()
    cells, money = CELLS[name]
    assert found.money >= money
    assert found.cells >= cells or between == "\n\n"


def _one_by_one(source: Path) -> Iterator[str]:
    document = docx.Document(str(source))
    yield from (paragraph.text for paragraph in document.paragraphs[:3] if paragraph.text.strip())
    for table in document.tables:
        before: list[object] = []
        for row in table.rows:
            for cell in row.cells:
                # merged cells repeat
                if cell._tc not in before and cell.text.strip():
                    yield cell.text.replace("\n", "")
                before.append(cell._tc)
