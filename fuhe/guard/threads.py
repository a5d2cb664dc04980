"""The guard of each thread that works on documents, here or in the worker of a cluster."""

from __future__ import annotations

import threading

from fuhe.guard.parent import Guard


class Guards:
    """One guard a thread: a child ends with the thread that started it, so no other thread may use it."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._all: set[Guard] = set()
        self._lock = threading.Lock()

    def of(self, setup: bytes) -> Guard:
        """This thread's guard for this setup; one that was set up otherwise is closed."""
        guard: Guard | None = getattr(self._mine, "guard", None)
        if guard is None or guard.encoded != setup or guard.closed:
            if guard:
                guard.close()
            self._mine.guard = new = Guard(setup)
            with self._lock:
                self._all = {one for one in self._all if not one.closed} | {new}
            return new
        return guard

    def interrupt(self) -> None:
        """End all children now, whatever they are at; every task under way ends with that."""
        with self._lock:
            for guard in self._all:
                guard.interrupt()

    def close(self) -> None:
        """End all children, once no thread uses them any more."""
        with self._lock:
            every, self._all = self._all, set()
        for guard in every:
            guard.close()


guards = Guards()


def work(setup: bytes, task: bytes) -> bytes:
    """Have a document done by this thread's child: msgpack of `Setup` and `Task` in, of `Attempted` out.

    Raises:
        GuardError: no child can be made to work here.
    """
    return guards.of(setup).run(task)
