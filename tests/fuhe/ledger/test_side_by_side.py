"""Processes beside each other, and processes that end badly: nothing is lost, torn or counted twice."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import func, select, text

from fuhe.ledger import Ledger, LedgerError, open_ledger, tables
from fuhe.ledger.decisions import decide
from fuhe.ledger.filters import Filters
from fuhe.ledger.listing import every

if TYPE_CHECKING:
    from conftest import OfUnit, Put

_WRITER = """
    import sys, msgspec
    from fuhe.ledger import open_ledger
    from fuhe.record import Attempted, DocumentRecord
    where, kept = sys.argv[1:]
    record = msgspec.msgpack.decode(open(kept, "rb").read(), type=DocumentRecord)
    with open_ledger(where, create=True) as ledger:
        run = ledger.begin_run("ingest", {})
        print("begun", flush=True)
        for number in range(10_000):
            key, path = f"{number:064x}", f"{number}.pdf"
            attempt = ledger.attempt(run, key, path, 1)
            one = msgspec.structs.replace(record, path=path)
            ledger.finish(attempt, Attempted("done", None, None, 0.1, (one,)))
            print(key, flush=True)
"""


@contextlib.contextmanager
def writer(where: str, folder: Path, of_unit: OfUnit) -> Iterator[subprocess.Popen[str]]:
    """A process that ingests one document after the other and prints the key of each when it is kept."""
    kept = folder / "record"
    kept.write_bytes(msgspec.msgpack.encode(of_unit("甲局")))
    command = [sys.executable, "-c", textwrap.dedent(_WRITER), where, str(kept)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own)
        try:
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
            yield process
        finally:
            process.kill()


def in_step(ledger: Ledger) -> int:
    """The number of findings, if everything that counts them agrees."""
    f, t, e = tables.finding.c, tables.tally.c, tables.evaluation.c
    with ledger.reading() as connection:
        findings = connection.scalar(select(func.count()).select_from(tables.finding)) or 0
        counted = select(func.coalesce(func.sum(t.number), 0)).where(t.result != "not-checked")
        assert connection.scalar(counted) == findings
        assert (connection.scalar(select(func.sum(e.found))) or 0) == findings
        done = select(func.count()).select_from(tables.document).where(tables.document.c.state == "done")
        assert (connection.scalar(done) or 0) * 22 == findings
        assert connection.scalar(select(func.count(f.evaluation_id.distinct()))) == connection.scalar(done)
    return findings


def test_readers_work_all_the_time_while_a_writer_ingests(
    where: str, tmp_path: Path, of_unit: OfUnit
) -> None:
    with writer(where, tmp_path, of_unit), open_ledger(where) as ledger:
        seen = [in_step(ledger)]
        while len(set(seen)) < 6:
            seen.append(in_step(ledger))
            assert len(list(every(ledger, Filters(superseded=True)))) >= seen[-1]
        assert seen == sorted(seen)


def test_a_decision_is_taken_while_a_writer_ingests(where: str, tmp_path: Path, of_unit: OfUnit) -> None:
    with writer(where, tmp_path, of_unit) as process, open_ledger(where) as ledger:
        assert process.stdout
        process.stdout.readline()
        found = next(iter(every(ledger, Filters(superseded=True))))
        for verdict in ("accepted", "dismissed", "open"):
            decide(ledger, found.fingerprint, verdict, reason="查", by="张三")
        assert process.stdout.readline()
        assert process.poll() is None


def test_kill_9_loses_nothing_that_was_kept(where: str, tmp_path: Path, of_unit: OfUnit) -> None:
    kept: list[str] = []
    for _ in range(4):
        with writer(where, tmp_path, of_unit) as process:
            assert process.stdout
            kept += [process.stdout.readline().strip() for _ in range(7)]
            process.send_signal(signal.SIGKILL)
            kept += [line.strip() for line in process.stdout if len(line) == 65]
            process.wait()
        with open_ledger(where) as ledger:
            in_step(ledger)
            assert all(ledger.standing(key, "") == "done" for key in kept)
    with open_ledger(where) as ledger:
        with ledger.reading() as connection:
            if ledger.file:
                assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            ends = connection.scalars(select(tables.run.c.ended).order_by(tables.run.c.id)).all()
        assert ends == ["killed", "killed", "killed", None]
        ledger.end_run(ledger.begin_run("ingest", {}), "finished")


def test_a_second_writer_is_refused_as_long_as_the_first_lives(
    where: str, tmp_path: Path, of_unit: OfUnit
) -> None:
    with writer(where, tmp_path, of_unit) as process, open_ledger(where) as ledger:
        with pytest.raises(LedgerError, match="another fuhe is writing"):
            ledger.begin_run("ingest", {})
        process.kill()
        process.wait()
        ledger.end_run(ledger.begin_run("ingest", {}), "finished")
    if ledger.file:
        assert not ledger.file.with_name(ledger.file.name + ".lock").exists()


def test_a_server_that_learns_late_of_a_killed_writer_is_waited_for(postgres_database: str) -> None:
    with open_ledger(postgres_database, create=True) as ledger, open_ledger(postgres_database) as other:
        gone = other.begin_run("ingest", {})
        later = threading.Timer(0.5, other.end_run, (gone, "killed"))
        later.start()
        ledger.end_run(ledger.begin_run("ingest", {}), "finished")
        later.join()


def test_ledgers_made_at_the_same_moment_are_one(where: str) -> None:
    code = "import sys; from fuhe.ledger import open_ledger; open_ledger(sys.argv[1], create=True).close()"
    command = [sys.executable, "-c", code, where]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]  # noqa: S603
    for process in both:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0 or "another fuhe is writing" in err, err
    with open_ledger(where) as ledger:
        assert in_step(ledger) == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "fuhe", str(folder)]
    if os.name != "posix" or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607  (our own mount)


def until_refused(ledger: Ledger, run: int, of_unit: OfUnit, put: Put) -> tuple[int, str]:
    """Ingest until it is refused; gives how many were kept, and the sentence."""
    for number in range(1000):
        try:
            put(ledger, run, of_unit(f"{number}局"))
        except LedgerError as refused:
            return number, refused.reason.zh
    raise AssertionError("it never was")


def test_a_full_disk_is_told_and_what_was_kept_stays(small_disk: Path, of_unit: OfUnit, put: Put) -> None:
    where = str(small_disk / "a.db")
    with open_ledger(where, create=True) as ledger:
        number, told = until_refused(ledger, ledger.begin_run("ingest", {}), of_unit, put)
        assert "磁盘已满" in told
        assert "\n" not in told
    with open_ledger(where) as ledger:
        assert in_step(ledger) == number * 22 > 0


def test_a_file_that_may_not_grow_is_told_and_what_was_kept_stays(
    tmp_path: Path, of_unit: OfUnit, put: Put
) -> None:
    where = str(tmp_path / "a.db")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_ledger(where, create=True) as ledger:
        run = ledger.begin_run("ingest", {})
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, before[1]))
            number, told = until_refused(ledger, run, of_unit, put)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert "写入失败" in told or "磁盘已满" in told
        put(ledger, run, of_unit("还有一局"))
    with open_ledger(where) as ledger:
        assert in_step(ledger) == (number + 1) * 22
