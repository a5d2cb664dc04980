"""A ledger in memory that keeps the contract of the real one, and shows what was written in which order."""

# ruff: noqa: ARG002  (the contract has more arguments than the double needs)

from __future__ import annotations

from fuhe.record import Attempted


class Memory:
    def __init__(self) -> None:
        self.state: dict[str, str] = {}
        self.outcomes: dict[str, list[str]] = {}
        self.attempts: list[str] = []
        self.paths: dict[str, set[str]] = {}
        self.results: dict[str, Attempted] = {}
        self.begun: dict[str, int] = {}

    def standing(self, sha256: str, path: str) -> str:
        return self.state.get(sha256, "new")

    def tries(self, sha256: str) -> int:
        return self.begun.get(sha256, 0)

    def last_outcome(self, sha256: str) -> str | None:
        return self.outcomes[sha256][-1] if self.outcomes.get(sha256) else None

    def note_path(self, run: int, sha256: str, path: str) -> None:
        self.paths.setdefault(sha256, set()).add(path)

    def attempt(self, run: int, sha256: str, path: str, size: int) -> int:
        self.note_path(run, sha256, path)
        self.attempts.append(sha256)
        self.state[sha256] = "unfinished"
        self.begun[sha256] = self.begun.get(sha256, 0) + 1
        return len(self.attempts) - 1

    def finish(self, attempt: int, attempted: Attempted) -> None:
        sha256 = self.attempts[attempt]
        self.outcomes.setdefault(sha256, []).append(attempted.outcome)
        self.state[sha256] = attempted.outcome
        self.results[sha256] = attempted
        if attempted.outcome == "done":
            self.begun[sha256] = 0

    def quarantine(self, sha256: str) -> None:
        self.state[sha256] = "quarantined"

    def by_name(self) -> dict[str, tuple[str, list[str]]]:
        """State and outcomes by the last part of each path."""
        return {
            path.rpartition("/")[2]: (self.state[sha256], self.outcomes.get(sha256, []))
            for sha256, paths in self.paths.items()
            for path in paths
        }
