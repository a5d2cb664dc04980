"""What was found and what was not checked, counted by unit, rule, year and result, in step with the rows."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Integer, Subquery, Table, bindparam, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from fuhe.ledger.straight import Straight
from fuhe.ledger.tables import evaluation, finding, rule_tally, tally, unchecked, unit_tally

NOT_CHECKED = "not-checked"

_TALLIES = (tally, rule_tally, unit_tally)


def count(straight: Straight, form: int, sign: Literal[1, -1]) -> None:
    """Add what came of a form to the tallies, or take it out."""
    for adding in _SQLITE if straight.dialect.name == "sqlite" else _POSTGRES:
        straight.run(adding, {"form": form, "sign": sign})


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


_SQLITE = [_adding("sqlite", table) for table in _TALLIES]
_POSTGRES = [_adding("postgresql", table) for table in _TALLIES]
