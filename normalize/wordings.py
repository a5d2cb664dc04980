"""How printed wordings are compared: without blanks and bracketed remarks, and only close matches count."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from normalize.misspelt import Spelling, adds_nothing, is_misspelt
from normalize.traditional import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BLANK = re.compile(r"\s+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A header cell that was cut off inside its bracket letter: 实际完成值(B
_OPEN_LETTERS = re.compile(r"\([A-Z0-9/×*=-]{0,8}$")
_LONGEST_LABEL = 24

# A mistake leaves four characters clear enough anywhere; fewer only among a header's headings, where the
# roles of the others leave little choice. There two characters (分值) bear a misread one, no other mistake.
_SHORTEST_ANYWHERE = 4
_SHORTEST_IN_HEADER = 3
_SHORTEST_KNOWN = 2
# A whole word more or less says the same only in a long label: 上年预算执行数 is not 全年预算执行数.
_SHORTEST_FUZZY = 9
_CLOSE = 85.0
_MARGIN = 8.0


# Brackets of other shapes say the same: 预算数〔A〕, 【万元】. So do traditional characters: 產出指標.
_ALIKE = str.maketrans("\u3014\u3015\u3010\u3011\u3016\u3017\u3008\u3009", "()()()()") | SIMPLIFIED


def unblanked(text: str) -> str:
    """The text without any blanks: a name as printed, broken over lines or letter-spaced, in one piece."""
    return _BLANK.sub("", text)


def squeezed(text: str) -> str:
    """The text for comparison: no blanks, full-width letters, digits, brackets and colons made half-width.

    Traditional characters are made simplified ones.
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_ALIKE)


def bare(text: str) -> str:
    """A label for comparison: squeezed, without bracketed remarks and without the colon at its end."""
    label = squeezed(text)
    while (shorter := _BRACKETED.sub("", label)) != label:
        label = shorter
    return _OPEN_LETTERS.sub("", label).strip(":;,.、。*★")


class Labels:
    """Which role a printed label has. A misspelt label counts only where it can be of no other role."""

    def __init__(self, roles: Mapping[Any, Iterable[str]], spelling: Spelling | None = None) -> None:
        # Mapping is invariant in its keys, so a mapping from literal role names is not one from str.
        self._role_of: dict[str, str] = {
            bare(wording): role for role, wordings in roles.items() for wording in wordings
        }
        self._wordings = list(self._role_of)
        self._fuzzy = [wording for wording in self._role_of if len(wording) >= _SHORTEST_FUZZY]
        known = spelling or Spelling()
        self._spelling = msgspec.structs.replace(known, letters=known.letters.union(*self._role_of))
        # Forms repeat their headings; the memory is bounded because bulk runs see texts without end.
        self._remembered = functools.lru_cache(maxsize=4096)(self._find)

    @property
    def wordings(self) -> Sequence[str]:
        """All known wordings, as they are compared."""
        return self._wordings

    def role(self, text: str) -> str | None:
        """The role of this label, or None where there is none or it is not clear."""
        return self._remembered(text) if 0 < len(text) <= 3 * _LONGEST_LABEL else None

    def exact(self, text: str) -> str | None:
        """The role of a label that is a known wording to the letter."""
        return self._role_of.get(bare(text)) if len(text) <= 3 * _LONGEST_LABEL else None

    def misread(self, text: str) -> frozenset[str]:
        """The roles of labels that this one can be a misspelling of, with one mistake in it.

        For headings in a header, where the roles that its other headings have leave little choice.
        """
        if len(text) > 3 * _LONGEST_LABEL:
            return frozenset()
        near = self._near(bare(text))
        clear = self._is_clear(bare(text), near, in_header=True)
        return frozenset(near.values()) if clear else frozenset()

    def _find(self, text: str) -> str | None:
        label = bare(text)
        return self._role_of.get(label) or self._closest(label)

    def _closest(self, label: str) -> str | None:
        """The role of the wordings that are nearest, where they all have the same."""
        near = self._near(label)
        roles = set(near.values()) if self._is_clear(label, near) else self._alike(label)
        return roles.pop() if len(roles) == 1 else None

    def _near(self, label: str) -> dict[str, str]:
        """The wordings of which the label is a misspelling, and their roles."""
        if not _SHORTEST_KNOWN <= len(label) <= _LONGEST_LABEL:
            return {}
        one_off = process.extract(label, self._wordings, scorer=OSA.distance, score_cutoff=1, limit=None)
        return {
            wording: self._role_of[wording]
            for wording, _, _ in one_off
            if is_misspelt(label, wording, self._spelling)
        }

    def _is_clear(self, label: str, near: Iterable[str], *, in_header: bool = False) -> bool:
        """Whether enough of a misspelt label is left, and nothing was added that changes what it says."""
        shortest = _SHORTEST_IN_HEADER if in_header else _SHORTEST_ANYWHERE
        return any(
            adds_nothing(label, wording, self._spelling)
            and (min(len(label), len(wording)) >= shortest or (in_header and _is_misread(label, wording)))
            for wording in near
        )

    def _alike(self, label: str) -> set[str]:
        """The roles of the long wordings that are close to the label as a whole."""
        if not _SHORTEST_FUZZY <= len(label) <= _LONGEST_LABEL:
            return set()
        near = process.extract(
            label, self._fuzzy, scorer=fuzz.ratio, score_cutoff=_CLOSE - _MARGIN, limit=None
        )
        best = max((score for _, score, _ in near), default=0.0)
        if best < _CLOSE:
            return set()
        return {self._role_of[wording] for wording, score, _ in near if best - score < _MARGIN}


def _is_misread(label: str, wording: str) -> bool:
    """Whether the mistake is a character misread, not two that changed places."""
    return len(label) == len(wording) and sorted(label) != sorted(wording)
