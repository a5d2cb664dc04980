"""What the second stage hands on: one filled form, every value traced to its printed text and its place.

Numbers are `Decimal`, built from the printed string. The printed precision is the exponent: `90.50` is
`Decimal("90.50")`, `92.93%` is `Decimal("0.9293")`, `1.2亿元` in yuan is `Decimal("1.2E+8")`.
Rates are fractions (1 is 100 %). Amounts are in the evaluation's `money_unit`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec

from extract.document import Place
from extract.wording import Wording

T = TypeVar("T")

How: TypeAlias = Literal["read", "filled-down", "inferred", "converted"]


class Traced(msgspec.Struct, Generic[T], frozen=True):
    """A value with its printed text, its place, and how it was obtained.

    `how`: `read` as it stands; `filled-down` from a merged cell that covers several rows; `inferred` from
    context, with the reason; `converted` to another unit (exactly), with the reason.
    `more` holds further places of a cell that a page break cut in two.
    `alternatives` are other readings of the whole printed text that a recogniser considered, each with its
    probability; none for a text layer.
    """

    value: T
    text: str
    place: Place
    confidence: float = 1.0
    how: How = "read"
    reason: Wording | None = None
    more: tuple[Place, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()


Text: TypeAlias = Traced[str]

# The value is None where the cell holds no number: blank (text ""), a dash ("—", "/": not applicable), or
# words. The field itself is None where there is no such cell: the form has no such column, or it was lost.
Number: TypeAlias = Traced[Decimal | None]


class BudgetLine(msgspec.Struct, frozen=True):
    """A row of the budget block. `part`: the total row, a part of it, or a part on the named axis.

    `partial` marks a part whose label says 其中 and whose siblings need not be complete.
    """

    label: Text
    part: Literal["total", "part", "axis-income", "axis-spending"]
    initial: Number | None = None
    adjusted: Number | None = None
    executed: Number | None = None
    weight: Number | None = None
    rate: Number | None = None
    score: Number | None = None
    partial: bool = False


class Goals(msgspec.Struct, frozen=True):
    """The year's overall goals in words: what was expected and what was done."""

    expected: Text | None = None
    actual: Text | None = None


class Indicator(msgspec.Struct, frozen=True):
    """One row of the indicator table. `level1` and `level2` may be filled down from merged cells.

    The values of `level1` and `level2` are cleaned names (blanks inside and the bracketed weight taken off);
    their `text` is as printed. `target` and `actual` are as printed.
    """

    level1: Text | None
    level2: Text | None
    level3: Text
    target: Text | None
    actual: Text | None
    weight: Number | None
    score: Number | None
    deviation: Text | None


class Group(msgspec.Struct, frozen=True):
    """A level-1 or level-2 heading with what is printed on it, and the indicators under it (by index).

    `weight` is the number in brackets on the label, as in 产出指标(50分), or in a subtotal row.
    """

    level: Literal[1, 2]
    name: Text
    indicators: tuple[int, ...]
    weight: Number | None = None
    score: Number | None = None


class Total(msgspec.Struct, frozen=True):
    """The declared total row."""

    weight: Number | None = None
    score: Number | None = None


# Names of things a form can have; what is absent stands in `Evaluation.gaps`.
Part: TypeAlias = Literal[
    "title",
    "year",
    "unit",
    "project",
    "money-unit",
    "budget",
    "budget.initial",
    "budget.adjusted",
    "budget.executed",
    "budget.weight",
    "budget.rate",
    "budget.score",
    "goals",
    "indicators",
    "indicators.level1",
    "indicators.level2",
    "indicators.target",
    "indicators.actual",
    "indicators.weight",
    "indicators.score",
    "indicators.deviation",
    "total",
    "rating",
]


class Gap(msgspec.Struct, frozen=True):
    """Something that is not there to be read. `lost` says whose doing it may be.

    `lost` is True where the way the file was made (a text dump, an unreadable page) can have dropped it, so
    that its absence says nothing about the unit; False where the form was seen whole and does not have it.
    """

    part: Part
    lost: bool
    reason: Wording


class Evaluation(msgspec.Struct, frozen=True):
    """One filled self-evaluation form.

    `form` is the id of the form family (a file in normalize/forms), `form_reason` why it was chosen.
    `narrative` is every other piece of free text that belongs to the form (conclusion, remarks, footer), in
    reading order. `gaps` names every part that is absent, and says for each whether it may have been lost on
    the way. `pages` are the first and last page (or 1, 1).
    """

    form: str
    form_reason: Wording
    kind: Literal["department", "project", "unknown"]
    title: Text | None
    year: Traced[int] | None
    unit: Text | None
    project: Text | None
    money_unit: Text | None
    budget: tuple[BudgetLine, ...]
    goals: Goals
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    total: Total
    rating: Text | None
    narrative: tuple[Text, ...]
    gaps: tuple[Gap, ...]
    pages: tuple[int, int]

    def gap(self, part: Part) -> Gap | None:
        """Why this part is absent; None where it is there."""
        for gap in self.gaps:
            if gap.part == part:
                return gap
        return None
