"""The first tables. A migration is a record of what was released: it is never changed afterwards."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _given(name: str, kind: Any, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **more)


def _belongs(table: str, column: str, to: str, *, goes_with: bool = False) -> sa.ForeignKeyConstraint:
    name, cascade = f"fk_{table}_{column}", "CASCADE" if goes_with else None
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=cascade)


def upgrade() -> None:
    """Make all tables, and see to it that decisions are only ever added."""
    _decision()
    _repeat_tally()
    _rule_tally()
    _run()
    _tally()
    _unit_tally()
    _document()
    _attempt()
    _evaluation()
    _sighting()
    _finding()
    _record()
    _unchecked()
    _only_added()


def _decision() -> None:
    op.create_table(
        "decision",
        _given("id", _ID),
        _given("fingerprint", sa.String(length=16)),
        _given("verdict", sa.String(length=16)),
        _given("reason", sa.Text()),
        _given("decided_by", sa.Text()),
        _given("decided_at", sa.String(length=20)),
        _given("rule", sa.Text()),
        _given("unit", sa.Text()),
        _given("year", sa.SmallInteger()),
        _given("message_zh", sa.Text()),
        _given("message_en", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_fingerprint", "decision", ["fingerprint"])


def _repeat_tally() -> None:
    op.create_table(
        "repeat_tally",
        _given("unit", sa.Text()),
        _given("rule", sa.String(length=64)),
        _given("years", sa.Integer()),
        _given("number", sa.Integer()),
        sa.PrimaryKeyConstraint("unit", "rule", name="pk_repeat_tally"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_repeat_tally_years_number", "repeat_tally", ["years", "number"])


def _rule_tally() -> None:
    op.create_table(
        "rule_tally",
        _given("rule", sa.String(length=64), autoincrement=False),
        _given("year", sa.SmallInteger(), autoincrement=False),
        _given("result", sa.String(length=16)),
        _given("superseded", sa.Boolean()),
        _given("number", sa.Integer()),
        sa.PrimaryKeyConstraint("rule", "year", "result", "superseded", name="pk_rule_tally"),
        sqlite_with_rowid=False,
    )


def _run() -> None:
    op.create_table(
        "run",
        _given("id", _ID),
        _given("command", sa.Text()),
        _given("settings", sa.Text()),
        _given("program", sa.String(length=32)),
        _given("engine", sa.String(length=12)),
        _given("rules", sa.String(length=12)),
        _given("host", sa.Text()),
        _given("process", sa.Integer()),
        _given("started_at", sa.String(length=20)),
        sa.Column("ended_at", sa.String(length=20)),
        sa.Column("ended", sa.String(length=16)),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )


def _tally() -> None:
    op.create_table(
        "tally",
        _given("unit", sa.Text(), autoincrement=False),
        _given("rule", sa.String(length=64), autoincrement=False),
        _given("year", sa.SmallInteger(), autoincrement=False),
        _given("result", sa.String(length=16)),
        _given("superseded", sa.Boolean()),
        _given("number", sa.Integer()),
        sa.PrimaryKeyConstraint("unit", "rule", "year", "result", "superseded", name="pk_tally"),
        sqlite_with_rowid=False,
    )


def _unit_tally() -> None:
    op.create_table(
        "unit_tally",
        _given("unit", sa.Text(), autoincrement=False),
        _given("result", sa.String(length=16)),
        _given("superseded", sa.Boolean()),
        _given("number", sa.Integer()),
        sa.PrimaryKeyConstraint("unit", "result", "superseded", name="pk_unit_tally"),
        sqlite_with_rowid=False,
    )


def _document() -> None:
    op.create_table(
        "document",
        _given("id", _ID),
        _given("sha256", sa.String(length=64)),
        sa.Column("size", sa.BigInteger()),
        sa.Column("media_type", sa.Text()),
        sa.Column("pages", sa.Integer()),
        _given("state", sa.String(length=16)),
        sa.Column("status", sa.String(length=16)),
        _given("replaced", sa.Boolean()),
        sa.Column("engine", sa.String(length=12)),
        sa.Column("rules", sa.String(length=12)),
        sa.Column("run_id", _ID),
        sa.Column("audited_at", sa.String(length=20)),
        sa.Column("record", sa.LargeBinary()),
        _belongs("document", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("sha256", name="uq_document_sha256"),
    )
    op.create_index("ix_document_replaced_state_status", "document", ["replaced", "state", "status"])
    op.create_index("ix_document_run_id", "document", ["run_id"])


def _attempt() -> None:
    op.create_table(
        "attempt",
        _given("id", _ID),
        _given("document_id", _ID),
        _given("run_id", _ID),
        _given("path", sa.Text()),
        _given("engine", sa.String(length=12)),
        _given("rules", sa.String(length=12)),
        _given("started_at", sa.String(length=20)),
        sa.Column("ended_at", sa.String(length=20)),
        sa.Column("outcome", sa.String(length=16)),
        sa.Column("stage", sa.String(length=16)),
        sa.Column("detail_zh", sa.Text()),
        sa.Column("detail_en", sa.Text()),
        sa.Column("seconds", sa.Float()),
        _belongs("attempt", "document_id", "document", goes_with=True),
        _belongs("attempt", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_document_id", "attempt", ["document_id"])
    op.create_index("ix_attempt_run_id", "attempt", ["run_id"])


def _evaluation() -> None:
    op.create_table(
        "evaluation",
        _given("id", _ID),
        _given("document_id", _ID),
        _given("ordinal", sa.Integer()),
        _given("identity", sa.String(length=16)),
        _given("form", sa.Text()),
        _given("kind", sa.String(length=16)),
        _given("year", sa.SmallInteger()),
        _given("unit", sa.Text()),
        _given("project", sa.Text()),
        _given("title", sa.Text()),
        _given("first_page", sa.Integer()),
        _given("last_page", sa.Integer()),
        _given("held", sa.Integer()),
        _given("found", sa.Integer()),
        _given("set_aside", sa.Integer()),
        _given("not_applicable", sa.Integer()),
        _given("not_checked", sa.Integer()),
        _given("superseded", sa.Boolean()),
        sa.Column("earlier_document_id", _ID),
        _belongs("evaluation", "document_id", "document", goes_with=True),
        _belongs("evaluation", "earlier_document_id", "document"),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation"),
    )
    op.create_index("ix_evaluation_document_id", "evaluation", ["document_id"])
    op.create_index("ix_evaluation_identity", "evaluation", ["identity"])
    op.create_index("ix_evaluation_unit_year_superseded", "evaluation", ["unit", "year", "superseded"])


def _sighting() -> None:
    op.create_table(
        "sighting",
        _given("id", _ID),
        _given("document_id", _ID),
        _given("path", sa.Text()),
        _given("path_key", sa.String(length=32)),
        _given("is_current", sa.Boolean()),
        _given("run_id", _ID),
        _belongs("sighting", "document_id", "document", goes_with=True),
        _belongs("sighting", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
        sa.UniqueConstraint("document_id", "path_key", name="uq_sighting_document_id_path_key"),
    )
    op.create_index("ix_sighting_path_key", "sighting", ["path_key"])


def _finding() -> None:
    op.create_table(
        "finding",
        _given("id", _ID),
        _given("evaluation_id", _ID),
        _given("document_id", _ID),
        _given("run_id", _ID),
        _given("ordinal", sa.Integer()),
        _given("fingerprint", sa.String(length=16)),
        _given("rule", sa.String(length=64)),
        _given("severity", sa.String(length=8)),
        _given("gravity", sa.SmallInteger()),
        _given("unit", sa.Text()),
        _given("year", sa.SmallInteger()),
        _given("superseded", sa.Boolean()),
        sa.Column("page", sa.Integer()),
        _given("subject_zh", sa.Text()),
        _given("subject_en", sa.Text()),
        _given("message_zh", sa.Text()),
        _given("message_en", sa.Text()),
        sa.Column("printed", sa.Text()),
        sa.Column("recomputed", sa.Text()),
        sa.Column("difference", sa.Text()),
        sa.Column("arithmetic", sa.Text()),
        _belongs("finding", "document_id", "document"),
        _belongs("finding", "evaluation_id", "evaluation", goes_with=True),
        _belongs("finding", "run_id", "run"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_evaluation_id", "finding", ["evaluation_id"])
    op.create_index("ix_finding_fingerprint", "finding", ["fingerprint"])
    op.create_index("ix_finding_gravity_unit_year_rule", "finding", ["gravity", "unit", "year", "rule"])
    op.create_index("ix_finding_rule_unit_year", "finding", ["rule", "unit", "year"])
    op.create_index("ix_finding_run_id_unit_year_rule", "finding", ["run_id", "unit", "year", "rule"])
    op.create_index("ix_finding_unit_year_rule", "finding", ["unit", "year", "rule"])
    op.create_index("ix_finding_year_unit_rule", "finding", ["year", "unit", "rule"])


def _record() -> None:
    op.create_table(
        "record",
        _given("evaluation_id", _ID),
        _given("record", sa.LargeBinary()),
        _belongs("record", "evaluation_id", "evaluation", goes_with=True),
        sa.PrimaryKeyConstraint("evaluation_id", name="pk_record"),
    )


def _unchecked() -> None:
    op.create_table(
        "unchecked",
        _given("id", _ID),
        _given("evaluation_id", _ID),
        _given("rule", sa.String(length=64)),
        _given("subject_zh", sa.Text()),
        _given("subject_en", sa.Text()),
        _given("reason_zh", sa.Text()),
        _given("reason_en", sa.Text()),
        _belongs("unchecked", "evaluation_id", "evaluation", goes_with=True),
        sa.PrimaryKeyConstraint("id", name="pk_unchecked"),
    )
    op.create_index("ix_unchecked_evaluation_id", "unchecked", ["evaluation_id"])
    op.create_index("ix_unchecked_rule", "unchecked", ["rule"])


_SQLITE = """
CREATE TRIGGER decision_no_{verb} BEFORE {verb} ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END
"""
_POSTGRES = """
CREATE FUNCTION fuhe_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'decisions are only ever added'; END $$;
CREATE TRIGGER decision_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
FOR EACH STATEMENT EXECUTE FUNCTION fuhe_only_added()
"""


def _only_added() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(verb=verb))
    else:
        op.execute(_POSTGRES)
