"""The registry: what a rule is, how one is declared, and how all of them are run.

A rule is a generator function over an evaluation and a profile. It yields outcomes built with `ok`, `found`,
`not_applicable` and `could_not_check`; the registry stamps them with the rule's id. Its docstring is the
English documentation, in the sections that `fuhe explain` prints; the Chinese text stands in
`validate/rules/zh/*.toml` under the same id (`validate/explain.py` reads both).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

import msgspec

from extract.document import SURE
from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.outcome import Evidence, Finding, Outcome, Severity
from validate.profile import Profile

Family: TypeAlias = Literal[
    "arithmetic",
    "budget",
    "attainment",
    "weights",
    "rating",
    "completeness",
    "consistency",
    "text",
    "archive",
]
Check: TypeAlias = Callable[[Evaluation, Profile], Iterator[Outcome]]


class Rule(msgspec.Struct, frozen=True):
    """A registered rule. `severity` is the highest it can report; `basis` cites regulations or form logic."""

    id: str
    family: Family
    severity: Severity
    title: Wording
    basis: tuple[Wording, ...]
    check: Check


_registry: dict[str, Rule] = {}


def rule(
    rule_id: str, *, severity: Severity, family: Family, title: Wording, basis: tuple[Wording, ...]
) -> Callable[[Check], Check]:
    """Register a check under an id (kebab-case, named after what it flags)."""

    def register(check: Check) -> Check:
        if rule_id in _registry:
            raise ValueError(f"two rules are called {rule_id}")
        _registry[rule_id] = Rule(rule_id, family, severity, title, basis, check)
        return check

    return register


def registered() -> dict[str, Rule]:
    """All registered rules by id, in the order of the catalogue."""
    import validate.rules  # noqa: F401, PLC0415  (importing the package registers its rules)

    return dict(_registry)


def run(one: Rule, evaluation: Evaluation, profile: Profile) -> list[Outcome]:
    """Run one rule. A crash inside it becomes a `could-not-check` outcome, so that the others still speak."""
    try:
        outcomes = list(one.check(evaluation, profile))
    except Exception as crash:  # noqa: BLE001  (a bug in one rule must not silence the others)
        reason = Wording(
            f"规则内部出错（{type(crash).__name__}: {crash}），请将此文件报告给开发者。",
            f"The rule failed inside ({type(crash).__name__}: {crash}); please report this file.",
        )
        outcomes = [could_not_check(one.title, reason)]
    return [_stamp(outcome, one.id) for outcome in outcomes]


def _stamp(outcome: Outcome, rule_id: str) -> Outcome:
    finding = outcome.finding and msgspec.structs.replace(outcome.finding, rule=rule_id)
    return msgspec.structs.replace(outcome, rule=rule_id, finding=finding)


def ok(subject: Wording, arithmetic: str | None = None) -> Outcome:
    """It was checked and it holds."""
    return Outcome("", "ok", subject, arithmetic=arithmetic)


def not_applicable(subject: Wording, reason: Wording) -> Outcome:
    """The rule has nothing to say about this form or row."""
    return Outcome("", "not-applicable", subject, reason=reason)


def could_not_check(subject: Wording, reason: Wording) -> Outcome:
    """It should have been checked and could not be: an input is missing, lost or doubtful."""
    return Outcome("", "could-not-check", subject, reason=reason)


def found(  # noqa: PLR0913  (a finding has many parts; the optional ones are named)
    subject: Wording,
    severity: Severity,
    message: Wording,
    evidence: tuple[Evidence, ...],
    *,
    printed: str | None = None,
    recomputed: str | None = None,
    difference: str | None = None,
    arithmetic: str | None = None,
    ask: Wording | None = None,
) -> Outcome:
    """It was checked and does not hold.

    What rests on text recognised with doubt, or put into its cell by position alone, is handed on as a
    notice: it may not be what is printed there, and nobody is accused of our misreading.
    """
    if severity != "notice" and any(piece.confidence < SURE for piece in evidence):
        severity, message = "notice", doubted(message)
    finding = Finding("", severity, message, printed, recomputed, difference, arithmetic, evidence, ask)
    return Outcome("", "finding", subject, arithmetic=arithmetic, finding=finding)


def doubted(message: Wording) -> Wording:
    """The message with the caution that its numbers may have been misread."""
    return Wording(
        f"{message.zh}（涉及的数字读取存疑：或由图像识别，或按文字位置归栏，或与表格线、其他文字相叠，请对照原件。）",
        f"{message.en} (Numbers here are in doubt: recognised from a picture, put into columns by position, "
        "or crossed by a rule or other text; please see the original.)",
    )
