"""Reported text that two reports have in common: candidates by MinHash, then compared clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from rensa import RMinHash, RMinHashLSH

from normalize.evaluation import Evaluation, Text
from validate.archive.common import Spread
from validate.archive.digest import Digest
from validate.archive.tokens import CLAUSE_END, clause_key, hashed, masked, reported

ALIKE = 0.85
LEAST_TEXT = 80
"""Characters of text of its own that a report must have before it can be called a copy."""
LEAST_SPAN = 40

_PERMUTATIONS, _BANDS, _SEED = 128, 16, 20201
_SHINGLE = 5
_CANDIDATES = 8  # a report is compared with so many at most; one is enough to look at it


class Own(msgspec.Struct, frozen=True):
    """A report's own text: its clauses as compared, without those that many units have."""

    digest: Digest
    clauses: tuple[str, ...]

    @property
    def shingles(self) -> set[str]:
        """The overlapping pieces that likeness is measured on."""
        return {
            clause[at : at + _SHINGLE]
            for clause in self.clauses
            for at in range(max(len(clause) - _SHINGLE, 0) + 1)
        }

    @property
    def length(self) -> int:
        """How much text it is."""
        return sum(map(len, self.clauses))


class Span(NamedTuple):
    """A run of clauses that both reports hold, as printed in each."""

    one: tuple[Text, str]
    other: tuple[Text, str]


def own_text(digest: Digest, spread: Spread) -> Own:
    """The report's own text: what many units have, and what only repeats its goals, is left out."""
    form = digest.evaluation
    kept = dict.fromkeys(clause.key for read in _all_read(form) for clause in read.clauses if clause.key)
    allowed = set(spread.own(digest).tolist())
    return Own(digest, tuple(key for key in kept if hashed(key) in allowed))


def alike(one: Own, other: Own) -> float:
    """How much of their shingles two texts share, 0 to 1 (Jaccard)."""
    first, second = one.shingles, other.shingles
    return len(first & second) / max(len(first | second), 1)


def candidates(spread: Spread) -> Iterator[tuple[Own, Own]]:
    """Reports of different units that may be near-duplicates: only what the index brings up."""
    index = RMinHashLSH(ALIKE, _PERMUTATIONS, _BANDS)
    kept: list[Own] = []
    seen: set[tuple[str, bytes]] = set()
    for digest in spread.digests:
        if not len(spread.sharing(digest)):  # a near-duplicate has clauses in common, letter by letter
            continue
        own = own_text(digest, spread)
        key = (digest.unit, blake2b("。".join(sorted(own.clauses)).encode(), digest_size=16).digest())
        if own.length < LEAST_TEXT or key in seen:
            continue
        seen.add(key)
        sketch = RMinHash(_PERMUTATIONS, _SEED)
        sketch.update(sorted(own.shingles))
        near = sorted(index.query(sketch), reverse=True)
        others = [kept[at] for at in near if kept[at].digest.unit != digest.unit]
        yield from ((other, own) for other in others[:_CANDIDATES])
        index.insert(len(kept), sketch)
        kept.append(own)


def spans(one: Own, other: Own) -> list[Span]:
    """Runs of clauses, 40 characters and more, that both own texts hold; the longest first."""
    both = set(one.clauses) & set(other.clauses)
    elsewhere: dict[str, tuple[_Read, int]] = {}
    for read in _all_read(other.digest.evaluation):
        for at, clause in enumerate(read.clauses):
            elsewhere.setdefault(clause.key, (read, at))
    found: list[Span] = []
    for read in _all_read(one.digest.evaluation):
        for run in _runs(read, both):
            if sum(len(clause.key) for clause in run) >= LEAST_SPAN:
                there, at = elsewhere[run[0].key]
                found.append(
                    Span((read.text, read.printed(run)), (there.text, there.printed(_same(there, at, run))))
                )
    return sorted(found, key=lambda span: -len(span.one[1]))


class _Clause(NamedTuple):
    """A clause: where it stands in the text without blanks, and as it is compared (empty: too short)."""

    start: int
    end: int
    key: str


class _Read(NamedTuple):
    """A text with its clauses."""

    text: Text
    bare: str
    clauses: tuple[_Clause, ...]

    def printed(self, run: list[_Clause]) -> str:
        """A run of clauses as printed, blanks left out."""
        return self.bare[run[0].start : run[-1].end]


def _read(text: Text, form: Evaluation) -> _Read:
    bare = re.sub(r"\s", "", text.value)
    ends = [(match.start(), match.end()) for match in CLAUSE_END.finditer(bare)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(bare)]
    clauses = (
        _Clause(start, stop, clause_key(masked(bare[start:stop], form)))
        for start, stop in zip(starts, stops, strict=True)
        if start < stop
    )
    return _Read(text, bare, tuple(clauses))


def _all_read(form: Evaluation) -> list[_Read]:
    return [_read(text, form) for text in reported(form)]


def _runs(read: _Read, both: set[str]) -> Iterator[list[_Clause]]:
    run: list[_Clause] = []
    for clause in read.clauses:
        if clause.key in both or (not clause.key and run):
            run.append(clause)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _same(read: _Read, at: int, run: list[_Clause]) -> list[_Clause]:
    """The clauses of the other text, from this one on, that belong to the run."""
    keys = {clause.key for clause in run}
    rest = read.clauses[at:]
    stop = next((number for number, clause in enumerate(rest) if clause.key not in keys), len(rest))
    return list(rest[: max(stop, 1)])
