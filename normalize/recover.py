"""Level names that a text dump lost, found again from the form's weights, the order of rows, and their words.

Only for dumps: where cells were seen, levels are read. What is found is marked `inferred` with its reason;
what cannot be found stays None. A group's weight is never inferred: no sum must be checked against itself.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.evaluation import Text, Traced
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalize.form import Form
    from normalize.formfile import Cue
    from normalize.indicators import Entry


_SEVERAL = 2


class _Guess(msgspec.Struct, frozen=True):
    """A level-2 name for a row with what speaks for it; `certain` for a printed label or a strong cue."""

    name: str
    certain: bool
    reason: Wording


def recovered(entries: Sequence[Entry], form: Form) -> list[Entry]:
    """The entries with the level names that can be found again."""
    if not entries or not entries[0].row.is_dump:
        return list(entries)
    homes = _known_homes([_printed_level1(entry, form) for entry in entries], entries, form)
    groups, reason = _by_weights(entries, homes, form), _weights_reason(form)
    if groups is None:
        groups, reason = _between(homes), _NEIGHBOURS
    guesses = _ordered(
        [_guess(entry, group, form) for entry, group in zip(entries, groups, strict=True)], groups, form
    )
    printed = _Printed(form)
    return [
        _with_levels(printed.seen(entry), group, reason, guess, printed)
        for entry, group, guess in zip(entries, groups, guesses, strict=True)
    ]


class _Printed:
    """What the rows so far call the levels of the form: 项目产出 for 产出指标."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._names: dict[tuple[int, str], str] = {}

    def seen(self, entry: Entry) -> Entry:
        for level, heading, labels in (
            (1, entry.level1, self._form.level1),
            (2, entry.level2, self._form.level2),
        ):
            if heading is not None and (name := labels.role(heading.name.value)):
                self._names[level, name] = heading.name.value
        return entry

    def name(self, level: int, name: str) -> str:
        """The name as the rows above print it, else the form's own."""
        return self._names.get((level, name), name)


def _printed_level1(entry: Entry, form: Form) -> str | None:
    """The level 1 that the row's printed labels name, directly or through level 2."""
    if entry.level1 is not None and (name := form.level1.role(entry.level1.name.value)):
        return name
    if entry.level2 is None:
        return None
    return form.level1_of.get(form.level2.role(entry.level2.name.value) or "")


def _known_homes(homes: Sequence[str | None], entries: Sequence[Entry], form: Form) -> list[str | None]:
    """A table that prints several level-1 names has no others: level 2 does not lead beyond them."""
    printed = {form.level1.role(entry.level1.name.value) for entry in entries if entry.level1 is not None}
    return [home if len(printed) < _SEVERAL or home in printed else None for home in homes]


def _by_weights(entries: Sequence[Entry], homes: Sequence[str | None], form: Form) -> list[str | None] | None:
    """The groups whose weights the rows add up to, in the form's order; None where they do not fit exactly.

    Every printed label must agree, or the sums met by chance.
    """
    if form.weights is None:
        return None
    groups: list[str | None] = []
    weights = [entry.indicator.weight.value if entry.indicator.weight else None for entry in entries]
    at = 0
    for name, wanted in form.weights.groups.items():
        total = Decimal(0)
        while total < wanted and at < len(weights):
            weight = weights[at]
            if weight is None or weight <= 0:
                return None
            total, at = total + weight, at + 1
            groups.append(name)
        if total != wanted:
            return None
    agree = all(home in (None, group) for home, group in zip(homes, groups, strict=False))
    return groups if at == len(weights) and agree else None


def _weights_reason(form: Form) -> Wording:
    groups = form.weights.groups if form.weights else {}
    listed = "、".join(f"{name}{weight}分" for name, weight in groups.items())
    split = "/".join(str(weight) for weight in groups.values())
    return Wording(
        f"文件转成文本时丢失了该级次名称；按表式权重（{listed}）依次累计各行分值恰好相符，据此推断。",
        f"The dump lost this name; inferred because the rows' weights in order add up to {split} exactly.",
    )


