"""The budget lines of names with their figures: one line for the total, and those of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.budget_pairs import AMOUNTS, PART, TOTAL, Pair, budget_pairs
from normalize.columns import Columns
from normalize.evaluation import BudgetLine, Number, Text
from normalize.trace import money, points, rate, traced
from normalize.wordings import unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.form import Form
    from normalize.money import Units
    from normalize.rows import Key
    from normalize.sections import Section

_ROLES = (*AMOUNTS, "rate", "weight", "score")

_NO_NAME = Wording(
    "表上逐项列出名称和数额，没有资金行名称，按资金总额理解。",
    "The form lists names with figures and no row of funds; understood as the total.",
)
_ASSUMED = Wording(
    "表上只列一个金额，未标明是预算数还是执行数；按全年预算数理解。",
    "The form lists one amount and does not say whether it was budgeted or spent; taken as the budget.",
)
_PLACED = Wording(
    "表上未标明该金额是预算数还是执行数；合计与同表所列的一项相同，据此归入。",
    "The form does not say whether this amount was budgeted or spent; the total equals one that it names.",
)
_NO_COLUMN = Wording(
    "表上未标明该金额是预算数还是执行数，不作猜测。",
    "The form does not say whether this amount was budgeted or spent; it is not guessed.",
)
_TWO_FIGURES = Wording(
    "表上同一名称印有两个不同的数额，不作猜测。",
    "The form prints two different figures under this name; none is chosen.",
)


class Listed(msgspec.Struct, frozen=True):
    """The lines, the cells they took, and the columns they stand for; None where nothing is listed."""

    lines: tuple[BudgetLine, ...]
    taken: frozenset[Key]
    columns: Columns | None


def read_listed(section: Section, form: Form, units: Units) -> Listed:
    """The budget of a form without a budget table."""
    pairs = budget_pairs(section, form)
    if not pairs:
        return Listed((), frozenset(), None)
    total = next((pair for pair in pairs if pair.role == TOTAL), None)
    rows = [pair for pair in pairs if pair is total or pair.role == PART]
    named = {role: [one for one in pairs if one.role == role] for role in _ROLES}
    named = {role: found for role, found in named.items() if found}
    figures = {role: _figure(role, found, units) for role, found in named.items()}
    if "adjusted" in figures and _column(rows, figures, units)[0] is None:
        rows = []  # an amount of no column has no place beside them and stays text
    lines = _lines(rows, figures, _nameless(pairs[0], form), units)
    labels = {role: found[0].label for role, found in named.items()}
    if not figures:
        labels = {"adjusted": rows[0].label}
    columns = Columns(
        dict.fromkeys(labels, range(0)), {role: cell.text for role, cell in labels.items()}, 0, labels
    )
    used = [*rows, *(pair for found in named.values() for pair in found)]
    return Listed(tuple(lines), frozenset(key for pair in used for key in pair.keys), columns)


def _lines(
    rows: Sequence[Pair], figures: dict[str, Number], nameless: Text, units: Units
) -> list[BudgetLine]:
    """The figures belong to the total; where no row has that name, they are it."""
    column, reason = _column(rows, figures, units)
    lines = [_row(pair, column, reason, units) for pair in rows]
    if not figures:
        return lines
    total = next((line for line in lines if line.part == "total"), None) or BudgetLine(nameless, "total")
    parts = [line for line in lines if line.part != "total"]
    return [msgspec.structs.replace(total, **figures), *parts]


def _column(rows: Sequence[Pair], figures: dict[str, Number], units: Units) -> tuple[str | None, Wording]:
    """To which column the amounts of the rows belong, and why."""
    if not figures:
        return "adjusted", _ASSUMED
    total = next((_amount(pair, "adjusted", units) for pair in rows if pair.role == TOTAL), None)
    whole = total.value if total else None
    alike = [
        role for role in AMOUNTS if whole is not None and role in figures and figures[role].value == whole
    ]
    return (alike[0], _PLACED) if alike else (None, _NO_COLUMN)


def _row(pair: Pair, column: str | None, reason: Wording, units: Units) -> BudgetLine:
    amount = _amount(pair, column or "adjusted", units)
    if column is None:
        amount = msgspec.structs.replace(amount, value=None, reason=reason)
    elif amount.how == "read" and amount.value is not None:
        amount = msgspec.structs.replace(amount, how="inferred", reason=reason)
    name = unblanked(pair.label.text).rstrip(":\uff1a")
    line = BudgetLine(traced(name, [pair.label]), "total" if pair.role == TOTAL else "part")
    return msgspec.structs.replace(line, **{column or "adjusted": amount})


def _amount(pair: Pair, role: str, units: Units) -> Number:
    read = money([pair.figure], units.evaluation, units.of(role), bare=units.bare)
    return read if read is not None else traced(None, [pair.figure])


def _figure(role: str, pairs: Sequence[Pair], units: Units) -> Number:
    """What the form prints under a name; nothing where it prints two different figures."""
    read = [_value(role, pair, units) for pair in pairs]
    if len({one.value for one in read}) > 1:
        return msgspec.structs.replace(read[0], value=None, how="read", reason=_TWO_FIGURES)
    return read[0]


def _value(role: str, pair: Pair, units: Units) -> Number:
    if role in AMOUNTS:
        return _amount(pair, role, units)
    read = rate([pair.figure], pair.label.text) if role == "rate" else points([pair.figure])
    return read if read is not None else traced(None, [pair.figure])


def _nameless(pair: Pair, form: Form) -> Text:
    name = traced(form.vocabulary.budget_rows["total"][0], [pair.label], "inferred", _NO_NAME)
    return msgspec.structs.replace(name, text="")
