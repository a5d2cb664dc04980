"""What a case expects of its rule, held against the outcomes; `test_cases.py` says what the keys mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Case = dict[str, Any]
KEYS = {
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
}


def hold(case: Case, outcomes: Sequence[Any], known: set[str], texts_of: Callable[[Any], list[str]]) -> Any:
    """Assert what the case expects; gives the first finding of one that fires, else nothing.

    `texts_of` gives the printed texts that a finding has as evidence.
    """
    assert case.keys() <= KEYS | known, "a misspelt key would silently assert nothing"
    assert not [one for one in outcomes if one.reason and "规则内部出错" in one.reason.zh], outcomes
    findings = [one.finding for one in outcomes if one.finding]
    if case["expect"] == "fires":
        assert len(findings) == case.get("count", 1), findings
        _fits(case, findings[0], texts_of(findings[0]))
        return findings[0]
    assert findings == []
    if case["expect"] == "passes":
        assert {one.status for one in outcomes} <= {"ok", "not-applicable"}, outcomes
        assert any(one.status == "ok" for one in outcomes), outcomes
    elif case["expect"] == "could-not-check":
        reasons = [one.reason for one in outcomes if one.status == "could-not-check" and one.reason]
        assert reasons, outcomes
        assert any(case.get("says", "") in reason.zh + reason.en for reason in reasons), reasons
    else:
        assert case["expect"] == "must-not-fire"
    return None


def _fits(case: Case, finding: Any, texts: list[str]) -> None:
    for key in ("severity", "printed", "recomputed", "difference", "arithmetic"):
        if key in case:
            assert getattr(finding, key) == case[key], (key, finding)
    assert texts, "a finding without evidence cannot be looked up"
    assert [text for text in case.get("cites", []) if text not in texts] == [], texts
    assert case.get("says", "") in finding.message.zh + finding.message.en, finding.message
