"""How clerks and systems write numbers: rounding, decimals, separators, dashes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from random import Random

_WIDE = Context(prec=60)


def fixed(value: Fraction | Decimal | int, places: int, rounding: str = ROUND_HALF_UP) -> str:
    """A number with so many decimals."""
    exact = Fraction(value)
    quotient = _WIDE.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return str(quotient.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_WIDE))


def trimmed(text: str) -> str:
    """9.50 as 9.5, 10.00 as 10: how a spreadsheet shows a score."""
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Habit:
    """How one form is written. `blank_zero` is what stands where an amount is nothing."""

    rounding: str = ROUND_HALF_UP
    money_places: int = 2
    rate_places: int = 2
    score_places: int = 2
    separators: bool = False
    trim: bool = True
    blank_zero: str = "0.00"
    nothing: str = "—"
    money_suffix: str = ""
    money_scale: int = 1
    trim_money: bool = False
    percent_sign: str = "%"

    def money(self, value: Fraction) -> str:
        """An amount; zero as this clerk leaves it."""
        if not value:
            return self.blank_zero
        text = fixed(value * self.money_scale, self.money_places, self.rounding)
        text = trimmed(text) if self.trim_money else text
        return (f"{Decimal(text):,}" if self.separators else text) + self.money_suffix

    def score(self, value: Fraction) -> str:
        """A score, or a total of scores."""
        text = fixed(value, self.score_places, self.rounding)
        return trimmed(text) if self.trim else text

    def rate(self, value: Fraction) -> str:
        """A fraction as a percentage."""
        return f"{fixed(value * 100, self.rate_places, self.rounding)}{self.percent_sign}"


def plain(_: Random) -> Habit:
    """The habit of the samples: half up, two decimals."""
    return Habit()


def any_habit(chance: Random) -> Habit:
    """One of the habits in use."""
    rounding = chance.choice([ROUND_HALF_UP, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN])
    places = chance.choice([2, 2, 2, 4, 6, 1])
    return Habit(
        rounding,
        places,
        chance.choice([2, 2, 2, 1, 0]),
        chance.choice([2, 2, 2, 1]),
        chance.random() < 0.25,
        chance.random() < 0.7,
        chance.choice(["0.00", "0", "", "—", "/", "0.00"]),
        chance.choice(["—", "—", "/", "-", ""]),
    )
