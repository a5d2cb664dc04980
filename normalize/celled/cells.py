"""What may be a cell among the lines of such a dump, and what it costs to put it into a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.document import InText, Line
from extract.dump.lines import width
from extract.textflow import join_lines
from normalize.celled.headers import Header
from normalize.celled.path import Atom
from normalize.expressions.units import is_unit
from normalize.lined.kinds import (
    UNKNOWN_LEVEL,
    Column,
    Names,
    column,
    is_figure,
    is_nothing,
    is_sign,
    is_value,
    without_weight,
)
from normalize.lined.table import with_labels
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form

_NEEDED = 6.0
_WORDS = 0.2
# Forms print weights on level 1 rather than on level 2.
_WEIGHTED = 0.6
_NO_VALUE = 1.2
_SHORTEST_NAME = 2
_LEVELS = frozenset({"level1", "level2"})
_LONGEST_LABEL = 16
# a sentence has ended, and something else begins: a reason of the row above, then a name
_ENDED = re.compile(r"。(?=[^\d\s])")


def groups_of(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """What is printed as one cell: a line, or a block between empty lines where most lines stand so."""
    blocks: list[list[Line]] = []
    for at, line in enumerate(lines):
        if at and not stands_apart(lines, at):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    if len(blocks) * 2 < len(lines):
        return [(line,) for line in lines]
    return [tuple(part) for block in blocks for part in _parted(block)]


def _parted(block: list[Line]) -> list[list[Line]]:
    """A block in which a value stands on a line is no one cell."""
    alone = len(block) > 1 and any(is_value(line.text) or is_nothing(line.text) for line in block)
    return [[line] for line in block] if alone else [block]


def stands_apart(lines: Sequence[Line], at: int) -> bool:
    """Does an empty line stand before this line?"""
    here, before = lines[at].place, lines[at - 1].place if at else None
    if not isinstance(here, InText) or not isinstance(before, InText):
        return True
    return here.line - before.end_line > 1


def atom_of(group: Sequence[Line], form: Form, names: Names, roles: Sequence[str | None]) -> Atom:
    """The lines of a group as one piece, and what is known about it in a table with these columns."""
    text = join_lines(line.text for line in group)
    upright = len(group) > 1 and all(len(line.text.strip()) == 1 for line in group)
    heads = len(group) > 1 and any(form.columns.exact(line.text) for line in group)
    whole = len(group) > 1 or _is_whole(squeezed(text), roles)
    return Atom(text, width(text), upright or heads or _is_label(text, form, names, roles), whole)


def _is_whole(text: str, roles: Sequence[str | None]) -> bool:
    """Where signs and units have columns of their own, a line that is one of them is a cell by itself."""
    return ("target-sign" in roles and is_sign(text)) or ("target-unit" in roles and is_unit(text))


def _is_label(text: str, form: Form, names: Names, roles: Sequence[str | None]) -> bool:
    """Is this a heading, the name of a level, or a slot of the template?"""
    if squeezed(text) in form.vocabulary.slot_words:
        return False
    slot = "|".join(map(re.escape, form.vocabulary.slot_words))
    if re.fullmatch(rf"(?:{slot})\s*\d+\s*[:：.、]?|[.…·]+", text.strip()):
        return True
    heading = form.columns.exact(text) or form.budget_columns.exact(text)
    parts = (text, *text.split()) if _LEVELS.intersection(roles) else ()
    level = any(names.level(1, part) is not None or names.level(2, part) is not None for part in parts)
    return bool(heading) or level or names.row(text) in ("section", "total")


def header_roles(header: Header) -> list[str | None]:
    """The columns from left to right; rows of a budget have names, whether or not a heading says so."""
    roles: list[str | None] = [heading.role for heading in header.headings]
    if header.block == "indicators":
        return roles
    if "label" not in roles and len(set(roles)) == len(roles):
        return ["label", *roles]
    return list(with_labels(roles))


def cell_column(role: str | None, header: Header, names: Names) -> Column:
    """What stands in a column; here every row has a name, and level 1 none that level 2 has too."""
    usual = column(role, header.block, names)
    if role in ("target", "actual"):
        return Column(role, lambda text: None if is_unit(text) else _worded(text, usual), _NO_VALUE)
    if role in ("target-adjusted", "deviation", "other"):
        return _aside(role, usual)
    if role in ("level1", "level2"):
        return Column(role, lambda text: _level(role, text, usual, names), usual.blank)
    if role in ("level3", "label"):
        has_levels = bool(_LEVELS.intersection(heading.role for heading in header.headings))
        return Column(role, lambda text: _name(role, text, usual, names, has_levels=has_levels), _NEEDED)
    return usual


def _aside(role: str, usual: Column) -> Column:
    """An adjusted target is as likely blank as what was done, a reason has sentences, a note no figure."""
    if role == "target-adjusted":
        return Column(role, usual.fit, _NO_VALUE)
    if role == "deviation":
        return Column(role, lambda text: 0.0 if _ENDED.search(text) else usual.fit(text), usual.blank)
    return Column(role, lambda text: _NO_VALUE if is_figure(text) else usual.fit(text), usual.blank)


def _level(role: str, text: str, usual: Column, names: Names) -> float | None:
    name = without_weight(text) or ""
    taken = role == "level1" and names.level(2, text) == 0.0 and not names.is_own_name(1, name)
    cost = usual.fit(text)
    if taken or cost is None or not names.is_level(name):
        return None
    if role == "level2" and without_weight(text) != squeezed(text):
        cost += _WEIGHTED
    return None if cost >= UNKNOWN_LEVEL else cost


def _name(role: str, text: str, usual: Column, names: Names, *, has_levels: bool) -> float | None:
    """A name is no sentence, no value and, where levels have columns of their own, no name of a level."""
    if len(text) < _SHORTEST_NAME or is_unit(text) or any(map(is_value, text.split())):
        return None
    if len(text) > _LONGEST_LABEL if role == "label" else (text in names.slots or "。" in text):
        return None
    cost = usual.fit(text)
    if cost is None or cost < UNKNOWN_LEVEL:
        return cost
    return None if has_levels else 0.0


def _worded(text: str, usual: Column) -> float | None:
    """Most targets and actual values hold a number; words may as well go on with the cell before."""
    cost = None if _ENDED.search(text) else usual.fit(text)
    return cost if cost is None or any(char.isdigit() for char in text) else cost + _WORDS
