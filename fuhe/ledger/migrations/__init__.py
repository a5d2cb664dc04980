"""From any earlier form of the tables to the newest one, by Alembic; there is no configuration file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

VERSION_TABLE = "fuhe_revision"
REVISIONS = ("0001",)
"""All forms of the tables, oldest first; a test holds this list and the scripts together."""


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest form, in the transaction that the connection is in."""
    from alembic import command  # noqa: PLC0415  (only a new or an old ledger needs it)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])
