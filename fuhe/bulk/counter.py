"""How many files there are to go through: counted on the side, so that the run need not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterable


class Counter:
    """Counts files in a thread of its own; `total` is None until it has come to the end."""

    def __init__(self, files: Iterable[str]) -> None:
        self.total: int | None = None
        self._files = files
        self._stopped = threading.Event()
        threading.Thread(target=self._count, daemon=True).start()

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._stopped.set()

    def _count(self) -> None:
        count = 0
        for _ in self._files:
            count += 1
            if self._stopped.is_set():
                return
        self.total = count
