"""Figures that stand in more than one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from extract.wording import Wording
from validate.archive.archive import Archive, Years
from validate.archive.chains import each_pair
from validate.archive.cite import pieces
from validate.archive.common import Spread
from validate.archive.digest import Digest
from validate.archive.money import amount
from validate.archive.outcome import SetOutcome
from validate.archive.rule import found, ok, set_rule
from validate.archive.tokens import Figure, figures, token
from validate.equations.execution import main_line
from validate.evidence import cite, indicator_role, short
from validate.outcome import Evidence
from validate.profile import Profile

_OWN_FIGURES = Wording("自评数据应为本单位当年数据", "a report's figures are the unit's own, of that year")
_SAME = 5
_NAMED = 3
_HOLDERS = 12  # reports looked at for one figure; more of them are projects of the same few units


@set_rule(
    "same-numbers",
    scope="set",
    severity="notice",
    title=Wording("多项实际完成值与其他单位完全相同", "Several actuals are exactly those of another unit"),
    basis=(_OWN_FIGURES,),
)
def same_numbers(archive: Archive, _: Profile | None) -> Iterator[SetOutcome]:
    """Figures that two units report alike.

    What it checks:
        Actuals of one figure with three telling digits or more, under indicators of the same name. Where two
        units have five of them in common, it is told.

    Basis:
        A report's figures are the unit's own.

    Why it matters:
        Counts of different units hardly ever agree five times; a form may have been filled from another's.

    Example:
        Two counties both report 556 people trained, 97.75 % attendance, 1,284 households, 3,615 visits and
        42.7 km.

    When it does not apply:
        100 %, round numbers, years, and actuals that are just the target, do not count; nor what four units
        or more report. Two forms of one project with the same budget are one project, reported by bureau and
        centre; and a department's form may repeat what its centres report.

    How to put it right:
        Check the actuals against the unit's own records.
    """
    spread = Spread(archive.digests, lambda one: one.actuals)
    told = False
    units: set[tuple[str, str]] = set()
    for one, other in _pairs(spread):
        if (
            (one.unit, other.unit) in units
            or one.report.kind != other.report.kind
            or _one_project(one, other)
        ):
            continue
        same = _same(one, other)
        if len(same) >= _SAME:
            told = True
            units.add((one.unit, other.unit))
            subject = Wording(f"{one.unit}、{other.unit}", f"{one.unit}, {other.unit}")
            lead = Wording(f"{other.unit}与{one.unit}", f"{other.unit} and {one.unit}")
            yield _told(subject, lead, one, other, same)
    if not told:
        yield ok(Wording("各单位之间的实际完成值", "actuals between units"))


def _pairs(spread: Spread) -> Iterator[tuple[Digest, Digest]]:
    """Reports of different units that share enough figures, in their order."""
    holders: dict[int, list[Digest]] = {}
    for digest in spread.digests:
        for figure in spread.sharing(digest).tolist():
            group = holders.setdefault(figure, [])
            if len(group) < _HOLDERS:
                group.append(digest)
    at = {digest.order: place for place, digest in enumerate(spread.digests)}
    counts: Counter[tuple[int, int]] = Counter()
    for group in holders.values():
        counts.update(
            (at[one.order], at[other.order])
            for one, other in combinations(group, 2)
            if one.unit != other.unit
        )
    for one, other in sorted(pair for pair, count in counts.items() if count >= _SAME):
        yield spread.digests[one], spread.digests[other]


def _one_project(one: Digest, other: Digest) -> bool:
    if not one.project or one.project != other.project:
        return False
    budgets = [amount(each, main_line(each.evaluation), "adjusted") for each in (one, other)]
    return budgets[0] is not None and budgets[1] is not None and budgets[0].value == budgets[1].value


def _same(one: Digest, other: Digest) -> list[tuple[Figure, Figure]]:
    theirs = {token(figure): figure for figure in figures(other.evaluation)}
    return [(figure, theirs[token(figure)]) for figure in figures(one.evaluation) if token(figure) in theirs]


def _told(
    subject: Wording, lead: Wording, one: Digest, other: Digest, same: list[tuple[Figure, Figure]]
) -> SetOutcome:
    named = [f"「{short(mine.row.level3.value)}」{mine.value}" for mine, _ in same[:_NAMED]]
    return found(
        subject,
        "notice",
        Wording(
            f"{lead.zh}有{len(same)}项实际完成值完全相同：{'、'.join(named)}等（不含整数和与指标值相同的）。",
            f"{lead.en} report {len(same)} actuals alike: {', '.join(named)} and more (round figures and "
            "those of the target left out).",
        ),
        [
            piece
            for mine, theirs in same
            for piece in (*pieces(one, _cell(mine)), *pieces(other, _cell(theirs)))
        ],
        ask=Wording(
            "请核实实际完成值是否为本单位本年度数据，并提供统计台账。",
            "Please check that the actuals are this unit's and this year's, with the records.",
        ),
    )


def _cell(figure: Figure) -> list[Evidence]:
    actual = figure.row.actual
    return [cite(indicator_role(figure.row, "actual"), actual)] if actual is not None else []


@set_rule(
    "figures-from-last-year",
    scope="years",
    severity="notice",
    title=Wording("多项实际完成值与上年完全相同", "Several actuals are exactly last year's"),
    basis=(_OWN_FIGURES,),
)
def figures_from_last_year(years: Years, _: Profile | None) -> Iterator[SetOutcome]:
    """Figures of last year in this year's form.

    What it checks:
        Actuals of one figure with three telling digits or more, under indicators of the same name, in two
        neighbouring years of one unit and project. Five that are the same are told.

    Basis:
        A report's figures are those of the year.

    Why it matters:
        The form may have been filled from last year's.

    Example:
        556 people trained, 97.75 % attendance, 1,284 households, 3,615 visits and 42.7 km in both years.

    When it does not apply:
        100 %, round numbers, years, and actuals that are just the target, do not count: what is kept up each
        year (roads, posts, members) is usually its own target.

    How to put it right:
        Check the actuals against this year's records.
    """

    def look(before: Digest, after: Digest) -> SetOutcome | None:
        if not before.actuals or not after.actuals:
            return None
        same = _same(before, after) if before.common(after, "actuals") >= _SAME else []
        lead = Wording(f"{after.year}年度与{before.year}年度", f"{after.year} and {before.year}")
        return _told(years.subject, lead, before, after, same) if len(same) >= _SAME else ok(years.subject)

    yield from each_pair(
        years, look, Wording("没有可以比较的实际完成值。", "There are no actuals to compare.")
    )
