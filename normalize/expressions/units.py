"""Units of measure as they stand in targets and actuals: which family each belongs to, and its base unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

# "none": no unit is printed. "any": 个, which counts almost anything. "per": a compound such as 元/户.
Family: TypeAlias = Literal[
    "none", "any", "events", "persons", "person-times", "orgs", "docs", "things",
    "money", "per", "area", "mu", "length", "volume", "mass", "minutes", "workdays", "months",
    "ratio", "percentage-points", "points",
]  # fmt: skip


class Unit(msgspec.Struct, frozen=True):
    """A unit as printed, its family, and how many base units it is worth (yuan, metre, minute, fraction)."""

    text: str
    family: Family
    factor: Decimal = Decimal(1)


NO_UNIT = Unit("", "none")

# Families that 个 can stand for, and whose members are told apart by their own word rather than by a factor.
COUNTABLE: frozenset[Family] = frozenset({"any", "events", "persons", "orgs", "docs", "things"})


def _family(family: Family, words: str, factor: str = "1") -> dict[str, Unit]:
    return {word: Unit(word, family, Decimal(factor)) for word in words.split()}


_UNITS: dict[str, Unit] = (
    _family("events", "次 期 场 场次 批 批次 班次 个班次 个班 个批次 个场次 轮 轮次 届 起 回 趟")
    | _family("persons", "人 名 位")
    | _family("person-times", "人次 人·次 人.次 人/次")
    | _family("orgs", "家 所 户 村 社区")
    | _family("docs", "篇 份 件 项 条 部 册 本 幅 则 张 封")
    | _family(
        "things", "台 套 辆 座 处 栋 间 口 株 头 只 羽 匹 盏 块 根 支 组 枚 种 类 款 台套 台/套 课时 学时"
    )
    | _family("money", "元 圆 块钱")
    | _family("area", "平方米 ㎡ m2 m² 平米 平方")
    | _family("area", "公顷 hm2", "10000")
    | _family("area", "平方公里 平方千米 km2", "1000000")
    | _family("mu", "亩")
    | _family("length", "米 m 延米")
    | _family("length", "公里 千米 km KM", "1000")
    | _family("volume", "立方米 m3 m³ 立方 方")
    | _family("mass", "公斤 千克 kg KG")
    | _family("mass", "吨", "1000")
    | _family("mass", "斤", "0.5")
    | _family("mass", "克", "0.001")
    | _family("minutes", "分钟")
    | _family("minutes", "小时 个小时", "60")
    | _family("minutes", "天 日 自然日 日历天 个自然日", "1440")
    | _family("minutes", "周 个星期 星期", "10080")
    | _family("workdays", "工作日 个工作日")
    | _family("months", "个月 月")
    | _family("months", "年", "12")
    | _family("ratio", "% 百分比", "0.01")
    | _family("ratio", "‰", "0.001")
    | _family("percentage-points", "个百分点 百分点 %个百分点", "0.01")
    | _family("points", "分")
    | _family("any", "个")
)

_WORDS = re.compile("|".join(re.escape(word) for word in sorted(_UNITS, key=len, reverse=True)))
_PER = re.compile(r"/(?P<whole>[\u4e00-\u9fff]{1,4}(?:[·・、.*][\u4e00-\u9fff]{1,2})*)")

# Measure words that stand before the noun they count: 12个村, 3项制度, 5名专家.
_BEFORE_NOUN: frozenset[Family] = frozenset({"any", "orgs", "docs", "things"})
_YEAR = frozenset({"年", "年度"})

# Words that begin like a unit and are not one: 期间, 项目, 条件, 名称, 人均, 个人, 年度, 分别 ...
_NOT_A_UNIT = re.compile(
    r"期(?:间|末|初|望)|项目|条件|名称|名单|人(?:均|员|才|民|大)|个人|年(?:度|级|均|初|底|末)|分(?:别|类|管|级|公司|局)|件事"
    r"|月(?:初|底|末|份|均)|所(?:有|属|在)|家(?:庭|属|长)|处(?:理|置)|位(?:置|于)|部(?:门|分|署)|组织|支(?:部|出|持|付)"
    r"|方(?:式|面|案|法|便)|方位|种(?:植|子)|次(?:要|日|年)|场(?:所|地|馆)|级|周(?:边|年)|类(?:别|型)|块(?:链)|口(?:碑|径)|本(?:级|年)"
    r"|起(?:来|到|步)|员工|张贴|日(?:常|均|志|报|期|程|间|起|止)|课题|轮(?:训|换|流)|批(?:复|准)|村(?:庄|民)|头(?:条|版)|根据|只(?:有|要)"
)


def unit_at(text: str, position: int) -> Unit:
    """The unit that begins at `position`, the longest that fits; `NO_UNIT` where none does.

    A compound (`元/户`, `次/月`) is one unit of family "per"; `…/年` is dropped, for every form is about one
    year.
    """
    match = _WORDS.match(text, position)
    if match is None or (_NOT_A_UNIT.match(text, position) and not text.startswith("人次", position)):
        return NO_UNIT
    unit = _UNITS[match.group()]
    per = _PER.match(text, match.end())
    if per is None or unit.family == "person-times":
        return unit
    if per["whole"] in _YEAR:
        return Unit(match.group() + per.group(), unit.family, unit.factor)
    return Unit(match.group() + per.group(), "per", unit.factor)


def is_unit(text: str) -> bool:
    """Whether this is a unit and nothing else."""
    return bool(text) and unit_at(text, 0).text == text


def noun_follows(unit: Unit) -> bool:
    """Whether the thing counted may stand after the unit (12个村) rather than before it (培训7期)."""
    return unit.family in _BEFORE_NOUN or unit.text in {"名", "位"}


def alike(wanted: Unit, found: Unit) -> float:
    """How well one unit can answer for another, 0 (not at all) to 1; the factor takes care of the scale."""
    if "none" in {wanted.family, found.family}:
        return 0.7
    if wanted.family != found.family:
        return _across(wanted, found)
    if wanted.family == "per":
        return 1.0 if wanted.text.partition("/")[2] == found.text.partition("/")[2] else 0.0
    # a lone 日 may be the day of a month: it answers its like only
    if wanted.text != found.text and (wanted.family == "things" or "日" in {wanted.text, found.text}):
        return 0.0
    return 0.9 if wanted.family in COUNTABLE and wanted.text != found.text else 1.0


def _across(wanted: Unit, found: Unit) -> float:
    families = {wanted.family, found.family}
    if families == {"persons", "person-times"}:
        return 0.6
    if "any" in families and families <= COUNTABLE:
        return 0.8
    if families in ({"per", wanted.family}, {"per", found.family}, {"ratio", "percentage-points"}):
        return 0.4
    return 0.0
