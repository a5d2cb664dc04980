"""Misread or misreported? The second hypothesis for findings on recognised numbers.

A recogniser that read `353.88` also considered `353.38`. Where a column does not add up, the reading under
which the form's own equations hold may be the true one, and the unit did nothing wrong. The equations are the
rules themselves: a candidate reading is put in the place of the first one, the rules are run again, and it is
admitted if the finding is gone, was checked, and nothing else turned up. The reading in the result never
changes: a hypothesis is added to the finding, and a finding that it explains is a notice.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from extract.document import SURE, Place
from extract.wording import Wording
from normalize.evaluation import Evaluation, Traced
from normalize.numbers import parse_amount, parse_number, shifted
from validate.outcome import Evidence, Misread, Outcome
from validate.profile import Profile
from validate.rule import Rule, registered, run

NEAR = 0.001
"""A reading this probable beside the first one that makes the form add up is likelier than a slip."""
FARTHEST = 0.00001
"""Readings less probable than this beside the first one are not tried."""
DISPUTED = 0.25
"""Two readings this near to one another in probability: the recogniser cannot say which it is."""
MOST_TRIALS = 200
"""Candidates tried for one finding; each costs one run of its rule."""
MOST_PAIRED = 40
"""Only this many of the most probable other readings are combined with one another."""

_POWERS = (0, -2, 2, -3, 4, -4, 8, -8)  # percent, permille, yuan and ten thousands


class _Candidate(NamedTuple):
    """Other readings for one or two cells; `ratio` is their probability beside that of the first readings."""

    readings: tuple[tuple[Evidence, str], ...]
    ratio: float


def considered(evaluation: Evaluation, profile: Profile, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes; those findings that rest on recognised text with their second hypothesis.

    A finding that another near reading explains becomes a notice; one that rests on a cell which the
    recogniser reads in two ways, with none of them explaining it, becomes could-not-check with both readings.
    """
    search = _Search(evaluation, profile, outcomes)
    return [search.judged(one) if _is_recognised(one) else one for one in outcomes]


def _is_recognised(outcome: Outcome) -> bool:
    return outcome.finding is not None and any(piece.alternatives for piece in outcome.finding.evidence)


class _Search:
    """The rules of one evaluation, run again on other readings."""

    def __init__(self, evaluation: Evaluation, profile: Profile, outcomes: Sequence[Outcome]) -> None:
        self._evaluation, self._profile = evaluation, profile
        self._outcomes = outcomes

    @cached_property
    def _known(self) -> set[tuple[str, str]]:
        return {_key(one) for one in self._outcomes if one.finding}

    @cached_property
    def _equations(self) -> list[Rule]:
        return [one for one in registered().values() if one.severity == "error"]

    def judged(self, outcome: Outcome) -> Outcome:
        """The outcome with its second hypothesis, where there is one."""
        finding = outcome.finding
        rule = registered()[outcome.rule]
        if finding is None or rule.severity == "notice":
            return outcome
        doubtful = any(piece.confidence < SURE for piece in finding.evidence)
        hit = self._explaining(outcome, rule)
        if hit and (doubtful or hit.ratio >= NEAR):
            lowered = msgspec.structs.replace(finding, severity="notice", misread=_hypothesis(hit))
            return msgspec.structs.replace(outcome, finding=lowered)
        disputed = next((one for one in finding.evidence if _disputed(one)), None)
        if disputed is None:
            return outcome
        reason = _two_readings(disputed)
        return msgspec.structs.replace(outcome, status="could-not-check", reason=reason, finding=None)

    def _explaining(self, outcome: Outcome, rule: Rule) -> _Candidate | None:
        """The most probable candidate under which the finding is gone and nothing else appears."""
        evidence = outcome.finding.evidence if outcome.finding else ()
        for candidate in itertools.islice(_candidates(evidence), MOST_TRIALS):
            other = self._reread(candidate)
            if other and self._holds(outcome, rule, other) and self._adds_nothing(other):
                return candidate
        return None

    def _reread(self, candidate: _Candidate) -> Evaluation | None:
        other = self._evaluation
        for piece, reading in candidate.readings:
            changed = _with_reading(other, piece.place, reading)
            if changed is other:
                return None
            other = changed
        return other

    def _holds(self, outcome: Outcome, rule: Rule, other: Evaluation) -> bool:
        again = [one for one in run(rule, other, self._profile) if _key(one) == _key(outcome)]
        return bool(again) and all(one.status == "ok" for one in again)

    def _adds_nothing(self, other: Evaluation) -> bool:
        found = (one for rule in self._equations for one in run(rule, other, self._profile) if one.finding)
        return all(_key(one) in self._known for one in found)


