"""Which findings are asked for, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import msgspec
from sqlalchemy import Connection, Select, exists, func, not_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from fuhe.ledger.tables import (
    decision,
    document,
    evaluation,
    finding,
    rule_tally,
    tally,
    unit_tally,
)
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
        if self.verdict == "open":
            return query.where(_f.fingerprint.not_in(_decided()))
        return query.where(_f.fingerprint.in_(_decided(self.verdict))) if self.verdict else query

    def count(self, connection: Connection) -> int:
        """How many findings these are."""
        if self.verdict == "open":  # those about which nothing else was decided
            every = msgspec.structs.replace(self, verdict=None)
            decided = every.narrowed(connection, select(func.count()).select_from(finding))
            number: int = connection.scalar(decided.where(_f.fingerprint.in_(_decided()))) or 0
            return every.count(connection) - number
        if self.verdict is None and self.run is None:
            return self._tallied(connection)
        if self.verdict is None and self.rule is None and self.severity is None:
            return self._of_run(connection)
        query = self.narrowed(connection, select(func.count()).select_from(finding))
        return connection.scalar(query) or 0

    def _of_run(self, connection: Connection) -> int:
        """Each form knows how many findings it has."""
        e = evaluation.c
        query = select(func.sum(e.found)).join(document, document.c.id == e.document_id)
        query = query.where(document.c.run_id == self.run)
        if self.year is not None:
            query = query.where(e.year == self.year)
        if not self.superseded:
            query = query.where(not_(e.superseded))
        if self.unit is not None:
            query = query.where(e.unit.in_(named(connection, self.unit)))
        return int(connection.scalar(query) or 0)

    def _tallied(self, connection: Connection) -> int:
        t = rule_tally.c if self.unit is None else tally.c
        query = select(func.sum(t.number)).where(t.result != NOT_CHECKED)
        for column, value in ((t.year, self.year), (t.rule, self.rule), (t.result, self.severity)):
            if value is not None:
                query = query.where(column == value)
        if not self.superseded:
            query = query.where(not_(t.superseded))
        if self.unit is not None:
            query = query.where(tally.c.unit.in_(named(connection, self.unit)))
        return int(connection.scalar(query) or 0)


def ordered(query: Select[Any], columns: ReadOnlyColumnCollection[str, Any], sort: Sort) -> Select[Any]:
    """The query in this order of the columns of a finding."""
    by = [columns[name] for name in _ORDER[sort]]
    return query.order_by(*(column.desc() for column in by) if sort == "newest" else by)


def named(connection: Connection, unit: str) -> list[str]:
    """The unit of this name; where there is none, the units with this in their name."""
    known = unit_tally.c.unit
    if connection.scalar(select(exists().where(known == unit))):
        return [unit]
    part = known.contains(unit, autoescape=True)
    return list(connection.scalars(select(known).where(part).distinct()))


def has_rule(ledger: Ledger, rule: str) -> bool:
    """Whether there are findings of this rule, which need not be one of today's."""
    with ledger.reading() as connection:
        return bool(connection.scalar(select(exists().where(_f.rule == rule))))


def _decided(*verdicts: Verdict) -> Select[Any]:
    """The findings about which one of these was decided last; of none named, anything but `open`."""
    later = decision.alias()
    last = not_(exists().where(later.c.fingerprint == decision.c.fingerprint, later.c.id > decision.c.id))
    wanted = decision.c.verdict.in_(verdicts) if verdicts else decision.c.verdict != "open"
    return select(decision.c.fingerprint).where(last, wanted)
