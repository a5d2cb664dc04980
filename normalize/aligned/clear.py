"""Whether a row's words plainly stand in its columns. What does not is left out, whatever it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.dump.lines import width
from normalize.aligned.bands import Band, Placed
from normalize.aligned.frame import POINTS, Frame
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.expressions.units import is_unit
from normalize.lined.kinds import is_value
from normalize.wordings import squeezed, unblanked

if TYPE_CHECKING:
    from normalize.form import Form

_TEXTS = frozenset({"level3", "target", "actual"})
_SIGNED = frozenset({"target", "target-sign", "target-adjusted", "actual"})
_SIGN = re.compile(r"[<>=≥≤≧≦═＜＞＝]+")
_BEFORE_DIGIT = re.compile(r"([^\d]+)\d")
_TWO_VALUES = re.compile(r"[<>=≥≤]\d[^,;、。]*[^,;、。<>=≥≤][<>=≥≤]")
_BLANKS = 2
_MANY = 5
_FEW = 2
_HALF = 2
_MAY_LACK = frozenset({"deviation", "note", "target-unit", "target-sign"})


def _is_broken(cell: Sequence[tuple[Token, ...]]) -> bool:
    """Does a number go on on the next line? Two numbers would look alike."""
    ends = ((text_of(above)[-1], text_of(below)[0]) for above, below in pairwise(cell))
    return any(end.isdigit() and (start.isdigit() or start in ".%％") for end, start in ends)


def _is_run_together(cell: Sequence[tuple[Token, ...]]) -> bool:
    """Does it begin with the unit of the value beside it, or hold two values with nothing to part them?"""
    first = cell[0][0].text
    unit = _BEFORE_DIGIT.match(first)
    begins = (len(cell[0]) > 1 and is_unit(first)) or (unit is not None and is_unit(unit[1]))
    return begins or _TWO_VALUES.search(squeezed("".join(map(text_of, cell)))) is not None


def _has_gap(cell: Sequence[tuple[Token, ...]]) -> bool:
    """Is a line much shorter than the others, and not the last one? A wrapped text fills its lines."""
    widths = [width(text_of(line)) for line in cell]
    return len(cell) > _FEW and _HALF * min(widths[:-1]) < max(widths)


class Judge:
    """Judges the rows of one table."""

    def __init__(self, lines: Sequence[Placed], frame: Frame, form: Form) -> None:
        self._lines, self._roles, self._form = lines, frame.roles, form
        self._columns = len(frame.cuts) + 1
        self._budget = frame.block == "budget"
        self._points = {number for number, role in enumerate(frame.roles) if role in POINTS}
        # a number that begins with its point goes on from the line above: others may do so unseen
        self._broken = any(
            text_of(line.columns[number]).startswith(".")
            for line in lines
            for number in self._points
            if number in line.columns
        )
        self._texts = {number for number, role in enumerate(frame.roles) if role in _TEXTS}

    def is_clear(self, band: Band) -> bool:
        """Stands every word in one column, no column astray, and nothing that a row must have elsewhere?"""
        own = self._lines[band.start : band.stop]
        if self._broken or not all(line.is_clear for line in own):
            return False
        cells: dict[int, list[tuple[Token, ...]]] = {}
        for line in own:
            for number, tokens in line.columns.items():
                cells.setdefault(number, []).append(tokens)
        if self._is_torn(set(cells)) or self._are_rows(own):
            return False
        return all(self._is_one(cell, self._roles[number]) for number, cell in cells.items())

    def _is_torn(self, filled: set[int]) -> bool:
        """Does a row with points lack one, or what was planned or done? It may stand in another column."""
        needed = self._points if self._budget else self._points | self._texts
        return bool(filled & self._points) and not needed <= filled

    def _are_rows(self, lines: Sequence[Placed]) -> bool:
        """Where no numbers hold rows apart: are all texts so long that these may be two rows?"""
        if self._points or self._budget:
            return False
        return all(sum(number in line.columns for line in lines) > 1 for number in self._texts)

    def _is_one(self, cell: Sequence[tuple[Token, ...]], role: str | None) -> bool:
        """Are these the lines of one cell, and not also words of the cells beside it?"""
        tokens = [token for line in cell for token in line]
        signs = any(_SIGN.fullmatch(token.text) for token in tokens)
        apart = any(len(pieces_of(line)) > 1 for line in cell)
        in_parts = role == "target" and signs and len(cell) == 1  # sign, number and unit under one heading
        if (signs and role not in _SIGNED) or (apart and not in_parts):
            return False
        if role in ("target", "actual") and _is_run_together(cell):
            return False
        again = any(_SIGN.match(text_of(line)) for line in cell[1:])  # ≥ begins what another row plans
        if len(cell) > 1 and (role in POINTS or again or _is_broken(cell) or _has_gap(cell)):
            return False
        if role == "level3":
            return self._is_name(cell)
        if role == "label" and any(len(line) > 1 for line in cell):
            return self._form.budget_rows.exact(unblanked("".join(map(text_of, cell)))) is not None
        return True

    def _is_name(self, cell: Sequence[tuple[Token, ...]]) -> bool:
        """Is no target and no name of a level among the lines of an indicator's name?"""
        signed = any(_SIGN.match(token.text) and is_value(token.text) for line in cell for token in line)
        headings = len(cell) > 1 and any(self._form.level2.exact(text_of(line)) for line in cell)
        return not signed and not headings

    def doubtful(self, bands: Sequence[Band]) -> set[int]:
        """The rows that are not clear, those beside them that may have lines of theirs, lone exceptions."""
        unclear = [at for at, band in enumerate(bands) if not self.is_clear(band)]
        beside = {at + step for at in unclear for step in (-1, 1)}
        found = {at for at in beside if 0 <= at < len(bands) and bands[at].stop - bands[at].start > 1}
        odd = [at for at, band in enumerate(bands) if self._is_odd(band)]
        found |= {at + step for at in odd for step in (-1, 0, 1)}
        return found | set(unclear) | self._exceptions(bands)

    def _exceptions(self, bands: Sequence[Band]) -> set[int]:
        """A row that alone lacks what all others have."""
        filled = [
            {number for line in self._lines[band.start : band.stop] for number in line.columns}
            for band in bands
        ]
        needed = [at for at, role in enumerate(self._roles) if role not in _MAY_LACK]
        without = [[at for at, own in enumerate(filled) if number not in own] for number in needed]
        return {rows[0] for rows in without if len(rows) == 1 and len(bands) >= _MANY}

    def _is_odd(self, band: Band) -> bool:
        """Has it no name, two numbers in a column, or not all that it needs? One may be the row above's."""
        own = self._lines[band.start : band.stop]
        filled = {number for line in own for number in line.columns}
        named = any(self._roles[number] in ("level3", "label") for number in filled)
        twice = any(sum(number in line.columns for line in own) > 1 for number in self._points)
        return not named or twice or self._is_torn(filled)

    def goes_on(self, last: Band) -> bool:
        """Do words follow right below the last row that may be the rest of it?"""
        if last.stop >= len(self._lines):
            return False
        above, below = (list(self._lines[at].columns.values()) for at in (last.stop - 1, last.stop))
        near = below[0][0].place.line - above[0][0].place.line == 1
        return near and not any(self._is_known(text_of(tokens)) for tokens in below)

    def _is_known(self, text: str) -> bool:
        """Is this printed below a table: the label of another block, or a remark with its label?"""
        labels = (self._form.head, self._form.rows, self._form.goal_columns)
        return any(one.role(text) for one in labels) or re.search("[:：]", text) is not None

    def stand_apart(self) -> bool:
        """Do two blanks or more stand between the columns everywhere?"""
        for number in range(self._columns - 1):
            before = [line.columns[number][-1].end for line in self._lines if number in line.columns]
            after = [line.columns[number + 1][0].start for line in self._lines if number + 1 in line.columns]
            if before and after and min(after) - max(before) < _BLANKS:
                return False
        return True
