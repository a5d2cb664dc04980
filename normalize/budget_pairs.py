"""A budget printed without a table: names with their figures, in cells side by side, in rows, or in a line.

全年预算数 | 459.61 | 执行率 | 92.93%, or 全年预算数:459.61万元;执行率:92.93%, or 年度资金总额 | 443.88 and
its parts below. A figure is believed only right after a name that is a known wording to the letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from normalize.numbers import ARABIC, parse_amount, parse_number
from normalize.wordings import unblanked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.rows import Key, Row
    from normalize.sections import Section

TOTAL, PART = "total-row", "part-row"
AMOUNTS = ("initial", "adjusted", "executed")
_FIGURES = frozenset({*AMOUNTS, "rate"})
_POINTS = frozenset({"weight", "score"})
# 全年预算数:459.61万元 up to a blank, a punctuation mark or the end. What stands behind another name is only
# a part: 中央资金:全年预算数:100万元.
_IN_LINE = re.compile(
    r"(?:^|(?<=[\s;\uff1b,\uff0c。、]))(?P<label>[^\s\d:\uff1a;\uff1b,\uff0c。、]{2,20})\s*[:\uff1a]?\s*"
    rf"(?P<figure>{ARABIC}\s*(?:[万亿]?元|[%\uff05]|分)?)(?=$|[\s;\uff1b,\uff0c。、])"
)
_BETWEEN = re.compile(r"[\s;\uff1b,\uff0c。、]*")
_NOTHING = re.compile(r"[—―–\-/\s]*")


class Pair(msgspec.Struct, frozen=True):
    """A name and its figure. `role` is a budget column, or the total row or a part of it.

    `figure` is the cell that holds the figure, with nothing but the figure as its text. `keys` are the cells
    of the two; none where the cell says something else as well.
    """

    role: str
    label: Cell
    figure: Cell
    keys: tuple[Key, ...]


def budget_pairs(section: Section, form: Form) -> tuple[Pair, ...]:
    """The names with figures above the indicators of a form that shows no budget table."""
    if section.first("budget") is not None:
        return ()
    rows = section.rows[: section.first("indicators")]
    found = [pair for row in rows for pair in _pairs(row, form)]
    total = next((pair for pair in found if pair.role == TOTAL), None)
    found += _parts_below(rows, total, form)
    roles = {pair.role for pair in found}
    is_budget = len(roles & _FIGURES) > 1 or PART in roles or (TOTAL in roles and roles & _FIGURES)
    return tuple(found) if is_budget else ()


def _pairs(row: Row, form: Form) -> Iterator[Pair]:
    """The pairs of a row; points count only beside an amount or a rate, or they are the form's total."""
    pairs = [*_side_by_side(row, form), *_in_one_cell(row, form)]
    beside = any(pair.role in _FIGURES for pair in pairs)
    return (pair for pair in pairs if beside or pair.role not in _POINTS)


def _side_by_side(row: Row, form: Form) -> Iterator[Pair]:
    for at, label in enumerate(row.own):
        role, after = _role(label.text, form), row.own[at + 1 :]
        if role is None or not after:
            continue
        written = next((cell for cell in after if cell.text.strip()), None)
        # a blank is the figure only where no other text stands before the next name
        figure = after[0] if written is None or _role(written.text, form) else written
        if figure is not written and figure.text.strip():
            continue
        if _is_figure(figure.text):
            yield Pair(role, label, figure, (row.key(label), row.key(figure)))


def _in_one_cell(row: Row, form: Form) -> Iterator[Pair]:
    for cell in row.written:
        found = [(role, one) for one in _IN_LINE.finditer(cell.text) if (role := _role(one["label"], form))]
        rest = cell.text
        for _, one in found:
            rest = rest.replace(one[0], "", 1)
        keys = (row.key(cell),) if _BETWEEN.fullmatch(rest) else ()
        for role, one in found:
            label, figure = (msgspec.structs.replace(cell, text=one[part]) for part in ("label", "figure"))
            yield Pair(role, label, figure, keys)


def _role(label: str, form: Form) -> str | None:
    """The role of a name that can belong to no other block."""
    words = form.vocabulary
    if form.budget_rows.exact(label) == "total" and form.rows.exact(label) != "total":
        return TOTAL
    role = form.budget_columns.exact(label)
    if role in _POINTS and form.rows.exact(label) is None and label.strip() not in words.score_words:
        return role
    return role if role in _FIGURES else None


def _parts_below(rows: Sequence[Row], total: Pair | None, form: Form) -> Iterator[Pair]:
    """The rows of a name of funds and an amount directly below the total's, in its columns."""
    words = (*form.vocabulary.part_words, *form.vocabulary.fund_words)
    if total is None or len(total.keys) != 2:
        return
    at = next(at for at, row in enumerate(rows) if total.keys[0] in map(row.key, row.own))
    for row in rows[at + 1 :]:
        cells = [cell for cell in row.own if cell.columns in (total.label.columns, total.figure.columns)]
        if row.block != rows[at].block or len(cells) != 2 or not set(row.written) <= set(cells):
            return
        label, figure = cells
        if not any(word in unblanked(label.text) for word in words) or not _is_figure(figure.text):
            return
        if _role(label.text, form):
            return
        yield Pair(PART, label, figure, (row.key(label), row.key(figure)))


def _is_figure(text: str) -> bool:
    read = parse_amount(text) is not None or parse_number(text) is not None
    return read or _NOTHING.fullmatch(text) is not None
