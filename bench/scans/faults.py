"""One printed number of a clean form changed, and nothing else: documents with a single known fault."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

_FUND = ("initial", "adjusted", "executed", "weight", "rate", "score")
_ROW = ("weight", "score")
_TOTAL = ("total_weight", "total_score")
_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?%?")


class Fault(NamedTuple):
    """A form with one fault: which field, what it was, what it has become."""

    form: Any
    field: str
    before: str
    after: str


def faults(form: Any, name: str, most: int) -> list[Fault]:
    """Up to `most` forms, each with another number changed in one digit; the same ones first on every run."""
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))
    places = list(_numbers(form))
    order = rng.permutation(len(places))
    return [_changed(form, *places[int(at)], rng) for at in order[:most]]


def _numbers(form: Any) -> Iterator[tuple[str, int, str]]:
    """(part of the form, index in it, field) of every cell of the form that holds a number alone."""
    for part, names in (("funds", _FUND), ("rows", _ROW)):
        for at, one in enumerate(getattr(form, part)):
            yield from ((part, at, name) for name in names if _is_number(getattr(one, name)))
    yield from (("form", 0, name) for name in _TOTAL if _is_number(getattr(form, name)))


def _is_number(text: str | None) -> bool:
    return text is not None and _NUMBER.fullmatch(text) is not None


def _changed(form: Any, part: str, at: int, name: str, rng: np.random.Generator) -> Fault:
    owner = form if part == "form" else getattr(form, part)[at]
    before = getattr(owner, name)
    after = _with_another_digit(before, rng)
    made = replace(owner, **{name: after})
    if part != "form":
        rest = getattr(form, part)
        made = replace(form, **{part: (*rest[:at], made, *rest[at + 1 :])})
    return Fault(made, f"{part} {at + 1} {name}", before, after)


def _with_another_digit(text: str, rng: np.random.Generator) -> str:
    at = int(rng.choice([at for at, character in enumerate(text) if character.isdigit()]))
    others = [digit for digit in "123456789" if digit != text[at]]
    return text[:at] + str(rng.choice(others)) + text[at + 1 :]
