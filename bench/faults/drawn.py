"""A form of the samples drawn in memory: the same grid as in its file, and what the normalizer makes of it.

A drawn form goes the way of a workbook from the sheet's cells on: through the same table, the same normalizer
and the same rules. Only writing and reading the file is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from bench.scans.drawing import sample_module
from extract.document import Document, Page, Source
from extract.office.sheet_grid import Range, grid
from normalize import evaluations
from normalize.evaluation import Evaluation

SHEET = "自评表"
Layout: TypeAlias = Callable[[Any], Any]
Cells: TypeAlias = dict[str, str]
"""What is printed, by the reference of the cell's top left corner."""

_XLSX: Any = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UnreadError(Exception):
    """A drawn form was not read as exactly one evaluation."""


def _placed(form: Any, layout: Layout) -> tuple[dict[tuple[int, int], str], tuple[Range, ...]]:
    """Texts by (row, column) from 1 and merged ranges, as `render_sheet` writes them."""
    made = layout(form)
    above = [form.attachment] if form.attachment else []
    above += [form.title or "", *form.lines_above]
    texts = {(row, 1): text for row, text in enumerate(above, start=1)}
    skipped = 1 if form.attachment else 0
    ranges = [Range(row, 1, row, made.column_count) for row in range(skipped + 1, len(above) + 1)]
    for cell in made.cells:
        top, left = len(above) + 1 + cell.row, cell.column + 1
        texts[top, left] = cell.text
        if (cell.rows, cell.columns) != (1, 1):
            ranges.append(Range(top, left, top + cell.rows - 1, left + cell.columns - 1))
    return {place: text for place, text in texts.items() if text}, tuple(ranges)


def cells(form: Any, layout: Layout) -> Cells:
    """Every filled cell of the drawn form."""
    texts, _ = _placed(form, layout)
    return {Range(row, column, row, column).reference: text for (row, column), text in texts.items()}


def evaluation(form: Any, layout: Layout) -> Evaluation:
    """What is read from the drawn form; raises `UnreadError` unless it is one form."""
    texts, ranges = _placed(form, layout)
    table = grid(SHEET, texts, ranges)
    page = Page(1, 0, 0, 0, "usable", (table,))
    found = evaluations(Document(Source("drawn.xlsx", "", _XLSX, 1), (page,), (table,)))
    if len(found) != 1:
        raise UnreadError(f"{form.form} was read as {[one.form for one in found]}")
    return found[0]


def changed_cells(before: Cells, after: Cells) -> frozenset[str]:
    """The cells whose print differs."""
    return frozenset(ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref))


def sample(module: str) -> Any:
    """A module of the scripts that make the samples."""
    return sample_module(module)
