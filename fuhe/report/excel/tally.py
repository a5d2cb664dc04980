"""What the summary counts, while the audits pass by one at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TypeAlias

from fuhe.audit import Audit, AuditedEvaluation
from fuhe.together import Across
from validate.outcome import Severity

# Unit and year, as the list shows them.
Group: TypeAlias = tuple[str, str]


class Tally:
    """Counts by unit and year, by rule and severity, and of files and forms."""

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.statuses: Counter[str] = Counter()
        self.set_aside = 0
        self.by_group: defaultdict[Group, Counter[str]] = defaultdict(Counter)
        self.by_rule: defaultdict[str, Counter[Severity]] = defaultdict(Counter)

    @property
    def forms(self) -> int:
        """How many forms were audited."""
        return sum(counts["forms"] for counts in self.by_group.values())

    def add(self, audit: Audit) -> None:
        """Count a document."""
        self.files[audit.status] += 1
        for one in audit.evaluated:
            self._form(one)

    def add_across(self, found: Across) -> None:
        """Count what was found across reports; it belongs to no single unit."""
        self.set_aside += len(found.suppressed)
        for outcome in found.outcomes:
            self.statuses[outcome.status] += outcome.count
            if outcome.finding:
                self.severities[outcome.finding.severity] += 1
                self.by_rule[outcome.finding.rule][outcome.finding.severity] += 1

    def _form(self, one: AuditedEvaluation) -> None:
        form = one.evaluation
        counts = self.by_group[
            form.unit.value if form.unit else "", str(form.year.value) if form.year else ""
        ]
        counts["forms"] += 1
        self.set_aside += len(one.suppressed)
        for outcome in one.outcomes:
            counts[outcome.status] += 1
            self.statuses[outcome.status] += 1
            if outcome.finding:
                severity = outcome.finding.severity
                counts[severity] += 1
                self.severities[severity] += 1
                self.by_rule[outcome.finding.rule][severity] += 1
