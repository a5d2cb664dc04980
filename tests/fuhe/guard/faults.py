"""What a child runs in the tests, as the guard's `target`: the name of a document says what it does to it."""

from __future__ import annotations

import ctypes
import hashlib
import os
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from extract.document import InText, Problem, Source
from extract.wording import Wording
from fuhe.audit import Stage
from fuhe.fingerprint import fingerprint
from fuhe.guard.setup import Setup, Task
from fuhe.record import DocumentRecord, EvaluationRecord
from normalize.evaluation import Evaluation, Goals, Total, Traced
from validate.outcome import Evidence, Finding, Outcome

NOT_FOUND = Problem("not-found", Wording("没有找到该文件", "No such file"), Wording("", ""))
Tell = Callable[[Stage], object]


def faulty(_: Setup, tell: Tell) -> Callable[[Task], DocumentRecord]:
    def done(task: Task) -> DocumentRecord:
        path = os.fsdecode(task.path)
        tell("extract")
        if task.content is None and Path(path).name.startswith(
            "unshared"
        ):  # as on a machine without the folder
            return DocumentRecord(path, None, "unreadable", (NOT_FOUND,), (), ())
        content = Path(path).read_bytes() if task.content is None else task.content
        tell("normalize")
        fault = FAULTS.get(Path(path).name.partition("-")[0])
        if fault:
            fault(path, tell)
        source = Source(path, hashlib.sha256(content).hexdigest(), "text/plain", 1)
        return DocumentRecord(path, source, "checked", (), (_form(content),), ())

    return done


def _form(content: bytes) -> EvaluationRecord:
    """A form with one finding; both follow from the content."""
    name = hashlib.sha256(content).hexdigest()[:6]
    unit = Traced(f"{name}局", f"{name}局", InText(1, 1, 1, 7))
    said = Wording(f"{name}不符。", f"{name} does not add up.")
    finding = Finding(
        "budget-col-sum", "error", said, "1", "2", "-1", "1 + 1 = 2 ≠ 1", (Evidence(said, "1", unit.place),)
    )
    form = Evaluation(
        "mof-2020-department",
        said,
        "department",
        None,
        None,
        unit,
        None,
        None,
        (),
        Goals(),
        (),
        (),
        Total(),
        None,
        (),
        (),
        (1, 1),
    )
    outcome = Outcome(finding.rule, "finding", said, finding=finding)
    return EvaluationRecord(form, (outcome,), (), (fingerprint(finding, said, form),))


def _segfault(*_: object) -> None:
    ctypes.string_at(0)


def _hang(*_: object) -> None:
    time.sleep(3600)


def _spin(*_: object) -> None:
    """Holds the interpreter's lock in native code, where no other thread of the child comes in between."""
    ctypes.PyDLL(None).sleep(3600)


def _hog(*_: object) -> None:
    held = []
    while True:
        held.append(bytes(16 * 1024 * 1024))


def _raise(*_: object) -> NoReturn:
    raise ValueError("odd table")


def _exit(*_: object) -> NoReturn:
    os._exit(3)


def _killed(*_: object) -> None:
    os.kill(os.getpid(), 9)


def _stall(_: str, tell: Any) -> None:
    """Begins to answer, and never ends."""
    tell.__self__._channel._end.sendall(struct.pack(">cQ", b"A", 1000) + b"half")
    time.sleep(3600)


def _babble(_: str, tell: Any) -> None:
    tell.__self__._channel._end.sendall(b"not a message at all")
    time.sleep(3600)


def _once(path: str, _: Tell) -> None:
    """Crashes the first time."""
    mark = Path(f"{path}.met")
    if not mark.exists():
        mark.touch()
        _segfault()


def _spawn(path: str, _: Tell) -> None:
    """Hangs over a program that it started, as a conversion by LibreOffice does."""
    with subprocess.Popen(["/bin/sleep", "3600"], start_new_session=True) as started:
        Path(f"{path}.pid").write_text(str(started.pid), encoding="utf-8")


def _slow(*_: object) -> None:
    time.sleep(0.1)


FAULTS: dict[str, Callable[[str, Tell], object]] = {
    "segfault": _segfault,
    "hang": _hang,
    "spin": _spin,
    "hog": _hog,
    "raise": _raise,
    "exit": _exit,
    "killed": _killed,
    "stall": _stall,
    "babble": _babble,
    "once": _once,
    "spawn": _spawn,
    "slow": _slow,
}


def pids(_: Setup, tell: Tell) -> Callable[[Task], DocumentRecord]:
    """Every record carries the number of the process that made it."""

    def done(_: Task) -> DocumentRecord:
        tell("extract")
        return DocumentRecord(str(os.getpid()), None, "checked", (), (), ())

    return done


def never_ready(_: Setup, __: Tell) -> Callable[[Task], DocumentRecord]:
    raise OSError("no models here")
