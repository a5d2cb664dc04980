"""Rows of a text dump that contradict their own headings: what was dealt out wrongly is taken back as text.

A dump's rows are found by the shapes of lines. Where a level name stands in the column of targets, a value in
that of names, or a bare unit in that of actual values, the shapes misled: such a row is no row, and a table
with several of them is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from extract.document import Block, Cell, Document, InText, Line, Problem, Table
from extract.wording import Wording
from normalize.expressions.units import is_unit
from normalize.lined.kinds import Names, is_nothing, is_value, without_weight
from normalize.lined.table import roles_of
from normalize.numbers import parse_number
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form

_FEW = 1
_SHARE = 3
_HEADINGS = 3
_LONG = 6
_BEGINS_WITH_RATE = re.compile(r"[<>=≥≤]*\d+(?:\.\d+)?%")
_SIDE_BY_SIDE = frozenset({"part", "adjusted", "executed", "rate"})
_SHORTEST_NAME = 2
_HUNDRED, _FEW_HUNDREDS = Decimal(100), 2  # a total row prints one, a total above the rows another
_WHOLE = frozenset({"level1", "level2", "level3", "target", "actual"})
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$")
_COMPARED = re.compile(r"[<>=≥≤≧≦]\d")
_SEE_ORIGINAL = Wording(
    "请对照原件核对；有 PDF、.xlsx 或 .docx 原件时请改用原件。",
    "Compare with the original; use the PDF, .xlsx or .docx itself if there is one.",
)


class Sifted(msgspec.Struct, frozen=True):
    """The document without such rows, and what is to be said about them."""

    document: Document
    problems: tuple[Problem, ...]


def sifted(document: Document, form: Form, forms: Sequence[Form]) -> Sifted:
    """Take back the rows of a dump that contradict their headings; any other document comes back as it is."""
    if document.source.media_type != "text/plain":
        return Sifted(document, ())
    sieve = _Sieve(form, forms)
    blocks: list[Block] = []
    problems: list[Problem] = []
    for number, block in enumerate(document.blocks):
        odd = sieve.odd_rows(block, number) if isinstance(block, Table) else []
        if not odd or not isinstance(block, Table):
            blocks.append(block)
            continue
        rows = {cell.row for cell in block.cells} - {0}
        few = len(odd) <= _FEW and _SHARE * len(odd) <= len(rows) and not sieve.is_mixed(block, number)
        wrong = set(odd) if few else rows
        blocks += _without(block, wrong)
        problems.append(_problem([cell for cell in block.cells if cell.row in wrong]))
    return Sifted(msgspec.structs.replace(document, blocks=tuple(blocks)), tuple(problems))


class _Sieve:
    def __init__(self, form: Form, forms: Sequence[Form]) -> None:
        self._form, self._names = form, Names(form, forms)
        self._slots = tuple(form.vocabulary.slot_words)
        labels = [label for one in forms for level in (one.level1, one.level2) for label in level.wordings]
        self._levels = tuple({label for label in labels if label.endswith(self._slots)})
        self._pieces = frozenset(
            label[:-cut] for label in self._levels for slot in self._slots for cut in range(1, len(slot))
        )

    def odd_rows(self, table: Table, number: int) -> list[int]:
        """The rows that contradict the headings of their table."""
        found = roles_of(table, number, self._form) if table.how == "dump" else None
        if found is None:
            return []
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            if cell.row and cell.row_span == 1:
                rows.setdefault(cell.row, []).append(cell)
        block, roles = found
        if block == "indicators" and _weigh_as_much_as_all(rows, roles):
            return list(rows)
        if block == "budget":
            return [
                row
                for row, cells in rows.items()
                if _lacks_parts(cells, roles)
                or any(_is_cut(cell.text) for cell in cells)
                or any(self._holds_more(cell, roles) for cell in cells)
            ]
        return [
            row
            for row, cells in rows.items()
            if self._is_odd(cells, roles) or any(self._holds_more(cell, roles) for cell in cells)
        ]

    def is_mixed(self, table: Table, number: int) -> bool:
        """Do words of two cells stand in one anywhere? Then no row of it can be trusted."""
        found = roles_of(table, number, self._form)
        return found is not None and any(self._holds_more(cell, found[1]) for cell in table.cells if cell.row)

    def _holds_more(self, cell: Cell, roles: Sequence[str | None]) -> bool:
        """Is a name known that stands here, and are there other words before or after it?"""
        if cell.column_span > 1:
            return False
        role, text = roles[cell.column], squeezed(cell.text)
        if role == "label":
            totals = [one for one in self._form.budget_rows.wordings if len(one) >= _LONG]
            plain = text.rstrip(":：")
            known = self._form.budget_rows.role(text) is not None
            return not known and any(plain.startswith(one) or plain.endswith(one) for one in totals)
        if role in ("level1", "level2"):
            odd = text in self._pieces or is_value(text) or any(char in text for char in "，。；,;")
            return odd or self._is_more(cell.text)
        if role == "level3":
            ends = any(text.endswith(label) and text != label for label in self._levels)
            return ends or _BEGINS_WITH_RATE.match(text) is not None
        return False

    def _is_odd(self, cells: Sequence[Cell], roles: Sequence[str | None]) -> bool:
        headings = sum(self._form.columns.exact(cell.text) is not None for cell in cells)
        if headings >= _HEADINGS or any(self._form.rows.role(cell.text) == "total" for cell in cells):
            return False
        if len({cell.column for cell in cells}) == 1 and cells[0].column_span == len(roles):
            return False  # a whole line that was never dealt out
        by_role = {roles[cell.column]: cell.text for cell in cells if cell.column_span == 1}
        name = by_role.get("level3")
        if any(_is_cut(text) for role, text in by_role.items() if role in _WHOLE):
            return True
        values = [by_role[role] for role in ("target", "actual") if role in by_role]
        if name is not None and self._is_no_name(name):
            return True
        if any(self._is_level(text) for text in values):
            return True
        return any(is_unit(squeezed(text)) for text in values) and "target-unit" not in by_role

    def _is_level(self, text: str) -> bool:
        """The name of a level that says that it is one; 服务对象满意度 may name an indicator too."""
        name = without_weight(text) or ""
        return name.endswith(self._slots) and self._names.is_level(name)

    def _is_more(self, text: str) -> bool:
        """The name of a level with something else before it, as the rest of a heading."""
        name = without_weight(text) or ""
        return not self._names.is_level(name) and any(
            name.endswith(label) and self._form.columns.role(name[: -len(label)]) for label in self._levels
        )

    def _is_no_name(self, text: str) -> bool:
        """A level name or a piece of one, a heading, a value, or a name with a value behind it."""
        plain = squeezed(text)
        if self._is_level(text) or self._form.columns.exact(text) or is_value(text) or is_nothing(text):
            return True
        if len(plain) < _SHORTEST_NAME or plain in self._pieces or is_unit(plain):
            return True
        return plain.startswith(self._levels) or _COMPARED.search(_BRACKETED.sub("", plain)) is not None


def _is_cut(text: str) -> bool:
    """Is a bracket open at its end or closed before it was opened? Then the rest stands elsewhere."""
    plain = squeezed(text)
    return plain.count("(") != plain.count(")") or plain.find(")") < plain.find("(")


def _weigh_as_much_as_all(rows: Mapping[int, Sequence[Cell]], roles: Sequence[str | None]) -> bool:
    """Do several indicators weigh a hundred each? Then the figures of another column stand there."""
    weights = (cell.text for cells in rows.values() for cell in cells if roles[cell.column] == "weight")
    return sum(parse_number(text) == _HUNDRED for text in weights) > _FEW_HUNDREDS


def _lacks_parts(cells: Sequence[Cell], roles: Sequence[str | None]) -> bool:
    """Where sources of money stand side by side, a row without all of its figures may have any of them."""
    if "part" not in roles or any(cell.column_span > 1 for cell in cells):
        return False
    return sum(roles[cell.column] in _SIDE_BY_SIDE for cell in cells) < sum(
        role in _SIDE_BY_SIDE for role in roles
    )


def _without(table: Table, wrong: set[int]) -> Iterator[Block]:
    """The table without these rows, which follow it as lines."""
    rows = sorted({cell.row for cell in table.cells} - wrong)
    if rows != [0]:
        at = {row: number for number, row in enumerate(rows)}
        cells = []
        for cell in table.cells:
            own = [row for row in cell.rows if row in at]
            if own:
                cells.append(msgspec.structs.replace(cell, row=at[own[0]], row_span=len(own)))
        joints = [
            msgspec.structs.replace(joint, row=sum(row < joint.row for row in rows)) for joint in table.joints
        ]
        yield msgspec.structs.replace(table, cells=tuple(cells), row_count=len(rows), joints=tuple(joints))
    else:
        yield from (Line(cell.text, cell.place) for cell in table.cells if cell.row == 0)
    yield from (Line(cell.text, cell.place) for cell in table.cells if set(cell.rows) <= wrong)


def _problem(cells: Sequence[Cell]) -> Problem:
    places = [cell.place for cell in cells if isinstance(cell.place, InText)]
    first, last = min(place.line for place in places), max(place.end_line for place in places)
    quoted = [cell.text for cell in cells[:5]]
    return Problem(
        "dump-row-unclear",
        Wording(
            f"第 {first}–{last} 行按行形归栏的结果与表头不符（级次名称、数值或单位落在别的栏内），"
            f"未归入表格：{'、'.join(quoted)}",
            f"Lines {first}–{last}: dealt out by their shapes they contradict the headings (a level name, a "
            f"value or a unit in another column), so they were left out: {', '.join(quoted)}",
        ),
        _SEE_ORIGINAL,
        lines=(first, last),
    )
