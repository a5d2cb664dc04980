"""The rules, one file a family. Importing this package registers them all, in the order of the catalogue."""

from importlib import import_module
from importlib.util import find_spec

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
    if find_spec(f"{__name__}.{_family}") is not None:
        import_module(f"{__name__}.{_family}")
