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
from validate.archive.filed import Filed, Report, report_of
from validate.archive.outcome import SetFinding
from validate.outcome import Finding

_LENGTH = 16  # hexadecimal digits: 64 bits keep a million findings apart


def fingerprint(finding: Finding, subject: Wording, form: Evaluation) -> str:
    """The finding's stable name, 16 hexadecimal digits."""
    cells = sorted({f"{piece.role.zh}={piece.text}" for piece in finding.evidence})
    return _digest([identity(form), finding.rule, subject.zh, *cells])


def identity(form: Evaluation) -> str:
    """Whose form of which year it is: the same for every version of it."""
    return identity_of(report_of(Filed("", form)))


def identity_of(report: Report) -> str:
    """The same for a report that is named in a finding across reports."""
    year = str(report.year) if report.year else ""
    return _digest([report.kind, year, report.unit or "", report.project or ""])


def fingerprint_across(finding: SetFinding, subject: Wording) -> str:
    """The stable name of a finding across reports; whose forms they are counts, their files do not."""
    cells = sorted(
        {
            f"{identity_of(piece.report)}:{piece.evidence.role.zh}={piece.evidence.text}"
            for piece in finding.pieces
        }
    )
    return _digest([finding.rule, subject.zh, *cells])


def _digest(parts: list[str]) -> str:
    bare = ("".join(unicodedata.normalize("NFKC", part).split()) for part in parts)
    return hashlib.sha256("\x1f".join(bare).encode()).hexdigest()[:_LENGTH]
