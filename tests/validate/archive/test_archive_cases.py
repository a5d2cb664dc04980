"""Every rule across reports against its own cases (`cases/<rule-id>.toml`).

`[forms.NAME]` are forms as in the cases of the other rules; `reports` of a case name one and may change
something in it (see `conftest.py`). `tests/validate/test_cases.py` tells what `expect` means; `documents`
are those that the evidence of the first finding must name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from validate.archive import Filed, SetFinding, SetOutcome, check_together
from validate.archive.rule import registered_across

Case = dict[str, Any]
FOLDER = Path(__file__).parent / "cases"
KNOWN_KEYS = {
    "name",
    "expect",
    "severity",
    "count",
    "printed",
    "recomputed",
    "difference",
    "arithmetic",
    "cites",
    "documents",
    "says",
    "reports",
}


def _cases() -> list[Any]:
    files = {
        file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))
    }
    return [
        pytest.param(rule_id, read["forms"], case, id=f"{rule_id}: {case['name']}")
        for rule_id, read in files.items()
        for case in read["case"]
    ]


@pytest.mark.parametrize(("rule_id", "forms", "case"), _cases())
def test_case(rule_id: str, forms: Case, case: Case, filed: Callable[[Case, Case], Filed]) -> None:
    assert case.keys() <= KNOWN_KEYS, "a misspelt key would silently assert nothing"
    reports = [filed(forms, report) for report in case["reports"]]
    others = set(registered_across()) - {rule_id}
    outcomes = list(check_together(reports, omitted=others))
    assert {one.rule for one in outcomes} == {rule_id}
    assert not [one for one in outcomes if one.reason and "规则内部出错" in one.reason.zh], outcomes
    {
        "fires": _fires,
        "passes": _passes,
        "must-not-fire": _silent,
        "could-not-check": _could_not_check,
    }[case["expect"]](case, outcomes)


def _findings(outcomes: list[SetOutcome]) -> list[SetFinding]:
    return [one.finding for one in outcomes if one.finding]


def _fires(case: Case, outcomes: list[SetOutcome]) -> None:
    findings = _findings(outcomes)
    assert len(findings) == case.get("count", 1), findings
    finding = findings[0]
    for key in ("severity", "printed", "recomputed", "difference", "arithmetic"):
        if key in case:
            assert getattr(finding, key) == case[key], (key, finding)
    texts = [piece.evidence.text for piece in finding.pieces]
    assert texts, "a finding without evidence cannot be looked up"
    assert [text for text in case.get("cites", []) if text not in texts] == [], texts
    named = {report.document for report in finding.reports}
    assert set(case.get("documents", [])) <= named, named
    assert case.get("says", "") in finding.message.zh + finding.message.en, finding.message
    assert len(set(finding.pieces)) == len(finding.pieces), "a cell is cited twice"


def _passes(_: Case, outcomes: list[SetOutcome]) -> None:
    assert {one.status for one in outcomes} <= {"ok", "not-applicable"}, outcomes
    assert any(one.status == "ok" for one in outcomes), outcomes


def _silent(_: Case, outcomes: list[SetOutcome]) -> None:
    assert _findings(outcomes) == []


def _could_not_check(case: Case, outcomes: list[SetOutcome]) -> None:
    assert _findings(outcomes) == []
    reasons = [one.reason for one in outcomes if one.status == "could-not-check" and one.reason]
    assert reasons, outcomes
    assert any(case.get("says", "") in reason.zh + reason.en for reason in reasons), reasons
