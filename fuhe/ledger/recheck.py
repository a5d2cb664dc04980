"""New rules on what is kept: the forms are checked once more, and no file is read for it.

But no unit is accused on the word of one reader: an error that the earlier rules did not find needs the
second reader, so there the file is looked into, at the few places in question, if it still is what it was.
Otherwise the error is told as something that could not be checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from extract.document import OnPage
from extract.second_opinion import reread, unseen_on
from fuhe.audit import Audit, Auditor
from fuhe.ledger.documents import forms_of, whole
from fuhe.ledger.listing import paths_of
from fuhe.ledger.results import replace
from fuhe.ledger.tables import document
from fuhe.record import DocumentRecord, audit_of, record

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger
    from fuhe.ledger.results import Making

_AT_ONCE = 50  # documents that are fetched together
_d = document.c
_DUE = (_d.state == "done", ~_d.replaced)
_NEXT = (
    select(_d.id, _d.sha256, _d.record)
    .where(*_DUE, _d.engine == bindparam("engine"), _d.rules != bindparam("rules"), _d.id > bindparam("last"))
    .order_by(_d.id)
    .limit(_AT_ONCE)
)


class Due(msgspec.Struct, frozen=True):
    """How many documents other rules checked, and how many another reading made: those must be read again."""

    rules: int
    engine: int


class Stored(msgspec.Struct, frozen=True):
    """A document in the ledger."""

    number: int
    sha256: str
    record: DocumentRecord
    paths: tuple[str, ...]


def due(ledger: Ledger) -> Due:
    """What there is to do under the rules of the run that was begun."""
    making = ledger.making
    current = _d.engine == making.engine
    with ledger.reading() as connection:

        def count(*conditions: object) -> int:
            query = select(func.count()).select_from(document).where(*_DUE, *conditions)  # type: ignore[arg-type]
            return connection.scalar(query) or 0

        return Due(count(current, _d.rules != making.rules), count(~current))


def recheck(ledger: Ledger, auditor: Auditor) -> Iterator[Audit]:
    """Check every document again that other rules checked; gives each as it is written.

    A run must have been begun. What is written is done: when it is broken off, the rest remains to be done.
    """
    making = ledger.making
    last = 0
    while batch := _batch(ledger, making, last):
        for stored in batch:
            again = auditor.again(audit_of(stored.record), _second_reader(stored))
            with ledger.straight_writing() as straight:
                replace(straight, making, stored.number, record(again))
            yield again
        last = batch[-1].number


def _batch(ledger: Ledger, making: Making, last: int) -> list[Stored]:
    asked = {"engine": making.engine, "rules": making.rules, "last": last}
    with ledger.reading() as connection:
        rows = connection.execute(_NEXT, asked).all()
        return list(_stored(connection, [(row.id, row.sha256, row.record) for row in rows]))


def _stored(connection: Connection, rows: Sequence[tuple[int, str, bytes]]) -> Iterator[Stored]:
    numbers = [number for number, _, _ in rows]
    forms = forms_of(connection, numbers)
    paths = paths_of(connection, set(numbers))
    for number, sha256, rest in rows:
        yield Stored(number, sha256, whole(rest, forms.get(number, [])), tuple(paths.get(number, ())))


def _second_reader(stored: Stored) -> Callable[[bytes, Sequence[OnPage], str | None], list[str | None]]:
    """The second reader: what it confirmed is remembered, for the rest it looks into the file."""
    confirmed = _confirmed(stored.record)
    unseen = unseen_on(stored.record.problems)

    def read(_: bytes, places: Sequence[OnPage], password: str | None) -> list[str | None]:
        new = [place for place in places if place not in confirmed]
        content = _content(stored) if new else None
        texts = reread(content, new, password, unseen=unseen) if content else [None] * len(new)
        known: dict[OnPage, str | None] = {**confirmed, **dict(zip(new, texts, strict=True))}
        return [known[place] for place in places]

    return read


def _confirmed(kept: DocumentRecord) -> dict[OnPage, str]:
    """The cells on which an error rests that was told: both readers saw the same in them."""
    told: dict[OnPage, str] = {}
    findings = [one.finding for form in kept.evaluations for one in form.outcomes]
    for finding in [*findings, *(one.finding for form in kept.evaluations for one in form.suppressed)]:
        for piece in finding.evidence if finding and finding.severity == "error" else ():
            if isinstance(piece.place, OnPage):
                told[piece.place] = piece.text
                told.update((place, "") for place in piece.more if isinstance(place, OnPage))
    return told


def _content(stored: Stored) -> bytes | None:
    """The bytes of the file, if it still lies somewhere as it was."""
    for path in stored.paths:
        try:
            content = Path(path).read_bytes()
        except (OSError, ValueError):
            continue
        if hashlib.sha256(content).hexdigest() == stored.sha256:
            return content
    return None
