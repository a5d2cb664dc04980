"""The guard against real faults: whatever a document does to the child, the next one is audited."""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from fuhe.audit import audit
from fuhe.guard import Guard, GuardError, Limits, Setup, Task
from fuhe.guard.failure import too_slow
from fuhe.guard.threads import Guards
from fuhe.record import Attempted, audit_of

SAMPLES = Path(__file__).parents[3] / "samples"
LIMITS = Limits(deadline=5.0, memory=300 * 1024**2)

Run = Callable[[str], Attempted]


@pytest.fixture(autouse=True)
def _faults_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def guard(target: str = "faults:faulty", limits: Limits = LIMITS) -> Guard:
    return Guard(msgspec.msgpack.encode(Setup(limits=limits, target=target)))


def ask(guard: Guard, path: str | Path, content: bytes | None = None) -> Attempted:
    task = msgspec.msgpack.encode(Task(os.fsencode(path), content))
    return msgspec.msgpack.decode(guard.run(task), type=Attempted)


@pytest.fixture(scope="module")
def faulty() -> Iterator[Run]:
    """One guard for all faults of this module: each must leave it fit for the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        one = guard()
        yield lambda name: ask(one, f"/nowhere/{name}", b"content")
        one.close()


@pytest.mark.parametrize(
    ("name", "outcome", "told"),
    [
        ("segfault", "crash", "SIGSEGV"),
        ("hang", "timeout", "5 秒"),
        ("spin", "timeout", "5 秒"),
        ("hog", "memory", "300 MiB"),
        ("raise", "error", "ValueError: odd table"),
        ("exit", "crash", "退出码 3"),
        ("killed", "crash", "SIGKILL"),
        ("stall", "timeout", "5 秒"),
        ("babble", "crash", "SIGKILL"),
    ],
)
def test_a_fault_is_told_and_the_next_document_is_done(
    faulty: Run, name: str, outcome: str, told: str
) -> None:
    met = faulty(name)
    assert (met.outcome, met.stage) == (outcome, "normalize")
    assert met.detail
    assert told in met.detail.zh
    (record,) = met.records
    assert record.status == "unreadable"
    assert record.problems[0].message == met.detail
    assert faulty("fine").outcome == "done"


def test_the_line_at_which_it_hung_is_told(faulty: Run) -> None:
    detail = faulty("hang").detail
    assert detail
    assert "faults.py:" in detail.en


def test_what_a_document_started_ends_with_it(tmp_path: Path) -> None:
    one = guard()
    assert ask(one, tmp_path / "spawn-1.txt", b"x").outcome == "timeout"
    one.close()
    started = int((tmp_path / "spawn-1.txt.pid").read_text(encoding="utf-8"))
    until = time.monotonic() + 5
    while Path(f"/proc/{started}/cmdline").exists() and time.monotonic() < until:
        if not Path(f"/proc/{started}/cmdline").read_bytes():  # ended, and nobody looked after it
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{started}").exists()


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (
            """
            File "/usr/lib/python3.11/subprocess.py", line 2040 in _wait
            File "/x/site-packages/extract/office/converted.py", line 150 in _run
            File "/x/site-packages/fuhe/guard/child.py", line 9 in main
            """,
            "extract/office/converted.py:150",
        ),
        ('File "/usr/lib/python3.11/re.py", line 7 in search\n', "lib/python3.11/re.py:7"),
        ("nothing of the kind", ""),
    ],
)
def test_the_place_is_the_innermost_of_ours(said: str, place: str) -> None:
    assert too_slow(LIMITS, said).where == place


def test_the_memory_of_the_parent_is_not_held_against_the_child() -> None:
    large = bytearray(os.urandom(1024)) * (400 * 1024)  # more than the child may have, and touched
    one = guard()
    met = ask(one, "/nowhere/segfault", b"content")
    one.close()
    assert len(large) > LIMITS.memory
    assert met.outcome == "crash"


def test_a_deadline_ends_it_in_time(faulty: Run) -> None:
    faulty("fine")
    begun = time.monotonic()
    faulty("hang")
    assert time.monotonic() - begun < 2 * LIMITS.deadline


def test_the_start_of_the_child_is_not_on_the_clock() -> None:
    one = guard("fuhe.guard.auditing:auditing", Limits(deadline=20))
    met = ask(one, SAMPLES / "dept-2023-dump.txt")
    one.close()
    assert met.outcome == "done"
    assert met.seconds < 10


def test_the_audit_is_the_one_that_is_made_without_a_guard() -> None:
    one = guard("fuhe.guard.auditing:auditing", Limits())
    path = SAMPLES / "dept-2023-sheet.pdf"
    met = [ask(one, path), ask(one, path, path.read_bytes())]
    missing = ask(one, SAMPLES / "missing.pdf")
    one.close()
    assert [audit_of(each.records[0]) for each in met] == [audit(path)] * 2
    assert missing.outcome == "done"
    assert missing.records[0].problems[0].code == "not-found"


def test_a_child_is_replaced_after_its_number_of_documents() -> None:
    one = guard("faults:pids", Limits(documents=2))
    workers = [ask(one, "x").records[0].path for _ in range(5)]
    one.close()
    assert workers[0] == workers[1] != workers[2] == workers[3] != workers[4]


def test_a_child_that_left_while_idle_is_replaced() -> None:
    one = guard("faults:pids")
    first = int(ask(one, "x").records[0].path)
    os.kill(first, 9)
    time.sleep(0.2)
    second = ask(one, "x")
    one.close()
    assert second.outcome == "done"
    assert int(second.records[0].path) != first


def test_no_document_is_blamed_where_no_child_gets_ready() -> None:
    one = guard("faults:never_ready")
    with pytest.raises(GuardError, match="no models here"):
        ask(one, "x")
    one.close()


def test_another_version_of_the_program_is_refused() -> None:
    one = Guard(msgspec.msgpack.encode(Setup(target="faults:faulty", version="older")))
    with pytest.raises(GuardError, match="another version of fuhe") as refused:
        ask(one, "x")
    one.close()
    sent = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  (our own; it comes back from a cluster so)
    assert sent.reason == refused.value.reason


def test_an_interrupt_ends_what_is_under_way(tmp_path: Path) -> None:
    guards = Guards()
    setup = msgspec.msgpack.encode(Setup(limits=Limits(deadline=60), target="faults:faulty"))
    task = msgspec.msgpack.encode(Task(os.fsencode(tmp_path / "spawn-1.txt"), b""))
    met: list[Attempted] = []
    thread = threading.Thread(
        target=lambda: met.append(msgspec.msgpack.decode(guards.of(setup).run(task), type=Attempted))
    )
    thread.start()
    until = time.monotonic() + 60
    while not (tmp_path / "spawn-1.txt.pid").exists() and time.monotonic() < until:
        time.sleep(0.05)
    guards.interrupt()
    thread.join(5)
    guards.close()
    assert not thread.is_alive()
    assert met[0].outcome == "crash"


def test_a_name_that_is_no_utf8_reaches_the_child(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xd7\xd4.txt"
    with open(path, "wb") as file:  # noqa: PTH123  (Path would do as well, but hides that the name is bytes)
        file.write("部门整体支出绩效自评表".encode())
    one = guard("fuhe.guard.auditing:auditing", Limits())
    met = ask(one, os.fsdecode(path))
    one.close()
    assert met.records[0].path.endswith(r"\xd7\xd4.txt")
    assert met.records[0].status == "no-evaluation"
