"""An execution rate stated in a sentence together with the two amounts it is taken from.

Only a sentence that leaves no choice is taken: one budget, one executed amount and one rate, no other amount
or percentage, nothing approximate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from normalize.numbers import ARABIC
from validate.texts.passages import UNKNOWN, running

_SENTENCE = re.compile(r"[^。;!]+")
_IS = "(?:为|共计?|合计|总计|是|达到?|资金|金额|总额|数|:|,)*"


def _money(name: str) -> str:
    return rf"(?P<{name}>{ARABIC})(?P<{name}_unit>亿元|万元|元)"


_BUDGET = re.compile(
    rf"(?:预算(?:安排|下达|批复)?|安排(?:预算|资金)|资金总额|年度资金){_IS}{_money('budget')}"
)
_SPENT = re.compile(
    "(?:执行(?:数|金额)?|(?:实际|累计|全年|已|共|完成)(?:支出|支付|使用|执行)|支出数)了?"
    rf"{_IS}{_money('spent')}"
)
_RATE = re.compile(rf"执行率{_IS}(?P<rate>{ARABIC})%")
_ANY_MONEY = re.compile(rf"{ARABIC}(?:亿元|万元|元)")
_ANY_RATE = re.compile("[%‰]|百分之")
_APPROXIMATE = re.compile("约|近[0-9]|余[万亿]?元|逾|左右|以上|不足|超过?[0-9]")
_OTHER_BASE = re.compile(
    "追加|调增|调减|调整(?!后)|新增|压减|收回|其中|分别|人均|上年|去年|往年|上一年|以前年度|历年|年初|结转"
    "|月底|上半年|季度|截至"
)
_YEAR = re.compile("(20[0-9]{2})年")


class TextRate(msgspec.Struct, frozen=True):
    """Budget, executed amount and rate of one sentence, as printed; the rate is a fraction.

    `unit` is the money unit of both amounts.
    """

    sentence: str
    budget: Decimal
    spent: Decimal
    rate: Decimal
    unit: str
    budget_text: str
    spent_text: str
    rate_text: str


def text_rates(text: str, year: int | None) -> Iterator[TextRate]:
    """Every sentence of the text that states the three numbers of this year, both amounts in one unit."""
    if "执行率" not in "".join(text.split()):
        return
    for sentence in _SENTENCE.findall(running(text)):
        if "执行率" in sentence and _plain(sentence, year):
            one = _rate(sentence)
            if one is not None:
                yield one


def _plain(sentence: str, year: int | None) -> bool:
    """Whether nothing in the sentence makes its numbers approximate, or those of another time."""
    others = {int(one) for one in _YEAR.findall(sentence)} - {year}
    doubtful = UNKNOWN in sentence or _APPROXIMATE.search(sentence) or _OTHER_BASE.search(sentence)
    return not others and not doubtful


def _rate(sentence: str) -> TextRate | None:
    alone = len(_ANY_MONEY.findall(sentence)) == 2 and len(_ANY_RATE.findall(sentence)) == 1
    budget, spent, rate = _BUDGET.search(sentence), _SPENT.search(sentence), _RATE.search(sentence)
    if not alone or not budget or not spent or not rate or budget.start("budget") == spent.start("spent"):
        return None
    if budget["budget_unit"] != spent["spent_unit"]:
        return None
    return TextRate(
        sentence,
        _number(budget["budget"]),
        _number(spent["spent"]),
        _number(rate["rate"]).scaleb(-2),
        budget["budget_unit"],
        budget["budget"],
        spent["spent"],
        rate["rate"] + "%",
    )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
