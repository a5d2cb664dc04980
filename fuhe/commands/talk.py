"""What `fuhe check` says on stderr: progress, one line for each file that could not be audited, a summary."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from fuhe.language import current, say
from fuhe.streams import visible

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

    from extract.document import Problem
    from fuhe.audit import Audit
    from fuhe.together import Across


class Talk:
    """Talk about a run over `total` files. Progress is shown for more than one file."""

    def __init__(self, total: int, *, quiet: bool, report_on_terminal: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._report_on_terminal = report_on_terminal
        self._begun = 0
        self._status: dict[str, list[str]] = {}
        self._severity: Counter[str] = Counter()
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        # A bar on the terminal where the report itself appears would be torn by it.
        if self._tells_progress and sys.stderr.isatty() and not self._report_on_terminal:
            self._bar = _bar(self._total)
            self._bar[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar[0].stop()

    @property
    def _tells_progress(self) -> bool:
        return self._total > 1 and not self._quiet

    def begins(self, name: str) -> None:
        """A file is about to be audited."""
        self._begun += 1
        if self._bar:
            bar, task = self._bar
            bar.update(task, completed=self._begun - 1, description=visible(name))
        elif self._tells_progress and not self._report_on_terminal:
            _say(f"[{self._begun}/{self._total}] {name}")

    def ends(self, audit: Audit) -> None:
        """A file was audited; if it could not be, say why and what to do, unless the report just does."""
        self._status.setdefault(audit.status, []).append(audit.path)
        self._severity.update(finding.severity for finding in audit.findings)
        if audit.status in ("unreadable", "no-evaluation") and not self._report_on_terminal:
            tell_refusal(audit.path, audit.problems[0])

    def compared(self, found: Across) -> None:
        """The reports were held against each other; the summary counts what was found."""
        self._severity.update(one.finding.severity for one in found.outcomes if one.finding)

    def folder(self, name: str) -> None:
        """A folder stands where a file is wanted."""
        tell_refusal(name, folder(name))

    def summary(self) -> None:
        """How the run went, naming the files that were not audited; only after more than one document.

        One file may be an archive of many documents, so those are counted.
        """
        ended = sum(len(names) for names in self._status.values())
        if self._quiet or max(ended, self._total) < 2:
            return
        _say(self._counts(ended))
        for status, label in (
            ("unreadable", say("无法读取：", "Unreadable: ")),
            ("no-evaluation", say("没有自评表：", "No self-evaluation: ")),
        ):
            if self._status.get(status):
                _say(label + say("、", ", ").join(self._status[status]))

    def _counts(self, ended: int) -> str:
        files = {status: len(names) for status, names in self._status.items()}
        words = (
            ("checked", say("已核查", "checked")),
            ("partly-checked", say("部分核查", "partly checked")),
            ("no-evaluation", say("没有自评表", "without a self-evaluation")),
            ("unreadable", say("无法读取", "unreadable")),
        )
        told = say("，", ", ").join(f"{word} {files[status]}" for status, word in words if status in files)
        found = self._severity
        return say(
            f"共 {ended} 个文件：{told}；"
            f"错误 {found['error']}，预警 {found['warning']}，提示 {found['notice']}。",
            f"{ended} files: {told}; "
            f"{found['error']} errors, {found['warning']} warnings, {found['notice']} notices.",
        )


def shown_as_they_pass(audits: Iterable[Audit], total: int) -> Iterator[Audit]:
    """The audits, with a bar on the terminal that counts their findings, of which there are `total`."""
    if not sys.stderr.isatty():
        yield from audits
        return
    bar, task = _bar(total)
    with bar:
        for audit in audits:
            bar.update(task, advance=len(audit.findings), description=visible(audit.path.partition("\n")[0]))
            yield audit


def _bar(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console  # noqa: PLC0415  (only a terminal with several files needs it)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    return bar, bar.add_task("", total=total)


def folder(name: str) -> Problem:
    """A folder stands where a file is wanted."""
    from extract.document import Problem  # noqa: PLC0415  (the stages load late)
    from extract.wording import Wording  # noqa: PLC0415

    inside = str(Path(name) / "*.pdf")
    return Problem(
        "is-folder",
        Wording("这是一个文件夹，不是文件", "This is a folder, not a file"),
        Wording(f"请给出其中的文件，例如 {inside}。", f"Name the files in it, for example {inside}."),
    )


def tell_refusal(name: str, problem: Problem) -> None:
    """One line that names the file, the reason and the remedy."""
    from fuhe.report.problems import sentence  # noqa: PLC0415  (the reports load the stages)

    told = sentence(problem, current())
    _say(say(f"错误：{name}：{told}", f"Error: {name}: {told}"))


def _say(line: str) -> None:
    click.echo(visible(line), err=True)
