"""What an audit found, written into the tables in place of what stood there for the same content."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from extract.document import OnPage
from fuhe.ledger import tables
from fuhe.ledger.kept import now, packed, plain, short
from fuhe.ledger.resubmissions import identity_of, relink
from fuhe.ledger.standing import Standing
from fuhe.ledger.straight import Straight
from fuhe.ledger.totals import count
from fuhe.record import DocumentRecord, EvaluationRecord
from validate.outcome import Finding, Outcome, Severity

GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}


_e = tables.evaluation.c
_FORMS = select(_e.id, _e.identity).where(_e.document_id == bindparam("document"))
_FORGET = delete(tables.evaluation).where(_e.document_id == bindparam("document"))
_DONE = update(tables.document).where(tables.document.c.id == bindparam("document"))
_ADD_FORM, _ADD_RECORD = insert(tables.evaluation), insert(tables.record)
_ADD_FINDINGS, _ADD_UNCHECKED = insert(tables.finding), insert(tables.unchecked)


class Making(msgspec.Struct, frozen=True):
    """In which run results are made, by which reading and which rules."""

    run: int
    engine: str
    rules: str


def replace(
    straight: Straight, making: Making, document: int, record: DocumentRecord, state: Standing = "done"
) -> None:
    """Write what came of a document in place of what there was; it is so when this transaction ends."""
    before = _forgotten(straight, document)
    for ordinal, one in enumerate(record.evaluations, start=1):
        _form(straight, making, document, ordinal, one)
    after = {identity_of(one.evaluation) for one in record.evaluations}
    relink(straight, document, before | after)
    made = {"engine": making.engine, "rules": making.rules, "run_id": making.run, "audited_at": now()}
    straight.run(_DONE, {"document": document, "state": state, **_document(record), **made})


def _forgotten(straight: Straight, document: int) -> set[str]:
    """Take the earlier results away; gives the identities of the forms that go."""
    rows = straight.rows(_FORMS, {"document": document})
    for form, _ in rows:
        count(straight, form, -1)
    if rows:
        straight.run(_FORGET, {"document": document})
    return {identity for _, identity in rows}


def _document(record: DocumentRecord) -> dict[str, Any]:
    source = record.source
    return {
        "status": record.status,
        "media_type": source.media_type if source else None,
        "pages": source.pages if source else None,
        "record": packed(msgspec.structs.replace(record, evaluations=())),
    }


def _form(straight: Straight, making: Making, document: int, ordinal: int, one: EvaluationRecord) -> None:
    named = _named(one)
    values = {"document_id": document, "ordinal": ordinal, **named, **_described(one), **_counted(one)}
    form = straight.add(_ADD_FORM, values)
    straight.run(_ADD_RECORD, {"evaluation_id": form, "record": packed(one)})
    where = {"evaluation_id": form, "document_id": document, "run_id": making.run, **named}
    findings = [
        {**where, "ordinal": at, "fingerprint": name, **_subject(outcome), **_found(outcome.finding)}
        for at, (outcome, name) in enumerate(zip(one.outcomes, one.fingerprints, strict=True))
        if outcome.finding
    ]
    left = [
        {"evaluation_id": form, "rule": outcome.rule, **_subject(outcome), **_reason(outcome)}
        for outcome in one.outcomes
        if outcome.status == "could-not-check"
    ]
    straight.add_all(_ADD_FINDINGS, findings)
    straight.add_all(_ADD_UNCHECKED, left)
    if findings or left:
        count(straight, form, 1)


def _named(one: EvaluationRecord) -> dict[str, Any]:
    """What both a form and its findings are looked up by."""
    form = one.evaluation
    return {
        "unit": short(form.unit.value) if form.unit else "",
        "year": form.year.value if form.year else 0,
        "superseded": False,
    }


def _described(one: EvaluationRecord) -> dict[str, Any]:
    form = one.evaluation
    return {
        "identity": identity_of(form),
        "form": form.form,
        "kind": form.kind,
        "project": plain(form.project.value) if form.project else "",
        "title": plain(form.title.value) if form.title else "",
        "first_page": form.pages[0],
        "last_page": form.pages[1],
    }


def _counted(one: EvaluationRecord) -> dict[str, int]:
    by_status = Counter(outcome.status for outcome in one.outcomes)
    return {
        "held": by_status["ok"],
        "found": by_status["finding"],
        "set_aside": len(one.suppressed),
        "not_applicable": by_status["not-applicable"],
        "not_checked": by_status["could-not-check"],
    }


def _subject(outcome: Outcome) -> dict[str, str]:
    return {"subject_zh": plain(outcome.subject.zh), "subject_en": plain(outcome.subject.en)}


def _reason(outcome: Outcome) -> dict[str, str]:
    reason = outcome.reason
    return {"reason_zh": plain(reason.zh) if reason else "", "reason_en": plain(reason.en) if reason else ""}


def _found(finding: Finding) -> dict[str, Any]:
    numbers = {name: getattr(finding, name) for name in ("printed", "recomputed", "difference", "arithmetic")}
    pages = (piece.place.page for piece in finding.evidence if isinstance(piece.place, OnPage))
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "gravity": GRAVITY[finding.severity],
        "page": next(pages, None),
        "message_zh": plain(finding.message.zh),
        "message_en": plain(finding.message.en),
        **{name: value if value is None else plain(value) for name, value in numbers.items()},
    }
