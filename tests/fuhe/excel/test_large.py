"""Thousands of findings, and a run that breaks off."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterable, Iterator

import openpyxl
import pytest
from msgspec.structs import replace
from workbook import book

from extract.document import Box, OnPage
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.excel import write
from normalize.evaluation import Evaluation, Traced


def many(audit: Audit, documents: int) -> Iterator[Audit]:
    """Documents with ten findings each, made as they are asked for."""
    one = audit.evaluated[0]
    (finding,) = (o for o in one.outcomes if o.finding and o.finding.severity == "error")
    for number in range(documents):
        unit = Traced(f"单位{number % 50}", "", OnPage(1, Box(0, 0, 9, 9)))
        outcomes = tuple(replace(finding, arithmetic=None) for _ in range(10))
        form: Evaluation = replace(one.evaluation, unit=unit)
        yield replace(audit, path=f"{number}.pdf", evaluated=(AuditedEvaluation(form, outcomes),))


def peak(audits: Iterable[Audit]) -> int:
    tracemalloc.start()
    try:
        with open("/dev/null", "wb") as file:  # noqa: PTH123
            write(audits, file, "zh")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_findings(full_audit: Audit) -> None:
    peak(many(full_audit, 5))  # what is loaded once
    assert peak(many(full_audit, 500)) < 2 * peak(many(full_audit, 50)) + 1_000_000


def test_five_thousand_findings_are_all_there(full_audit: Audit) -> None:
    file = io.BytesIO()
    write(many(full_audit, 500), file, "zh")
    sheet = openpyxl.load_workbook(file, read_only=True)["问题清单"]
    assert sheet.max_row == 5_001


def test_a_full_sheet_says_what_it_left_out(full_audit: Audit) -> None:
    workbook = book(*many(full_audit, 2), most_rows=10)
    told = [value for (value, *_) in workbook["问题清单"].values]
    assert len(told) == 10
    assert told[-1].startswith("另有 12 行超出 Excel 的行数上限")
    assert any("另有 12 行" in str(value) for row in workbook["汇总"].values for value in row)


def test_a_broken_run_leaves_no_workbook_that_looks_whole(full_audit: Audit) -> None:
    def interrupted() -> Iterator[Audit]:
        yield full_audit
        raise KeyboardInterrupt

    file = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), file, "zh")
    assert file.getvalue() == b""
