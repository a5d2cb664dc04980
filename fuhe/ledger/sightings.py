"""Where contents were met: the same bytes under two names are one document, seen twice."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from fuhe.ledger.kept import digest, plain
from fuhe.ledger.resubmissions import relink
from fuhe.ledger.tables import document, evaluation, sighting

_d, _s = document.c, sighting.c
_AT_PATH = select(_s.id, _s.document_id, _s.is_current).where(_s.path_key == bindparam("path_key"))
_SEEN = select(
    exists().where(
        _d.sha256 == bindparam("sha256"),
        _s.document_id == _d.id,
        _s.path_key == bindparam("path_key"),
        _s.is_current,
    )
)
_SEE_AGAIN = update(sighting).where(_s.id == bindparam("sighting"))
_IS_REPLACED = select(_d.replaced).where(_d.id == bindparam("document"))
_LIES = select(exists().where(_s.document_id == bindparam("document"), _s.is_current))
_REPLACE = update(document).where(_d.id == bindparam("document"))
_IDENTITIES = select(evaluation.c.identity).where(evaluation.c.document_id == bindparam("document"))
_SEE = insert(sighting)


def is_seen(connection: Connection, sha256: str, path: str) -> bool:
    """Whether it is known that this content lies under this path."""
    return bool(connection.scalar(_SEEN, {"sha256": sha256, "path_key": digest(path)}))


def sight(connection: Connection, run: int, found: int, path: str) -> None:
    """Note that a document was met under this path; what was met there before is replaced."""
    key = digest(path)
    known = connection.execute(_AT_PATH, {"path_key": key}).all()
    ours = next((row for row in known if row.document_id == found), None)
    if ours is None:
        seen = {"document_id": found, "path": plain(path), "path_key": key, "is_current": True}
        connection.execute(_SEE, {**seen, "run_id": run})
    elif not ours.is_current:
        connection.execute(_SEE_AGAIN, {"sighting": ours.id, "is_current": True})
    for row in known:
        if row.document_id != found and row.is_current:
            connection.execute(_SEE_AGAIN, {"sighting": row.id, "is_current": False})
            _settle(connection, row.document_id)
    if ours is None or not ours.is_current:
        _settle(connection, found)


def _settle(connection: Connection, found: int) -> None:
    """Settle whether a document still lies anywhere: whether all its paths hold other bytes now."""
    this = {"document": found}
    lies = bool(connection.scalar(_LIES, this))
    if lies == bool(connection.scalar(_IS_REPLACED, this)):
        connection.execute(_REPLACE, {**this, "replaced": not lies})
        relink(connection, found, set(connection.scalars(_IDENTITIES, this)))
