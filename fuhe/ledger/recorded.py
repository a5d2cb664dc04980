"""Forms out of the ledger with all that was said of them, as the reports want them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from sqlalchemy import Connection, bindparam, select

from fuhe.audit import Audit, AuditedEvaluation
from fuhe.ledger.filters import Filters
from fuhe.ledger.kept import unpacked
from fuhe.ledger.listing import paths_of
from fuhe.ledger.tables import document, evaluation, finding, record
from fuhe.record import DocumentRecord, EvaluationRecord, audit_of

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

# Gives the form of this number.
Recorded: TypeAlias = Callable[[int], AuditedEvaluation]

_FORM = select(record.c.record).where(record.c.evaluation_id == bindparam("form"))
_REST = select(document.c.record).where(document.c.id == bindparam("document"))
_AT_ONCE = 200


def recorded(connection: Connection) -> Recorded:
    """Forms by their number, read on this connection."""

    def form(number: int) -> AuditedEvaluation:
        blob = connection.execute(_FORM, {"form": number}).scalar_one()
        one = unpacked(blob, EvaluationRecord)
        return AuditedEvaluation(one.evaluation, one.outcomes, one.suppressed)

    return form


def audits_with(ledger: Ledger, filters: Filters) -> Iterator[Audit]:
    """The documents in which such findings are, with these findings alone; what was not checked stays.

    In the order in which the documents were first met, and as the ledger is at one moment.
    """
    e, f = evaluation.c, finding.c
    with ledger.reading() as connection:
        wanted = filters.narrowed(connection, select(f.evaluation_id, f.ordinal, f.document_id))
        query = wanted.join(evaluation, e.id == f.evaluation_id).order_by(f.document_id, e.ordinal, f.ordinal)
        with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as rows:
            for number, of_document in groupby(rows, key=lambda row: row.document_id):
                wanted_of = groupby(of_document, key=lambda row: row.evaluation_id)
                yield _audit(
                    connection, number, [(one, {row.ordinal for row in of}) for one, of in wanted_of]
                )


def _audit(connection: Connection, number: int, wanted: Iterable[tuple[int, set[int]]]) -> Audit:
    """A document with the findings of these places in these forms."""
    form = recorded(connection)
    forms = tuple(_only(form(one), places) for one, places in wanted)
    blob = connection.execute(_REST, {"document": number}).scalar_one()
    paths = paths_of(connection, {number})[number]
    rest = audit_of(unpacked(blob, DocumentRecord))
    return msgspec.structs.replace(rest, path="\n".join(paths), evaluated=forms)


def _only(form: AuditedEvaluation, wanted: set[int]) -> AuditedEvaluation:
    stay = tuple(one for at, one in enumerate(form.outcomes) if one.finding is None or at in wanted)
    return msgspec.structs.replace(form, outcomes=stay)
