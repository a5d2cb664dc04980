"""Scoring envelopes: what each formula gives, which scores are admitted, and that fair ones always are."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import InSheet
from normalize.evaluation import Indicator, Number, Text, Traced
from normalize.numbers import parse_number
from validate.attainment.attained import is_satisfaction
from validate.envelopes import Envelope, envelope
from validate.envelopes.bands import of_rate
from validate.envelopes.fitting import printed_as
from validate.envelopes.tiers import tier
from validate.profile import load
from validate.rounding import Interval, exactly

PROFILE = load("permissive")
HABITS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)


def _text(printed: str) -> Text:
    return Traced(printed, printed, InSheet("表", "A1"))


def _number(printed: str) -> Number:
    return Traced(parse_number(printed), printed, InSheet("表", "A1"))


def _indicator(target: str, actual: str, weight: str = "10", name: str = "指标") -> Indicator:
    level2 = _text("成本指标" if "成本" in name else "数量指标")
    return Indicator(
        None, level2, _text(name), _text(target), _text(actual), _number(weight), _number("0"), None
    )


def _envelope(target: str, actual: str, weight: str = "10", name: str = "指标") -> Envelope:
    found = envelope(_indicator(target, actual, weight, name), PROFILE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("target", "actual", "weight", "name", "expected"),
    [
        ("≥3000人", "2980人", "10", "服务人数", {"按完成比例": "9.93", "未达到指标值不得分": "0"}),
        ("≥10场", "5场", "10", "讲座", {"按完成比例": "5", "完成比例低于60%不得分": "0"}),
        ("≤160万元", "386万元", "10", "成本", {"按超出比例扣减": "0", "按指标值与实际值之比": "4.15"}),
        ("≤100万元", "120万元", "10", "成本", {"按超出比例扣减": "8", "按指标值与实际值之比": "8.33"}),
        ("≥95%", "91%", "10", "群众满意度", {"按完成比例": "9.58", "满意度分档": "10"}),
        ("≥90%", "79%", "10", "群众满意度", {"按完成比例": "8.78", "满意度分档": "5"}),
        ("≥500人", "近500人", "10", "人数", {"按完成比例": "9—10"}),
        ("较上年增长≥3%", "上年120件，今年123件", "10", "增长率", {"按完成比例": "8.33"}),
        ("≤0起", "2起", "5", "安全事故", {"按超出比例扣减": "0"}),
        ("≥4次", "6次", "5", "会议", {"达到指标值得满分": "5"}),
        ("＝5次", "4次", "5", "会议", {"按完成比例": "4"}),
        ("有所提升", "达成年度指标", "8", "知晓度", {"达成年度指标（100%—80%，含80%）": "6.4—8"}),
        (
            "会议次数≥2次，参会人数≥200人",
            "会议1次，参会160人",
            "8",
            "会议",
            {"各项平均、按完成比例": "5.2", "按完成最差的一项": "4", "各项平均、未完成的项不得分": "0"},
        ),
        (
            "培训2期，每期≥50人",
            "2期共98人",
            "8",
            "培训",
            {"各项平均、按完成比例": "7.92", "按完成最差的一项": "7.84", "各项平均、未完成的项不得分": "4"},
        ),
    ],
)
def test_every_formula_in_use_is_tried(
    target: str, actual: str, weight: str, name: str, expected: dict[str, str]
) -> None:
    shown = {one.formula.zh: one.shown for one in _envelope(target, actual, weight, name).admissible}
    assert expected.items() <= shown.items()


def test_the_sum_is_written_with_the_numbers_of_the_row() -> None:
    (proportional, _), (linear, ratio, _) = (
        [one.arithmetic for one in _envelope(*row).admissible]
        for row in (("≥4.5万人", "4.2万人"), ("≤12%", "13%", "6", "成本"))
    )
    assert proportional == "10 × 4.2 ÷ 4.5 = 9.33"
    assert linear == "6 × (1 - (13% - 12%) ÷ 12%) = 5.5"
    assert ratio == "6 × 12% ÷ 13% = 5.54"


@pytest.mark.parametrize(
    ("target", "actual", "weight"),
    [
        ("提升群众知晓度", "明显提升", "8"),
        ("≥200人", "约200人", "8"),
        ("≥200人", "", "8"),
        ("≥200人", "180人", "—"),
        ("2023年6月底前", "2023年9月", "5"),
        ("≥10场，群众反响良好", "8场，反响良好", "5"),
    ],
)
def test_what_cannot_be_worked_out_has_no_envelope(target: str, actual: str, weight: str) -> None:
    assert envelope(_indicator(target, actual, weight), PROFILE) is None


@pytest.mark.parametrize(
    ("score", "formula"),
    [
        ("9.93", "按完成比例"),
        ("9.9", "按完成比例"),
        ("10", "按完成比例"),
        ("0", "未达到指标值不得分"),
        ("9.2", None),
        ("9.98", None),
    ],
)
def test_the_formula_that_fits_is_named(score: str, formula: str | None) -> None:
    fitting = _envelope("≥3000人", "2980人").fit(Decimal(score))
    assert (fitting.formula.zh if fitting else None) == formula


def test_all_formulas_are_told_in_one_line() -> None:
    told = _envelope("≥3000人", "2980人").told
    assert told.zh == "按完成比例：9.93分；未达到指标值不得分：0分"
    assert told.en == "in proportion: 9.93; nothing unless the target is met: 0"


def test_a_profile_can_move_the_pass_mark() -> None:
    strict = msgspec.structs.replace(PROFILE, pass_threshold=Decimal("0.8"))
    row = _indicator("≥10场", "7场")
    usual, moved = envelope(row, PROFILE), envelope(row, strict)
    assert usual is not None
    assert moved is not None
    assert [one.formula.zh for one in usual.admissible] == ["按完成比例", "未达到指标值不得分"]
    assert [one.formula.zh for one in moved.admissible] == ["按完成比例", "完成比例低于80%不得分"]


def test_a_score_between_the_two_formulas_for_ceilings_is_admitted() -> None:
    ceiling = _envelope("≤100万元", "120万元", "10.00", "成本")
    between, above = ceiling.fit(Decimal("8.17")), ceiling.fit(Decimal("8.61"))
    assert between is not None
    assert between.formula.zh == "介于上述算法之间"
    assert above is None
    # 120 may be 119.5 rounded, and 100 ÷ 119.5 × 10 is 8.368
    assert (ceiling.lowest, round(float(ceiling.highest), 3)) == (0, 8.368)


@pytest.mark.parametrize(
    ("score", "points", "fits"),
    [
        ("9.93", "9.9333", True),
        ("9.90", "9.9333", True),
        ("9.94", "9.9333", False),
        ("9.9", "9.96", True),
        ("9.8", "9.96", False),
        ("9", "9.96", True),
        ("9.5", "9.7", True),
        ("9.5", "9.8", False),
        ("8.00", "8.4", True),
    ],
)
def test_rounding_cutting_filled_zeros_and_halves_are_admitted(
    score: str, points: str, *, fits: bool
) -> None:
    assert printed_as(Decimal(score), exactly(Decimal(points))) is fits


@pytest.mark.parametrize(
    ("rate", "share"), [("1", "1"), ("0.9", "1"), ("0.8999", "0.8"), ("0.6", "0.5"), ("0.59", "0")]
)
def test_bands_begin_at_their_lower_end(rate: str, share: str) -> None:
    assert of_rate(Fraction(rate), PROFILE.satisfaction_bands) == Fraction(share)


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("达成年度指标", "0.8"),
        ("全部达成预期指标", "0.8"),
        ("部分达成年度指标并具有一定效果", "0.6"),
        ("未达成年度指标且效果较差", "0"),
        ("达到预期目标", None),
        ("达成年度指标，新增来访三成", None),
    ],
)
def test_only_option_words_name_a_tier(words: str, least: str | None) -> None:
    named = tier(words, PROFILE.tiers)
    assert (named.shares.low if named else None) == (Fraction(least) if least else None)


@pytest.mark.parametrize(
    ("name", "asks"),
    [("群众满意度", True), ("不满意率", False), ("投诉处理满意度", False), ("合格率", False)],
)
def test_which_rows_ask_for_satisfaction(name: str, *, asks: bool) -> None:
    assert is_satisfaction(_indicator("≥90%", "95%", name=name)) is asks


counts = st.integers(1, 10**5)
weights = st.integers(1, 40)
places = st.integers(0, 2)
habits = st.sampled_from(HABITS)


@given(counts, counts, weights, places, habits)
def test_a_count_scored_in_proportion_is_never_reported(
    target: int, actual: int, weight: int, decimals: int, habit: str
) -> None:
    done = min(actual, target)
    score = (Decimal(weight) * done / target).quantize(Decimal((0, (1,), -decimals)), habit)
    assert _envelope(f"≥{target}人", f"{done}人", str(weight)).fit(score) is not None


@given(st.integers(1000, 9999), st.integers(9000, 9999), weights, habits, st.tuples(places, places))
def test_a_rate_scored_before_it_was_rounded_is_never_reported(
    actual: int, target: int, weight: int, habit: str, digits: tuple[int, int]
) -> None:
    decimals, shown = digits
    done, wanted = min(Decimal(actual), Decimal(target)) / 100, Decimal(target) / 100
    score = (weight * done / wanted).quantize(Decimal((0, (1,), -decimals)), habit)
    printed = done.quantize(Decimal((0, (1,), -shown)), ROUND_HALF_UP)
    assert _envelope(f"≥{wanted}%", f"{printed}%", str(weight)).fit(score) is not None


@given(counts, counts, weights, st.tuples(places, habits), st.sampled_from(["linear", "ratio"]))
def test_a_broken_ceiling_scored_by_either_formula_is_never_reported(
    target: int, actual: int, weight: int, rounding: tuple[int, str], formula: str
) -> None:
    decimals, habit = rounding
    spent = target + 1 + actual % (9 * target)  # ten thousand times as much would be a slip of the unit
    share = max(Decimal(), 2 - Decimal(spent) / target) if formula == "linear" else Decimal(target) / spent
    score = (weight * share).quantize(Decimal((0, (1,), -decimals)), habit)
    assert _envelope(f"≤{target}万元", f"{spent}万元", str(weight), "项目成本").fit(score) is not None


@given(counts, counts, weights)
def test_no_formula_gives_less_than_nothing_or_more_than_the_weight(
    target: int, actual: int, weight: int
) -> None:
    for sign, name in (("≥", "产值"), ("≤", "项目成本")):
        done = target + actual % (9 * target)
        admitted = _envelope(f"{sign}{target * 3}万元", f"{done}万元", str(weight), name)
        for one in admitted.admissible:
            assert Interval(Fraction(0), Fraction(weight)).meets(one.score)
            assert 0 <= one.score.low <= one.score.high <= weight
