"""Does the actual meet the target? `judge` parses both, finds what answers what, and compares, part by part.

Misjudging is worse than not judging: wherever two fair readings disagree the answer is "cannot-tell", with
both of them in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.expressions.heads import core
from normalize.expressions.parse import Actual, Part, Target, parse_actual, parse_target
from normalize.expressions.quantities import Interval, Quantity, plain
from validate.attainment.answers import Rivals, answer
from validate.attainment.comparison import SHOWN, meets
from validate.attainment.deadlines import compare_dates
from validate.attainment.direction import Direction, direction
from validate.attainment.growth import grown
from validate.attainment.judgement import Flag, Judgement, PartJudgement, PartVerdict, Verdict
from validate.attainment.matching import Option, assignments, options, pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUMMARY = re.compile(
    "全部完成|全面完成|均已?完成|已完成|圆满完成|按(?:期|时|计划|要求|质|规定)[\u4e00-\u9fff]{0,4}完成|完成年度|完成目标|完成任务"
    "|(?:达到|达成|完成)(?:年度|预期)(?:指标|目标)?|^完成$|^是$|^达标$|^合格$|^100(?:\\.0+)?%$"
)
_COVERED = re.compile("全覆盖|全部覆盖|覆盖率(?:达到|达|为)?100%|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]")
_GROWTH_WORDS = re.compile("增长|增加|提高|提升|上升")
_WORDS_SHARED = 0.3


def judge(
    target: str, actual: str, *, name: str = "", level2: str = "", year: int | None = None
) -> Judgement:
    """Judge one row. `name` and `level2` are the indicator's; `year` fills dates that print none."""
    wanted, done = parse_target(target, name), parse_actual(actual)
    countable = [part for part in wanted.parts if part.nature != "quality"]
    if not countable or done.blank:
        return _without_figures(wanted, done)
    row = _Row.of(countable, done, f"{name} {level2}", year)
    judged = [
        _words_only(part) if part.nature == "quality" else row.judge(countable.index(part))
        for part in wanted.parts
    ]
    summary = _SUMMARY.search(done.compact) is not None
    if len(countable) > 1 and not summary:
        judged = [_missing(part, judged, done) for part in judged]
    return _verdict(tuple(judged), summary=summary)


class _Row(msgspec.Struct, frozen=True):
    """The countable parts of a row, what could answer each, and what does in any fair assignment."""

    parts: Sequence[Part]
    actual: Actual
    context: str
    year: int | None
    candidates: Sequence[Sequence[Option]]
    chosen: Sequence[Sequence[Option | None]]

    @classmethod
    def of(cls, parts: Sequence[Part], actual: Actual, context: str, year: int | None) -> _Row:
        candidates = [options(part, actual.mentions) for part in parts]
        return cls(parts, actual, context, year, candidates, assignments(candidates))

    def judge(self, index: int) -> PartJudgement:
        part = self.parts[index]
        if part.nature == "date":
            return _dates(part, self.actual, self.year)
        if part.nature == "coverage":
            return _coverage(part, self.actual)
        if part.quantity is None or _lost_sign(part):
            return PartJudgement(part, "cannot-tell", _LOST_SIGN.message, flags=(_LOST_SIGN,))
        return self._quantity(part, index, direction(part, self.context))

    def _quantity(self, part: Part, index: int, towards: Direction) -> PartJudgement:
        growth = grown(part, self.actual, towards.comparator)
        if growth is not None:
            return growth
        if self.actual.nil and part.quantity is not None:
            return _nil(part, part.quantity, towards)
        taken = [one for one in self.chosen[index] if one is not None]
        if not taken:
            return PartJudgement(part, "cannot-tell", _no_figure(part), comparator=towards.comparator)
        mentions = {one.mention for one in taken}
        rivals = [others for number, others in enumerate(self.candidates) if number != index]
        alone = not any(one.mention in mentions for others in rivals for one in others)
        elsewhere = [others for number, others in enumerate(self.chosen) if number != index]
        spoken_for = {one.mention for others in elsewhere for one in others if one} - mentions
        return answer(part, taken, self.actual, towards, Rivals(alone, frozenset(spoken_for)))


def _dates(part: Part, done: Actual, year: int | None) -> PartJudgement:
    if part.dates is None or not done.dates:
        return PartJudgement(part, "cannot-tell", _no_figure(part))
    verdict, readings, shown, flags = compare_dates(part.dates, done.dates, done.text, year)
    reason = _in_time(done, verdict, shown, flags)
    return PartJudgement(
        part, verdict, reason, arithmetic=shown, comparator="<=", readings=readings, flags=flags
    )


def _in_time(done: Actual, verdict: PartVerdict, shown: str, flags: tuple[Flag, ...]) -> Wording:
    if verdict == "met":
        return Wording(f"{shown}，符合时限", f"{shown}: in time")
    if verdict == "not-met":
        return Wording(f"{shown}，晚于时限", f"{shown}: late")
    said = "、".join(f"“{one.text}”" for one in done.dates)
    doubts = [flag.message for flag in flags]
    return Wording(
        f"实际填报{said}，{''.join(f'{one.zh}，' for one in doubts)}无法判断是否符合时限",
        f"actual {said}: {''.join(f'{one.en}; ' for one in doubts)}whether it is in time cannot be told",
    )


