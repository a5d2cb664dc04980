"""A cell's text as the grammar reads it: half-width, without blanks, with the way back to the offsets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from normalize.numbers import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERING = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?P<plain>[1-9][0-9]?)[.、)](?![0-9])"
    r"|\((?P<bracketed>[1-9][0-9]?)\)"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<spoken>[一二三四五六七八九])是"
    r"|(?:(?<=[。;])|^)(?P<chinese>[一二三四五六七八九])、"
)
# What every numbering holds; most texts hold none of it.
_MARKS = re.compile("[.、)①-⑳是]")
_GLUED = re.compile(r"1[.、](?=[0-9]+[\u4e00-\u9fff])")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_DROPPED = re.compile(rf"[\s{_INVISIBLE}]")
# No quantity has twenty digits; such a run is a code, and would only cost time.
_ABSURD = re.compile(r"[0-9]{20,}")
_CHINESE_DIGITS = "一二三四五六七八九"


class Compact(msgspec.Struct, frozen=True):
    """`figures` is the text for finding figures: its numbering is replaced by separators of equal length.

    `items` are the numbered stretches, or the whole text as one.
    """

    original: str
    text: str
    figures: str
    items: tuple[Item, ...]
    offsets: Sequence[int]

    @classmethod
    def of(cls, original: str) -> Compact:
        """Drop blanks, except between two digits, where they keep two numbers apart."""
        plain = half_width(original)
        if not _DROPPED.search(plain):
            return cls(original, plain, *_numbered(plain), range(len(plain) + 1))
        blanks = {match.start() for match in _BETWEEN_DIGITS.finditer(plain)}
        dropped = (character.isspace() or character in _INVISIBLE for character in plain)
        kept = [index for index, gone in enumerate(dropped) if not gone or index in blanks]
        text = "".join(" " if plain[index].isspace() else plain[index] for index in kept)
        return cls(original, text, *_numbered(text), (*kept, len(original)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the compact text -> offsets into the original."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]


def _numbered(text: str) -> tuple[str, tuple[Item, ...]]:
    """The text for finding figures, and its numbered stretches."""
    figures, marks = _ABSURD.sub(lambda match: "#" * len(match.group()), text), _numbering(text)
    for start, end, _ in marks:
        figures = figures[:start] + ";" * (end - start) + figures[end:]
    return figures, _items(text, marks)


class Item(msgspec.Struct, frozen=True):
    """A numbered stretch; ordinal 0 for what stands before the first number."""

    start: int
    end: int
    ordinal: int


def _items(text: str, marks: Sequence[tuple[int, int, int]]) -> tuple[Item, ...]:
    if not marks:
        return (Item(0, len(text), 0),)
    ends = [*(start for start, _, _ in marks[1:]), len(text)]
    stretches = [Item(end, stop, ordinal) for (_, end, ordinal), stop in zip(marks, ends, strict=True)]
    lead = Item(0, marks[0][0], 0)
    return (lead, *stretches) if lead.end else tuple(stretches)


def _numbering(text: str) -> list[tuple[int, int, int]]:
    """Start, end and number of each mark, only where the numbers run 1, 2, 3 … from the first on."""
    if not _MARKS.search(text):
        return []
    marks = [(match.start(), match.end(), _number(match)) for match in _NUMBERING.finditer(text)]
    # `1.76家…2.宣传`: the blank after the first number was lost, the second tells
    glued = _GLUED.match(text)
    if glued and marks and marks[0][2] == 2:
        marks.insert(0, (glued.start(), glued.end(), 1))
    run: list[tuple[int, int, int]] = []
    for mark in marks:
        if mark[2] == len(run) + 1:
            run.append(mark)
    return run if len(run) > 1 or (run and run[0][0] == 0) else []


def _number(match: re.Match[str]) -> int:
    if circled := match["circled"]:
        return ord(circled) - ord("①") + 1
    chinese = match["spoken"] or match["chinese"]
    if chinese:
        return _CHINESE_DIGITS.index(chinese) + 1
    return int(match["plain"] or match["bracketed"])
