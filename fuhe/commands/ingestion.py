"""One call of `fuhe ingest`, from the opening of the ledger to the summary."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import click
import msgspec

from fuhe.commands.terms import Terms
from fuhe.exit_code import ExitCode
from fuhe.language import current, say
from fuhe.streams import visible

if TYPE_CHECKING:
    from extract.wording import Wording
    from fuhe.bulk.counter import Counter
    from fuhe.bulk.listing import Listing
    from fuhe.bulk.run import Order
    from fuhe.engine import Engine
    from fuhe.guard import Setup
    from fuhe.ledger import Ledger

_SECRET = "***"  # noqa: S105  (what stands for a password)


class Asked(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    paths: tuple[str, ...]
    ledger: str
    files_from: str | None
    null: bool
    jobs: int | None
    deadline: float
    memory: int
    retry: Literal["failed", "timeout", "all"] | None
    force: bool
    profile: str | None
    config: str | None
    password: str | None
    scheduler: str | None
    send_bytes: bool
    tls_ca: str | None
    tls_cert: str | None
    tls_key: str | None
    quiet: bool


class Ingestion:
    """One call: `run` does it and gives the exit code."""

    def __init__(self, ctx: click.Context, asked: Asked, terms: Terms) -> None:
        from fuhe.bulk.interrupts import Interrupts  # noqa: PLC0415  (the stages load late)
        from fuhe.bulk.tally import Tally  # noqa: PLC0415

        self._ctx = ctx
        self._asked = asked
        self._terms = terms
        self._tally = Tally()
        self._interrupts = Interrupts()

    def run(self) -> ExitCode:
        """Open the ledger, audit, sum up.

        Raises:
            click.UsageError: a path does not exist, or the ledger cannot be used.
        """
        from fuhe.ledger import LedgerError, open_ledger  # noqa: PLC0415  (the stages load late)

        self._require_paths()
        with self._listing() as listing, self._interrupts.watched():
            try:
                ledger = open_ledger(self._asked.ledger, create=True)
                run = self._begun(ledger)
            except LedgerError as error:
                raise click.UsageError(visible(error.reason.text(current()))) from None
            with contextlib.closing(ledger):
                broken = self._into(ledger, run, listing)
            self._sum_up(listing, broken)
        if not broken and self._met_nothing(listing):
            _complain(_nothing())
        return broken or self._meaning(listing)

    def _require_paths(self) -> None:
        """A typing mistake is told now, not after the night."""
        from fuhe.bulk.listing import exists  # noqa: PLC0415  (the stages load late)

        for path in self._asked.paths:
            if not exists(path):
                told = say(f"没有找到 {path}。", f"There is no {path}.")
                raise click.UsageError(visible(told))

    @contextlib.contextmanager
    def _listing(self) -> Iterator[Listing]:
        from fuhe.bulk.listing import Listing  # noqa: PLC0415  (the stages load late)

        with contextlib.ExitStack() as stack:
            names = self._names(stack) if self._asked.files_from else None
            yield Listing(self._asked.paths, names, null=self._asked.null)

    def _names(self, stack: contextlib.ExitStack) -> BinaryIO:
        name = self._asked.files_from or ""
        if name == "-":
            return sys.stdin.buffer
        try:
            return stack.enter_context(Path(name).open("rb"))
        except (OSError, ValueError) as error:
            from validate.toml_file import cause  # noqa: PLC0415  (the stages load late)

            why = cause(error)
            told = say(f"无法读取 {name}：{why.zh}。", f"{name} cannot be read: {why.en}.")
            raise click.UsageError(visible(told)) from None

    def _begun(self, ledger: Ledger) -> int:
        from fuhe.versions import rules_version  # noqa: PLC0415  (the stages load late)

        kept = msgspec.to_builtins(self._asked) | {"ledger": _shown(self._asked.ledger)}
        if self._asked.password:
            kept["password"] = _SECRET
        rules = rules_version(settings=self._terms.settings, profile=self._asked.profile)
        return ledger.begin_run("ingest", kept, rules)

    def _into(self, ledger: Ledger, run: int, listing: Listing) -> ExitCode | None:
        """Audit into the ledger; the code with which it broke off, None where it came to the end."""
        from fuhe.engine import EngineError  # noqa: PLC0415  (the stages load late)
        from fuhe.guard import GuardError  # noqa: PLC0415
        from fuhe.ledger import LedgerError  # noqa: PLC0415

        try:
            with self._counted() as files:
                self._audit(ledger, run, listing, files)
        except KeyboardInterrupt:
            self._ended(ledger, run, "interrupted")
            return ExitCode.INTERRUPTED
        except (EngineError, GuardError, LedgerError) as error:
            self._ended(ledger, run, "failed")
            _complain(error.reason)
            return ExitCode.INTERNAL
        except BaseException:
            self._ended(ledger, run, "failed")
            raise
        ledger.end_run(run, "finished")
        return None

    def _audit(self, ledger: Ledger, run: int, listing: Listing, files: Counter | None) -> None:
        from fuhe.bulk.progress import EVERY, Progress  # noqa: PLC0415  (the stages load late)
        from fuhe.bulk.run import Run  # noqa: PLC0415

        progress = Progress(self._tally, files, None if self._asked.quiet else EVERY)
        with self._engine() as engine, progress.shown():
            Run(self._order(run), ledger, engine, progress, self._interrupts).all(listing)

    def _ended(self, ledger: Ledger, run: int, how: Literal["interrupted", "failed"]) -> None:
        from fuhe.ledger import LedgerError  # noqa: PLC0415  (the stages load late)

        with contextlib.suppress(LedgerError):  # whoever opens it next finds the run open, and knows
            ledger.end_run(run, how)

    @contextlib.contextmanager
    def _counted(self) -> Iterator[Counter | None]:
        """How many files there are; a list that comes from a stream cannot be gone through twice."""
        from fuhe.bulk.counter import Counter  # noqa: PLC0415  (the stages load late)
        from fuhe.bulk.listing import Listing  # noqa: PLC0415

        if self._asked.files_from or self._asked.quiet:
            yield None
            return
        files = Counter(Listing(self._asked.paths))
        try:
            yield files
        finally:
            files.stop()

    def _engine(self) -> contextlib.AbstractContextManager[Engine]:
        from fuhe.engine import Tls, cluster, local  # noqa: PLC0415  (the stages load late)

        asked = self._asked
        if asked.scheduler:
            return cluster(asked.scheduler, Tls(asked.tls_ca, asked.tls_cert, asked.tls_key))
        return local(asked.jobs or _cores())

    def _order(self, run: int) -> Order:
        from fuhe.bulk.run import Order  # noqa: PLC0415  (the stages load late)

        asked = self._asked
        send = asked.send_bytes and asked.scheduler is not None
        return Order(run, msgspec.msgpack.encode(self._setup()), asked.force, asked.retry, send)

    def _setup(self) -> Setup:
        from fuhe.guard import Limits, Setup, program  # noqa: PLC0415  (the stages load late)

        limits = Limits(deadline=self._asked.deadline, memory=self._asked.memory)
        profile = self._terms.profile(self._asked.profile)
        return Setup(limits, self._terms.settings, profile, self._asked.password, version=program())

    def _sum_up(self, listing: Listing, broken: ExitCode | None) -> None:
        from fuhe.bulk.summary import summary  # noqa: PLC0415  (the stages load late)

        if not self._asked.quiet:
            for line in summary(self._tally, listing):
                click.echo(visible(line), err=True)
        if broken:
            again = self._command()
            told = say(
                f"已写入的结果都已保存。继续运行：{again}", f"What was written is kept. To go on: {again}"
            )
            click.echo(visible(told), err=True)

    def _command(self) -> str:
        """The command that goes on, as it was typed; a password is not shown."""
        words = [self._ctx.command_path]
        for parameter in self._ctx.command.params:
            name = parameter.name or ""
            if self._ctx.get_parameter_source(name) is not click.core.ParameterSource.COMMANDLINE:
                continue
            value = self._ctx.params.get(name)
            if isinstance(parameter, click.Argument):
                words += map(shlex.quote, self._asked.paths)
            elif isinstance(parameter, click.Option) and parameter.is_flag:
                words.append(parameter.opts[-1])
            else:
                words += [parameter.opts[-1], _typed(name, value)]
        return " ".join(words)

    def _meaning(self, listing: Listing) -> ExitCode:
        tally = self._tally
        unread = tally.status["unreadable"] + tally.status["no-evaluation"] + tally.skipped["quarantined"]
        left = unread or tally.failed or listing.unopened or self._met_nothing(listing)
        return ExitCode.UNREADABLE if left else ExitCode.NOTHING_FOUND

    def _met_nothing(self, listing: Listing) -> bool:
        """Not one document: most likely the wrong folder, and it must not look like one without faults."""
        return not self._tally.documents and not listing.unopened


def _typed(name: str, value: object) -> str:
    """A value as one may type it; passwords are not shown."""
    if name == "password":
        return _SECRET
    if name == "memory" and isinstance(value, int):
        return f"{value // 1024**2}M"
    return shlex.quote(_shown(str(value)) if name == "ledger" else str(value))


def _shown(ledger: str) -> str:
    """The ledger's address without its password."""
    return re.sub(r"(?<=://)([^:/@]*):[^@]*@", rf"\1:{_SECRET}@", ledger)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _nothing() -> Wording:
    from extract.wording import Wording  # noqa: PLC0415  (the stages load late)
    from fuhe.bulk.listing import ENDINGS  # noqa: PLC0415

    taken = sorted(ENDINGS)
    return Wording(
        f"所给路径中没有可核查的文件。文件夹中的文件只核查以下类型：{'、'.join(taken)}。",
        f"There is no document at these paths. Of a folder these are audited: {', '.join(taken)}.",
    )


def _complain(reason: Wording) -> None:
    click.echo(visible(say("错误：", "Error: ") + reason.text(current())), err=True)
