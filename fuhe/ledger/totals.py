"""The count of findings by unit, year, rule and severity, kept in step with the findings themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from fuhe.ledger.tables import finding, tally

_KEY = ("unit", "year", "rule", "severity", "superseded")


def upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say what to do where the row is there already."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def count(connection: Connection, evaluations: Collection[int], sign: Literal[1, -1]) -> None:
    """Add the findings of these forms to the tally, or take them out of it."""
    if not evaluations:
        return
    key = [finding.c[name] for name in _KEY]
    counted = (
        select(*key, (sign * func.count()).label("findings"))
        .where(finding.c.evaluation_id.in_(evaluations))
        .group_by(*key)
    )
    adding = upsert(connection, tally).from_select([*_KEY, "findings"], counted)
    there = tally.c.findings + adding.excluded.findings
    connection.execute(adding.on_conflict_do_update(index_elements=list(_KEY), set_={"findings": there}))
