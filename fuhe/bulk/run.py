"""The run: begins each document in the ledger, has it done, writes what came of it, tries failures again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Literal, Protocol, TypeAlias

import msgspec

from fuhe.bulk.answers import answer, refused
from fuhe.bulk.inputs import Input, inputs
from fuhe.bulk.interrupts import Interrupts
from fuhe.engine import Engine
from fuhe.guard import Task
from fuhe.record import Attempted, storable

Retry: TypeAlias = Literal["failed", "timeout", "all"]

_FAILED = frozenset({"error", "crash", "timeout", "memory"})
_OFTEN = 2  # runs that did not survive a document: it may be why
_MOST_HELD = 256 * 1024 * 1024  # bytes of documents in memory
_LOOK_EVERY = 5.0  # seconds


class Store(Protocol):
    """What a run needs of the ledger (`fuhe.ledger.Ledger`); nobody else writes meanwhile."""

    def standing(self, sha256: str, path: str) -> str:
        """What is known of this content."""

    def tries(self, sha256: str) -> int:
        """How often it was begun and not done."""

    def last_outcome(self, sha256: str) -> str | None:
        """How the last attempt on it ended."""

    def note_path(self, run: int, sha256: str, path: str) -> None:
        """The content is known and lies here too."""

    def attempt(self, run: int, sha256: str, path: str, size: int) -> int:
        """The work on it begins."""

    def finish(self, attempt: int, attempted: Attempted) -> None:
        """The work on it ended."""

    def quarantine(self, sha256: str) -> None:
        """It is not tried again unless asked for."""


class Listener(Protocol):
    """Who wants to know how the run goes."""

    def listed(self, path: str) -> None:
        """The documents of this file come next."""

    def skipped(self, one: Input, standing: str) -> None:
        """Nothing is to be done for this one: done already, quarantined, or under way under another name."""

    def ended(self, one: Input, attempted: Attempted, *, again: bool) -> None:
        """An attempt ended; `again`: another one follows at the end."""

    def waits(self) -> None:
        """Nothing came back for a while."""


class Order(msgspec.Struct, frozen=True):
    """What is wanted. `setup` is the guard's, as msgpack; `send`: the workers do not see the files."""

    run: int
    setup: bytes
    force: bool = False
    retry: Retry | None = None
    send: bool = False


class _Flight(msgspec.Struct, frozen=True):
    """A document under way; `last`: if it fails now, it is quarantined."""

    one: Input
    attempt: int
    held: int
    last: bool


class Run:
    """One run over files; `all` does it. Memory does not grow with their number."""

    def __init__(
        self, order: Order, store: Store, engine: Engine, listener: Listener, interrupts: Interrupts
    ) -> None:
        self._order = order
        self._store = store
        self._engine = engine
        self._listener = listener
        self._interrupts = interrupts
        self._flights: dict[Future[bytes], _Flight] = {}
        self._names: dict[str, list[str]] = {}  # of each content under way, other paths it was met at
        self._later: dict[str, set[str]] = {}  # by listed file, the contents to be tried again

    def all(self, files: Iterable[str]) -> None:
        """Audit what these files hold, then once more, one at a time, what failed.

        Raises:
            EngineError, GuardError, LedgerError: the run cannot go on; what was written stays.
        """
        for path in files:
            self._listener.listed(path)
            for one in inputs(path, send=self._order.send):
                self._take(one)
        self._drain()
        while self._later:
            origin, wanted = self._later.popitem()
            for one in inputs(origin, send=self._order.send):
                self._once_more(one, wanted)

    def _take(self, one: Input) -> None:
        """Decide what a document that was met needs."""
        if one.sha256 in self._names:
            self._names[one.sha256].append(one.path)
            self._listener.skipped(one, "done")
            return
        standing = self._standing(one)
        if standing in _FAILED or (standing == "unfinished" and self._store.tries(one.sha256) >= _OFTEN):
            if self._order.force or self._wanted_again(standing):
                self._begin(one, last=True)
            else:
                self._note(one)
                self._later.setdefault(one.origin, set()).add(one.sha256)
        elif standing == "quarantined" and not self._order.force:
            outcome = self._store.last_outcome(one.sha256) if self._order.retry else None
            if self._wanted_again(outcome):
                self._begin(one, last=True)
            else:
                self._skip(one, standing)
        elif standing == "done" and not self._order.force:
            self._skip(one, standing)
        else:
            self._begin(one, last=standing == "quarantined")

    def _standing(self, one: Input) -> str:
        return self._store.standing(one.sha256, storable(one.path))

    def _wanted_again(self, outcome: str | None) -> bool:
        match self._order.retry:
            case "all":
                return True
            case "timeout":
                return outcome == "timeout"
            case "failed":
                return outcome is not None and outcome != "timeout"
            case None:
                return False

    def _once_more(self, one: Input, wanted: set[str]) -> None:
        """Try what failed a last time, with nothing else under way; a file that was changed, as it is now."""
        if one.sha256 in wanted:
            wanted.discard(one.sha256)
        elif one.path != one.origin or not one.opened or self._standing(one) == "done":
            return
        self._begin(one, last=True)
        self._drain()

    def _skip(self, one: Input, standing: str) -> None:
        self._note(one)
        self._listener.skipped(one, standing)

    def _note(self, one: Input) -> None:
        with self._interrupts.held():
            self._store.note_path(self._order.run, one.sha256, storable(one.path))

    def _begin(self, one: Input, *, last: bool) -> None:
        held = sum(flight.held for flight in self._flights.values())
        while self._flights and (len(self._flights) >= self._engine.window or held + one.held > _MOST_HELD):
            self._collect()
            held = sum(flight.held for flight in self._flights.values())
        with self._interrupts.held():
            attempt = self._store.attempt(self._order.run, one.sha256, storable(one.path), one.size)
        self._names[one.sha256] = []
        flight = _Flight(msgspec.structs.replace(one, content=None), attempt, one.held, last)
        if one.refusal:
            self._settle(flight, refused(one))
            return
        task = msgspec.msgpack.encode(Task(os.fsencode(one.path), one.content))
        self._flights[self._engine.submit(self._order.setup, task)] = flight

    def _drain(self) -> None:
        while self._flights:
            self._collect()

    def _collect(self) -> None:
        """Wait until something comes back, and write it down."""
        ready, _ = wait(self._flights, timeout=_LOOK_EVERY, return_when=FIRST_COMPLETED)
        if not ready:
            self._engine.look()
            self._listener.waits()
        for future in ready:
            flight = self._flights.pop(future)
            self._settle(flight, answer(self._engine, future, flight.one))

    def _settle(self, flight: _Flight, attempted: Attempted) -> None:
        one, failed = flight.one, attempted.outcome != "done"
        with self._interrupts.held():
            self._store.finish(flight.attempt, attempted)
            for path in self._names.pop(one.sha256):
                self._store.note_path(self._order.run, one.sha256, storable(path))
            if failed and flight.last:
                self._store.quarantine(one.sha256)
        if failed and not flight.last:
            self._later.setdefault(one.origin, set()).add(one.sha256)
        self._listener.ended(one, attempted, again=failed and not flight.last)
