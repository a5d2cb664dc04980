"""Which way a target points: printed, or told by what it is about, or unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extract.wording import Wording
from validate.attainment.judgement import Flag

if TYPE_CHECKING:
    from normalize.expressions.parse import Part
    from normalize.expressions.quantities import Comparator

_COST = re.compile("成本|费用|经费|支出|预算|造价|单价|限额|三公|开支")
_TIME = re.compile("时限|时长|耗时|用时|天数|工期|周期|时间")
_HARM = re.compile(
    "(?:投诉|事故|差错|信访|上访|违规|违纪|违法|逾期|空置|流失|发案|死亡|伤亡|舆情|超标|能耗|排放|结余率|失败|死亡率|返贫)"
    "(?!.{0,4}(?:处理|办结|整改|化解|查处|完成|受理|回复|降低|下降|减少))"
)
_SAVING = re.compile("节约|节支|节省|降低|下降|减少|压减|控制率|执行率|完成率|到位率|支付率|进度|保障")

# 能耗下降5%: the fall is what is counted, and more of it is better; 下降至5% names a level.
_FALL = re.compile("(?:下降|降低|减少|压减|节约|节支|降幅)(?:了|率)?(?![至到为])")
_FALL_TO = re.compile("(?:下降|降低|减少|压减)[至到为]")
# Kept to, or kept below? Without a sign these rates are meant either way.
_HELD = re.compile("控制率|变动率")

_EITHER_WAY = frozenset({"money", "per", "minutes", "workdays", "months"})


class Direction(NamedTuple):
    """The comparator to use; None where nothing tells. `odd`: printed one way, meant the other."""

    comparator: Comparator | None
    odd: bool
    lower_is_better: bool
    flags: tuple[Flag, ...]


def direction(part: Part, context: str) -> Direction:
    """The printed comparator; else ≤ for costs, harm and time limits, ≥ for what is counted.

    Money and time without a sign or a telling name can be meant either way. `context` is the indicator's
    name with its level-2 name.
    """
    if part.quantity is None:
        return Direction(None, odd=False, lower_is_better=False, flags=())
    lower = _lower_is_better(part, context)
    printed = part.quantity.comparator
    if printed is not None:
        odd = lower and printed in {">=", ">"}
        return Direction(printed, odd, lower, (_odd(printed),) if odd else ())
    if lower:
        return Direction("<=", odd=False, lower_is_better=True, flags=(_LOWER,))
    if part.quantity.unit.family in _EITHER_WAY or _HELD.search(context + part.head):
        return Direction(None, odd=False, lower_is_better=False, flags=())
    return Direction(">=", odd=False, lower_is_better=False, flags=())


def _lower_is_better(part: Part, context: str) -> bool:
    words = context + part.head
    family = part.quantity.unit.family if part.quantity else "none"
    if _FALL_TO.search(part.text):
        return True
    if _FALL.search(part.text):
        return False
    if _HARM.search(words):
        return True
    if _SAVING.search(words):
        return False
    if family in {"minutes", "workdays"}:
        return _TIME.search(words) is not None
    return family in {"money", "per", "none"} and _COST.search(words) is not None


def _odd(printed: str) -> Flag:
    sign = printed.replace(">=", "≥")
    return Flag(
        "direction-odd",
        Wording(
            f"该指标一般越低越好，指标值却写“{sign}”，方向需核对",
            f"for this indicator less is usually better, yet the target is written with “{sign}”",
        ),
    )


_LOWER = Flag(
    "direction-assumed",
    Wording(
        "指标值没有写符号，按“不超过”理解（若按“等于”则以相等为准）",
        "the target has no sign; it is read as a ceiling (as “=”, only the same figure would do)",
    ),
)
