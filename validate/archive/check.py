"""All rules across reports on a set: what `fuhe check --together` and the ledger call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from extract.wording import Wording
from validate.archive.archive import Archive
from validate.archive.filed import Filed
from validate.archive.outcome import SetOutcome
from validate.archive.rule import Scope, SetRule, not_applicable, registered_across, run_across
from validate.profile import Profile

_NOTHING: dict[Scope, Wording] = {
    "copies": Wording("没有两份是同一单位、同一年度、同一项目的。", "No two reports are of one form."),
    "years": Wording(
        "没有同一单位、同一项目两个以上年度的自评表。", "No form is there for two years or more."
    ),
    "unit-year": Wording("没有同一单位同一年度的多份自评表。", "No unit has several forms of one year."),
    "peers": Wording("没有多个单位同一项目的自评表。", "No project is reported by several units."),
    "set": Wording("没有可以比较的自评表。", "There is nothing to compare."),
}


def check_together(
    filed: Iterable[Filed], profile: Profile | None = None, omitted: Collection[str] = ()
) -> Iterator[SetOutcome]:
    """Run every rule across reports on a set, reading it once.

    `filed` is consumed before the first outcome; of each form a few kilobytes are kept. Findings, and what
    could not be compared, come one by one; what holds or does not apply comes last, once a rule and reason,
    with its count. Without a profile each form's own holds. `omitted`: ids of rules that are not to be run.
    """
    return checked(Archive(filed), profile, omitted)


def checked(
    archive: Archive, profile: Profile | None = None, omitted: Collection[str] = ()
) -> Iterator[SetOutcome]:
    """As `check_together`, for a set that was gathered one by one."""
    rules = [rule for rule in registered_across().values() if rule.id not in omitted]
    tally = _Tally()
    for scope, group in _groups(archive):
        of_scope = (rule for rule in rules if rule.scope == scope)
        yield from tally.passed_over(one for rule in of_scope for one in run_across(rule, group, profile))
    yield from tally.told(rules)


def _groups(archive: Archive) -> Iterator[tuple[Scope, Any]]:
    """All groups with their scope; what belongs to one unit comes together, so that a form is opened once."""
    yield from (("copies", group) for group in archive.copies())
    units: dict[str, list[tuple[Scope, Any]]] = {}
    for years in archive.years():
        units.setdefault(years.unit, []).append(("years", years))
    for unit_year in archive.unit_years():
        units.setdefault(unit_year.unit, []).append(("unit-year", unit_year))
    yield from (group for groups in units.values() for group in groups)
    yield from (("peers", group) for group in archive.peers())
    if len(archive.digests) > 1:
        yield "set", archive


class _Tally:
    """Counts what holds and what does not apply, by rule and reason."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], SetOutcome] = {}
        self._spoke: set[str] = set()

    def passed_over(self, outcomes: Iterable[SetOutcome]) -> Iterator[SetOutcome]:
        """The outcomes that are told one by one; the others are counted."""
        for one in outcomes:
            self._spoke.add(one.rule)
            if one.status in ("finding", "could-not-check"):
                yield one
                continue
            key = (one.rule, one.status, one.reason.en if one.reason else "")
            before = self._counts.get(key)
            count = (before.count if before else 0) + one.count
            self._counts[key] = msgspec.structs.replace(before or one, count=count)

    def told(self, rules: Iterable[SetRule]) -> Iterator[SetOutcome]:
        """What was counted; a rule that had no group to look at says so."""
        for rule in rules:
            yield from (
                msgspec.structs.replace(
                    one, subject=rule.title, arithmetic=one.arithmetic if one.count == 1 else None
                )
                for one in self._counts.values()
                if one.rule == rule.id
            )
            if rule.id not in self._spoke:
                idle = not_applicable(rule.title, _NOTHING[rule.scope])
                yield msgspec.structs.replace(idle, rule=rule.id)
