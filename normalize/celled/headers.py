"""The headings of a table, printed one below the other, some of them broken over lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from extract.textflow import join_lines
from normalize.lined.kinds import Block

if TYPE_CHECKING:
    from extract.document import Line
    from normalize.form import Form
    from normalize.wordings import Labels

_MOST_LINES = 4
_FEWEST = {"indicators": 4, "budget": 3}
_AMOUNTS = frozenset({"initial", "adjusted", "executed"})


class Heading(msgspec.Struct, frozen=True):
    """A heading: its role and the lines that print it."""

    role: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The heading in one piece."""
        return join_lines(line.text for line in self.lines)


class Header(msgspec.Struct, frozen=True):
    """Headings in order; the lines from `start` up to `stop` print them."""

    block: Block
    headings: tuple[Heading, ...]
    start: int
    stop: int


def headers(lines: Sequence[Line], form: Form) -> list[Header]:
    """All headers among these lines, in order."""
    found: list[Header] = []
    at = 0
    while at < len(lines):
        header = _header(lines, at, form.columns, "indicators") or _header(
            lines, at, form.budget_columns, "budget"
        )
        if header:
            found.append(header)
        at = header.stop if header else at + 1
    return found


def _header(lines: Sequence[Line], start: int, labels: Labels, block: Block) -> Header | None:
    headings: list[Heading] = []
    at = start
    while heading := _heading(lines, at, labels):
        headings.append(heading)
        at += len(heading.lines)
    roles = {one.role for one in headings}
    if len(headings) < _FEWEST[block] or len(roles - {"other", "part"}) < _FEWEST[block] - 1:
        return None
    enough = (
        len(roles & _AMOUNTS) > 1
        if block == "budget"
        else "level3" in roles and bool(roles & {"target", "actual"})
    )
    return Header(block, tuple(headings), start, at) if enough else None


def _heading(lines: Sequence[Line], at: int, labels: Labels) -> Heading | None:
    """The heading that starts on this line, over as many lines as the form's wording needs."""
    for count in range(min(_MOST_LINES, len(lines) - at), 0, -1):
        parts = tuple(lines[at : at + count])
        text = "".join(line.text for line in parts)
        if count > 1 and _is_two(parts, labels):
            continue
        if role := labels.exact(text) or (labels.role(text) if count == 1 else None):
            return Heading(role, parts)
    return None


def _is_two(parts: Sequence[Line], labels: Labels) -> bool:
    """Are these two headings that would make a third one together?"""
    before = "".join(line.text for line in parts[:-1])
    return labels.exact(before) is not None and labels.exact(parts[-1].text) is not None
