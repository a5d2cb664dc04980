"""Which findings, forms and documents are asked for."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from validate.outcome import Severity

# What people can decide about a finding; `open` where nobody has, or where it was taken back.
Verdict: TypeAlias = Literal["open", "accepted", "explained", "corrected", "dismissed"]


class Filters(msgspec.Struct, frozen=True):
    """What to take; None takes all. `unit` is the name, or a part of it.

    `superseded`: also forms of which a later version is there, and those whose file was replaced.
    """

    unit: str | None = None
    year: int | None = None
    rule: str | None = None
    severity: Severity | None = None
    verdict: Verdict | None = None
    run: int | None = None
    superseded: bool = False

    @property
    def on_findings(self) -> bool:
        """Whether forms without a finding are left out."""
        return bool(self.rule or self.severity or self.verdict)
