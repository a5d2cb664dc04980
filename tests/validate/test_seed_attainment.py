"""The published form that this project started from: what the rules of attainment say of it, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import read
from extract.document import OnPage
from normalize import evaluations
from normalize.evaluation import Evaluation
from validate.check import check
from validate.outcome import Finding
from validate.rule import registered

SAMPLES = Path(__file__).parents[2] / "samples"

# What is said of which row (by its number from 1; 0 for several rows together).
EXPECTED = {
    (2, "target-not-met-full-score", "warning"),
    (5, "part-missing", "warning"),
    (0, "score-monotone", "warning"),
    (1, "over-completion", "notice"),
    (5, "over-completion", "notice"),
    (6, "over-completion", "notice"),
    (4, "term-mismatch", "notice"),
    (0, "qual-circular", "notice"),
    (18, "satisfaction-100", "notice"),
}


@pytest.fixture(scope="module", params=["dept-2023-sheet.pdf", "dept-2023.docx", "dept-2023-dump.txt"])
def form(request: pytest.FixtureRequest) -> Evaluation:
    (only,) = evaluations(read(SAMPLES / request.param))
    return only


def test_every_known_point_is_found_and_nothing_else(form: Evaluation) -> None:
    findings = [one.finding for one in check(form) if one.finding]
    attained = [one for one in findings if registered()[one.rule].family == "attainment"]
    assert {(_row(form, one), one.rule, one.severity) for one in attained} == EXPECTED


def test_every_finding_can_be_looked_up_and_asks_for_evidence(form: Evaluation) -> None:
    for outcome in check(form):
        one = outcome.finding
        if one is not None and registered()[one.rule].family == "attainment":
            assert one.ask is not None
            assert "请" in one.ask.zh
            assert not any(word in one.message.zh for word in ("造假", "虚报", "弄虚"))
            assert all(not isinstance(piece.place, OnPage) or piece.place.page for piece in one.evidence)


def test_the_row_that_cannot_be_judged_is_said(form: Evaluation) -> None:
    said = [one for one in check(form) if one.status == "could-not-check"]
    attained = [one for one in said if registered()[one.rule].family == "attainment"]
    assert [(one.rule, "巡察评估" in (one.reason.zh if one.reason else "")) for one in attained] == [
        ("target-not-met-full-score", True)
    ]


def _row(form: Evaluation, finding: Finding) -> int:
    cited = {piece.place for piece in finding.evidence}
    rows = [
        number
        for number, one in enumerate(form.indicators, start=1)
        if any(cell is not None and cell.place in cited for cell in (one.target, one.actual))
    ]
    return rows[0] if len(rows) == 1 else 0
