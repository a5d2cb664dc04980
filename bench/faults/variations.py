"""What honest forms say differently: each variation gives a plan back changed, or None if it cannot.

A variation that breaks a rule in itself names the rule in `Plan.true`: more spent than budgeted is told, and
rightly, while nothing else on that form may be.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.faults.plan import Plan
from bench.faults.variations_of_rows import OF_ROWS
from bench.faults.variations_of_scores import OF_SCORES
from bench.faults.variations_on_paper import ON_PAPER

VARIATIONS = (*ON_PAPER, *OF_SCORES, *OF_ROWS)


def varied(plan: Plan, chance: Random, most: int = 4) -> Plan:
    """The plan with one to `most` variations that fit it, in an order of their own."""
    wanted = chance.randint(1, most)
    done: list[str] = []
    for vary in chance.sample(VARIATIONS, len(VARIATIONS)):
        made = vary(plan, chance) if len(done) < wanted else None
        if made is not None:
            plan = made
            done.append(vary.__name__)
    return replace(plan, variations=tuple(done))
