"""One child process and all that it started: begun, asked where it is, ended, and buried."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from fuhe.guard.wire import Channel

OUT_OF_MEMORY = 87
"""The exit code of a child that had no memory left even to say so."""

_MOST_SAID = 16_384
_PATIENCE = 2.0  # seconds, for a traceback to be written or a broken child to end by itself
# Two children of two threads each would fight for two cores.
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "OPENCV_FOR_THREADS_NUM",
    ),
    "1",
)


class Process:
    """A running child and the channel to it. On Linux it ends with the thread that made it."""

    def __init__(self) -> None:
        ours, its = socket.socketpair()
        self.channel = Channel(ours)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the child)
        self._burial = threading.Lock()
        self._code: int | None = None
        self._largest = 0
        self._inherited = _bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        with its:
            self._child = subprocess.Popen(  # noqa: S603  (our own interpreter)
                [sys.executable, "-P", "-m", "fuhe.guard.child", str(its.fileno()), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                pass_fds=[its.fileno()],
                env=os.environ | _ONE_THREAD,
                start_new_session=True,  # Ctrl-C is for the parent, which ends its children itself
            )

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._buried(os.WNOHANG) is None

    def said(self) -> str:
        """The end of what it wrote on stderr."""
        with contextlib.suppress(OSError, ValueError):
            size = os.fstat(self._said.fileno()).st_size
            return os.pread(self._said.fileno(), _MOST_SAID, max(0, size - _MOST_SAID)).decode(
                errors="replace"
            )
        return ""

    def traceback(self) -> str:
        """Where it is; works also while it is stuck in native code."""
        before = os.fstat(self._said.fileno()).st_size
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGUSR1)
        until = time.monotonic() + _PATIENCE
        while os.fstat(self._said.fileno()).st_size == before and time.monotonic() < until and self.alive:
            time.sleep(0.01)
        time.sleep(0.05)
        return os.pread(self._said.fileno(), _MOST_SAID, before).decode(errors="replace")

    def ended(self) -> tuple[int, int]:
        """After it broke off: the exit code (negative: signal) and the most memory it had, in bytes.

        A child begins as a copy of its parent, and the system counts that copy's memory as its own. What does
        not exceed it is not known to be the child's; it is told as 0.
        """
        until = time.monotonic() + _PATIENCE
        while self._buried(os.WNOHANG) is None and time.monotonic() < until:
            time.sleep(0.005)
        self.kill()
        code = self._buried(0) or 0
        return code, self._largest if self._largest > self._inherited else 0

    def kill(self) -> None:
        """End it and everything it started; any thread may do that."""
        with self._burial:  # while it is not buried, its number belongs to nobody else
            if self._code is None:
                for process in [self._child.pid, *_descendants(self._child.pid)]:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.kill(process, signal.SIGKILL)

    def close(self) -> None:
        """End it, bury it, and give back what it took."""
        self.kill()
        self._buried(0)
        self.channel.close()
        self._said.close()

    def _buried(self, how: int) -> int | None:
        with self._burial:
            if self._code is None:
                process, status, usage = os.wait4(self._child.pid, how)
                if process:
                    self._code = os.waitstatus_to_exitcode(status)
                    self._largest = _bytes(usage.ru_maxrss)
                    self._child.returncode = self._code  # so that Popen does not wait for it again
            return self._code


def _bytes(largest: int) -> int:
    """A figure of getrusage(2), which is in KiB but on macOS."""
    return largest * (1 if sys.platform == "darwin" else 1024)


def _descendants(process: int) -> list[int]:
    """What a process started, and what that started; only Linux tells."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *_descendants(child)]
    return found
