"""One writer at a time. The lock goes with the process that holds it, however that ends."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from extract.wording import Wording
from fuhe.ledger.errors import LedgerError, problem

if TYPE_CHECKING:
    from fuhe.ledger.opening import Opened

_KEY = 0x66756865  # of the advisory lock on PostgreSQL: "fuhe"
_PATIENCE = 5.0
"""Seconds: a server may learn a moment late that the process that held the lock was killed."""
_TAKEN = Wording(
    "另一个 fuhe 正在写入；请等它结束后再运行（查询可以照常进行）",
    "another fuhe is writing to it; wait until that ends (reading goes on as usual)",
)


@contextlib.contextmanager
def held(place: Opened) -> Iterator[None]:
    """Hold the writer's lock.

    Raises:
        LedgerError: somebody else holds it.
    """
    with _beside(place, place.file) if place.file else _on_server(place, place.engine):
        yield


@contextlib.contextmanager
def _beside(place: Opened, file: Path) -> Iterator[None]:
    """A lock that SQLite takes on a small file of its own; so it works wherever SQLite does."""
    path = file.with_name(file.name + ".lock")
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        _take(place, connection, path)
        yield
        with contextlib.suppress(OSError):
            path.unlink()  # while it is held: whoever opened it before sees that it is gone
    finally:
        connection.close()


def _take(place: Opened, connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("BEGIN EXCLUSIVE")
        there = path.exists()
    except sqlite3.OperationalError as error:
        raise _refused(place, error) from None
    if not there:  # its holder took it away between our opening and our taking it: the next try finds it free
        raise problem(place.name, _TAKEN)


def _refused(place: Opened, error: sqlite3.OperationalError) -> LedgerError:
    if error.sqlite_errorname in ("SQLITE_BUSY", "SQLITE_LOCKED"):
        return problem(place.name, _TAKEN)
    return problem(
        place.name,
        Wording(f"无法在其旁边建立锁文件（{error}）", f"no lock file can be made beside it ({error})"),
    )


@contextlib.contextmanager
def _on_server(place: Opened, engine: Engine) -> Iterator[None]:
    """An advisory lock of a session of its own."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not _taken_on_server(connection):
            raise problem(place.name, _TAKEN)
        try:
            yield
        finally:
            with contextlib.suppress(Exception):  # a lost connection has let go of it already
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})


def _taken_on_server(connection: Connection) -> bool:
    end = time.monotonic() + _PATIENCE
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
