"""A cell made of words that stand below one another in a column, and a block of such cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.document import Cell, Table, Word
from extract.textflow import join_lines
from normalize.aligned.tokens import Token, place_of, text_of

PLACED = 0.8


class Block(NamedTuple):
    """A block that has no rows of numbers, as a table; it takes the lines from `start` up to `stop`."""

    table: Table
    start: int
    stop: int


def joined(parts: Sequence[Sequence[Token]]) -> str:
    """The text of a cell from its lines."""
    return join_lines(text_of(part) for part in parts)


def cell_of(
    row: int, column: int, parts: Sequence[Sequence[Token]], *, rows: int = 1, columns: int = 1
) -> Cell:
    """The cell, with its text from these lines; that it stands here is told by positions only."""
    place = place_of([token for part in parts for token in part])
    text = joined(parts)
    return Cell(row, column, rows, columns, text, place, (Word(text, place, PLACED),))
