"""From the values of the stages to the types of the stable output, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from extract.document import Box, Document, OnPage, Place, Problem
from extract.document import Source as Origin
from extract.wording import Language, Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.baseline import Known
from fuhe.fingerprint import fingerprint, identity
from fuhe.report import shape
from fuhe.settings import Suppressed
from fuhe.streams import visible
from normalize.evaluation import Evaluation, Gap, Traced
from validate.outcome import Evidence, Finding, Misread, Outcome

T = TypeVar("T")


def audited_document(audit: Audit, language: Language) -> shape.AuditedDocument:
    """One audited file in the output's types."""
    return shape.AuditedDocument(
        source=source(audit.path, audit.source),
        status=audit.status,
        problems=tuple(_problem(one, language) for one in audit.problems),
        evaluations=tuple(_audited(one, language) for one in audit.evaluated),
        omitted=audit.omitted,
    )


def read_document(
    document: Document, evaluations: Sequence[Evaluation], language: Language
) -> shape.ReadDocument:
    """One file as read, nothing judged, in the output's types."""
    return shape.ReadDocument(
        source=source(document.source.path, document.source),
        problems=tuple(_problem(one, language) for one in document.problems),
        evaluations=tuple(shape.ReadEvaluation(**_evaluation(one, language)) for one in evaluations),
    )


def source(path: str, source: Origin | None) -> shape.Source:
    """Which file it is; of one that could not be opened only the path is known."""
    name = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
    if source is None:
        return shape.Source(name, None, None, None)
    return shape.Source(name, source.sha256, source.media_type, source.pages)


def _problem(problem: Problem, language: Language) -> shape.Problem:
    message, remedy = problem.message.text(language), problem.remedy.text(language)
    return shape.Problem(problem.code, visible(message), visible(remedy), problem.page)


def _audited(one: AuditedEvaluation, language: Language) -> shape.AuditedEvaluation:
    by_status: dict[str, list[Outcome]] = {}
    for outcome in one.outcomes:
        by_status.setdefault(outcome.status, []).append(outcome)

    def reasons(status: str) -> list[tuple[str, str, str]]:
        outcomes = by_status.get(status, [])
        return [(o.rule, o.subject.text(language), _told(o.reason, language) or "") for o in outcomes]

    return shape.AuditedEvaluation(
        **_evaluation(one.evaluation, language),
        identity=identity(one.evaluation),
        findings=tuple(
            finding(o.finding, o, one, language) for o in by_status.get("finding", []) if o.finding
        ),
        not_checked=tuple(shape.NotChecked(*told) for told in reasons("could-not-check")),
        not_applicable=tuple(shape.NotApplicable(*told) for told in reasons("not-applicable")),
        passed=tuple(
            shape.Passed(o.rule, o.subject.text(language), o.arithmetic) for o in by_status.get("ok", [])
        ),
        suppressed=tuple(_suppressed(aside, one.evaluation, language) for aside in one.suppressed),
        gone=UNSET if one.compared is None else tuple(gone(known) for known in one.compared.gone),
    )


def _suppressed(aside: Suppressed, form: Evaluation, language: Language) -> shape.Suppressed:
    finding = aside.finding
    return shape.Suppressed(
        fingerprint=fingerprint(finding, aside.subject, form),
        rule=finding.rule,
        severity=finding.severity,
        subject=aside.subject.text(language),
        message=finding.message.text(language),
        reason=aside.by.reason,
    )


def gone(known: Known) -> shape.Gone:
    """A finding of the earlier run."""
    return shape.Gone(known.fingerprint, known.rule, known.severity, known.message)


