"""What was read with doubt is marked in every output, with what else it may say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from extract.document import Box, Document, OnPage, Source
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report import csv as csv_report
from fuhe.report import json as json_report
from fuhe.report import markdown, reshape, shape, show, text
from fuhe.report.excel import write as write_workbook
from fuhe.report.words import Look
from normalize.evaluation import Evaluation, Traced
from validate.outcome import Evidence, Finding, Outcome

READ = OnPage(1, Box(10.0, 10.0, 40.0, 20.0))
OTHERS = (("353.38", 0.12), ("", 0.004))


@pytest.fixture
def scanned(evaluation: Evaluation) -> Evaluation:
    """The form with one amount that may be another."""
    amount = Traced(Decimal("353.88"), "353.88", READ, 0.83, alternatives=OTHERS)
    (line,) = evaluation.budget
    return replace(evaluation, budget=(replace(line, executed=amount),))


@pytest.fixture
def audit(scanned: Evaluation, make_audit: Callable[..., Audit], notice: Finding) -> Audit:
    """A notice that rests on the amount."""
    cited = Evidence(notice.message, "353.88", READ, confidence=0.83, alternatives=OTHERS)
    told = replace(notice, rule="rate-recompute", evidence=(cited,))
    outcome = Outcome(told.rule, "finding", notice.message, finding=told)
    return replace(make_audit(), evaluated=(AuditedEvaluation(scanned, (outcome,)),))


@pytest.fixture
def document() -> Document:
    return Document(Source("自评表.pdf", "0" * 64, "application/pdf", 1), (), ())


def test_show_marks_the_value_and_lists_it(scanned: Evaluation, document: Document) -> None:
    shown = "".join(show.as_text(document, [scanned], Look("zh")))
    assert "353.88?" in shown
    assert "年度资金总额 全年执行数：“353.88”，也可能是“353.38”（12%）（第1页）" in shown
    assert "443.88?" not in shown


def test_show_as_csv_has_the_doubt_in_columns_of_its_own(scanned: Evaluation, document: Document) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(show.as_csv(document, [scanned], "en")), newline="")))
    (doubtful,) = [row for row in rows if row["in doubt"]]
    assert doubtful["value"] == "353.88"
    assert doubtful["other readings"] == "may be “353.38” (12%)"


def test_show_as_json_hands_the_readings_on(scanned: Evaluation, document: Document) -> None:
    one = reshape.read_document(document, [scanned], "zh")
    read = json.loads(json_report.line(shape.ShowOutput(schema=shape.VERSION, documents=(one,))))
    amount = read["documents"][0]["evaluations"][0]["budget"][0]["executed"]
    assert amount["confidence"] == 0.83
    assert amount["alternatives"] == [["353.38", 0.12], ["", 0.004]]


def test_a_list_for_people_marks_the_quotation_and_lists_the_doubt(audit: Audit) -> None:
    listed = "".join(text.render([audit], Look("zh")))
    assert "“353.88”（存疑，也可能是“353.38”（12%））" in listed
    assert "读数存疑 1 处" in listed


def test_the_csv_list_has_a_row_for_the_doubt(audit: Audit) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(csv_report.render([audit], "zh")), newline="")))
    assert any(row["级别"] == "读数存疑" and "353.38" in row["情况说明"] for row in rows)
    assert any("存疑" in row["原文摘录"] for row in rows if row["级别"] == "提示")


def test_markdown_and_workbook_list_the_doubt(audit: Audit, tmp_path: Path) -> None:
    assert "也可能是“353.38”（12%）" in "".join(markdown.render([audit], "zh")).replace("\\", "")
    with (tmp_path / "list.xlsx").open("wb") as file:
        write_workbook([audit], file, "zh")
    book = load_workbook(tmp_path / "list.xlsx")
    cells = [str(cell.value) for row in book["未能核查"].iter_rows() for cell in row if cell.value]
    assert any("也可能是“353.38”" in cell for cell in cells)


def test_json_of_an_audit_has_the_readings_of_the_evidence(audit: Audit) -> None:
    told = json.loads("".join(json_report.render([audit], "zh")))
    (finding,) = told["documents"][0]["evaluations"][0]["findings"]
    assert finding["evidence"][0]["alternatives"][0] == ["353.38", 0.12]
