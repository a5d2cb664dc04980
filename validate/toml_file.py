"""TOML files that people write: read strictly, so that a mistake is named and not guessed around."""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from rapidfuzz import fuzz, process

from extract.wording import Wording

LARGEST = 1_000_000
"""Bytes; such a file is a page of text."""

T = TypeVar("T")

_NEAR = 60
_UNKNOWN = re.compile("unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile("missing required field `(?P<name>[^`]*)`")
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


class FileMistakeError(Exception):
    """A file that cannot be used. `reason` names it and the mistake, for people."""

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason.en)
        self.reason = reason


def mistake(name: str, told: Wording) -> FileMistakeError:
    """What is wrong with the file of this name."""
    return FileMistakeError(Wording(f"{name}：{told.zh}", f"{name}: {told.en}"))


def cause(error: Exception) -> Wording:
    """Why a file that was named cannot be read, in people's words where it is a common cause."""
    known = {
        errno.ENOENT: Wording("找不到该文件", "there is no such file"),
        errno.ENOTDIR: Wording("找不到该文件", "there is no such file"),
        errno.EACCES: Wording("没有读取权限", "no permission to read it"),
        errno.EISDIR: Wording("这是一个文件夹", "it is a folder"),
    }
    told = getattr(error, "strerror", None) or str(error)
    return known.get(getattr(error, "errno", None) or 0) or Wording(told, told)


def unreadable(name: str, error: Exception) -> FileMistakeError:
    """The file of this name cannot be read."""
    why = cause(error)
    return mistake(name, Wording(f"无法读取（{why.zh}）", f"cannot be read ({why.en})"))


def parsed(name: str) -> dict[str, Any]:
    """The file as TOML gives it; numbers with a point are Decimal.

    Raises:
        FileMistakeError: it cannot be read, is too large, or is no TOML.
    """
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash of its own
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise mistake(name, Wording("文件过大", "the file is too large"))
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from None


def converted(name: str, raw: Mapping[str, Any], kind: type[T], extra: Iterable[str] = ()) -> T:
    """The file's content as a struct type.

    Args:
        name: the file, for the message.
        raw: its content.
        kind: a `msgspec.Struct` that forbids unknown fields.
        extra: keys at the top that the caller has dealt with.

    Raises:
        FileMistakeError: an unknown key (with what was probably meant), a missing one, or a wrong value.
    """
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        raise mistake(name, _explained(str(error), kind, extra)) from None


def meant(word: str, known: Iterable[str]) -> Wording:
    """What a mistyped word may stand for; all known ones where none is near."""
    names = sorted(known)
    near = process.extractOne(word.lower(), names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near:
        return Wording(f"是否要写 {near[0]}？", f"did you mean {near[0]}?")
    return Wording(f"可用的有：{'、'.join(names)}。", f"there are: {', '.join(names)}.")


def _explained(error: str, kind: type[Any], extra: Iterable[str]) -> Wording:
    """The sentence of msgspec in a reader's words."""
    at = _AT.search(error)
    path = at["path"] if at else ""
    if unknown := _UNKNOWN.search(error):
        hint = meant(unknown["name"], [*_keys(kind, path), *(() if path else extra)])
        where = _below(path, unknown["name"])
        return Wording(f"不认识的键 {where}；{hint.zh}", f"unknown key {where}; {hint.en}")
    if missing := _MISSING.search(error):
        where = _below(path, missing["name"])
        return Wording(f"缺少 {where}", f"{where} is missing")
    sentence = _AT.sub("", error)
    return Wording(f"{path} 的值不对（{sentence}）", f"wrong value of {path} ({sentence})")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _keys(kind: Any, path: str) -> list[str]:
    """The keys that the table at `path` (as in `suppress[...].rule`) may have."""
    for step in filter(None, re.split(r"[.\[\]]+", path)):
        if step == "..." or step.isdigit():
            continue
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
        kind = _struct_in(fields.get(step))
        if kind is None:
            return []
    return list(kind.__struct_fields__)


def _struct_in(kind: Any) -> Any:
    """The struct type that a field holds, by itself or as the items of a tuple."""
    inside = [kind, *getattr(kind, "__args__", ())]
    return next((one for one in inside if hasattr(one, "__struct_fields__")), None)
