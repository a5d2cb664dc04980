"""Prepared statements, handed straight to the driver: what is done for every document must cost little.

The statements are SQLAlchemy's, compiled once for the database at hand. Its own way of running them takes ten
times longer than the database does (80 microseconds a statement, 150 a transaction, against 5 and 10).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Engine, Insert
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import CompilerElement

Values: TypeAlias = Mapping[str, Any]


class Straight:
    """One connection, for one thread."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._pooled = engine.raw_connection()
        driver: Any = self._pooled.dbapi_connection
        self._driver = driver
        self._compiled: dict[tuple[int, tuple[str, ...]], tuple[str, Sequence[str] | None, Values]] = {}
        if self._is_sqlite:
            self._driver.execute("PRAGMA synchronous = NORMAL")
            self._pooled.info["synchronous"] = "NORMAL"  # where `opening` looks

    def close(self) -> None:
        """Give the connection back."""
        self._pooled.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together at its end, or nothing of it."""
        # What is lost in a power cut is audited again, so nobody waits for the disk.
        self._driver.execute("BEGIN IMMEDIATE" if self._is_sqlite else "SET LOCAL synchronous_commit = off")
        try:
            yield
            self._driver.commit()
        except BaseException:
            with contextlib.suppress(Exception):  # the reason why is more than that it could not be undone
                self._driver.rollback()
            raise

    def look(self, statement: CompilerElement, values: Values) -> tuple[Any, ...] | None:
        """The first row of a query by itself, outside a transaction."""
        try:
            return self.first(statement, values)
        finally:
            if not self._is_sqlite:
                self._driver.rollback()

    def rows(self, statement: CompilerElement, values: Values) -> list[tuple[Any, ...]]:
        """All rows."""
        found: list[tuple[Any, ...]] = self._run(statement, values).fetchall()
        return found

    def first(self, statement: CompilerElement, values: Values) -> tuple[Any, ...] | None:
        """The first row."""
        found: tuple[Any, ...] | None = self._run(statement, values).fetchone()
        return found

    def run(self, statement: CompilerElement, values: Values) -> None:
        """Write."""
        self._run(statement, values).close()

    def add(self, statement: Insert, values: Values) -> int:
        """Add a row; gives its number."""
        cursor = self._run(statement, values)
        number: int = cursor.lastrowid if self._is_sqlite else cursor.fetchone()[0]
        return number

    def add_all(self, statement: Insert, rows: Sequence[Values]) -> None:
        """Add rows, all with the same columns."""
        if not rows:
            return
        sql, order, _ = self._prepared(statement, rows[0], returning=False)
        cursor = self._driver.cursor()
        cursor.executemany(sql, [_in_order(row, order) for row in rows])
        cursor.close()

    def _run(self, statement: CompilerElement, values: Values) -> Any:
        sql, order, fixed = self._prepared(statement, values, returning=isinstance(statement, Insert))
        return self._driver.execute(sql, _in_order({**fixed, **values} if fixed else values, order))

    def _prepared(
        self, statement: CompilerElement, values: Values, *, returning: bool
    ) -> tuple[str, Sequence[str] | None, Values]:
        """The text for the driver, the order of its values, and those that are in the statement itself."""
        key = (id(statement), (*values, str(returning)))
        if key not in self._compiled:
            self._compiled[key] = self._compile(statement, list(values), returning=returning)
        return self._compiled[key]

    def _compile(
        self, statement: CompilerElement, names: list[str], *, returning: bool
    ) -> tuple[str, Sequence[str] | None, Values]:
        columns = names if isinstance(statement, UpdateBase) and not _selects(statement) else None
        if returning and isinstance(statement, Insert) and columns and not self._is_sqlite:
            statement = statement.returning(*statement.table.primary_key)
        compiled: Any = statement.compile(dialect=self.dialect, column_keys=columns)
        fixed = {name: value for name, value in compiled.params.items() if name not in names}
        return str(compiled), compiled.positiontup, fixed


def _selects(statement: UpdateBase) -> bool:
    return isinstance(statement, Insert) and statement.select is not None


def _in_order(values: Values, order: Sequence[str] | None) -> Any:
    return values if order is None else tuple(values[name] for name in order)
