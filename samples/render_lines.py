"""Writes a grid as a text dump: a line a row, a merged cell on its first line, blank cells without a trace.

Converters differ in what they put between two cells: a blank, or nothing at all between figures.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from form import Form
    from layout import Grid

_BETWEEN_FIGURES = re.compile(r"(?<=[\d.%]) (?=[\d.%—]+( |$))")


def lines(form: Form, made: Grid, *, glued: bool = False) -> str:
    """The text; `glued` leaves out the blank between neighbouring cells of figures (10 100.00% 10)."""
    above = [form.attachment] if form.attachment else []
    rows = [
        " ".join(cell.text for cell in row if cell.text)
        for _, row in groupby(made.cells, key=lambda cell: cell.row)
    ]
    if glued:
        rows = [_BETWEEN_FIGURES.sub("", row) for row in rows]
    return "\n".join([*above, form.title or "", *form.lines_above, *rows]) + "\n"
