"""What each row below the indicator header is: an indicator, a subtotal, the total, a template's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from normalize.numbers import parse_number
from normalize.wordings import bare, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.form import Form
    from normalize.rows import Row

RowKind: TypeAlias = Literal["indicator", "subtotal", "total", "template", "other"]

VALUES = ("target-sign", "target", "target-adjusted", "target-unit", "actual", "weight", "score")
_NOTHING = re.compile(r"[—―–\-/\s]*")
_DIGIT = re.compile(r"\d")
# What a template prints where a value belongs: (据实填写), ≥XX个.
_HINT = re.compile(r"\([^()\d]*\)|[<>=≥≤≧≦═]*[Xx×*]+(?:%|[\u4e00-\u9fff]{0,3})")


class RowKinds:
    """Tells the rows of a table apart by its columns, which a repeated header can change."""

    def __init__(self, columns: Columns, form: Form) -> None:
        self.columns = columns
        self._form = form
        words = "|".join(map(re.escape, form.vocabulary.slot_words))
        self._slot = re.compile(rf"(?:(?:{words})\d*[:.、]?|[.…·/—-]+|\*+)*")

    def of(self, row: Row) -> RowKind:
        """What the row is."""
        if row.is_line or not row.written:
            return "other"
        for kind in ("total", "subtotal"):
            if self.is_labelled(row, kind):
                return kind
        values = [role for role in VALUES if _filled(self.own(row, role))]
        name = "".join(cell.text for cell in self.columns.cells(row, "level3"))
        if self._slot.fullmatch(bare(name)):
            if name.strip() and not any(_is_filled_in(self.own(row, role)) for role in VALUES):
                return "template"
            if set(values) <= {"weight", "score"}:
                return "total" if "score" in values and self._bare_numbers(row) else _empty_slot(name)
            return "indicator" if self._has_level(row) or self.own(row, "level3") else "other"
        named = bool(self.own(row, "level3")) and len(row.own) > 1
        return "indicator" if values or (named and self._seen_blank(row)) else "other"

    def is_total(self, row: Row) -> bool:
        """Whether the row has the total's label and a number for it."""
        numbers = (*self.own(row, "weight"), *self.own(row, "score"))
        return not row.is_line and self.is_labelled(row, "total") and any(map(_is_number, numbers))

    def is_sure(self, row: Row) -> bool:
        """Whether the row is an indicator even below the total: all cells that one has are filled."""
        needed = [role for role in ("level3", "target", "actual", "weight", "score") if role in self.columns]
        numbers = (*self.own(row, "weight"), *self.own(row, "score"))
        return (
            not row.is_line
            and self.of(row) == "indicator"
            and len(needed) > 3
            and all(_filled(self.own(row, role)) for role in needed)
            and all(map(_is_number, numbers))
        )

    def is_labelled(self, row: Row, kind: str) -> bool:
        """Whether the row carries the label and is no indicator.

        It has no target, or the label itself stands where a target or an actual value would.
        """
        labels = [cell for cell in row.written if self._form.rows.role(cell.text) == kind]
        instead = any(self.columns.owner(cell) in ("target", "target-unit", "actual") for cell in labels)
        if not labels or (_filled(self.own(row, "target")) and not instead):
            return self._ends_in_label(row) if kind == "subtotal" else False
        return not row.is_dump or any(_DIGIT.search(cell.text) for cell in row.written)

    def _ends_in_label(self, row: Row) -> bool:
        """产出指标小计: the label hangs on a heading."""
        ends = any(bare(cell.text).endswith(self._form.vocabulary.subtotal_labels) for cell in row.written)
        return ends and not _filled(self.own(row, "target"))

    def _bare_numbers(self, row: Row) -> bool:
        """Whether everything written in the row is its weight and its score."""
        numbers = (*self.own(row, "weight"), *self.own(row, "score"))
        return all(cell in numbers for cell in row.written)

    def _has_level(self, row: Row) -> bool:
        return any(_filled(self.columns.cells(row, role)) for role in ("level1", "level2"))

    def _seen_blank(self, row: Row) -> bool:
        """Whether the row's target or actual cell was seen, so that a blank in it is the unit's."""
        return not row.is_dump and any(self.own(row, role) for role in ("target", "actual"))

    def own(self, row: Row, role: str) -> tuple[Cell, ...]:
        """The cells of this role that start in this row."""
        return tuple(cell for cell in self.columns.cells(row, role) if cell.row == row.index)


def _filled(cells: Sequence[Cell]) -> bool:
    return any(cell.text.strip() for cell in cells)


def says(cells: Sequence[Cell]) -> bool:
    """Whether anything but a dash is written."""
    return any(not _NOTHING.fullmatch(cell.text) for cell in cells)


def _is_filled_in(cells: Sequence[Cell]) -> bool:
    """Whether the unit wrote anything: more than a dash and other than what the template printed."""
    return any(says([cell]) and not _HINT.fullmatch(squeezed(cell.text)) for cell in cells)


def _is_number(cell: Cell) -> bool:
    return parse_number(cell.text) is not None


def _empty_slot(name: str) -> RowKind:
    return "template" if name.strip() else "other"
