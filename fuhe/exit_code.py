"""The exit codes of the command, and which one wins when several apply."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What the command tells the shell; never translated, never renumbered."""

    NOTHING_FOUND = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    INTERNAL = 4
    INTERRUPTED = 130


# A result that cannot be trusted must not look like one that can: the gravest code comes first.
_GRAVEST_FIRST = (
    ExitCode.INTERRUPTED,
    ExitCode.INTERNAL,
    ExitCode.USAGE,
    ExitCode.UNREADABLE,
    ExitCode.FINDINGS,
)


def gravest(codes: Iterable[ExitCode]) -> ExitCode:
    """The code to exit with when a call met all of these."""
    met = set(codes)
    return next((code for code in _GRAVEST_FIRST if code in met), ExitCode.NOTHING_FOUND)
