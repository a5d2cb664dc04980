"""A profile of the user's own: a TOML file that sets what differs from a shipped one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from extract.wording import Wording
from validate.profile import Profile, load, shipped
from validate.toml_file import FileMistakeError, converted, meant, mistake, parsed


class UnknownProfileError(FileMistakeError):
    """There is no shipped profile of this id."""


def profile_named(name: str) -> Profile:
    """A shipped profile by its id, or the one in the file of this name (anything that ends in `.toml`).

    Raises:
        FileMistakeError: no such id (the nearest is named), or a file that cannot be used.
    """
    if name.lower().endswith(".toml"):
        return read_profile(name)
    known = [one.id for one in shipped()]
    if name in known:
        return load(name)
    hint = meant(name, known)
    raise UnknownProfileError(
        Wording(f"没有名为 {name} 的口径；{hint.zh}", f"There is no profile {name}; {hint.en}")
    )


def read_profile(path: str | os.PathLike[str]) -> Profile:
    """Read a profile file.

    `base` names a shipped profile; what the file does not set is taken from it (`permissive` unless given).
    `title` and `basis` may be plain strings.

    Raises:
        FileMistakeError: the file cannot be read, is no TOML, or has an unknown key or a wrong value.
    """
    name = os.fspath(path)
    raw = parsed(name)
    ground = msgspec.to_builtins(_base(name, raw.pop("base", "permissive")), builtin_types=(Decimal,))
    inherited = {key: value for key, value in ground.items() if key not in ("id", "forms")}
    for key in ("title", "basis"):
        if isinstance(raw.get(key), str):
            raw[key] = {"zh": raw[key], "en": raw[key]}
    whole = {"id": Path(name).stem, "forms": [], **_merged(inherited, raw)}
    return _sound(name, converted(name, whole, Profile, extra=("base",)))


def _base(name: str, base: object) -> Profile:
    known = {one.id: one for one in shipped()}
    if isinstance(base, str) and base in known:
        return known[base]
    hint = meant(str(base), known)
    raise mistake(
        name,
        Wording(
            f"base = {base!r} 不是内置口径；{hint.zh}", f"base = {base!r} is no shipped profile; {hint.en}"
        ),
    )


def _merged(ground: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The own values over the ground's; tables (such as thresholds) are merged key by key."""
    merged = {**ground, **own}
    for key, value in own.items():
        below = ground.get(key)
        if isinstance(value, dict) and isinstance(below, dict) and key not in ("title", "basis"):
            merged[key] = {**below, **value}
    return merged


def _sound(name: str, profile: Profile) -> Profile:
    """The profile, unless its values are well formed and still make no sense."""
    bands = [band.at_least for band in profile.grade_bands]
    if len(set(bands)) < len(bands):
        told = Wording("grade_bands 中有相同的 at_least", "two grade_bands have the same at_least")
        raise mistake(name, told)
    if not 0 < profile.tiers[0] < profile.tiers[1] <= 1:
        raise mistake(
            name, Wording("tiers 应为两个递增的比例，如 0.6、0.8", "tiers are two rising shares: 0.6, 0.8")
        )
    for key in ("total_weight", "execution_weight"):
        value = getattr(profile, key)
        if value is not None and value <= 0:
            raise mistake(name, Wording(f"{key} 必须大于 0", f"{key} must be above 0"))
    return profile
