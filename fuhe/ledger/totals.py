"""What was found and what was not checked, counted by unit, rule, year and result, in step with the rows."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Integer, bindparam, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from fuhe.ledger.straight import Straight
from fuhe.ledger.tables import evaluation, finding, tally, unchecked

NOT_CHECKED = "not-checked"

_KEY = ("unit", "rule", "year", "result", "superseded")


def count(straight: Straight, form: int, sign: Literal[1, -1]) -> None:
    """Add what came of a form to the tally, or take it out."""
    adding = _SQLITE if straight.dialect.name == "sqlite" else _POSTGRES
    straight.run(adding, {"form": form, "sign": sign})


def _adding(dialect: Literal["sqlite", "postgresql"]) -> sqlite.Insert | postgresql.Insert:
    f, u, e = finding.c, unchecked.c, evaluation.c
    form = bindparam("form", type_=Integer)
    number = (bindparam("sign", type_=Integer) * func.count()).label("number")
    found = (f.unit, f.rule, f.year, f.severity, f.superseded)
    left = (e.unit, u.rule, e.year, literal(NOT_CHECKED), e.superseded)
    counted = union_all(
        select(*found, number).where(f.evaluation_id == form).group_by(*found),
        select(*left, number).join_from(unchecked, evaluation).where(e.id == form).group_by(u.rule, e.id),
    ).subquery()
    insert = sqlite.insert(tally) if dialect == "sqlite" else postgresql.insert(tally)
    # WHERE true: without it SQLite takes ON CONFLICT for a part of a join
    adding = insert.from_select([*_KEY, "number"], select(counted).where(literal(1) == 1))
    there = tally.c.number + adding.excluded.number
    return adding.on_conflict_do_update(index_elements=list(_KEY), set_={"number": there})


_SQLITE, _POSTGRES = _adding("sqlite"), _adding("postgresql")
