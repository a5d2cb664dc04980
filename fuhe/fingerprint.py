"""What makes two findings the same one, however the page was laid out again.

Taken together: whose form it is, the rule, what it is about, and the cells with their printed text. Places,
page numbers, fonts and blanks do not count, so a decision on a finding survives a new export of the same
form; a changed number makes a new finding.
"""

from __future__ import annotations

import hashlib
import unicodedata

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.outcome import Finding

_LENGTH = 16  # hexadecimal digits: 64 bits keep a million findings apart


def fingerprint(finding: Finding, subject: Wording, form: Evaluation) -> str:
    """The finding's stable name, 16 hexadecimal digits."""
    cells = sorted({f"{piece.role.zh}={piece.text}" for piece in finding.evidence})
    return _digest([identity(form), finding.rule, subject.zh, *cells])


def identity(form: Evaluation) -> str:
    """Whose form of which year it is: the same for every version of it."""
    year = str(form.year.value) if form.year else ""
    named = [one.value if one else "" for one in (form.unit, form.project)]
    return _digest([form.kind, year, *named])


def _digest(parts: list[str]) -> str:
    bare = ("".join(unicodedata.normalize("NFKC", part).split()) for part in parts)
    return hashlib.sha256("\x1f".join(bare).encode()).hexdigest()[:_LENGTH]
