"""Which version of a form is the one that holds: the one met last whose file has not been replaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from fuhe.fingerprint import identity
from fuhe.ledger.tables import document, evaluation, finding
from fuhe.ledger.totals import count
from normalize.evaluation import Evaluation

_e = evaluation.c
_ROWS = (
    select(_e.id, _e.document_id, _e.superseded, _e.earlier_document_id, document.c.replaced)
    .join(document, document.c.id == _e.document_id)
    .order_by(_e.document_id)
)
_VERSIONS = _ROWS.where(_e.identity == bindparam("identity"))
_NAMELESS = _ROWS.where(_e.document_id == bindparam("document"), _e.identity == "")
_MARK = update(evaluation).where(_e.id == bindparam("this"))
_MARK_FINDINGS = update(finding).where(finding.c.evaluation_id == bindparam("this"))


def identity_of(form: Evaluation) -> str:
    """The name that all versions of a form share; blank where it names no one: then nothing is linked."""
    named = form.unit and form.unit.value and form.year
    if not named or not (form.kind == "department" or (form.project and form.project.value)):
        return ""
    return identity(form)


def relink(connection: Connection, document: int, identities: Collection[str]) -> None:
    """Settle anew which forms hold: all versions of these forms of a document.

    A form is superseded by a later version of it, or when other bytes took the place of its file.
    """
    for name in identities:
        if name:
            _settle(connection, connection.execute(_VERSIONS, {"identity": name}).all(), linked=True)
        else:
            _settle(connection, connection.execute(_NAMELESS, {"document": document}).all(), linked=False)


def _settle(
    connection: Connection, versions: Sequence[Row[Any, Any, Any, Any, Any]], *, linked: bool
) -> None:
    holding = max((row.document_id for row in versions if not row.replaced), default=None)
    seen: list[int] = []
    for row in versions:
        earlier = next((one for one in reversed(seen) if one != row.document_id), None) if linked else None
        seen.append(row.document_id)
        superseded = row.replaced or (linked and row.document_id != holding)
        if (superseded, earlier) != (row.superseded, row.earlier_document_id):
            _mark(connection, row.id, superseded=superseded, earlier=earlier)


def _mark(connection: Connection, form: int, *, superseded: bool, earlier: int | None) -> None:
    count(connection, form, -1)
    marks = {"this": form, "superseded": superseded}
    connection.execute(_MARK, {**marks, "earlier_document_id": earlier})
    connection.execute(_MARK_FINDINGS, marks)
    count(connection, form, 1)
