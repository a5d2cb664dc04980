"""What a comparison of reports hands on: outcomes whose evidence stands in several documents."""

from __future__ import annotations

import msgspec

from extract.wording import Wording
from validate.archive.filed import Report
from validate.outcome import Evidence, Severity, Status


class Piece(msgspec.Struct, frozen=True):
    """A piece of evidence, and the report that it stands in."""

    report: Report
    evidence: Evidence


class SetFinding(msgspec.Struct, frozen=True):
    """One thing that does not agree between reports; its fields mean what they mean in `Finding`.

    `pieces` name the document of each piece. There is at least one from every report that is spoken of.
    """

    rule: str
    severity: Severity
    message: Wording
    printed: str | None
    recomputed: str | None
    difference: str | None
    arithmetic: str | None
    pieces: tuple[Piece, ...]
    ask: Wording | None = None

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that it is about, each once."""
        return tuple(dict.fromkeys(piece.report for piece in self.pieces))


class SetOutcome(msgspec.Struct, frozen=True):
    """The result of one rule on reports that belong together.

    What holds, and what does not apply, is told once a rule and reason: `count` says how often.
    """

    rule: str
    status: Status
    subject: Wording
    reason: Wording | None = None
    arithmetic: str | None = None
    finding: SetFinding | None = None
    count: int = 1
