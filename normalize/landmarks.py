"""Rows that tell where in a form one is: titles, the headers of its blocks, the total row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from normalize.columns import Columns, read_header
from normalize.wordings import bare, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.rows import Row

Kind: TypeAlias = Literal["title", "attachment", "budget", "goals", "indicators", "total", "head"]

_LEVELS = frozenset({"level1", "level2", "level3"})
_AMOUNTS = frozenset({"initial", "adjusted", "executed", "rate"})
_LONGEST_TITLE = 60
_PROSE = re.compile(r"[。;!?]")
_DIGIT = re.compile(r"\d")
_WIDE_GAP = re.compile(r"\s+")


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
    if columns and len(columns.roles & _AMOUNTS) >= 2:
        return Landmark("budget", columns)
    columns = read_header(rows, at, form.goal_columns)
    if columns and {"expected", "actual"} <= columns.roles:
        return Landmark("goals", columns)
    return None


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
    if len(written) == 1 and is_title(written[0].text, form):
        return Landmark("title")
    if len(written) == 1 and squeezed(written[0].text).startswith(form.vocabulary.attachments):
        return Landmark("attachment")
    if _is_total(written, form):
        return Landmark("total")
    if any(form.head.role(_label_of(cell)) in ("unit", "project") for cell in written):
        return Landmark("head")
    return None


def _is_total(written: Sequence[Cell], form: Form) -> bool:
    labelled = any(form.rows.role(cell.text) == "total" for cell in written)
    return labelled and len(written) > 1 and any(_DIGIT.search(cell.text) for cell in written)


def _label_of(cell: Cell) -> str:
    return squeezed(cell.text)[:_LONGEST_TITLE].partition(":")[0]


def is_title(text: str, form: Form) -> bool:
    """Whether a short text names a self-evaluation table."""
    title = squeezed(text)
    if len(title) > _LONGEST_TITLE or _PROSE.search(title):
        return False
    words = form.vocabulary
    return any(word in title for word in words.titles) or bare(title).endswith(words.title_endings)
