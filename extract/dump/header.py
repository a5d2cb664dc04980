"""The header line of a dumped table: how many columns, and which of them end every row with a number."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from extract.dump.lines import Piece, fields, is_dash, is_figure_or_dash, wide_fields, width

_FEWEST_HEADINGS = 4
_WIDEST_HEADING = 40
# Number columns are narrow, so their headings are short: at most four Chinese characters.
_SHORT = 8
_MOST_FIGURES = 2
_WIDE = 2
_BRACKETED = re.compile(r"[（(][^）)]*[）)]|\s")
_SENTENCE_MARKS = "。；：，、;:,“”《》"
# Headings of columns that hold words whatever their length; numbers are never read into them.
_NUMBER_HEADINGS = ("分值", "权重", "得分", "标准分", "自评分")
_REMARKS = ("备注", "说明", "原因", "措施")


class Header(NamedTuple):
    """The headings of a dumped table.

    Every row ends with `figures` numbers, which may be followed by `remarks` (0 or 1) cells of words.
    `unnamed` counts columns at the right (0 or 1) whose heading was wrapped and so stands on other lines.
    """

    headings: tuple[Piece, ...]
    figures: int
    remarks: int
    unnamed: int = 0

    @property
    def ends_unsurely(self) -> bool:
        """Do rows not reliably end with numbers of their own?

        Where a column of numbers stands before columns of words (分值 before 年度指标值), its number can end
        a line in mid-row; where no short heading ends the header, no column of numbers does.
        """
        if width(_BRACKETED.sub("", self.texts[self.last_figure])) > _SHORT:
            return True
        inside = self.texts[: self.last_figure + 1 - self.figures]
        return any(_BRACKETED.sub("", text) in _NUMBER_HEADINGS for text in inside)

    @property
    def is_aligned(self) -> bool:
        """Do wide gaps of blanks keep the headings apart? Then wrapped cells stand side by side below."""
        return all(after.column - before.end > _WIDE for before, after in pairwise(self.headings))

    @property
    def names_numbers(self) -> bool:
        """Does any heading name a column of points?"""
        return any(_BRACKETED.sub("", text) in _NUMBER_HEADINGS for text in self.texts)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headings) + self.unnamed

    @property
    def last_figure(self) -> int:
        """Index of the last column of numbers."""
        return self.width - 1 - self.remarks

    @property
    def texts(self) -> tuple[str, ...]:
        """The headings as printed."""
        return tuple(heading.text for heading in self.headings)


def header(line: Piece) -> Header | None:
    """The headings on this line, if it has the shape of a header: four or more labels, no figures."""
    if len(line.text) > 400:
        return None
    for parts in (wide_fields(line), fields(line)):
        if len(parts) >= _FEWEST_HEADINGS and all(_is_heading(part.text) for part in parts):
            return _with_tail(parts)
    return None


def tail(line: Piece, head: Header) -> tuple[Piece, ...] | None:
    """The fields of a line that closes a row, padded with nothing; None for any other line.

    A closing line ends with the row's numbers (or dashes), then perhaps one cell of remarks.
    """
    if len(line.text) > 400:
        return None
    for parts in (wide_fields(line), fields(line)):
        if any(_closes(parts, head.figures, after) for after in range(head.remarks + 1)):
            return parts
    return None


def with_unnamed_remarks(head: Header) -> Header:
    """The same header with a column of remarks at the right whose heading is not on the line."""
    return head._replace(remarks=1, unnamed=1)


def remarks_on(parts: tuple[Piece, ...], head: Header) -> int:
    """How many cells of remarks (0 or 1) a closing line carries."""
    return 0 if _closes(parts, head.figures, 0) else 1


def _closes(parts: tuple[Piece, ...], figures: int, after: int) -> bool:
    numbers = parts[max(0, len(parts) - figures - after) : len(parts) - after]
    if len(numbers) < figures or not all(is_figure_or_dash(part.text) for part in numbers):
        return False
    # `100% 100%` is what was planned and done; one of the closing numbers at least is no percentage.
    return figures == 1 or any(part.text[-1] not in "%％‰" for part in numbers)


def _is_heading(text: str) -> bool:
    bare = _BRACKETED.sub("", text)
    return (
        not any(c.isdigit() for c in bare)
        and not is_dash(text)
        and not any(mark in bare for mark in _SENTENCE_MARKS)
        and any(c.isalpha() for c in text)
        and width(text) <= _WIDEST_HEADING
    )


def _with_tail(parts: tuple[Piece, ...]) -> Header:
    bare = [_BRACKETED.sub("", part.text) for part in parts]
    remarks = 1 if _holds_words(bare[-1]) else 0
    figures = 0
    for label in reversed(bare[: len(bare) - remarks]):
        if width(label) > _SHORT or figures == _MOST_FIGURES:
            break
        figures += 1
    return Header(parts, max(1, figures), remarks)


def _holds_words(label: str) -> bool:
    return width(label) > _SHORT + 4 or any(word in label for word in _REMARKS)
