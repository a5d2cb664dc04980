"""The count of findings by unit, year, rule and severity, kept in step with the findings themselves."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, Integer, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from fuhe.ledger.tables import finding, tally

_KEY = ("unit", "year", "rule", "severity", "superseded")


def count(connection: Connection, form: int, sign: Literal[1, -1]) -> None:
    """Add the findings of a form to the tally, or take them out of it."""
    adding = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES
    connection.execute(adding, {"form": form, "sign": sign})


def _adding(dialect: Literal["sqlite", "postgresql"]) -> sqlite.Insert | postgresql.Insert:
    key = [finding.c[name] for name in _KEY]
    findings = (bindparam("sign", type_=Integer) * func.count()).label("findings")
    counted = select(*key, findings).where(finding.c.evaluation_id == bindparam("form")).group_by(*key)
    insert = sqlite.insert(tally) if dialect == "sqlite" else postgresql.insert(tally)
    adding = insert.from_select([*_KEY, "findings"], counted)
    there = tally.c.findings + adding.excluded.findings
    return adding.on_conflict_do_update(index_elements=list(_KEY), set_={"findings": there})


_SQLITE, _POSTGRES = _adding("sqlite"), _adding("postgresql")
