"""The declared total and the rating: from the total row, or from what the form says about them elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.evaluation import Number, Text, Total
from normalize.trace import points, traced
from normalize.wordings import bare, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.indicators import Body
    from normalize.rows import Key, Row

_HUNDRED = Decimal(100)
_TWO_NUMBERS = re.compile(r"\s*(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)\s*")

_UNLABELLED = Wording(
    "该行没有名称，只有分值和得分，按总分行理解。",
    "The row has no label and only a weight and a score; understood as the total row.",
)
_UNKNOWN_NAME = Wording(
    "该行名称不认识，但没有指标值和完成值，分值不小于以上各行之和，按总分行理解。",
    "The row's name is not known, but it has no target and no actual and weighs as much as all rows above; "
    "understood as the total row.",
)
_IN_WORDS = Wording("取自文字叙述。", "Taken from a sentence.")


class Closing(msgspec.Struct, frozen=True):
    """Total and rating, and the cells that hold nothing else."""

    total: Total
    rating: Text | None
    taken: frozenset[Key]


def read_closing(
    body: Body, rows: Sequence[Row], used: frozenset[Key], form: Form, *, placed: bool = False
) -> Closing:
    """The closing of a form whose rows are given; `used` are the cells that already found a place.

    `placed`: a dump that keeps its columns. There a line of two numbers is the rest of some row.
    """
    left = [(row, cell) for row in rows for cell in row.written if row.key(cell) not in used]
    total, taken = _total(body, form)
    if total == Total():
        total, taken = _total_elsewhere(left, body, form, placed=placed)
    elif total.score is not None and not total.score.text:
        total = Total(total.weight, _total_in_words(left, form) or total.score)
    in_row = [cell for cell in body.total.written if body.total.key(cell) not in taken] if body.total else []
    rating = _bare_rating(in_row, form)
    if rating is not None and body.total is not None:
        taken |= {body.total.key(cell) for cell in in_row if cell.place == rating.place}
        return Closing(total, rating, frozenset(taken))
    return Closing(total, _labelled_rating(left, form) or _said_rating(left, form), frozenset(taken))


def _total(body: Body, form: Form) -> tuple[Total, set[Key]]:
    row, columns = body.total, body.columns
    if row is None or columns is None:
        return Total(), set()
    labels = [cell for cell in row.written if form.rows.role(cell.text) == "total"]
    weight, score = (_own(row, columns, role, labels) for role in ("weight", "score"))
    named = labels or [cell for cell in row.written if cell not in weight and cell not in score]
    how = None if labels else _UNKNOWN_NAME if named else _UNLABELLED
    used = {row.key(cell) for cell in (*labels, *weight, *score)}
    return _as_total(weight, score, how), used


def _as_total(weight: Sequence[Cell], score: Sequence[Cell], reason: Wording | None) -> Total:
    numbers = [points(weight), points(score)]
    if reason is not None:
        numbers = [
            number and msgspec.structs.replace(number, how="inferred", reason=reason) for number in numbers
        ]
    return Total(*numbers)


def _own(row: Row, columns: Columns, role: str, labels: Sequence[Cell]) -> tuple[Cell, ...]:
    cells = columns.cells(row, role)
    return tuple(cell for cell in cells if cell.row == row.index and cell not in labels)


def _total_elsewhere(
    left: Sequence[tuple[Row, Cell]], body: Body, form: Form, *, placed: bool
) -> tuple[Total, set[Key]]:
    """Without a total row: a dump's line of two numbers, a labelled pair of cells, or a sentence."""
    for row, cell in left:
        bare_line = row.is_line and body.entries and not placed
        found = _TWO_NUMBERS.fullmatch(cell.text) if bare_line else None
        if found and Decimal(found[1]) == _HUNDRED:
            return Total(_said(found[1], cell, _UNLABELLED), _said(found[2], cell, _UNLABELLED)), {
                row.key(cell)
            }
    for row, cell in left:
        after = next((other for other in row.own if other.column == cell.column + cell.column_span), None)
        score = points([after]) if after and form.rows.role(cell.text) == "total" else None
        if after is not None and score is not None and score.value is not None:
            return Total(score=score), {row.key(cell), row.key(after)}
    return Total(score=_total_in_words(left, form)), set()


def _total_in_words(left: Sequence[tuple[Row, Cell]], form: Form) -> Number | None:
    """项目自评得分98.30分, where the total row does not say it."""
    words = _any_of(form.vocabulary.score_words)
    said = re.compile(rf"(?:{words})(?:\([^()]{{1,4}}\))?(?:为|:)?(\d+(?:\.\d+)?)分?")
    for _, cell in left:
        if found := said.search(squeezed(cell.text)):
            return _said(found[1], cell, _IN_WORDS)
    return None


def _any_of(words: Iterable[str]) -> str:
    """The words as a pattern, longer ones first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _said(number: str, cell: Cell, reason: Wording) -> Number:
    return msgspec.structs.replace(traced(Decimal(number), [cell], "inferred", reason), text=number)


def _bare_rating(cells: Iterable[Cell], form: Form) -> Text | None:
    words = form.vocabulary.rating_words
    return next((traced(word, [cell]) for cell in cells if (word := bare(cell.text)) in words), None)


def _labelled_rating(left: Sequence[tuple[Row, Cell]], form: Form) -> Text | None:
    """自评等级 beside its word in the next cell."""
    for row, cell in left:
        if form.rows.role(cell.text) == "rating":
            after = (other for other in row.own if other.column >= cell.column + cell.column_span)
            if rating := _bare_rating(after, form):
                return rating
    return None


def _said_rating(left: Sequence[tuple[Row, Cell]], form: Form) -> Text | None:
    """自评为“优”, 评价等级:良 in running text."""
    words = _any_of(form.vocabulary.rating_words)
    labels = _any_of(form.vocabulary.rating_labels)
    before = _any_of((*form.vocabulary.rating_labels, *form.vocabulary.conclusion_words))
    said = re.compile(
        rf"(?:{before})(?:{labels})?(?:为|:|是|评定为|:为)?"
        rf"[“\"「『‘']?({words})(?=[”\"」』’'。,;)\s]|{labels}|$)"
    )
    for _, cell in left:
        if found := said.search(squeezed(cell.text)):
            return traced(found[1], [cell])
    return None
