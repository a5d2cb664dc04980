"""The satisfaction that a row reports, read without judging it against its target."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from normalize.evaluation import Indicator
from validate.archive.names import bare
from validate.attainment.attained import is_satisfaction

# One figure with its sign: a bound, an approximation or a range is no rate that was reported.
_RATE = re.compile(r"[^0-9≥≤<>≧≦约近超逾以左余多]*([0-9]{1,3}(?:\.[0-9]+)?)%[^0-9以左右余多上下]*")


def satisfaction(row: Indicator) -> Fraction | None:
    """The reported rate as a fraction; None for other rows, and where it is not one exact figure."""
    if row.actual is None or not is_satisfaction(row):
        return None
    match = _RATE.fullmatch(bare(row.actual.value))
    return Fraction(Decimal(match[1])) / 100 if match else None
