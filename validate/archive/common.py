"""What several units have in common: how many units each hash is found in, and what only a few share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from validate.archive.digest import Digest

Hashes = NDArray[np.uint64]

COMMON_UNITS = 4
"""What so many units write is the form's text, or set by one notice; nobody copied it from another."""


class Spread:
    """Hashes by the number of different units that have them; reports without a unit are left out."""

    def __init__(self, digests: Sequence[Digest], hashes: Callable[[Digest], bytes]) -> None:
        # what is found must not depend on the order in which reports were given
        self.digests = sorted((one for one in digests if one.unit), key=_first_by_year)
        self._of = hashes
        units = {unit: number for number, unit in enumerate(dict.fromkeys(one.unit for one in self.digests))}
        arrays = [self.hashes(one) for one in self.digests]
        owners = [
            np.full(len(one), units[digest.unit], np.int64)
            for one, digest in zip(arrays, self.digests, strict=True)
        ]
        self.common, self.shared = _split(_joined(arrays, np.uint64), _joined(owners, np.int64))

    def hashes(self, digest: Digest) -> Hashes:
        """All hashes of a report."""
        return np.frombuffer(self._of(digest), np.uint64)

    def sharing(self, digest: Digest) -> Hashes:
        """The hashes of a report that some, but not many, other units have too."""
        own = self.hashes(digest)
        return own[_within(own, self.shared)]

    def own(self, digest: Digest) -> Hashes:
        """The hashes of a report that are not common to many units."""
        hashes = self.hashes(digest)
        return hashes[~_within(hashes, self.common)]


def _first_by_year(digest: Digest) -> tuple[int, str, int, int]:
    return (digest.year or 0, digest.report.document, digest.report.form, digest.order)


def _joined(arrays: list[NDArray], kind: type) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _split(hashes: Hashes, owners: NDArray[np.int64]) -> tuple[Hashes, Hashes]:
    """Hashes that are common to many units, and those shared by two or more but not many; both sorted."""
    if not len(hashes):
        return hashes, hashes
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    first = np.ones(len(hashes), bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    values, counts = np.unique(hashes[first], return_counts=True)
    return values[counts >= COMMON_UNITS], values[(counts >= 2) & (counts < COMMON_UNITS)]


def _within(hashes: Hashes, among: Hashes) -> NDArray[np.bool_]:
    if not len(among):
        return np.zeros(len(hashes), bool)
    at = np.minimum(np.searchsorted(among, hashes), len(among) - 1)
    return np.equal(among[at], hashes)
