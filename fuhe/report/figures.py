"""Text that is a plain number: its value, and the pattern in which a spreadsheet shows it as printed."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from normalize.numbers import half_width

# At most two characters of a unit: 443.88万元, 556人, 98分.
_FIGURE = re.compile(
    r"(?P<minus>-?)(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?P<rest>\.[0-9]+)?"
    r"(?P<unit>%|[\u4e00-\u9fff]{0,2})"
)
_DIGITS = 15  # a spreadsheet keeps no more of a number


class Figure(msgspec.Struct, frozen=True):
    """A number with its sign of per cent or its unit. `value` is a fraction where the unit is %."""

    value: Decimal
    decimals: int
    unit: str
    grouped: bool

    @property
    def pattern(self) -> str:
        """The number format: `#,##0.00"万元"`."""
        whole = "#,##0" if self.grouped else "0"
        unit = self.unit if self.unit in ("", "%") else f'"{self.unit}"'
        return whole + ("." + "0" * self.decimals if self.decimals else "") + unit

    def apart(self, other: Figure) -> str:
        """How far two numbers of one unit are apart, as a reader writes it; blank for different units."""
        if self.unit != other.unit:
            return ""
        gap = abs(self.value - other.value) * (100 if self.unit == "%" else 1)
        return f"{gap:.{max(self.decimals, other.decimals)}f}{self.unit}"


def figure(text: str) -> Figure | None:
    """The text as a number; None where showing it as one could change what is printed.

    That is so for words, signs (≤ 3.75, +5), leading zeros, a negative zero and more digits than fit.
    """
    match = _FIGURE.fullmatch(half_width(text).replace("\N{MINUS SIGN}", "-"))
    if match is None:
        return None
    digits = match["whole"].replace(",", "") + (match["rest"] or "")
    value = Decimal(match["minus"] + digits)
    if len(digits.replace(".", "").lstrip("0")) > _DIGITS or (match["minus"] and not value):
        return None
    exact = value.scaleb(-2) if match["unit"] == "%" else value
    decimals = len(match["rest"] or ".") - 1
    return Figure(exact, decimals, match["unit"], grouped="," in match["whole"])
