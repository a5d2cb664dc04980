"""A workbook that is written row by row: cell formats, sheets with sized rows, and the limits of Excel."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias

import msgspec
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from extract.wording import Language, Wording
from fuhe.report.csv import starts_formula
from fuhe.report.figures import figure
from fuhe.report.office_text import office_text
from fuhe.report.width import width

# Limits of a sheet (Microsoft, "Excel specifications and limits"); a character may count twice (UTF-16).
MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_MOST_LINES = 250

_MOST_FORMATS = 2_000  # of 65,490: units come from documents, and nothing there may fill the table
_APART = "_ "  # in a number format: a blank's room, so that a number does not touch the next column
_LINE = 16.5  # points that a line of this font takes
_HIGHEST = 24  # lines of a row that are shown; Excel has no higher rows (409 points)

Tone: TypeAlias = Literal["error", "warning", "notice", "good", "faint"]

_TONES: dict[Tone, tuple[str, str]] = {  # fill and font; the words in the cell say the same
    "error": ("#FFC7CE", "#9C0006"),
    "warning": ("#FFEB9C", "#7F4F00"),
    "notice": ("#DDEBF7", "#1F4E79"),
    "good": ("#E2EFDA", "#375623"),
    "faint": ("#EDEDED", "#404040"),
}
_FONT = {"font_name": "微软雅黑", "font_size": 10}
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#8EA9DB"}
_HEAD |= {"bg_color": "#1F3864", "font_color": "#FFFFFF"}
_BODY = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D9D9D9"}
_HAND = {"bg_color": "#FFFDF2"}


class Link(msgspec.Struct, frozen=True):
    """A cell that opens a file beside the workbook: its name, of our own making, and a place in it."""

    address: str


Value: TypeAlias = str | int | Link


class Column(msgspec.Struct, frozen=True):
    """A column: its title, its width in digits (a Chinese character takes two), and if it holds numbers.

    `hand` marks one that people fill in; `choices` are what they may choose from.
    """

    title: Wording
    width: int = 12
    numbers: bool = False
    hand: bool = False
    choices: tuple[Wording, ...] = ()


class Book:
    """An .xlsx file, written in bounded memory: rows go to temporary files in `folder` as they come."""

    def __init__(self, file: IO[bytes], folder: str, language: Language, most_rows: int = MOST_ROWS) -> None:
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        options = {"constant_memory": True, "tmpdir": folder, "default_format_properties": _FONT, **never}
        self.workbook = xlsxwriter.Workbook(file, options)
        self.workbook.use_zip64()
        self.language = language
        self.most_rows = most_rows
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def close(self) -> None:
        """Write the file; raises OSError where it cannot be written."""
        try:
            self.workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None

    def discard(self) -> None:
        """Write nothing: a part of a list would look like the whole. The temporary files are let go."""
        with Path(os.devnull).open("wb") as nowhere:
            self.workbook.filename = nowhere
            self.workbook.close()

    def format(self, **properties: Any) -> Any:
        """The cell format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(_FONT | properties)
        return self._formats[key]

    def has_room(self) -> bool:
        """Whether a new number format may still be made."""
        return len(self._formats) < _MOST_FORMATS


