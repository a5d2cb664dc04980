"""Every family as text, as converters print it: what is read is right, and no less of it than ever before.

A row of the table is a family and a kind of dump; the numbers are its indicator cells and budget numbers that
are read exactly. What is not read is lost or said to be unclear; a wrong one is never allowed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import msgspec
import pytest
from dump_samples import SAMPLES, Known, cell_a_line, converted, known_of, row_a_line

import fuhe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.audit import Audit

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
    ("dept-2023-clean", LAYOUT): (76, 24),
    ("poverty-fund", LINES): (80, 20),
    ("poverty-fund", GLUED): (80, 20),
    ("poverty-fund", ORDER): (70, 20),
    ("poverty-fund", BLOCKS): (0, 20),
    ("poverty-fund", LAYOUT): (49, 20),
    ("transfer-payment", LINES): (50, 12),
    ("transfer-payment", GLUED): (26, 12),
    ("transfer-payment", ORDER): (47, 12),
    ("transfer-payment", BLOCKS): (27, 12),
    ("transfer-payment", LAYOUT): (38, 12),
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
    ("hubei-county", LAYOUT): (48, 7),
    ("chongqing-department", LINES): (36, 10),
    ("chongqing-department", GLUED): (0, 10),
    ("chongqing-department", ORDER): (0, 0),
    ("chongqing-department", BLOCKS): (0, 10),
    ("chongqing-department", LAYOUT): (36, 10),
    ("hunan-department", LINES): (64, 6),
    ("hunan-department", GLUED): (64, 6),
    ("hunan-department", ORDER): (0, 0),
    ("hunan-department", BLOCKS): (0, 0),
    ("hunan-department", LAYOUT): (61, 12),
    ("check-list", LINES): (24, 0),
    ("check-list", GLUED): (24, 0),
    ("check-list", ORDER): (0, 0),
    ("check-list", BLOCKS): (0, 0),
    ("check-list", LAYOUT): (13, 0),
    ("mof-2021-project", LINES): (63, 24),
    ("mof-2021-project", GLUED): (63, 24),
    ("mof-2021-project", ORDER): (0, 24),
    ("mof-2021-project", BLOCKS): (40, 0),
    ("mof-2021-project", LAYOUT): (59, 24),
    ("input-process-output", LINES): (66, 0),
    ("input-process-output", GLUED): (66, 0),
    ("input-process-output", ORDER): (39, 0),
    ("input-process-output", BLOCKS): (0, 0),
    ("input-process-output", LAYOUT): (40, 0),
    ("two-row-header", LINES): (49, 24),
    ("two-row-header", GLUED): (49, 24),
    ("two-row-header", ORDER): (0, 24),
    ("two-row-header", BLOCKS): (0, 0),
    ("two-row-header", LAYOUT): (47, 24),
    ("project-2022-units", RAW): (0, 0),
    ("dept-2023-clean", RAW): (0, 24),
    ("poverty-fund", RAW): (0, 0),
    ("transfer-payment", RAW): (0, 0),
    ("sichuan-0013zp", RAW): (0, 0),
    ("hubei-project", RAW): (0, 0),
    ("hubei-county", RAW): (0, 7),
    ("chongqing-department", RAW): (0, 0),
    ("hunan-department", RAW): (0, 0),
    ("check-list", RAW): (0, 0),
    ("mof-2021-project", RAW): (19, 24),
    ("input-process-output", RAW): (0, 0),
    ("two-row-header", RAW): (0, 0),
}


def path(name: str, kind: str) -> Path:
    return SAMPLES / "dumps" / f"{name}{kind}.txt" if kind in (LINES, GLUED) else converted(name, kind)


@cache
def audit(name: str, kind: str) -> Audit:
    return fuhe.audit(path(name, kind))


def known(name: str, kind: str) -> Known:
    return known_of(audit(name, kind), name)


@pytest.mark.parametrize(("name", "kind"), EXACT, ids=lambda part: part or "lines")
def test_nothing_is_wrong_and_no_less_is_read(name: str, kind: str) -> None:
    found = known(name, kind)
    assert found.wrong == ()
    cells, money = EXACT[name, kind]
    assert found.cells >= cells
    assert found.money >= money


# The forms that print goals in two columns.
GOALS = (
    "project-2022-units",
    "dept-2023-clean",
    "poverty-fund",
    "transfer-payment",
    "sichuan-0013zp",
    "hubei-county",
    "chongqing-department",
    "hunan-department",
    "mof-2021-project",
    "two-row-header",
)


@pytest.mark.parametrize("name", GOALS)
def test_goals_side_by_side_are_read(name: str) -> None:
    assert known(name, LAYOUT).goals == 2


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


# Each family of forms in three fashions: a row a line, a cell a line, and columns side by side with wrapped
# cells. The rows that are found, and the cells of indicators and the budget numbers that are read exactly.
# Where it is nothing, nothing proves which cells are blank.
FAMILIES = {
    ("A", "row"): ("project-2022.xlsx", 12, 81, 24),
    ("A", "cell"): ("project-2022.xlsx", 12, 81, 24),
    ("A", "layout"): ("project-2022-units", 12, 85, 24),
    ("A'", "row"): ("dept-2023-clean.xlsx", 16, 91, 24),
    ("A'", "cell"): ("dept-2023-clean.xlsx", 18, 124, 24),
    ("A'", "layout"): ("dept-2023-clean", 15, 76, 24),
    ("B", "row"): ("poverty-fund.xlsx", 12, 80, 20),
    ("B", "cell"): ("poverty-fund.xlsx", 12, 77, 20),
    ("B", "layout"): ("poverty-fund", 10, 49, 20),
    ("C", "row"): ("transfer-payment.docx", 10, 50, 12),
    ("C", "cell"): ("transfer-payment.docx", 10, 48, 12),
    ("C", "layout"): ("transfer-payment", 10, 38, 12),
    ("D", "row"): ("sichuan-0013zp.xlsx", 8, 56, 30),
    ("D", "cell"): ("sichuan-0013zp.xlsx", 7, 49, 30),
    ("D", "layout"): ("sichuan-0013zp", 8, 57, 30),
    ("E", "row"): ("hubei-project.docx", 8, 48, 5),
    ("E", "cell"): ("hubei-project.docx", 8, 45, 5),
    ("E", "layout"): ("hubei-project", 8, 48, 5),
    ("F", "row"): ("hubei-county.xlsx", 8, 46, 7),
    ("F", "cell"): ("hubei-county.xlsx", 0, 0, 0),
    ("F", "layout"): ("hubei-county", 8, 48, 7),
    ("G", "row"): ("chongqing-department.xlsx", 7, 36, 10),
    ("G", "cell"): ("chongqing-department.xlsx", 6, 31, 10),
    ("G", "layout"): ("chongqing-department", 7, 36, 10),
    ("H", "row"): ("hunan-faulty.docx", 9, 64, 6),
    ("H", "cell"): ("hunan-faulty.docx", 9, 64, 6),
    ("H", "layout"): ("hunan-department", 9, 61, 12),
    ("I", "row"): ("check-list.docx", 7, 24, 0),
    ("I", "cell"): ("check-list.docx", 0, 0, 0),
    ("I", "layout"): ("check-list", 5, 13, 0),
}


@pytest.mark.parametrize(("family", "fashion"), FAMILIES, ids=str)
def test_every_family_in_every_fashion(family: str, fashion: str, tmp_path: Path) -> None:
    sample, rows, cells, money = FAMILIES[family, fashion]
    dump = converted(sample, LAYOUT) if fashion == "layout" else tmp_path / "dump.txt"
    if fashion != "layout":
        text = row_a_line(sample) if fashion == "row" else cell_a_line(sample)
        dump.write_text(text, encoding="utf-8")
    found = known_of(fuhe.audit(dump), sample.partition(".")[0])
    assert found.wrong == ()
    assert found.rows >= rows
    assert found.cells >= cells
    assert found.money >= money


# Word files as a converter prints them that sets each cell on a line of its own.
CELLS = {
    "poverty-fund-faulty": (77, 20),
    "transfer-payment": (48, 12),
    "hubei-project": (45, 5),
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
