"""Family attainment: actuals that may have been copied from the targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, rows, without_rows
from validate.evidence import cite, indicator_role
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import found, not_applicable, ok, rule

_ACTUALS = Wording("实际完成值与指标值", "actuals against targets")
_FORM = Wording("表内勾稽关系", "form logic")
_COPIED = Decimal("0.9")
_ENOUGH_ROWS = 5


@rule(
    "actual-equals-target-all",
    severity="notice",
    family="attainment",
    title=Wording("实际完成值几乎都与指标值完全相同", "Nearly all actuals are exactly their targets"),
    basis=(_FORM,),
)
def actual_equals_target_all(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Count how many actuals are exactly their targets.

    What it checks:
        Rows with one figure on each side; the share of those in which both are the same. At 90 % and five
        rows or more it is said.

    Basis:
        Form logic: what is counted in earnest seldom comes out at the planned figure every time.

    Why it matters:
        The actuals may have been copied from the targets.

    Example:
        12, 30, 85 %, 6 and 150 planned, and 12, 30, 85 %, 6 and 150 reported.

    When it does not apply:
        Targets of 100 % and of zero, which cannot be exceeded, are not counted; nor are dates, words and
        approximate figures. Fewer than five rows say nothing.

    How to put it right:
        Compare the actuals with the records they come from.
    """
    judged = rows(evaluation)
    if not judged:
        yield from without_rows(evaluation, _ACTUALS)
        return
    counted = [row for row in judged if _comparable(row)]
    if len(counted) < _ENOUGH_ROWS:
        yield not_applicable(
            _ACTUALS,
            Wording(
                "可以比较的数量指标不足5项（不含100%和0）。",
                "Fewer than five rows can be compared (100 % and zero left out).",
            ),
        )
        return
    same = [row for row in counted if _same(row)]
    share = Decimal(len(same)) / len(counted)
    yield _copied(same, len(counted)) if share >= _COPIED else ok(_ACTUALS)


def _comparable(row: Row) -> bool:
    part = row.judgement.parts[0] if len(row.judgement.parts) == 1 else None
    if part is None or part.sides is None or part.part.quantity is None or row.doubtful:
        return False
    target, actual = part.sides.target.exact, part.sides.actual.exact
    full = part.part.quantity.unit.family == "ratio" and target == 1
    return bool(target) and actual is not None and not full


def _same(row: Row) -> bool:
    sides = row.judgement.parts[0].sides
    return sides is not None and sides.actual.exact == sides.target.exact


def _copied(same: list[Row], counted: int) -> Outcome:
    cited = [cite(indicator_role(row.indicator, "actual"), row.actual) for row in same]
    return found(
        _ACTUALS,
        "notice",
        Wording(
            f"可以比较的{counted}项数量指标中，{len(same)}项的实际完成值与指标值完全相同（不含100%和0）。",
            f"Of {counted} rows with figures {len(same)} report exactly their target (100 % and zero left "
            "out).",
        ),
        tuple({one.place: one for one in cited}.values()),
        ask=Wording(
            "请核实实际完成值是否按实际情况填报，并提供统计台账。",
            "Please check that the actuals were taken from the records, and provide these.",
        ),
    )