_NEIGHBOURS = Wording(
    "文件转成文本时丢失了该级次名称；上下相邻各行同属此级次，据此推断。",
    "The dump lost this name; inferred because the rows above and below belong to it.",
)


def _between(homes: Sequence[str | None]) -> list[str | None]:
    """A row between two rows of one group belongs to it, as a form lists each group once."""
    groups = list(homes)
    known = [at for at, home in enumerate(homes) if home is not None]
    for one, other in pairwise(known):
        if homes[one] == homes[other]:
            groups[one:other] = [homes[one]] * (other - one)
    return groups


def _guess(entry: Entry, group: str | None, form: Form) -> _Guess | None:
    if entry.level2 is not None:
        name = form.level2.role(entry.level2.name.value)
        return _Guess(name, certain=True, reason=_NEIGHBOURS) if name else None
    name, target = squeezed(entry.indicator.level3.value), squeezed(_text(entry.indicator.target))
    found: list[_Guess] = []
    for level2 in form.vocabulary.level2:
        if level2.level1 != group:
            continue
        found += [
            _Guess(level2.name, certain=cue.strong, reason=_cue_reason(words))
            for cue in level2.cues
            if (words := _speaks(cue, name, target))
        ]
    certain = [guess for guess in found if guess.certain] or found
    return certain[0] if len({guess.name for guess in certain}) == 1 else None


def _speaks(cue: Cue, name: str, target: str) -> str | None:
    """The printed words that make the cue hold."""
    words = next((word for word in cue.names if word in name), None)
    match = re.search(cue.targets, target) if cue.targets else None
    if (cue.names and words is None) or (cue.targets and match is None):
        return None
    return "、".join(filter(None, (words, match[0] if match else None)))


def _cue_reason(words: str) -> Wording:
    return Wording(
        f"文件转成文本时丢失了二级指标名称；按本行用语“{words}”推断。",
        f"The dump lost the level-2 name; inferred from this row's words: {words}.",
    )


def _ordered(
    guesses: Sequence[_Guess | None], groups: Sequence[str | None], form: Form
) -> list[_Guess | None]:
    """The guesses that keep the form's order of level-2 names, and those between two that agree."""
    order = {one.name: number for number, one in enumerate(form.vocabulary.level2)}
    certain = [(at, order[guess.name]) for at, guess in enumerate(guesses) if guess and guess.certain]
    kept = [
        guess if guess and (guess.certain or _in_order(at, order[guess.name], certain)) else None
        for at, guess in enumerate(guesses)
    ]
    filled = list(kept)
    known = [at for at, guess in enumerate(kept) if guess]
    for one, other in pairwise(known):
        before, after = kept[one], kept[other]
        if before and after and before.name == after.name and groups[one] == groups[other]:
            for at in range(one + 1, other):
                if guesses[at] is None:
                    filled[at] = _Guess(before.name, certain=False, reason=_NEIGHBOURS)
    return filled


def _in_order(at: int, number: int, certain: Sequence[tuple[int, int]]) -> bool:
    return all(number >= other if at > place else number <= other for place, other in certain if place != at)


def _with_levels(
    entry: Entry, group: str | None, reason: Wording, guess: _Guess | None, printed: _Printed
) -> Entry:
    indicator = entry.indicator
    one, two = indicator.level1, indicator.level2
    if one is None and group is not None:
        one = _inferred(printed.name(1, group), indicator.level3, reason)
    if two is None and guess is not None:
        two = _inferred(printed.name(2, guess.name), indicator.level3, guess.reason)
    return msgspec.structs.replace(
        entry, indicator=msgspec.structs.replace(indicator, level1=one, level2=two)
    )


def _inferred(name: str, beside: Text, reason: Wording) -> Text:
    """A name that is printed nowhere; its place is that of the row's indicator."""
    return Traced(name, "", beside.place, beside.confidence, "inferred", reason, beside.more)


def _text(value: Text | None) -> str:
    return value.value if value else ""
