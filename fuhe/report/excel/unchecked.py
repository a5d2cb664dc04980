"""Sheet 未能核查: what could not be checked or read, and why. None of it has passed."""

from __future__ import annotations

from collections.abc import Iterable

from extract.wording import Wording
from fuhe.report.excel.book import Book, Column, Sheet, Tone
from fuhe.report.rows import COLUMNS, NUMBER, Row, title_of

NAME = Wording("未能核查", "Not checked")

_FIELDS = ("level", "year", "unit", "project", "page", "place", "title", "rule", "message", "file")
_WIDTHS = {"unit": 28, "project": 28, "place": 40, "title": 34, "rule": 26, "message": 80, "file": 36}
_TITLES = {
    "level": Wording("类别", "kind"),
    "place": Wording("核查对象", "what"),
    "title": Wording("规则", "rule"),
    "message": Wording("原因", "why"),
}
_LEFT_OUT = Wording("按设置不核查", "left out by the settings")
_WHY_LEFT_OUT = Wording("设置（fuhe.toml）不核查此规则。", "The settings (fuhe.toml) leave this rule out.")


class Unchecked:
    """One row for everything that was not checked or not read."""

    def __init__(self, book: Book) -> None:
        columns = (Column(NUMBER, 8), *(_column(field) for field in _FIELDS))
        self._language = book.language
        self.sheet = Sheet(book, NAME, columns)
        self._count = 0

    def add(self, row: Row) -> None:
        """A row of the list that tells of something unchecked."""
        self._count += 1
        tone: Tone = "error" if row.about == "refused" else "faint"
        self.sheet.add([self._count, *(getattr(row, field) for field in _FIELDS)], {1: tone})

    def add_omitted(self, path: str, omitted: Iterable[str]) -> None:
        """The rules that the settings left out for a document."""
        level, why = (told.text(self._language) for told in (_LEFT_OUT, _WHY_LEFT_OUT))
        for rule in omitted:
            title = title_of(rule, self._language)
            self.add(Row(about="not-checked", level=level, file=path, rule=rule, title=title, message=why))


def _column(field: str) -> Column:
    title = _TITLES.get(field, COLUMNS[field])
    return Column(title, _WIDTHS.get(field, 16), numbers=field in ("year", "page"))
