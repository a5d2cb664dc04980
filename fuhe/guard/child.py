"""The child: `python -P -m fuhe.guard.child DESCRIPTOR PARENT`. It lives no longer than its parent."""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable

import msgspec

from fuhe.audit import Stage
from fuhe.guard import wire
from fuhe.guard.failure import failed, raised, too_large
from fuhe.guard.process import OUT_OF_MEMORY
from fuhe.guard.setup import Limits, Setup, Task, program
from fuhe.record import Attempted, DocumentRecord

IDLE = 120.0
"""Seconds without a task after which the child leaves; a parent that comes later starts another."""

_PR_SET_PDEATHSIG = 1
_Work = Callable[[Task], DocumentRecord]


def main(descriptor: int, parent: int) -> int:
    """Get ready, then work on one task after the other until nobody wants anything any more."""
    _tie_to(parent)
    channel = wire.Channel(socket.socket(fileno=descriptor))
    setup = msgspec.msgpack.decode(channel.receive()[1], type=Setup)
    reporter = _Reporter(channel)
    try:
        work = _made_ready(setup, reporter)
    except Exception as error:  # noqa: BLE001  (whatever it is, the parent tells it)
        channel.send(wire.FAILED, f"{type(error).__name__}: {error}".encode(errors="replace"))
        return 1
    channel.send(wire.READY)
    try:
        while True:
            _, body = channel.receive(until=time.monotonic() + IDLE)
            if not reporter.answered(work, msgspec.msgpack.decode(body, type=Task), setup.limits):
                return 0
    except (OSError, EOFError):  # also TimeoutError: idle
        return 0
    except MemoryError:
        return OUT_OF_MEMORY


def _tie_to(parent: int) -> None:
    """Leave with the parent, on Linux at once, elsewhere when the channel ends. SIGUSR1 asks where one is."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it went before we asked
            os._exit(0)
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1, all_threads=False)


def _made_ready(setup: Setup, reporter: _Reporter) -> _Work:
    if setup.version not in ("", program()):
        raise RuntimeError("another version of fuhe is installed here than where the run was started")
    module, _, function = setup.target.partition(":")
    work: _Work = getattr(importlib.import_module(module), function)(setup, reporter.at)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = setup.limits.memory if hard == resource.RLIM_INFINITY else min(setup.limits.memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    return work


class _Reporter:
    """Tells the parent what the child is at, and what came of it."""

    def __init__(self, channel: wire.Channel) -> None:
        self._channel = channel
        self._stage: Stage | None = None

    def at(self, stage: Stage) -> None:
        """The work goes on to this stage."""
        self._stage = stage
        self._channel.send(wire.STAGE, stage.encode())

    def answered(self, work: _Work, task: Task, limits: Limits) -> bool:
        """Do a task and answer it; whether the child is fit for another."""
        self._stage = None
        self._channel.send(wire.BEGUN)
        attempted = self._attempted(work, task, limits)
        self._channel.send(wire.ANSWER, msgspec.msgpack.encode(attempted))
        return attempted.outcome != "memory"

    def _attempted(self, work: _Work, task: Task, limits: Limits) -> Attempted:
        begun = time.monotonic()
        path = os.fsdecode(task.path)
        try:
            record = work(task)
        except MemoryError:
            return failed(path, too_large(limits), self._stage, time.monotonic() - begun)
        except Exception as crash:  # noqa: BLE001  (one bad file must not take the others down)
            return failed(path, raised(crash), self._stage, time.monotonic() - begun)
        return Attempted("done", None, None, time.monotonic() - begun, (record,))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
