"""What an honest form says before it is written down: amounts, indicators, and what was earned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Literal, TypeAlias

from bench.faults.families import Family
from bench.faults.habits import Habit

Kind = Literal["floor", "ceiling", "date", "words", "compound"]


@dataclass(frozen=True)
class Item:
    """An indicator. `target` and `actual` are numbers where it has them; the texts are what is printed.

    `share` is the part of the weight that was earned. `split` is sign, number and unit for forms that print
    them apart.
    """

    level1: str
    level2: str
    name: str
    kind: Kind
    target_text: str
    actual_text: str
    weight: Fraction
    share: Fraction = Fraction(1)
    reason: str = ""
    sign: str = ""
    unit: str = ""
    target: Decimal | None = None
    actual: Decimal | None = None
    split: tuple[str, str, str] | None = None
    printed_weight: str | None = None
    printed_score: str | None = None

    @property
    def met(self) -> bool:
        """Whether full marks are due."""
        return self.share == 1


@dataclass(frozen=True)
class Money:
    """A budget row below the total."""

    label: str
    initial: Fraction
    adjusted: Fraction
    executed: Fraction
    axis: int = 0


@dataclass(frozen=True)
class Plan:
    """An honest form of a family. `texts` are goals and remarks by name, `true` rules that rightly speak."""

    family: Family
    habit: Habit
    year: int
    parts: tuple[Money, ...]
    items: tuple[Item, ...]
    texts: dict[str, str] = field(default_factory=dict)
    variations: tuple[str, ...] = ()
    true: frozenset[str] = frozenset()
    sum_of_prints: bool = True
    total_executed: Fraction | None = None
    rate_text: str | None = None
    exec_from_print: bool = False
    subtotals: bool = False
    labels: dict[str, str] | None = None
    notes: dict[str, str] = field(default_factory=dict)
    details: tuple[Money, ...] = ()

    def total(self, column: str) -> Fraction:
        """The sum of a column over the first axis."""
        if column == "executed" and self.total_executed is not None:
            return self.total_executed
        return sum((getattr(one, column) for one in self.parts if one.axis == 0), Fraction(0))

    @property
    def rate(self) -> Fraction:
        """Executed over adjusted budget; at most 1 counts for the score."""
        adjusted = self.total("adjusted")
        return self.total("executed") / adjusted if adjusted else Fraction(0)


Vary: TypeAlias = Callable[[Plan, Random], Plan | None]


def chosen(plan: Plan, chance: Random, wanted: Callable[[Item], bool]) -> int | None:
    """The place of one of the items that are wanted."""
    fitting = [at for at, one in enumerate(plan.items) if wanted(one)]
    return chance.choice(fitting) if fitting else None


def put(plan: Plan, at: int, item: Item) -> Plan:
    """The plan with another item in this place."""
    return replace(plan, items=(*plan.items[:at], item, *plan.items[at + 1 :]))
