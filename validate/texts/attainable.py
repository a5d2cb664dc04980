"""Whether a printed percentage can be k out of n (the GRIM test), and which n a percentage is of.

A link needs the noun: `266个党支部` and `“五星级”党支部达97.75%` speak of the same things, because the words
before the verb end with the noun that follows the count. Nothing looser is taken for a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec

from normalize.numbers import ARABIC
from validate.rounding import places, unit
from validate.texts.passages import Passage, running

_IS = r"(?:达到|达|占到|占|占比为?|比例为)(?P<number>[0-9]{1,3}(?:\.[0-9]+)?)%"
_IS_SHARE = re.compile(_IS)
_SHARE = re.compile(
    rf"(?P<subject>[一-鿿]{{3,24}}?)(?:占比|比例)?{_IS}"
    r"(?!以上|以下|左右|以内|及以上|[-~—至])"
)
_COUNT = re.compile(
    rf"(?<![0-9.,])(?P<number>{ARABIC})(?:个|家|所|名|位|户|座|处|条|项)(?P<things>[一-鿿]{{2,12}})"
)
# A count after one of these is a part, a bound or a guess, and not the whole that a share is of.
_NOT_WHOLE = re.compile(
    r"(?:约|近|逾|超过?|不足|至少|不少于|不低于|每|各|前|第|其中|其余|新增|新建|新设|新成立|撤销|整顿|培育|打造|评选|命名|选树|创建|[≥≤><＞＜.0-9])$"
)
_SHORTEST_NOUN = 2
_NEARBY = 5
_QUOTED = 16


class Count(msgspec.Struct, frozen=True):
    """A whole number of things that the form states; `things` are the words after the unit."""

    number: int
    printed: str
    things: str
    passage: Passage


class Share(msgspec.Struct, frozen=True):
    """A printed percentage with the end of the clause before it (`words`), and the counts of its noun."""

    printed: str
    words: str
    percent: Decimal
    noun: str
    passage: Passage
    counts: tuple[Count, ...]


def shares(pieces: Sequence[Passage]) -> Iterator[Share]:
    """Every reported percentage whose noun is counted somewhere in the form."""
    told = [(one, text) for one in pieces if one.kind == "reported" and _IS_SHARE.search(text := _flat(one))]
    counted = [count for piece in pieces for count in _counts(piece)] if told else []
    for piece, text in told:
        for match in _SHARE.finditer(text):
            subject = match["subject"]
            noun = max((_common(subject, count.things) for count in counted), key=len, default="")
            if _SHORTEST_NOUN <= len(noun) < len(subject):
                counts = tuple(count for count in counted if count.things.startswith(noun))
                percent = match["number"]
                yield Share(f"{percent}%", match.group()[-_QUOTED:], Decimal(percent), noun, piece, counts)


def attaining(percent: Decimal, whole: int) -> int | None:
    """A number k with k/whole printed so, rounded (half up or half to even) or cut off, if there is one."""
    step = unit(percent)
    low, high = Fraction(percent) - step / 2, Fraction(percent) + step
    first = max(0, -(-low * whole // 100))
    return int(first) if first <= whole and first * 100 < high * whole else None


def neighbours(percent: Decimal, whole: int) -> list[int]:
    """The two k whose shares enclose the printed one."""
    below = int(Fraction(percent) * whole // 100)
    return [k for k in (below, below + 1) if 0 <= k <= whole]


def nearby_whole(percent: Decimal, whole: int) -> tuple[int, int] | None:
    """The nearest other denominator (at most 5 away) on which the print is possible: (k, denominator)."""
    for distance in range(1, _NEARBY + 1):
        for other in (whole + distance, whole - distance):
            k = attaining(percent, other) if other > 0 else None
            if k is not None:
                return k, other
    return None


def decimals(percent: Decimal) -> int:
    """How many decimals the percentage is printed with."""
    return max(places(percent), 0)


def _counts(piece: Passage) -> Iterator[Count]:
    text = _flat(piece)
    for match in _COUNT.finditer(text):
        number = match["number"].replace(",", "")
        if (
            "." not in number
            and int(number) > 1
            and not _NOT_WHOLE.search(text[max(0, match.start() - 4) : match.start()])
        ):
            yield Count(int(number), match.group(), match["things"], piece)


def _flat(piece: Passage) -> str:
    return running(piece.text.value).replace("《", "").replace("》", "")


def _common(subject: str, things: str) -> str:
    """The longest end of the subject that the counted things begin with."""
    lengths = range(min(len(subject), len(things)), 0, -1)
    return next((things[:n] for n in lengths if subject.endswith(things[:n])), "")
