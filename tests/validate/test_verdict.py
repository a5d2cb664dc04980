"""Targets held against actuals: the worked pairs, their variants, and what must hold for any text at all."""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.expressions.quantities import Interval
from validate.attainment.judgement import Judgement, highest_share
from validate.attainment.verdict import judge

TABLE = Path(__file__).parent / "worked_pairs.toml"
PAIRS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["pair"]


def _pairs() -> list[Any]:
    return [
        pytest.param(pair, id=f"{pair.get('pair', 'variant')}: {pair['target']} | {pair['actual']}")
        for pair in PAIRS
    ]


def _judged(pair: dict[str, Any]) -> Judgement:
    return judge(
        pair["target"],
        pair["actual"],
        name=pair.get("name", ""),
        level2=pair.get("level2", ""),
        year=pair.get("year"),
    )


def test_the_table_holds_all_thirty_five_worked_pairs_and_as_many_variants() -> None:
    assert {pair["pair"] for pair in PAIRS if "pair" in pair} == set(range(1, 36))
    assert sum("pair" not in pair for pair in PAIRS) >= 35


@pytest.mark.parametrize("pair", _pairs())
def test_verdict(pair: dict[str, Any]) -> None:
    judgement = _judged(pair)
    reasons = [(part.part.text, part.verdict, part.reason.en) for part in judgement.parts]
    assert judgement.verdict == pair["verdict"], reasons
    facts = {
        "parts": [part.verdict for part in judgement.parts],
        "literal": [part.literal for part in judgement.parts],
        "arithmetic": [part.arithmetic or "" for part in judgement.parts],
        "ratio": [_shown(part.ratio) for part in judgement.parts],
        "readings": [reading.arithmetic for part in judgement.parts for reading in part.readings],
        "highest": str(highest_share(judgement).quantize(Decimal("0.0001"), ROUND_HALF_UP)),
    }
    for fact, value in facts.items():
        assert value == pair.get(fact, value), fact
    assert set(pair.get("flags", [])) <= {flag.code for flag in judgement.flags}


def _shown(ratio: Interval | None) -> str:
    return "" if ratio is None else Interval(ratio.low, ratio.high, ratio.low_open, ratio.high_open).shown()


@pytest.mark.parametrize("pair", _pairs())
def test_every_verdict_gives_its_reason_in_both_languages(pair: dict[str, Any]) -> None:
    for part in _judged(pair).parts:
        assert part.reason.zh
        assert part.reason.en
        assert all(flag.message.zh and flag.message.en for flag in part.flags)


counts = st.integers(0, 10**6)


@given(counts, counts)
def test_plain_counts_are_compared_as_numbers(target: int, actual: int) -> None:
    expected = "met" if actual >= target else "not-met"
    assert judge(f"≥{target}人", f"{actual}人").verdict == expected
    assert judge(f"培训人数不少于{target:,}人", f"共培训{actual}人").verdict == expected


@given(counts, counts)
def test_a_ceiling_is_the_other_way_round(target: int, actual: int) -> None:
    expected = "met" if actual <= target else "not-met"
    assert judge(f"≤{target}万元", f"{actual}万元", level2="成本指标").verdict == expected


@given(st.integers(1, 10**5), st.integers(1, 10**5))
def test_units_of_money_make_no_difference(target: int, actual: int) -> None:
    in_yuan = judge(f"≤{target}万元", f"{actual * 10000}元", name="成本").verdict
    assert in_yuan == judge(f"≤{target}万元", f"{actual}万元", name="成本").verdict


@given(st.integers(1, 10**4), st.integers(1, 10**4))
def test_an_approximate_figure_never_proves_what_the_exact_one_disproves(target: int, actual: int) -> None:
    exact = judge(f"≥{target}人", f"{actual}人").verdict
    about = judge(f"≥{target}人", f"约{actual}人").verdict
    assert {exact, about} != {"met", "not-met"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_makes_it_fail(target: str, actual: str) -> None:
    assert judge(target, actual).verdict in {"met", "partly", "not-met", "cannot-tell"}


pieces = st.lists(
    st.sampled_from(
        ["培训", "会议", "≥", "≤", "约", "共", "每期", "各", "个", "12", "3", "百", "万", "次", "人", "元",
         "%", "，", "；", "1.", "2.", "其中", "2023年", "5月", "底前", "和", "近", "余", "以上", "无", "—",
         "全覆盖", "至", " ", "\n"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(pieces, pieces)
def test_no_mixture_of_the_grammar_makes_it_fail(target: str, actual: str) -> None:
    judgement = judge(target, actual, name="培训人数", level2="成本指标", year=2023)
    assert judgement.verdict in {"met", "partly", "not-met", "cannot-tell"}


@given(pieces)
def test_what_is_not_answered_is_never_met(target: str) -> None:
    assert judge(target, "").verdict == "cannot-tell"
    assert judge(target, "—").verdict == "cannot-tell"
