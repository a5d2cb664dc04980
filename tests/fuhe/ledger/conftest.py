"""A ledger on SQLite and on a real PostgreSQL that is started for the tests and stopped after them."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, make_url, text

from extract.document import Problem
from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation, audits
from fuhe.ledger import Ledger, open_ledger
from fuhe.record import Attempted, DocumentRecord, Ending, record

OfUnit = Callable[..., DocumentRecord]
Put = Callable[..., str]
Failed = Callable[..., Attempted]

SAMPLES = Path(__file__).parents[3] / "samples"
_OURS = "FUHE_TEST_POSTGRES"  # the address of a server to use instead of starting one
_USER = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
_numbers = itertools.count()


def _binaries() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them out of the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4]))
    return installed[-1].parent if installed else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own, listening on a socket in a temporary folder only."""
    if os.environ.get(_OURS):
        yield os.environ[_OURS]
        return
    programs = _binaries()
    if programs is None:
        assert not os.environ.get("CI"), "CI must test on PostgreSQL: install the package postgresql"
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="fuhe-pg-"))
    try:
        yield _started(programs, folder)
    finally:
        _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _started(programs: Path, folder: Path) -> str:
    if _USER:
        shutil.chown(folder, _USER)
    data = folder / "data"
    made = ("-U", "fuhe", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    _run(programs / "initdb", "-D", data, *made)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    return f"postgresql://fuhe@/postgres?host={folder}"


def _run(*command: object, check: bool = True) -> None:
    """Run one of PostgreSQL's programs; its output would keep our pipe open as long as the server lives."""
    quiet = subprocess.DEVNULL
    words = list(map(str, command))
    subprocess.run(words, check=check, user=_USER, cwd="/", stdout=quiet, stderr=quiet)  # noqa: S603  (our own)


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """The address of an empty database."""
    name = f"fuhe_{os.getpid()}_{next(_numbers)}"
    server = create_engine(
        make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger may be made; every test that uses it runs on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "台账.db")
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    """A new ledger."""
    with open_ledger(where, create=True) as one:
        yield one


@cache
def _audited(name: str) -> tuple[DocumentRecord, ...]:
    return tuple(record(one) for one in audits(SAMPLES / name))


def _sha256(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _of_unit(
    unit: str, year: int = 2023, *, path: str | None = None, sample: str = "dept-2023-sheet.pdf"
) -> DocumentRecord:
    (first,) = _audited(sample)
    (one,) = first.evaluations
    form, name = one.evaluation, path or f"{unit}{year}.pdf"
    named = replace(
        form,
        unit=replace(form.unit, value=unit, text=unit),
        year=replace(form.year, value=year, text=f"{year}年度"),
    )
    again = AuditedEvaluation(named, one.outcomes)
    source = replace(first.source, path=name, sha256=_sha256(name))
    return record(Audit(name, source, first.status, (), (again,)))


def _put(ledger: Ledger, run: int, record: DocumentRecord, *, path: str | None = None) -> str:
    assert record.source
    attempt = ledger.attempt(run, record.source.sha256, path or record.path, 1000)
    ledger.finish(attempt, Attempted("done", None, None, 0.5, (record,)))
    return record.source.sha256


def _failed(outcome: Ending = "crash") -> Attempted:
    detail = Wording("子进程被信号 SIGSEGV 终止", "the child was killed by SIGSEGV")
    problem = Problem("not-audited", detail, Wording("请查看原件。", "See the original."))
    record = DocumentRecord("毒.pdf", None, "unreadable", (problem,), (), ())
    return Attempted(outcome, "extract", detail, 1.5, (record,))


@pytest.fixture
def of_unit() -> OfUnit:
    """A sample's record as the report of another unit and year, under another name and of other bytes."""
    return _of_unit


@pytest.fixture
def put() -> Put:
    """Ingest a record as the driver does; gives the SHA-256 it has there."""
    return _put


@pytest.fixture
def failed() -> Failed:
    """What a worker hands in whose child died."""
    return _failed
