"""`fuhe check` with a format that shows the file itself: a page a document, or the submitted PDF marked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fuhe.commands import output
from fuhe.commands.marking import mark_all, mark_one, refuse_unmarkable
from fuhe.language import current, say

if TYPE_CHECKING:
    from fuhe.audit import Audit

    Writer = Callable[[Iterable[Audit]], None]

_ENDINGS = {"html": (".html", ".htm"), "pdf": (".pdf",)}


@contextlib.contextmanager
def writer(files: Sequence[str], kind: str, path: str | None, password: str | None) -> Iterator[Writer]:
    """What writes these reports to `path`: to a file that of one document, to a folder any number.

    Raises:
        click.UsageError: several documents for one file, or a file that cannot be marked.
    """
    if kind == "pdf":
        refuse_unmarkable(files)
    if path is not None and not (path.lower().endswith(_ENDINGS[kind]) and not output.is_folder(path)):
        yield _to_folder(files, kind, Path(path), password)
        return
    _refuse_several(files, kind)
    if kind == "pdf":
        yield mark_one(files, path, password)
        return
    with output.opened(path, files, bom=False) as write:
        yield lambda audits: _pages(audits, write, password)


def _pages(audits: Iterable[Audit], write: output.Write, password: str | None) -> None:
    from fuhe.report import html  # noqa: PLC0415  (the reports load the stages)

    for audit in audits:
        for piece in html.render(audit, current(), password=password):
            write(piece)


def _to_folder(files: Sequence[str], kind: str, folder: Path, password: str | None) -> Writer:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise output.not_written(folder, error) from None

    def write(audits: Iterable[Audit]) -> None:
        from fuhe.report.html import folder as reports  # noqa: PLC0415  (the reports load the stages)

        reports.write(audits, folder, current(), password=password, inputs=files)

    return write if kind == "html" else mark_all(files, folder, password)


def _refuse_several(files: Sequence[str], kind: str) -> None:
    from fuhe.audit import is_bundle_at  # noqa: PLC0415  (the stages load late)

    if len(files) > 1 or any(map(is_bundle_at, files)):
        raise click.UsageError(
            say(
                f"多个文件的 {kind} 报告请写到文件夹，如 -o 报告/。",
                f"The {kind} reports of several documents go to a folder: -o reports/.",
            )
        )
