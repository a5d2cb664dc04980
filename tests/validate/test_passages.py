"""The pieces of prose of a form, and how a long one is quoted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from normalize.evaluation import Evaluation
from validate.texts.passages import passages, quote, running

LONG = "一、完成全部培训任务，效果较好，群众反映良好，得到各方面的肯定和支持。" * 3


def test_all_prose_in_order_with_its_kind(build: Callable[[dict[str, Any]], Evaluation]) -> None:
    form = build(
        {
            "goals": {"expected": "目标", "actual": "完成"},
            "indicators": [{"level3": "培训", "target": "≥2次", "actual": "3次", "deviation": " "}],
            "narrative": ["结论"],
        }
    )
    assert [(one.text.value, one.kind, one.row) for one in passages(form)] == [
        ("目标", "planned", None),
        ("完成", "reported", None),
        ("培训", "name", 0),
        ("≥2次", "planned", 0),
        ("3次", "reported", 0),
        ("结论", "reported", None),
    ]


def test_a_long_text_is_quoted_by_the_sentence_as_printed(
    build: Callable[[dict[str, Any]], Evaluation],
) -> None:
    form = build({"narrative": [f"{LONG}“五星级”党支部\n达 97.75%。{LONG}"]})
    (piece,) = passages(form)
    assert quote(piece, "五星级党支部达97.75%").text == "“五星级”党支部\n达 97.75%。"


def test_words_that_no_single_sentence_holds_leave_the_text_whole(
    build: Callable[[dict[str, Any]], Evaluation],
) -> None:
    (piece,) = passages(build({"narrative": [LONG]}))
    assert quote(piece, "没有的词").text == LONG


def test_a_number_torn_over_a_line_end_is_not_joined() -> None:
    assert running("培训 ５５６ 人") == "培训556人"
    assert running("培训55\n6人，第1. 2项") == "培训※人,第1.2项"
