"""Amounts that lie apart by a factor of ten thousand: one of them was written in 元, the other in 万元."""

from __future__ import annotations

from decimal import Decimal

# 万元 over 元. Amounts of one budget lie within half and twice this factor only where the units differ.
SCALE = Decimal(10_000)
WITHIN = Decimal(2)


def scale_jump(one: Decimal, other: Decimal) -> bool:
    """Whether one of two amounts is about ten thousand times the other."""
    low, high = sorted((abs(one), abs(other)))
    return bool(low) and SCALE / WITHIN <= high / low <= SCALE * WITHIN
