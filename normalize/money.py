"""The form's money unit: from its budget block, from its head, or from the amounts themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.wording import Wording
from normalize.budget import budget_rows
from normalize.numbers import parse_amount
from normalize.trace import traced
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.document import Cell
    from normalize.evaluation import Text
    from normalize.sections import Section

# (万元), (单位:万元), 金额单位:万元. 单位 alone may also be the name of a unit, so only money words count.
_PRINTED = re.compile(r"\((?:(?:金额)?单位:)?(亿元|万元|元)\)|单位:?\(?(亿元|万元|元)(?![\u4e00-\u9fff])")

_FROM_CELLS = Wording(
    "表头未印金额单位，按各金额格内所印单位。",
    "No money unit in the headings; taken from the unit printed with the amounts.",
)
_UNCLEAR = Wording(
    "表内印有两种以上金额单位，无法确定。",
    "Several money units are printed; it is not clear which one holds.",
)


def money_unit(section: Section) -> Text | None:
    """The money unit (万元, 元, 亿元) with the place where it is printed; None where it is not clear."""
    header = section.first("indicators")
    head = section.rows if header is None else section.rows[:header]
    block = budget_rows(section)
    for rows in (block, head):
        cells = [cell for row in rows for cell in row.own]
        printed = [(unit, cell) for cell in cells if (unit := _unit_in(cell))]
        if printed:
            agreed = len({unit for unit, _ in printed}) == 1
            return traced(printed[0][0], printed[0][1:]) if agreed else None
    return _from_amounts(cell for row in block for cell in row.own)


def _unit_in(cell: Cell) -> str | None:
    found = _PRINTED.search(squeezed(cell.text))
    return (found[1] or found[2]) if found else None


def _from_amounts(cells: Iterable[Cell]) -> Text | None:
    amounts = [(amount.unit, cell) for cell in cells if (amount := parse_amount(cell.text)) and amount.unit]
    units: Sequence[str] = sorted({unit for unit, _ in amounts})
    return traced(units[0], [amounts[0][1]], "inferred", _FROM_CELLS) if len(units) == 1 else None


def why_no_unit(section: Section) -> Wording | None:
    """Why the money unit is not known although something is printed; None where nothing is."""
    header = section.first("indicators")
    cells = [cell for row in section.rows[:header] for cell in row.own]
    return _UNCLEAR if any(_unit_in(cell) for cell in cells) else None
