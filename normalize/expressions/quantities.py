"""Quantities in running text: number, scale, unit, hedge, comparator, quantifier; each an interval.

The grammar: [每|各|共|平均] [comparator] [hedge] number [余] [万] [余] unit [suffix]. Every value is in the
base unit of its family and keeps the digits that were printed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

import msgspec

from normalize.expressions.idioms import idiom_spans
from normalize.expressions.units import NO_UNIT, Unit, unit_at
from normalize.numbers import ARABIC, CHINESE, chinese_number, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.expressions.dates import Dates

T = TypeVar("T")

Comparator: TypeAlias = Literal[">=", ">", "<=", "<", "="]

# "each": 各N, N for every conjunct to its left. "every": 每期N, N for every `per`. "slip": 个N where 各N may
# be meant. "total": 共N. The rest are statistics.
Quantifier: TypeAlias = Literal["", "each", "every", "slip", "total", "average", "max", "min"]
Hedge: TypeAlias = Literal["", "about", "near", "more"]


class Interval(msgspec.Struct, frozen=True):
    """The values a phrase admits; None is no bound on that side."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> Decimal | None:
        """The one value, where there is only one."""
        return self.low if self.low is not None and self.low == self.high else None

    def times(self, factor: Decimal) -> Interval:
        """Both ends multiplied by a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_open, self.high_open)

    def shown(self) -> str:
        """As a mathematician writes it: `[400, 500)`; a single value as itself."""
        exact = self.exact
        if exact is not None:
            return plain(exact)
        low = "-∞" if self.low is None else plain(self.low.normalize())
        high = "∞" if self.high is None else plain(self.high.normalize())
        left = "(" if self.low_open or self.low is None else "["
        right = ")" if self.high_open or self.high is None else "]"
        return f"{left}{low}, {high}{right}"


class Quantity(msgspec.Struct, frozen=True):
    """One quantity in a text. `start` and `end` are offsets, `number` the printed figure in base units.

    `value` is what the phrase itself admits, hedges included and the comparator not: in `≥约200人` it is
    [190, 210]. `power` is the printed 百/千/万/亿, for a counterpart that leaves it out. `per` is the thing
    after 每. `ranged` marks `90%—95%`. `trailing` is the word after a figure with no known unit (35千瓦).
    """

    text: str
    start: int
    end: int
    number: Decimal
    value: Interval
    unit: Unit
    comparator: Comparator | None = None
    quantifier: Quantifier = ""
    per: str = ""
    power: int = 0
    ranged: bool = False
    trailing: str = ""

    @property
    def admitted(self) -> Interval:
        """The values it admits with its comparator: `≥90%` is [0.9, ∞)."""
        low, high = self.value, self.value
        if self.comparator in {">=", ">"}:
            return Interval(low.low, None, low_open=self.comparator == ">" or low.low_open)
        if self.comparator in {"<=", "<"}:
            return Interval(None, high.high, high_open=self.comparator == "<" or high.high_open)
        return self.value


def plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros beyond the printed ones."""
    return format(number, "f")


def _words(*meanings: tuple[T, str]) -> dict[str, T]:
    return {word: meaning for meaning, words in meanings for word in words.split()}


_COMPARATORS: dict[str, Comparator] = _words(
    (">=", "≥ ≧ ⩾ >= => 大于等于 大于或等于 不少于 不低于 不小于 至少 最少 不得少于 不得低于 起码"),
    (">", "> 大于 高于 多于 超过 超出 超 逾 突破"),
    ("<=", "≤ ≦ ⩽ <= =< 小于等于 小于或等于 不超过 不超 不高于 不大于 不多于 不得超过 不得高于"),
    ("<=", "不突破 最多 至多 控制在"),
    ("<", "< 小于 低于 少于 不足 不到 不满 未达 未达到"),
    ("=", "= ═ == 等于"),
)
_HEDGES: dict[str, Hedge] = _words(("about", "约 大约 约为 大概"), ("near", "近 将近 接近"))
_QUANTIFIERS: dict[str, Quantifier] = _words(
    ("each", "各 分别 各自 均"),
    ("total", "共 共计 总计 合计 累计 总共 一共 共有 总"),
    ("average", "平均 人均 户均 村均 亩均 日均 月均 年均 均值"),
    ("max", "最长 最高 最大"),
    ("min", "最短 最低 最小"),
)
_TRANSPARENT = frozenset({"为", "是", "达", "达到", "达成", "有", ":"})
_PREFIXES = sorted({*_COMPARATORS, *_HEDGES, *_QUANTIFIERS, *_TRANSPARENT}, key=len, reverse=True)
_BY_LAST = {word[-1]: [one for one in _PREFIXES if one[-1] == word[-1]] for word in _PREFIXES}

