"""The list as a workbook: findings, equations, indicators, what was not checked, and a summary."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO

from extract.wording import Language
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.across_rows import ACROSS, across_rows
from fuhe.report.excel import equations, findings, indicators, unchecked
from fuhe.report.excel.book import MOST_ROWS, Book
from fuhe.report.excel.findings import Reviewed
from fuhe.report.excel.summary import Summary
from fuhe.report.excel.tally import Tally
from fuhe.report.rows import form_rows, problem_rows
from fuhe.report.words import gravest_first
from fuhe.together import Across
from validate.profile import Profile

__all__ = ["Reviewed", "write"]


def write(  # noqa: PLR0913  (the optional ones are named)
    audits: Iterable[Audit],
    file: IO[bytes],
    language: Language,
    *,
    profile: Profile | None = None,
    most_rows: int = MOST_ROWS,
    together: Callable[[], Across] | None = None,
    pages: Callable[[Audit], str] | None = None,
    reviewed: Mapping[str, Reviewed] | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Write the workbook of all audits, in bounded memory: each audit is forgotten when its rows are written.

    `profile` is the rule profile that the run was held to; None lets each form decide, as the check did.
    `together` gives what was found across reports; it is asked when the last audit has passed.
    `pages` names the HTML report of an audit, seen from the workbook; findings are linked to it.
    `reviewed` is what was decided about findings, by fingerprint.
    `notes` stand at the end of the summary, as what the list leaves out.
    `most_rows` is the limit of a sheet; what goes beyond is counted and said.
    """
    with tempfile.TemporaryDirectory(prefix="fuhe-") as folder:
        book = Book(file, folder, language, most_rows)
        try:
            _Sheets(book, profile, pages, reviewed or {}).write(audits, together, notes)
        except BaseException:
            book.discard()
            raise
        book.close()


class _Sheets:
    """The sheets of a workbook, in their order."""

    def __init__(
        self,
        book: Book,
        profile: Profile | None,
        pages: Callable[[Audit], str] | None,
        reviewed: Mapping[str, Reviewed],
    ) -> None:
        self._language = book.language
        self._pages = pages
        self._tally = Tally()
        self._findings = findings.Findings(book, linked=pages is not None, reviewed=reviewed)
        self._equations = equations.Equations(book)
        self._indicators = indicators.Indicators(book, profile)
        self._unchecked = unchecked.Unchecked(book)
        self._summary = Summary(book)

    def write(
        self, audits: Iterable[Audit], together: Callable[[], Across] | None, notes: Sequence[str]
    ) -> None:
        for audit in audits:
            self._tally.add(audit)
            self._document(audit)
        if together is not None:
            self._across(together())
        sheets = [
            (findings.NAME, self._findings.sheet),
            (equations.NAME, self._equations.sheet),
            (indicators.NAME, self._indicators.sheet),
            (unchecked.NAME, self._unchecked.sheet),
        ]
        for _, sheet in sheets:
            sheet.end()
        self._summary.write(self._tally, sheets, notes)

    def _document(self, audit: Audit) -> None:
        page, shown = self._pages(audit) if self._pages else None, 0
        for row in problem_rows(audit, self._language):
            self._unchecked.add(row)
            if row.about == "refused":  # a list without this file would look as if it had passed
                self._findings.add(row, page)
        self._unchecked.add_omitted(audit.path, audit.omitted)
        for one in audit.evaluated:
            shown = self._form(one, audit.path, page, shown)

    def _across(self, found: Across) -> None:
        self._tally.add_across(found)
        for row in across_rows(found, self._language):
            add = self._unchecked.add if row.about == "not-checked" else self._findings.add
            add(row)
        self._unchecked.add_omitted(ACROSS.text(self._language), found.omitted)

    def _form(self, one: AuditedEvaluation, path: str, page: str | None, shown: int) -> int:
        """Write one form. The HTML report numbers findings through a document; `shown` came before."""
        numbers: dict[int, int] = {}
        found = iter(gravest_first(one.outcomes))  # the rows of findings come in this order
        for row in form_rows(one, path, self._language):
            if row.about in ("not-checked", "not-read", "doubtful"):
                self._unchecked.add(row)
                continue
            shown += row.about == "finding"
            number = self._findings.add(row, f"{page}#f{shown}" if page and row.about == "finding" else page)
            if row.about == "finding":
                numbers[id(next(found))] = number
        self._equations.add(one, path, numbers)
        self._indicators.add(one, path)
        return shown
