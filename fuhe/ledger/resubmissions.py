"""Which version of a form is the one that holds: the one met last whose file has not been replaced."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select, update

from fuhe.fingerprint import identity
from fuhe.ledger.tables import document, evaluation, finding
from fuhe.ledger.totals import count
from normalize.evaluation import Evaluation


def identity_of(form: Evaluation) -> str:
    """The name that all versions of a form share; blank where it names no one: then nothing is linked."""
    named = form.unit and form.unit.value and form.year
    if not named or not (form.kind == "department" or (form.project and form.project.value)):
        return ""
    return identity(form)


def relink(connection: Connection, identities: Collection[str], documents: Collection[int]) -> None:
    """Settle anew which forms hold: all versions of these forms, and all forms of these documents.

    A form is superseded by a later version of it, or when other bytes took the place of its file.
    """
    e = evaluation.c
    columns = (e.id, e.document_id, e.identity, e.superseded, e.earlier_document_id, document.c.replaced)
    named = [name for name in identities if name]
    concerned = e.identity.in_(named) | ((e.identity == "") & e.document_id.in_(documents))
    rows = connection.execute(
        select(*columns)
        .join(document, document.c.id == e.document_id)
        .where(concerned)
        .order_by(e.identity, e.document_id)
    ).all()
    for name, versions in groupby(rows, key=lambda row: row.identity):
        _settle(connection, list(versions), linked=bool(name))


def _settle(
    connection: Connection, versions: list[Row[Any, Any, Any, Any, Any, Any]], *, linked: bool
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
    count(connection, [form], -1)
    connection.execute(
        update(evaluation)
        .where(evaluation.c.id == form)
        .values(superseded=superseded, earlier_document_id=earlier)
    )
    connection.execute(update(finding).where(finding.c.evaluation_id == form).values(superseded=superseded))
    count(connection, [form], 1)
