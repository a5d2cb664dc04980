"""The discrepancy list as CSV for Excel: one row a finding, and one for everything that was not checked."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.document import OnPage
from extract.wording import Language, Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.cited import Cell, CitedRow, cited, subject_name
from fuhe.report.header import KIND
from fuhe.report.problems import sentence
from fuhe.report.unread import unread
from fuhe.report.words import (
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
from fuhe.streams import visible
from normalize.evaluation import Evaluation
from validate.outcome import Outcome
from validate.rule import registered

# The columns of a supervisor's list; those that the two sides fill in by hand come with the workbook format.
COLUMNS = (
    Wording("序号", "no"),
    Wording("级别", "severity"),
    Wording("文件", "file"),
    Wording("报告年度", "year"),
    Wording("单位", "unit"),
    Wording("表种", "kind"),
    Wording("项目", "project"),
    Wording("页码", "page"),
    Wording("位置", "place"),
    Wording("检查编号", "rule"),
    Wording("问题类型", "title"),
    Wording("原文摘录", "quoted"),
    Wording("情况说明", "message"),
    Wording("复算过程", "arithmetic"),
    Wording("填报值", "printed"),
    Wording("复算值", "recomputed"),
    Wording("差额", "difference"),
    Wording("依据", "basis"),
    Wording("可能误读", "misread"),
    Wording("请单位说明", "ask"),
    Wording("与上次比较", "standing"),
    Wording("发现标识", "fingerprint"),
)
_NUMERIC = range(14, 17)

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection), full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
_PLAIN_NUMBER = re.compile(r"[+\-−]?\d[\d,]*(\.\d+)?(%|[\u4e00-\u9fff]{0,3})")


def render(audits: Iterable[Audit], language: Language) -> Iterator[str]:
    """The header, then the rows of each document as it comes."""
    yield csv_line([column.text(language) for column in COLUMNS])
    number = 0
    for audit in audits:
        for cells in _rows(audit, language):
            number += 1
            yield csv_line([str(number), *cells], numeric=_NUMERIC)


def csv_line(cells: Sequence[str], numeric: Iterable[int] = ()) -> str:
    """One line; cells that a spreadsheet would calculate get an apostrophe, real numbers do not."""
    numbers = set(numeric)
    safe = [_harmless(cell, number=index in numbers) for index, cell in enumerate(cells)]
    line = io.StringIO()
    csv.writer(line).writerow(safe)
    return line.getvalue()


def _harmless(cell: str, *, number: bool) -> str:
    if number and _PLAIN_NUMBER.fullmatch(cell):
        return cell
    guarded = "'" + cell if cell.lstrip(" ").startswith(_FORMULA) else cell
    return visible(guarded, keep="\n")


def _rows(audit: Audit, language: Language) -> Iterator[list[str]]:
    for problem in audit.problems:
        whole = {"unreadable": UNREADABLE, "no-evaluation": NO_EVALUATION}.get(audit.status, NOT_CHECKED)
        page = str(problem.page or "")
        said = sentence(problem, language)
        yield _row(whole.text(language), [audit.path, "", "", "", "", page], ["", "", problem.code, "", said])
    for one in audit.evaluated:
        yield from _of_form(one, [audit.path, *_form(one, language)], language)


def _of_form(one: AuditedEvaluation, document: list[str], language: Language) -> Iterator[list[str]]:
    """What was found, what was not checked, what was not read; a line also where nothing was found."""
    found = gravest_first(one.outcomes)
    if not found:
        yield _row(NOTHING_FOUND.text(language), [*document, ""], ["", "", "", "", _held(one, language)])
    for outcome in found:
        yield _found(outcome, one, document, language)
    for aside in one.suppressed:
        yield _set_aside(aside, document, language)
    for known in one.compared.gone if one.compared else ():
        details = ["", known.rule, _title(known.rule, language), "", known.message]
        yield _row(GONE.text(language), [*document, ""], details)
    for outcome in one.outcomes:
        if outcome.status == "could-not-check":
            yield _unchecked(outcome, one.evaluation, document, language)
    for told in unread(one.evaluation, language):
        yield _row(NOT_READ.text(language), [*document, ""], ["", "", "", "", told])


def _held(one: AuditedEvaluation, language: Language) -> str:
    status = Counter(outcome.status for outcome in one.outcomes)
    held, left = status["ok"], status["could-not-check"]
    return Wording(f"核查相符 {held} 项，未能核查 {left} 项。", f"In order {held}, not checked {left}.").text(
        language
    )


def _form(one: AuditedEvaluation, language: Language) -> list[str]:
    form = one.evaluation
    return [
        str(form.year.value) if form.year else "",
        form.unit.value if form.unit else "",
        KIND[form.kind].text(language),
        form.project.value if form.project else "",
    ]


def _found(outcome: Outcome, one: AuditedEvaluation, document: list[str], language: Language) -> list[str]:
    finding, form = outcome.finding, one.evaluation
    if finding is None:
        raise ValueError("only an outcome with a finding makes a row")
    pages = dict.fromkeys(str(e.place.page) for e in finding.evidence if isinstance(e.place, OnPage))
    lines = [line for row in cited(finding.evidence, form) for line in _cited(row, language)]
    rule = registered().get(finding.rule)
    details = [
        "\n".join(place for place, _ in lines),
        finding.rule,
        rule.title.text(language) if rule else "",
        "\n".join(quoted for _, quoted in lines),
        finding.message.text(language),
        finding.arithmetic or "",
        finding.printed or "",
        finding.recomputed or "",
        finding.difference or "",
        "\n".join(basis.text(language) for basis in rule.basis) if rule else "",
        finding.misread.message.text(language) if finding.misread else "",
        finding.ask.text(language) if finding.ask else "",
        STANDING[standing].text(language) if (standing := one.standing(outcome)) else "",
        one.fingerprint(outcome),
    ]
    return _row(SEVERITY[finding.severity].text(language), [*document, ",".join(pages)], details)


def _set_aside(aside: Suppressed, document: list[str], language: Language) -> list[str]:
    rule, message = aside.finding.rule, aside.finding.message.text(language)
    reason = Wording(f"理由：{aside.by.reason}", f"Reason: {aside.by.reason}").text(language)
    details = ["", rule, _title(rule, language), "", f"{message}\n{reason}"]
    return _row(SET_ASIDE.text(language), [*document, ""], details)


def _title(rule_id: str, language: Language) -> str:
    rule = registered().get(rule_id)
    return rule.title.text(language) if rule else ""


def _cited(row: CitedRow, language: Language) -> Iterator[tuple[str, str]]:
    """One line a place and row: where it is, and what is printed there."""
    between = "、" if language == "zh" else ", "
    name = row.name.text(language)
    for place, cells in row.by_place(language).items():
        columns = between.join(cell.column.text(language) for cell in cells)
        named = f"{name}{columns}" if language == "zh" else " ".join(filter(None, (name, columns)))
        yield f"{place} {named}", between.join(_printed(cell) for cell in cells)


def _printed(cell: Cell) -> str:
    return f"“{cell.text}”"


def _unchecked(outcome: Outcome, form: Evaluation, document: list[str], language: Language) -> list[str]:
    rule = registered().get(outcome.rule)
    title = rule.title.text(language) if rule else ""
    reason = outcome.reason.text(language) if outcome.reason else ""
    subject = subject_name(outcome.subject, form).text(language)
    details = [subject, outcome.rule, title, "", reason]
    return _row(NOT_CHECKED.text(language), [*document, ""], details)


def _row(severity: str, document: list[str], details: list[str]) -> list[str]:
    """All columns but the running number; what is missing at the end is blank."""
    cells = [severity, *document, *details]
    return cells + [""] * (len(COLUMNS) - 1 - len(cells))
