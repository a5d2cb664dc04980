"""A budget split on two axes that stand side by side: in each a name and its amount behind a colon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.document import Table
from normalize.aligned.cell import Block, cell_of
from normalize.aligned.columns import Lines
from normalize.aligned.names import names_with
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.axes import AXES, PAIR
from normalize.wordings import unblanked

if TYPE_CHECKING:
    from normalize.form import Form

_BLANKS = 2
_MOST_LINES = 60

Item = tuple[Token, ...]


def are_axes(line: Sequence[Token], form: Form) -> bool:
    """Do the headings of both axes stand here, and nothing else?"""
    return sorted(form.budget_rows.exact(text_of(piece)) or "" for piece in pieces_of(line)) == sorted(AXES)


def axes_of(lines: Lines, start: int, stop: int, form: Form) -> Block | None:
    """The two lists under the headings on the line `start`; None where one of their words fits no item."""
    rows: list[list[Item]] = []
    names: list[Token] = []
    for line in lines[start + 1 : stop]:
        parts = _leaning(line)
        items = [part for part in parts if _is_item(part, form)]
        if parts[len(parts) - len(items) :] != items or len(items) > len(AXES):
            return None
        names += [token for part in parts[: len(parts) - len(items)] for token in part]
        rows += [items] if items else []
    edge = min((row[1][0].start for row in rows if len(row) > 1), default=None)
    is_named = not names or bool(names_with(names, form))
    if edge is None or len(rows) > _MOST_LINES or not is_named:
        return None
    cells = [cell_of(0, at, [heading]) for at, heading in enumerate(pieces_of(lines[start]))]
    for number, row in enumerate(rows, start=1):
        for at, item in enumerate(row):
            column = int(item[0].start >= edge)
            if column < at or (column == 0 and item[-1].end + _BLANKS > edge):
                return None
            cells.append(cell_of(number, column, [item]))
    return Block(Table(tuple(cells), len(rows) + 1, len(AXES), "dump"), start, stop)


def _leaning(line: Sequence[Token]) -> list[Item]:
    """The words of a line; an amount one blank behind a colon stays with it."""
    found: list[list[Token]] = []
    for token in line:
        if found and found[-1][-1].text[-1] in ":：" and token.start - found[-1][-1].end < _BLANKS:
            found[-1].append(token)
        else:
            found.append([token])
    return [tuple(words) for words in found]


def _is_item(words: Item, form: Form) -> bool:
    found = PAIR.fullmatch(text_of(words))
    return found is not None and unblanked(found["label"]) not in form.vocabulary.part_words
