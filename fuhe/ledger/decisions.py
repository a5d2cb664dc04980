"""What people decided about findings. Decisions are only ever added; the last one holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from extract.wording import Wording
from fuhe.ledger.errors import problem
from fuhe.ledger.filters import Verdict
from fuhe.ledger.kept import now, plain, short
from fuhe.ledger.tables import decision, finding

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

_SHORTEST = 6  # digits by which a fingerprint may be told
_f, _d = finding.c, decision.c
_ABOUT = select(_f.fingerprint, _f.rule, _f.unit, _f.year, _f.message_zh, _f.message_en)
_NAMED = _ABOUT.where(_f.fingerprint >= bindparam("begin"), _f.fingerprint < bindparam("end"))


class Decision(msgspec.Struct, frozen=True):
    """One decision. `at` is the time in UTC."""

    fingerprint: str
    verdict: Verdict
    reason: str
    by: str
    at: str


def decide(ledger: Ledger, fingerprint: str, verdict: Verdict, *, reason: str, by: str) -> Decision:
    """Write a decision down; it is on the disk when this returns, and goes on beside a run that writes.

    Args:
        ledger: where.
        fingerprint: of the finding; its first digits (six or more) will do where no other begins so.
        verdict: what is decided; `open` takes an earlier decision back.
        reason: why, for those who read it later.
        by: who decides.

    Raises:
        LedgerError: there is no such finding, or there are several.
    """
    with ledger.writing(durable=True) as connection:
        about = _about(ledger, connection, fingerprint.strip().lower())
        one = Decision(str(about["fingerprint"]), verdict, plain(reason), short(by), now())
        said = {"verdict": verdict, "reason": one.reason, "decided_by": one.by, "decided_at": one.at}
        connection.execute(insert(decision), {**about, **said})
    return one


def standing(connection: Connection) -> dict[str, Decision]:
    """What holds of everything decided: the last decisions, by fingerprint, but for those taken back."""
    columns = (_d.fingerprint, _d.verdict, _d.reason, _d.decided_by, _d.decided_at)
    query = select(*columns).order_by(_d.id)
    last = {row.fingerprint: Decision(*row) for row in connection.execute(query)}
    return {name: one for name, one in last.items() if one.verdict != "open"}


def decisions(connection: Connection, fingerprints: Iterable[str]) -> dict[str, Decision]:
    """The last decision about each of these findings that was decided upon."""
    columns = (_d.fingerprint, _d.verdict, _d.reason, _d.decided_by, _d.decided_at)
    query = select(*columns).where(_d.fingerprint.in_(list(fingerprints))).order_by(_d.id)
    return {row.fingerprint: Decision(*row) for row in connection.execute(query)}


def history(connection: Connection, fingerprint: str) -> list[Decision]:
    """All decisions about a finding, the first one first."""
    columns = (_d.fingerprint, _d.verdict, _d.reason, _d.decided_by, _d.decided_at)
    query = select(*columns).where(_d.fingerprint == fingerprint).order_by(_d.id)
    return [Decision(*row) for row in connection.execute(query)]


def _about(ledger: Ledger, connection: Connection, begin: str) -> dict[str, object]:
    """The finding that begins so, as it is told beside the decision; one that is gone by now counts too."""
    if len(begin) >= _SHORTEST:
        rows = connection.execute(_NAMED.limit(1000), {"begin": begin, "end": begin + "g"}).mappings().all()
        known = {row["fingerprint"]: dict(row) for row in rows} or _earlier(connection, begin)
        if len(known) == 1:
            return next(iter(known.values()))
        if known:
            raise problem(ledger.name, _several(begin, list(known)))
    raise problem(ledger.name, _none(begin))


def _earlier(connection: Connection, begin: str) -> dict[str, dict[str, object]]:
    columns = [_d[column.name] for column in _ABOUT.selected_columns]
    query = select(*columns).where(_d.fingerprint.startswith(begin, autoescape=True))
    return {row["fingerprint"]: dict(row) for row in connection.execute(query).mappings()}


def _none(begin: str) -> Wording:
    return Wording(
        f"没有标识以 {begin} 开头的发现；请用 fuhe list 查看标识（16 位，至少给出前 {_SHORTEST} 位）",
        f"no fingerprint begins with {begin}; fuhe list shows them (give {_SHORTEST} digits or more)",
    )


def _several(begin: str, known: list[str]) -> Wording:
    few = known[:3]
    return Wording(
        f"标识以 {begin} 开头的发现不止一个（{'、'.join(few)}）；请多给几位",
        f"several fingerprints begin with {begin} ({', '.join(few)}); give more digits",
    )
