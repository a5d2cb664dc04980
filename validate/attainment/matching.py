"""Which mention of the actual answers which part of the target: one to one, and only where it is clear."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, TypeVar

import msgspec

from normalize.expressions.units import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalize.expressions.parse import Mention, Part
    from normalize.expressions.quantities import Quantity

T = TypeVar("T")

# Assignments whose total is this near to the best are all possible; a part must then be judged alike in each.
MARGIN = 0.15
SAME_THING = 0.5

_NEUTRAL = 0.5
# A head that is empty, or says only that people took part, tells nothing apart.
_WORDLESS = {"", "参加"}
_WEAK_TAILS = ("活动", "建设", "服务", "项目", "经费", "方面", "成果", "行动", "工程")
# Which way a figure moved is told apart by its sign (see `growth.turned`), not by the likeness of heads.
_MOVES = re.compile("同比|增长|增加|提高|提升|上升|下降|降低|减少|压减")
_MOST_OPTIONS = 4
_MOST_PARTS = 6


class Option(msgspec.Struct, frozen=True):
    """A mention that could answer a part. `conjunct` is the one of `A和B各N` that is meant, -1 for all."""

    mention: int
    conjunct: int
    score: float
    likeness: float | None


def likeness(wanted: str, said: str) -> float | None:
    """How alike two heads are, 0 to 1: shared pairs of characters, and the last word; None if one is empty.

    Chinese puts the noun last: 联动督导 and 党组织督导 are one thing, 党建巡察评估 and 党建巡回督导 are two.
    Where it is the verb its object may follow: 督导党组织 is a 督导.
    """
    wanted, said = _MOVES.sub("", wanted), _MOVES.sub("", said)
    if _WORDLESS & {wanted, said}:
        return None
    shorter, longer = sorted((wanted, said), key=len)
    if shorter in longer:
        return 1.0
    first, second = pairs(shorter), pairs(longer)
    shared = len(first & second) / max(1, min(len(first), len(second)))
    tail = _tail(wanted)
    if tail and (tail == _tail(said) or (wanted.endswith("会") and said.endswith("会"))):
        return max(shared, 0.7)
    return max(shared, 0.6) if tail and tail in said else shared


def pairs(text: str) -> set[str]:
    """Neighbouring characters, two by two; a single character is itself."""
    return {text[index : index + 2] for index in range(max(1, len(text) - 1))}


def options(part: Part, mentions: Sequence[Mention]) -> list[Option]:
    """The mentions whose unit could answer a part, the best first."""
    found: list[Option] = []
    if part.quantity is None:
        return found
    for index, mention in enumerate(mentions):
        unit = alike(part.quantity.unit, mention.quantity.unit)
        if unit == 0 or _unlike_words(part.quantity, mention.quantity):
            continue
        spread = list(enumerate(mention.conjuncts)) or [(-1, mention.head)]
        for conjunct, head in spread:
            alikeness = likeness(part.head, head)
            found.append(Option(index, conjunct, _score(part, mention, unit, alikeness), alikeness))
    return sorted(found, key=lambda option: -option.score)


def _unlike_words(wanted: Quantity, found: Quantity) -> bool:
    """Figures with an unknown unit answer only one with the same unknown unit (35千瓦 does not count 人)."""
    if wanted.trailing and found.unit.family != "none":
        return True
    return found.trailing != "" and found.trailing[:1] != wanted.trailing[:1]


def assignments(candidates: Sequence[Sequence[Option]]) -> list[list[Option | None]]:
    """For each part the options it takes in any one-to-one assignment within `MARGIN` of the best.

    None among them means that the part may go without. Beyond six parts each is taken by itself.
    """
    if len(candidates) > _MOST_PARTS:
        return [_near_best(options) for options in candidates]
    rows = [[*options[:_MOST_OPTIONS], None] for options in candidates]
    if len(rows) == 1:
        return [_distinct(_near([(one.score if one else 0.0, one) for one in rows[0]]))]
    best: list[tuple[float, tuple[Option | None, ...]]] = []
    for combination in product(*rows):
        taken = [(one.mention, one.conjunct) for one in combination if one is not None]
        if len(taken) == len(set(taken)):
            best.append((sum(one.score for one in combination if one is not None), combination))
    near = _near(best)
    return [_distinct(combination[index] for combination in near) for index in range(len(rows))]


def _near(ranked: Sequence[tuple[float, T]]) -> list[T]:
    top = max(total for total, _ in ranked)
    return [one for total, one in ranked if total >= top - MARGIN]


def _near_best(options: Sequence[Option]) -> list[Option | None]:
    return [one for one in options if one.score >= options[0].score - MARGIN] or [None]


def _distinct(chosen: Iterable[Option | None]) -> list[Option | None]:
    return list(dict.fromkeys(chosen))


def _score(part: Part, mention: Mention, unit: float, alikeness: float | None) -> float:
    """Unit first, then the head, then the number of the sub-target and the quantifier."""
    wanted = part.quantity
    same_number = bool(part.ordinal) and part.ordinal == mention.ordinal
    spread = {"every", "average"}
    same_quantifier = wanted is not None and (
        (wanted.quantifier in spread) == (mention.quantity.quantifier in spread)
    )
    head = _NEUTRAL if alikeness is None else alikeness
    score = 0.5 * unit + 0.4 * head + 0.15 * same_number + 0.05 * same_quantifier
    if mention.within:
        # a member of a sub-list answers only where the target asks for just that member
        wider = part.head != mention.head and part.head in mention.head
        named = not mention.inherited and not wider and alikeness is not None and alikeness >= SAME_THING
        score -= 0.05 if named else 0.2
    # a cell that begins with a bare figure answers with it; what follows explains
    return score + 0.2 * mention.leading - 0.02 * mention.inherited


def _tail(head: str) -> str:
    for weak in _WEAK_TAILS:
        head = head.removesuffix(weak)
    return head[-2:] if len(head) >= 2 else ""
