"""All rules on one form: the verb of the third stage."""

from __future__ import annotations

from normalize.evaluation import Evaluation
from validate.misread import considered
from validate.outcome import Outcome
from validate.profile import Profile, for_form
from validate.rule import registered, run


def check(evaluation: Evaluation, profile: Profile | None = None) -> list[Outcome]:
    """Run every registered rule on an evaluation, in the order of the catalogue.

    Without a profile the one that names the evaluation's form is taken, or the permissive one: what nothing
    fixes is not held against anybody.
    """
    chosen = profile or for_form(evaluation.form)
    outcomes = [outcome for rule in registered().values() for outcome in run(rule, evaluation, chosen)]
    return considered(evaluation, chosen, outcomes)
