"""What was found across reports, for people: after the documents, in the same shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extract.wording import Wording
from fuhe.report.across_rows import ACROSS, compared, gravest, place_of
from fuhe.report.cited import excerpt
from fuhe.report.doubt import remark
from fuhe.report.rows import title_of
from fuhe.report.text import (
    ARITHMETIC,
    ASK,
    NUMBERS,
    QUOTED,
    ROWS_SHOWN,
    WHERE,
    bracketed,
    counted,
    indented,
    labelled,
    numbers,
    plain,
)
from fuhe.report.width import one_line
from fuhe.report.words import NOT_CHECKED, SEVERITY, STANDING, Look
from fuhe.together import Across
from validate.archive import Piece, SetFinding, SetOutcome
from validate.outcome import Severity


def render(found: Across, look: Look) -> Iterator[str]:
    """One chunk of text."""
    yield "\n".join([look.paint(ACROSS.text(look.language), "strong"), *_block(found, look), "", ""])


def _block(found: Across, look: Look) -> Iterator[str]:
    yield from indented(compared(found).text(look.language), "  ", look)
    for outcome in gravest(found.outcomes):
        if outcome.finding:
            yield ""
            yield from _finding(outcome.finding, found.standing(outcome), look)
    yield from _gone(found, look)
    yield from _set_aside(found, look)
    yield from _not_checked(found, look)
    yield ""
    yield from _verdict(found, look)
    if found.omitted:
        listed = ("、" if look.language == "zh" else ", ").join(found.omitted)
        told = Wording(f"按设置（fuhe.toml）不核查：{listed}。", f"Left out by the settings: {listed}.")
        yield from indented(told.text(look.language), "  ", look)


def _finding(finding: SetFinding, standing: str | None, look: Look) -> Iterator[str]:
    severity = look.paint(SEVERITY[finding.severity].text(look.language), finding.severity)
    title = look.paint(title_of(finding.rule, look.language), "strong")
    mark = f"  {STANDING[standing].text(look.language)}" if standing else ""
    yield f"  {severity}  {title} [{finding.rule}]{mark}"
    yield from indented(plain(finding.message.text(look.language)), "    ", look)
    yield from labelled(WHERE, _where(finding, look), look)
    yield from labelled(NUMBERS, [numbers(finding, look)], look)
    yield from labelled(ARITHMETIC, [finding.arithmetic], look)
    yield from labelled(ASK, [finding.ask.text(look.language) if finding.ask else None], look)


def _where(finding: SetFinding, look: Look) -> Iterator[str]:
    yield from (_place(piece, look) for piece in finding.pieces[:ROWS_SHOWN])
    rest = len(finding.pieces) - ROWS_SHOWN
    if rest > 0:
        yield Wording(f"另有 {rest} 处", f"and {rest} more").text(look.language)


def _place(piece: Piece, look: Look) -> str:
    doubt = remark(piece.evidence)
    told = bracketed(doubt.text(look.language), look) if doubt.zh else ""
    shown = excerpt(one_line(piece.evidence.text), QUOTED)
    blank = "（空白）" if look.language == "zh" else " (blank)"
    quoted = f"“{shown}”" if look.language == "zh" else f" “{shown}”"
    return place_of(piece, look.language) + (quoted if shown else blank) + told


def _gone(found: Across, look: Look) -> Iterator[str]:
    gone = found.compared.gone if found.compared else ()
    heading = Wording(f"上次的发现，本次已没有 {len(gone)} 处", f"{len(gone)} found last time and gone now")
    yield from _listed(heading, [(one.rule, one.message) for one in gone], look)


def _set_aside(found: Across, look: Look) -> Iterator[str]:
    told = [
        (one.finding.rule, one.finding.message.text(look.language) + bracketed(one.by.reason, look))
        for one in found.suppressed
    ]
    heading = Wording(
        f"按设置（fuhe.toml）不列为发现 {len(told)} 处", f"{len(told)} set aside by the settings (fuhe.toml)"
    )
    yield from _listed(heading, told, look)


def _not_checked(found: Across, look: Look) -> Iterator[str]:
    by_reason: dict[tuple[str, str], list[SetOutcome]] = {}
    for one in found.outcomes:
        if one.status == "could-not-check":
            reason = one.reason.text(look.language) if one.reason else ""
            by_reason.setdefault((one.rule, reason), []).append(one)
    between = "、" if look.language == "zh" else ", "
    told = [
        (rule, between.join(one.subject.text(look.language) for one in group[:ROWS_SHOWN]) + " " + reason)
        for (rule, reason), group in by_reason.items()
    ]
    count = sum(map(len, by_reason.values()))
    heading = Wording(
        f"{NOT_CHECKED.zh} {count} 项（不等于通过）", f"{count} {NOT_CHECKED.en} (not the same as passed)"
    )
    yield from _listed(heading, told, look)


def _listed(heading: Wording, told: list[tuple[str, str]], look: Look) -> Iterator[str]:
    if not told:
        return
    colon = "：" if look.language == "zh" else ": "
    yield ""
    yield "  " + look.paint(heading.text(look.language), "strong")
    for rule, said in told:
        line = f"{title_of(rule, look.language)} [{rule}]{colon}{said}"
        yield from indented(plain(line), "    - ", look)


def _verdict(found: Across, look: Look) -> Iterator[str]:
    severities: Counter[Severity] = Counter(one.finding.severity for one in found.outcomes if one.finding)
    unchecked = sum(one.status == "could-not-check" for one in found.outcomes)
    held = sum(one.count for one in found.outcomes if one.status == "ok")
    told = counted(severities, whole=not unchecked)
    zh = f"{told.zh}对照相符 {held} 组，未能核查 {unchecked} 项。"
    en = f"{told.en} In agreement {held}, not checked {unchecked}."
    lead = Wording("结论", "Verdict").text(look.language)
    role = next((one for one in SEVERITY if severities[one]), "strong" if unchecked else "good")
    for line in indented(Wording(zh, en).text(look.language), f"  {lead}  ", look):
        yield look.paint(line, role)
