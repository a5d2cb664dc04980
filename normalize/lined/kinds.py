"""What can stand in a column, by its role, and how odd it would be there: 0 is usual, None impossible."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form
    from normalize.wordings import Labels

Block: TypeAlias = Literal["indicators", "budget"]
Fit: TypeAlias = Callable[[str], float | None]

UNKNOWN_LEVEL = 1.0
_ELSEWHERE = 0.05
_RARE = 0.3
_MISSING = 1.0
_PLAIN = r"(?:0|[1-9]\d*)(?:\.\d+)?"
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
_DASH = re.compile(r"[—―–\-/]+")
_POINTS = re.compile(rf"{_PLAIN}")
_AMOUNT = re.compile(rf"-?(?:{_PLAIN}|{_GROUPED})[^\d\s.,%—―–/-]{{0,2}}")
_RATE = re.compile(rf"{_PLAIN}%")
_FRACTION = re.compile(r"[01](?:\.\d+)?")
_SIGN = re.compile(r"[<>=≥≤≧≦═]+")
_FIGURE = re.compile(rf"{_PLAIN}[%‰]?")
_MOST_POINTS = 100
_VALUE = re.compile(rf"[<>=≥≤≧≦═]*-?(?:{_PLAIN}|{_GROUPED})[^\d.]*")
_PHRASE = re.compile(rf"[^\d<>=≥≤≧≦═%]*(?:{_PLAIN}|{_GROUPED})[^\d.<>=≥≤≧≦═]*")
_WEIGHT_ON_IT = re.compile(r"\(?\d+(?:\.\d+)?分?\)?$")
_SAME_UNIT_TWICE = re.compile(rf"{_PLAIN}([^\d.,%，。；、~-]{{1,4}}){_PLAIN}\1$")
_RUN_TOGETHER = re.compile(r"%\d")


class Column(msgspec.Struct, frozen=True):
    """A column: its role (None where its heading says nothing known), what fits, and the price of a blank."""

    role: str | None
    fit: Fit
    blank: float


class Names:
    """The names of levels and rows that the families of forms know; those of `form` count first."""

    def __init__(self, form: Form, forms: Sequence[Form]) -> None:
        self._first, self._all = form, (form, *forms)
        self.slots = frozenset(form.vocabulary.slot_words)

    def level(self, number: Literal[1, 2], text: str) -> float | None:
        """0 for a name of this level, a little more for one that only some family knows, None for no name."""
        if _labels(self._first, number).role(text):
            return 0.0
        return _ELSEWHERE if any(_labels(form, number).role(text) for form in self._all) else None

    def is_own_name(self, number: Literal[1, 2], text: str) -> bool:
        """Is this the form's own name of a level, not another wording for it?"""
        return any(_labels(form, number).role(text) == squeezed(text) for form in self._all)

    def is_level(self, text: str) -> bool:
        """Is this to the letter the name of a level in some family?"""
        return any(form.level1.exact(text) or form.level2.exact(text) for form in self._all)

    def row(self, text: str) -> str | None:
        """The kind of row that this label names, if any."""
        return self._first.rows.role(text)


def _labels(form: Form, number: Literal[1, 2]) -> Labels:
    return form.level1 if number == 1 else form.level2


def column(role: str | None, block: Block, names: Names) -> Column:
    """What stands in a column of this role."""
    if block == "budget":
        fit, blank = _BUDGET.get(role or "", (_words, _RARE))
        return Column(role, fit, blank)
    if role in ("level1", "level2"):
        return Column(role, _level(1 if role == "level1" else 2, names), 0.0)
    if role == "level3":
        return Column(role, _name(names), 2 * _MISSING)
    if role == "section":
        return Column(role, lambda text: 0.0 if names.row(text) == "section" else None, 0.0)
    if role == "deviation":
        return Column(role, _reason(names), 0.0)
    fit, blank = _INDICATORS.get(role or "", (_text, _RARE))
    return Column(role, fit, blank)


def is_figure(text: str) -> bool:
    """A plain number or percentage, well formed."""
    return _FIGURE.fullmatch(squeezed(text)) is not None


def is_nothing(text: str) -> bool:
    """A dash or stroke in the place of a value."""
    return _DASH.fullmatch(squeezed(text)) is not None


