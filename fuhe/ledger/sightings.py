"""Where contents were met: the same bytes under two names are one document, seen twice."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from fuhe.ledger.kept import digest, plain
from fuhe.ledger.resubmissions import relink
from fuhe.ledger.straight import Straight
from fuhe.ledger.tables import document, evaluation, sighting

_d, _s = document.c, sighting.c
_AT_PATH = select(_s.id, _s.document_id, _s.is_current).where(_s.path_key == bindparam("path_key"))
_SEEN = (
    select(_s.id)
    .join(document)
    .where(_d.sha256 == bindparam("sha256"), _s.path_key == bindparam("path_key"), _s.is_current)
)
_SEE_AGAIN = update(sighting).where(_s.id == bindparam("sighting"))
_IS_REPLACED = select(_d.replaced).where(_d.id == bindparam("document"))
_LIES = select(_s.id).where(_s.document_id == bindparam("document"), _s.is_current).limit(1)
_REPLACE = update(document).where(_d.id == bindparam("document"))
_IDENTITIES = select(evaluation.c.identity).where(evaluation.c.document_id == bindparam("document"))
_SEE = insert(sighting)


def is_seen(straight: Straight, sha256: str, path: str) -> bool:
    """Whether it is known that this content lies under this path."""
    return straight.look(_SEEN, {"sha256": sha256, "path_key": digest(path)}) is not None


def sight(straight: Straight, run: int, found: int, path: str) -> None:
    """Note that a document was met under this path; what was met there before is replaced."""
    key = digest(path)
    known = straight.rows(_AT_PATH, {"path_key": key})
    ours = next(((number, current) for number, one, current in known if one == found), None)
    if ours is None:
        seen = {"document_id": found, "path": plain(path), "path_key": key, "is_current": True}
        straight.run(_SEE, {**seen, "run_id": run})
    elif not ours[1]:
        straight.run(_SEE_AGAIN, {"sighting": ours[0], "is_current": True})
    for number, one, current in known:
        if one != found and current:
            straight.run(_SEE_AGAIN, {"sighting": number, "is_current": False})
            _settle(straight, one)
    if ours is None or not ours[1]:
        _settle(straight, found)


def _settle(straight: Straight, found: int) -> None:
    """Settle whether a document still lies anywhere: whether all its paths hold other bytes now."""
    this = {"document": found}
    lies = straight.first(_LIES, this) is not None
    (replaced,) = straight.first(_IS_REPLACED, this) or (False,)
    if lies == bool(replaced):
        straight.run(_REPLACE, {**this, "replaced": not lies})
        relink(straight, found, {name for (name,) in straight.rows(_IDENTITIES, this)})
