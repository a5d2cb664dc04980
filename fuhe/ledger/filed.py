"""The forms of a ledger as the rules across reports take them: one after the other, each with its order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fuhe.ledger import tables
from fuhe.ledger.documents import forms_of, whole
from validate.archive import Filed

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

_AT_ONCE = 200  # documents whose forms are fetched together


def filed(ledger: Ledger) -> Iterator[Filed]:
    """Every form that was audited and whose file was not replaced, in the order in which files were met.

    Forms that came with a later run are later versions. Of two that came with one run nobody knows which is
    the later one.
    """
    d, s = tables.document.c, tables.sighting.c
    first = select(s.document_id, func.min(s.run_id).label("run")).group_by(s.document_id).subquery()
    query = select(d.id, d.sha256, d.record, first.c.run).join(first, first.c.document_id == d.id)
    query = query.where(d.record.is_not(None), ~d.replaced).order_by(d.id).limit(_AT_ONCE)
    last = 0
    while True:
        with ledger.reading() as connection:
            rows = connection.execute(query.where(d.id > last)).all()
            forms = forms_of(connection, [row.id for row in rows])
        for row in rows:
            document = whole(row.record, forms.get(row.id, []))
            for number, one in enumerate(document.evaluations, start=1):
                yield Filed(document.path, one.evaluation, row.sha256, number, row.run)
        if not rows:
            return
        last = rows[-1].id
