"""A budget whose sources of money stand side by side: one row of figures, each under its heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.document import Table
from normalize.aligned.cell import Block, cell_of
from normalize.aligned.columns import Lines
from normalize.aligned.names import names_with
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.lined.kinds import is_figure

if TYPE_CHECKING:
    from normalize.form import Form

_NEEDED = frozenset({"part", "adjusted", "executed"})
_NEAR = 3


def are_parts(line: Sequence[Token], form: Form) -> bool:
    """Do the headings of parts stand here side by side with that of their sum?"""
    return bool(_headings(line, form))


def _headings(line: Sequence[Token], form: Form) -> list[tuple[Token, ...]]:
    """The headings, with at most the name of the block before them; none where one is unknown."""
    pieces = pieces_of(line)
    roles = [form.budget_columns.exact(text_of(piece)) for piece in pieces]
    if pieces and roles[0] is None:
        pieces, roles = pieces[1:], roles[1:]
    return pieces if None not in roles and set(roles) >= _NEEDED else []


def parts_of(lines: Lines, start: int, stop: int, form: Form) -> Block | None:
    """The row of figures below the headings; None where one has no figure below it, or there is more."""
    headings = _headings(lines[start], form)
    own = {token for heading in headings for token in heading}
    rows = [[token for token in line if is_figure(token.text)] for line in lines[start + 1 : stop]]
    figures = [row for row in rows if row]
    used = own.union(*figures)
    names = [token for line in lines[start:stop] for token in line if token not in used]
    if len(figures) != 1 or len(figures[0]) != len(headings) or not (names and names_with(names, form)):
        return None
    if not all(map(_is_under, figures[0], headings)):
        return None
    cells = [cell_of(0, 0, [names])]
    cells += [cell_of(0, at, [heading]) for at, heading in enumerate(headings, start=1)]
    cells += [cell_of(1, at, [[figure]]) for at, figure in enumerate(figures[0], start=1)]
    return Block(Table(tuple(cells), 2, len(headings) + 1, "dump"), start, stop)


def _is_under(figure: Token, heading: Sequence[Token]) -> bool:
    return figure.start < heading[-1].end + _NEAR and heading[0].start - _NEAR < figure.end
