"""The GRIM test against plain counting, and the link between a percentage and its total."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import InText
from extract.wording import Wording
from normalize.evaluation import Traced
from validate.texts.attainable import attaining, nearby_whole, neighbours, shares
from validate.texts.passages import Kind, Passage


def _said(text: str, kind: Kind = "reported") -> Passage:
    return Passage(Wording("说明", "remark"), Traced(text, text, InText(1, 1, 1, len(text))), kind)


@given(st.integers(1, 400), st.integers(0, 2), st.integers(0, 10_000))
def test_agrees_with_counting(whole: int, decimals: int, raw: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    percent = (Decimal(raw) / 100).quantize(step)
    printed = {
        (Decimal(100 * k) / whole).quantize(step, rounding)
        for k in range(whole + 1)
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)
    }
    assert (attaining(percent, whole) is not None) == (percent in printed)


@given(st.integers(1, 3000), st.data())
def test_every_share_that_was_computed_is_attainable(whole: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, whole))
    for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN):
        assert attaining((Decimal(100 * k) / whole).quantize(Decimal("0.01"), rounding), whole) is not None


def test_names_the_neighbours_and_the_total_that_would_fit() -> None:
    assert neighbours(Decimal("97.75"), 266) == [260, 261]
    assert nearby_whole(Decimal("97.75"), 266) == (261, 267)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("五星级党支部达97.75%,共有266个党支部", [("党支部", 266)]),
        ("共有266个党支部,五星级党支部占比97.75%", [("党支部", 266)]),
        ("共有1,266个党支部,五星级党支部占97.75%", [("党支部", 1266)]),
        ("共有266个党支部,党员参学率达97.75%", []),
        ("共有266个党支部,五星级党支部达97.75%左右", []),
        ("共有266个党支部,党支部达97.75%", []),
        ("新建266个党支部,五星级党支部达97.75%", []),
        ("共有20个村,达标的村占97.75%", []),
    ],
)
def test_links_by_the_noun_only(text: str, linked: list[tuple[str, int]]) -> None:
    found = [(share.noun, count.number) for share in shares([_said(text)]) for count in share.counts]
    assert found == linked


def test_a_target_is_no_report() -> None:
    assert list(shares([_said("五星级党支部达97.75%", "planned"), _said("共有266个党支部")])) == []
