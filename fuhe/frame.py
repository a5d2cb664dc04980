"""Findings as a pandas table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from extract.document import OnPage
from fuhe.report.places import in_words

if TYPE_CHECKING:
    from extract.wording import Language
    from fuhe.audit import Audit
    from validate.outcome import Evidence, Finding

COLUMNS = (
    "path",
    "evaluation",
    "rule",
    "severity",
    "message",
    "printed",
    "recomputed",
    "difference",
    "arithmetic",
    "page",
    "place",
    "text",
)


def frame(audit: Audit, language: Language = "zh") -> pd.DataFrame:
    """One row a finding, numbers as printed.

    `evaluation` counts the forms of the file from 1; `page`, `place` and `text` are
    those of the first piece of evidence.
    """
    rows = [
        _row(audit.path, number, outcome.finding, language)
        for number, one in enumerate(audit.evaluated, start=1)
        for outcome in one.outcomes
        if outcome.finding
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"page": "Int64"})


def _row(path: str, number: int, finding: Finding, language: Language) -> tuple[object, ...]:
    first: Evidence | None = finding.evidence[0] if finding.evidence else None
    return (
        path,
        number,
        finding.rule,
        finding.severity,
        finding.message.text(language),
        finding.printed,
        finding.recomputed,
        finding.difference,
        finding.arithmetic,
        first.place.page if first and isinstance(first.place, OnPage) else None,
        in_words(first.place).text(language) if first else None,
        first.text if first else None,
    )
