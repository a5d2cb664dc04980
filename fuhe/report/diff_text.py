"""The comparison of two versions for people: scores first, then findings, then cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.wording import Wording
from fuhe.diff import Difference, FormDifference, Open
from fuhe.fingerprint import identity
from fuhe.report.cited import excerpt
from fuhe.report.header import facts
from fuhe.report.places import in_words
from fuhe.report.problems import sentences
from fuhe.report.rows import title_of
from fuhe.report.width import hanging, one_line
from fuhe.report.words import LIMITS, SEVERITY, Look
from fuhe.streams import visible
from normalize.evaluation import Traced
from validate.outcome import Outcome
from validate.versions import Change, Raised

_QUOTED = 60  # columns of a quoted cell text

_RAISED = Wording("得分上调而实际完成值未变", "Scores raised with the actual unchanged")
_FRESH = Wording("新出现的问题", "New findings")
_STILL = Wording("仍存在的问题", "Findings still open")
_UNCONFIRMED = Wording(
    "原有问题，新版本未能核查（不等于已消除）", "Not checked again (not the same as closed)"
)
_CLOSED = Wording("已消除的问题", "Findings closed")
_CHANGES = Wording("变动的内容", "What changed")
_LOST = Wording("未作对比的内容（文件所致，不归责于单位）", "Not compared (the file's doing)")
_OTHERS = Wording(
    "请留意：两个版本的表种、年度、单位或项目不同，请确认是同一张表的两次报送。",
    "Please note: kind, year, unit or project differ; see that these are two submissions of one form.",
)
_KIND = {"added": Wording("新增", "added"), "removed": Wording("删去", "removed")}
_DOUBT = Wording("（读取存疑，请对照原件）", " (the reading is in doubt; please see the original)")
_BLANK = Wording("（空白）", "(blank)")


def render(difference: Difference, look: Look) -> Iterator[str]:
    """One chunk for each form, after the names of the files."""
    names = (visible(difference.old.path), visible(difference.new.path))
    yield look.paint(" → ".join(names), "strong") + "\n"
    for audit in (difference.old, difference.new):
        for told in sentences(audit.problems, look.language):
            yield from _lines([f"{audit.path}：{told}"], "  ", look)
    for form in difference.forms:
        yield "\n" + "".join(_form(form, difference, look))
    yield from _alone(difference, look)
    yield look.paint("  " + LIMITS.text(look.language), "faint") + "\n"


def _form(form: FormDifference, difference: Difference, look: Look) -> Iterator[str]:
    paged = difference.new.source is not None and difference.new.source.paged
    yield from _lines([facts(form.new.evaluation, look.language, paged=paged)], "  ", look)
    if identity(form.old.evaluation) != identity(form.new.evaluation):
        yield from _lines([_OTHERS.text(look.language)], "  ", look)
    found = form.findings
    yield from _section(_RAISED, [_risen(one, look) for one in form.raised], look)
    yield from _section(_FRESH, [_finding(one, look) for one in found.fresh], look)
    yield from _section(_STILL, [_open(one, look) for one in found.still], look)
    yield from _section(_UNCONFIRMED, [_unconfirmed(one, look) for one in found.unconfirmed], look)
    yield from _section(_CLOSED, [_finding(one, look) for one in found.closed], look)
    yield from _section(_CHANGES, [_change(one, look) for one in form.changes], look)
    lost = [f"{where.text(look.language)}{_colon(look)}{why.text(look.language)}" for where, why in form.lost]
    yield from _section(_LOST, lost, look)
    yield "\n" + look.paint("  " + _verdict(form).text(look.language), "strong") + "\n"


def _verdict(form: FormDifference) -> Wording:
    found = form.findings
    return Wording(
        f"结论  变动 {len(form.changes)} 处，得分上调而完成值未变 {len(form.raised)} 项；"
        f"问题已消除 {len(found.closed)}，仍存在 {len(found.still)}，新出现 {len(found.fresh)}，"
        f"未能再核查 {len(found.unconfirmed)}。",
        f"Verdict  {len(form.changes)} changes, {len(form.raised)} scores raised with the actual unchanged; "
        f"findings: {len(found.closed)} closed, {len(found.still)} still open, {len(found.fresh)} new, "
        f"{len(found.unconfirmed)} not checked again.",
    )


def _alone(difference: Difference, look: Look) -> Iterator[str]:
    """Forms that only one of the files holds."""
    for forms, audit in ((difference.only_old, difference.old), (difference.only_new, difference.new)):
        paged = audit.source is not None and audit.source.paged
        for one in forms:
            told = facts(one.evaluation, look.language, paged=paged)
            said = Wording(f"只在 {audit.path} 中：{told}", f"Only in {audit.path}: {told}")
            yield "\n"
            yield from _lines([said.text(look.language)], "  ", look)


def _section(heading: Wording, told: list[str], look: Look) -> Iterator[str]:
    if told:
        yield "\n" + look.paint(f"  {heading.text(look.language)} {len(told)}", "strong") + "\n"
        yield from _lines(told, "    - ", look)


def _risen(one: Raised, look: Look) -> str:
    cause = (
        Wording("；指标值同时有变动", "; the target changed too") if one.target_changed else Wording("", "")
    )
    said = Wording(
        f"第{one.number}项「{one.name.zh}」得分 {one.old.text} → {one.new.text}，实际完成值未变{cause.zh}。"
        "请说明上调理由。",
        f"indicator {one.number} 「{one.name.en}」: score {one.old.text} → {one.new.text}, the actual is "
        f"unchanged{cause.en}. Ask why it was raised.",
    ).text(look.language)
    return said + (_DOUBT.text(look.language) if one.doubtful else "")


def _finding(outcome: Outcome, look: Look) -> str:
    found = outcome.finding
    if found is None:
        raise ValueError("only a finding is told")
    severity = SEVERITY[found.severity].text(look.language)
    title = title_of(found.rule, look.language)
    return f"{severity}  {title} [{found.rule}]{_colon(look)}{found.message.text(look.language)}"


def _open(one: Open, look: Look) -> str:
    return _finding(one.now, look)


def _unconfirmed(one: Open, look: Look) -> str:
    reason = one.now.reason.text(look.language) if one.now.reason else ""
    return f"{_finding(one.before, look)} {reason}"


def _change(one: Change, look: Look) -> str:
    between = "" if look.language == "zh" else " "
    name = between.join(part.text(look.language) for part in (one.row, one.column) if part.zh)
    kind = _KIND.get(one.kind)
    if kind:
        cell = one.new or one.old
        told = f"{kind.text(look.language)}{_colon(look)}{name} {_quoted(cell, look)}"
    else:
        told = f"{name}{_colon(look)}{_quoted(one.old, look)} → {_quoted(one.new, look)}"
    return told + (_DOUBT.text(look.language) if one.doubtful else "")


def _quoted(cell: Traced[object] | None, look: Look) -> str:
    if cell is None or not cell.text.strip():
        return _BLANK.text(look.language)
    where = in_words(cell.place).text(look.language)
    bracketed = f"（{where}）" if look.language == "zh" else f" ({where})"
    return f"“{excerpt(one_line(cell.text), _QUOTED)}”{bracketed}"


def _colon(look: Look) -> str:
    return "：" if look.language == "zh" else ": "


def _lines(told: Iterable[str], lead: str, look: Look) -> Iterator[str]:
    for one in told:
        yield from (line + "\n" for line in hanging(visible(" ".join(one.splitlines())), lead, look.columns))
