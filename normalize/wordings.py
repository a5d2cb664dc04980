"""How printed wordings are compared: without blanks and bracketed remarks, and only close matches count."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BLANK = re.compile(r"\s+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A header cell that was cut off inside its bracket letter: 实际完成值(B
_OPEN_LETTERS = re.compile(r"\([A-Z0-9/×*=-]{0,8}$")
_LONGEST_LABEL = 24

# A wording of four characters differs from another one by a whole word, so short ones must be equal.
_SHORTEST_FUZZY = 5
# A single strange character leaves four characters clear enough anywhere, two only among a header's headings.
_SHORTEST_MISREAD = 4
_SHORTEST_KNOWN = 2
_CLOSE = 85.0
_MARGIN = 8.0


def unblanked(text: str) -> str:
    """The text without any blanks: a name as printed, broken over lines or letter-spaced, in one piece."""
    return _BLANK.sub("", text)


def squeezed(text: str) -> str:
    """The text for comparison: no blanks, full-width letters, digits, brackets and colons made half-width."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """A label for comparison: squeezed, without bracketed remarks and without the colon at its end."""
    label = squeezed(text)
    while (shorter := _BRACKETED.sub("", label)) != label:
        label = shorter
    return _OPEN_LETTERS.sub("", label).strip(":;,.、。*★")


class Labels:
    """Which role a printed label has. Close matches count only where no other role is nearly as close.

    `alphabet` are the characters that labels are made of: one that is none of them is a misread one.
    """

    def __init__(self, roles: Mapping[Any, Iterable[str]], alphabet: frozenset[str] = frozenset()) -> None:
        # Mapping is invariant in its keys, so a mapping from literal role names is not one from str.
        self._role_of: dict[str, str] = {
            bare(wording): role for role, wordings in roles.items() for wording in wordings
        }
        self._fuzzy = [wording for wording in self._role_of if len(wording) >= _SHORTEST_FUZZY]
        self._alphabet = alphabet.union(*self._role_of)
        # Forms repeat their headings; the memory is bounded because bulk runs see texts without end.
        self._remembered = functools.lru_cache(maxsize=4096)(self._find)

    def role(self, text: str) -> str | None:
        """The role of this label, or None where there is none or it is not clear."""
        return self._remembered(text) if 0 < len(text) <= 3 * _LONGEST_LABEL else None

    def exact(self, text: str) -> str | None:
        """The role of a label that is a known wording to the letter."""
        return self._role_of.get(bare(text)) if len(text) <= 3 * _LONGEST_LABEL else None

    def misread(self, text: str) -> frozenset[str]:
        """The roles of labels that this one can be a misreading of, with one character misread.

        For headings in a header, where the roles that its other headings have leave little choice.
        """
        return frozenset(self._one_off(bare(text))) if len(text) <= 3 * _LONGEST_LABEL else frozenset()

    def _find(self, text: str) -> str | None:
        label = bare(text)
        return self._role_of.get(label) or self._closest(label)

    def _closest(self, label: str) -> str | None:
        if not _SHORTEST_MISREAD <= len(label) <= _LONGEST_LABEL:
            return None
        if len(roles := self._one_off(label)) == 1:
            return roles.pop()
        if len(label) < _SHORTEST_FUZZY:
            return None
        near = process.extract(
            label, self._fuzzy, scorer=fuzz.ratio, score_cutoff=_CLOSE - _MARGIN, limit=None
        )
        best = max((score for _, score, _ in near), default=0.0)
        roles = {self._role_of[wording] for wording, score, _ in near if best - score < _MARGIN}
        return roles.pop() if best >= _CLOSE and len(roles) == 1 else None

    def _one_off(self, label: str) -> set[str]:
        """The roles of wordings that differ in one character, which is one that no label uses."""
        strange = [at for at, character in enumerate(label) if character not in self._alphabet]
        if len(strange) != 1 or len(label) < _SHORTEST_KNOWN:
            return set()
        at = strange[0]
        return {
            role
            for wording, role in self._role_of.items()
            if len(wording) == len(label)
            and wording[:at] == label[:at]
            and wording[at + 1 :] == label[at + 1 :]
        }
