"""The discrepancy list for people: a finding a block, then what was not checked, then a verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.cited import Cell, cited, excerpt, subject_name
from fuhe.report.doubt import doubts
from fuhe.report.header import facts
from fuhe.report.problems import sentences
from fuhe.report.unread import unread
from fuhe.report.width import hanging, pad, width
from fuhe.report.words import (
    LIMITS,
    NO_EVALUATION,
    NOT_CHECKED,
    SEVERITY,
    STANDING,
    UNREADABLE,
    Look,
    gravest_first,
)
from fuhe.streams import visible
from normalize.evaluation import Evaluation
from validate.archive import SetFinding
from validate.outcome import Finding, Outcome, Severity, Status
from validate.rule import registered

ROWS_SHOWN = 20  # rows listed in one finding; the JSON has all
_IDLE_NAMED = 8  # rules with nothing to look at that are named; more are counted
QUOTED = 40  # columns of a quoted cell text

_QUOTATION = re.compile("“([^“”]+)”")

WHERE = Wording("位置", "Where")
NUMBERS = Wording("数值", "Numbers")
ARITHMETIC = Wording("复算过程", "Sum")
_MISREAD = Wording("存疑", "Doubt")
ASK = Wording("请单位说明", "Ask")


def render(audits: Iterable[Audit], look: Look) -> Iterator[str]:
    """One chunk of text a document, as the audits come."""
    for audit in audits:
        yield "\n".join([look.paint(visible(audit.path), "strong"), *_document(audit, look), "", ""])


def _document(audit: Audit, look: Look) -> Iterator[str]:
    if audit.status in ("unreadable", "no-evaluation"):
        yield from _unaudited(audit, look)
        return
    yield from _problems(audit, look)
    paged = audit.source is not None and audit.source.paged
    for number, one in enumerate(audit.evaluated, start=1):
        if number > 1:
            yield ""
        if len(audit.evaluated) > 1:
            heading = Wording(f"第 {number} 份自评表", f"Form {number}").text(look.language)
            yield "  " + look.paint(heading, "strong")
        yield from indented(facts(one.evaluation, look.language, paged=paged), "  ", look)
        yield from _evaluation(one, look, whole=audit.status == "checked")
        yield from _idle(one.outcomes, look, brief=len(audit.evaluated) > 1)
    yield from _omitted(audit, look)
    yield look.paint("  " + LIMITS.text(look.language), "faint")


def _omitted(audit: Audit, look: Look) -> Iterator[str]:
    """The rules that the settings left out: not run, which is not the same as passed."""
    if not audit.omitted:
        return
    listed = ("、" if look.language == "zh" else ", ").join(audit.omitted)
    told = Wording(
        f"按设置（fuhe.toml）不核查 {len(audit.omitted)} 条规则：{listed}。",
        f"By the settings (fuhe.toml) {len(audit.omitted)} rules were not run: {listed}.",
    )
    yield from indented(told.text(look.language), "  ", look)


def _unaudited(audit: Audit, look: Look) -> Iterator[str]:
    word = UNREADABLE if audit.status == "unreadable" else NO_EVALUATION
    yield "  " + look.paint(word.text(look.language), "error")
    yield from _problems(audit, look)


def _problems(audit: Audit, look: Look) -> Iterator[str]:
    for told in sentences(audit.problems, look.language):
        yield from indented(told, "  ", look)


def _evaluation(one: AuditedEvaluation, look: Look, *, whole: bool) -> Iterator[str]:
    for outcome in gravest_first(one.outcomes):
        if outcome.finding:
            yield ""
            yield from _finding(outcome.finding, one.standing(outcome), one.evaluation, look)
    yield from _gone(one, look)
    yield from _set_aside(one, look)
    yield from _not_checked(one, look)
    yield from _unread(one.evaluation, look)
    yield from _doubts(one.evaluation, look)
    yield ""
    yield from _verdict(one.outcomes, look, whole=whole)


def _finding(finding: Finding, standing: str | None, form: Evaluation, look: Look) -> Iterator[str]:
    severity = SEVERITY[finding.severity].text(look.language)
    title = _title(finding.rule, look)
    mark = f"  {STANDING[standing].text(look.language)}" if standing else ""
    yield f"  {look.paint(severity, finding.severity)}  {look.paint(title, 'strong')} [{finding.rule}]{mark}"
    yield from indented(plain(finding.message.text(look.language)), "    ", look)
    yield from labelled(WHERE, _where(finding, form, look), look)
    yield from labelled(NUMBERS, [numbers(finding, look)], look)
    yield from labelled(ARITHMETIC, [finding.arithmetic], look)
    yield from labelled(_MISREAD, [_told(finding.misread.message if finding.misread else None, look)], look)
    yield from labelled(ASK, [_told(finding.ask, look)], look)


def _told(wording: Wording | None, look: Look) -> str | None:
    return wording.text(look.language) if wording else None


def _title(rule: str, look: Look) -> str:
    known = registered().get(rule)
    return known.title.text(look.language) if known else rule


def _where(finding: Finding, form: Evaluation, look: Look) -> list[str]:
    """A line for a row of the form: 第2页  第12项「公用经费」分值“2”、得分“1”.

    A row whose cells stand at different places has a line for each, under its name. Longer lists are cut and
    say so.
    """
    rows = cited(finding.evidence, form)
    told: list[str] = []
    single = ""  # the place of the line before, if it holds a single cell
    for row in rows[:ROWS_SHOWN]:
        at = {place: _quotes(cells, finding, look) for place, cells in row.by_place(look.language).items()}
        name = _spaced(row.name.text(look.language), look)
        place = next(iter(at)) if len(row.cells) == 1 else ""
        if place and place == single:  # as the many terms of a sum on one page
            told[-1] += _semicolon(look) + name + at[place]
        elif len(at) == 1 or not name:
            told += [f"{where}  {name}{quotes}" for where, quotes in at.items()]
        else:
            told += [name.strip(), *(f"  {where}  {quotes}" for where, quotes in at.items())]
        single = place
    rest = sum(len(row.cells) for row in rows[ROWS_SHOWN:])
    more = Wording(f"另有 {rest} 处", f"and {rest} more").text(look.language)
    return [*told, more] if rest else told


def _spaced(name: str, look: Look) -> str:
    return f"{name} " if name and look.language == "en" else name


def _quotes(cells: Iterable[Cell], finding: Finding, look: Look) -> str:
    inside = "、" if look.language == "zh" else ", "
    return inside.join(_quoted(cell, finding, look) for cell in cells)


def _quoted(cell: Cell, finding: Finding, look: Look) -> str:
    words = [finding.printed or "", *_QUOTATION.findall(finding.message.zh)]
    shown = excerpt(cell.text, QUOTED, next((one for one in words if one and one in cell.text), None))
    doubt = bracketed(cell.doubt.text(look.language), look) if cell.doubt.zh else ""
    if look.language == "zh":
        return cell.column.zh + (f"“{shown}”" if shown else "（空白）") + doubt
    return f"{cell.column.en} " + (f"“{shown}”" if shown else "(blank)") + doubt


def numbers(finding: Finding | SetFinding, look: Look) -> str:
    """Printed, recomputed, difference, each with its label; empty where there is none."""
    told = (
        (Wording("填报 ", "printed "), finding.printed),
        (Wording("复算 ", "recomputed "), finding.recomputed),
        (Wording("差额 ", "difference "), finding.difference),
    )
    return "  ".join(label.text(look.language) + number for label, number in told if number)


def labelled(label: Wording, values: Iterable[str | None], look: Look) -> Iterator[str]:
    """A labelled field, each of its values on a line of its own; nothing where there is no value."""
    labels = (WHERE, NUMBERS, ARITHMETIC, _MISREAD, ASK)
    lead = "    " + pad(label.text(look.language), max(width(one.text(look.language)) for one in labels) + 2)
    for value in filter(None, values):
        yield from indented(plain(value), lead, look)
        lead = " " * width(lead)


def plain(text: str) -> str:
    """Text that may quote a document: on one line, controls made visible."""
    return visible(" ".join(text.splitlines()))


def indented(text: str, lead: str, look: Look) -> Iterator[str]:
    """The text under its lead, further lines hanging."""
    yield from hanging(text, lead, look.columns)


def _not_checked(one: AuditedEvaluation, look: Look) -> Iterator[str]:
    """What could not be checked, by reason, so that one loss is told once."""
    by_reason: dict[str, list[Outcome]] = {}
    for outcome in one.outcomes:
        if outcome.status == "could-not-check":
            reason = outcome.reason.text(look.language) if outcome.reason else ""
            by_reason.setdefault(reason, []).append(outcome)
    if not by_reason:
        return
    count = sum(len(group) for group in by_reason.values())
    heading = Wording(
        f"{NOT_CHECKED.zh} {count} 项（不等于通过）", f"{count} {NOT_CHECKED.en} (not the same as passed)"
    )
    yield ""
    yield "  " + look.paint(heading.text(look.language), "strong")
    by_subject: dict[str, list[tuple[str, list[Outcome]]]] = {}
    for reason, group in by_reason.items():
        named = dict.fromkeys(subject_name(o.subject, one.evaluation).text(look.language) for o in group)
        subjects = ("、" if look.language == "zh" else ", ").join(named)
        by_subject.setdefault(subjects, []).append((reason, group))
    for subjects, told in by_subject.items():
        reasons = _each_once(reason for reason, _ in told)
        rules = _rules((outcome for _, group in told for outcome in group), look)
        said = subjects + _colon(look) + ("" if look.language == "zh" else " ").join(reasons)
        yield from indented(plain(said + bracketed(rules, look)), "    - ", look)


def _each_once(reasons: Iterable[str]) -> list[str]:
    """The reasons, without those that another one holds already."""
    all_of_them = list(reasons)
    return [
        one
        for one in all_of_them
        if not any(other != one and one.rstrip("。.") in other for other in all_of_them)
    ]


def _rules(group: Iterable[Outcome], look: Look) -> str:
    """The checks of a group, so that their titles do not read like findings: 规则：… [id]."""
    lead = Wording("规则：", "rule: ").text(look.language)
    rules = dict.fromkeys(f"{_title(outcome.rule, look)} [{outcome.rule}]" for outcome in group)
    return lead + _semicolon(look).join(rules)


def _gone(one: AuditedEvaluation, look: Look) -> Iterator[str]:
    """What the earlier run found and this one does not."""
    gone = one.compared.gone if one.compared else ()
    if not gone:
        return
    heading = Wording(f"上次的发现，本次已没有 {len(gone)} 处", f"{len(gone)} found last time and gone now")
    yield ""
    yield "  " + look.paint(heading.text(look.language), "strong")
    for known in gone:
        said = f"{_title(known.rule, look)} [{known.rule}]{_colon(look)}{known.message}"
        yield from indented(plain(said), "    - ", look)


def _set_aside(one: AuditedEvaluation, look: Look) -> Iterator[str]:
    """What the settings set aside, with their reason."""
    if not one.suppressed:
        return
    count = len(one.suppressed)
    heading = Wording(
        f"按设置（fuhe.toml）不列为发现 {count} 处", f"{count} set aside by the settings (fuhe.toml)"
    )
    yield ""
    yield "  " + look.paint(heading.text(look.language), "strong")
    for aside in one.suppressed:
        rule, message = aside.finding.rule, aside.finding.message.text(look.language)
        reason = Wording(f"理由：{aside.by.reason}", f"reason: {aside.by.reason}").text(look.language)
        said = f"{_title(rule, look)} [{rule}]{_colon(look)}{message}{bracketed(reason, look)}"
        yield from indented(plain(said), "    - ", look)


def _unread(form: Evaluation, look: Look) -> Iterator[str]:
    """What the file lost: parts of the form that were not read or had to be inferred."""
    lines = list(unread(form, look.language))
    if not lines:
        return
    heading = Wording(
        "未读到的内容（文件所致，不归责于单位）", "Not read (the file's doing, not held against the unit)"
    )
    yield ""
    yield "  " + look.paint(heading.text(look.language), "strong")
    for line in lines:
        yield from indented(plain(line), "    - ", look)


def _doubts(form: Evaluation, look: Look) -> Iterator[str]:
    """What was read with doubt; longer lists are cut and say so."""
    told = list(doubts(form, look.language))
    if not told:
        return
    heading = Wording(
        f"读数存疑 {len(told)} 处（不据此认定错误，请对照原件）",
        f"{len(told)} read with doubt (no error rests on them; compare them with the original)",
    )
    yield ""
    yield "  " + look.paint(heading.text(look.language), "strong")
    for one in told[:ROWS_SHOWN]:
        yield from indented(plain(one.line(look.language)), "    - ", look)
    rest = len(told) - ROWS_SHOWN
    if rest > 0:
        more = Wording(f"另有 {rest} 处，见 fuhe show", f"and {rest} more; see fuhe show")
        yield from indented(more.text(look.language), "    - ", look)


def bracketed(text: str, look: Look) -> str:
    """The text in the brackets of the language."""
    return f"（{text}）" if look.language == "zh" else f" ({text})"


def _semicolon(look: Look) -> str:
    return "；" if look.language == "zh" else "; "


def _colon(look: Look) -> str:
    return "：" if look.language == "zh" else ": "


def _verdict(outcomes: Iterable[Outcome], look: Look, *, whole: bool) -> Iterator[str]:
    outcomes = list(outcomes)
    found = Counter(o.finding.severity for o in outcomes if o.finding)
    lead = Wording("结论", "Verdict").text(look.language) + "  "
    line = (counted(found, whole=whole), _counted(Counter(o.status for o in outcomes)))
    told = ("" if look.language == "zh" else " ").join(part.text(look.language) for part in line)
    role = next((severity for severity in SEVERITY if found[severity]), "good" if whole else "strong")
    first, *rest = indented(told, "  " + lead, look)
    yield look.paint(first, role)
    yield from (look.paint(other, role) for other in rest)


def _idle(outcomes: Iterable[Outcome], look: Look, *, brief: bool) -> Iterator[str]:
    """The rules that found nothing on this form to look at: named where they are few, else counted."""
    by_rule: dict[str, set[Status]] = {}
    for outcome in outcomes:
        by_rule.setdefault(outcome.rule, set()).add(outcome.status)
    idle = [_title(rule, look) for rule, states in by_rule.items() if states == {"not-applicable"}]
    if not idle:
        return
    listed = ("、" if look.language == "zh" else "; ").join(idle)
    if brief or len(idle) > _IDLE_NAMED:
        listed = Wording("用 --format json 可见", "--format json lists them").text(look.language)
    told = Wording(
        f"本表未涉及 {len(idle)} 条规则所查的内容：{listed}。",
        f"This form holds nothing for {len(idle)} rules: {listed}.",
    )
    for line in indented(told.text(look.language), "  ", look):
        yield look.paint(line, "faint")


def counted(found: Counter[Severity], *, whole: bool) -> Wording:
    """How many findings of each severity, as the verdict says it."""
    total = sum(found.values())
    if total:
        zh = "，".join(f"{word.zh} {found[severity]}" for severity, word in SEVERITY.items())
        en = ", ".join(f"{word.en} {found[severity]}" for severity, word in SEVERITY.items())
        return Wording(f"发现 {total} 处：{zh}。", f"{total} found: {en}.")
    if whole:
        return Wording("未发现不一致。", "Nothing found.")
    return Wording("已核查的部分未发现不一致。", "Nothing found in what was checked.")


def _counted(status: Counter[Status]) -> Wording:
    unchecked, held, idle = (status[one] for one in ("could-not-check", "ok", "not-applicable"))
    listed_zh, listed_en = ("（见上，不等于通过）", " (see above)") if unchecked else ("", "")
    return Wording(
        f"核查相符 {held} 项，不适用 {idle} 项，未能核查 {unchecked} 项{listed_zh}。",
        f"In order {held}, not applicable {idle}, not checked {unchecked}{listed_en}.",
    )
