"""Values with their printed text and place, made from cells."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from extract.wording import Wording
from normalize.evaluation import How, Number, Text, Traced
from normalize.fullstop import doubted, mended
from normalize.numbers import Amount, MoneyUnit, parse_amount, parse_number, shifted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extract.document import Cell, Place

T = TypeVar("T")

_POINTS = Wording(
    "印作百分数，按百分制换算为分。", "Printed as a percentage; converted to points out of a hundred."
)
_PERCENT = Wording(
    "印作不带百分号的数，按百分数理解。", "Printed without a percent sign; understood as a percentage."
)

_NO_UNIT = Wording(
    "表内金额单位不一，此格未印单位，不作猜测。",
    "The amounts are printed in several units and this one without any; it is not guessed.",
)

# Some forms print weights in brackets: （10）, (10分). A score in brackets may be a deduction and stays.
_BRACKETED = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]\s*")

# A printed rate above this without a percent sign cannot be a fraction: 92.93 is 92.93 %.
_LARGEST_FRACTION = Decimal(2)


def traced(value: T, cells: Sequence[Cell], how: How = "read", reason: Wording | None = None) -> Traced[T]:
    """A value read from these cells (at least one); further cells and page parts become `more`."""
    first, *rest = cells
    more: tuple[Place, ...] = (*first.more, *(place for cell in rest for place in (cell.place, *cell.more)))
    text = " ".join(filter(None, (cell.text.strip() for cell in cells)))
    confidence = min(cell.confidence for cell in cells)
    words = [word for cell in cells for word in cell.words]
    # only a line by itself has readings that are readings of the whole text
    alternatives = words[0].alternatives if len(words) == 1 else ()
    return Traced(value, text, first.place, confidence, how, reason, more, alternatives)


def text_of(cells: Sequence[Cell], how: How = "read", reason: Wording | None = None) -> Text | None:
    """The printed text as a value; None where there is no cell."""
    if not cells:
        return None
    return traced("".join(cell.text.strip() for cell in cells), cells, how, reason)


def points(cells: Sequence[Cell], *, bracketed: bool = False) -> Number | None:
    """A weight or a score, in points; `bracketed` accepts one that stands in brackets."""
    return _mended(cells, _bracketed_points if bracketed else _points)


def _bracketed_points(text: str, cells: Sequence[Cell]) -> Number:
    inside = _BRACKETED.fullmatch(text)
    return _points(inside[1] if inside else text, cells)


def _points(text: str, cells: Sequence[Cell]) -> Number:
    value = parse_number(text)
    if value is not None and any(sign in text for sign in "%％"):
        return traced(shifted(value, 2), cells, "converted", _POINTS)
    return traced(value, cells)


def _mended(cells: Sequence[Cell], read: Callable[[str, Sequence[Cell]], Number]) -> Number | None:
    """What these cells hold; a full stop between figures is read as a decimal point, with the reason."""
    if not cells:
        return None
    text = "".join(cell.text for cell in cells)
    found = read(text, cells)
    if found.value is not None or found.reason is not None or (plain := mended(text)) is None:
        return found
    second = read(plain, cells)
    return found if second.value is None else doubted(found, second.value)


def rate(cells: Sequence[Cell], header: str) -> Number | None:
    """A rate as a fraction; `header` is the column's heading, which may carry the percent sign."""
    return _mended(cells, lambda text, own: _rate(text, own, header))


def _rate(text: str, cells: Sequence[Cell], header: str) -> Number:
    value = parse_number(text)
    if value is None or any(sign in text for sign in ("%", "％", "‰", "百分")):
        return traced(value, cells)
    if "%" in header or "％" in header or value > _LARGEST_FRACTION:
        return traced(shifted(value, -2), cells, "inferred", _PERCENT)
    return traced(value, cells)


def money(
    cells: Sequence[Cell], unit: MoneyUnit | None, printed: MoneyUnit | None, *, bare: bool = True
) -> Number | None:
    """An amount in the form's money unit; one printed in another unit is converted exactly.

    `printed` is the unit of amounts without one in this column; without `bare` they are not known.
    """
    return _mended(cells, lambda text, own: _money(text, own, unit, printed, bare=bare))


def _money(
    text: str, cells: Sequence[Cell], unit: MoneyUnit | None, printed: MoneyUnit | None, *, bare: bool
) -> Number:
    amount = parse_amount(text)
    if amount is None:
        return traced(None, cells)
    if amount.unit is None and amount.value and not bare:
        return traced(None, cells, reason=_NO_UNIT)
    own = amount.unit or printed
    if own is None or unit is None or own == unit:
        return traced(amount.value, cells)
    where = Wording("格内", "The cell") if amount.unit else Wording("本栏", "The column")
    reason = Wording(
        f"{where.zh}单位为{own}，已换算为{unit}。", f"{where.en} is in {own}; converted to {unit}."
    )
    return traced(Amount(amount.value, own).in_unit(unit), cells, "converted", reason)
