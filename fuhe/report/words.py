"""The few words that every report shares, and what they need to know about their reader."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec

from extract.wording import Language, Wording
from validate.outcome import Outcome, Severity

SEVERITY: dict[Severity, Wording] = {
    "error": Wording("错误", "error"),
    "warning": Wording("预警", "warning"),
    "notice": Wording("提示", "notice"),
}
STANDING = {"new": Wording("〔新〕", "(new)"), "known": Wording("〔上次已有〕", "(known)")}
NOT_CHECKED = Wording("未能核查", "not checked")
NOT_READ = Wording("未读到", "not read")
DOUBTFUL = Wording("读数存疑", "read with doubt")
NOTHING_FOUND = Wording("未发现不一致", "nothing found")
SET_ASIDE = Wording("按设置不列", "set aside")
GONE = Wording("已消除", "gone")
UNREADABLE = Wording("无法读取", "unreadable")
NO_EVALUATION = Wording("无自评表", "no self-evaluation")
LIMITS = Wording(
    "印章、签字和原件真伪不在核查范围内。",
    "Seals, signatures and the authenticity of the original are outside what is checked.",
)

_COLOURS = {"error": "1;31", "warning": "33", "notice": "36", "good": "32", "strong": "1", "faint": "2"}


def gravest_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes with a finding, errors first, else in the order of the catalogue."""
    order = list(SEVERITY)
    with_finding = [outcome for outcome in outcomes if outcome.finding]
    return sorted(with_finding, key=lambda o: order.index(o.finding.severity) if o.finding else 0)


class Look(msgspec.Struct, frozen=True):
    """How a report for people is written: language, columns of a line, colours or none."""

    language: Language = "zh"
    columns: int = 100
    colour: bool = False

    def paint(self, text: str, role: str) -> str:
        """The text in the colour of its role. Colour only repeats what the words say."""
        return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if self.colour else text


def wants_colour(choice: str, *, terminal: bool) -> bool:
    """Whether to use colours: asked for, or on a terminal where NO_COLOR (no-color.org) is not set."""
    if choice != "auto":
        return choice == "always"
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
