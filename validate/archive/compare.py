"""Two forms cell by cell: compared by value where a cell holds a number, and by its words where not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from extract.wording import Wording
from normalize.evaluation import Evaluation, Traced
from normalize.numbers import MONEY_POWERS, shifted
from validate.archive.names import bare, words
from validate.evidence import BudgetColumn, IndicatorColumn, budget_role, cite, indicator_role
from validate.outcome import Evidence

_AMOUNTS: tuple[BudgetColumn, ...] = ("initial", "adjusted", "executed")
_FIGURES: tuple[BudgetColumn, ...] = ("weight", "rate", "score")
_CELLS: tuple[IndicatorColumn, ...] = ("target", "actual", "weight", "score", "deviation")

_NAMES = {
    "expected": Wording("预期目标", "expected goal"),
    "actual": Wording("实际完成情况", "reported achievement"),
    "weight": Wording("总分·分值", "total · weight"),
    "score": Wording("总分·得分", "total · score"),
    "rating": Wording("自评等级", "rating"),
    "budget": Wording("资金行", "budget row"),
    "row": Wording("三级指标", "level 3"),
}

# Where a cell stands on the form: block, row by its name, which of the rows of that name, column.
Address: TypeAlias = tuple[str, str, int, str]


class Cell(NamedTuple):
    """A cell of a form: what it says (comparable), and what it is, which is only named when it is told."""

    said: str
    traced: Traced[Any]
    naming: Callable[[], Wording]

    @property
    def role(self) -> Wording:
        """What the cell is, for people."""
        return self.naming()

    def cite(self) -> Evidence:
        """The cell as evidence."""
        return cite(self.role, self.traced)


class Difference(NamedTuple):
    """A cell that says different things in two forms."""

    address: Address
    one: Cell
    other: Cell


def differences(one: Evaluation, other: Evaluation) -> list[Difference]:
    """The cells that are in both forms and do not say the same, in the order of the first."""
    others = dict(cells(other))
    return [
        Difference(address, cell, others[address])
        for address, cell in cells(one)
        if address in others and _differ(address, cell, others[address])
    ]


def rows_alone(one: Evaluation, other: Evaluation) -> list[Cell]:
    """The names of the rows that the first form has and the other has not."""
    others = set(_rows(other))
    return [cell for row, cell in _rows(one).items() if row not in others]


def _rows(form: Evaluation) -> dict[tuple[str, str, int], Cell]:
    """Every budget and indicator row by its name, and which of the rows of that name it is."""
    named = [("budget", line.label) for line in form.budget] + [
        ("row", row.level3) for row in form.indicators
    ]
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str, int], Cell] = {}
    for block, label in named:
        name = words(label.value)
        found[block, name, seen[block, name]] = Cell(name, label, partial(_NAMES.__getitem__, block))
        seen[block, name] += 1
    return found


def _differ(address: Address, one: Cell, other: Cell) -> bool:
    """Not the same; a number beside a blank or a dash may be a merged cell that was read in two ways."""
    worded = address[-1] in ("target", "actual", "deviation", "expected")
    return one.said != other.said and (worded or bool(one.said and other.said))


def contents(form: Evaluation) -> tuple[str, ...]:
    """All that a form says below its head; blank cells say nothing."""
    return tuple(
        sorted("\x1e".join((*map(str, address), cell.said)) for address, cell in cells(form) if cell.said)
    )


def cells(form: Evaluation) -> Iterator[tuple[Address, Cell]]:
    """Every cell that is compared, with its address."""
    yield from _budget(form)
    for column, goal in (("expected", form.goals.expected), ("actual", form.goals.actual)):
        if goal is not None:
            yield ("goals", "", 0, column), Cell(words(goal.value), goal, partial(_NAMES.__getitem__, column))
    yield from _indicators(form)
    for name, number in (("weight", form.total.weight), ("score", form.total.score)):
        if number is not None:
            yield ("total", "", 0, name), Cell(_said(number), number, partial(_NAMES.__getitem__, name))
    if form.rating is not None:
        said = words(form.rating.value)
        yield ("rating", "", 0, ""), Cell(said, form.rating, partial(_NAMES.__getitem__, "rating"))


def _budget(form: Evaluation) -> Iterator[tuple[Address, Cell]]:
    power = money_power(form)
    seen: Counter[str] = Counter()
    for line in form.budget:
        name = words(line.label.value)
        for column in (*_AMOUNTS, *_FIGURES):
            number = getattr(line, column)
            if number is not None:
                said = _said(number, power if column in _AMOUNTS else 0)
                cell = Cell(said, number, partial(budget_role, line, column))
                yield ("budget", name, seen[name], column), cell
        seen[name] += 1


def _indicators(form: Evaluation) -> Iterator[tuple[Address, Cell]]:
    seen: Counter[str] = Counter()
    for row in form.indicators:
        name = words(row.level3.value)
        for column in _CELLS:
            cell = getattr(row, column)
            if cell is not None:
                said = _said(cell) if column in ("weight", "score") else _sentence(cell.value)
                made = Cell(said, cell, partial(indicator_role, row, column))
                yield ("indicator", name, seen[name], column), made
        seen[name] += 1


def money_power(form: Evaluation) -> int:
    """The power of ten of the form's money unit over 元; 万元 where none is printed, as forms have it."""
    unit = form.money_unit.value if form.money_unit else "万元"
    return {str(name): power for name, power in MONEY_POWERS.items()}.get(unit, 4)


def _said(number: Traced[Decimal | None], power: int = 0) -> str:
    if number.value is None:
        return words(number.text)
    value = shifted(number.value, power)
    return format(value.normalize() if value else Decimal(), "f")


def _sentence(text: str) -> str:
    """What a cell says, signs and points included: 95.0% is not 950, ≥5 is not 5."""
    return bare(text).rstrip("。.;；,，")
