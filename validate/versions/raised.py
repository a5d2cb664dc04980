"""Scores that rose between two versions while the actual value stayed as it was."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from extract.document import SURE
from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Number, Part
from validate.evidence import lost, short
from validate.versions.changes import indicator_pairs, same

_NEEDED: tuple[Part, ...] = ("indicators", "indicators.actual", "indicators.score", "indicators.weight")


class Raised(msgspec.Struct, frozen=True):
    """An indicator whose score rose, though its actual value and its weight did not change.

    `number` counts the rows of the new version from 1. `target_changed`: the target was set anew, which may
    explain the score. `doubtful`: a reading that this rests on is in doubt.
    """

    number: int
    name: Wording
    old: Number
    new: Number
    target_changed: bool
    doubtful: bool


def raised(old: Evaluation, new: Evaluation) -> tuple[Raised, ...]:
    """The raised scores, in the order of the form; none where a file may have lost what they rest on."""
    if any(lost(form, part) for form in (old, new) for part in _NEEDED):
        return ()
    return tuple(
        found
        for before, after in indicator_pairs(old, new)
        if before is not None and after is not None
        for found in _raised(old.indicators[before], new.indicators[after], after + 1)
    )


def _raised(old: Indicator, new: Indicator, number: int) -> Iterator[Raised]:
    if old.score is None or new.score is None or not _higher(old.score.value, new.score.value):
        return
    if not (same(old.actual, new.actual) and same(old.weight, new.weight)):
        return
    cells = (old.score, new.score, old.actual, new.actual)
    doubtful = any(cell is not None and cell.confidence < SURE for cell in cells)
    name = Wording(short(new.level3.value), short(new.level3.value))
    yield Raised(number, name, old.score, new.score, not same(old.target, new.target), doubtful)


def _higher(old: Decimal | None, new: Decimal | None) -> bool:
    return old is not None and new is not None and new > old
