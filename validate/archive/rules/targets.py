"""Targets, satisfaction and figures of one form over the years."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator
from validate.archive.archive import Years
from validate.archive.chains import each_pair
from validate.archive.cite import pieces
from validate.archive.digest import Digest
from validate.archive.names import bare, words
from validate.archive.outcome import Piece, SetOutcome
from validate.archive.rule import found, not_applicable, ok, set_rule
from validate.archive.satisfaction import satisfaction
from validate.attainment.attained import Row, rows
from validate.evidence import cite, indicator_role, short
from validate.profile import Profile, for_form
from validate.rounding import percent
from validate.rules.targets import least_ratio, on_demand

_NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("上下年度勾稽关系", "what ties one year to the next")

_NAMED = 3
_RUNNING = 3


class _Kept(NamedTuple):
    """A row whose target is the same in two years: last year judged, this year as it stands."""

    before: Row
    after: Indicator


@set_rule(
    "target-ratchet",
    scope="years",
    severity="notice",
    title=Wording("上年已大幅超额完成，指标值仍未提高", "A target was far exceeded and not raised"),
    basis=(_NO_10,),
)
def target_ratchet(years: Years, profile: Profile | None) -> Iterator[SetOutcome]:
    """Targets that stay where they were although last year went far beyond them.

    What it checks:
        Rows of one name and one target in two neighbouring years, of which the earlier one was exceeded by
        30 % or more (the profile may say otherwise).

    Basis:
        Cai Yu [2020] No. 10: a target that is plainly too low is to be analysed when it is far exceeded.

    Why it matters:
        Such a target steers nothing; the analysis of last year was not used for this one.

    Example:
        2022: at least 400 people, 640 came. 2023: at least 400 people again.

    When it does not apply:
        Ceilings, rates and benefits, targets below five, and what others ask for (visits, applications), as
        no unit can plan it.

    How to put it right:
        Set the target by last year's result, or say why it was an exception.
    """

    def look(before: Digest, after: Digest) -> SetOutcome | None:
        return _unraised(years.subject, before, after, profile or for_form(before.evaluation.form))

    yield from each_pair(
        years,
        look,
        Wording("没有指标值相同的数量指标。", "No row has the same target in both years."),
    )


def _unraised(subject: Wording, before: Digest, after: Digest, profile: Profile) -> SetOutcome | None:
    same = _same_targets(before.evaluation, after.evaluation)
    far = [(one, ratio) for one in same if (ratio := _exceeded(one.before)) >= profile.over_completion]
    if not same:
        return None
    if not far:
        return ok(subject)
    told = [_told(one) for one, _ in far[:_NAMED]]
    more = len(far) > _NAMED
    cited: list[Piece] = []
    for one, _ in far:
        cited += pieces(before, one.before.evidence()[:2])
        cited += pieces(
            after, [cite(indicator_role(one.after, "target"), one.after.target)] if one.after.target else []
        )
    return found(
        subject,
        "notice",
        Wording(
            f"{before.year}年度已大幅超额完成，{after.year}年度指标值未提高："
            f"{'；'.join(one.zh for one in told)}{'等' if more else ''}。",
            f"Far exceeded in {before.year} and the same target in {after.year}: "
            f"{'; '.join(one.en for one in told)}{', and more' if more else ''}.",
        ),
        cited,
        ask=Wording(
            "请说明本年度指标值的设定依据，是否参考了上年实际完成情况。",
            "Please say on what this year's target rests and whether last year's result was considered.",
        ),
    )


def _same_targets(before: Evaluation, after: Evaluation) -> list[_Kept]:
    later = {words(row.level3.value): row for row in after.indicators if row.target is not None}
    names = {
        name
        for row in before.indicators
        if (name := words(row.level3.value)) in later and _same_target(row, later[name])
    }
    if not names:  # judging is dear: only rows that can matter are judged
        return []
    kept = rows(before, lambda row: words(row.level3.value) in names)
    return [_Kept(row, later[words(row.indicator.level3.value)]) for row in kept]


def _same_target(one: Indicator, other: Indicator) -> bool:
    if one.target is None or other.target is None or not any(map(str.isdigit, bare(one.target.value))):
        return False
    return bare(one.target.value) == bare(other.target.value)


def _exceeded(row: Row) -> Fraction:
    parts = [
        part for part in row.judgement.parts if part.comparator in {">=", ">"} and not on_demand(row, part)
    ]
    if row.doubtful or not parts:
        return Fraction()
    return max(Fraction(least_ratio(part)) for part in parts)


def _told(one: _Kept) -> Wording:
    name, target, actual = one.before.name, short(one.before.target.text), short(one.before.actual.text)
    return Wording(
        f"「{name}」指标值“{target}”，上年实际“{actual}”",
        f"「{name}」 target “{target}”, last year's actual “{actual}”",
    )


@set_rule(
    "satisfaction-constant",
    scope="years",
    severity="notice",
    title=Wording("满意度连续三年相同", "Satisfaction is the same three years running"),
    basis=(_FORM,),
)
def satisfaction_constant(years: Years, _: Profile | None) -> Iterator[SetOutcome]:
    """Satisfaction that does not move.

    What it checks:
        The reported rate of a satisfaction row of one name, in three neighbouring years or more of one unit
        and project.

    Basis:
        Form logic: a survey of other people in another year seldom gives the same rate.

    Why it matters:
        The figure may have been carried on without asking anybody.

    Example:
        96.5 % in 2021, 2022 and 2023.

    When it does not apply:
        Two years; years with a gap; 100 %, of which another rule speaks; rates that are not one exact figure.

    How to put it right:
        Give each year's questionnaire with its summary.
    """
    told = False
    for run in _runs(years):
        for group in _constant(run):
            told = True
            yield _constant_found(years.subject, group)
    if not told:
        three = any(len(run) >= _RUNNING for run in _runs(years))
        reason = Wording("没有连续三个年度的自评表。", "No three neighbouring years are there.")
        yield ok(years.subject) if three else not_applicable(years.subject, reason)


def _runs(years: Years) -> Iterator[list[Digest]]:
    """Stretches of neighbouring years, each with the form that stands."""
    run: list[Digest] = []
    for year, digest in years.by_year.items():
        if digest is None or (run and run[-1].year != year - 1):
            yield run
            run = []
        if digest is not None:
            run.append(digest)
    yield run


class _Rate(NamedTuple):
    digest: Digest
    row: Indicator
    rate: Fraction


def _constant(run: list[Digest]) -> Iterator[list[_Rate]]:
    """Rows that report one rate in three neighbouring years or more, each with all its years."""
    if len(run) < _RUNNING:
        return
    open_rows: dict[str, list[_Rate]] = {}
    for digest in run:
        now = {words(one.row.level3.value): one for one in _rates(digest)}
        for name, group in list(open_rows.items()):
            if name not in now or now[name].rate != group[-1].rate:
                if len(group) >= _RUNNING:
                    yield group
                del open_rows[name]
        for name, one in now.items():
            open_rows.setdefault(name, []).append(one)
    yield from (group for group in open_rows.values() if len(group) >= _RUNNING)


def _rates(digest: Digest) -> Iterator[_Rate]:
    for row in digest.evaluation.indicators:
        reported = satisfaction(row)
        if reported is not None and reported < 1:
            yield _Rate(digest, row, reported)


def _constant_found(subject: Wording, group: list[_Rate]) -> SetOutcome:
    name, value = short(group[0].row.level3.value), percent(group[0].rate, 2)
    first, last = group[0].digest.year, group[-1].digest.year
    cited = [
        piece
        for one in group
        if one.row.actual is not None
        for piece in pieces(one.digest, [cite(indicator_role(one.row, "actual"), one.row.actual)])
    ]
    return found(
        subject,
        "notice",
        Wording(
            f"「{name}」{first}至{last}年度连续{len(group)}年均填报{value}。",
            f"「{name}」 is {value} in {len(group)} years running, {first} to {last}.",
        ),
        cited,
        printed=value,
        ask=Wording(
            "请提供各年度满意度调查的问卷、份数和汇总表。",
            "Please provide the questionnaire, the numbers asked and the summary of each year.",
        ),
    )
