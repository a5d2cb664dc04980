"""What was found across reports, in the types of the stable output."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from extract.wording import Language
from fuhe.fingerprint import fingerprint_across, identity_of
from fuhe.report import shape
from fuhe.report.reshape import evidence, gone
from fuhe.together import Across
from validate.archive import Report, SetFinding, SetOutcome


def across(found: Across, language: Language) -> shape.Across:
    """All of it, in one language."""
    return shape.Across(
        reports=found.reports,
        findings=tuple(_finding(one.finding, one, found, language) for one in found.outcomes if one.finding),
        not_checked=tuple(
            shape.NotChecked(one.rule, one.subject.text(language), _reason(one, language) or "")
            for one in found.outcomes
            if one.status == "could-not-check"
        ),
        not_applicable=_counted("not-applicable", found, language),
        passed=_counted("ok", found, language),
        suppressed=tuple(
            shape.Suppressed(
                fingerprint=fingerprint_across(aside.finding, aside.subject),
                rule=aside.finding.rule,
                severity=aside.finding.severity,
                subject=aside.subject.text(language),
                message=aside.finding.message.text(language),
                reason=aside.by.reason,
            )
            for aside in found.suppressed
        ),
        omitted=found.omitted,
        gone=UNSET if found.compared is None else tuple(gone(known) for known in found.compared.gone),
    )


def _counted(status: str, found: Across, language: Language) -> tuple[shape.Counted, ...]:
    return tuple(
        shape.Counted(one.rule, one.count, _reason(one, language))
        for one in found.outcomes
        if one.status == status
    )


def _reason(outcome: SetOutcome, language: Language) -> str | None:
    return outcome.reason.text(language) if outcome.reason else None


def _finding(
    finding: SetFinding, outcome: SetOutcome, found: Across, language: Language
) -> shape.AcrossFinding:
    reports = finding.reports
    return shape.AcrossFinding(
        fingerprint=found.fingerprint(outcome),
        rule=finding.rule,
        severity=finding.severity,
        subject=outcome.subject.text(language),
        message=finding.message.text(language),
        printed=finding.printed,
        recomputed=finding.recomputed,
        difference=finding.difference,
        arithmetic=finding.arithmetic,
        ask=finding.ask.text(language) if finding.ask else None,
        reports=tuple(map(_report, reports)),
        evidence=tuple(
            shape.AcrossEvidence(
                **msgspec.structs.asdict(evidence(piece.evidence, language)),
                report=reports.index(piece.report),
            )
            for piece in finding.pieces
        ),
        standing=found.standing(outcome) or UNSET,
    )


def _report(report: Report) -> shape.Report:
    document = report.document.encode(errors="surrogateescape").decode(errors="backslashreplace")
    return shape.Report(
        document, report.form, report.kind, report.year, report.unit, report.project, identity_of(report)
    )