# Words that only end like one of these: 节约 is a saving and no 约, 最近 no 近.
_NOT_PREFIXES = {"约": "节集签合公履违预条特制", "近": "最附邻临远", "共": "公", "总": "汇", "均": "平人户"}
# The characters before a prefix that make a longer word of it, which says something else.
_INSIDE = {word: frozenset(_NOT_PREFIXES.get(word, "")) for word in _PREFIXES}

_NUMBER = re.compile(rf"百分之(?:{ARABIC}|{CHINESE})|(?<![0-9.]){ARABIC}(?![0-9])|{CHINESE}")
_SCALE = re.compile("(?:[十百千]?万|亿|千|百)")
_SCALED = frozenset("余多十百千万亿")
_POWERS = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
_SUFFIX = re.compile("(?:及|\\(含\\)|含)?(?:以上)|(?:及|\\(含\\))?(?:以下|以内|之内)|左右|上下|余|多|内|前")
_RANGE = re.compile("[-—–~至]+")
_EVERY = re.compile(
    r"(?P<mean>平均)?每(?:个|一)?(?P<per>人次|班次|季度?|半年|工作日|[期场次批班轮月周天日年人户家村件名套亩篇项所])(?P<mean2>平均)?[^0-9,。;、]{0,8}$"
)
_EACH_VERB = re.compile(r"各(?:自)?(?:开展|举办|召开|组织|进行|完成|实施)了?$")
_SLIP = re.compile(r"(?<=[\u4e00-\u9fff])(?<![每两各单整0-9一二三四五六七八九十几多这那哪逐])个$")
_PERIODS = frozenset({"月", "季", "季度", "半年", "周", "日", "天"})
_WORD = re.compile("[\u4e00-\u9fffA-Za-z℃°]{1,2}")
_SHY_UNITS = frozenset("批项条种类支个名位部套件家块间口头年月组方本所村户处人天周")


def scan_quantities(text: str, dates: Sequence[Dates]) -> tuple[Quantity, ...]:
    """All quantities of a compact text (half-width, blanks out), in order; idioms and dates passed over."""
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return ()
    taken = [*idiom_spans(text), *((one.start, one.end) for one in dates)]
    found = [_quantity(text, match, taken) for match in numbers]
    return _without_overlap(_joined_ranges(text, [one for one in found if one is not None]))


class _Before(msgspec.Struct, frozen=True):
    """The words before a figure: where they begin and what they say."""

    start: int
    comparator: Comparator | None = None
    hedge: Hedge = ""
    quantifier: Quantifier = ""
    per: str = ""


class _After(msgspec.Struct, frozen=True):
    """The words after a figure: where they end and what they say."""

    end: int
    power: int
    unit: Unit
    comparator: Comparator | None
    hedge: Hedge


