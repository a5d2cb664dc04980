"""The tables as the newest migration leaves them; docs/ledger.md describes them for people.

Texts of people are kept in both languages (`_zh`, `_en`). What is not known is an empty text or the year 0,
so that everything can be compared and counted. Times are UTC, as `2026-03-01T08:30:00Z`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only in an INTEGER


def _id() -> Column[int]:
    return Column("id", _Id, primary_key=True)


def _of(table: str, *, null: bool = False, index: bool = False) -> Column[int]:
    return Column(
        f"{table}_id", _Id, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=null, index=index
    )


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


# One call of a command that writes. `ended`: finished, interrupted, failed, killed; null while it goes on.
run = Table(
    "run",
    METADATA,
    _id(),
    _text("command"),
    _text("settings"),
    Column("program", String(32), nullable=False),
    Column("engine", String(12), nullable=False),
    Column("rules", String(12), nullable=False),
    Column("host", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("started_at", String(20), nullable=False),
    Column("ended_at", String(20)),
    Column("ended", String(16)),
)

# One content, however many names it has: a file, or a member of a zip. `record` holds what was read but the
# forms.
document = Table(
    "document",
    METADATA,
    _id(),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", BigInteger),
    Column("media_type", Text),
    Column("pages", Integer),
    Column("state", String(16), nullable=False),
    Column("status", String(16)),
    Column("replaced", Boolean, nullable=False),
    Column("engine", String(12)),
    Column("rules", String(12)),
    Column("run_id", _Id, ForeignKey("run.id")),
    Column("audited_at", String(20)),
    Column("record", LargeBinary),
    Index(None, "replaced", "state", "status"),
    Index(None, "run_id"),
)

# Where a content was met, and in which run first. `is_current` is false where the path holds other bytes now.
# `path_key` is a digest of the path, which can be longer than an index takes.
sighting = Table(
    "sighting",
    METADATA,
    _id(),
    _of("document"),
    _text("path"),
    Column("path_key", String(32), nullable=False, index=True),
    Column("is_current", Boolean, nullable=False),
    Column("run_id", _Id, ForeignKey("run.id"), nullable=False),
    UniqueConstraint("document_id", "path_key"),
)

# Written before the work begins, so that a document that takes the machine down is known.
attempt = Table(
    "attempt",
    METADATA,
    _id(),
    _of("document", index=True),
    Column("run_id", _Id, ForeignKey("run.id"), nullable=False, index=True),
    _text("path"),
    Column("engine", String(12), nullable=False),
    Column("rules", String(12), nullable=False),
    Column("started_at", String(20), nullable=False),
    Column("ended_at", String(20)),
    Column("outcome", String(16)),
    Column("stage", String(16)),
    Column("detail_zh", Text),
    Column("detail_en", Text),
    Column("seconds", Float),
)

# One filled form. `identity` is the same for all versions of it; empty where it cannot be told.
evaluation = Table(
    "evaluation",
    METADATA,
    _id(),
    _of("document", index=True),
    Column("ordinal", Integer, nullable=False),
    Column("identity", String(16), nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("year", SmallInteger, nullable=False),
    _text("unit"),
    _text("project"),
    _text("title"),
    Column("first_page", Integer, nullable=False),
    Column("last_page", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("found", Integer, nullable=False),
    Column("set_aside", Integer, nullable=False),
    Column("not_applicable", Integer, nullable=False),
    Column("not_checked", Integer, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("earlier_document_id", _Id, ForeignKey("document.id")),
    Index(None, "unit", "year", "superseded"),
)

# The form and all outcomes, as msgpack under zlib: apart, so that counting forms need not read them.
record = Table(
    "record",
    METADATA,
    Column("evaluation_id", _Id, ForeignKey("evaluation.id", ondelete="CASCADE"), primary_key=True),
    Column("record", LargeBinary, nullable=False),
)

# `severity` is error, warning or notice; `gravity` the same as 0, 1, 2, to sort by. `ordinal` is its place
# among the outcomes in the form's record.
finding = Table(
    "finding",
    METADATA,
    _id(),
    _of("evaluation"),
    Column("document_id", _Id, ForeignKey("document.id"), nullable=False),
    Column("run_id", _Id, ForeignKey("run.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("fingerprint", String(16), nullable=False, index=True),
    Column("rule", String(64), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("gravity", SmallInteger, nullable=False),
    _text("unit"),
    Column("year", SmallInteger, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("page", Integer),
    _text("subject_zh"),
    _text("subject_en"),
    _text("message_zh"),
    _text("message_en"),
    Column("printed", Text),
    Column("recomputed", Text),
    Column("difference", Text),
    Column("arithmetic", Text),
    Index(None, "evaluation_id"),
    Index(None, "unit", "year", "rule"),
    Index(None, "year", "unit", "rule"),
    Index(None, "rule", "unit", "year"),
    Index(None, "gravity", "unit", "year", "rule"),
    Index(None, "run_id", "unit", "year", "rule"),
)

# What should have been checked and could not be.
unchecked = Table(
    "unchecked",
    METADATA,
    _id(),
    _of("evaluation", index=True),
    Column("rule", String(64), nullable=False, index=True),
    _text("subject_zh"),
    _text("subject_en"),
    _text("reason_zh"),
    _text("reason_en"),
)


def _tally(name: str, *columns: str) -> Table:
    """Findings and unchecked things counted. `result` is the severity, or not-checked."""
    kinds: dict[str, Any] = {"unit": Text, "rule": String(64), "year": SmallInteger}
    key: list[Column[Any]] = [
        Column(one, kinds[one], primary_key=True, autoincrement=False) for one in columns
    ]
    return Table(
        name,
        METADATA,
        *key,
        Column("result", String(16), primary_key=True),
        Column("superseded", Boolean, primary_key=True),
        Column("number", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


# Kept in step by every transaction that writes what they count; nobody has to count a million rows.
tally = _tally("tally", "unit", "rule", "year")
rule_tally = _tally("rule_tally", "rule", "year")
unit_tally = _tally("unit_tally", "unit")

# In how many years the forms of a unit break a rule (errors and warnings), for what comes again every year.
repeat_tally = Table(
    "repeat_tally",
    METADATA,
    Column("unit", Text, primary_key=True),
    Column("rule", String(64), primary_key=True),
    Column("years", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Index(None, "years", "number"),
    sqlite_with_rowid=False,
)

# What people decided about a finding. Rows are only ever added (triggers see to it); the last one holds.
decision = Table(
    "decision",
    METADATA,
    _id(),
    Column("fingerprint", String(16), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    _text("reason"),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", String(20), nullable=False),
    _text("rule"),
    _text("unit"),
    Column("year", SmallInteger, nullable=False),
    _text("message_zh"),
    _text("message_en"),
)
