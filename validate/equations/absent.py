"""Why a rule has nothing to look at: a part of the form is not there, or may have been lost on the way."""

from __future__ import annotations

from collections.abc import Sequence

from extract.wording import Wording
from normalize.evaluation import Evaluation, Part
from validate.evidence import from_dump, lost, why_absent
from validate.outcome import Outcome
from validate.rule import could_not_check, not_applicable


def absent(evaluation: Evaluation, subject: Wording, parts: Sequence[Part]) -> Outcome | None:
    """The outcome for the first of these parts that is a gap; None where none of them is."""
    for part in parts:
        if evaluation.gap(part) is not None:
            verdict = could_not_check if lost(evaluation, part) else not_applicable
            return verdict(subject, why_absent(evaluation, part))
    return None


def without_number(evaluation: Evaluation, subject: Wording, parts: Sequence[Part], what: Wording) -> Outcome:
    """The outcome where a number is missing: for a gap its reason, else that the cell holds none.

    In a text dump the number may have been lost without a trace.
    """
    gap = absent(evaluation, subject, parts)
    if gap is not None:
        return gap
    verdict = could_not_check if from_dump(evaluation) else not_applicable
    return verdict(subject, Wording(f"{what.zh}没有读到数字。", f"No number was read for the {what.en}."))
