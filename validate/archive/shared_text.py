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
    kept = dict.fromkeys(key for text in reported(form) for _, key in _clauses(text, form) if key)
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
    elsewhere = _located(other.digest.evaluation)
    found: list[Span] = []
    form = one.digest.evaluation
    for text in reported(form):
        for run in _runs(text, form, both):
            start = elsewhere.get(run[0][1])
            if start is not None and sum(len(key) for _, key in run) >= LEAST_SPAN:
                keys = [key for _, key in run]
                found.append(
                    Span((text, _joined(run)), (start, _quoted(start, other.digest.evaluation, keys)))
                )
    return sorted(found, key=lambda span: -len(span.one[1]))


_Clause = tuple[str, str]  # as printed, and as compared (empty where it is too short to say anything)


def _clauses(text: Text, form: Evaluation) -> list[_Clause]:
    printed = re.sub(r"\s", "", text.value)
    pieces = [piece for piece in CLAUSE_END.split(printed) if piece]
    return [(piece, clause_key(masked(piece, form))) for piece in pieces]


def _located(form: Evaluation) -> dict[str, Text]:
    return {key: text for text in reversed(reported(form)) for _, key in _clauses(text, form) if key}


def _runs(text: Text, form: Evaluation, both: set[str]) -> Iterator[list[_Clause]]:
    run: list[_Clause] = []
    for clause in _clauses(text, form):
        if clause[1] in both or (not clause[1] and run):
            run.append(clause)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _quoted(text: Text, form: Evaluation, keys: list[str]) -> str:
    wanted = set(keys)
    return _joined([clause for clause in _clauses(text, form) if clause[1] in wanted])


def _joined(run: list[_Clause]) -> str:
    return "，".join(piece for piece, _ in run)
