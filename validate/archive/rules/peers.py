"""One project in one year, reported by many units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import quantiles
from typing import NamedTuple

from extract.wording import Wording
from normalize.evaluation import Indicator
from validate.archive.cite import pieces, terms_of
from validate.archive.digest import Digest
from validate.archive.outcome import Piece, SetOutcome
from validate.archive.rule import found, not_applicable, ok, set_rule
from validate.archive.satisfaction import satisfaction
from validate.equations.execution import base, main_line
from validate.equations.terms import Term, budget_term
from validate.evidence import cite, indicator_role
from validate.profile import Profile
from validate.rounding import percent

_FORM = Wording("同一项目各单位之间比较", "units with one project compared")

_ENOUGH = 8
_FENCE = 3  # times the spread between the quarters: the outer fence of a box plot
_LEAST_SPREAD = Fraction(5, 100)
_RATE = Wording("预算执行率", "execution rate")
_SATISFACTION = Wording("满意度", "satisfaction")


class _Reported(NamedTuple):
    digest: Digest
    value: Fraction
    terms: tuple[Term, ...] = ()
    row: Indicator | None = None

    @property
    def cited(self) -> list[Piece]:
        """The cells that it was read from."""
        if self.row is None or self.row.actual is None:
            return terms_of(self.digest, self.terms)
        return pieces(self.digest, [cite(indicator_role(self.row, "actual"), self.row.actual)])


@set_rule(
    "peer-outlier",
    scope="peers",
    severity="notice",
    title=Wording("远低于实施同一项目的其他单位", "Far below other units with the same project"),
    basis=(_FORM,),
)
def peer_outlier(group: Sequence[Digest], _: Profile | None) -> Iterator[SetOutcome]:
    """Execution rate and satisfaction of one project, unit by unit.

    What it checks:
        Projects of one name and year that eight units or more report. A unit whose execution rate or
        satisfaction lies below the outer fence of all (the lower quarter less three times the distance
        between the quarters, at least 15 percentage points) is told.

    Basis:
        Comparison: units that carry out one project under one notice meet with much the same conditions.

    Why it matters:
        What lies that far off has a reason that a supervisor should know.

    Example:
        Eleven counties executed 93 to 99 % of a subsidy, one 41 %.

    When it does not apply:
        Fewer than eight units; what lies above the others; costs per head, as a form does not say which
        amount belongs to which count.

    How to put it right:
        Explain what was different in this unit.
    """
    looked = False
    for name, look in ((_RATE, _rates), (_SATISFACTION, _satisfied)):
        reported = look(group) if len(group) >= _ENOUGH else []
        if len(reported) < _ENOUGH:
            continue
        looked = True
        yield from _outliers(name, reported)
    if not looked:
        reason = Wording(
            "同一项目可比的单位不足8个。", "Fewer than eight units with one project can be compared."
        )
        yield not_applicable(_subject(group[0]), reason)


def _subject(digest: Digest) -> Wording:
    return Wording(f"「{digest.project}」{digest.year}年度", f"「{digest.project}」 {digest.year}")


def _rates(group: Sequence[Digest]) -> list[_Reported]:
    return [found_rate for one in group if (found_rate := _rate(one)) is not None]


def _rate(digest: Digest) -> _Reported | None:
    """The execution rate of a form, from its amounts, else as printed."""
    form = digest.evaluation
    line = main_line(form)
    if line is None:
        return None
    paid, budget, printed = budget_term(line, "executed"), base(form, line), budget_term(line, "rate")
    if paid is not None and budget is not None and budget.value > 0:
        return _Reported(digest, Fraction(paid.value) / Fraction(budget.value), (budget, paid))
    return None if printed is None else _Reported(digest, Fraction(printed.value), (printed,))


def _satisfied(group: Sequence[Digest]) -> list[_Reported]:
    """The satisfaction of each form that has one such row."""
    reported: list[_Reported] = []
    for one in group:
        rated = [(row, rate) for row in one.evaluation.indicators if (rate := satisfaction(row)) is not None]
        if len(rated) == 1:
            reported.append(_Reported(one, rated[0][1], row=rated[0][0]))
    return reported


def _outliers(name: Wording, reported: list[_Reported]) -> Iterator[SetOutcome]:
    low, _, high = quantiles([one.value for one in reported], n=4, method="inclusive")
    fence = low - _FENCE * max(high - low, _LEAST_SPREAD)
    far = [one for one in reported if one.value < fence]
    for one in far:
        shown = percent(one.value, 2)
        quarters = percent(Fraction(low), 2), percent(Fraction(high), 2)
        yield found(
            one.digest.report.named,
            "notice",
            Wording(
                f"{name.zh}为{shown}；同一项目{len(reported)}个单位中，居中的一半在{quarters[0]}至{quarters[1]}之间。",
                f"The {name.en} is {shown}; half of the {len(reported)} units with this project lie between "
                f"{quarters[0]} and {quarters[1]}.",
            ),
            one.cited,
            printed=shown,
            ask=Wording(
                "请说明与其他单位差异较大的原因。",
                "Please explain why it differs that much from other units.",
            ),
        )
    if not far:
        yield ok(_subject(reported[0].digest))
