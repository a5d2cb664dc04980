"""The numbers in an equation, each with its role and as printed, or what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from extract.document import SURE
from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation, Indicator, Number
from normalize.numbers import half_width, parse_number
from validate.evidence import BudgetColumn, budget_role, cite, indicator_role
from validate.outcome import Evidence, Severity
from validate.rounding import places, written

DASHES = frozenset("—–-－―─/／*×") | {"——", "--", "———", "不适用"}

_MONEY_UNIT = re.compile("[万亿]?元$")
_FIGURES = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?[%‰]?")

# dash: a reader's "does not apply". blank: nothing printed. words: something that is not one number.
# absent: there is no such cell, because the form has no such column or it was lost.
Filling: TypeAlias = Literal["number", "dash", "blank", "words", "absent"]


class Term(msgspec.Struct, frozen=True):
    """A printed number in an equation."""

    role: Wording
    cell: Number
    value: Decimal

    @property
    def text(self) -> str:
        """The number as printed, without blanks and money unit.

        In plain figures where it was converted to another unit or stands inside words, as in 效益指标(20分).
        """
        printed = _figures(self.cell.text)
        if printed is None or self.cell.how == "converted":
            return written(self.value, places(self.value))
        # a rate printed without its sign was read by its heading: 95.5 is shown as 95.5%
        unsigned = self.cell.how == "inferred" and "%" not in printed and self.value != parse_number(printed)
        return f"{printed}%" if unsigned else printed

    def cite(self) -> Evidence:
        """The cell as evidence."""
        return cite(self.role, self.cell)


@lru_cache(maxsize=4096)
def _figures(text: str) -> str | None:
    """The figures of a cell without blanks and money unit; None where other words stand with them."""
    printed = _MONEY_UNIT.sub("", "".join(half_width(text).split()))
    return printed if _FIGURES.fullmatch(printed) else None


def filling(cell: Number | None) -> Filling:
    """What a number cell holds."""
    if cell is None:
        return "absent"
    if cell.value is not None:
        return "number"
    text = "".join(cell.text.split())
    return "blank" if not text else "dash" if text in DASHES else "words"


def term(role: Wording, cell: Number | None) -> Term | None:
    """The cell as a term; None where it holds no number."""
    return None if cell is None or cell.value is None else Term(role, cell, cell.value)


def budget_term(line: BudgetLine, column: BudgetColumn) -> Term | None:
    """A budget cell as a term."""
    return term(budget_role(line, column), getattr(line, column))


def indicator_term(row: Indicator, column: Literal["weight", "score"]) -> Term | None:
    """An indicator's weight or score as a term."""
    return term(indicator_role(row, column), getattr(row, column))


def values(terms: Iterable[Term]) -> list[Decimal]:
    """The values of terms, in order."""
    return [one.value for one in terms]


def added(terms: Sequence[Term]) -> str:
    """The terms as an addition: `353.88 + 90.5`; a negative one in brackets, with its sign."""
    return " + ".join(f"(-{one.text.lstrip('-')})" if one.value < 0 else one.text for one in terms)


def decimals(terms: Iterable[Term]) -> int:
    """The most decimals printed among terms."""
    return max((places(one.value) for one in terms), default=0)


def evidence(terms: Iterable[Term]) -> tuple[Evidence, ...]:
    """All terms as evidence."""
    return tuple(one.cite() for one in terms)


def graded(severity: Severity, terms: Iterable[Term]) -> Severity:
    """The severity of a finding on these numbers: a notice where one was read without confidence."""
    return "notice" if any(one.cell.confidence < SURE for one in terms) else severity


def total_line(evaluation: Evaluation) -> BudgetLine | None:
    """The budget block's total row."""
    return next((line for line in evaluation.budget if line.part == "total"), None)


def execution_line(evaluation: Evaluation) -> BudgetLine | None:
    """The budget row that carries the execution score.

    Some forms repeat weight and score on the 其中 row below the total: counting both would double them, so
    one row speaks: the total where it has a score or a weight, else the first row that has.
    """
    lines = sorted(evaluation.budget, key=lambda line: line.part != "total")
    scored = (line for line in lines if line.score is not None and line.score.value is not None)
    weighted = (line for line in lines if line.weight is not None and line.weight.value is not None)
    return next(scored, None) or next(weighted, None)


def money(evaluation: Evaluation, amount: str) -> str:
    """An amount with the form's money unit, where the form names one."""
    return amount + (evaluation.money_unit.value if evaluation.money_unit else "")
