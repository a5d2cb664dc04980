"""What the third stage hands on: for every rule and everything it looked at, one outcome."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from extract.document import Place
from extract.wording import Wording

# error: provably wrong under every admissible reading. warning: breaks a rule or a convention.
# notice: a reviewer should look.
Severity: TypeAlias = Literal["error", "warning", "notice"]

# "could-not-check" is never silent and never looks like "ok".
Status: TypeAlias = Literal["ok", "finding", "not-applicable", "could-not-check"]


class Evidence(msgspec.Struct, frozen=True):
    """A piece of the document that a finding rests on: what it is, what is printed there, and where.

    `role` names it for people (基本支出·年初预算数). `confidence` is the reader's; 1 for a text layer.
    `alternatives` are other readings of recognised text, each with its probability.
    """

    role: Wording
    text: str
    place: Place
    more: tuple[Place, ...] = ()
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()


class Misread(msgspec.Struct, frozen=True):
    """The second hypothesis for recognised numbers: under this other reading the equations would hold."""

    reading: str
    probability: float
    message: Wording


class Finding(msgspec.Struct, frozen=True):
    """One thing that does not add up.

    `message` states facts first and accuses nobody. `printed`, `recomputed` and `difference` are strings as a
    reader would write them (with % or the money unit), None where the finding is not about a number.
    `arithmetic` is the calculation with the document's own numbers (`353.88 + 90.5 = 444.38 ≠ 443.88`).
    `ask` is the question to put to the unit and the evidence to request.
    """

    rule: str
    severity: Severity
    message: Wording
    printed: str | None
    recomputed: str | None
    difference: str | None
    arithmetic: str | None
    evidence: tuple[Evidence, ...]
    ask: Wording | None = None
    misread: Misread | None = None


class Outcome(msgspec.Struct, frozen=True):
    """The result of one rule on one thing.

    `subject` names the thing for people (年初预算数). `reason` is given for `not-applicable` and
    `could-not-check`; `arithmetic` also for `ok`, so that the equations that hold can be listed too.
    """

    rule: str
    status: Status
    subject: Wording
    reason: Wording | None = None
    arithmetic: str | None = None
    finding: Finding | None = None
