"""Fixed seeds: the same forms and faults on every run and machine."""

from __future__ import annotations

import hashlib
from random import Random


def seeded(*names: object) -> Random:
    """A source of chance of its own for everything that is named differently."""
    told = "/".join(map(str, names)).encode()
    return Random(int.from_bytes(hashlib.sha256(told).digest()[:8], "big"))  # noqa: S311 (repeatable, no secret)