def finding(found: Finding, outcome: Outcome, one: AuditedEvaluation, language: Language) -> shape.Finding:
    """One finding with its evidence."""
    return shape.Finding(
        fingerprint=one.fingerprint(outcome),
        standing=one.standing(outcome) or UNSET,
        rule=found.rule,
        severity=found.severity,
        subject=outcome.subject.text(language),
        message=found.message.text(language),
        printed=found.printed,
        recomputed=found.recomputed,
        difference=found.difference,
        arithmetic=found.arithmetic,
        misread=_misread(found.misread, language),
        ask=_told(found.ask, language),
        evidence=tuple(evidence(one, language) for one in found.evidence),
    )


def _misread(misread: Misread | None, language: Language) -> shape.Misread | None:
    if misread is None:
        return None
    return shape.Misread(misread.reading, misread.probability, misread.message.text(language))


def evidence(piece: Evidence, language: Language) -> shape.Evidence:
    """A piece of evidence with the keys of its place."""
    where: dict[str, Any] = msgspec.to_builtins(_rounded(piece.place))
    kind = where.pop("in")
    return shape.Evidence(
        role=piece.role.text(language),
        text=piece.text,
        confidence=piece.confidence,
        in_=kind,
        more=_more(piece.more),
        alternatives=_readings(piece.alternatives),
        **where,
    )


def _evaluation(evaluation: Evaluation, language: Language) -> dict[str, Any]:
    """The fields that a form as read and a form as audited share."""
    named = {name: getattr(evaluation, name) for name in ("title", "year", "unit", "project", "rating")}
    return {
        **{name: _value(traced, language) for name, traced in named.items()},
        "money_unit": _value(evaluation.money_unit, language),
        "form": evaluation.form,
        "form_reason": evaluation.form_reason.text(language),
        "kind": evaluation.kind,
        "pages": evaluation.pages,
        "budget": tuple(_reshaped(shape.BudgetLine, line, language) for line in evaluation.budget),
        "goals": _reshaped(shape.Goals, evaluation.goals, language),
        "indicators": tuple(_reshaped(shape.Indicator, one, language) for one in evaluation.indicators),
        "groups": tuple(_reshaped(shape.Group, one, language) for one in evaluation.groups),
        "total": _reshaped(shape.Total, evaluation.total, language),
        "narrative": tuple(_value(text, language) for text in evaluation.narrative),
        "gaps": tuple(_gap(one, language) for one in evaluation.gaps),
    }


def _reshaped(into: type[T], struct: msgspec.Struct, language: Language) -> T:
    """The same fields in the output's type, with every traced value in the output's form."""
    fields = {name: getattr(struct, name) for name in struct.__struct_fields__}
    return into(
        **{
            name: _value(field, language) if isinstance(field, Traced) else field
            for name, field in fields.items()
        }
    )


def _value(traced: Traced[Any] | None, language: Language) -> shape.Value[Any] | None:
    if traced is None:
        return None
    kinds: dict[type, type[shape.Value[Any]]] = {str: shape.Text, int: shape.Year}
    kind = kinds.get(type(traced.value), shape.Number)
    return kind(
        value=traced.value,
        text=traced.text,
        place=_rounded(traced.place),
        confidence=traced.confidence,
        how=traced.how,
        reason=_told(traced.reason, language) or UNSET,
        more=_more(traced.more),
        alternatives=_readings(traced.alternatives),
    )


def _gap(gap: Gap, language: Language) -> shape.Gap:
    return shape.Gap(gap.part, gap.lost, gap.reason.text(language))


def _told(wording: Wording | None, language: Language) -> str | None:
    return wording.text(language) if wording else None


def _more(places: tuple[Place, ...]) -> tuple[Place, ...] | UnsetType:
    return tuple(_rounded(place) for place in places) or UNSET


def _readings(alternatives: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...] | UnsetType:
    return tuple((text, round(probability, 4)) for text, probability in alternatives) or UNSET


def _rounded(place: Place) -> Place:
    """A hundredth of a point is finer than any printer; more digits only make noise in a diff."""
    if not isinstance(place, OnPage):
        return place
    box = place.box
    return OnPage(
        place.page, Box(round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))
    )
