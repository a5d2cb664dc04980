"""Ctrl-C and a polite SIGTERM: they stop the run, but never in the middle of a write."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class Interrupts:
    """Turns SIGINT and SIGTERM into one `KeyboardInterrupt`, put off while `held`; more are ignored."""

    def __init__(self) -> None:
        self._holding = False
        self._met = False
        self._raised = False

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Listen to the signals; only the main thread may, so elsewhere this does nothing."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, self._meet) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """What is inside is not interrupted; what came meanwhile is raised at its end."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        self._raise()

    def _meet(self, _: int, __: FrameType | None) -> None:
        self._met = True
        if not self._holding:
            self._raise()

    def _raise(self) -> None:
        if self._met and not self._raised:
            self._raised = True
            raise KeyboardInterrupt
