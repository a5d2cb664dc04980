"""Reports of many documents in one folder: a page each, a list of all as a workbook, an index in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from extract.wording import Language, Wording
from fuhe.audit import Audit
from fuhe.report.excel import write as list_of_all
from fuhe.report.html import index, render
from fuhe.report.html.summary import Summary, summary
from fuhe.report.names import Names
from fuhe.together import Across
from validate.profile import Profile

INDEX = "index.html"
_WORKBOOK = Wording("问题清单.xlsx", "findings.xlsx")


def write(  # noqa: PLR0913 (what a folder of reports is made of)
    audits: Iterable[Audit],
    folder: Path,
    language: Language,
    *,
    password: str | None = None,
    inputs: Iterable[str] = (),
    profile: Profile | None = None,
    together: Callable[[], Across] | None = None,
) -> None:
    """Write one page a document as the audits come, the workbook beside, then the index.

    No file of `inputs` is written over. `together`, called after the last audit, compares the forms of all;
    index and workbook tell what that found. `profile` is the one that the run was held to, if it was one.

    Raises:
        OSError: the folder cannot be written.
    """
    names = Names(folder, inputs, taken=(INDEX,))
    workbook = names.own(_WORKBOOK.text(language))
    told: list[Summary] = []
    pages: dict[int, str] = {}

    def paged() -> Iterator[Audit]:
        for audit in audits:
            target = names.for_document(audit.path, ".html")
            _write(target, render(audit, language, password=password, back=INDEX))
            told.append(summary(audit, names.link(target), language))
            pages[id(audit)] = target.name
            yield audit
            del pages[id(audit)]

    compared = cache(together) if together else None
    with workbook.open("wb") as file:
        list_of_all(
            paged(), file, language, profile=profile, together=compared, pages=lambda one: pages[id(one)]
        )
    found = compared() if compared else None
    _write(names.path(INDEX), index.render(told, names.link(workbook), language, found))


def _write(target: Path, pieces: Iterable[str]) -> None:
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(pieces)
