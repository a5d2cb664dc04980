"""The findings of two versions: which are closed, which are still open, which are new.

A finding is the same one where rule, subject and cells are the same, whatever the cells now say: a sum that
was wrong by 0.50 and is now wrong by 0.30 is not closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from fuhe.report.words import SEVERITY, gravest_first
from validate.outcome import Outcome

_Key: TypeAlias = Callable[[Outcome], tuple[object, ...]]


class Open(msgspec.Struct, frozen=True):
    """A finding of the old version that is still there; `now` tells what the new version says of it."""

    before: Outcome
    now: Outcome


class Compared(msgspec.Struct, frozen=True):
    """Findings of both versions. `unconfirmed`: gone, but the new version could not be checked for it."""

    closed: tuple[Outcome, ...]
    unconfirmed: tuple[Open, ...]
    still: tuple[Open, ...]
    fresh: tuple[Outcome, ...]


def compared(old: Sequence[Outcome], new: Sequence[Outcome]) -> Compared:
    """Match the findings, the exact ones first; then tell closed ones from those nobody could check again.

    Each list holds the gravest first.
    """
    before, after = gravest_first(old), gravest_first(new)
    still: list[Open] = []
    for key in (_exact, _loose):
        matched = _matched(before, after, key)
        still += matched
        before = [one for one in before if all(one is not pair.before for pair in matched)]
        after = [one for one in after if all(one is not pair.now for pair in matched)]
    unchecked = {_about(outcome): outcome for outcome in new if outcome.status == "could-not-check"}
    unconfirmed = tuple(Open(one, unchecked[_about(one)]) for one in before if _about(one) in unchecked)
    closed = tuple(one for one in before if _about(one) not in unchecked)
    return Compared(closed, unconfirmed, tuple(sorted(still, key=_gravity)), tuple(after))


def _matched(before: Sequence[Outcome], after: Sequence[Outcome], key: _Key) -> list[Open]:
    waiting: dict[tuple[object, ...], list[Outcome]] = defaultdict(list)
    for outcome in after:
        waiting[key(outcome)].append(outcome)
    return [Open(one, waiting[key(one)].pop(0)) for one in before if waiting[key(one)]]


def _gravity(one: Open) -> int:
    return list(SEVERITY).index(one.now.finding.severity) if one.now.finding else len(SEVERITY)


def _about(outcome: Outcome) -> tuple[str, str]:
    return outcome.rule, outcome.subject.zh


def _loose(outcome: Outcome) -> tuple[object, ...]:
    roles = sorted({piece.role.zh for piece in outcome.finding.evidence}) if outcome.finding else []
    return (*_about(outcome), *roles)


def _exact(outcome: Outcome) -> tuple[object, ...]:
    cells = {(piece.role.zh, piece.text) for piece in outcome.finding.evidence} if outcome.finding else set()
    return (*_about(outcome), *sorted(cells))
