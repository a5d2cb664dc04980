"""Which findings are asked for, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import msgspec
from sqlalchemy import Connection, Select, and_, exists, func, not_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from fuhe.ledger.tables import decision, finding, tally
from fuhe.ledger.totals import NOT_CHECKED
from validate.outcome import Severity

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

# What people can decide about a finding; `open` where nobody has, or where it was taken back.
Verdict: TypeAlias = Literal["open", "accepted", "explained", "corrected", "dismissed"]
Sort: TypeAlias = Literal["unit", "year", "rule", "severity", "newest"]

_f = finding.c
_ORDER: dict[Sort, tuple[str, ...]] = {  # each is an index
    "unit": ("unit", "year", "rule", "id"),
    "year": ("year", "unit", "rule", "id"),
    "rule": ("rule", "unit", "year", "id"),
    "severity": ("gravity", "unit", "year", "rule", "id"),
    "newest": ("id",),
}
SORTS: tuple[Sort, ...] = get_args(Sort)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Filters(msgspec.Struct, frozen=True):
    """What to take; None takes all. `unit` is a name; where no unit is called so, a part of names.

    `superseded`: also forms of which a later version is there, and those whose file was replaced.
    """

    unit: str | None = None
    year: int | None = None
    rule: str | None = None
    severity: Severity | None = None
    verdict: Verdict | None = None
    run: int | None = None
    superseded: bool = False

    def narrowed(self, connection: Connection, query: Select[Any]) -> Select[Any]:
        """The query over findings, for these only."""
        wanted = {"year": self.year, "rule": self.rule, "severity": self.severity, "run_id": self.run}
        for name, value in wanted.items():
            if value is not None:
                query = query.where(_f[name] == value)
        if not self.superseded:
            query = query.where(not_(_f.superseded))
        if self.unit is not None:
            units = named(connection, self.unit)
            query = query.where(_f.unit == units[0] if len(units) == 1 else _f.unit.in_(units))
        return query if self.verdict is None else query.where(_decided(self.verdict))

    def count(self, connection: Connection) -> int:
        """How many findings these are."""
        if self.verdict is None and self.run is None:
            return self._tallied(connection)
        query = self.narrowed(connection, select(func.count()).select_from(finding))
        return connection.scalar(query) or 0

    def _tallied(self, connection: Connection) -> int:
        t = tally.c
        query = select(func.sum(t.number)).where(t.result != NOT_CHECKED)
        wanted = {t.year: self.year, t.rule: self.rule, t.result: self.severity}
        for column, value in wanted.items():
            if value is not None:
                query = query.where(column == value)
        if not self.superseded:
            query = query.where(not_(t.superseded))
        if self.unit is not None:
            query = query.where(t.unit.in_(named(connection, self.unit)))
        return int(connection.scalar(query) or 0)


def ordered(query: Select[Any], columns: ReadOnlyColumnCollection[str, Any], sort: Sort) -> Select[Any]:
    """The query in this order of the columns of a finding."""
    by = [columns[name] for name in _ORDER[sort]]
    return query.order_by(*(column.desc() for column in by) if sort == "newest" else by)


def named(connection: Connection, unit: str) -> list[str]:
    """The unit of this name; where there is none, the units with this in their name."""
    known = tally.c.unit
    if connection.scalar(select(exists().where(known == unit))):
        return [unit]
    part = known.contains(unit, autoescape=True)
    return list(connection.scalars(select(known).where(part).distinct()))


def has_rule(ledger: Ledger, rule: str) -> bool:
    """Whether there are findings of this rule, which need not be one of today's."""
    with ledger.reading() as connection:
        return bool(connection.scalar(select(exists().where(_f.rule == rule))))


def _decided(verdict: Verdict) -> Any:
    """That this is the last that was decided about a finding, or that nothing was."""
    later = decision.alias()
    last = not_(exists().where(later.c.fingerprint == decision.c.fingerprint, later.c.id > decision.c.id))
    on_it = and_(decision.c.fingerprint == _f.fingerprint, last)
    if verdict == "open":
        return not_(exists().where(on_it, decision.c.verdict != "open"))
    return exists().where(on_it, decision.c.verdict == verdict)
