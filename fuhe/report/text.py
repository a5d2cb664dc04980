"""The discrepancy list for people: a finding a block, then what was not checked, then a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.header import facts
from fuhe.report.places import in_words
from fuhe.report.problems import sentences
from fuhe.report.width import one_line, pad, shorten, width, wrap
from fuhe.report.words import NO_EVALUATION, NOT_CHECKED, SEVERITY, UNREADABLE, Look
from fuhe.streams import visible
from validate.outcome import Evidence, Finding, Outcome
from validate.rule import registered

_EVIDENCE_SHOWN = 8  # places listed in one finding; the JSON has all
_QUOTED = 36  # columns of a quoted cell text

_WHERE = Wording("位置", "Where")
_NUMBERS = Wording("数值", "Numbers")
_ARITHMETIC = Wording("算式", "Sum")
_MISREAD = Wording("存疑", "Doubt")
_ASK = Wording("建议", "Ask")
_LIMITS = Wording(
    "印章、签字和原件真伪不在核查范围内。",
    "Seals, signatures and the authenticity of the original are outside what is checked.",
)


def render(audits: Iterable[Audit], look: Look) -> Iterator[str]:
    """One chunk of text a document, as the audits come."""
    for audit in audits:
        yield "\n".join([look.paint(visible(audit.path), "strong"), *_document(audit, look), "", ""])


def _document(audit: Audit, look: Look) -> Iterator[str]:
    if audit.status in ("unreadable", "no-evaluation"):
        yield from _unaudited(audit, look)
        return
    yield from _problems(audit, look)
    paged = audit.source is not None and audit.source.media_type == "application/pdf"
    for number, one in enumerate(audit.evaluated, start=1):
        if len(audit.evaluated) > 1:
            heading = Wording(f"第 {number} 份自评表", f"Form {number}").text(look.language)
            yield "  " + look.paint(heading, "strong")
        yield from _indented(facts(one.evaluation, look.language, paged=paged), "  ", look)
        yield from _evaluation(one, look)
    yield look.paint("  " + _LIMITS.text(look.language), "faint")


def _unaudited(audit: Audit, look: Look) -> Iterator[str]:
    word = UNREADABLE if audit.status == "unreadable" else NO_EVALUATION
    yield "  " + look.paint(word.text(look.language), "error")
    yield from _problems(audit, look)


def _problems(audit: Audit, look: Look) -> Iterator[str]:
    for told in sentences(audit.problems, look.language):
        yield from _indented(told, "  ", look)


def _evaluation(one: AuditedEvaluation, look: Look) -> Iterator[str]:
    for outcome in _gravest_first(one.outcomes):
        if outcome.finding:
            yield ""
            yield from _finding(outcome.finding, look)
    yield from _not_checked(one.outcomes, look)
    yield ""
    yield from _verdict(one.outcomes, look)


def _gravest_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    order = list(SEVERITY)
    with_finding = [outcome for outcome in outcomes if outcome.finding]
    return sorted(with_finding, key=lambda o: order.index(o.finding.severity) if o.finding else 0)


def _finding(finding: Finding, look: Look) -> Iterator[str]:
    severity = SEVERITY[finding.severity].text(look.language)
    title = _title(finding.rule, look)
    yield f"  {look.paint(severity, finding.severity)}  {look.paint(title, 'strong')} [{finding.rule}]"
    yield from _indented(_plain(finding.message.text(look.language)), "    ", look)
    yield from _field(_WHERE, _where(finding.evidence, look), look)
    yield from _field(_NUMBERS, [_numbers(finding, look)], look)
    yield from _field(_ARITHMETIC, [finding.arithmetic], look)
    yield from _field(_MISREAD, [_told(finding.misread.message if finding.misread else None, look)], look)
    yield from _field(_ASK, [_told(finding.ask, look)], look)


def _told(wording: Wording | None, look: Look) -> str | None:
    return wording.text(look.language) if wording else None


def _title(rule: str, look: Look) -> str:
    known = registered().get(rule)
    return known.title.text(look.language) if known else rule


def _where(evidence: tuple[Evidence, ...], look: Look) -> list[str]:
    """One line a place, as in 第1页  合计·年初预算数“443.88”；基本支出·年初预算数“353.88”.

    Longer lists are cut and say so.
    """
    by_place: dict[str, list[Evidence]] = {}
    for one in evidence[:_EVIDENCE_SHOWN]:
        by_place.setdefault(in_words(one.place).text(look.language), []).append(one)
    told = [f"{place}  {_quotes(group, look)}" for place, group in by_place.items()]
    rest = len(evidence) - _EVIDENCE_SHOWN
    more = Wording(f"另有 {rest} 处", f"and {rest} more").text(look.language)
    return [*told, more] if rest > 0 else told


def _quotes(evidence: Iterable[Evidence], look: Look) -> str:
    """What is printed at one place, row by row; the name of a row (before the dot) is said once."""
    by_row: dict[str, list[str]] = {}
    for one in evidence:
        row, dot, column = one.role.text(look.language).rpartition("·")
        by_row.setdefault(row + dot, []).append(_quoted(column.strip(), one.text, look))
    inside, between = ("、", "；") if look.language == "zh" else (", ", "; ")
    blank = " " if look.language == "en" else ""
    return between.join((row + blank if row else "") + inside.join(quotes) for row, quotes in by_row.items())


def _quoted(column: str, text: str, look: Look) -> str:
    shown = shorten(one_line(text), _QUOTED)
    if look.language == "zh":
        return column + (f"“{shown}”" if shown else "（空白）")
    return f"{column} " + (f"“{shown}”" if shown else "(blank)")


def _numbers(finding: Finding, look: Look) -> str:
    told = (
        (Wording("填报 ", "printed "), finding.printed),
        (Wording("复算 ", "recomputed "), finding.recomputed),
        (Wording("差额 ", "difference "), finding.difference),
    )
    return "  ".join(label.text(look.language) + number for label, number in told if number)


def _field(label: Wording, values: Iterable[str | None], look: Look) -> Iterator[str]:
    """A labelled field, each of its values on a line of its own; nothing where there is no value."""
    labels = (_WHERE, _NUMBERS, _ARITHMETIC, _MISREAD, _ASK)
    lead = "    " + pad(label.text(look.language), max(width(one.text(look.language)) for one in labels) + 2)
    for value in filter(None, values):
        yield from _indented(_plain(value), lead, look)
        lead = " " * width(lead)


def _plain(text: str) -> str:
    """Text that may quote a document: on one line, controls made visible."""
    return visible(" ".join(text.splitlines()))


def _indented(text: str, lead: str, look: Look) -> Iterator[str]:
    """Wrapped text behind a lead; further lines hang under its end."""
    hang = " " * width(lead)
    for number, line in enumerate(wrap(text, max(look.columns - width(lead), 20))):
        yield (hang if number else lead) + line


def _not_checked(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    """What could not be checked, by reason, so that one loss is told once."""
    by_reason: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
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
    for reason, group in by_reason.items():
        yield from _indented(_plain(f"{_named(group, look)}{_colon(look)}{reason}"), "    - ", look)


def _named(group: list[Outcome], look: Look) -> str:
    """The checks of a group: title [id] and, in brackets, the things it would have looked at."""
    by_rule: dict[str, list[str]] = {}
    for outcome in group:
        by_rule.setdefault(outcome.rule, []).append(outcome.subject.text(look.language))
    between, join = ("、", "；") if look.language == "zh" else (", ", "; ")
    return join.join(
        f"{_title(rule, look)} [{rule}]{_bracketed(between.join(dict.fromkeys(subjects)), look)}"
        for rule, subjects in by_rule.items()
    )


def _bracketed(text: str, look: Look) -> str:
    return f"（{text}）" if look.language == "zh" else f" ({text})"


def _colon(look: Look) -> str:
    return "：" if look.language == "zh" else ": "


def _verdict(outcomes: Iterable[Outcome], look: Look) -> Iterator[str]:
    outcomes = list(outcomes)
    found = Counter(o.finding.severity for o in outcomes if o.finding)
    status = Counter(o.status for o in outcomes)
    counts = [f"{word.text(look.language)} {found[severity]}" for severity, word in SEVERITY.items()]
    tail = [
        Wording(f"未能核查 {status['could-not-check']} 项", f"not checked {status['could-not-check']}"),
        Wording(f"相符 {status['ok']} 项", f"in order {status['ok']}"),
        Wording(f"不适用 {status['not-applicable']} 项", f"not applicable {status['not-applicable']}"),
    ]
    told = [*counts, *(part.text(look.language) for part in tail)]
    lead = Wording("结论", "Verdict").text(look.language) + "  "
    line = ("，".join(told) if look.language == "zh" else ", ".join(told)) + _sentence(outcomes, look)
    role = next((severity for severity in SEVERITY if found[severity]), "good")
    first, *rest = _indented(line, "  " + lead, look)
    yield look.paint(first, role)
    yield from (look.paint(other, role) for other in rest)


def _sentence(outcomes: list[Outcome], look: Look) -> str:
    if any(outcome.finding for outcome in outcomes):
        return "。" if look.language == "zh" else "."
    if any(outcome.status == "could-not-check" for outcome in outcomes):
        said = Wording(
            "。已核查的部分未发现不一致，未能核查的见上。",
            ". Nothing found in what was checked; what was not checked is listed above.",
        )
    else:
        said = Wording("。未发现不一致。", ". Nothing found.")
    return said.text(look.language)
