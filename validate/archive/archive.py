"""The set: digests of all reports, grouped by what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

import msgspec

from extract.wording import Wording
from validate.archive.common import Spread
from validate.archive.digest import Chain, Digest, digest_of
from validate.archive.filed import Filed

Key = TypeVar("Key", bound=Hashable)

_FEWEST_ROWS = 3  # less is too little to know a nameless form again

AMBIGUOUS = Wording(
    "同一年度有多份内容不同的自评表，先后不明，先确认以哪一份为准。",
    "There are several different forms of one year in no known order; which one stands?",
)


class Years(msgspec.Struct, frozen=True):
    """The forms of one unit and project, one a year in order; None where it is not clear which."""

    chain: Chain
    by_year: dict[int, Digest | None]
    texts: Spread

    @property
    def subject(self) -> Wording:
        """The unit, with the project where there is one."""
        _, unit, project = self.chain
        return Wording(
            unit + (f"「{project}」" if project else ""), unit + (f"「{project}」" if project else "")
        )

    @property
    def unit(self) -> str:
        """The unit that they are all of."""
        return self.chain[1]

    def pairs(self) -> Iterator[tuple[Digest, Digest] | None]:
        """Neighbouring years; None where one of the two is not clear."""
        for year, after in self.by_year.items():
            if year - 1 in self.by_year:
                before = self.by_year[year - 1]
                yield (before, after) if before and after else None


class UnitYear(msgspec.Struct, frozen=True):
    """The forms of one unit in one year: the department's own (None: not there, not clear), and projects."""

    unit: str
    year: int
    department: Digest | None
    projects: tuple[Digest, ...]
    unclear: bool

    @property
    def subject(self) -> Wording:
        """The unit and the year."""
        return Wording(f"{self.unit}{self.year}年度", f"{self.unit} {self.year}")


class Archive:
    """All reports of the set. Memory is linear in them: a few kilobytes each."""

    def __init__(self, filed: Iterable[Filed] = ()) -> None:
        self.digests: list[Digest] = []
        for one in filed:
            self.add(one)

    def add(self, filed: Filed) -> None:
        """Take in a report; nothing but its digest is kept. All are added before the first look at groups."""
        self.digests.append(digest_of(filed, len(self.digests)))

    @cached_property
    def forms(self) -> dict[tuple[Chain, int], list[Digest]]:
        """Reports by unit, project and year."""
        return _grouped(self.digests, lambda one: (one.chain, one.year) if one.chain and one.year else None)

    @cached_property
    def texts(self) -> Spread:
        """How far the clauses of reported text are spread among units."""
        return Spread(self.digests, lambda one: one.clauses)

    def copies(self) -> Iterator[list[Digest]]:
        """Reports of one form, or of no known form that say the same: two and more, in order of filing."""
        yield from (sorted(group, key=_filing) for group in self.forms.values() if len(group) > 1)
        nameless = [one for one in self.digests if one.chain is None or one.year is None]
        alike = _grouped(nameless, lambda one: one.content if one.rows >= _FEWEST_ROWS else None)
        yield from (group for group in alike.values() if len(group) > 1)

    def years(self) -> Iterator[Years]:
        """Forms of which there are two years or more."""
        chains: dict[Chain, dict[int, Digest | None]] = {}
        for (chain, year), group in self.forms.items():
            chains.setdefault(chain, {})[year] = standing(group)
        for chain, by_year in chains.items():
            if len(by_year) > 1:
                yield Years(chain, dict(sorted(by_year.items())), self.texts)

    def unit_years(self) -> Iterator[UnitYear]:
        """Units with more than one form in a year."""
        units: dict[tuple[str, int], dict[Chain, Digest | None]] = {}
        for (chain, year), group in self.forms.items():
            units.setdefault((chain[1], year), {})[chain] = standing(group)
        for (unit, year), forms in units.items():
            if len(forms) > 1:
                own = next((one for chain, one in forms.items() if chain[0] == "department"), None)
                projects = tuple(one for chain, one in forms.items() if chain[0] == "project" and one)
                yield UnitYear(unit, year, own, projects, None in forms.values())

    def peers(self) -> Iterator[list[Digest]]:
        """One project in one year, a form for each unit."""
        projects: dict[tuple[str, int], dict[str, Digest]] = {}
        for (chain, year), group in self.forms.items():
            stands = standing(group)
            if chain[2] and stands is not None:
                projects.setdefault((chain[2], year), {})[chain[1]] = stands
        yield from (list(units.values()) for units in projects.values() if len(units) > 1)


def standing(group: list[Digest]) -> Digest | None:
    """The report that stands for a form: the last version; None where it is not clear which one that is."""
    if len({one.content for one in group}) == 1:
        return group[0]
    last = max(one.version or 0 for one in group)
    stands = [one for one in group if one.version == last]
    return stands[0] if len({one.content for one in stands}) == 1 else None


def _filing(one: Digest) -> tuple[int, int]:
    return (one.version or 0, one.order)


def _grouped(digests: Iterable[Digest], key: Callable[[Digest], Key | None]) -> dict[Key, list[Digest]]:
    groups: dict[Key, list[Digest]] = {}
    for one in digests:
        of = key(one)
        if of is not None:
            groups.setdefault(of, []).append(one)
    return groups
