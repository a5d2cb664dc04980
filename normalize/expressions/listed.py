"""Mentions that answer nothing by themselves: items of a total, plans beside results, old levels."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from normalize.expressions.units import alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.expressions.parse import Mention

_PLANNED = re.compile(r"^(?:年初|年度|原|全年)*(?:计划|目标|预计|预算|拟)")
_DONE = re.compile("实际|实[到参发缴收放]|完成|支出|执行|已")
_SAME_KIND = 0.9


def results(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions without the plan of `计划5次,实际完成4次` and the beginning of `由90%提高到94%`."""
    return tuple(
        one
        for index, one in enumerate(mentions)
        if not _planned(one, mentions) and not _begins_change(one, mentions[index + 1 : index + 2])
    )


def totalled(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The items that a 共N or 合计N beside them adds up are marked as within it.

    The total then counts what its items count: 农村890人,城市350人,合计1240人.
    """
    marked = list(mentions)
    for at, total in enumerate(mentions):
        items = _items(mentions, at) if total.quantity.quantifier == "total" else []
        for index in items:
            marked[index] = msgspec.structs.replace(marked[index], within=True)
        if items and (total.inherited or not total.head):
            head = "".join(mentions[index].head for index in items)
            marked[at] = msgspec.structs.replace(total, head=head, inherited=False)
    return tuple(marked)


def _planned(one: Mention, mentions: Sequence[Mention]) -> bool:
    return _PLANNED.search(one.left) is not None and any(
        _like(one, other) and _DONE.search(other.left) and not _PLANNED.search(other.left)
        for other in mentions
    )


def _begins_change(one: Mention, following: Sequence[Mention]) -> bool:
    return one.left.endswith(("由", "从")) and any(
        _like(one, other) and other.left.endswith(("到", "至")) for other in following
    )


def _items(mentions: Sequence[Mention], at: int) -> list[int]:
    """Where the two or more neighbours are, all before or all after, that add up to the total."""
    for step in (-1, 1):
        left, found = mentions[at].quantity.value.exact, list[int]()
        index = at + step
        while left and 0 <= index < len(mentions) and _like(mentions[at], mentions[index]):
            left -= mentions[index].quantity.value.exact or Decimal()
            found.append(index)
            index += step
        if left == 0 and len(found) > 1:
            return found
    return []


def _like(one: Mention, other: Mention) -> bool:
    return one is not other and alike(one.quantity.unit, other.quantity.unit) >= _SAME_KIND
