"""The page in front of many reports: how each document fared, and which rules found the gravest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from extract.wording import Language
from fuhe.report.html.labels import SHAPES, STATUS, labels
from fuhe.report.html.summary import Summary
from fuhe.report.html.template import filled
from fuhe.report.rows import title_of
from fuhe.report.signoff import across_block
from fuhe.together import Across
from validate.outcome import Severity

_RULES_SHOWN = 12
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")


class Stretch(msgspec.Struct, frozen=True):
    """A part of a bar: from where, how long (both of 100), and the number that it stands for."""

    severity: Severity
    start: float
    length: float
    count: int


class Bar(msgspec.Struct, frozen=True):
    """A bar of the chart: a rule, and its findings by severity."""

    rule: str
    title: str
    stretches: tuple[Stretch, ...]
    total: int


def render(
    summaries: Sequence[Summary], workbook: str, language: Language, across: Across | None = None
) -> Iterator[str]:
    """The index of these documents, the worst first; `across`: what was found by comparing them.

    `workbook` is the address of the list of all findings.
    """
    counts: Counter[Severity] = Counter()
    for one in summaries:
        counts.update(one.counts)
    most = max((one.total for one in summaries), default=0)
    yield from filled(
        "index",
        language,
        across=across and across_block(across, language),
        bars=_bars(summaries, language),
        counts=counts,
        documents=[(one, _stretches(one.counts, most)) for one in sorted(summaries, key=_worst_first)],
        shapes=SHAPES,
        status={name: word.text(language) for name, word in STATUS.items()},
        statuses=Counter(one.status for one in summaries),
        t=labels(language),
        unchecked=sum(one.not_checked for one in summaries),
        workbook=workbook,
    )


def _worst_first(one: Summary) -> tuple[bool, list[int], str]:
    """Files that nobody could audit stand in front: their findings are unknown."""
    return (
        one.status not in ("unreadable", "no-evaluation"),
        [-one.counts.get(s, 0) for s in _SEVERITIES],
        one.name,
    )


def _bars(summaries: Sequence[Summary], language: Language) -> list[Bar]:
    by_rule: dict[str, Counter[Severity]] = {}
    for one in summaries:
        for rule, counts in one.rules.items():
            by_rule.setdefault(rule, Counter()).update(counts)
    ranked = sorted(by_rule.items(), key=lambda item: ([-item[1][one] for one in _SEVERITIES], item[0]))
    ranked = ranked[:_RULES_SHOWN]
    most = max((counts.total() for _, counts in ranked), default=0)
    return [
        Bar(rule, title_of(rule, language), _stretches(counts, most), counts.total())
        for rule, counts in ranked
    ]


def _stretches(counts: dict[Severity, int] | Counter[Severity], most: int) -> tuple[Stretch, ...]:
    made: list[Stretch] = []
    start = 0.0
    for severity in _SEVERITIES:
        count = counts.get(severity, 0)
        if count:
            length = 100 * count / most
            made.append(Stretch(severity, start, length, count))
            start += length
    return tuple(made)
