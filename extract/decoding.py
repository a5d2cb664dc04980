"""Bytes of a text file to characters: UTF-8, UTF-16 with its mark, GB18030; never a silent guess."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Characters that no text of ours holds; text control marks (tab, line ends, form feed) are not among them.
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_MOST_STRANGE = 0.01


class Decoded(NamedTuple):
    """The characters, and how many of them could not be made out (each stands as U+FFFD)."""

    text: str
    lost: int


def decode(data: bytes) -> Decoded | None:
    """The text in these bytes; None where they are no text in any encoding we know."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _accepted(data.decode(name, errors="replace"))
    # GB18030 takes nearly any bytes, so UTF-8 goes first and wins even with a few broken characters.
    for name in ("utf-8", "gb18030"):
        decoded = _accepted(data.decode(name, errors="replace"))
        if decoded:
            return decoded
    return None


def _accepted(text: str) -> Decoded | None:
    strange = len(_STRANGE.findall(text))
    # A short text may lose its last character to a cut and is still a text.
    if strange > max(1, int(len(text) * _MOST_STRANGE)) or "\0" in text:
        return None
    return Decoded(text, text.count("\ufffd"))
