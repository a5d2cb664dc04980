"""A dump of which some lines found no place: what was read of the others is no ground for an error.

Where a line fits no column, a cell was wrapped or run together, and a line beside it can look whole and hold
the words of two rows. Nothing in the dump tells which, so all that was read of such a dump is in doubt. It is
so, too, where a row of the budget was plainly broken in two, or an indicator weighs as much as all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

import msgspec

from extract.document import Document, Line, Problem, Table
from extract.wording import Wording
from normalize.evaluation import Evaluation, Traced
from normalize.lined.kinds import is_figure, is_nothing
from normalize.lined.table import roles_of

if TYPE_CHECKING:
    from normalize.form import Form

DOUBTED = 0.8
_HUNDRED = Decimal(100)
_LEFT_OVER = frozenset(
    {"dump-row-unclear", "dump-cells-glued", "dump-columns-interleaved", "dump-header-unclear"}
)
_READ = ("budget", "goals", "indicators", "groups", "total", "rating", "narrative")


class Doubted(msgspec.Struct, frozen=True):
    """The evaluations as far as they can be trusted, and what is to be said about them."""

    evaluations: tuple[Evaluation, ...]
    problems: tuple[Problem, ...]


def doubted(
    found: Sequence[Evaluation], document: Document, problems: Iterable[Problem], form: Form
) -> Doubted:
    """Lower the confidence of what was read of a dump with lines left over; else hand on what was found."""
    is_whole = (
        not any(problem.code in _LEFT_OVER for problem in problems)
        and not _has_broken_budget_row(document, form)
        and not any(map(_has_weight_of_all, found))
    )
    if document.source.media_type != "text/plain" or is_whole:
        return Doubted(tuple(found), ())
    made = tuple(
        msgspec.structs.replace(one, **{name: _in_doubt(getattr(one, name)) for name in _READ})
        for one in found
    )
    return Doubted(made, (_problem(),) if made != tuple(found) else ())


def _has_broken_budget_row(document: Document, form: Form) -> bool:
    """Does the table of the budget hold a row without a name, or go on below, as with a row broken in two?"""
    for at, block in enumerate(document.blocks):
        known = roles_of(block, at, form) if isinstance(block, Table) else None
        if isinstance(block, Table) and known and known[0] == "budget":
            below = takewhile(lambda one: isinstance(one, Line), document.blocks[at + 1 : at + 3])
            lasts = (field for one in below if isinstance(one, Line) for field in one.text.split()[-1:])
            if _has_nameless_row(block, known[1]) or any(is_figure(one) or is_nothing(one) for one in lasts):
                return True
    return False


def _has_nameless_row(table: Table, roles: Sequence[str | None]) -> bool:
    if "label" not in roles:
        return False
    named = {row for cell in table.cells if roles.index("label") in cell.columns for row in cell.rows}
    return any(cell.row and cell.row not in named for cell in table.cells)


def _has_weight_of_all(evaluation: Evaluation) -> bool:
    """Does one of several indicators weigh as much as all? Then a number of another column stands there."""
    weights = [row.weight.value for row in evaluation.indicators if row.weight and row.weight.value]
    whole = evaluation.total.weight and evaluation.total.weight.value
    return len(weights) > 1 and max(weights) >= (whole or _HUNDRED)


def _in_doubt(value: object) -> object:
    if isinstance(value, Traced):
        return msgspec.structs.replace(value, confidence=min(value.confidence, DOUBTED))
    if isinstance(value, tuple):
        return tuple(_in_doubt(one) for one in value)
    if isinstance(value, msgspec.Struct):
        fields = {name: _in_doubt(getattr(value, name)) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


def _problem() -> Problem:
    return Problem(
        "dump-partly-read",
        Wording(
            "文本中有的行未能归入表格，其余各行的归栏因此也可能有误；以此为据的差错只作提示。",
            "Some lines of the dump found no place in a table, so others may have been put into the wrong "
            "row or column as well; what rests on them is a notice only.",
        ),
        Wording(
            "请对照原件核对；有 PDF、.xlsx 或 .docx 原件时请改用原件。",
            "Compare with the original; use the PDF, .xlsx or .docx itself if there is one.",
        ),
    )
