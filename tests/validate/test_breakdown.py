"""What is read from a 其中 list, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validate.texts.breakdown import breakdowns


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=6), st.sampled_from(["人", "个", "期", "万元"]))
def test_reads_back_what_was_written(numbers: list[int], unit: str) -> None:
    parts = "，".join(f"第{'甲乙丙丁戊己'[at]}类{number}{unit}" for at, number in enumerate(numbers))
    (one,) = breakdowns(f"全年完成{sum(numbers)}{unit}，其中{parts}。另有其他工作。")
    assert [part.printed for part in one.parts] == [f"{number}{unit}" for number in numbers]
    assert sum(part.value for part in one.parts) == one.whole.value
    assert not one.open_end


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("共12个（其中：甲 5个、乙 7个）", "12个", ["5个", "7个"]),
        ("共12个,其中甲、乙分别为5个、7个", "12个", ["5个", "7个"]),
        ("举办6个班次共7期,培训１２０人,其中干部９０人和群众30名", "120人", ["90人", "30名"]),
        ("共12个,其中5个为甲类,7个为乙类", "12个", ["5个", "7个"]),
        ("共12个,其中甲5个,乙7个,合计12个", "12个", ["5个", "7个"]),
        ("共12个,其中甲5个,乙7个,参与群众300人", "12个", ["5个", "7个"]),
    ],
)
def test_whole_and_parts(text: str, whole: str, parts: list[str]) -> None:
    (one,) = breakdowns(text)
    assert (one.whole.printed, [part.printed for part in one.parts]) == (whole, parts)


def test_a_nested_list_is_read_by_itself() -> None:
    outer, inner = breakdowns("培训300人,其中县级200人(其中教师150人、医生50人),乡级100人")
    assert [part.printed for part in outer.parts] == ["200人", "100人"]
    assert (inner.whole.printed, [part.printed for part in inner.parts]) == ("200人", ["150人", "50人"])


@pytest.mark.parametrize(
    "text",
    ["培训300人", "其中甲5个", "服务300人次,其中党员80人", "共12个;其中甲5个", "共12个,其中大部分已完成"],
)
def test_nothing_to_compare(text: str) -> None:
    assert list(breakdowns(text)) == []


@pytest.mark.parametrize(
    "text", ["共120人,其中2022级30人", "共1\n20人,服务20人,其中甲30人", "共120人,其中甲3\n0人、乙90人"]
)
def test_what_cannot_be_read_is_said(text: str) -> None:
    (one,) = breakdowns(text)
    assert one.parts == ()
    assert one.open_end


def test_exhaustive_words_and_guesses_are_noticed() -> None:
    (closed,) = breakdowns("共12个,其中甲、乙分别为5个、6个")
    (open_list,) = breakdowns("共12个,其中甲5个、乙6个")
    (guess,) = breakdowns("约200人,其中甲120人、乙近90人")
    assert closed.exhaustive
    assert not open_list.exhaustive
    assert guess.whole.hedged
    assert [part.hedged for part in guess.parts] == [False, True]
