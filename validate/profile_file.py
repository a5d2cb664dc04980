"""A profile of the user's own: a TOML file, checked so that a mistake in it is named, not guessed around."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from rapidfuzz import fuzz, process

from extract.wording import Wording
from validate.profile import GradeBand, Profile, load, shipped

LARGEST = 1_000_000
"""Bytes; a profile is a page of text."""

_NEAR = 60
_UNKNOWN = re.compile("unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile("missing required field `(?P<name>[^`]*)`")
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


class ProfileError(Exception):
    """A profile that cannot be used. `reason` names the file and the mistake, for people."""

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason.en)
        self.reason = reason


def profile_named(name: str) -> Profile:
    """A shipped profile by its id, or the one in the file of this name (anything that ends in `.toml`).

    Raises:
        ProfileError: no such id (the nearest are named), or a file that cannot be used.
    """
    if name.lower().endswith(".toml"):
        return read_profile(name)
    known = [one.id for one in shipped()]
    if name in known:
        return load(name)
    zh, en = _meant(name, known)
    raise ProfileError(
        Wording(
            f"没有名为 {name} 的口径；{zh}",
            f"There is no profile {name}; {en}",
        )
    )


def read_profile(path: str | os.PathLike[str]) -> Profile:
    """Read a profile file.

    `base` names a shipped profile; what the file does not set is taken from it (`permissive` unless given).
    `title` and `basis` may be plain strings.

    Raises:
        ProfileError: the file cannot be read, is no TOML, or has an unknown key or a wrong value.
    """
    name = os.fspath(path)
    raw = _parsed(name)
    base = raw.pop("base", "permissive")
    try:
        ground = load(base) if isinstance(base, str) else None
    except FileNotFoundError:
        ground = None
    if ground is None:
        zh, en = _meant(str(base), [one.id for one in shipped()])
        raise _mistake(
            name, f"base = {base!r} 不是内置口径；{zh}", f"base = {base!r} is no shipped profile; {en}"
        )
    for key in ("title", "basis"):
        if isinstance(raw.get(key), str):
            raw[key] = {"zh": raw[key], "en": raw[key]}
    ground_fields = msgspec.to_builtins(ground, builtin_types=(Decimal,))
    inherited = {key: value for key, value in ground_fields.items() if key not in ("id", "forms")}
    return _sound(name, _converted(name, {"id": Path(name).stem, "forms": [], **_merged(inherited, raw)}))


def _parsed(name: str) -> dict[str, Any]:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash of its own
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _mistake(name, "文件过大", "the file is too large")
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _mistake(name, f"无法读取（{why}）", f"cannot be read ({why})") from None


def _merged(ground: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The own values over the ground's; tables (such as thresholds) are merged key by key."""
    merged = {**ground, **own}
    for key, value in own.items():
        below = ground.get(key)
        if isinstance(value, dict) and isinstance(below, dict) and key not in ("title", "basis"):
            merged[key] = {**below, **value}
    return merged


def _converted(name: str, raw: Mapping[str, Any]) -> Profile:
    try:
        return msgspec.convert(raw, Profile, strict=False)
    except msgspec.ValidationError as error:
        raise _explained(name, str(error)) from None


def _explained(name: str, error: str) -> ProfileError:
    """The sentence of msgspec in a reader's words, with the key that was probably meant."""
    at = _AT.search(error)
    path = at["path"] if at else ""
    if unknown := _UNKNOWN.search(error):
        zh, en = _meant(unknown["name"], _keys(path))
        where = f"{path}.{unknown['name']}" if path else unknown["name"]
        return _mistake(name, f"不认识的键 {where}；{zh}", f"unknown key {where}; {en}")
    if missing := _MISSING.search(error):
        where = f"{path}.{missing['name']}" if path else missing["name"]
        return _mistake(name, f"缺少 {where}", f"{where} is missing")
    sentence = _AT.sub("", error)
    return _mistake(name, f"{path} 的值不对（{sentence}）", f"wrong value of {path} ({sentence})")


def _keys(path: str) -> list[str]:
    """The keys that a table of the file may have."""
    if path.startswith("grade_bands"):
        return list(GradeBand.__struct_fields__)
    field = next((one for one in msgspec.structs.fields(Profile) if one.name == path), None)
    kind = field.type if field else Profile
    return [*getattr(kind, "__struct_fields__", Profile.__struct_fields__), "base"]


def _sound(name: str, profile: Profile) -> Profile:
    """Values that are well formed and still make no sense."""
    bands = [band.at_least for band in profile.grade_bands]
    if len(set(bands)) < len(bands):
        raise _mistake(name, "grade_bands 中有相同的 at_least", "two grade_bands have the same at_least")
    for key in ("total_weight", "execution_weight"):
        value = getattr(profile, key)
        if value is not None and value <= 0:
            raise _mistake(name, f"{key} 必须大于 0", f"{key} must be above 0")
    return profile


def _meant(word: str, known: list[str]) -> tuple[str, str]:
    near = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near:
        return f"是否要写 {near[0]}？", f"did you mean {near[0]}?"
    return f"可用的有：{'、'.join(sorted(known))}。", f"there are: {', '.join(sorted(known))}."


def _mistake(name: str, zh: str, en: str) -> ProfileError:
    return ProfileError(Wording(f"口径文件 {name}：{zh}", f"profile {name}: {en}"))
