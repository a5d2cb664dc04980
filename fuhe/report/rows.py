"""The table of findings that every list is made from: a row a finding, and one for all not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from extract.document import OnPage
from extract.wording import Language, Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.cited import Cell, CitedRow, cited, subject_name
from fuhe.report.doubt import Doubt, doubts
from fuhe.report.header import KIND
from fuhe.report.problems import sentence
from fuhe.report.unread import unread
from fuhe.report.words import (
    DOUBTFUL,
    GONE,
    NO_EVALUATION,
    NOT_CHECKED,
    NOT_READ,
    NOTHING_FOUND,
    SET_ASIDE,
    SEVERITY,
    STANDING,
    UNREADABLE,
    gravest_first,
)
from fuhe.settings import Suppressed
from normalize.evaluation import Evaluation
from validate.catalogue import all_rules
from validate.outcome import Finding, Outcome, Severity
from validate.rule import registered

# What a row tells. refused: a whole file that could not be audited. problem: something about a file that was.
About: TypeAlias = Literal[
    "finding",
    "nothing-found",
    "set-aside",
    "gone",
    "not-checked",
    "not-read",
    "doubtful",
    "problem",
    "refused",
]

# The columns of a supervisor's list, as fields of `Row`; what two sides write by hand belongs to the formats.
COLUMNS: dict[str, Wording] = {
    "level": Wording("级别", "severity"),
    "file": Wording("文件", "file"),
    "year": Wording("报告年度", "year"),
    "unit": Wording("单位", "unit"),
    "kind": Wording("表种", "kind"),
    "project": Wording("项目", "project"),
    "page": Wording("页码", "page"),
    "place": Wording("位置", "place"),
    "rule": Wording("规则编号", "rule"),
    "title": Wording("问题类型", "title"),
    "quoted": Wording("原文摘录", "quoted"),
    "message": Wording("情况说明", "message"),
    "arithmetic": Wording("复算过程", "arithmetic"),
    "printed": Wording("填报值", "printed"),
    "recomputed": Wording("复算值", "recomputed"),
    "difference": Wording("差额", "difference"),
    "basis": Wording("依据", "basis"),
    "misread": Wording("可能误读", "misread"),
    "ask": Wording("请单位说明", "ask"),
    "standing": Wording("与上次比较", "standing"),
    "fingerprint": Wording("发现标识", "fingerprint"),
}
NUMBER = Wording("序号", "no")
NUMERIC = frozenset({"printed", "recomputed", "difference"})


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list, in the reader's language; blank where there is nothing to say.

    `severity` is None for everything but a finding. `level` says in words what kind of line it is.
    """

    about: About
    severity: Severity | None = None
    level: str
    file: str
    year: str = ""
    unit: str = ""
    kind: str = ""
    project: str = ""
    page: str = ""
    place: str = ""
    rule: str = ""
    title: str = ""
    quoted: str = ""
    message: str = ""
    arithmetic: str = ""
    printed: str = ""
    recomputed: str = ""
    difference: str = ""
    basis: str = ""
    misread: str = ""
    ask: str = ""
    standing: str = ""
    fingerprint: str = ""

    def cells(self) -> list[str]:
        """The texts of all columns, in their order."""
        return [getattr(self, field) for field in COLUMNS]


def listed(audit: Audit, language: Language) -> Iterator[Row]:
    """The lines of one document: what is wrong with the file, then form by form."""
    yield from problem_rows(audit, language)
    for one in audit.evaluated:
        yield from form_rows(one, audit.path, language)


def problem_rows(audit: Audit, language: Language) -> Iterator[Row]:
    """A line for each problem of the file itself."""
    whole = {"unreadable": UNREADABLE, "no-evaluation": NO_EVALUATION}.get(audit.status)
    for problem in audit.problems:
        yield Row(
            about="refused" if whole else "problem",
            level=(whole or NOT_CHECKED).text(language),
            file=audit.path,
            page=str(problem.page or ""),
            rule=problem.code,
            message=sentence(problem, language),
        )


def form_rows(one: AuditedEvaluation, path: str, language: Language) -> Iterator[Row]:
    """What was found, not checked, not read or read with doubt; a line also where nothing was found."""
    blank = _Lines(one.evaluation, path, language)
    found = gravest_first(one.outcomes)
    if not found:
        yield blank.row("nothing-found", NOTHING_FOUND, message=_held(one, language))
    for outcome in found:
        if outcome.finding:
            yield _found(outcome.finding, outcome, one, blank)
    for aside in one.suppressed:
        yield _set_aside(aside, blank)
    for known in one.compared.gone if one.compared else ():
        title = title_of(known.rule, language)
        yield blank.row("gone", GONE, rule=known.rule, title=title, message=known.message)
    for outcome in one.outcomes:
        if outcome.status == "could-not-check":
            yield _unchecked(outcome, blank)
    for told in unread(one.evaluation, language):
        yield blank.row("not-read", NOT_READ, message=told)
    for doubt in doubts(one.evaluation, language):
        yield _doubtful(doubt, blank)