def _coverage(part: Part, done: Actual) -> PartJudgement:
    """全覆盖 is met on the unit's own word, or where every quantity it names is reached."""
    if _COVERED.search(done.compact):
        return PartJudgement(part, "met", Wording("实际填报已全覆盖", "the actual says that all are covered"))
    reached = [_reached(one, done) for one in part.scope]
    if reached and all(reached):
        return PartJudgement(part, "met", Wording("所列范围均已达到", "every number it names is reached"))
    return PartJudgement(part, "cannot-tell", _no_figure(part))


def _reached(scope: Quantity, done: Actual) -> bool:
    return any(
        one.quantity.unit == scope.unit and meets(scope.value, ">=", one.quantity.admitted) == "met"
        for one in done.mentions
    )


def _nil(part: Part, wanted: Quantity, towards: Direction) -> PartJudgement:
    """无 is a zero where a zero is good; where something was to be done it may mean anything."""
    zero = Interval(wanted.number * 0, wanted.number * 0)
    verdict = meets(wanted.value, towards.comparator or ">=", zero)
    none_wanted = wanted.value.exact == 0
    if verdict == "met" and (
        none_wanted or towards.lower_is_better or towards.comparator in {"<=", "<", "="}
    ):
        return PartJudgement(
            part,
            "met",
            Wording("实际填报“无”，按0理解，达到指标值", "“无” is read as 0: the target is met"),
            arithmetic=f"0 {SHOWN[towards.comparator or '=']} {plain(wanted.number)}",
            comparator=towards.comparator,
        )
    reason = Wording("实际填报“无”，不能说明是0还是不适用", "“无” may mean zero or not applicable")
    return PartJudgement(part, "cannot-tell", reason, comparator=towards.comparator)


def _lost_sign(part: Part) -> bool:
    """290% with no sign is nearly always ≥90% misread: no verdict may rest on it."""
    wanted = part.quantity
    if wanted is None or wanted.unit.family != "ratio" or wanted.comparator is not None:
        return False
    figure = wanted.text.rstrip("%")
    lost = figure.startswith("2") and wanted.number >= 2 and figure[1:].isdigit() and int(figure[1:]) <= 100
    return lost and not _GROWTH_WORDS.search(part.text)


def _missing(one: PartJudgement, judged: Sequence[PartJudgement], done: Actual) -> PartJudgement:
    """A part of a compound target that the actual passes over: no figure of its kind, none of its words."""
    others = [other for other in judged if other is not one and other.part.nature != "quality"]
    answered = any(other.verdict in {"met", "not-met"} or other.mentions for other in others)
    if one.verdict != "cannot-tell" or one.part.nature == "date" or one.mentions or not answered or done.nil:
        return one
    words, said = pairs(one.part.head), pairs(core(done.compact))
    # 培训 in 培训次数5次 answers 培训次数 and says nothing of 培训人数
    own = words - {word for other in others if other.mentions for word in pairs(other.part.head)}
    spoken_of = len(own & said) >= _WORDS_SHARED * len(own) if own else _unit_is_named(one.part, done)
    if not one.part.head or one.part.head_from_name or spoken_of:
        return one
    reason = Wording(
        f"实际完成值中未见与“{one.part.shown}”对应的内容",
        f"the actual says nothing that answers “{one.part.shown}”",
    )
    return msgspec.structs.replace(one, verdict="missing", reason=reason, mentions=(), arithmetic=None)


def _unit_is_named(part: Part, done: Actual) -> bool:
    """Whether the actual speaks of what the part counts, 人 or 件, though without a figure."""
    unit = part.quantity.unit.text if part.quantity else ""
    return not unit or unit in done.compact


def _words_only(part: Part) -> PartJudgement:
    return PartJudgement(part, "not-judged", _WORDS_ONLY)


def _without_figures(wanted: Target, done: Actual) -> Judgement:
    parts = tuple(
        _words_only(part)
        if part.nature == "quality"
        else PartJudgement(part, "cannot-tell", _no_figure(part))
        for part in wanted.parts
    )
    if not wanted.parts or done.blank:
        reason = Wording("指标值或实际完成值为空", "the target or the actual is blank")
        return Judgement("cannot-tell", parts, reason, blank=True)
    return Judgement("cannot-tell", parts, _WORDS_ONLY, qualitative=True)


def _verdict(parts: tuple[PartJudgement, ...], *, summary: bool) -> Judgement:
    counted = [part.verdict for part in parts if part.verdict != "not-judged"]
    verdict: Verdict = "cannot-tell"
    if all(one == "met" for one in counted):
        verdict = "met"
    elif all(one == "not-met" for one in counted):
        verdict = "not-met"
    elif "met" in counted:
        verdict = "partly"
    reasons = [part.reason for part in parts if part.verdict != "not-judged"]
    reason = Wording("；".join(one.zh for one in reasons), "; ".join(one.en for one in reasons))
    return Judgement(verdict, parts, reason, summary=summary)


def _no_figure(part: Part) -> Wording:
    return Wording(
        f"实际完成值中没有可与“{part.shown}”比较的数字",
        f"the actual holds no figure to compare with “{part.shown}”",
    )


_WORDS_ONLY = Wording("文字表述，没有可以比较的数字", "words only: there is no figure to compare")
_LOST_SIGN = Flag(
    "recognition",
    Wording(
        "指标值开头的“2”疑为“≥”之误，不据此判断",
        "the leading 2 of the target may stand for ≥; nothing is judged by it",
    ),
)
