"""The list of findings as JSON: stable keys, one finding a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from extract.wording import Language
from fuhe.ledger.decisions import Decision
from fuhe.ledger.listing import Found
from fuhe.report.json import line
from validate.outcome import Severity

VERSION = 1


class ListedFinding(msgspec.Struct, frozen=True):
    """A line of the list. `paths` are all names of the file; `decision` is null where nobody decided."""

    fingerprint: str
    rule: str
    severity: Severity
    unit: str | None
    year: int | None
    kind: str
    project: str | None
    paths: tuple[str, ...]
    page: int | None
    subject: str
    message: str
    printed: str | None
    recomputed: str | None
    difference: str | None
    arithmetic: str | None
    superseded: bool
    run: int
    decision: Decision | None


def render(
    findings: Iterable[Found], total: int, language: Language, *, ascii_only: bool = False
) -> Iterator[str]:
    """One JSON object: how many there are in all, and those asked for."""
    yield f'{{"schema":{VERSION},"total":{total},"findings":['
    between = "\n"
    for found in findings:
        yield between + line(_listed(found, language), ascii_only=ascii_only)
        between = ",\n"
    yield "\n]}\n"


def render_lines(findings: Iterable[Found], language: Language, *, ascii_only: bool = False) -> Iterator[str]:
    """JSON lines: a finding a line."""
    for found in findings:
        yield line(_listed(found, language), ascii_only=ascii_only) + "\n"


def _listed(found: Found, language: Language) -> ListedFinding:
    return ListedFinding(
        fingerprint=found.fingerprint,
        rule=found.rule,
        severity=found.severity,
        unit=found.unit or None,
        year=found.year,
        kind=found.kind,
        project=found.project or None,
        paths=found.paths,
        page=found.page,
        subject=found.subject.text(language),
        message=found.message.text(language),
        printed=found.printed,
        recomputed=found.recomputed,
        difference=found.difference,
        arithmetic=found.arithmetic,
        superseded=found.superseded,
        run=found.run,
        decision=found.decision,
    )
