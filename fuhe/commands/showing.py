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
from fuhe.streams import write_utf8

if TYPE_CHECKING:
    from fuhe.audit import Audit
    from fuhe.together import Across
    from validate.profile import Profile

    Writer = Callable[[Iterable[Audit]], None]

_ENDINGS = {"html": (".html", ".htm"), "pdf": (".pdf",)}


@contextlib.contextmanager
def writer(  # noqa: PLR0913  (what the command was asked for)
    files: Sequence[str],
    kind: str,
    path: str | None,
    password: str | None,
    *,
    profile: Profile | None = None,
    together: Callable[[], Across] | None = None,
) -> Iterator[Writer]:
    """What writes these reports to `path`: to a file that of one document, to a folder any number.

    What was found across documents (`together`) needs an index, so it needs a folder of pages.

    Raises:
        click.UsageError: several documents for one file, or a file that cannot be marked.
    """
    single = path is None or (path.lower().endswith(_ENDINGS[kind]) and not output.is_folder(path))
    if together and (single or kind == "pdf"):
        _refuse_comparison(kind)
    if single:
        _refuse_several(files, kind)
    if kind == "pdf":
        refuse_unmarkable(files)
        yield mark_one(files, path, password) if single else _marking(files, Path(path or ""), password)
        return
    if path is not None and not single:
        yield _paging(files, Path(path), password, profile, together)
        return
    if path is None:
        yield lambda audits: _pages(audits, write_utf8, password)  # the page says that it is UTF-8
        return
    with output.opened(path, files, bom=False) as write:
        yield lambda audits: _pages(audits, write, password)


def _pages(audits: Iterable[Audit], write: output.Write, password: str | None) -> None:
    from fuhe.report import html  # noqa: PLC0415  (the reports load the stages)

    for audit in audits:
        for piece in html.render(audit, current(), password=password):
            write(piece)


def _paging(
    files: Sequence[str],
    folder: Path,
    password: str | None,
    profile: Profile | None,
    together: Callable[[], Across] | None,
) -> Writer:
    _made(folder)

    def write(audits: Iterable[Audit]) -> None:
        from fuhe.report.html import folder as reports  # noqa: PLC0415  (the reports load the stages)

        reports.write(
            audits,
            folder,
            current(),
            password=password,
            inputs=files,
            profile=profile,
            together=together,
        )

    return write


def _marking(files: Sequence[str], folder: Path, password: str | None) -> Writer:
    _made(folder)
    return mark_all(files, folder, password)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise output.not_written(folder, error) from None


def _refuse_comparison(kind: str) -> None:
    raise click.UsageError(
        say(
            f"--together 的结果写在汇总页上，{kind} 文件里没有汇总页；请用 --format html -o 报告/。",
            f"What --together finds stands on the index, which a {kind} file has not; "
            f"use --format html -o reports/.",
        )
    )


def _refuse_several(files: Sequence[str], kind: str) -> None:
    from fuhe.audit import is_bundle_at  # noqa: PLC0415  (the stages load late)

    if len(files) > 1 or any(map(is_bundle_at, files)):
        raise click.UsageError(
            say(
                f"多个文件的 {kind} 报告请写到文件夹，如 -o 报告/。",
                f"The {kind} reports of several documents go to a folder: -o reports/.",
            )
        )
