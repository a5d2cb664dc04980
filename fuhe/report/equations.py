"""Every equation that was checked, also those that hold: formula, computed, printed, difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from fuhe.report.figures import Figure, figure
from normalize.evaluation import Evaluation, Number
from validate.outcome import Outcome

# equal: to the last digit. rounded: rounding explains the rest. unequal: it does not. holds: a comparison
# that was checked and is in order. cited: a sum that a finding quotes without comparing it with a print.
Relation: TypeAlias = Literal["equal", "rounded", "unequal", "holds", "cited"]

_SIGN = re.compile(r" (=|≈|≠|≤|≥|<|>|→) ")
_CALCULATED = re.compile(" [=≈≠] ")


class Equation(msgspec.Struct, frozen=True):
    """One equation. What it is compared with may be no print (a limit): then `printed` is blank."""

    formula: str
    relation: Relation
    computed: str = ""
    printed: str = ""
    difference: str = ""


def equations(outcome: Outcome, form: Evaluation) -> Iterator[Equation]:
    """The equations of an outcome: one for each sum; comparisons without a sum stay together."""
    shown = (outcome.finding and outcome.finding.arithmetic) or outcome.arithmetic
    if not shown:
        return
    clauses = shown.split("; ") if _CALCULATED.search(shown) else [shown]
    for clause in clauses:
        yield _equation(clause, outcome, form)


def _equation(clause: str, outcome: Outcome, form: Evaluation) -> Equation:
    left, *rest = _SIGN.split(clause)
    signs, sides = rest[::2], rest[1::2]
    match signs:
        case ["="]:
            return _declared(left, sides[0], outcome, form)
        case ["=", ("≈" | "≠") as sign]:
            return _against_print(left, sides[0], sides[1], sign, outcome)
        case ["≈"]:
            return _against_print(left, left, sides[0], "≈", outcome)
        case ["≠"] if outcome.finding and outcome.rule in _SUMS:
            return _against_print(left, left, sides[0], "≠", outcome)
        case []:
            return _declared(left, left, outcome, form)
        case _:
            computed = sides[0] if signs[0] == "=" else ""
            return Equation(clause, "cited" if outcome.finding else "holds", computed)


def _against_print(formula: str, computed: str, printed: str, sign: str, outcome: Outcome) -> Equation:
    ours, theirs = figure(computed), figure(printed)
    gap = ours.apart(theirs) if ours and theirs else ""
    if outcome.finding and not _quoted(theirs, (piece.text for piece in outcome.finding.evidence)):
        return Equation(f"{formula} {sign} {printed}", "unequal" if sign == "≠" else "cited", computed)
    same = ours is not None and theirs is not None and ours.value == theirs.value
    agreed: Relation = "equal" if same else "rounded"
    return Equation(formula, agreed if sign == "≈" else "unequal", computed, printed, gap)


def _quoted(number: Figure | None, texts: Iterable[str]) -> bool:
    """Whether the number stands in one of the texts; a rate may have lost its sign to the heading."""
    digits = f"{abs(number.value) * (100 if number.unit == '%' else 1):.{number.decimals}f}" if number else ""
    whole = re.compile(rf"(?<![\d.]){re.escape(digits)}(?!\.?\d)")
    return bool(digits) and any(whole.search(text.replace(",", "")) for text in texts)


def _declared(formula: str, computed: str, outcome: Outcome, form: Evaluation) -> Equation:
    """A sum that stands alone: where it holds against a printed total, the total is shown beside it."""
    if outcome.finding:
        return Equation(formula, "cited", computed if computed != formula else "")
    total = figure(computed)
    for cell in _SUMS[outcome.rule](form) if outcome.rule in _SUMS else ():
        if total and cell is not None and cell.value == total.value:
            printed = cell.text.strip() if figure(cell.text.strip()) else computed
            return Equation(formula, "equal", computed, printed, total.apart(total))
    if total and f"“{computed}”" in outcome.subject.zh:  # a total in a sentence: …中“556人”的分项
        return Equation(formula, "equal", computed, computed, total.apart(total))
    return Equation(formula, "holds", computed if computed != formula else "")


_Cells: TypeAlias = Iterable[Number | None]

# Rules whose sum, where it stands alone, equals a printed number, and the cells that this may stand in.
_SUMS: dict[str, Callable[[Evaluation], _Cells]] = {
    "budget-col-sum": lambda form: (
        cell for line in form.budget for cell in (line.initial, line.adjusted, line.executed)
    ),
    "total-score-sum": lambda form: (form.total.score,),
    "total-weight-sum": lambda form: (form.total.weight,),
    "group-score-sum": lambda form: (group.score for group in form.groups),
    "group-weight-sum": lambda form: (group.weight for group in form.groups),
    "score-vs-proportion": lambda form: (row.score for row in form.indicators),
}
