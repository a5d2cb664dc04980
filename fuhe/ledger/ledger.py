"""The ledger as those who fill it know it: runs, attempts, results. Who reads it uses the modules beside."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self, TypeAlias

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, insert, select, text, update

from fuhe.ledger import documents, tables
from fuhe.ledger.documents import NotAudited
from fuhe.ledger.errors import read_only, told
from fuhe.ledger.kept import now, plain
from fuhe.ledger.lock import held
from fuhe.ledger.opening import Opened
from fuhe.ledger.results import Making, replace
from fuhe.ledger.sightings import is_seen, sight
from fuhe.ledger.standing import Standing
from fuhe.ledger.straight import Straight
from fuhe.record import Attempted, DocumentRecord, Ending
from fuhe.versions import engine_version, program_version, rules_version

Ended: TypeAlias = Literal["finished", "interrupted", "failed"]


_d, _a = tables.document.c, tables.attempt.c
_STATE = select(_d.id, _d.state, _d.engine, _d.rules).where(_d.sha256 == bindparam("sha256"))
_SET_BY_HASH = update(tables.document).where(_d.sha256 == bindparam("content"))
_TRIES = (
    select(func.count())
    .select_from(tables.attempt.join(tables.document))
    .where(
        _d.sha256 == bindparam("sha256"),
        _a.engine == bindparam("engine"),
        _a.rules == bindparam("rules"),
        _a.outcome.is_(None) | (_a.outcome != "done"),
    )
)
_LAST_OUTCOME = (
    select(_a.outcome)
    .join(tables.document)
    .where(_d.sha256 == bindparam("sha256"))
    .order_by(_a.id.desc())
    .limit(1)
)
_OF_ATTEMPT = select(_a.document_id).where(_a.id == bindparam("attempt"))
_END_ATTEMPT = update(tables.attempt).where(_a.id == bindparam("attempt"))
_ADD_DOCUMENT, _ADD_ATTEMPT = insert(tables.document), insert(tables.attempt)


class Ledger:
    """An open ledger. One thread writes; several may read."""

    def __init__(self, place: Opened) -> None:
        self.name = place.name
        self.file = place.file
        self._place = place
        self._engine = place.engine
        self._lock = contextlib.ExitStack()
        self._kept: Straight | None = None
        self._making = Making(0, engine_version(), rules_version())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and of the writer's lock."""
        self._lock.close()
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in one transaction: what it reads belongs together, whatever is written meanwhile."""
        with told(self.name), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":  # by itself it shows each statement another moment
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Connection]:
        """A connection in one transaction that is kept at its end, `durable` also through a power cut."""
        if self._place.read_only:
            raise read_only(self.name)
        with told(self.name), self._engine.connect() as connection:
            connection.execution_options(writes=True, durable=durable)
            with connection.begin():
                if connection.dialect.name == "postgresql" and not durable:
                    connection.execute(text("SET LOCAL synchronous_commit = off"))
                yield connection

    @contextlib.contextmanager
    def straight_writing(self) -> Iterator[Straight]:
        """As `writing`, for what is done for every document; a power cut may take it back."""
        if self._place.read_only:
            raise read_only(self.name)
        with told(self.name):
            straight = self._straight()
            with straight.transaction():
                yield straight

    def _straight(self) -> Straight:
        if self._kept is None:
            self._kept = Straight(self._engine)
        return self._kept

    def _look(self, statement: Select[Any], values: dict[str, Any]) -> tuple[Any, ...] | None:
        with told(self.name):
            return self._straight().look(statement, values)

    @property
    def making(self) -> Making:
        """The run that was begun (number 0 before), and its versions."""
        return self._making

    def begin_run(self, command: str, settings: Mapping[str, Any], rules: str | None = None) -> int:
        """Begin to write results; gives the number of the run.

        Args:
            command: what was called, as `ingest`.
            settings: what was asked for; kept as JSON, for people.
            rules: `fuhe.versions.rules_version` of this run; without it, that of no settings.

        Raises:
            LedgerError: somebody else is writing results.
        """
        if self._place.read_only:
            raise read_only(self.name)
        with told(self.name):
            self._lock.enter_context(held(self._place))
        making = Making(0, engine_version(), rules or rules_version())
        r = tables.run.c
        with self.writing() as connection:
            # We hold the lock, so whoever began these is no more.
            connection.execute(
                update(tables.run).where(r.ended.is_(None)).values(ended="killed", ended_at=now())
            )
            added = connection.execute(insert(tables.run).values(_run(command, settings, making)))
            (number,) = added.inserted_primary_key or (0,)
        self._making = msgspec.structs.replace(making, run=int(number))
        return self._making.run

    def end_run(self, run: int, ended: Ended) -> None:
        """Write how the run ended, and let the next writer in."""
        with self.writing() as connection:
            values = {"ended": ended, "ended_at": now()}
            connection.execute(update(tables.run).where(tables.run.c.id == run).values(values))
        self._lock.close()

    def standing(self, sha256: str, path: str) -> Standing:
        """What is known of this content: whether there is work to be done.

        `done` is only what the present reading and rules made. `path` does not matter: content counts.
        """
        del path
        row = self._look(_STATE, {"sha256": sha256})
        if row is None:
            return "new"
        _, state, engine, rules = row
        if state != "done":
            standing: Standing = state
            return standing
        if engine != self._making.engine:
            return "changed-engine"
        return "done" if rules == self._making.rules else "changed-rules"

    def tries(self, sha256: str) -> int:
        """How often the present reading and rules began this content without coming to its end."""
        made = {"engine": self._making.engine, "rules": self._making.rules}
        (number,) = self._look(_TRIES, {"sha256": sha256, **made}) or (0,)
        return int(number)

    def last_outcome(self, sha256: str) -> Ending | None:
        """How the last attempt on this content ended; None where there was none, or it never ended."""
        row = self._look(_LAST_OUTCOME, {"sha256": sha256})
        ending: Ending | None = row[0] if row else None
        return ending

    def note_path(self, run: int, sha256: str, path: str) -> None:
        """The content is there already and was met under this path too."""
        with told(self.name):
            if is_seen(self._straight(), sha256, path):
                return
        with self.straight_writing() as straight:
            known = straight.first(_STATE, {"sha256": sha256})
            if known is None:
                raise ValueError(f"nothing is known of the content {sha256}")
            sight(straight, run, known[0], path)

    def attempt(self, run: int, sha256: str, path: str, size: int) -> int:
        """Write down that the work on a file begins; kept before this returns. Gives the attempt's number."""
        with self.straight_writing() as straight:
            found = _begun(straight, sha256, size)
            sight(straight, run, found, path)
            making = {"run_id": run, "engine": self._making.engine, "rules": self._making.rules}
            begun = {"document_id": found, "path": plain(path), "started_at": now(), **making}
            return straight.add(_ADD_ATTEMPT, begun)

    def finish(self, attempt: int, attempted: Attempted) -> None:
        """Write what came of an attempt, all in one transaction; only then the document is done."""
        (record,) = attempted.records
        with self.straight_writing() as straight:
            (document,) = straight.first(_OF_ATTEMPT, {"attempt": attempt}) or (0,)
            replace(straight, self._making, document, record, attempted.outcome)
            straight.run(_END_ATTEMPT, {"attempt": attempt, **_ending(attempted)})

    def quarantine(self, sha256: str) -> None:
        """It failed for good and is not tried again unless asked for; the causes stay with the attempts."""
        with self.straight_writing() as straight:
            straight.run(_SET_BY_HASH, {"content": sha256, "state": "quarantined"})

    def not_audited(self, run: int | None = None) -> Iterator[NotAudited]:
        """Every file that was not audited, with the cause; `run`: of those that this run tried."""
        return documents.not_audited(self, run)

    def records(self, run: int | None = None) -> Iterator[DocumentRecord]:
        """Every audited document; `run`: those that were audited in this run."""
        return documents.records(self, run)


def _begun(straight: Straight, sha256: str, size: int) -> int:
    """The document of this content, marked as begun; added where it is new."""
    known = straight.first(_STATE, {"sha256": sha256})
    if known is not None:
        straight.run(_SET_BY_HASH, {"content": sha256, "state": "unfinished"})
        return int(known[0])
    new = {"sha256": sha256, "size": size, "state": "unfinished", "replaced": False}
    return straight.add(_ADD_DOCUMENT, new)


def _run(command: str, settings: Mapping[str, Any], making: Making) -> dict[str, Any]:
    return {
        "command": command,
        "settings": plain(msgspec.json.encode(settings).decode()),
        "program": program_version(),
        "engine": making.engine,
        "rules": making.rules,
        "host": plain(platform.node()),
        "process": os.getpid(),
        "started_at": now(),
    }


def _ending(attempted: Attempted) -> dict[str, Any]:
    detail = attempted.detail
    return {
        "ended_at": now(),
        "outcome": attempted.outcome,
        "stage": attempted.stage,
        "detail_zh": detail and plain(detail.zh),
        "detail_en": detail and plain(detail.en),
        "seconds": attempted.seconds,
    }
