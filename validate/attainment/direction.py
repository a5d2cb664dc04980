"""Which way a target points: printed, or told by what it is about, or unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from extract.wording import Wording
from validate.attainment.judgement import Flag

if TYPE_CHECKING:
    from normalize.expressions.parse import Part
    from normalize.expressions.quantities import Comparator

_COST = re.compile("成本|费用|经费|支出|预算|造价|单价|限额|三公|开支")
_TIME = re.compile("时限|时长|耗时|用时|天数|工期|周期|时间")
_HARM = re.compile(
    "(?:投诉|事故|差错|信访|上访|违规|违纪|违法|逾期|空置|流失|发案|死亡|伤亡|舆情|超标|能耗|排放|结余率|失败|死亡率|返贫)"
    "(?!.{0,4}(?:处理|办结|整改|化解|查处|查办|完成|受理|回复|降低|下降|减少|压减|遏制|控制)"
    "|.{0,6}(?:演练|培训|排查|预防|防范|监测|检测|接待|宣传|教育|拆除|治理|清收|清欠|保险|救援|应急|处置|救助|抚恤|调解|打击|隐患))"
)
# What is done against a harm is work done, and more of it is better: 治理水土流失面积, 查处违法案件.
_FOUGHT = re.compile(
    "(?:治理|防治|整治|化解|查处|查办|处置|处理|办理|清理|排查|打击|修复|调处|解决|消除|减少)[^，,；;。]{0,6}"
    "(?:投诉|事故|差错|信访|上访|违规|违纪|违法|逾期|空置|流失|发案|舆情|超标|返贫)"
)
# Hours and days of service, opening or good air: more of them is better.
_VOLUME = re.compile(
    "(?:服务|志愿|培训|学习|授课|宣讲|开放|运行|播出|直播|活动|工作|值守|值班|驻村|在岗|出勤|优良|达标|供暖|供水|保障|续航|使用"
    "|质保|保修|储备|存储|日照|有效)[^，,]{0,4}(?:时长|时间|天数|周期)"
)
_SAVING = re.compile("节约|节支|节省|降低|下降|减少|压减|控制率|执行率|完成率|到位率|支付率|进度|保障")

# 能耗下降5%: the fall is what is counted, and more of it is better; 下降至5% names a level.
_FALL = re.compile("(?:下降|降低|减少|压减|节约|节支|降幅)(?:了|率)?(?![至到为])")
_FALL_TO = re.compile("(?:下降|降低|减少|压减)[至到为]")
# Kept to, or kept below? Without a sign these rates are meant either way.
_HELD = re.compile("控制率|变动率")

# What stands at the end of a name is what is counted.
_BAD_END = re.compile(
    "(?:投诉|事故|差错|信访|上访|违规|违纪|违法|逾期|空置|流失|死亡|伤亡|舆情|超标|失败|返贫)(?:发生|事件|案件)?"
    "(?:率|数|数量|次数|起数|件数|人数|量|比例|比率)?$|(?:能耗|结余率)$|(?:时限|耗时|用时|工期|响应时间|办理时间|办结时间|等待时间)$"
)
# Complaints that are taken in and cases that are dealt with are work done.
_HANDLED = re.compile("接受|受理|接听|接待|咨询|处理|办理|查办|查处|调解|化解|举报|排查|整改|评估|宣传")
_GOOD_RATE = re.compile("(?:满意度|(?:合格|达标|覆盖|完成|及时|优良|准确|就业|知晓|普及|完好|成活|巩固)率)$")
_AGAINST = re.compile("不满意|不合格|不达标|未完成|不及时|未覆盖|不准确")
_GOOD_MONEY = re.compile(
    "收入|增收|收益|产值|税收|利润|筹|争取|到位|拨付|募|资助|投资|销售|消费|标准|补助|补贴|工资|薪|奖|投入|保障|贷款|授信|节"
)
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")

_EITHER_WAY = frozenset({"money", "per", "minutes", "workdays", "months"})


class Direction(msgspec.Struct, frozen=True):
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
        return _FOUGHT.search(words) is None
    if _SAVING.search(words):
        return False
    if family in {"minutes", "workdays"}:
        return _TIME.search(words) is not None and _VOLUME.search(words) is None
    return family in {"money", "per", "none"} and _COST.search(words) is not None


def wrong_way(part: Part, name: str, level2: str) -> Literal["less", "more"] | None:
    """What is better for a part whose printed sign says the opposite; None where the sign can be right.

    Stricter than `direction`: only where the name ends in what is counted, and not for money that is spent on
    people or brought in.
    """
    wanted = part.quantity
    if wanted is None or wanted.comparator is None:
        return None
    called = _BRACKETS.sub("", name).rstrip("：:。 ") or part.head
    if wanted.comparator in {"<=", "<"}:
        rate = wanted.unit.family == "ratio" and wanted.number < 1 and not _AGAINST.search(called)
        return "more" if rate and _GOOD_RATE.search(called) else None
    if wanted.comparator == "=" or not _lower_is_better(part, f"{name} {level2}"):
        return None
    if wanted.unit.family in {"money", "per", "none"} and _COST.search(f"{called} {level2} {part.head}"):
        return None if _GOOD_MONEY.search(called + part.text) else "less"
    if _HANDLED.search(called):
        return None
    ends = (called, part.head, part.text[: max(part.text.find(wanted.text), 0)])
    return "less" if any(_BAD_END.search(end) for end in ends) else None


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
