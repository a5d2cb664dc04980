"""The registry of rules across reports: how one is declared, and what it may yield.

A rule looks at groups of reports that belong together; its `scope` says which. As in `validate/rule.py` the
docstring of the check is the English documentation and `rules/zh/*.toml` the Chinese one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeAlias

import msgspec

from extract.document import SURE
from extract.wording import Wording
from validate.archive.outcome import Piece, SetFinding, SetOutcome
from validate.outcome import Severity
from validate.profile import Profile
from validate.rule import Family, doubted

# copies: reports of one unit, project and year. years: those of one unit and project, by year.
# unit-year: a department and its projects. peers: one project in one year, by several units. set: all.
Scope: TypeAlias = Literal["copies", "years", "unit-year", "peers", "set"]
SetCheck: TypeAlias = Callable[[Any, Profile | None], Iterator[SetOutcome]]


class SetRule(msgspec.Struct, frozen=True):
    """A registered rule across reports; fields as in `Rule`."""

    id: str
    family: Family
    severity: Severity
    title: Wording
    basis: tuple[Wording, ...]
    check: SetCheck
    scope: Scope


_registry: dict[str, SetRule] = {}


def set_rule(
    rule_id: str, *, scope: Scope, severity: Severity, title: Wording, basis: tuple[Wording, ...]
) -> Callable[[SetCheck], SetCheck]:
    """Register a check across reports under an id (kebab-case, named after what it flags)."""

    def register(check: SetCheck) -> SetCheck:
        if rule_id in _registry:
            raise ValueError(f"two rules are called {rule_id}")
        _registry[rule_id] = SetRule(rule_id, "archive", severity, title, basis, check, scope)
        return check

    return register


def registered_across() -> dict[str, SetRule]:
    """All rules across reports by id, in the order of the catalogue."""
    import validate.archive.rules  # noqa: F401, PLC0415  (importing the package registers its rules)

    return dict(_registry)


def run_across(one: SetRule, group: Any, profile: Profile | None) -> list[SetOutcome]:
    """Run one rule on a group. A crash inside becomes `could-not-check`, so that the others still speak."""
    try:
        outcomes = list(one.check(group, profile))
    except Exception as crash:  # noqa: BLE001  (a bug in one rule must not silence the others)
        reason = Wording(
            f"规则内部出错（{type(crash).__name__}: {crash}），请将此情况报告给开发者。",
            f"The rule failed inside ({type(crash).__name__}: {crash}); please report this.",
        )
        outcomes = [could_not_check(one.title, reason)]
    return [_stamp(outcome, one.id) for outcome in outcomes]


def _stamp(outcome: SetOutcome, rule_id: str) -> SetOutcome:
    finding = outcome.finding and msgspec.structs.replace(outcome.finding, rule=rule_id)
    return msgspec.structs.replace(outcome, rule=rule_id, finding=finding)


def ok(subject: Wording, arithmetic: str | None = None) -> SetOutcome:
    """It was compared and it agrees."""
    return SetOutcome("", "ok", subject, arithmetic=arithmetic)


def not_applicable(subject: Wording, reason: Wording) -> SetOutcome:
    """There is nothing to compare, or it says nothing here."""
    return SetOutcome("", "not-applicable", subject, reason=reason)


def could_not_check(subject: Wording, reason: Wording) -> SetOutcome:
    """It should have been compared and could not be."""
    return SetOutcome("", "could-not-check", subject, reason=reason)


def found(  # noqa: PLR0913  (a finding has many parts; the optional ones are named)
    subject: Wording,
    severity: Severity,
    message: Wording,
    pieces: Iterable[Piece],
    *,
    printed: str | None = None,
    recomputed: str | None = None,
    difference: str | None = None,
    arithmetic: str | None = None,
    ask: Wording | None = None,
) -> SetOutcome:
    """It was compared and does not agree; what rests on text read with doubt is a notice."""
    cited = tuple(dict.fromkeys(pieces))
    if severity != "notice" and any(piece.evidence.confidence < SURE for piece in cited):
        severity, message = "notice", doubted(message)
    finding = SetFinding("", severity, message, printed, recomputed, difference, arithmetic, cited, ask)
    return SetOutcome("", "finding", subject, arithmetic=arithmetic, finding=finding)
