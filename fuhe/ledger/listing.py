"""The list of findings: filtered, sorted, page by page, or all of it in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, FromClause, Row, Select, bindparam, select

from extract.wording import Wording
from fuhe.ledger.decisions import Decision, decisions
from fuhe.ledger.filters import Filters, Sort, ordered
from fuhe.ledger.tables import evaluation, finding, sighting
from validate.outcome import Severity

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

_AT_ONCE = 500  # findings whose names and decisions are fetched together
_s = sighting.c
_PATHS = (
    select(_s.document_id, _s.path, _s.is_current)
    .where(_s.document_id.in_(bindparam("documents", expanding=True)))
    .order_by(_s.document_id, _s.is_current.desc(), _s.id)
)


class Found(msgspec.Struct, frozen=True):
    """A finding as the ledger lists it.

    `paths` are all names under which its file lies; of a file that was replaced, those it had. `superseded`:
    a later version of the form is there, or other bytes took the file's place. `form` and `ordinal` say where
    the whole of it is kept.
    """

    fingerprint: str
    rule: str
    severity: Severity
    unit: str
    year: int | None
    kind: str
    project: str
    page: int | None
    subject: Wording
    message: Wording
    printed: str | None
    recomputed: str | None
    difference: str | None
    arithmetic: str | None
    paths: tuple[str, ...]
    superseded: bool
    run: int
    form: int
    ordinal: int
    decision: Decision | None


class Page(msgspec.Struct, frozen=True):
    """One page of the list, and how many findings there are in all."""

    total: int
    number: int
    size: int
    findings: tuple[Found, ...]

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(-(-self.total // self.size), 1)


def page(ledger: Ledger, filters: Filters, sort: Sort = "unit", *, number: int = 1, size: int = 50) -> Page:
    """A page of the list; the first has the number 1."""
    with ledger.reading() as connection:
        wanted = filters.narrowed(connection, select(finding))
        begin = (number - 1) * size
        # The page is cut out first, so that nothing is joined that is not shown.
        cut = ordered(wanted, finding.c, sort).limit(size).offset(begin).subquery()
        rows = connection.execute(_with_form(cut, sort)).all()
        return Page(filters.count(connection), number, size, tuple(_told(connection, rows)))


def every(ledger: Ledger, filters: Filters, sort: Sort = "unit") -> Iterator[Found]:
    """The whole list, as it is at one moment, in bounded memory."""
    with ledger.reading() as connection:
        query = filters.narrowed(connection, _with_form(finding, sort))
        with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as result:
            for rows in result.partitions():
                yield from _told(connection, rows)


def _with_form(findings: FromClause, sort: Sort) -> Select[Any]:
    """Findings in their order, with what their form says."""
    query = select(findings, evaluation.c.kind, evaluation.c.project)
    joined = query.join(evaluation, evaluation.c.id == findings.c.evaluation_id)
    return ordered(joined, findings.c, sort)


def _told(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Found]:
    known = decisions(connection, {row.fingerprint for row in rows})
    paths = paths_of(connection, {row.document_id for row in rows})
    for row in rows:
        yield Found(
            row.fingerprint,
            row.rule,
            row.severity,
            row.unit,
            row.year or None,
            row.kind,
            row.project,
            row.page,
            Wording(row.subject_zh, row.subject_en),
            Wording(row.message_zh, row.message_en),
            row.printed,
            row.recomputed,
            row.difference,
            row.arithmetic,
            tuple(paths.get(row.document_id, ())),
            row.superseded,
            row.run_id,
            row.evaluation_id,
            row.ordinal,
            known.get(row.fingerprint),
        )


def paths_of(connection: Connection, documents: set[int]) -> dict[int, list[str]]:
    """Where each document lies; of one that lies nowhere, where it lay."""
    found: dict[int, list[Any]] = {}
    for row in connection.execute(_PATHS, {"documents": list(documents)}):
        found.setdefault(row.document_id, []).append(row)
    return {
        document: [row.path for row in rows if row.is_current or not rows[0].is_current]
        for document, rows in found.items()
    }
