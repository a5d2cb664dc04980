"""The parent of a child: hands it documents, waits no longer than the deadline, tells what came of each."""

from __future__ import annotations

import contextlib
import os
import time

import msgspec

from extract.wording import Wording
from fuhe.audit import Stage
from fuhe.guard import wire
from fuhe.guard.failure import Failure, broken_off, failed, too_slow
from fuhe.guard.process import Process
from fuhe.guard.setup import Limits, Setup, Task

_TRIES = 3


class GuardError(Exception):
    """No child can be made to work here, which is no document's fault. `reason` is a sentence for people."""

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason)
        self.reason = reason


class _NeverBegunError(Exception):
    """The child went before it took the task, as an idle one does."""


class _Asked:
    """A task that a child was asked to do: since when, and how far it came."""

    def __init__(self, encoded: bytes, limits: Limits) -> None:
        self.encoded = encoded
        self.limits = limits
        self.begun = time.monotonic()
        self.until = self.begun + limits.deadline
        self.taken = False
        self.stage: Stage | None = None

    def failed(self, failure: Failure) -> bytes:
        """The attempt as ended badly, as msgpack."""
        path = os.fsdecode(msgspec.msgpack.decode(self.encoded, type=Task).path)
        return msgspec.msgpack.encode(failed(path, failure, self.stage, time.monotonic() - self.begun))


class Guard:
    """One child at a time, for one thread. `encoded` is the `Setup`, as msgpack."""

    def __init__(self, encoded: bytes) -> None:
        self.encoded = encoded
        self.closed = False
        self._limits = msgspec.msgpack.decode(encoded, type=Setup).limits
        self._process: Process | None = None
        self._served = 0

    def run(self, encoded: bytes) -> bytes:
        """Have a task (msgpack of `Task`) done; gives msgpack of an `Attempted`, however it ended.

        Raises:
            GuardError: no child got ready, or none took the task.
        """
        for _ in range(_TRIES):
            process = self._ready()
            with contextlib.suppress(_NeverBegunError):
                return self._done(process, _Asked(encoded, self._limits))
        raise GuardError(_NOBODY_WORKS)

    def interrupt(self) -> None:
        """End the child from another thread; what this one is waiting for ends with it."""
        self.closed = True
        process = self._process
        if process:
            process.kill()

    def close(self) -> None:
        """End the child. Only for the thread that uses the guard, or after it ended."""
        self.closed = True
        self._drop()

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process:
            process.close()

    def _ready(self) -> Process:
        used_up = self._served >= self._limits.documents
        if self._process and (used_up or not self._process.alive):
            self._drop()
        if self._process is None:
            self._served = 0
            self._process = _made_ready(self.encoded, self._limits.start)
        if self.closed:  # by `interrupt`, before there was a child or after
            self._drop()
            raise GuardError(_NOBODY_WORKS)
        return self._process

    def _done(self, process: Process, asked: _Asked) -> bytes:
        try:
            answer = _answer(process, asked)
        except TimeoutError:
            where = process.traceback()
            self._drop()
            return asked.failed(too_slow(self._limits, where))
        except (OSError, EOFError):
            code, largest = process.ended()
            said = process.said()
            self._drop()
            if not asked.taken:
                raise _NeverBegunError from None
            return asked.failed(broken_off(self._limits, code, largest, said))
        self._served += 1
        return answer


def _answer(process: Process, asked: _Asked) -> bytes:
    """Send the task and wait for the answer; a child that sends anything else is as good as gone."""
    process.channel.send(wire.TASK, asked.encoded, until=asked.until)
    while True:
        kind, body = process.channel.receive(until=asked.until)
        asked.taken = True
        if kind == wire.ANSWER:
            return body
        if kind == wire.STAGE:
            asked.stage = wire.stage(body)


_NOBODY_WORKS = Wording("处理进程无法开始工作。", "No process can be made to work on documents.")


def _made_ready(setup: bytes, patience: float) -> Process:
    try:
        process = Process()
    except OSError as error:  # no memory, no process, no file left
        raise _not_started(f"{type(error).__name__}: {error}") from None
    until = time.monotonic() + patience
    try:
        process.channel.send(wire.SETUP, setup, until=until)
        kind, body = process.channel.receive(until=until)
    except (OSError, EOFError):  # also TimeoutError
        kind, body = wire.FAILED, process.said().strip().rpartition("\n")[2].encode()
    if kind == wire.READY:
        return process
    process.close()
    raise _not_started(body.decode(errors="replace") or "?")


def _not_started(why: str) -> GuardError:
    return GuardError(
        Wording(
            f"处理进程未能就绪（{why}）。", f"The process that is to work on documents did not start ({why})."
        )
    )
