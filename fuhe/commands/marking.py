"""`fuhe check --format pdf`: copies of the submitted PDF files with what was found marked on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fuhe.commands import output
from fuhe.language import current, say
from fuhe.streams import visible

if TYPE_CHECKING:
    from fuhe.audit import Audit

_HEAD = 1024  # bytes in which a PDF names itself


def refuse_unmarkable(files: Sequence[str]) -> None:
    """Only a PDF can be marked.

    Raises:
        click.UsageError: it names the first file that is something else.
    """
    for name in files:
        if _is_something_else(name):
            raise click.UsageError(
                say(
                    f"{name} 不是 PDF，不能在上面批注；请改用 --format html 或 --format xlsx。",
                    f"{name} is no PDF and cannot be marked; use --format html or --format xlsx.",
                )
            )


def mark_one(
    files: Sequence[str], path: str | None, password: str | None
) -> Callable[[Iterable[Audit]], None]:
    """What writes the marked copy of one PDF.

    Raises:
        click.UsageError: no file is named, or the submitted one.
    """
    if path is None:
        raise click.UsageError(
            say(
                "pdf 不能写到标准输出，请用 -o 指定文件，如 -o 批注.pdf。",
                "pdf is not written to stdout; name a file with -o, as -o marked.pdf.",
            )
        )
    output.spare(path, files)
    return lambda audits: _write(audits, lambda _: Path(path), password)


def mark_all(files: Sequence[str], folder: Path, password: str | None) -> Callable[[Iterable[Audit]], None]:
    """What writes the marked copies of many into a folder, never over one of `files`."""
    from fuhe.report.names import Names  # noqa: PLC0415  (the reports load the stages)

    names = Names(folder, files)
    return lambda audits: _write(audits, lambda audit: names.for_document(audit.path, ".pdf"), password)


def _write(audits: Iterable[Audit], target: Callable[[Audit], Path], password: str | None) -> None:
    from extract import UnreadableError  # noqa: PLC0415  (the stages load late)
    from extract.document import Problem  # noqa: PLC0415
    from fuhe.report.marked import marked  # noqa: PLC0415
    from fuhe.report.problems import sentence  # noqa: PLC0415

    refused = []
    for audit in audits:
        if not audit.evaluated:
            continue  # why, was said already
        try:
            content = marked(audit, current(), password)
        except UnreadableError as refusal:
            problem = Problem(refusal.code, refusal.reason, refusal.remedy)
            refused.append(f"{audit.path}: {sentence(problem, current())}")
            continue
        path = target(audit)
        try:
            path.write_bytes(content)
        except (OSError, ValueError) as error:
            raise output.not_written(path, error) from None
    if refused:
        raise click.UsageError(visible("\n".join(refused), keep="\n"))


def _is_something_else(name: str) -> bool:
    """Whether the file is there and does not begin as a PDF does; whatever else is wrong is said later."""
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return False
    return b"%PDF-" not in head or head.startswith(b"PK")
