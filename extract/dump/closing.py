"""Which columns the fields of a closing line belong to: counted from the right where that is certain."""

from __future__ import annotations

from typing import NamedTuple

from extract.dump.cells import Atom
from extract.dump.header import Header, remarks_on
from extract.dump.lines import Piece, is_dash, is_figure, is_figure_or_dash


class DumpRow(NamedTuple):
    """A row as printed: the lines before its closing line, and the fields on the closing line."""

    before: tuple[Atom, ...]
    closing: tuple[Piece, ...]


class Placed(NamedTuple):
    """Fields by column, and those that found no certain one."""

    columns: dict[int, Piece]
    unplaced: tuple[Piece, ...] = ()


class Placing:
    """Places closing lines, given that complete rows have text from the column `label` on."""

    def __init__(self, head: Header, rows: tuple[DumpRow, ...], label: int) -> None:
        self._head = head
        self._label = label
        self._words = _has_words(rows)
        self._seen = _kinds_seen(rows, head.last_figure - label)

    def place(self, row: DumpRow) -> Placed:
        """The columns of one row's closing fields."""
        remarks = remarks_on(row.closing, self._head)
        figures = row.closing[: len(row.closing) - remarks]
        if len(figures) > self._head.last_figure + 1:
            # More fields than columns: only the closing numbers are certain.
            last = len(figures) - self._head.figures
            placed = Placed(self._from_right(figures[last:]), figures[:last])
        elif row.before or len(figures) > self._head.last_figure - self._label:
            placed = Placed(self._from_right(figures))
        else:
            placed = self._short(figures)
        if remarks:
            placed.columns[self._head.width - 1] = row.closing[-1]
        return placed

    def _from_right(self, pieces: tuple[Piece, ...]) -> dict[int, Piece]:
        first = self._head.last_figure + 1 - len(pieces)
        return {first + offset: piece for offset, piece in enumerate(pieces)}

    def _short(self, pieces: tuple[Piece, ...]) -> Placed:
        """Fewer fields than a complete row and nothing before them: a label, then figures from the right."""
        labelled = not is_figure_or_dash(pieces[0].text)
        figures = pieces[1:] if labelled else pieces
        placed = {self._label: pieces[0]} if labelled else {}
        if self._certain(figures):
            return Placed(placed | self._from_right(figures))
        return Placed(placed, figures)

    def _certain(self, figures: tuple[Piece, ...]) -> bool:
        """Do these figures of a short row stand in the rightmost columns, and nowhere else?

        In a table with words between label and numbers every row ends with the same numbers. In a table of
        figures alone any of them may be blank: there the kinds of figures seen in complete rows must decide.
        """
        if not all(is_figure_or_dash(piece.text) for piece in figures):
            return False
        if len(figures) <= self._head.figures and self._words:
            return True
        if all(is_dash(piece.text) for piece in figures):
            return True
        return _only_at_right([_kind(piece) for piece in figures], self._seen)


def label_columns(head: Header, rows: tuple[DumpRow, ...]) -> list[int]:
    """The columns that may be the leftmost one which every complete row fills; the likeliest first.

    A complete row holds at least a label, what was planned, what was done, and its numbers; level labels may
    stand before them. In a table of figures alone the fullest row is the complete one.
    """
    least = head.figures + 3
    counts = [
        len(row.closing) - remarks_on(row.closing, head)
        for row in rows
        if not row.before and len(row.closing) >= least
    ]
    if not counts:
        complete = [least]
    elif _has_words(rows):
        complete = list(range(min(counts), least - 1, -1)) or [least]
    else:
        complete = [max(counts)]
    return [max(0, head.last_figure + 1 - count) for count in complete]


def _has_words(rows: tuple[DumpRow, ...]) -> bool:
    """Does any row hold words beside its label, or wrapped lines?"""
    return any(
        row.before or not all(is_figure_or_dash(piece.text) for piece in row.closing[1:]) for row in rows
    )


def _kinds_seen(rows: tuple[DumpRow, ...], count: int) -> list[set[str]]:
    """For each of the columns right of the label, the kinds of figures that complete rows have there."""
    seen: list[set[str]] = [set() for _ in range(count)]
    for row in rows:
        if len(row.closing) == count + 1:
            for kinds, piece in zip(seen, row.closing[1:], strict=True):
                kinds.add(_kind(piece))
    return seen


def _kind(piece: Piece) -> str:
    if is_dash(piece.text):
        return "dash"
    if piece.text[-1] in "%％‰":
        return "rate"
    return "number" if is_figure(piece.text) else "words"


def _only_at_right(kinds: list[str], seen: list[set[str]]) -> bool:
    """Is the rightmost position the only one, in order, where figures of these kinds have been seen?"""
    latest: list[int] = []
    position = len(seen)
    for kind in reversed(kinds):
        position = next((i for i in range(position - 1, -1, -1) if kind in seen[i]), -1)
        latest.append(position)
    earliest: list[int] = []
    position = -1
    for kind in kinds:
        position = next((i for i in range(position + 1, len(seen)) if kind in seen[i]), len(seen))
        earliest.append(position)
    rightmost = list(range(len(seen) - len(kinds), len(seen)))
    return latest[::-1] == rightmost == earliest
