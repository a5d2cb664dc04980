"""What a regulation or a province fixes, as data (`profiles/*.toml`): weights, bands, thresholds."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Literal

import msgspec

from extract.wording import Wording


class GradeBand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rating and the lowest total score (inclusive) that earns it; bands are half-open."""

    name: str
    at_least: Decimal


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule profile. `total_weight` is what all weights must add up to; None where nothing fixes it."""

    id: str
    title: Wording
    basis: Wording
    forms: tuple[str, ...]
    total_weight: Decimal | None
    execution_weight: Decimal | None
    grade_bands: tuple[GradeBand, ...]
    execution_rule: Literal["linear", "unknown"]


def load(profile_id: str) -> Profile:
    """Read a shipped profile by id; raises FileNotFoundError where there is none."""
    raw = (files("validate") / "profiles" / f"{profile_id}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(raw), Profile, strict=False)
