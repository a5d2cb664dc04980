"""From a path or an address to a database that is surely ours and of the form that this program knows."""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from extract.wording import Wording
from fuhe.ledger.errors import NO_FOLDER, foreign, problem, read_only, told
from fuhe.ledger.lock import held
from fuhe.ledger.migrations import REVISIONS, VERSION_TABLE, upgrade

APPLICATION_ID = 0x66756865  # "fuhe", in the head of the SQLite file
_WAIT = 30_000  # milliseconds for which a reader or a decision waits for its turn

_NEWER = Wording(
    "由更新版本的 fuhe 建立，本版本不能使用；请升级 fuhe",
    "was made by a newer fuhe and this one cannot use it; upgrade fuhe",
)
_MISSING = Wording(
    "文件不存在；请检查路径，或先用 fuhe ingest 建立台账",
    "there is no such file; check the path, or make a ledger with fuhe ingest",
)
_NO_TABLES = Wording(
    "数据库中没有台账；请先用 fuhe ingest 建立",
    "the database holds no ledger; make one with fuhe ingest",
)
_NOT_ALONE = Wording(
    "数据库中已有其他程序的表；请为 fuhe 单独建立一个数据库",
    "the database has tables of another program; create a database for fuhe alone",
)
_NO_DRIVER = Wording(
    "缺少 PostgreSQL 驱动；请安装：pip install 'fuhe[postgres]'",
    "the PostgreSQL driver is not installed; run: pip install 'fuhe[postgres]'",
)
_BAD_ADDRESS = Wording(
    "地址无法识别；请给出文件路径，或 postgresql://用户@主机/数据库",
    "no address that is understood; give a file's path, or postgresql://user@host/database",
)


class Opened(msgspec.Struct, frozen=True):
    """A database of ours: how it is called in messages, its file (None on a server), and the way in."""

    name: str
    file: Path | None
    engine: Engine
    read_only: bool


def opened(where: str, *, create: bool) -> Opened:
    """Open, make or bring up to date; see `fuhe.ledger.open_ledger`."""
    url = _address(where)
    if url is None:
        return _file(where, Path(where), create=create)
    if url.get_backend_name() == "sqlite":
        return _file(where, Path(url.database or ""), create=create)
    if url.get_backend_name() != "postgresql":
        raise problem(url.render_as_string(), _BAD_ADDRESS)
    return _server(url, create=create)


def _address(where: str) -> URL | None:
    """The URL; None for the path of a file."""
    if "://" not in where:
        return None
    try:
        return make_url(where.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        # what is before @ may be a password
        raise problem(where.rsplit("@", maxsplit=1)[-1], _BAD_ADDRESS) from None


def _server(url: URL, *, create: bool) -> Opened:
    name = url.render_as_string(hide_password=True)
    if find_spec("psycopg") is None:
        raise problem(name, _NO_DRIVER)
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    place = Opened(name, None, engine, read_only=False)
    _ready(place, create=create)
    return place


def _file(name: str, path: Path, *, create: bool) -> Opened:
    if path.is_dir() or (create and not path.parent.is_dir()):
        raise problem(name, NO_FOLDER)
    if not path.is_file() and not create:
        raise problem(name, _MISSING)
    writable = _writable(path)
    if not writable and create:
        raise read_only(name)
    address = _file_address(path, writable=writable)
    connect = lambda: sqlite3.connect(address, uri=True, check_same_thread=False)  # noqa: E731 (SQLAlchemy's)
    engine = create_engine("sqlite://", creator=connect, pool_size=5, poolclass=_pool())
    _speak_sqlite(engine)
    place = Opened(name, path, engine, read_only=not writable)
    _ready(place, create=create)
    return place


def _pool() -> Any:
    from sqlalchemy.pool import QueuePool  # noqa: PLC0415  (an in-memory address would get another)

    return QueuePool


def _writable(path: Path) -> bool:
    """Whether the file can be written, and its folder, where SQLite keeps what is under way."""
    effective = os.access in os.supports_effective_ids
    kept = [path.parent, path] if path.exists() else [path.parent]
    return all(os.access(one, os.W_OK, effective_ids=effective) for one in kept)


def _file_address(path: Path, *, writable: bool) -> str:
    address = "file:" + quote(str(path.absolute()))
    if writable:
        return address
    # Beside a read-only file nothing can be kept, so nobody can be writing it, unless a log is there already.
    log = path.with_name(path.name + "-wal")
    return address + ("?mode=ro" if log.exists() else "?immutable=1")


def _speak_sqlite(engine: Engine) -> None:
    """Transactions as we ask for them: Python's own module would begin and commit at moments of its own."""

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT}")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("bare"):
            return
        # What a person decided must survive a power cut; a result that is lost then is made again.
        level = "FULL" if options.get("durable") else "NORMAL"
        if connection.info.get("synchronous") != level:
            connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
            connection.info["synchronous"] = level
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _ready(place: Opened, *, create: bool) -> None:
    """See that the tables are there and of the newest form; else make them so or refuse."""
    try:
        with told(place.name):
            _settle(place, create=create)
    except BaseException:
        place.engine.dispose()
        raise


def _settle(place: Opened, *, create: bool) -> None:
    with place.engine.connect() as connection:
        revision = _revision(place, connection)
    if revision == REVISIONS[-1]:
        return
    if revision is not None and revision not in REVISIONS:
        raise problem(place.name, _NEWER)
    if revision is None and not create:
        raise problem(place.name, _NO_TABLES)
    if place.read_only:
        raise read_only(place.name)
    with held(place):
        _make(place)


def _make(place: Opened) -> None:
    """Make or migrate, in one transaction. Whoever waited for the lock may find it done."""
    if place.file is not None:
        with place.engine.connect().execution_options(bare=True) as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with place.engine.connect().execution_options(writes=True) as connection, connection.begin():
        if _revision(place, connection) != REVISIONS[-1]:
            upgrade(connection)
        if place.file is not None:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _revision(place: Opened, connection: Connection) -> str | None:
    """The form of the tables; None where there are none at all.

    Raises:
        LedgerError: there are tables, and they are not ours.
    """
    tables = set(inspect(connection).get_table_names())
    if place.file is not None:
        _require_own_file(place, connection, tables)
    elif tables and VERSION_TABLE not in tables:
        raise problem(place.name, _NOT_ALONE)
    if VERSION_TABLE not in tables:
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 (our own constant)
    return found


def _require_own_file(place: Opened, connection: Connection, tables: set[str]) -> None:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
    if mark != APPLICATION_ID and (mark or tables):
        raise foreign(place.name)