class Sheet:
    """A table with a frozen, filtered header. Rows are added one after the other; `end` finishes it.

    `frozen` is the number of columns that stay in sight, `printed` of those that are printed (None: all).
    """

    def __init__(
        self,
        book: Book,
        name: Wording,
        columns: Sequence[Column],
        *,
        frozen: int = 2,
        printed: int | None = None,
    ) -> None:
        self.left_out = 0
        self._book = book
        self._columns = columns
        self._rows = 0
        self._most = book.most_rows - 2  # the header, and the note that rows were left out
        self._printed = printed or len(columns)
        self._page = book.workbook.add_worksheet(name.text(book.language))
        self._page.freeze_panes(1, frozen)
        self._paper()
        self._header()

    def _paper(self) -> None:
        self._page.set_landscape()
        self._page.set_paper(8)  # A3
        self._page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._page.fit_to_pages(1, 0)
        self._page.repeat_rows(0)
        self._page.set_footer("&L&A&R&P / &N")
        self._page.hide_gridlines(2)

    def _header(self) -> None:
        head = self._book.format(**_HEAD)
        self._page.set_row(0, 2 * _LINE)
        for number, column in enumerate(self._columns):
            self._page.set_column(number, number, column.width)
            self._page.write_string(0, number, column.title.text(self._book.language), head)

    def add(self, values: Sequence[Value], tones: Mapping[int, Tone] | None = None) -> None:
        """One row: a value for each column, and the tone of some of them."""
        if self._rows >= self._most:
            self.left_out += 1
            return
        self._rows += 1
        self._page.set_row(self._rows, _LINE * self._lines(values))
        for number, value in enumerate(values):
            self._cell(number, value, (tones or {}).get(number))
        self._forget(self._rows - 1)

    def _forget(self, row: int) -> None:
        """Let go of the height of a row that is written; xlsxwriter would keep all of them to the end."""
        self._page.row_info.pop(row, None)
        self._page.row_sizes.pop(row, None)

    def _lines(self, values: Sequence[Value]) -> int:
        """How many lines the row needs, as LibreOffice does not size rows of such a file by itself."""
        needed = (
            lines_in(value, column.width)
            for value, column in zip(values, self._columns, strict=True)
            if isinstance(value, str)
        )
        return min(max(needed, default=1), _HIGHEST)

    def _cell(self, number: int, value: Value, tone: Tone | None) -> None:
        column = self._columns[number]
        look = _look(column, tone)
        found = figure(value) if isinstance(value, str) and column.numbers else None
        if isinstance(value, Link):
            self._link(number, value, look)
        elif isinstance(value, int):
            self._page.write_number(
                self._rows, number, value, self._book.format(**look, num_format="0", align="center")
            )
        elif found and self._book.has_room():
            pattern = self._book.format(**look, num_format=found.pattern + _APART, align="right")
            self._page.write_number(self._rows, number, float(found.value), pattern)
        elif value:
            write_text(self._book, self._page, (self._rows, number), value, look)
        else:
            self._page.write_blank(self._rows, number, None, self._book.format(**look))

    def _link(self, number: int, link: Link, look: dict[str, Any]) -> None:
        """A formula, as Excel takes no more than 65,530 links of the other kind on a sheet."""
        shown = Wording("查看", "open").text(self._book.language)
        blue = self._book.format(**{**look, "font_color": "#0563C1"}, underline=1)
        formula = f'=HYPERLINK("{link.address}","{shown}")'
        self._page.write_formula(self._rows, number, formula, blue, shown)

    def end(self) -> None:
        """Say what was left out, filter, and offer what can be chosen."""
        if self.left_out:
            told = left_out(self.left_out).text(self._book.language)
            self._page.write_string(self._rows + 1, 0, told, self._book.format(bold=True))
        last = max(self._rows, 1)
        self._page.autofilter(0, 0, last, len(self._columns) - 1)
        self._page.print_area(0, 0, last, self._printed - 1)
        for number, column in enumerate(self._columns):
            if column.choices:
                listed = [choice.text(self._book.language) for choice in column.choices]
                self._page.data_validation(1, number, last, number, {"validate": "list", "source": listed})


def lines_in(text: str, columns: int) -> int:
    """Lines that the text takes in a cell of this width; counted only as far as rows get high."""
    if 2 * len(text) < columns and "\n" not in text:
        return 1
    lines = text[: columns * _HIGHEST].split("\n")[:_HIGHEST]
    return sum(-(-width(line) // (columns - 1)) or 1 for line in lines)


def left_out(count: int) -> Wording:
    """That a sheet is full."""
    return Wording(
        f"另有 {count} 行超出 Excel 的行数上限，未列入本表；请用 --format csv 取得全部。",
        f"{count} more rows are beyond the limit of Excel and not listed here; --format csv gives all.",
    )


def _look(column: Column, tone: Tone | None) -> dict[str, Any]:
    look = _BODY | (_HAND if column.hand else {})
    if tone is None:
        return look
    fill, font = _TONES[tone]
    return look | {"bg_color": fill, "font_color": font, "bold": tone not in ("good", "faint")}


def write_text(book: Book, page: Any, at: tuple[int, int], text: str, look: dict[str, Any]) -> None:
    """Write text that may come from a document, as a string whatever it looks like.

    What looks like a formula is marked with the apostrophe of Excel (a property of the cell), so that it
    stays text when somebody edits the cell.
    """
    shown = fitting(office_text(text), book.language)
    if shown.startswith("<r>") and shown.endswith("</r>"):
        shown += " "  # xlsxwriter would take it for its own markup and write it unescaped
    quoted = {"quote_prefix": True} if starts_formula(shown) else {}
    page.write_string(*at, shown, book.format(**look, **quoted))


def fitting(text: str, language: Language) -> str:
    """The text, cut to what a cell can hold, with a note of how much was cut."""
    lines = text.split("\n")
    if _units(text) <= _MOST_CHARACTERS and len(lines) <= _MOST_LINES:
        return text
    kept = "\n".join(lines[: _MOST_LINES - 1])
    kept = kept.encode("utf-16-le")[: 2 * (_MOST_CHARACTERS - 100)].decode("utf-16-le", "ignore")
    cut = len(text) - len(kept)
    note = Wording(
        f"…（超出 Excel 单元格上限，此处略去 {cut} 字，全文见 --format json）",
        f"… (beyond the limit of an Excel cell, {cut} characters left out; --format json has all)",
    )
    return kept + note.text(language)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
