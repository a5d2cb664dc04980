"""A text dump cut into free lines and tables: a header line, then rows that are closed by numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple, TypeAlias

from extract.document import Joint
from extract.dump.cells import MOST_ATOMS, Atom
from extract.dump.closing import DumpRow
from extract.dump.header import Header, header, tail, with_unnamed_remarks
from extract.dump.lined import row_fields, row_lines, stand_close
from extract.dump.lines import Piece, fields, is_glued, is_page_number, whole
from extract.wording import Wording

# A narrower header-like line this close to the last row is text of a row, not a new table.
_NEAR = 25
_MANY = 3
_MOST_CROWDED = 0.4
_INDENTED = 8
_OFTEN = 0.2
_LINE_END = re.compile(r"\r\n?|[\n\v\x85\u2028\u2029]")
_REPEATED = Wording(
    zh="换页后重复了同样的表头，续接为同一张表",
    en="The same header is repeated, so the rows go on with the same table",
)


class Printed(NamedTuple):
    """A line that holds something, its page, and whether an empty line (or page break) stands before it."""

    piece: Piece
    page: int
    starts_paragraph: bool


class Stretch(NamedTuple):
    """A table as printed. `aside` are lines inside it that are none of its text (page numbers).

    `glued` are rows whose cells run together without a blank: their lines, one tuple a row.
    """

    head: Header
    rows: tuple[DumpRow, ...]
    joints: tuple[Joint, ...]
    aside: tuple[Piece, ...]
    glued: tuple[tuple[Piece, ...], ...] = ()


class Lined(NamedTuple):
    """A table whose every row stands on one line; which columns its fields fill is left open."""

    head: Header
    rows: tuple[Piece, ...]


class Tangle(NamedTuple):
    """Lines of a table on which the wrapped texts of neighbouring columns alternate: no cell can be told."""

    lines: tuple[Piece, ...]


Section: TypeAlias = Piece | Stretch | Lined | Tangle


def printed_lines(text: str) -> tuple[Printed, ...]:
    """All lines with text on them; pages are separated by form feeds."""
    found: list[Printed] = []
    number = 0
    for page, sheet in enumerate(text.split("\f"), start=1):
        fresh = True
        raws = _LINE_END.split(sheet)
        for offset, raw in enumerate(raws):
            # A form feed does not end a line: what follows it stands on the same line of the file.
            number += 0 if page > 1 and offset == 0 else 1
            if not raw.strip():
                fresh = True
                continue
            found.append(Printed(whole(raw, number), page, fresh))
            fresh = False
    return tuple(found)


def sections(lines: tuple[Printed, ...]) -> tuple[Section, ...]:
    """Free lines and tables in reading order."""
    walk = _Walk(frozenset())
    walk.go(lines)
    if walk.remarked:
        walk = _Walk(frozenset(walk.remarked))
        walk.go(lines)
    return tuple(walk.found)


class _Walk:
    """Goes down the lines; while a header is open it collects rows under it.

    `wrapped` are the lines of headers whose last heading, one of remarks, is known to stand on other lines;
    `remarked` are those found so on the way.
    """

    def __init__(self, wrapped: frozenset[int]) -> None:
        self.wrapped = wrapped
        self.found: list[Section] = []
        self.remarked: list[int] = []
        self._open(None)

    def _open(self, head: Header | None) -> None:
        known = head is not None and head.headings[0].line in self.wrapped
        self.head = with_unnamed_remarks(head) if head and known else head
        self.with_remark = 0
        self.taken: list[Piece] = []
        self.rows: list[DumpRow] = []
        self.joints: list[Joint] = []
        self.gap: list[Printed] = []
        self.aside: list[Piece] = []
        self.glued: list[tuple[Piece, ...]] = []

    def go(self, lines: tuple[Printed, ...]) -> None:
        """Take all lines and close what is open."""
        for line in lines:
            self.take(line)
        self.close()

    def take(self, line: Printed) -> None:
        """Sort the next line in."""
        head = header(line.piece)
        if head and not self._belongs_to_table(head):
            self.close()
            self._open(head)
        elif self.head is None:
            self.found.append(line.piece)
            return
        elif head and head.texts == self.head.texts:
            self.joints.append(Joint(len(self.rows) + 1, _REPEATED))
        elif is_page_number(line.piece.text):
            self.aside.append(line.piece)
        else:
            self._take_text(self.head, line)
        self.taken.append(line.piece)
        if len(self.gap) > MOST_ATOMS:
            self.close()

    def _take_text(self, head: Header, line: Printed) -> None:
        closing = tail(line.piece, head)
        if closing:
            self.rows.append(DumpRow(_atoms(self.gap), closing))
            self.gap.clear()
        elif is_glued(line.piece, alone=line.starts_paragraph and head.figures > 1):
            # The row ends here, but its numbers cannot be told apart; nothing of it is any other row's.
            self.glued.append((*(before.piece for before in self.gap), line.piece))
            self.gap.clear()
        else:
            self.gap.append(line)
            self.with_remark += not head.remarks and bool(tail(line.piece, with_unnamed_remarks(head)))

    def _belongs_to_table(self, head: Header) -> bool:
        """Is this the header again, or four words that are cells of a row whose numbers follow below?"""
        if self.head is None:
            return False
        if head.texts == self.head.texts:
            return True
        if head.names_numbers:
            return False
        if head.width < self.head.width and self._follows_row(head):
            return True
        room = self.head.width - self.head.figures - self.head.remarks
        return bool(self.rows) and head.width <= room and len(self.gap) <= _NEAR

    def _follows_row(self, head: Header) -> bool:
        """Does this line stand right below another one that is neither the header nor a wrapped cell?"""
        before = self.taken[-1]
        close = head.headings[0].line - before.line == 1
        return close and len(self.taken) > 1 and len(row_fields(before)) > 1

    def close(self) -> None:
        """End the open table after its last row; what follows that row is free text."""
        ends = [self.rows[-1].closing[-1].line] if self.rows else []
        last = max(ends + [row[-1].line for row in self.glued], default=0)
        below = [piece for piece in self.taken if self.head and piece.line > self.head.headings[0].line]
        if self.head and (rows := self._whole_lines(self.head, below)):
            self.found.append(Lined(self.head, rows))
            own = {piece.line for piece in rows} | {self.head.headings[0].line}
            self.found.extend(piece for piece in self.taken if piece.line not in own)
            self._open(None)
            return
        if self.head and self.with_remark >= max(_MANY, len(self.rows) // 2):
            self.remarked.append(self.head.headings[0].line)
        if self.head and last:
            self.found.append(self._table(self.head, last))
        self.found.extend(piece for piece in self.taken if piece.line > last)
        self._open(None)

    def _whole_lines(self, head: Header, below: list[Piece]) -> tuple[Piece, ...]:
        """The rows, if they stand close, each on one line, or if their shapes alone would not do."""
        rows = row_lines(below, head)
        return rows if rows and (stand_close(rows) or self._is_tangle(head)) else ()

    def _is_tangle(self, head: Header) -> bool:
        if not self.rows or _tangled(self.rows):
            return True
        wrapped = any(row.before for row in self.rows)
        return wrapped and (head.ends_unsurely or head.is_aligned or _keep_columns(self.taken))

    def _table(self, head: Header, last: int) -> Section:
        if self._is_tangle(head):
            return Tangle(tuple(piece for piece in self.taken if piece.line <= last))
        joints = tuple(joint for joint in self.joints if joint.row <= len(self.rows))
        aside = tuple(piece for piece in self.aside if piece.line < last)
        return Stretch(head, tuple(self.rows), joints, aside, tuple(self.glued))


def _tangled(rows: list[DumpRow]) -> bool:
    """Do most wrapped lines hold text of several columns side by side?"""
    lines = [atom.piece.line for row in rows for atom in row.before]
    crowded = sum(1 for count in Counter(lines).values() if count > 1)
    return crowded >= _MANY and crowded > _MOST_CROWDED * len(set(lines))


def _keep_columns(lines: list[Piece]) -> bool:
    """Do many lines begin far to the right? Then blanks keep columns apart, and wrapped cells stand level."""
    return sum(line.column > _INDENTED for line in lines) > _OFTEN * len(lines)


def _position(piece: Piece) -> tuple[int, int]:
    return piece.line, piece.column


def _atoms(lines: list[Printed]) -> tuple[Atom, ...]:
    atoms: list[Atom] = []
    for line in lines:
        for index, field in enumerate(fields(line.piece)):
            between = "paragraph" if line.starts_paragraph else "line"
            atoms.append(Atom(field, "blank" if index else between))
    return tuple(atoms)
