"""The ledger as those who fill it know it: runs, attempts, results. Who reads it uses the modules beside."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self, TypeAlias

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, text, update

from fuhe.ledger import documents, tables
from fuhe.ledger.documents import NotAudited
from fuhe.ledger.errors import read_only, told
from fuhe.ledger.kept import digest, now, plain
from fuhe.ledger.lock import held
from fuhe.ledger.opening import Opened
from fuhe.ledger.results import Making, replace
from fuhe.ledger.sightings import document_of, sight
from fuhe.ledger.standing import Standing
from fuhe.record import Attempted, DocumentRecord
from fuhe.versions import engine_version, program_version, rules_version

Ended: TypeAlias = Literal["finished", "interrupted", "failed"]


class Ledger:
    """An open ledger. One thread writes; several may read."""

    def __init__(self, place: Opened) -> None:
        self.name = place.name
        self.file = place.file
        self._place = place
        self._engine = place.engine
        self._lock = contextlib.ExitStack()
        self._making = Making(0, engine_version(), rules_version())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and of the writer's lock."""
        self._lock.close()
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in one transaction: what it reads belongs together, whatever is written meanwhile."""
        with told(self.name), self._engine.connect() as connection, connection.begin():
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
        d = tables.document.c
        with self.reading() as connection:
            row = connection.execute(select(d.state, d.engine, d.rules).where(d.key == sha256)).first()
        if row is None:
            return "new"
        if row.state != "done":
            state: Standing = row.state
            return state
        if row.engine != self._making.engine:
            return "changed-engine"
        return "done" if row.rules == self._making.rules else "changed-rules"

    def tries(self, sha256: str) -> int:
        """How often the present reading and rules began this content without coming to its end."""
        a = tables.attempt.c
        same = (a.engine == self._making.engine) & (a.rules == self._making.rules)
        failed = a.outcome.is_(None) | (a.outcome != "done")
        with self.reading() as connection:
            query = select(func.count()).select_from(tables.attempt.join(tables.document))
            found = connection.scalar(query.where(tables.document.c.key == sha256, same, failed))
        return found or 0

    def note_path(self, run: int, sha256: str, path: str) -> None:
        """The content is there already and was met under this path too."""
        with self.writing() as connection:
            sight(connection, run, document_of(connection, sha256, None), path)

    def attempt(self, run: int, sha256: str, path: str, size: int) -> int:
        """Write down that the work on a file begins; kept before this returns. Gives the attempt's number."""
        making = self._making
        with self.writing() as connection:
            found = document_of(connection, sha256, size)
            sight(connection, run, found, path)
            connection.execute(
                update(tables.document).where(tables.document.c.id == found).values(state="unfinished")
            )
            values = {
                "document_id": found,
                "run_id": run,
                "path": plain(path),
                "engine": making.engine,
                "rules": making.rules,
                "started_at": now(),
            }
            added = connection.execute(insert(tables.attempt).values(values)).inserted_primary_key
        return int(added[0]) if added else 0

    def finish(self, attempt: int, attempted: Attempted) -> None:
        """Write what came of an attempt, all in one transaction; only then the document is done."""
        a, d = tables.attempt.c, tables.document.c
        with self.writing() as connection:
            joined = select(a.document_id, a.path, d.key).join(tables.document)
            begun = connection.execute(joined.where(a.id == attempt)).one()
            if attempted.outcome == "done":
                self._results(connection, begun, attempted.records)
            else:
                failed = update(tables.document).where(d.id == begun.document_id)
                connection.execute(failed.values(state=attempted.outcome))
            connection.execute(update(tables.attempt).where(a.id == attempt).values(_ending(attempted)))

    def quarantine(self, sha256: str) -> None:
        """It failed for good and is not tried again unless asked for; the causes stay with the attempts."""
        with self.writing() as connection:
            known = update(tables.document).where(tables.document.c.key == sha256)
            connection.execute(known.values(state="quarantined"))

    def not_audited(self, run: int | None = None) -> Iterator[NotAudited]:
        """Every file that was not audited, with the cause; `run`: of those that this run tried."""
        return documents.not_audited(self, run)

    def records(self, run: int | None = None) -> Iterator[DocumentRecord]:
        """Every audited document; `run`: those that were audited in this run."""
        return documents.records(self, run)

    def _results(
        self, connection: Connection, begun: Row[int, str, str], records: tuple[DocumentRecord, ...]
    ) -> None:
        """A file's own record is written for its content; what else there is, are members of an archive."""
        own, members = None, []
        for one in records:
            if own is None and plain(one.path) == begun.path:
                own = one
            else:
                members.append(one)
        for one in members:
            self._member(connection, begun, one)
        blank = DocumentRecord(begun.path, None, "checked" if members else "no-evaluation", (), (), ())
        replace(connection, self._making, begun.document_id, own or blank)
        if members or own is None:
            archive = update(tables.document).where(tables.document.c.id == begun.document_id)
            told = {} if own else {"record": None}  # with nothing to tell of itself it is no line of a list
            connection.execute(archive.values(is_archive=True, **told))

    def _member(self, connection: Connection, begun: Row[int, str, str], record: DocumentRecord) -> None:
        making = self._making
        key = record.source.sha256 if record.source else digest(f"{begun.key}/{record.path}")
        found = document_of(connection, key, None)
        d = tables.document.c
        known = connection.execute(select(d.state, d.engine, d.rules).where(d.id == found)).one()
        if tuple(known) != ("done", making.engine, making.rules):
            replace(connection, making, found, record)
        sight(connection, making.run, found, record.path, archive=begun.document_id)


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
