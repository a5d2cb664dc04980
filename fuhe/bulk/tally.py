"""What a run has come to so far, counted as it goes; only failures are kept by name."""

from __future__ import annotations

import heapq
import time
from collections import Counter

import msgspec

from extract.wording import Wording
from fuhe.bulk.inputs import Input
from fuhe.record import Attempted

_SLOWEST = 5
_NAMED = 1_000  # files that could not be read, or hold no form, whose names are kept


class Failed(msgspec.Struct, frozen=True):
    """A document that was not audited, and why."""

    path: str
    why: Wording | None


class Tally:
    """Counts of one run; see `fuhe.bulk.run.Listener` for when what is counted."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self.files = 0
        self.pages = 0
        self.status: Counter[str] = Counter()
        self.severity: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.unread: list[Failed] = []
        self.formless: list[Failed] = []
        self._failed: dict[str, Failed] = {}
        self._slowest: list[tuple[float, str]] = []

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._begun

    @property
    def audited(self) -> int:
        """Documents that this run came to an end with, well or badly."""
        return self.status.total() + len(self._failed)

    @property
    def documents(self) -> int:
        """Documents that were met and need nothing more."""
        return self.audited + self.skipped.total()

    @property
    def failed(self) -> tuple[Failed, ...]:
        """The documents on which the work ended badly, as far as they did not end well later."""
        return tuple(self._failed.values())

    @property
    def slowest(self) -> tuple[tuple[float, str], ...]:
        """Seconds and path of those that took longest."""
        return tuple(self._slowest)

    def skip(self, standing: str) -> None:
        """A document for which nothing was to be done."""
        self.skipped[standing] += 1

    def add(self, one: Input, attempted: Attempted) -> None:
        """An attempt on a document ended."""
        self._slowest.append((attempted.seconds, one.path))
        by_path = {path: seconds for seconds, path in sorted(self._slowest)}
        self._slowest = heapq.nlargest(_SLOWEST, ((seconds, path) for path, seconds in by_path.items()))
        if attempted.outcome != "done":
            self._failed[one.sha256] = Failed(one.path, attempted.detail)
            return
        self._failed.pop(one.sha256, None)
        for record in attempted.records:
            self.status[record.status] += 1
            self.pages += record.source.pages if record.source else 0
            self.severity.update(
                outcome.finding.severity
                for form in record.evaluations
                for outcome in form.outcomes
                if outcome.finding
            )
            named = {"unreadable": self.unread, "no-evaluation": self.formless}.get(record.status)
            if named is not None and len(named) < _NAMED:
                named.append(Failed(one.path, record.problems[0].message))
