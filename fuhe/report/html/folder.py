"""Reports of many documents in one folder, with an index in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.html import index, render
from fuhe.report.html.summary import Summary, summary
from fuhe.report.names import Names
from fuhe.together import Across

INDEX = "index.html"


def write(  # noqa: PLR0913 (what a folder of reports is made of)
    audits: Iterable[Audit],
    folder: Path,
    language: Language,
    *,
    password: str | None = None,
    inputs: Iterable[str] = (),
    together: Callable[[], Across] | None = None,
) -> None:
    """Write one page a document as the audits come, then the index. No file of `inputs` is written over.

    `together`, called after the last audit, compares the forms of all; the index tells what that found.

    Raises:
        OSError: the folder cannot be written.
    """
    names = Names(folder, inputs, taken=(INDEX,))
    told: list[Summary] = []
    for audit in audits:
        target = names.for_document(audit.path, ".html")
        _write(target, render(audit, language, password=password, back=INDEX))
        told.append(summary(audit, names.link(target), language))
    _write(names.path(INDEX), index.render(told, language, together() if together else None))


def _write(target: Path, pieces: Iterable[str]) -> None:
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(pieces)
