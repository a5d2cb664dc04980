"""The ledger as Parquet files for analysts (DuckDB, pandas, Power BI): a file a table, and forms' rows."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, Select, select

from extract.wording import Wording
from fuhe.ledger import tables
from fuhe.ledger.errors import LedgerError
from fuhe.ledger.kept import unpacked
from fuhe.record import EvaluationRecord
from normalize.evaluation import Evaluation, Traced

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

Rows: TypeAlias = Iterator[dict[str, Any]]

_AT_ONCE = 20_000  # rows of a group: what is in memory at a time
_NUMBERS = ("weight", "score")
_AMOUNTS = ("initial", "adjusted", "executed", "weight", "rate", "score")
_NO_LIBRARY = Wording(
    "缺少 pyarrow；请安装：pip install 'fuhe[parquet]'。",
    "pyarrow is missing; run: pip install 'fuhe[parquet]'.",
)


def export(ledger: Ledger, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write one file a table into the folder, which is made; gives each file and its rows when it is whole.

    All files show the ledger at one moment. A file is written beside its place and then moved there, so that
    nobody ever reads a part of one.

    Raises:
        LedgerError: pyarrow is not installed.
        OSError: the folder cannot be written.
    """
    try:
        import pyarrow  # noqa: F401, ICN001, PLC0415  (an extra)
    except ImportError:
        raise LedgerError(_NO_LIBRARY) from None
    folder.mkdir(parents=True, exist_ok=True)
    with ledger.reading() as connection:
        for name, (columns, rows) in _TABLES.items():
            path = folder / f"{name}.parquet"
            yield path, _written(path, columns, rows(connection))


def _written(path: Path, columns: dict[str, str], rows: Rows) -> int:
    import pyarrow as pa  # noqa: PLC0415  (an extra, and slow to load)
    from pyarrow import parquet  # noqa: PLC0415

    schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in columns.items()])
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    total = 0
    try:
        with parquet.ParquetWriter(beside, schema, compression="zstd") as writer:
            for group in _groups(rows):
                writer.write_table(pa.Table.from_pylist(group, schema))
                total += len(group)
        beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return total


def _groups(rows: Rows) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in rows:
        group.append(row)
        if len(group) == _AT_ONCE:
            yield group
            group = []
    yield group


def _rows(query: Select[Any]) -> Callable[[Connection], Rows]:
    def rows(connection: Connection) -> Rows:
        with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as result:
            for row in result.mappings():
                yield {**row, "year": row["year"] or None} if "year" in row else dict(row)

    return rows


def _forms(of_form: Callable[[Evaluation], Rows]) -> Callable[[Connection], Rows]:
    """Rows of the forms themselves, each with the number of its form."""

    def rows(connection: Connection) -> Rows:
        query = select(tables.record).order_by(tables.record.c.evaluation_id)
        with connection.execute(query.execution_options(yield_per=100)) as result:
            for number, blob in result:
                for row in of_form(unpacked(blob, EvaluationRecord).evaluation):
                    yield {"evaluation_id": number, **row}

    return rows


def _indicators(form: Evaluation) -> Rows:
    for place, one in enumerate(form.indicators, start=1):
        texts = ("level1", "level2", "level3", "target", "actual", "deviation")
        yield {
            "row": place,
            **{name: _value(getattr(one, name)) for name in texts},
            **{name: _number(getattr(one, name)) for name in _NUMBERS},
        }


def _budget(form: Evaluation) -> Rows:
    for place, one in enumerate(form.budget, start=1):
        numbers = {name: _number(getattr(one, name)) for name in _AMOUNTS}
        unit = _value(form.money_unit)
        yield {"row": place, "label": one.label.value, "part": one.part, "money_unit": unit, **numbers}


def _value(traced: Traced[str] | None) -> str | None:
    return traced.value if traced else None


def _number(traced: Traced[Any] | None) -> float | None:
    return None if traced is None or traced.value is None else float(traced.value)


def _of(table: Any, *left_out: str) -> list[Any]:
    return [column for column in table.c if column.name not in left_out]


_TEXT, _INT, _REAL, _YES = "string", "int64", "float64", "bool_"


def _columns(columns: list[Any]) -> dict[str, str]:
    kinds = {int: _INT, bool: _YES, float: _REAL, str: _TEXT}
    return {column.name: kinds[column.type.python_type] for column in columns}


_finding = _of(tables.finding, "gravity")
_evaluation = _of(tables.evaluation)
_document = _of(tables.document, "record")
_sighting = _of(tables.sighting, "path_key")
_decision = _of(tables.decision)
_unchecked = _of(tables.unchecked)

_TABLES: dict[str, tuple[dict[str, str], Callable[[Connection], Rows]]] = {
    **{
        name: (_columns(columns), _rows(select(*columns).order_by(columns[0])))
        for name, columns in (
            ("findings", _finding),
            ("evaluations", _evaluation),
            ("documents", _document),
            ("paths", _sighting),
            ("unchecked", _unchecked),
            ("decisions", _decision),
        )
    },
    "indicators": (
        {
            "evaluation_id": _INT,
            "row": _INT,
            **dict.fromkeys(("level1", "level2", "level3", "target", "actual", "deviation"), _TEXT),
            **dict.fromkeys(_NUMBERS, _REAL),
        },
        _forms(_indicators),
    ),
    "budget": (
        {
            "evaluation_id": _INT,
            "row": _INT,
            **dict.fromkeys(("label", "part", "money_unit"), _TEXT),
            **dict.fromkeys(_AMOUNTS, _REAL),
        },
        _forms(_budget),
    ),
}
