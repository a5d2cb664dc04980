"""What was found and what was not checked, counted by unit, rule, year and result, in step with the rows."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import (
    Integer,
    Select,
    Subquery,
    Table,
    bindparam,
    case,
    distinct,
    func,
    literal,
    not_,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from fuhe.ledger.straight import Straight
from fuhe.ledger.tables import (
    evaluation,
    finding,
    repeat_tally,
    rule_tally,
    tally,
    unchecked,
    unit_tally,
)

NOT_CHECKED = "not-checked"

_TALLIES = (tally, rule_tally, unit_tally)


def count(straight: Straight, form: int, sign: Literal[1, -1]) -> None:
    """Add what came of a form to the tallies, or take it out."""
    adding, repeating = _SQLITE if straight.dialect.name == "sqlite" else _POSTGRES
    for one in adding:
        straight.run(one, {"form": form, "sign": sign})
    straight.run(repeating, {"form": form})


def repeats() -> Select[Any]:
    """Unit and rule, in how many years, and how often; whoever asks narrows it."""
    t = tally.c
    years = func.count(distinct(case((t.number > 0, t.year))))
    grave = (t.result == "error") | (t.result == "warning")
    named = (t.unit, t.rule, years.label("years"), func.sum(t.number).label("number"))
    known = (t.unit != "", t.year != 0)
    return select(*named).where(not_(t.superseded), grave, *known).group_by(t.unit, t.rule)


def _repeating(dialect: Literal["sqlite", "postgresql"]) -> sqlite.Insert | postgresql.Insert:
    """Counts anew in how many years the form's unit breaks the rules that the form breaks."""
    form, f = bindparam("form", type_=Integer), finding.c
    unit = select(evaluation.c.unit).where(evaluation.c.id == form).scalar_subquery()
    rules = select(f.rule).where(f.evaluation_id == form)
    of_form = repeats().where(tally.c.unit == unit, tally.c.rule.in_(rules))
    insert = sqlite.insert(repeat_tally) if dialect == "sqlite" else postgresql.insert(repeat_tally)
    adding = insert.from_select(["unit", "rule", "years", "number"], of_form)
    now = {"years": adding.excluded.years, "number": adding.excluded.number}
    return adding.on_conflict_do_update(index_elements=["unit", "rule"], set_=now)


def _counted() -> Subquery:
    """What came of one form, with how often, to be added or taken off."""
    f, u, e = finding.c, unchecked.c, evaluation.c
    form = bindparam("form", type_=Integer)
    number = (bindparam("sign", type_=Integer) * func.count()).label("number")
    found = (f.unit, f.rule, f.year, f.severity.label("result"), f.superseded)
    left = (e.unit, u.rule, e.year, literal(NOT_CHECKED).label("result"), e.superseded)
    return union_all(
        select(*found, number)
        .where(f.evaluation_id == form)
        .group_by(f.unit, f.rule, f.year, f.severity, f.superseded),
        select(*left, number).join_from(unchecked, evaluation).where(e.id == form).group_by(u.rule, e.id),
    ).subquery()


def _adding(dialect: Literal["sqlite", "postgresql"], table: Table) -> sqlite.Insert | postgresql.Insert:
    counted, key = _counted(), [column.name for column in table.primary_key]
    of_key = [counted.c[name] for name in key]
    summed = select(*of_key, func.sum(counted.c.number)).group_by(*of_key)
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    adding = insert.from_select([*key, "number"], summed)
    there = table.c.number + adding.excluded.number
    return adding.on_conflict_do_update(index_elements=key, set_={"number": there})


_SQLITE = ([_adding("sqlite", table) for table in _TALLIES], _repeating("sqlite"))
_POSTGRES = ([_adding("postgresql", table) for table in _TALLIES], _repeating("postgresql"))
