"""The rules, one file a family. Importing this package registers them all, in the order of the catalogue."""

from importlib import import_module

CATALOGUE = (
    "budget",
    "arithmetic",
    "scores",
    "narrative",
    "weights",
    "rating",
    "attainment",
    "completeness",
    "consistency",
)

for _family in CATALOGUE:
    import_module(f"{__name__}.{_family}")  # a missing family must fail loudly: its checks would be silent
