"""Printed text -> Decimal: a cell that should hold exactly one number, or one amount of money.

The printed precision is the exponent and is never normalised away: `90.50` is `Decimal("90.50")`, `92.93%` is
`Decimal("0.9293")`. A blank, a dash, a word, or anything that holds two numbers is None, never a guess: a
wrong number would accuse somebody, a missing one only says "could not check".
"""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Literal, TypeAlias

import msgspec

MoneyUnit: TypeAlias = Literal["元", "万元", "亿元"]

MONEY_POWERS: dict[MoneyUnit, int] = {"元": 0, "万元": 4, "亿元": 8}

# Full-width ASCII, the wide blank, minus and percent look-alikes. NFKC would be wrong here: it turns the
# exponent of `10²` into a digit, and `①` into a number. Every entry maps one character to one character, so
# that offsets into the text stay true.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): " ",
    ord("\xa0"): " ",
    ord("−"): "-",
    ord("﹣"): "-",
    ord("﹪"): "%",
    ord("﹢"): "+",
    ord("﹐"): ",",
    ord("﹒"): ".",
}
_WIDE = re.compile(f"[{''.join(map(re.escape, map(chr, _HALF_WIDTH)))}]")
_UNBOUNDED = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
CHINESE = "[〇零一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+"

_PLAIN = re.compile(rf"(?P<sign>[+-]?)\s*(?P<number>{ARABIC})\s*(?P<suffix>%|‰|百分比|分)?")
_CHINESE_PLAIN = re.compile(rf"(?P<percent>百分之)?(?P<whole>{CHINESE})(?:点(?P<part>{CHINESE}))?")
_AMOUNT = re.compile(rf"[¥￥]?\s*(?P<sign>[+-]?)\s*(?P<number>{ARABIC})\s*(?P<unit>[万亿]?元|[万亿])?整?")

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("〇零", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT_UNITS = {"万": 10**4, "亿": 10**8}
_TENS = {"廿": "二十", "卅": "三十"}


class Amount(msgspec.Struct, frozen=True):
    """An amount as printed: `620.82万元` is 620.82 with unit 万元; the unit is None where none is printed."""

    value: Decimal
    unit: MoneyUnit | None

    def in_unit(self, unit: MoneyUnit) -> Decimal:
        """The value in another unit, exactly; an amount without a unit is taken to be in it already."""
        return (
            self.value
            if self.unit is None
            else shifted(self.value, MONEY_POWERS[self.unit] - MONEY_POWERS[unit])
        )


def half_width(text: str) -> str:
    """The text with full-width ASCII and look-alikes made plain; as long as before."""
    return text.translate(_HALF_WIDTH) if _WIDE.search(text) else text


def shifted(value: Decimal, power: int) -> Decimal:
    """`value` times ten to the `power`, exactly: not in the current context, which would round it."""
    return value.scaleb(power, _UNBOUNDED) if power else value


def parse_number(text: str) -> Decimal | None:
    """The one number in a cell; rates are fractions (`92.93%` -> `Decimal("0.9293")`).

    Accepts full-width digits, well-formed thousands separators, a sign, a trailing %, ‰, 百分比 or 分, and
    Chinese numerals. None for a blank, a dash, words, a unit, or more than one number.
    """
    plain = _cleaned(text)
    match = _PLAIN.fullmatch(plain)
    if match is None:
        return _chinese_cell(plain)
    value = Decimal(match["sign"] + match["number"].replace(",", ""))
    return shifted(value, {"%": -2, "百分比": -2, "‰": -3}.get(match["suffix"], 0))


def parse_amount(text: str) -> Amount | None:
    """The one amount in a cell with its printed unit; `5.8万` is in 万元. None where there is none."""
    match = _AMOUNT.fullmatch(_cleaned(text))
    if match is None:
        return None
    unit = match["unit"]
    value = Decimal(match["sign"] + match["number"].replace(",", ""))
    if unit is None:
        return Amount(value, None)
    return Amount(value, "亿元" if "亿" in unit else "万元" if "万" in unit else "元")


def chinese_number(text: str) -> Decimal | None:
    """A whole number in Chinese numerals (`三千二百`, `壹佰`, `二〇二三`); None where it is malformed.

    `三四` (three or four) and the colloquial `三百五` are None: they can be read in two ways.
    """
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if not text:
        return None
    if all(character in _DIGITS for character in text):
        return _digit_string(text)
    total, rest = 0, text
    for unit in ("亿", "万"):
        head, found, tail = rest.partition(unit)
        if found:
            section = _below_ten_thousand(head)
            if not section:
                return None
            total, rest = total + section * _GREAT_UNITS[unit], tail
    if total and len(rest) == 1:  # `一万二` colloquially means 12 000
        return None
    last = _below_ten_thousand(rest) if rest else 0
    return None if last is None else Decimal(total + last)


def _cleaned(text: str) -> str:
    return half_width(text.translate(_INVISIBLE)).strip()


def _chinese_cell(plain: str) -> Decimal | None:
    match = _CHINESE_PLAIN.fullmatch(plain)
    if match is None or plain == "一":  # a lone 一 is a dash as often as a one
        return None
    whole = chinese_number(match["whole"])
    if whole is None:
        return None
    if match["part"]:
        digits = [_DIGITS.get(character) for character in match["part"]]
        if None in digits:
            return None
        whole = Decimal(f"{whole}.{''.join(map(str, digits))}")
    return shifted(whole, -2) if match["percent"] else whole


def _digit_string(text: str) -> Decimal | None:
    if len(text) == 1 or "〇" in text or (len(text) == 4 and "零" in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    return None


def _below_ten_thousand(text: str) -> int | None:
    """`三千零二十` -> 3020. Units must fall; a digit must stand before each (`十` alone may lead)."""
    total, last_unit, position = 0, 10_000, 0
    text = text if text[:1] not in {"十", "拾"} else f"一{text}"
    while position < len(text):
        if text[position] in "零〇":
            position += 1
            continue
        digit = _DIGITS.get(text[position])
        unit = _SMALL_UNITS.get(text[position + 1 : position + 2])
        if digit is None or (unit is None and position + 1 < len(text)):
            return None
        if unit is None:
            # `三百五` colloquially means 350: the last digit must follow 十 or 零, or stand alone
            bare = last_unit > 10 and position > 0 and text[position - 1] not in "零〇"
            return None if bare else total + digit
        if unit >= last_unit:
            return None
        total, last_unit, position = total + digit * unit, unit, position + 2
    return total or None