def title_of(rule_id: str, language: Language) -> str:
    """What a rule flags, in words; blank for an id of an earlier version."""
    rule = all_rules().get(rule_id)
    return rule.title.text(language) if rule else ""


class _Lines:
    """Makes the rows of one form, which is named on each."""

    def __init__(self, form: Evaluation, path: str, language: Language) -> None:
        self.form = form
        self.language = language
        self._named = {"file": path, **form_columns(form, language)}

    def row(self, about: About, level: Wording, severity: Severity | None = None, **told: str) -> Row:
        return Row(about=about, severity=severity, level=level.text(self.language), **{**self._named, **told})


def form_columns(form: Evaluation, language: Language) -> dict[str, str]:
    """The columns that say which form it is: year, unit, kind, project."""
    return {
        "year": str(form.year.value) if form.year else "",
        "unit": form.unit.value if form.unit else "",
        "kind": KIND[form.kind].text(language),
        "project": form.project.value if form.project else "",
    }


def _held(one: AuditedEvaluation, language: Language) -> str:
    status = Counter(outcome.status for outcome in one.outcomes)
    held, left = status["ok"], status["could-not-check"]
    return Wording(f"核查相符 {held} 项，未能核查 {left} 项。", f"In order {held}, not checked {left}.").text(
        language
    )


def _found(finding: Finding, outcome: Outcome, one: AuditedEvaluation, blank: _Lines) -> Row:
    language, rule = blank.language, registered().get(finding.rule)
    pages = dict.fromkeys(str(e.place.page) for e in finding.evidence if isinstance(e.place, OnPage))
    lines = [line for row in cited(finding.evidence, blank.form) for line in _cited(row, language)]
    standing = one.standing(outcome)
    return blank.row(
        "finding",
        SEVERITY[finding.severity],
        finding.severity,
        page=",".join(pages),
        place="\n".join(place for place, _ in lines),
        rule=finding.rule,
        title=title_of(finding.rule, language),
        quoted="\n".join(quoted for _, quoted in lines),
        message=finding.message.text(language),
        arithmetic=finding.arithmetic or "",
        printed=finding.printed or "",
        recomputed=finding.recomputed or "",
        difference=finding.difference or "",
        basis="\n".join(basis.text(language) for basis in rule.basis) if rule else "",
        misread=finding.misread.message.text(language) if finding.misread else "",
        ask=finding.ask.text(language) if finding.ask else "",
        standing=STANDING[standing].text(language) if standing else "",
        fingerprint=one.fingerprint(outcome),
    )


def _set_aside(aside: Suppressed, blank: _Lines) -> Row:
    rule, message = aside.finding.rule, aside.finding.message.text(blank.language)
    reason = Wording(f"理由：{aside.by.reason}", f"Reason: {aside.by.reason}").text(blank.language)
    title = title_of(rule, blank.language)
    return blank.row("set-aside", SET_ASIDE, rule=rule, title=title, message=f"{message}\n{reason}")


def _unchecked(outcome: Outcome, blank: _Lines) -> Row:
    return blank.row(
        "not-checked",
        NOT_CHECKED,
        place=subject_name(outcome.subject, blank.form).text(blank.language),
        rule=outcome.rule,
        title=title_of(outcome.rule, blank.language),
        message=outcome.reason.text(blank.language) if outcome.reason else "",
    )


def _doubtful(doubt: Doubt, blank: _Lines) -> Row:
    return blank.row(
        "doubtful",
        DOUBTFUL,
        page=str(doubt.place.page) if isinstance(doubt.place, OnPage) else "",
        place=doubt.name,
        quoted=f"“{doubt.text}”",
        message=doubt.line(blank.language),
    )


def _cited(row: CitedRow, language: Language) -> Iterator[tuple[str, str]]:
    """One line a place and row: where it is, and what is printed there."""
    between = "、" if language == "zh" else ", "
    name = row.name.text(language)
    for place, cells in row.by_place(language).items():
        columns = between.join(cell.column.text(language) for cell in cells)
        named = f"{name}{columns}" if language == "zh" else " ".join(filter(None, (name, columns)))
        yield f"{place} {named}", between.join(_printed(cell, language) for cell in cells)


def _printed(cell: Cell, language: Language) -> str:
    if not cell.doubt.zh:
        return f"“{cell.text}”"
    return f"“{cell.text}”（{cell.doubt.zh}）" if language == "zh" else f"“{cell.text}” ({cell.doubt.en})"
