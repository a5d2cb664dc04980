"""Every rule against its own cases (`cases/<rule-id>.toml`): what must fire, pass or stay silent.

- `fires`: exactly `count` findings (1 unless given), of `severity`, with `printed`, `recomputed`,
`difference`,
  `arithmetic` as given; `cites` lists the printed texts that must be among the evidence; `says` stands in the
  message.
- `passes`: no finding, at least one `ok`, nothing that could not be checked.
- `must-not-fire`: no finding at all.
- `could-not-check`: no finding, and it is said that something could not be checked; `says` stands in a
reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from expected import Case, hold

from normalize.evaluation import Evaluation
from validate.outcome import Finding
from validate.profile import for_form, load
from validate.rule import registered, run

FOLDER = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize(("rule_id", "case"), _cases())
def test_case(rule_id: str, case: Case, build: Callable[[Case], Evaluation]) -> None:
    evaluation = build(case["evaluation"])
    profile = load(case["profile"]) if "profile" in case else for_form(evaluation.form)
    outcomes = run(registered()[rule_id], evaluation, profile)
    finding = hold(case, outcomes, {"profile", "evaluation"}, _texts)
    if finding:
        assert len({one.place for one in finding.evidence}) == len(finding.evidence), "a cell is cited twice"


def _texts(finding: Finding) -> list[str]:
    return [piece.text for piece in finding.evidence]
