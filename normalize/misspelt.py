"""Whether a printed label can be a known wording with a single mistake: mistyped, or misread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

# GB 2312 lists the 3755 characters in common use first, up to this lead byte. Each is a word that can change
# what a heading says (去年 is not 全年); a character beyond them is most likely a misread one.
_LAST_COMMON_LEAD = 0xD7


class Spelling(msgspec.Struct, frozen=True):
    """What can go wrong with a single character.

    `letters` are the characters that labels are made of, `alike` those that look alike, by character, and
    `fillers` those that change nothing where they are added.
    """

    letters: frozenset[str] = frozenset()
    alike: dict[str, frozenset[str]] = {}
    fillers: frozenset[str] = frozenset()

    def misreads(self, read: str, printed: str) -> bool:
        """Whether a character can have been read for the printed one."""
        return read in self.alike.get(printed, ()) or self.is_strange(read)

    def is_strange(self, character: str) -> bool:
        """Whether no label and hardly any text has the character."""
        return character not in self.letters and not _is_common(character)

    def adds_nothing(self, label: str, at: int) -> bool:
        """Whether a label says the same without its character at this place."""
        added = label[at]
        beside = (label[at - 1 : at], label[at + 1 : at + 2])
        return added in self.fillers or not _is_word(added) or added in beside


def alike(groups: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each character those that look like it, from groups of such characters."""
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for one in group:
            found[one] = found.get(one, frozenset()) | (frozenset(group) - {one})
    return found


def is_misspelt(label: str, wording: str, spelling: Spelling) -> bool:
    """Whether the label is the wording with one character misread, lost or added, or two swapped.

    A strange character stands for another one; it is not taken for one that was added.
    """
    if len(label) == len(wording):
        differing = [at for at in range(len(label)) if label[at] != wording[at]]
        if len(differing) == 1:
            return spelling.misreads(label[differing[0]], wording[differing[0]])
        return _are_swapped(label, wording, differing)
    if len(label) == len(wording) + 1:
        added = (label[at] for at in _additional(label, wording))
        return any(not (spelling.is_strange(one) and _is_word(one)) for one in added)
    return len(label) == len(wording) - 1 and bool(_additional(wording, label))


def adds_nothing(label: str, wording: str, spelling: Spelling) -> bool:
    """Whether what a misspelt label has more than the wording, if anything, changes nothing in it."""
    if len(label) <= len(wording):
        return True
    return any(spelling.adds_nothing(label, at) for at in _additional(label, wording))


def _are_swapped(label: str, wording: str, differing: list[int]) -> bool:
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    one, other = differing
    return label[one] == wording[other] and label[other] == wording[one]


def _additional(longer: str, shorter: str) -> list[int]:
    """The places of the longer text whose character makes the difference."""
    return [at for at in range(len(longer)) if longer[:at] + longer[at + 1 :] == shorter]


def _is_common(character: str) -> bool:
    try:
        return _is_word(character) and character.encode("gb2312")[0] <= _LAST_COMMON_LEAD
    except UnicodeEncodeError:
        return False


def _is_word(character: str) -> bool:
    """Whether it is a Chinese character, which is a word of its own."""
    return character.isalpha() and not character.isascii()
