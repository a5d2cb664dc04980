"""Where contents were met: the same bytes under two names are one document, seen twice."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, exists, insert, select, update

from fuhe.ledger.kept import digest, plain
from fuhe.ledger.resubmissions import relink
from fuhe.ledger.tables import document, evaluation, sighting


def document_of(connection: Connection, key: str, size: int | None) -> int:
    """The document of this content, added where it is new."""
    found = connection.scalar(select(document.c.id).where(document.c.key == key))
    if found is not None:
        return int(found)
    values = {"key": key, "size": size, "is_archive": False, "state": "new", "replaced": False}
    added = connection.execute(insert(document).values(values)).inserted_primary_key
    return int(added[0]) if added else 0


def sight(connection: Connection, run: int, found: int, path: str, *, archive: int | None = None) -> None:
    """Note that a document was met under this path; what was met there before is replaced."""
    s = sighting.c
    key = digest(path)
    known = connection.execute(select(s.id, s.document_id, s.is_current).where(s.path_key == key)).all()
    ours = next((row for row in known if row.document_id == found), None)
    if ours is None:
        values = {"document_id": found, "path": plain(path), "path_key": key, "archive_id": archive}
        connection.execute(
            insert(sighting).values(**values, is_current=True, first_run_id=run, last_run_id=run)
        )
    else:
        seen = {"archive_id": archive, "is_current": True, "last_run_id": run}
        connection.execute(update(sighting).where(s.id == ours.id).values(seen))
    gone = [row for row in known if row.document_id != found and row.is_current]
    if gone:
        connection.execute(
            update(sighting).where(s.id.in_([row.id for row in gone])).values(is_current=False)
        )
    _settle(connection, [found, *(row.document_id for row in gone)])


def _settle(connection: Connection, documents: Collection[int]) -> None:
    """Settle whether these documents still lie anywhere; a replaced archive takes its members with it."""
    d, s = document.c, sighting.c
    lies = exists().where(s.document_id == d.id, s.is_current)
    rows = connection.execute(
        select(d.id, d.replaced, d.is_archive, lies.label("lies")).where(d.id.in_(documents))
    ).all()
    changed = [row for row in rows if row.replaced == row.lies]
    for row in changed:
        connection.execute(update(document).where(d.id == row.id).values(replaced=not row.lies))
    if changed:
        ids = [row.id for row in changed]
        names = connection.scalars(select(evaluation.c.identity).where(evaluation.c.document_id.in_(ids)))
        relink(connection, set(names), ids)
    _members_gone(connection, [row.id for row in changed if row.is_archive and not row.lies])


def _members_gone(connection: Connection, archives: Collection[int]) -> None:
    if not archives:
        return
    inside = sighting.c.archive_id.in_(archives) & sighting.c.is_current
    members = set(connection.scalars(select(sighting.c.document_id).where(inside)))
    connection.execute(update(sighting).where(inside).values(is_current=False))
    _settle(connection, members)
