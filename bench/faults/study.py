"""Seeded faults: how many single faults the rules name, rule and cell, and how often they cry wolf.

    python bench/faults/study.py [--faults N] [--clean N] [--jobs N] [--list N]

Honest forms of every family are filled by chance with fixed seeds, varied as units vary them, and drawn as
the workbooks of their families; then one thing is made wrong. A fault counts as found only if a rule that is
about it has a finding that cites the very cell (or the blank cell's row) and had none on the honest form.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.faults import drawn, faults_in_numbers, faults_in_statements, faults_in_texts
from bench.faults.chance import seeded
from bench.faults.families import Family, families
from bench.faults.fault import Fault, Kind, NoRowError, cells_of
from bench.faults.filled import plan_of
from bench.faults.habits import any_habit
from bench.faults.plan import Plan
from bench.faults.variations import varied
from bench.faults.written import written
from extract.document import InSheet
from validate import check
from validate.outcome import Finding

KINDS = (*faults_in_numbers.KINDS, *faults_in_statements.KINDS, *faults_in_texts.KINDS)
_TRIES = 40  # forms that are filled until a fault of the kind fits one


class Case(NamedTuple):
    """The `number`-th fault of a kind in a family (`kind` by its name), or the `number`-th honest form."""

    family: str
    number: int
    kind: str = ""


@dataclass(frozen=True)
class Told:
    """What came of one case. `how` is the severity of the finding, or `missed`, `unread` or `no fault`."""

    case: Case
    how: str
    told: str = ""
    false: tuple[tuple[str, str, str], ...] = ()
    variations: tuple[str, ...] = ()


@cache
def _families() -> dict[str, Family]:
    return families()


def cases(faults: int, clean: int) -> list[Case]:
    """So many faults, spread evenly over the provable pairs of kind and family, and so many honest forms."""
    pairs = [(kind, family) for kind in KINDS for family in _families().values() if kind.provable(family)]
    per_kind = Counter(kind.name for kind, _ in pairs)
    wanted = {kind: _share(at, len(per_kind), faults) for at, kind in enumerate(per_kind)}
    found = []
    for start, (name, number) in enumerate(wanted.items()):
        mine = [family.id for kind, family in pairs if kind.name == name]
        found += [Case(mine[(start + at) % len(mine)], at // len(mine), name) for at in range(number)]
    ids = list(_families())
    return found + [Case(ids[at % len(ids)], at // len(ids)) for at in range(clean)]


def _share(at: int, of: int, whole: int) -> int:
    return whole * (at + 1) // of - whole * at // of


def honest(family: str, *names: object, variations: int) -> Plan:
    """An honest form, varied."""
    chance = seeded("honest", family, *names)
    plan = plan_of(_families()[family], chance, any_habit(chance))
    return varied(plan, chance, variations) if variations else plan


def judged(case: Case) -> Told:
    """Fill, draw, audit."""
    return _fault_judged(case) if case.kind else _clean_judged(case)


def _clean_judged(case: Case) -> Told:
    plan = honest(case.family, case.number, variations=4)
    form = written(plan)
    try:
        findings = _findings(form, plan.family)
    except drawn.UnreadError as unread:
        return Told(case, "unread", str(unread), variations=plan.variations)
    false = tuple(
        (one.severity, one.rule, one.message.zh)
        for one in findings
        if one.severity != "notice" and one.rule not in plan.true
    )
    return Told(case, "clean", false=false, variations=plan.variations)


def _fault_judged(case: Case) -> Told:
    kind = next(one for one in KINDS if one.name == case.kind)
    plan, fault = seeded_fault(case, kind)
    if fault is None:
        return Told(case, "no fault")
    try:
        found = _named(_findings(fault.form, plan.family), kind, fault, plan.family)
        before = _named(_findings(written(plan), plan.family), kind, fault, plan.family)
    except drawn.UnreadError as unread:
        return Told(case, "unread", f"{fault.told}: {unread}", variations=plan.variations)
    fresh = [one for one in found if one.message not in [old.message for old in before]]
    worst = min((one.severity for one in fresh), key=["error", "warning", "notice"].index, default="missed")
    return Told(case, worst, fault.told, variations=plan.variations)


def seeded_fault(case: Case, kind: Kind) -> tuple[Plan, Fault | None]:
    """The first honest form that the fault fits, and the fault."""
    for turn in range(_TRIES):
        plan = honest(case.family, kind.name, case.number, turn, variations=2 if turn < _TRIES // 2 else 0)
        if plan.true:
            continue
        try:
            fault = kind.make(plan, seeded(kind.name, case.family, case.number, turn))
        except NoRowError:
            continue
        if fault is not None:
            return plan, fault
    return plan, None


def _findings(form: Any, family: Family) -> list[Finding]:
    return [one.finding for one in check(drawn.evaluation(form, family.layout)) if one.finding]


def _named(findings: Sequence[Finding], kind: Kind, fault: Fault, family: Family) -> list[Finding]:
    """Findings of the right rules on the right cell."""
    cells = {cell for path in fault.paths for cell in cells_of(fault.form, family, path)}
    return [
        one
        for one in findings
        if one.rule in kind.rules
        and any(
            isinstance(piece.place, InSheet) and piece.place.cell.split(":")[0] in cells
            for piece in one.evidence
        )
    ]


@dataclass
class Tally:
    """Counts of one kind or one family."""

    faults: int = 0
    by: Counter[str] = field(default_factory=Counter)

    def add(self, told: Told) -> None:
        """Count one fault."""
        self.faults += 1
        self.by[told.how] += 1

    @property
    def found(self) -> int:
        """How many were named."""
        return self.by["error"] + self.by["warning"] + self.by["notice"]

    def row(self, name: str) -> str:
        """A line of a table."""
        return (
            f"| {name} | {self.found}/{self.faults} | {self.by['error']} | {self.by['warning']} "
            f"| {self.by['notice']} | {self.faults - self.found} |"
        )


def run(chosen: Sequence[Case], jobs: int) -> Iterator[Told]:
    """Judge all cases, in their order."""
    if jobs == 1:
        yield from map(judged, chosen)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(judged, chosen, chunksize=20)


def report(told: Sequence[Told], most: int) -> Iterator[str]:
    """The tables and the misses."""
    faults = [one for one in told if one.case.kind and one.how != "no fault"]
    clean = [one for one in told if not one.case.kind]
    whole = Tally()
    for title, key in (("kind", lambda one: one.case.kind), ("family", lambda one: one.case.family)):
        tallies: dict[str, Tally] = {}
        for one in faults:
            tallies.setdefault(key(one), Tally()).add(one)
        yield f"\n| {title} | found | error | warning | notice | missed |\n|---|---|---|---|---|---|"
        yield from (tally.row(name) for name, tally in tallies.items())
    for one in faults:
        whole.add(one)
    share = 100 * whole.found / max(1, whole.faults)
    kinds = len({one.case.kind for one in faults})
    yield f"\n{whole.found} of {whole.faults} faults of {kinds} kinds named: {share:.1f} %"
    none = Counter(one.case.kind for one in told if one.how == "no fault")
    if none:
        yield f"no form was found that fits: {dict(none)}"
    yield from (
        f"  missed: {one.case} {one.how} {one.told} {one.variations}"
        for one in faults
        if one.how in ("missed", "unread")
    )
    yield from _clean_report(clean, most)


def _clean_report(clean: Sequence[Told], most: int) -> Iterator[str]:
    errors = [one for one in clean if any(severity == "error" for severity, _, _ in one.false)]
    warned = [one for one in clean if one.false]
    unread = [one for one in clean if one.how == "unread"]
    yield (
        f"\n{len(clean)} honest forms: {len(errors)} with a false error, {len(warned)} with a false error or "
        f"warning ({100 * len(warned) / max(1, len(clean)):.1f} %), {len(unread)} not read"
    )
    yield f"variations: {dict(sorted(Counter(name for one in clean for name in one.variations).items()))}"
    for one in (*warned[:most], *unread[:most]):
        yield f"  {one.case.family} {one.case.number} {one.how} {one.told} {one.variations}"
        yield from (f"      {severity} {rule}: {message[:160]}" for severity, rule, message in one.false)


def main() -> None:
    """Run the study and print it."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--faults", type=int, default=1000)
    parser.add_argument("--clean", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", type=int, default=50, help="so many false alarms are listed")
    options = parser.parse_args()
    told = list(run(cases(options.faults, options.clean), options.jobs))
    print(*report(told, options.list), sep="\n")


if __name__ == "__main__":
    main()
