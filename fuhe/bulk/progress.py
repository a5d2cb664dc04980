"""How the run goes, on stderr: a bar on a terminal, elsewhere a line every so often."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from fuhe.bulk.counter import Counter
from fuhe.bulk.inputs import Input
from fuhe.bulk.tally import Tally
from fuhe.language import current, say
from fuhe.record import Attempted
from fuhe.streams import visible

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

EVERY = 30.0
"""Seconds between two lines where there is no terminal."""


class Progress:
    """Tells how a run goes, and keeps its tally. `every`: seconds between lines; None says nothing."""

    def __init__(self, tally: Tally, files: Counter | None, every: float | None = EVERY) -> None:
        self._tally = tally
        self._files = files
        self._every = every
        self._told = time.monotonic()
        self._bar: tuple[Bar, TaskID] | None = None
        self._again = 0

    @contextlib.contextmanager
    def shown(self) -> Iterator[None]:
        """Show the bar while the run goes on, where stderr is a terminal."""
        if self._every is None or not sys.stderr.isatty():
            yield
            return
        bar = _bar()
        with bar:
            self._bar = bar, bar.add_task("", total=None)
            yield
        self._bar = None

    def listed(self, _: str) -> None:
        """The documents of another file come next."""
        self._tally.files += 1
        self._tell()

    def skipped(self, _: Input, standing: str) -> None:
        """Nothing is to be done for a document."""
        self._tally.skip(standing)
        self._tell()

    def ended(self, one: Input, attempted: Attempted, *, again: bool) -> None:
        """An attempt ended; a failure is told at once."""
        self._tally.add(one, attempted)
        if attempted.outcome != "done" and attempted.detail and self._every is not None:
            why = attempted.detail.text(current())
            given_up = say("未能核查", "not audited")
            later = say("稍后单独重试", "it is tried again, alone") if again else given_up
            self._say(say(f"{one.path}：{why}；{later}。", f"{one.path}: {why}; {later}."))
        self._tell()

    def waits(self) -> None:
        """Nothing came back for a while."""
        self._tell()

    def _tell(self) -> None:
        if self._bar:
            bar, task = self._bar
            total = self._files.total if self._files else None
            bar.update(task, completed=self._tally.files - 1, total=total, description=self._counts())
        elif self._every is not None and time.monotonic() - self._told >= self._every:
            self._told = time.monotonic()
            self._say(self._counts() + self._left())

    def _counts(self) -> str:
        tally, found = self._tally, self._tally.severity
        rate = tally.audited / tally.seconds if tally.seconds > 1 else 0.0
        return say(
            f"文件 {tally.documents}，{tally.pages} 页，每秒 {rate:.1f} 个；"
            f"错误 {found['error']}，预警 {found['warning']}，提示 {found['notice']}；"
            f"未能核查 {len(tally.failed)}",
            f"{tally.documents} documents, {tally.pages} pages, {rate:.1f}/s; {found['error']} errors, "
            f"{found['warning']} warnings, {found['notice']} notices; {len(tally.failed)} not audited",
        )

    def _left(self) -> str:
        """The time left, once it is known how many files there are."""
        total = self._files.total if self._files else None
        done = self._tally.files - 1
        if not total or done <= 0:
            return ""
        left = span(self._tally.seconds / done * (total - done))
        return say(
            f"；已到第 {done}/{total} 个文件，约剩 {left}", f"; file {done} of {total}, about {left} left"
        )

    def _say(self, line: str) -> None:
        if self._bar:
            self._bar[0].console.print(visible(line), markup=False, highlight=False)
        else:
            click.echo(visible(line), err=True)


def span(seconds: float) -> str:
    """A time in words, as 1 小时 5 分."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return say(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
    if minutes:
        return say(f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s")
    return say(f"{rest} 秒", f"{rest} s")


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415  (only a terminal needs it)
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    columns = (
        BarColumn(bar_width=12),
        TaskProgressColumn(table_column=Column(min_width=4, no_wrap=True)),
        TimeRemainingColumn(table_column=Column(min_width=7, no_wrap=True)),
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, ratio=1)),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
