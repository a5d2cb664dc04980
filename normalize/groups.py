"""Level-1 and level-2 groups: which indicators stand under each heading, and the weight printed on it.

A subtotal belongs to a group only where it can add up nothing else: one of all groups, or of a page, must not
be held against the last group.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal

import msgspec

from normalize.evaluation import Group, Number, Text
from normalize.wordings import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.indicators import Entry, Subtotal
    from normalize.rows import Key


class Grouped(msgspec.Struct, frozen=True):
    """The groups in the order in which they begin, each level 1 before its level 2.

    `placed` are the cells of the subtotals that belong to one, `open` those of the subtotals that do not.
    """

    groups: tuple[Group, ...]
    placed: frozenset[Key]
    open: frozenset[Key]


def groups_of(entries: Sequence[Entry], subtotals: Sequence[Subtotal]) -> Grouped:
    """The groups of the indicators."""
    found = [*_level(1, entries), *_level(2, entries)]
    found.sort(key=lambda group: (group.indicators[0], group.level))
    placed: set[Key] = set()
    opened: set[Key] = set()
    for subtotal in subtotals:
        cells = map(subtotal.row.key, subtotal.row.own)
        home = _home(found, subtotal)
        (opened if home is None else placed).update(cells)
        found = [_added(group, subtotal) if group is home else group for group in found]
    return Grouped(tuple(found), frozenset(placed), frozenset(opened))


def _level(level: Literal[1, 2], entries: Sequence[Entry]) -> list[Group]:
    """Runs of neighbouring rows under one heading; a level-2 run ends where its level 1 does."""

    def key(at: int) -> tuple[str, str]:
        one, two = entries[at].indicator.level1, entries[at].indicator.level2
        return (one.value if one else "", (two.value if two else "") if level == 2 else "")

    found = []
    for names, run in groupby(range(len(entries)), key):
        if names[level - 1]:
            members = tuple(run)
            found.append(
                Group(level, _name(level, entries, members), members, _weight(level, entries, members))
            )
    return found


def _name(level: int, entries: Sequence[Entry], members: Sequence[int]) -> Text:
    """The heading where it is printed, if it is printed in any of the rows."""
    names = [_heading(level, entries[at]) for at in members]
    return next((name for name in names if name.how == "read"), names[0])


def _heading(level: int, entry: Entry) -> Text:
    name = entry.indicator.level1 if level == 1 else entry.indicator.level2
    if name is None:
        raise ValueError("a group holds a row without its heading")
    return name


def _weight(level: int, entries: Sequence[Entry], members: Sequence[int]) -> Number | None:
    headings = (entries[at].level1 if level == 1 else entries[at].level2 for at in members)
    return next((heading.weight for heading in headings if heading and heading.weight), None)


def _home(groups: Sequence[Group], subtotal: Subtotal) -> Group | None:
    """The group that the label names, else the level 1 of all the rows since the subtotal before."""
    ending = [group for group in groups if group.indicators[-1] == subtotal.after - 1]
    label = bare(subtotal.label)
    named = [group for group in ending if bare(group.name.value) in label]
    whole = [group for group in ending if group.level == 1 and group.indicators[0] == subtotal.first]
    return next(iter(named or whole), None)


def _added(group: Group, subtotal: Subtotal) -> Group:
    return msgspec.structs.replace(group, weight=group.weight or subtotal.weight, score=subtotal.score)
