"""What a regulation or a province fixes, as data (`profiles/*.toml`): weights, bands, thresholds."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from extract.wording import Wording

PERMISSIVE = "permissive"


class GradeBand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rating and the lowest total score (inclusive) that earns it; bands are half-open."""

    name: str
    at_least: Decimal


class SatisfactionBand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From this rate on (a fraction, inclusive) a satisfaction row earns this share of its weight."""

    at_least: Decimal
    share: Decimal


# The example of Cai Yu [2021] No. 101: 90 %, 80 % and 60 %.
_BANDS = (
    SatisfactionBand(Decimal("0.9"), Decimal(1)),
    SatisfactionBand(Decimal("0.8"), Decimal("0.8")),
    SatisfactionBand(Decimal("0.6"), Decimal("0.5")),
)


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule profile. `total_weight` is what all weights must add up to; None where nothing fixes it.

    `forms` are the ids of the form families that it is taken for. Rates and shares are fractions.
    Rounding is no trait: half up, half to even and cutting off are in use side by side; rules tell which.

    Execution:
        `execution_rule` is `linear` where its score is weight times rate, `unknown` where a local table of
        bands may hold. `execution_base` is the budget that the rate is taken on. `execution_in_rows`: the
        rate is scored in an indicator row, so that the budget block adds nothing to the total. Below
        `explain_below` a reason is asked for; `explain_required` where the form says so in print.
    Weights:
        `level1_models`: the admissible weights of the groups, without the execution rate; none where nothing
        fixes them. `cost_cap`: the most that a row scores for which no cost indicator was filed.
    Budget:
        An adjustment of more than `adjust_notice` of the initial budget is noted, of more than
        `adjust_warning` a warning.
    Scores:
        Below `pass_threshold` (actual over target) a row may earn nothing; `over_completion` and more is far
        above it, and `over_completion_deducts` says whether points may be taken for that. `ceiling_scoring`:
        how a ceiling that was not kept is scored. `tiers`: the shares from which an indicator in words is
        attained in part and attained.
    """

    id: str
    title: Wording
    basis: Wording
    forms: tuple[str, ...]
    total_weight: Decimal | None
    execution_weight: Decimal | None
    grade_bands: tuple[GradeBand, ...]
    execution_rule: Literal["linear", "unknown"]
    pass_threshold: Decimal = Decimal("0.6")
    over_completion: Decimal = Decimal("1.3")
    over_completion_deducts: bool = True
    execution_base: Literal["adjusted", "initial"] = "adjusted"
    execution_in_rows: bool = False
    explain_below: Decimal = Decimal("0.9")
    explain_required: bool = False
    level1_models: tuple[dict[str, Decimal], ...] = ()
    cost_cap: Decimal | None = None
    adjust_notice: Decimal = Decimal("0.1")
    adjust_warning: Decimal = Decimal("0.3")
    ceiling_scoring: Literal["linear", "ratio", "any"] = "any"
    tiers: tuple[Decimal, Decimal] = (Decimal("0.6"), Decimal("0.8"))
    satisfaction_bands: tuple[SatisfactionBand, ...] = _BANDS


class BandSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of grade bands that is in use somewhere, with where it was met."""

    title: Wording
    bands: tuple[GradeBand, ...]


class _BandSets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sets: tuple[BandSet, ...]


@cache
def load(profile_id: str) -> Profile:
    """Read a shipped profile by id; raises FileNotFoundError where there is none."""
    raw = (files("validate") / "profiles" / f"{profile_id}.toml").read_text(encoding="utf-8")
    return _convert(tomllib.loads(raw))


@cache
def shipped() -> tuple[Profile, ...]:
    """Every profile that comes with the program, by id; the permissive one last."""
    names = sorted(entry.name for entry in (files("validate") / "profiles").iterdir())
    profiles = [load(name.removesuffix(".toml")) for name in names if name.endswith(".toml")]
    return tuple(sorted(profiles, key=lambda one: one.id == PERMISSIVE))


@cache
def for_form(form: str) -> Profile:
    """The profile that names this form family; the permissive one where none does."""
    return next((one for one in shipped() if form in one.forms), load(PERMISSIVE))


@cache
def known_bands() -> tuple[BandSet, ...]:
    """Every set of grade bands known to be in use."""
    raw = (files("validate") / "grade_bands.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(raw), _BandSets, strict=False).sets


def _convert(raw: dict[str, object]) -> Profile:
    # TOML has no null: a key left out is a thing that nothing fixes
    open_ends = {"total_weight": None, "execution_weight": None}
    return msgspec.convert(open_ends | raw, Profile, strict=False)