def _quantity(text: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Quantity | None:
    first, last = match.span()
    if any(start < last and first < end for start, end in taken):
        return None
    figure = _figure(match.group())
    if figure is None:
        return None
    before, after = _before(text, first), _after(text, match)
    if not match.group()[-1].isascii() and not _spelled_counts(match.group(), before, after):
        return None
    start, signed = _signed(text, before.start, first, figure, after.unit)
    unit, period = _without_period(after.unit)
    base = _to_base(signed, after.power, after.unit)
    return Quantity(
        text=text[start : after.end],
        start=start,
        end=after.end,
        number=base,
        value=_hedged(base, figure, before.hedge or after.hedge, after),
        unit=unit,
        comparator=before.comparator or after.comparator,
        quantifier="every" if period else before.quantifier,
        per=period or before.per,
        power=after.power,
        trailing=_trailing(text, after),
    )


def _without_period(unit: Unit) -> tuple[Unit, str]:
    """次/月 is 每月…次: the plain unit and the period."""
    base, _, period = unit.text.partition("/")
    if unit.family == "per" and period in _PERIODS:
        return unit_at(base, 0), period
    return unit, ""


def _trailing(text: str, after: _After) -> str:
    if after.unit != NO_UNIT or after.comparator is not None:
        return ""
    word = _WORD.match(text, after.end)
    return word.group() if word else ""


def _figure(text: str) -> Decimal | None:
    text = text.removeprefix("百分之")
    return Decimal(text.replace(",", "")) if text[0].isascii() else chinese_number(text)


def _after(text: str, match: re.Match[str]) -> _After:
    position, power, hedge = _scale(text, match.end())
    if match.group().startswith("百分之"):
        unit = Unit("百分之", "ratio", Decimal("0.01"))
    else:
        unit = unit_at(text, position)
        position += len(unit.text)
    suffix = _SUFFIX.match(text, position)
    if suffix is None or not _suffix_counts(suffix.group(), text[suffix.end() : suffix.end() + 1], unit):
        return _After(position, power, unit, None, hedge)
    shown = suffix.group()
    if shown in {"左右", "上下"}:
        hedge = "about"
    elif shown in {"余", "多"}:
        hedge = "more"
    comparator: Comparator | None = ">=" if shown.endswith("以上") else None
    if shown.endswith(("以下", "以内", "之内", "内", "前")):
        comparator = "<="
    return _After(suffix.end(), power, unit, comparator, hedge)


def _scale(text: str, position: int) -> tuple[int, int, Hedge]:
    """What stands between figure and unit, 余/多 and 百/千/万/亿: position after, power, whether 余."""
    power = 0
    hedge: Hedge = ""
    if text[position : position + 1] not in _SCALED:
        return position, power, hedge
    for _ in range(2):
        if text[position : position + 1] in {"余", "多"}:
            hedge, position = "more", position + 1
        scale = _SCALE.match(text, position)
        if scale is None or unit_at(text, position) != NO_UNIT:
            continue
        # 百 and 千 may begin a unit that is not known here (千瓦); 万 and 亿 do not
        if scale.group() in {"万", "亿"} or unit_at(text, scale.end()) != NO_UNIT:
            power, position = power + _POWERS[scale.group()], scale.end()
    return position, power, hedge


def _before(text: str, end: int) -> _Before:
    """The words before a figure, read backwards."""
    start = end
    comparator: Comparator | None = None
    hedge: Hedge = ""
    quantifier: Quantifier = ""
    for _ in range(5):
        word = _prefix(text, start)
        if not word:
            break
        start -= len(word)
        comparator = comparator or _COMPARATORS.get(word)
        hedge = hedge or _HEDGES.get(word, "")
        quantifier = quantifier or _QUANTIFIERS.get(word, "")
    return _distributed(text[:start], _Before(start, comparator, hedge, quantifier), bare=start == end)


def _prefix(text: str, end: int) -> str:
    """The prefix that ends here; empty where there is none, or where it is the end of a longer word."""
    for word in _BY_LAST.get(text[end - 1 : end], ()):
        if text.endswith(word, 0, end):
            inside = text[end - len(word) - 1 : end - len(word)] in _INSIDE[word]
            return "" if inside else word
    return ""


def _distributed(before: str, found: _Before, *, bare: bool) -> _Before:
    """每期…, 各开展… and 个 further to the left of what was found so far."""
    if "每" in before and (every := _EVERY.search(before)):
        mean = every["mean"] or every["mean2"] or found.quantifier == "average"
        return msgspec.structs.replace(
            found, start=every.start(), quantifier="average" if mean else "every", per=every["per"]
        )
    if "各" in before and (each := _EACH_VERB.search(before)):
        return msgspec.structs.replace(found, start=each.start(), quantifier="each")
    if bare and before.endswith("个") and (slip := _SLIP.search(before)):
        return msgspec.structs.replace(found, start=slip.start(), quantifier="slip")
    return found


def _signed(text: str, start: int, number_start: int, number: Decimal, unit: Unit) -> tuple[int, Decimal]:
    """A minus counts only where a rate or money can be negative; elsewhere it is a dash."""
    minus = start == number_start and text[start - 1 : start] == "-" and unit.family in {"ratio", "money"}
    if minus and not re.match(r"[0-9A-Za-z%]", text[start - 2 : start - 1]):
        return start - 1, -number
    return start, number


def _to_base(number: Decimal, power: int, unit: Unit) -> Decimal:
    if unit.family in {"ratio", "percentage-points"}:
        return shifted(number, power - (3 if unit.text == "‰" else 2))
    return shifted(number, power) * unit.factor if unit.factor != 1 else shifted(number, power)


def _step(digits: Decimal, power: int, unit: Unit) -> Decimal:
    """The unit of the last digit that is not zero: what 余 may add (400余: 100, 120余: 10, 1.2万余: 1000)."""
    shortened = digits.normalize()
    exponent = int(shortened.as_tuple().exponent) if shortened else 0
    return _to_base(Decimal((0, (1,), exponent)), power, unit)


def _hedged(base: Decimal, figure: Decimal, hedge: Hedge, after: _After) -> Interval:
    if hedge == "near":
        return Interval(base * Decimal("0.9"), base, high_open=True)
    if hedge == "about":
        return Interval(base * Decimal("0.95"), base * Decimal("1.05"))
    if hedge == "more":
        return Interval(base, base + _step(figure, after.power, after.unit), high_open=True)
    return Interval(base, base)


def _suffix_counts(suffix: str, next_character: str, unit: Unit) -> bool:
    if suffix == "前":
        return unit.text == "日"
    if suffix == "内":
        return unit.family in {"minutes", "workdays", "months", "money"} and next_character not in {
            "容",
            "部",
            "外",
        }
    return suffix not in {"余", "多"} or (unit != NO_UNIT and next_character not in {"元", "样"})


def _spelled_counts(figure: str, before: _Before, after: _After) -> bool:
    """Chinese numerals are half idiom: without a unit they never count, and a lone 一 hardly ever."""
    if after.unit == NO_UNIT or after.unit.text == "百分之":
        return after.unit != NO_UNIT
    marked = before.comparator or before.quantifier in {"each", "total", "slip", "every"}
    return bool(marked) or not (figure in {"一", "两"} and after.unit.text in _SHY_UNITS)


def _joined_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """`90%—95%` and `5-8次` become one quantity."""
    joined: list[Quantity] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and _RANGE.fullmatch(text[before.end : one.start]) and _can_range(before, one):
            joined[-1] = _range(text, before, one)
        else:
            joined.append(one)
    return joined


def _can_range(low: Quantity, high: Quantity) -> bool:
    same = low.unit in (high.unit, NO_UNIT)
    return same and not low.ranged and low.comparator is None and high.comparator is None


def _range(text: str, low: Quantity, high: Quantity) -> Quantity:
    number = low.number if low.unit != NO_UNIT else _to_base(low.number, high.power - low.power, high.unit)
    return msgspec.structs.replace(
        high,
        text=text[low.start : high.end],
        start=low.start,
        value=Interval(number, high.number),
        quantifier=low.quantifier,
        per=low.per,
        ranged=True,
    )


def _without_overlap(found: list[Quantity]) -> tuple[Quantity, ...]:
    """A prefix may reach back into the quantity before (`6人各2次`): the earlier one keeps its text."""
    if not found:
        return ()
    trimmed = [found[0]]
    for before, one in pairwise(found):
        start = max(one.start, before.end)
        trimmed.append(msgspec.structs.replace(one, start=start, text=one.text[start - one.start :]))
    return tuple(trimmed)
