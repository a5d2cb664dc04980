"""Findings across reports as rows of the table of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from extract.document import OnPage
from extract.wording import Language, Wording
from fuhe.report.header import KIND
from fuhe.report.places import row_in_words
from fuhe.report.rows import About, Row, title_of
from fuhe.report.width import one_line
from fuhe.report.words import (
    GONE,
    NOT_CHECKED,
    NOTHING_FOUND,
    SET_ASIDE,
    SEVERITY,
    STANDING,
)
from fuhe.together import Across
from validate.archive import Piece, Report, SetFinding, SetOutcome
from validate.archive.rule import registered_across
from validate.evidence import spoken
from validate.outcome import Severity

ACROSS = Wording("跨表核查", "across reports")


def across_rows(found: Across, language: Language) -> Iterator[Row]:
    """What was found across reports, set aside, gone or not checked; a line also where nothing was found."""
    findings = [one for one in gravest(found.outcomes) if one.finding]
    if not findings:
        yield _row("nothing-found", NOTHING_FOUND, language, message=compared(found).text(language))
    for outcome in findings:
        if outcome.finding:
            yield _found(outcome.finding, outcome, found, language)
    for aside in found.suppressed:
        reason = Wording(f"理由：{aside.by.reason}", f"Reason: {aside.by.reason}").text(language)
        told = f"{aside.finding.message.text(language)}\n{reason}"
        yield _row(
            "set-aside", SET_ASIDE, language, aside.finding.reports, rule=aside.finding.rule, message=told
        )
    for known in found.compared.gone if found.compared else ():
        yield _row("gone", GONE, language, rule=known.rule, message=known.message)
    for one in found.outcomes:
        if one.status == "could-not-check":
            place, why = one.subject.text(language), one.reason.text(language) if one.reason else ""
            yield _row("not-checked", NOT_CHECKED, language, rule=one.rule, place=place, message=why)


def gravest(outcomes: Iterable[SetOutcome]) -> list[SetOutcome]:
    """Outcomes with a finding, warnings before notices, else in their order."""
    order = list(SEVERITY)
    with_finding = [one for one in outcomes if one.finding]
    return sorted(with_finding, key=lambda one: order.index(one.finding.severity) if one.finding else 0)


def compared(found: Across) -> Wording:
    """How many forms were held against each other."""
    return Wording(f"{found.reports} 份自评表互相对照。", f"{found.reports} forms held against each other.")


def place_of(piece: Piece, language: Language) -> str:
    """Where a piece of evidence stands: 《a.pdf》第1页 「培训次数」得分."""
    where, name = row_in_words(piece.evidence.place), spoken(piece.evidence.role)
    if language == "zh":
        return f"{piece.report.file.zh}{where.zh} {name.zh}"
    return f"{piece.report.file.en}, {where.en}: {name.en}"


def _found(finding: SetFinding, outcome: SetOutcome, found: Across, language: Language) -> Row:
    pages = dict.fromkeys(
        str(piece.evidence.place.page) for piece in finding.pieces if isinstance(piece.evidence.place, OnPage)
    )
    standing = found.standing(outcome)
    row = _row(
        "finding",
        SEVERITY[finding.severity],
        language,
        finding.reports,
        severity=finding.severity,
        rule=finding.rule,
        message=finding.message.text(language),
    )
    basis = registered_across()[finding.rule].basis
    return msgspec.structs.replace(
        row,
        page=",".join(pages),
        place="\n".join(place_of(piece, language) for piece in finding.pieces),
        quoted="\n".join(f"“{one_line(piece.evidence.text)}”" for piece in finding.pieces),
        arithmetic=finding.arithmetic or "",
        printed=finding.printed or "",
        recomputed=finding.recomputed or "",
        difference=finding.difference or "",
        basis="\n".join(one.text(language) for one in basis),
        ask=finding.ask.text(language) if finding.ask else "",
        standing=STANDING[standing].text(language) if standing else "",
        fingerprint=found.fingerprint(outcome),
    )


def _row(  # noqa: PLR0913  (a row has many columns; all but the first are named)
    about: About,
    level: Wording,
    language: Language,
    reports: Iterable[Report] = (),
    *,
    severity: Severity | None = None,
    rule: str = "",
    place: str = "",
    message: str = "",
) -> Row:
    """A row that may speak of several reports: each different name stands on a line of its own."""
    named = list(reports)
    title = title_of(rule, language)
    return Row(
        about=about,
        severity=severity,
        level=level.text(language),
        file=_each(one.document for one in named) or ACROSS.text(language),
        year=_each(str(one.year or "") for one in named),
        unit=_each(one.unit or "" for one in named),
        kind=_each(KIND[one.kind].text(language) for one in named),
        project=_each(one.project or "" for one in named),
        rule=rule,
        place=place,
        title=title,
        message=message,
    )


def _each(names: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, names)))
