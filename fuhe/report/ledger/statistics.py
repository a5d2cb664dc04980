"""The ledger in numbers, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from extract.wording import Language, Wording
from fuhe.ledger.documents import NotAudited, NothingChecked
from fuhe.ledger.statistics import Counts, Documents, Repeat, Statistics
from fuhe.report.grid import aligned
from fuhe.report.ledger.words import STANDING, STATUS, VERDICT
from fuhe.report.problems import ended
from fuhe.report.rows import title_of
from fuhe.report.width import one_line
from fuhe.report.words import NOT_CHECKED, SEVERITY, Look
from fuhe.streams import visible

VERSION = 1
_LONGEST = 40  # characters of a name in a table

_UNKNOWN = Wording("（未读出）", "(not read)")


def render(told: Statistics, look: Look) -> Iterator[str]:
    """Section after section: documents, totals, by year, unit and rule, what comes again, what is missing."""
    language = look.language
    for heading, lines in _sections(told, look):
        yield look.paint(heading.text(language), "strong") + "\n"
        yield "".join(f"  {line}\n" for line in lines)
        yield "\n"


def as_json(told: Statistics, language: Language) -> dict[str, Any]:
    """The same for programs; the texts in one language."""
    plain: dict[str, Any] = msgspec.to_builtins(told)
    for one, kept in zip(plain["not_audited"], told.not_audited, strict=True):
        one["detail"] = kept.detail.text(language) if kept.detail else None
    for one, named in zip(plain["nothing_checked"], told.nothing_checked, strict=True):
        one["why"] = named.why.text(language)
    return {"schema": VERSION, **plain}


def _sections(told: Statistics, look: Look) -> Iterator[tuple[Wording, Iterable[str]]]:
    yield Wording("文件", "Files"), _documents(told.documents, look.language)
    yield Wording("自评表", "Forms"), _forms(told, look.language)
    yield Wording("按年度", "By year"), _table(told.years, Wording("年度", "year"), look, str)
    title = _of(Wording("按单位", "By unit"), told.units, told.unit_count)
    yield title, _table(told.units, Wording("单位", "unit"), look, _short)
    yield (
        Wording("按规则", "By rule"),
        _table(told.rules, Wording("规则", "rule"), look, lambda name: _rule(name, look.language)),
    )
    if told.repeats:
        heading = Wording("同一单位多个年度反复出现的问题", "What comes again in several years")
        yield _of(heading, told.repeats, told.repeat_count), _repeats(told.repeats, look)
    if told.not_audited:
        count = sum(told.documents.not_audited.values())
        yield (
            _of(Wording("未能核查的文件", "Files that were not audited"), told.not_audited, count),
            (visible(_not_audited(one, look.language)) for one in told.not_audited),
        )
    if told.nothing_checked:
        by_status = told.documents.by_status
        count = by_status.get("unreadable", 0) + by_status.get("no-evaluation", 0)
        heading = Wording("无法读取或没有自评表的文件", "Files that were unreadable or hold no form")
        yield (
            _of(heading, told.nothing_checked, count),
            (visible(_nothing_checked(one, look.language)) for one in told.nothing_checked),
        )


def _of(heading: Wording, shown: Sequence[object], count: int) -> Wording:
    """The heading, with how many are left out."""
    if len(shown) >= count:
        return heading
    return Wording(
        f"{heading.zh}（共 {count}，列出 {len(shown)}；--limit 可调整）",
        f"{heading.en} ({len(shown)} of {count}; see --limit)",
    )


def _documents(told: Documents, language: Language) -> Iterator[str]:
    failed = sum(told.not_audited.values())
    yield Wording(
        f"共 {told.paths} 个路径，内容不同的文件 {told.contents} 份。",
        f"{told.paths} paths, {told.contents} files of different content.",
    ).text(language)
    counts = [
        f"{STATUS[status].text(language)} {number}" for status, number in sorted(told.by_status.items())
    ]
    if failed:
        causes = [f"{_cause(state, language)} {number}" for state, number in sorted(told.not_audited.items())]
        listed = _joined(causes, language)
        word = Wording(f"未能核查 {failed}（{listed}）", f"not audited {failed} ({listed})")
        counts.append(word.text(language))
    if counts:
        yield ended(_joined(counts, language), language)
    if told.replaced:
        yield Wording(
            f"另有 {told.replaced} 份已被同一路径上的新文件取代，不计入。",
            f"{told.replaced} more were replaced by other bytes under the same path and are not counted.",
        ).text(language)


def _forms(told: Statistics, language: Language) -> Iterator[str]:
    total = told.total
    found = [f"{SEVERITY[name].text(language)} {getattr(total, name)}" for name in SEVERITY]
    found.append(f"{NOT_CHECKED.text(language)} {total.not_checked}")
    forms = Wording(f"{told.forms} 份：", f"{told.forms}: ").text(language)
    yield ended(forms + _joined(found, language), language)
    if told.earlier_versions:
        yield Wording(
            f"另有 {told.earlier_versions} 份为已被取代的旧版本，不计入。",
            f"{told.earlier_versions} earlier versions are not counted.",
        ).text(language)
    if told.decisions:
        decided = [
            f"{VERDICT[verdict].text(language)} {told.decisions[verdict]}"
            for verdict in VERDICT
            if verdict in told.decisions
        ]
        heading = Wording("处理结果：", "Decided: ").text(language)
        yield ended(heading + _joined(decided, language), language)


def _table(counts: Sequence[Counts], first: Wording, look: Look, name: Callable[[str], str]) -> Iterator[str]:
    language = look.language
    header = [first, *SEVERITY.values(), NOT_CHECKED]
    rows = [
        [
            name(one.name) or _UNKNOWN.text(language),
            *map(str, (one.error, one.warning, one.notice, one.not_checked)),
        ]
        for one in counts
    ]
    yield from aligned([[word.text(language) for word in header], *rows], look.columns - 2)


def _repeats(repeats: Sequence[Repeat], look: Look) -> Iterator[str]:
    language = look.language
    header = [
        Wording("单位", "unit"),
        Wording("规则", "rule"),
        Wording("年度", "years"),
        Wording("次数", "times"),
    ]
    rows = [
        [
            _short(one.unit),
            _rule(one.rule, language),
            _joined(map(str, one.years), language),
            str(one.findings),
        ]
        for one in repeats
    ]
    yield from aligned([[word.text(language) for word in header], *rows], look.columns - 2)


def _not_audited(one: NotAudited, language: Language) -> str:
    cause = one.detail.text(language) if one.detail else ""
    tries = Wording(f"共尝试 {one.tries} 次", f"tried {one.tries} times").text(language)
    brackets = Wording("（{}）", " ({})").text(language).format(tries)
    colon = Wording("：", ": ").text(language)
    told = colon.join(filter(None, (one.path, _cause(one.state, language), cause)))
    return told + brackets


def _nothing_checked(one: NothingChecked, language: Language) -> str:
    colon = Wording("：", ": ").text(language)
    return colon.join((one.path, STATUS[one.status].text(language), one.why.text(language)))


def _cause(state: str, language: Language) -> str:
    word = next((word for known, word in STANDING.items() if known == state), None)
    return word.text(language) if word else state


def _rule(rule: str, language: Language) -> str:
    title = title_of(rule, language)
    return f"{title} [{rule}]" if title else rule


def _short(name: str) -> str:
    line = visible(one_line(name))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _joined(parts: Iterable[str], language: Language) -> str:
    return Wording("，", ", ").text(language).join(parts)
