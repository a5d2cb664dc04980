"""The words on the lines of a dump and where they stand, in characters or in printed width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from extract.document import InText, Line
from extract.dump.lines import width

Metric: TypeAlias = Literal["characters", "width"]
METRICS: tuple[Metric, ...] = ("characters", "width")

_BLANKS = 2

_WORD = re.compile(r"\S+")


class Token(NamedTuple):
    """A run without blanks: the index of its line, where it starts and ends on it, and its place.

    After a tab nobody knows where it stood, but that more than one blank is before it.
    """

    text: str
    line: int
    start: int
    end: int
    place: InText
    after_tab: bool = False

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.start + self.end) / 2


def tokens_of(line: Line, index: int, metric: Metric) -> list[Token]:
    """The words of a line. `pdftotext` counts characters; other converters let a Chinese one be two wide."""
    place = line.place
    if not isinstance(place, InText) or place.line != place.end_line:
        return []
    found = []
    for match in _WORD.finditer(line.text):
        start = place.column - 1 + match.start()
        end = start + len(match[0])
        own = InText(place.line, start + 1, place.line, end)
        if metric == "width":
            start = place.column - 1 + width(line.text[: match.start()])
            end = start + width(match[0])
        tabs = line.text.count("\t", 0, match.start())
        start, end = start + _BLANKS * tabs, end + _BLANKS * tabs
        found.append(Token(match[0], index, start, end, own, tabs > 0))
    return found


def pieces_of(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Words with a single blank between them belong together, as far as their distance tells."""
    found: list[list[Token]] = []
    for token in tokens:
        if found and token.start - found[-1][-1].end <= 1:
            found[-1].append(token)
        else:
            found.append([token])
    return [tuple(piece) for piece in found]


def text_of(tokens: Sequence[Token]) -> str:
    """The words of one line with the blanks between them."""
    return " ".join(token.text for token in tokens)


def place_of(tokens: Sequence[Token]) -> InText:
    """From the first word to the last one, in reading order."""
    first = min(tokens, key=lambda token: (token.place.line, token.place.column)).place
    last = max(tokens, key=lambda token: (token.place.line, token.place.column)).place
    return InText(first.line, first.column, last.end_line, last.end_column)
