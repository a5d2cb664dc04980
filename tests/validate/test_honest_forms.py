"""Forms filled honestly, with every habit of rounding in use: no number on them may be called wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from normalize.evaluation import Evaluation
from validate.check import check

OURS = {
    "budget-col-sum",
    "rate-recompute",
    "exec-score-recompute",
    "total-score-sum",
    "total-weight-sum",
    "group-weight-sum",
    "score-le-weight",
    "grade-band",
}
WIDE = Context(prec=60)
WEIGHTS = ([50, 30, 10], [20, 20, 10, 30, 10], [12, 13, 25, 15, 15, 10], [5] * 18)
GRADES = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))

amounts = st.lists(st.decimals(1, 10**6, places=6), min_size=2, max_size=5)
shares = st.lists(st.decimals(Decimal("0.5"), 1, places=6), min_size=20, max_size=20)


def _print(value: Decimal, places: int, habit: str) -> str:
    return str(value.quantize(Decimal(1).scaleb(-places), rounding=habit, context=WIDE))


class Habits(NamedTuple):
    """How one clerk writes numbers."""

    rounding: str
    money_places: int
    score_places: int
    separators: bool

    def money(self, value: Decimal) -> str:
        text = _print(value, self.money_places, self.rounding)
        return f"{Decimal(text):,}" if self.separators else text

    def score(self, value: Decimal) -> str:
        return _print(value, self.score_places, self.rounding)

    def percent(self, value: Decimal) -> str:
        return f"{_print(value * 100, 2, self.rounding)}%"


habits = st.builds(
    Habits,
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN]),
    st.integers(1, 4),
    st.integers(1, 2),
    st.booleans(),
)


@given(amounts=amounts, shares=shares, habit=habits, weights=st.sampled_from(WEIGHTS))
def test_honest_rounding_is_never_called_an_error(
    build: Callable[[dict[str, Any]], Evaluation],
    amounts: list[Decimal],
    shares: list[Decimal],
    habit: Habits,
    weights: list[int],
) -> None:
    spent = [WIDE.multiply(amount, share) for amount, share in zip(amounts, shares, strict=False)]
    budget, executed = sum(amounts, Decimal(0)), sum(spent, Decimal(0))
    rate = WIDE.divide(executed, budget)
    scores = [WIDE.multiply(Decimal(weight), share) for weight, share in zip(weights, shares, strict=False)]
    total = sum(scores, 10 * rate)
    printed_total = habit.score(total)
    grade = next(name for least, name in GRADES if Decimal(printed_total) >= least)
    parts = [
        {"label": f"分项{at}", "adjusted": habit.money(amount), "executed": habit.money(paid)}
        for at, (amount, paid) in enumerate(zip(amounts, spent, strict=True))
    ]
    evaluation = build(
        {
            "budget": [
                {
                    "label": "年度资金总额",
                    "adjusted": habit.money(budget),
                    "executed": habit.money(executed),
                    "weight": "10",
                    "rate": habit.percent(rate),
                    "score": habit.score(10 * rate),
                },
                *parts,
            ],
            "indicators": [
                {
                    "level1": "产出指标",
                    "level3": f"指标{at}",
                    "weight": str(weight),
                    "score": habit.score(score),
                }
                for at, (weight, score) in enumerate(zip(weights, scores, strict=True))
            ],
            "groups": [{"name": "产出指标", "weight": str(sum(weights))}],
            "total": {"weight": "100", "score": printed_total},
            "rating": grade,
        }
    )
    outcomes = [one for one in check(evaluation) if one.rule in OURS]
    accused = [one.finding for one in outcomes if one.finding and one.finding.severity != "notice"]
    assert accused == []
    assert {one.rule for one in outcomes if one.status in ("ok", "finding")} == OURS
