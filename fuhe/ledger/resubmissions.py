"""Which version of a form is the one that holds: the one met last whose file has not been replaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from fuhe.fingerprint import identity
from fuhe.ledger.straight import Straight
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


def relink(straight: Straight, document: int, identities: Collection[str]) -> None:
    """Settle anew which forms hold: all versions of these forms of a document.

    A form is superseded by a later version of it, or when other bytes took the place of its file.
    """
    for name in identities:
        query, asked = (_VERSIONS, {"identity": name}) if name else (_NAMELESS, {"document": document})
        _settle(straight, [Version(*row) for row in straight.rows(query, asked)], linked=bool(name))


class Version(NamedTuple):
    """A form in a document, and what stands of it in the table."""

    form: int
    document: int
    superseded: bool
    earlier: int | None
    replaced: bool


def _settle(straight: Straight, versions: Sequence[Version], *, linked: bool) -> None:
    holding = max((one.document for one in versions if not one.replaced), default=None)
    earlier: int | None = None
    before: int | None = None
    for one in versions:  # in the order of their documents
        if before is not None and before != one.document:
            earlier = before
        before = one.document
        superseded = bool(one.replaced or (linked and one.document != holding))
        if (superseded, earlier if linked else None) != (one.superseded, one.earlier):
            _mark(straight, one.form, superseded=superseded, earlier=earlier if linked else None)


def _mark(straight: Straight, form: int, *, superseded: bool, earlier: int | None) -> None:
    count(straight, form, -1)
    marks = {"this": form, "superseded": superseded}
    straight.run(_MARK, {**marks, "earlier_document_id": earlier})
    straight.run(_MARK_FINDINGS, marks)
    count(straight, form, 1)
