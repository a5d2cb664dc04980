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

from normalize.evaluation import Evaluation
from validate.outcome import Finding, Outcome
from validate.profile import for_form, load
from validate.rule import registered, run

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
    "says",
    "profile",
    "evaluation",
}


def _cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize(("rule_id", "case"), _cases())
def test_case(rule_id: str, case: Case, build: Callable[[Case], Evaluation]) -> None:
    assert case.keys() <= KNOWN_KEYS, "a misspelt key would silently assert nothing"
    evaluation = build(case["evaluation"])
    profile = load(case["profile"]) if "profile" in case else for_form(evaluation.form)
    outcomes = run(registered()[rule_id], evaluation, profile)
    assert not [one for one in outcomes if one.reason and "规则内部出错" in one.reason.zh], outcomes
    {
        "fires": _fires,
        "passes": _passes,
        "must-not-fire": _silent,
        "could-not-check": _could_not_check,
    }[case["expect"]](case, outcomes)


def _findings(outcomes: list[Outcome]) -> list[Finding]:
    return [one.finding for one in outcomes if one.finding]


def _fires(case: Case, outcomes: list[Outcome]) -> None:
    findings = _findings(outcomes)
    assert len(findings) == case.get("count", 1), findings
    finding = findings[0]
    for key in ("severity", "printed", "recomputed", "difference", "arithmetic"):
        if key in case:
            assert getattr(finding, key) == case[key], (key, finding)
    texts = [piece.text for piece in finding.evidence]
    assert texts, "a finding without evidence cannot be looked up"
    assert [text for text in case.get("cites", []) if text not in texts] == [], texts
    assert case.get("says", "") in finding.message.zh + finding.message.en, finding.message
    assert len({piece.place for piece in finding.evidence}) == len(finding.evidence), "a cell is cited twice"


def _passes(_: Case, outcomes: list[Outcome]) -> None:
    assert {one.status for one in outcomes} <= {"ok", "not-applicable"}, outcomes
    assert any(one.status == "ok" for one in outcomes), outcomes


def _silent(_: Case, outcomes: list[Outcome]) -> None:
    assert _findings(outcomes) == []


def _could_not_check(case: Case, outcomes: list[Outcome]) -> None:
    assert _findings(outcomes) == []
    reasons = [one.reason for one in outcomes if one.status == "could-not-check" and one.reason]
    assert reasons, outcomes
    assert any(case.get("says", "") in reason.zh + reason.en for reason in reasons), reasons
