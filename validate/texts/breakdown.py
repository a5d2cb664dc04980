"""`其中` lists in running text: a whole, and the parts that are said to be in it.

Only what is beyond doubt is taken: the whole is the last quantity before 其中 in the same sentence, the parts
are the clauses after it that hold one quantity in the same unit and no other figure.
`normalize.expressions.parse` marks the members of such lists so that nothing is counted twice; here a list is
judged, so every clause must be understood, and what was not is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from normalize.numbers import ARABIC, shifted
from validate.texts.passages import UNKNOWN, running

_SENTENCE = re.compile(r"[^。;!]+")
_UNITS = (
    *(
        "万元",
        "亿元",
        "元",
        "人次",
        "家次",
        "户次",
        "台次",
        "批次",
        "场次",
        "人",
        "名",
        "位",
        "个",
        "家",
        "户",
        "所",
        "场",
        "次",
        "期",
        "篇",
        "份",
        "件",
        "项",
    ),
    *(
        "条",
        "台",
        "套",
        "辆",
        "座",
        "处",
        "亩",
        "公里",
        "米",
        "平方米",
        "吨",
        "个班次",
        "批",
        "门",
        "册",
        "幢",
        "栋",
    ),
    *("宗", "起", "例", "头", "只", "株"),
)
_SAME_UNIT = {"名": "人", "位": "人"}
_MONEY = {"元": 0, "万元": 4, "亿元": 8}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_HEDGE = "约|近|逾|超过?|不足|大约|将近|至少|不少于|不低于|≥|≤|>|<"
_QUANTITY = re.compile(
    rf"(?P<before>{_HEDGE})?(?<![0-9.,])(?P<number>{ARABIC})(?P<after>余|多|几)?(?P<unit>{_UNIT})(?P<tail>左右|以上|以下)?"
)
_IS = ("为", "是", "系")
_HEAD = r"[^0-9,:]{0,30}?"
_PART = re.compile(rf"(?P<head>{_HEAD}){_QUANTITY.pattern}(?P<kind>(?:为|是|系)?[^0-9]{{0,12}})")
_RESTATED = re.compile(r"(?:共计?|合计|总计)")
_EXHAUSTIVE = re.compile(r"分别|合计|共计|总计|(?:以上|上述)[^0-9]{0,6}共")
_NEXT = re.compile(r"其中")
_CUT = re.compile(r"[,、和及]")


class Quantity(msgspec.Struct, frozen=True):
    """A number with its unit as printed; `value` counts base units (`unit`; money in yuan).

    `head` names the class. It is empty where the words around the number say what was done and not what was
    counted (6个增设了训练区): such parts may overlap.
    """

    head: str
    printed: str
    value: Decimal
    unit: str
    hedged: bool

    def written(self, value: Decimal) -> str:
        """Another value in base units, written in the unit that is printed here."""
        own = self.printed.lstrip("0123456789.,")
        return f"{shifted(value, -_MONEY.get(own, 0)):f}{own}"


class Breakdown(msgspec.Struct, frozen=True):
    """A whole and its parts. `wholes` are all quantities of that unit before 其中, the nearest one last.

    `exhaustive`: words say that the parts are all there are. `open_end`: the list goes on in a way that was
    not read, so that parts may be missing, or all of them.
    """

    wholes: tuple[Quantity, ...]
    parts: tuple[Quantity, ...]
    exhaustive: bool
    open_end: bool

    @property
    def whole(self) -> Quantity:
        """The quantity that 其中 most likely refers to."""
        return self.wholes[-1]


def breakdowns(text: str) -> Iterator[Breakdown]:
    """Every 其中 list in a text that gives parts in the unit of the quantity before it."""
    plain = running(text)
    for sentence in _SENTENCE.findall(plain) if "其中" in plain else ():
        for found in _NEXT.finditer(sentence):
            before, after = sentence[: found.start()], sentence[found.end() :]
            if before.endswith("("):
                after = after.partition(")")[0]
            one = _list(before, _unbracketed(after))
            if one is not None:
                yield one


def _list(before: str, after: str) -> Breakdown | None:
    wholes = [_quantity(match, "") for match in _QUANTITY.finditer(before)]
    if UNKNOWN in before + after:
        return Breakdown(tuple(wholes), (), exhaustive=False, open_end=True) if wholes else None
    listed, nested, _ = after.partition("其中")
    parts, rest = _parts(listed)
    unit = wholes[-1].unit if wholes else ""
    if not wholes or (parts and parts[0].unit != unit):
        return None
    unread = any(_quantity(match, "").unit == unit for match in _QUANTITY.finditer(rest))
    if not parts and not unread:
        return None
    same = tuple(one for one in wholes if one.unit == unit)
    return Breakdown(same, tuple(parts), bool(_EXHAUSTIVE.search(listed)), open_end=unread or bool(nested))


def _parts(text: str) -> tuple[list[Quantity], str]:
    """The parts from the beginning of the text, and what is left after the last one."""
    parts: list[Quantity] = []
    rest = text.lstrip(":,")
    while rest:
        clause = _clause(rest)
        match = _PART.fullmatch(clause)
        if match is None or _RESTATED.match(clause):
            break
        part = _quantity(match, match["head"] or (match["kind"] if match["kind"][:1] in _IS else ""))
        if parts and part.unit != parts[0].unit:
            break
        parts.append(part)
        rest = rest[len(clause) :].lstrip(",、和及")
    return parts, rest


def _clause(text: str) -> str:
    """Up to the first separator after a quantity: heads may hold 、 themselves (甲、乙分别为3个、2个)."""
    first = _QUANTITY.search(text)
    end = _CUT.search(text, first.end()) if first else None
    return text[: end.start()] if end else text


def _quantity(match: re.Match[str], head: str) -> Quantity:
    unit = _SAME_UNIT.get(match["unit"], match["unit"])
    number = Decimal(match["number"].replace(",", ""))
    if unit in _MONEY:
        number, unit = shifted(number, _MONEY[unit]), "元"
    hedged = any(match[name] for name in ("before", "after", "tail"))
    return Quantity(head, match["number"] + match["unit"], number, unit, hedged)


def _unbracketed(text: str) -> str:
    while (shorter := re.sub(r"\([^()]*\)", "", text)) != text:
        text = shorter
    return text.partition(")")[0]