def _key(outcome: Outcome) -> tuple[str, str]:
    return outcome.rule, outcome.subject.zh


def _candidates(evidence: Sequence[Evidence]) -> Iterator[_Candidate]:
    """Other readings of one cell, and of two, the most probable first."""
    singles = [
        _Candidate(((piece, reading),), ratio)
        for piece in {one.place: one for one in evidence}.values()
        for reading, probability in piece.alternatives
        if reading != piece.text.strip() and (ratio := probability / piece.confidence) >= FARTHEST
    ]
    singles.sort(key=lambda one: -one.ratio)
    pairs = (
        _Candidate(one.readings + two.readings, one.ratio * two.ratio)
        for one, two in itertools.combinations(singles[:MOST_PAIRED], 2)
        if one.readings[0][0].place != two.readings[0][0].place
    )
    admitted = [*singles, *(pair for pair in pairs if pair.ratio >= FARTHEST)]
    return iter(sorted(admitted, key=lambda one: -one.ratio))


def _with_reading(value: Any, place: Place, reading: str) -> Any:
    """The same structure with the cell at this place read another way; the very same object without it."""
    if isinstance(value, Traced):
        return _reread(value, reading) if value.place == place else value
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {
            name: new
            for name, old in fields.items()
            if (new := _with_reading(old, place, reading)) is not old
        }
        return msgspec.structs.replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        items = tuple(_with_reading(one, place, reading) for one in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _reread(traced: Traced[Any], reading: str) -> Traced[Any]:
    if isinstance(traced.value, str):
        return msgspec.structs.replace(traced, value=reading, text=reading)
    before, after = _plain(traced.text), _plain(reading)
    if before is None or after is None or not isinstance(traced.value, Decimal):
        return traced  # words, or a number inside words: there is nothing to put in its place
    power = next((one for one in _POWERS if shifted(before, one) == traced.value), None)
    if power is None:
        return traced
    return msgspec.structs.replace(traced, value=shifted(after, power), text=reading)


def _plain(text: str) -> Decimal | None:
    number = parse_number(text)
    if number is not None:
        return number
    amount = parse_amount(text)
    return amount.value if amount else None


def _hypothesis(candidate: _Candidate) -> Misread:
    zh = "，".join(
        f"“{piece.role.zh}”读作{piece.text.strip()}，也可能是{other}" for piece, other in candidate.readings
    )
    en = "; ".join(
        f"{piece.role.en} was read as {piece.text.strip()} and may be {other}"
        for piece, other in candidate.readings
    )
    return Misread(
        reading="；".join(reading for _, reading in candidate.readings),
        probability=candidate.ratio / (1 + candidate.ratio),
        message=Wording(
            f"可能是图像识别有误：{zh}；若如此，各数相符。请对照原件。",
            f"Probably misread: {en}; then the numbers agree. Please see the original.",
        ),
    )


def _disputed(piece: Evidence) -> bool:
    return any(
        p >= DISPUTED * piece.confidence for text, p in piece.alternatives if text != piece.text.strip()
    )


def _two_readings(piece: Evidence) -> Wording:
    other = max(piece.alternatives, key=lambda one: (one[0] != piece.text.strip(), one[1]))[0]
    return Wording(
        f"图像识别对“{piece.role.zh}”有两种读法：“{piece.text.strip()}”或“{other}”，因此不作认定，请看原件。",
        f"Recognition reads {piece.role.en} in two ways, “{piece.text.strip()}” or “{other}”, so nothing is "
        "claimed; please look at the page.",
    )
