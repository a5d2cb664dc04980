"""All rules on one form: the verb of the third stage."""

from __future__ import annotations

from collections.abc import Collection

from normalize.evaluation import Evaluation
from validate.misread import considered
from validate.outcome import Outcome
from validate.profile import Profile, for_form
from validate.rule import registered, run


def check(
    evaluation: Evaluation, profile: Profile | None = None, omitted: Collection[str] = ()
) -> list[Outcome]:
    """Run every registered rule on an evaluation, in the order of the catalogue.

    Without a profile the one that names the evaluation's form is taken, or the permissive one: what nothing
    fixes is not held against anybody. `omitted`: ids of rules that are not to be run.
    """
    chosen = profile or for_form(evaluation.form)
    rules = (rule for rule in registered().values() if rule.id not in omitted)
    outcomes = [outcome for rule in rules for outcome in run(rule, evaluation, chosen)]
    return considered(evaluation, chosen, outcomes)
