"""Scores held against attainment inside one group: who did better must not have got a smaller share."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import groupby, permutations
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from validate.attainment.attained import Row, rows
from validate.attainment.judgement import PartJudgement, attainment
from validate.remembered import remembered

if TYPE_CHECKING:
    from normalize.evaluation import Evaluation

_CLEARLY = Decimal("0.01")
_FAR_OVER = Decimal("1.3")


class Entry(msgspec.Struct, frozen=True):
    """A row with one quantity: how far it was attained (0 to 1) and which share of its weight it got."""

    row: Row
    part: PartJudgement
    attained: Decimal
    share: Decimal
    slack: Decimal
    key: tuple[str, str, str]

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.part.verdict == "met"

    @property
    def ratio(self) -> Decimal:
        """Actual over target."""
        ratio = self.part.ratio
        return (ratio.exact if ratio else None) or Decimal(1)

    @property
    def ceiling(self) -> bool:
        """Whether less is better."""
        return self.part.comparator in {"<=", "<"}


class Clash(NamedTuple):
    """A group whose scores contradict its attainment; `lower` are the rows that got less for no less."""

    entries: tuple[Entry, ...]
    lower: tuple[Entry, ...]
    level2: str

    @property
    def explained(self) -> bool:
        """Whether a reason is given, or over-fulfilment may be one, for every row that got less."""
        return all(_reason(one.row) or (not one.ceiling and one.ratio >= _FAR_OVER) for one in self.lower)


@remembered
def groups(evaluation: Evaluation) -> tuple[tuple[Entry, ...], ...]:
    """Rows that can be compared: same level-2 heading, same sign, same family of units; two or more."""
    entries = [entry for row in rows(evaluation) if (entry := _entry(row)) is not None]
    entries.sort(key=lambda one: one.key)
    grouped = [tuple(members) for _, members in groupby(entries, key=lambda one: one.key)]
    return tuple(members for members in grouped if len(members) > 1)


def clash(entries: tuple[Entry, ...]) -> Clash | None:
    """The contradiction inside a group, if there is one; none where plain proportion yields every score."""
    if any(all(_in_proportion(one, mode) for one in entries) for mode in (ROUND_HALF_UP, ROUND_DOWN)):
        return None
    lower: list[Entry] = []
    for better, worse in permutations(entries, 2):
        if better not in lower and _contradicts(better, worse):
            lower.append(better)
    kept = tuple(one for one in entries if one in lower)
    return Clash(entries, kept, entries[0].key[0]) if lower else None


def clashes(evaluation: Evaluation) -> list[Clash]:
    """Every group whose scores contradict its attainment."""
    found = (clash(entries) for entries in groups(evaluation))
    return [one for one in found if one is not None]


def _in_proportion(entry: Entry, mode: str) -> bool:
    """Whether the score is weight times actual over target, rounded in this mode to its printed decimals."""
    weight, score = entry.row.weight, entry.row.score
    if weight is None or score is None:
        return False
    return (weight * min(Decimal(1), entry.ratio)).quantize(score, mode) == score


def _contradicts(better: Entry, worse: Entry) -> bool:
    """Whether `better` did as well or better and got a smaller share, rounding of the scores allowed for."""
    if better.met:
        return better.share < worse.share - _CLEARLY
    surely = better.attained > worse.attained + _CLEARLY
    return surely and not worse.met and better.share + better.slack < worse.share - worse.slack


def _entry(row: Row) -> Entry | None:
    counted = [part for part in row.judgement.parts if part.verdict != "not-judged"]
    if len(counted) != 1 or row.doubtful or not row.weight or row.weight < 0 or row.score is None:
        return None
    part = counted[0]
    attained = attainment(part)
    one_way = part.verdict in {"met", "not-met"} and not part.readings
    if attained is None or part.ratio is None or part.ratio.exact is None or not one_way:
        return None
    key = _key(row, part)
    if key is None:
        return None
    last_digit = Decimal((0, (1,), int(row.score.as_tuple().exponent)))
    # a score above its weight is another rule's matter; here it is full
    share = min(Decimal(1), row.score / row.weight)
    return Entry(row, part, attained, share, last_digit / 2 / row.weight, key)


def _key(row: Row, part: PartJudgement) -> tuple[str, str, str] | None:
    if part.part.quantity is None or part.comparator is None:
        return None
    family = part.part.quantity.unit.family
    sign: Literal["≤", "≥", "="] = "="
    if part.comparator != "=":
        sign = "≤" if part.comparator in {"<=", "<"} else "≥"
    if row.indicator.level2 is not None:
        return row.indicator.level2.value, sign, family
    # costs are one group even where the heading was lost
    return ("成本", sign, family) if sign == "≤" and family == "money" else None


def _reason(row: Row) -> bool:
    given = row.indicator.deviation
    return given is not None and len(given.value.strip()) >= 8
