"""The ledger in numbers: by unit, year and rule, what comes again every year, and what was not audited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, exists, func, not_, select

from fuhe.ledger.documents import NotAudited, NothingChecked, not_audited, nothing_checked
from fuhe.ledger.tables import (
    decision,
    document,
    evaluation,
    repeat_tally,
    rule_tally,
    sighting,
    tally,
    unit_tally,
)
from fuhe.ledger.totals import NOT_CHECKED

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

_t = tally.c


class Counts(msgspec.Struct, frozen=True):
    """Findings of a unit, a year or a rule (`name`), and checks that could not be made."""

    name: str
    error: int
    warning: int
    notice: int
    not_checked: int

    @property
    def findings(self) -> int:
        """Findings of every severity."""
        return self.error + self.warning + self.notice


class Repeat(msgspec.Struct, frozen=True):
    """A rule that a unit's forms of several years break."""

    unit: str
    rule: str
    years: tuple[int, ...]
    findings: int


class Documents(msgspec.Struct, frozen=True):
    """How many contents there are and how their audits ended.

    `paths` counts names, of which the same bytes may have several; `replaced` are contents in whose place
    other bytes lie now, and are counted nowhere else.
    """

    paths: int
    contents: int
    replaced: int
    by_status: dict[str, int]
    not_audited: dict[str, int]


class Statistics(msgspec.Struct, frozen=True):
    """What `fuhe stats` tells. Forms of which a later version is there are left out and counted apart.

    `units` and `repeats` hold the gravest first, as many as asked for; `unit_count` and `repeat_count` say of
    how many.
    """

    documents: Documents
    forms: int
    earlier_versions: int
    total: Counts
    years: tuple[Counts, ...]
    rules: tuple[Counts, ...]
    unit_count: int
    units: tuple[Counts, ...]
    repeat_count: int
    repeats: tuple[Repeat, ...]
    decisions: dict[str, int]
    not_audited: tuple[NotAudited, ...]
    nothing_checked: tuple[NothingChecked, ...]


def statistics(ledger: Ledger, most: int | None = 20) -> Statistics:
    """The numbers of the whole ledger.

    Args:
        ledger: which.
        most: how many to name of the units, the repeats and the documents not audited or without anything
            to check; None names all.
    """
    with ledger.reading() as connection:
        by_year, by_rule = _by_year_and_rule(connection)
        unit_count, units = _units(connection, most)
        repeat_count, repeats = _repeats(connection, most)
        forms, earlier = _forms(connection)
        return Statistics(
            documents=_documents(connection),
            forms=forms,
            earlier_versions=earlier,
            total=_summed("", by_year),
            years=tuple(by_year),
            rules=tuple(sorted(by_rule, key=_gravest)),
            unit_count=unit_count,
            units=units,
            repeat_count=repeat_count,
            repeats=repeats,
            decisions=_decisions(connection),
            not_audited=tuple(not_audited(ledger))[:most],
            nothing_checked=nothing_checked(connection, most),
        )


class LeftOpen(msgspec.Struct, frozen=True):
    """What a list does not show: files not audited, checks not made, findings of earlier versions."""

    files: int
    checks: int
    earlier: int


def left_open(ledger: Ledger) -> LeftOpen:
    """Count it."""
    with ledger.reading() as connection:
        documents = _documents(connection)
        t = rule_tally.c
        left = select(func.sum(t.number)).where(not_(t.superseded), t.result == NOT_CHECKED)
        earlier = select(func.sum(t.number)).where(t.superseded, t.result != NOT_CHECKED)
        checks, of_earlier = (int(connection.scalar(query) or 0) for query in (left, earlier))
    failed = documents.by_status.get("unreadable", 0) + documents.by_status.get("no-evaluation", 0)
    return LeftOpen(failed + sum(documents.not_audited.values()), checks, of_earlier)


def _gravest(one: Counts) -> tuple[int, int, int, str]:
    return (-one.error, -one.warning, -one.notice, one.name)


