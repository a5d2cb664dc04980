"""What several rules work out of the same evaluation is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from normalize.evaluation import Evaluation

P = ParamSpec("P")
R = TypeVar("R")


def remembered(function: Callable[Concatenate[Evaluation, P], R]) -> Callable[Concatenate[Evaluation, P], R]:
    """Keep the results for the evaluation looked at last, by its further (hashable) arguments.

    All rules run on one evaluation before the next one comes, so one is enough, and no more is kept alive.
    The slot is replaced as a whole: threads with evaluations of their own cost each other time, no result.
    """
    slot: tuple[Evaluation, dict[object, R]] | None = None

    @wraps(function)
    def looked_up(evaluation: Evaluation, /, *args: P.args, **kwargs: P.kwargs) -> R:
        nonlocal slot
        kept = slot
        if kept is None or kept[0] is not evaluation:
            kept = slot = (evaluation, {})
        results, key = kept[1], (args, tuple(kwargs.items()))
        if key not in results:
            results[key] = function(evaluation, *args, **kwargs)
        return results[key]

    return looked_up
