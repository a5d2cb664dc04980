"""Documents as they are kept: their records, and those that were not audited, with the cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, func, select

from extract.wording import Wording
from fuhe.audit import Condition, Stage
from fuhe.ledger import tables
from fuhe.ledger.kept import unpacked
from fuhe.ledger.standing import Standing
from fuhe.record import DocumentRecord, EvaluationRecord

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

_AT_ONCE = 200  # documents whose forms are fetched together


class NotAudited(msgspec.Struct, frozen=True):
    """A file on which the work ended badly, or was begun and never ended; `tries` counts all attempts."""

    path: str
    sha256: str
    state: Standing
    stage: Stage | None
    detail: Wording | None
    tries: int


def not_audited(ledger: Ledger, run: int | None = None) -> Iterator[NotAudited]:
    """Every file that was not audited, by path; `run`: of those that this run tried.

    A file in whose place other bytes lie now is none of them.
    """
    d, a = tables.document.c, tables.attempt.c
    last = select(func.max(a.id).label("id"), func.count().label("tries"))
    last = last.where(a.run_id == run) if run is not None else last
    tried = last.group_by(a.document_id).subquery()
    query = (
        select(a.path, d.sha256, d.state, a.stage, a.detail_zh, a.detail_en, tried.c.tries)
        .join(tried, tried.c.id == a.id)
        .join(tables.document, d.id == a.document_id)
        .where(d.state != "done", ~d.replaced)
        .order_by(a.path)
    )
    with ledger.reading() as connection:
        rows = connection.execute(query).all()
    for path, key, state, stage, zh, en, tries in rows:
        yield NotAudited(path, key, state, stage, Wording(zh, en) if zh and en else None, tries)


class NothingChecked(msgspec.Struct, frozen=True):
    """A file in which nothing could be checked: it could not be read, or holds no form; `why` says more."""

    path: str
    sha256: str
    status: Condition
    why: Wording


def nothing_checked(connection: Connection, most: int | None) -> tuple[NothingChecked, ...]:
    """The first files of which the audit ended well and came to nothing, in the order they were met."""
    d = tables.document.c
    query = select(d.sha256, d.record).where(d.state == "done", ~d.replaced, d.record.is_not(None))
    query = query.where(d.status.in_(("unreadable", "no-evaluation"))).order_by(d.id).limit(most)
    found = ((key, unpacked(blob, DocumentRecord)) for key, blob in connection.execute(query))
    return tuple(NothingChecked(one.path, key, one.status, one.problems[0].message) for key, one in found)


def records(ledger: Ledger, run: int | None = None) -> Iterator[DocumentRecord]:
    """Every audited document as its record, in the order in which they were first met.

    `run`: those that were audited in this run.
    """
    d = tables.document.c
    last = 0
    while True:
        query = select(d.id, d.record).where(d.record.is_not(None), ~d.replaced, d.id > last)
        query = query.where(d.run_id == run) if run is not None else query
        with ledger.reading() as connection:
            rows = connection.execute(query.order_by(d.id).limit(_AT_ONCE)).all()
            forms = forms_of(connection, [row.id for row in rows])
        for row in rows:
            yield whole(row.record, forms.get(row.id, []))
        if not rows:
            return
        last = rows[-1].id


def whole(rest: bytes, forms: list[bytes]) -> DocumentRecord:
    """A document's record put together again."""
    evaluations = tuple(unpacked(form, EvaluationRecord) for form in forms)
    return msgspec.structs.replace(unpacked(rest, DocumentRecord), evaluations=evaluations)


def forms_of(connection: Connection, documents: list[int]) -> dict[int, list[bytes]]:
    """The forms of documents, packed, in their order."""
    e, found = tables.evaluation.c, dict[int, list[bytes]]()
    query = select(e.document_id, tables.record.c.record).join(tables.evaluation)
    for document, blob in connection.execute(
        query.where(e.document_id.in_(documents)).order_by(e.document_id, e.ordinal)
    ):
        found.setdefault(document, []).append(blob)
    return found
