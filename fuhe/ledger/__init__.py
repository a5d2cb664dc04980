"""The ledger: every document of an archive, what was found in it, and what people decided about that.

    with open_ledger("fuhe.db", create=True) as ledger:
        run = ledger.begin_run("ingest", {})
        ...

Only one process writes results at a time (`Ledger.begin_run` takes the writer's lock); any number reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuhe.ledger.errors import LedgerError

if TYPE_CHECKING:
    from fuhe.ledger.ledger import Ledger

__all__ = ["Ledger", "LedgerError", "open_ledger"]


def open_ledger(where: str, *, create: bool = False) -> Ledger:
    """Open a ledger: a file's path, or an address such as `postgresql://user@host/database`.

    Args:
        where: the path of an SQLite file, or an SQLAlchemy URL of SQLite or PostgreSQL.
        create: make it where there is none.

    Raises:
        LedgerError: there is none, it belongs to another program, a newer fuhe made it, or it cannot be used.
    """
    from fuhe.ledger.ledger import Ledger  # noqa: PLC0415  (SQLAlchemy takes half a second to import)
    from fuhe.ledger.opening import opened  # noqa: PLC0415

    return Ledger(opened(where, create=create))


def __getattr__(name: str) -> object:
    if name == "Ledger":
        from fuhe.ledger.ledger import Ledger  # noqa: PLC0415  (the same)

        return Ledger
    raise AttributeError(name)
