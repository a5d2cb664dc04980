"""What is worked out once for an evaluation is worked out again for another one, and for other arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from normalize.evaluation import Evaluation
from validate.remembered import remembered


def test_each_evaluation_gets_its_own_result(build: Callable[[dict[str, Any]], Evaluation]) -> None:
    asked: list[tuple[int | None, str]] = []

    @remembered
    def look(evaluation: Evaluation, how: str) -> str:
        asked.append((evaluation.year and evaluation.year.value, how))
        return f"{asked[-1]}"

    one, other, equal = build({"year": 2022}), build({"year": 2023}), build({"year": 2022})
    assert look(one, "a") == look(one, "a") != look(one, "b")
    assert look(other, "a") == "(2023, 'a')"
    assert look(equal, "a") == look(one, "a") == "(2022, 'a')"
    assert asked == [(2022, "a"), (2022, "b"), (2023, "a"), (2022, "a"), (2022, "a")]
