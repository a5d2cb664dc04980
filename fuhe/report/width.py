"""Text on a terminal: how wide it is, and where a Chinese line may be broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A line does not begin with these, nor end with those (GB/T 15834, 4.1 and 5.1).
_CLOSING = "，。、；：？！,.;:?!）)】」』》〉”’…%％℃"
_OPENING = "（([【「『《〈“‘"

# A number, a word or a path stays in one piece; everything else may be broken between any two characters.
_PIECE = re.compile(r"[0-9A-Za-z_./\\+\-–—×%≥≤]+|\s+|.", re.DOTALL)


def width(text: str) -> int:
    """Columns that a terminal gives to the text; a Chinese character takes two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def one_line(text: str) -> str:
    """The text without line ends; blanks that a page put between Chinese characters are taken out."""
    words = text.split()
    joined = words[0] if words else ""
    for word in words[1:]:
        joined += ("" if _columns(joined[-1]) == 2 and _columns(word[0]) == 2 else " ") + word
    return joined


def pad(text: str, columns: int) -> str:
    """The text, filled up with blanks to so many columns."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns."""
    lines, line = [], ""
    for piece in _pieces(text, columns):
        if line and width(line) + width(piece) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def hanging(text: str, lead: str, columns: int) -> Iterator[str]:
    """Wrapped text behind a lead; further lines hang under its end."""
    hang = " " * width(lead)
    for number, line in enumerate(wrap(text, max(columns - width(lead), 20))):
        yield (hang if number else lead) + line


def _pieces(text: str, columns: int) -> Iterator[str]:
    """What must stay on one line: words, with the marks that cling to them."""
    held = ""
    for match in _PIECE.finditer(text):
        piece = match.group()
        clings = piece in _CLOSING or (held and held[-1] in _OPENING)
        if held and not (clings and width(held + piece) <= columns):
            yield held
            held = ""
        held += piece
        while width(held) > columns:  # a word wider than the line: break it where the line ends
            cut = next(i for i in range(len(held), 0, -1) if width(held[:i]) <= max(columns, 2))
            yield held[:cut]
            held = held[cut:]
    if held:
        yield held