def _by_year_and_rule(connection: Connection) -> tuple[list[Counts], list[Counts]]:
    years: dict[str, Counter[str]] = defaultdict(Counter)
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    t = rule_tally.c
    query = select(t.year, t.rule, t.result, t.number).where(not_(t.superseded), t.number > 0)
    for year, rule, result, number in connection.execute(query):
        years[str(year or "")][result] += number
        rules[rule][result] += number
    return ([_counts(name, years[name]) for name in sorted(years)], [_counts(*one) for one in rules.items()])


def _counts(name: str, by_result: Counter[str]) -> Counts:
    error, warning, notice = (by_result[severity] for severity in ("error", "warning", "notice"))
    return Counts(name, error, warning, notice, by_result[NOT_CHECKED])


def _summed(name: str, counts: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(error=one.error, warning=one.warning, notice=one.notice)
        total[NOT_CHECKED] += one.not_checked
    return _counts(name, total)


def _units(connection: Connection, most: int | None) -> tuple[int, tuple[Counts, ...]]:
    """The units with the most errors, then warnings, then notices."""
    t = unit_tally.c

    def number(result: str) -> Any:
        return func.coalesce(func.sum(t.number).filter(t.result == result), 0).label(result)

    results = [number(name) for name in ("error", "warning", "notice", NOT_CHECKED)]
    counted = select(t.unit, *results).where(not_(t.superseded), t.number > 0).group_by(t.unit).cte()
    by = (counted.c.error.desc(), counted.c.warning.desc(), counted.c.notice.desc(), counted.c.unit)
    rows = connection.execute(
        select(counted, func.count().over().label("units")).order_by(*by).limit(most)
    ).all()
    return (rows[0].units if rows else 0), tuple(Counts(*map(_plain, row[:-1])) for row in rows)


def _plain(value: Any) -> Any:
    """Sums of PostgreSQL are Decimals."""
    return value if isinstance(value, str) else int(value)


def _repeats(connection: Connection, most: int | None) -> tuple[int, tuple[Repeat, ...]]:
    """Units whose forms of several years break the same rule, the most years first."""
    r = repeat_tally.c
    count = connection.scalar(select(func.count()).select_from(repeat_tally).where(r.years > 1)) or 0
    query = select(r.unit, r.rule, r.number).where(r.years > 1)
    order = (r.years.desc(), r.number.desc(), r.unit, r.rule)
    rows = connection.execute(query.order_by(*order).limit(most)).all()
    return count, tuple(
        Repeat(unit, rule, _years(connection, unit, rule), number) for unit, rule, number in rows
    )


def _years(connection: Connection, unit: str, rule: str) -> tuple[int, ...]:
    """The years in which a unit's forms break a rule."""
    grave = (not_(_t.superseded), _t.number > 0, _t.result.in_(("error", "warning")), _t.year != 0)
    query = select(_t.year).where(*grave, _t.unit == unit, _t.rule == rule).distinct()
    return tuple(connection.scalars(query.order_by(_t.year)))


def _forms(connection: Connection) -> tuple[int, int]:
    """Forms that hold, and earlier versions of forms."""
    query = select(evaluation.c.superseded, func.count()).group_by(evaluation.c.superseded)
    by = {bool(superseded): number for superseded, number in connection.execute(query)}
    return by.get(False, 0), by.get(True, 0)


def _documents(connection: Connection) -> Documents:
    d = document.c
    key = (d.replaced, d.state, d.status)
    by_status: Counter[str] = Counter()
    unaudited: Counter[str] = Counter()
    replaced = 0
    for gone, state, status, number in connection.execute(select(*key, func.count()).group_by(*key)):
        if gone:
            replaced += number
        elif state == "done":
            by_status[status] += number
        else:
            unaudited[state] += number
    query = select(func.count()).select_from(sighting).where(sighting.c.is_current)
    paths = connection.scalar(query) or 0
    contents = by_status.total() + unaudited.total()
    return Documents(paths, contents, replaced, dict(by_status), dict(unaudited))


def _decisions(connection: Connection) -> dict[str, int]:
    """What holds now, by verdict."""
    later = decision.alias()
    superseded = exists().where(later.c.fingerprint == decision.c.fingerprint, later.c.id > decision.c.id)
    query = select(decision.c.verdict, func.count()).where(not_(superseded)).group_by(decision.c.verdict)
    return {verdict: number for verdict, number in connection.execute(query) if verdict != "open"}
