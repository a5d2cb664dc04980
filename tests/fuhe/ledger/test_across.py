"""The forms of a ledger held against each other: `fuhe across`, and what the runs say of versions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from fuhe.ledger import Ledger, open_ledger
from fuhe.ledger.filed import filed
from fuhe.record import DocumentRecord
from validate.archive import SetOutcome, check_together

OfUnit = Callable[..., DocumentRecord]
Put = Callable[..., str]
RunMain = Callable[..., tuple[int, str, str]]

ONE, OTHER = "青原州直属机关第一工作委员会", "青原州直属机关第二工作委员会"


def _run(ledger: Ledger, put: Put, *records: DocumentRecord) -> None:
    run = ledger.begin_run("ingest", {})
    for record in records:
        put(ledger, run, record)
    ledger.end_run(run, "finished")


def _found(ledger: Ledger) -> list[SetOutcome]:
    return [one for one in check_together(filed(ledger)) if one.finding]


def test_units_with_one_text_are_found_in_a_ledger(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    _run(ledger, put, of_unit(ONE), of_unit(OTHER))
    (copied,) = [one.finding for one in _found(ledger) if one.rule == "near-duplicate"]
    assert copied
    assert {report.document for report in copied.reports} == {f"{ONE}2023.pdf", f"{OTHER}2023.pdf"}


def test_of_two_files_in_one_run_nobody_knows_which_stands(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    changed = of_unit(ONE, path="b.pdf", sample="dept-2023-clean.pdf")
    _run(ledger, put, of_unit(ONE, path="a.pdf"), changed)
    assert [one.rule for one in _found(ledger)] == ["duplicate-submission"]


def test_what_came_with_a_later_run_is_a_later_version(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    _run(ledger, put, of_unit(ONE, path="a.pdf"))
    _run(ledger, put, of_unit(ONE, path="b.pdf", sample="dept-2023-clean.pdf"))
    assert [one.version for one in filed(ledger)] == [1, 2]
    assert "duplicate-submission" not in {one.rule for one in _found(ledger)}


@pytest.fixture
def kept(tmp_path: Path, of_unit: OfUnit, put: Put) -> str:
    """A ledger with two forms of one unit that differ."""
    where = str(tmp_path / "台账.db")
    with open_ledger(where, create=True) as ledger:
        changed = of_unit(ONE, path="b.pdf", sample="dept-2023-clean.pdf")
        _run(ledger, put, of_unit(ONE, path="a.pdf"), changed)
    return where


def test_the_command_tells_what_was_found_and_exits_by_it(run_main: RunMain, kept: str) -> None:
    code, out, _ = run_main("across", "--ledger", kept)
    assert code == 0
    assert "2 份自评表互相对照" in out
    assert "[duplicate-submission]" in out
    assert run_main("across", "--ledger", kept, "--fail-on", "notice")[0] == 1


def test_the_command_writes_the_formats_of_lists(run_main: RunMain, kept: str, tmp_path: Path) -> None:
    found = json.loads(run_main("across", "--ledger", kept, "--format", "json")[1])
    assert (found["documents"], found["across"]["reports"]) == ([], 2)
    assert "duplicate-submission" in run_main("across", "--ledger", kept, "--format", "csv")[1]
    book = tmp_path / "list.xlsx"
    assert run_main("across", "--ledger", kept, "-o", str(book))[0] == 0
    rows = openpyxl.load_workbook(book)["问题清单"].iter_rows(values_only=True)
    assert any("duplicate-submission" in row for row in rows)


def test_a_ledger_that_is_not_there_is_said(run_main: RunMain, tmp_path: Path) -> None:
    code, _, err = run_main("across", "--ledger", str(tmp_path / "none.db"))
    assert code == 2
    assert "none.db" in err
