"""The discrepancy list as CSV for Excel: one row a finding, and one for everything that was not checked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report import rows
from fuhe.report.across_rows import across_rows
from fuhe.streams import visible
from fuhe.together import Across

COLUMNS = (rows.NUMBER, *rows.COLUMNS.values())
_NUMERIC = [number for number, field in enumerate(rows.COLUMNS, start=1) if field in rows.NUMERIC]

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection), full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
_PLAIN_NUMBER = re.compile(r"[+\-−]?\d[\d,]*(\.\d+)?(%|[\u4e00-\u9fff]{0,3})")


def render(
    audits: Iterable[Audit], language: Language, together: Callable[[], Across] | None = None
) -> Iterator[str]:
    """The header, then the rows of each document as it comes; then those across reports."""
    yield csv_line([column.text(language) for column in COLUMNS])
    for number, row in enumerate(_rows(audits, language, together), start=1):
        yield csv_line([str(number), *row.cells()], numeric=_NUMERIC)


def _rows(
    audits: Iterable[Audit], language: Language, together: Callable[[], Across] | None
) -> Iterator[rows.Row]:
    for audit in audits:
        yield from rows.listed(audit, language)
    if together is not None:
        yield from across_rows(together(), language)


def csv_line(cells: Sequence[str], numeric: Iterable[int] = ()) -> str:
    """One line; cells that a spreadsheet would calculate get an apostrophe, real numbers do not."""
    numbers = set(numeric)
    safe = [_harmless(cell, number=index in numbers) for index, cell in enumerate(cells)]
    line = io.StringIO()
    csv.writer(line).writerow(safe)
    return line.getvalue()


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text.lstrip(" ").startswith(_FORMULA)


def _harmless(cell: str, *, number: bool) -> str:
    if number and _PLAIN_NUMBER.fullmatch(cell):
        return cell
    guarded = "'" + cell if starts_formula(cell) else cell
    return visible(guarded, keep="\n")
