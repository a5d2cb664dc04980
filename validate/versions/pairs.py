"""Which row of the new version is which row of the old one: by name, then by likeness of the name."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

# Percent of like characters from which a renamed row is taken for the same one; below, one row went and
# another came. Rows of one form differ by more than a third of their names.
_ALIKE = 70


def paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pairs of indices into both sequences, in the order of `new`, each removed row after its predecessor.

    A row without a partner is paired with None. The same name several times is matched in order.
    """
    partner = _same(old, new)
    partner |= _alike(old, new, partner)
    pairs: list[tuple[int | None, int | None]] = [(partner.get(index), index) for index in range(len(new))]
    found = set(partner.values())
    for index in range(len(old)):
        if index not in found:
            before = [at for at, (one, _) in enumerate(pairs) if one is not None and one < index]
            pairs.insert(before[-1] + 1 if before else 0, (index, None))
    return pairs


def bare(text: str) -> str:
    """The text as compared: one width, no blanks; a new export of the same form changes neither."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _same(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New index to old index, for equal names."""
    places = {key: index for index, key in enumerate(_counted(old))}
    return {index: places[key] for index, key in enumerate(_counted(new)) if key in places}


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    keys = []
    for name in map(bare, names):
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def _alike(old: Sequence[str], new: Sequence[str], partner: dict[int, int]) -> dict[int, int]:
    """New index to old index for what is left, the most alike first."""
    taken = set(partner.values())
    here = [index for index in range(len(new)) if index not in partner]
    there = [index for index in range(len(old)) if index not in taken]
    likeness = {(n, o): fuzz.ratio(bare(new[n]), bare(old[o])) for n in here for o in there}
    found: dict[int, int] = {}
    for (n, o), percent in sorted(likeness.items(), key=lambda one: -one[1]):
        if percent >= _ALIKE and n not in found and o not in found.values():
            found[n] = o
    return found
