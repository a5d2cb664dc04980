"""How a row that falls short is told: part by part, every reading, and how its highest score comes about."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extract.wording import Wording
from validate.attainment.attained import percent, points, quoted
from validate.attainment.judgement import highest_shares

if TYPE_CHECKING:
    from validate.attainment.attained import Row
    from validate.attainment.judgement import PartJudgement

_INTERVAL = re.compile(r"[\[(][^()\[\]]*, [^()\[\]]*[\])]| \? ")


def told(part: PartJudgement) -> Wording:
    """The reason with the part of the target that it speaks of."""
    if part.part.shown in part.reason.zh:
        return part.reason
    return Wording(f"“{part.part.shown}”{part.reason.zh}", f"“{part.part.shown}”: {part.reason.en}")


def scoring(row: Row, at_most: str) -> str:
    """How the highest score comes about: `5 × (50% + 100%) ÷ 2 = 3.75`; parts count alike."""
    shares = highest_shares(row.judgement)
    listed = " + ".join(percent(share).replace(".00%", "%") for share in shares)
    counted = listed if len(shares) == 1 else f"({listed}) ÷ {len(shares)}"
    exact = sum(round(share, 4) for share in shares) * (row.weight or 0) == Decimal(at_most) * len(shares)
    return f"{points(row.weight or Decimal())} × {counted} {'=' if exact else '≈'} {at_most}"


def lowest_part(row: Row) -> tuple[str, str]:
    """For several parts, what the lowest of them gives; empty where that is the same as their mean."""
    shares = highest_shares(row.judgement)
    if len(set(shares)) < 2:
        return "", ""
    least = points((row.weight or Decimal()) * min(shares))
    return f"（各项平均），按完成最差的一项为{least}分", f" (parts alike), {least} by the lowest part"


def shortfall(part: PartJudgement) -> Wording:
    """“会议次数≥2次”实际填报“个1次”，按字面为1 < 2，未达到指标值；若…，则…."""
    said = quoted(part)
    if not part.readings:
        return told(part)
    zh, en = f"“{part.part.shown}”", f"Target “{part.part.shown}”"
    zh += f"实际填报{said}" if said else ""
    en += f", actual {said}" if said else ""
    literal, *others = part.readings
    zh += f"，{literal.label.zh}为{literal.arithmetic}，未达到指标值"
    en += f": {literal.label.en} {literal.arithmetic}, not met"
    for other in others:
        ends_zh, ends_en = _OTHERWISE.get(other.verdict, _OTHERWISE["cannot-tell"])
        zh += f"；{other.label.zh}，则{other.arithmetic}，{ends_zh}"
        en += f"; {other.label.en}, {other.arithmetic}, {ends_en}"
    return Wording(zh, en)


_OTHERWISE = {
    "met": ("达到指标值", "met"),
    "not-met": ("仍未达到指标值", "not met either"),
    "cannot-tell": ("是否达到指标值仍无法判断", "which cannot be told"),
}


def arithmetic(parts: tuple[PartJudgement, ...]) -> str | None:
    """The comparisons in figures; an interval is told in words only."""
    shown = [
        one
        for part in parts
        for one in ([reading.arithmetic for reading in part.readings] or [part.arithmetic or ""])
    ]
    return "; ".join(one for one in shown if one and not _INTERVAL.search(one)) or None
