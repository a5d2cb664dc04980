"""Putting readings together: how they are compared, how two networks' opinions become one.

A pooled reading is as probable as the weighted mean of what the networks say (a linear opinion pool), so that
two networks which disagree can never be sure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from extract.scan.recogniser import MOST_READINGS
from extract.scan.types import Recognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Readings: TypeAlias = "Sequence[tuple[str, float]]"

MOST_SURE = 0.999
"""No recognised text is surer than this; 1 is kept for a text layer."""
_SMALL = 0.6
"""How much the larger network's opinion counts."""
_LEAST = 1e-3
"""Less probable readings are not handed on."""
_ALIKE = 0.5
"""How sure letters are where digits of the same shape make a number."""

_DASHES = str.maketrans(dict.fromkeys("—–―─－−‐‑", "-"))
_DIGITS = str.maketrans("OoQDSsIl|ZzBgqεЗЭб", "000055111228993336")
_NUMBER = re.compile(r"[≥≤><=]?-?\d[\d.,]*%?")
_FIGURES_ONLY = re.compile(r"(?=.*\d)[\d.,·]+%?")
_WELL_FORMED = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?|\d{4}(\.\d{1,2}){1,2}")  # a number, or a date
_SHORT = 14
_DECIDING = re.compile("[万亿千百]元|^元$|单位:元|[优良中差]|合格|达标|完成|否$")
_FIGURES = re.compile(r"[0-9%‰≥≤><=±]")


def folded(text: str) -> str:
    """Text as readings are compared: full-width forms narrowed, dashes alike, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def numeric_like(text: str) -> bool:
    """Whether a misreading of this text could change a number or a comparison."""
    bare = folded(text)
    return bool(_FIGURES.search(bare)) or digits_alike(bare) is not None


def deciding(text: str) -> bool:
    """Whether a word alone may decide a check: a money unit, a rating, whether something was done."""
    bare = folded(text)
    return len(bare) <= _SHORT and bool(_DECIDING.search(bare))


def digits_alike(text: str) -> str | None:
    """The number that letters of the same shape may stand for (`O.5O`, `S`); None where they cannot."""
    bare = folded(text)
    number = bare.translate(_DIGITS)
    return number if number != bare and _NUMBER.fullmatch(number) else None


def pooled(tiny: Recognised, small: Recognised) -> Recognised:
    """One opinion from two; about words that decide nothing the larger network alone is asked."""
    if any(numeric_like(one.text) or deciding(one.text) for one in (tiny, small)):
        readings = _merged([(small.readings, _SMALL), (tiny.readings, 1 - _SMALL)])
    else:
        readings = _merged([(small.readings, 1.0)])
    if not readings:
        return Recognised("", (), ())
    best = readings[0][0]
    chars = small.chars if folded(best) == folded(small.text) else tiny.chars
    return honest(Recognised(best, chars, readings))


def single(line: Recognised) -> Recognised:
    """One network's opinion: readings that differ only in width put together."""
    return honest(line._replace(readings=_merged([(line.readings, 1.0)])))


def honest(line: Recognised) -> Recognised:
    """Nothing surer than `MOST_SURE`; what may be a number but is not written like one is doubted.

    The number it may stand for is put beside it; no alternative is made surer than what was read.
    """
    readings = [(text, min(sure, MOST_SURE)) for text, sure in line.readings]
    number = _meant(readings[0][0]) if readings else None
    if number is not None:
        (text, sure), *others = readings
        share = sure * _ALIKE
        kept = [(other, min(its, share)) for other, its in others if folded(other) != number]
        beside = [(number, share), *kept] if number else kept
        readings = [(text, share), *sorted(beside, key=lambda one: -one[1])]
    return line._replace(readings=tuple(readings[:MOST_READINGS]))


def _meant(text: str) -> str | None:
    """The number that a misspelt one may stand for, empty if nobody can say; None for all other texts."""
    alike = digits_alike(text)
    if alike is not None:
        return alike
    bare = folded(text)
    if not _FIGURES_ONLY.fullmatch(bare) or _WELL_FORMED.fullmatch(bare):
        return None
    stripped = bare.strip(".,·")
    return stripped if _WELL_FORMED.fullmatch(stripped) else ""


def _merged(opinions: Iterable[tuple[Readings, float]]) -> tuple[tuple[str, float], ...]:
    """Readings of several opinions with weights, best first; each folded reading once, as first spelt."""
    totals: dict[str, float] = {}
    spelt: dict[str, str] = {}
    for readings, weight in opinions:
        for text, probability in readings:
            key = folded(text)
            spelt.setdefault(key, text)
            totals[key] = totals.get(key, 0.0) + weight * probability
    best = sorted(totals.items(), key=lambda item: -item[1])
    return tuple((spelt[key], sure) for key, sure in best if sure >= _LEAST or key == best[0][0])