def is_value(text: str) -> bool:
    """A number, with a sign before it or a unit behind it, and no second number."""
    return _VALUE.fullmatch(squeezed(text)) is not None


def is_sign(text: str) -> bool:
    """A sign of comparison and nothing else."""
    return _SIGN.fullmatch(squeezed(text)) is not None


def is_phrase(text: str) -> bool:
    """Words with at most one number in them?"""
    plain = squeezed(text)
    return _PHRASE.fullmatch(plain) is not None or not any(char.isdigit() or char == "%" for char in plain)


def _level(number: Literal[1, 2], names: Names) -> Fit:
    def fit(text: str) -> float | None:
        name = without_weight(text)
        if name is None or names.row(text) is not None:
            return None
        if (known := names.level(number, name)) is not None:
            return known
        return None if names.level(1 if number == 2 else 2, name) == 0.0 else UNKNOWN_LEVEL

    return fit


def without_weight(text: str) -> str | None:
    """A heading without the weight on it; None for what is a sentence or a figure and so no heading."""
    name = _WEIGHT_ON_IT.sub("", squeezed(text))
    return None if not name or any(c.isdigit() or c in "。,;:<>=≥≤%" for c in name) else name


def _name(names: Names) -> Fit:
    def fit(text: str) -> float | None:
        if is_value(text) or is_nothing(text) or names.row(text) is not None:
            return None
        return UNKNOWN_LEVEL + _RARE if names.is_level(without_weight(text) or "") else _text(text)

    return fit


def _text(text: str) -> float | None:
    if not any(char.isalnum() for char in text):
        return None
    return None if _RUN_TOGETHER.search(squeezed(text)) else 0.0


def _attainment(text: str) -> float | None:
    """What was planned or done: not both of them in one."""
    parts = [part for part in text.split() if is_value(part) and not part.isdigit()]
    several = len(parts) > 1 or _SAME_UNIT_TWICE.search(squeezed(text))
    return None if several else _text(text)


def _words(text: str) -> float | None:
    return None if is_value(text) or is_nothing(text) or not is_phrase(text) else 0.0


def _reason(names: Names) -> Fit:
    """A reason is a sentence: no value, and no name of a level."""

    def fit(text: str) -> float | None:
        if is_value(text) or names.row(text) is not None or names.is_level(without_weight(text) or ""):
            return None
        return _text(text)

    return fit


def _remark(text: str) -> float | None:
    return None if is_value(text) else _text(text)


def _points(text: str) -> float | None:
    number = squeezed(text)
    if is_nothing(text):
        return 0.0
    return 0.0 if _POINTS.fullmatch(number) and Decimal(number) <= _MOST_POINTS else None


def _amount(text: str) -> float | None:
    return 0.0 if is_nothing(text) or _AMOUNT.fullmatch(squeezed(text)) else None


def _rate(text: str) -> float | None:
    if is_nothing(text) or _RATE.fullmatch(squeezed(text)):
        return 0.0
    return _RARE if _FRACTION.fullmatch(squeezed(text)) else None


def _sign(text: str) -> float | None:
    if _SIGN.fullmatch(squeezed(text)):
        return 0.0
    return None if any(c.isdigit() for c in text) else _RARE


def _unit(text: str) -> float | None:
    return None if any(c.isdigit() for c in text) or _SIGN.search(squeezed(text)) else 0.0


_INDICATORS: dict[str, tuple[Fit, float]] = {
    "target": (_attainment, _MISSING),
    "target-sign": (_sign, _RARE),
    "target-unit": (_unit, _RARE),
    "target-adjusted": (_text, _RARE),
    "actual": (_attainment, _MISSING),
    "weight": (_points, _MISSING),
    "score": (_points, _MISSING),
    "score-review": (_points, _MISSING),
}
_BUDGET: dict[str, tuple[Fit, float]] = {
    "label": (_words, 2 * _MISSING),
    "section": (_words, 0.0),
    "initial": (_amount, _MISSING),
    "adjusted": (_amount, _MISSING),
    "executed": (_amount, _MISSING),
    "part": (_amount, _MISSING),
    "weight": (_points, 2 * _RARE),
    "rate": (_rate, 2 * _RARE),
    "score": (_points, 2 * _RARE),
    "note": (_remark, 0.0),
}
