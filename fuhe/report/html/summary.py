"""What an index tells of each document: kept small, so that thousands of documents fit."""

from __future__ import annotations

from collections import Counter

import msgspec

from extract.wording import Language
from fuhe.audit import Audit, Condition
from fuhe.report.header import facts
from fuhe.report.problems import sentence
from validate.outcome import Severity


class Summary(msgspec.Struct, frozen=True):
    """One document: where its report is, how it went, and what was found by severity and by rule."""

    link: str
    name: str
    status: Condition
    forms: tuple[str, ...]
    counts: dict[Severity, int]
    rules: dict[str, dict[Severity, int]]
    not_checked: int
    problem: str

    @property
    def total(self) -> int:
        """How many findings."""
        return sum(self.counts.values())


def summary(audit: Audit, link: str, language: Language) -> Summary:
    """The summary of an audit whose report is at `link`."""
    rules: dict[str, dict[Severity, int]] = {}
    for finding in audit.findings:
        severities = rules.setdefault(finding.rule, {})
        severities[finding.severity] = severities.get(finding.severity, 0) + 1
    paged = audit.source is not None and audit.source.paged
    refused = audit.status in ("unreadable", "no-evaluation") and audit.problems
    return Summary(
        link,
        audit.path,
        audit.status,
        tuple(facts(form, language, paged=paged) for form in audit.evaluations),
        dict(Counter(finding.severity for finding in audit.findings)),
        rules,
        sum(outcome.status == "could-not-check" for outcome in audit.outcomes),
        sentence(audit.problems[0], language) if refused else "",
    )
