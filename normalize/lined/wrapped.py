"""Lines that go on with the row above or below: its cells are wrapped, and none of them can be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from extract.document import InText, Word
from extract.document import Line as Piece
from normalize.lined.readings import are_run_together

if TYPE_CHECKING:
    from normalize.form import Form
    from normalize.lined.kinds import Names

_COLON = re.compile(r"[:：]")
_DOTS = re.compile(r"[.…·/—-]+")


class Printed(Protocol):
    """A line of a table, as far as this asks."""

    @property
    def fields(self) -> tuple[Word, ...]:
        """Its fields."""

    @property
    def kind(self) -> str:
        """What it can be."""


def beside_wrapped(lines: Sequence[Printed], form: Form, names: Names) -> set[int]:
    """The rows above and below a line that is part of one of them."""
    loose = [at for at, line in enumerate(lines) if _goes_on(line, form, names)]
    beside = {at + step for at in loose for step in (-1, 1)}
    return {at for at in beside if 0 <= at < len(lines) and lines[at].kind == "row"}


def goes_on_below(last: Printed, below: Piece, form: Form, names: Names) -> bool:
    """May the line of text right below the last row be the rest of it?"""
    above, place = last.fields[-1].place, below.place
    if not (isinstance(above, InText) and isinstance(place, InText)) or place.line != above.end_line + 1:
        return False
    words = tuple(Word(text, place) for text in below.text.split())
    return _goes_on(_Below(words, "unclear"), form, names)


class _Below(NamedTuple):
    fields: tuple[Word, ...]
    kind: str


def _goes_on(line: Printed, form: Form, names: Names) -> bool:
    """Is it no row, and nothing that forms print between rows: a heading, a remark, an unused slot?"""
    texts = [word.text for word in line.fields]
    if line.kind not in ("unclear", "empty") or are_run_together(texts):
        return False
    slot = re.compile(rf"(?:{'|'.join(map(re.escape, names.slots))})\s*\d*\s*[:：.、]?")
    if all(slot.fullmatch(text) or _DOTS.fullmatch(text) or names.is_level(text) for text in texts):
        return False
    first = texts[0]
    known = (form.head, form.rows, form.columns, form.budget_columns, form.budget_rows, form.goal_columns)
    return not _COLON.search(first) and not any(labels.role(first) for labels in known)
