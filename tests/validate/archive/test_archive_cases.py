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
from expected import Case, hold

from validate.archive import Filed, SetFinding, check_together
from validate.archive.rule import registered_across

FOLDER = Path(__file__).parent / "cases"


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
    reports = [filed(forms, report) for report in case["reports"]]
    others = set(registered_across()) - {rule_id}
    outcomes = list(check_together(reports, omitted=others))
    assert {one.rule for one in outcomes} == {rule_id}
    finding = hold(case, outcomes, {"documents", "reports"}, _texts)
    if finding:
        named = {report.document for report in finding.reports}
        assert set(case.get("documents", [])) <= named, named
        assert len(set(finding.pieces)) == len(finding.pieces), "a cell is cited twice"


def _texts(finding: SetFinding) -> list[str]:
    return [piece.evidence.text for piece in finding.pieces]
