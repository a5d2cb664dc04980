"""Rows that tell where in a form one is: titles, the headers of its blocks, the total row."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from normalize.columns import Columns, read_header
from normalize.numbers import parse_amount, parse_number
from normalize.wordings import bare, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.formfile import LookAlike
    from normalize.rows import Row

Kind: TypeAlias = Literal[
    "title", "look-alike", "attachment", "budget", "goals", "indicators", "total", "head"
]

_LEVELS = frozenset({"level1", "level2", "level3"})
_AMOUNTS = frozenset({"initial", "adjusted", "executed", "rate"})
_LONGEST_TITLE = 60
_PROSE = re.compile(r"[。;!?,]")
_DIGIT = re.compile(r"\d")
_WIDE_GAP = re.compile(r"\s+")
# What may follow the name of a table in its title: a number, a year, a part's name behind a dash.
_AFTER_NAME = re.compile(r"[\d:·—–-]|$")


class Landmark(msgspec.Struct, frozen=True):
    """What a row marks; `columns` for the three kinds of header."""

    kind: Kind
    columns: Columns | None = None


def landmarks(rows: Sequence[Row], form: Form) -> dict[int, Landmark]:
    """The landmarks of the run, by row number."""
    marks: dict[int, Landmark] = {}
    for at in range(len(rows)):
        mark = _header(rows, at, form) or _single(rows[at], form)
        if mark is not None:
            marks[at] = mark
    return marks


def _header(rows: Sequence[Row], at: int, form: Form) -> Landmark | None:
    row = rows[at]
    if row.is_line:
        return _goal_line(row, form)
    if len(row.written) < 2:
        return None
    columns = read_header(rows, at, form.columns)
    if columns and _is_indicator_header(columns):
        return Landmark("indicators", columns)
    columns = read_header(rows, at, form.budget_columns)
    if columns and len(columns.roles & _AMOUNTS) >= 2 and not _holds_figures(row, form):
        return Landmark("budget", columns)
    columns = read_header(rows, at, form.goal_columns)
    if columns and {"expected", "actual"} <= columns.roles:
        return Landmark("goals", columns)
    return None


def _holds_figures(row: Row, form: Form) -> bool:
    """Whether the names stand beside their figures (全年预算数 | 459.61) and not over them."""
    return any(
        form.budget_columns.exact(label.text) in _AMOUNTS
        and (parse_amount(figure.text) is not None or parse_number(figure.text) is not None)
        for label, figure in pairwise(row.written)
    )


def _is_indicator_header(columns: Columns) -> bool:
    values = columns.roles & {"target", "actual"}
    return bool(columns.roles & _LEVELS) and bool(values) and len(columns.roles) >= 3


def _goal_line(row: Row, form: Form) -> Landmark | None:
    text = row.cells[0].text
    if len(text) > _LONGEST_TITLE:
        return _single(row, form)
    roles = [form.goal_columns.role(piece) for piece in _WIDE_GAP.split(text.strip())]
    return Landmark("goals") if roles == ["expected", "actual"] else None


def _single(row: Row, form: Form) -> Landmark | None:
    """What a row marks that is no header."""
    written = row.written
    if not written:
        return None
    if len(written) == 1 and (kind := _kind_of_name(written[0].text, form)):
        return Landmark(kind)
    if _is_total(written, form):
        return Landmark("total")
    if any(form.head.role(_label_of(cell)) in ("unit", "project") for cell in written):
        return Landmark("head")
    return None


def _kind_of_name(text: str, form: Form) -> Kind | None:
    if is_title(text, form):
        return "title"
    if names_look_alike(text, form):
        return "look-alike"
    return "attachment" if squeezed(text).startswith(form.vocabulary.attachments) else None


def _is_total(written: Sequence[Cell], form: Form) -> bool:
    labelled = any(form.rows.role(cell.text) == "total" for cell in written)
    return labelled and len(written) > 1 and any(_DIGIT.search(cell.text) for cell in written)


def _label_of(cell: Cell) -> str:
    return squeezed(cell.text)[:_LONGEST_TITLE].partition(":")[0]


def is_title(text: str, form: Form) -> bool:
    """Whether a short text names a self-evaluation table."""
    words = form.vocabulary
    return _is_name(text) and (
        any(_ends_with(text, word) for word in words.titles) or bare(text).endswith(words.title_endings)
    )


def names_look_alike(text: str, form: Form) -> LookAlike | None:
    """The kind of table that is no self-evaluation which a short text names as a title does."""
    if not _is_name(text) or is_title(text, form):
        return None
    kinds = form.vocabulary.lookalikes
    return next((one for one in kinds if any(_ends_with(text, word) for word in one.titles)), None)


def _is_name(text: str) -> bool:
    name = squeezed(text)
    return len(name) <= _LONGEST_TITLE and not _PROSE.search(name)


def _ends_with(text: str, word: str) -> bool:
    """Whether a name ends in this word, a number or a part's name behind it aside."""
    _, found, rest = bare(text).rpartition(word)
    return bool(found) and _AFTER_NAME.match(rest) is not None
