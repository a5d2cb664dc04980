"""The rules, one file a family. Importing this package registers them all, in the order of the catalogue."""

from importlib import import_module

CATALOGUE = (
    "budget",
    "budget_blocks",
    "overspent",
    "budget_changes",
    "spending",
    "execution",
    "amount_unit",
    "cost_targets",
    "arithmetic",
    "scores",
    "narrative",
    "text_rate",
    "weights",
    "weight_shares",
    "weight_spread",
    "budget_as_indicator",
    "rating",
    "attainment",
    "monotone",
    "scoring",
    "misapplied",
    "targets",
    "copied",
    "actuals",
    "deadlines",
    "qualitative",
    "satisfaction",
    "completeness",
    "presence",
    "goal_text",
    "prose",
    "claims",
    "consistency",
    "text_figures",
)

for _family in CATALOGUE:
    import_module(f"{__name__}.{_family}")  # a missing family must fail loudly: its checks would be silent
