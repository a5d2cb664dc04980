"""The lines of a text dump and the fields on them: what blanks keep apart, what looks like a figure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\S+")
_WIDE_GAP = re.compile(r"\t+|[ \u3000\xa0]{2,}")
_FIGURE = re.compile(r"[+\-－]?\d[\d,，]*(?:[.．]\d+)?[%％‰]?")
_DASH = re.compile(r"[—–\-－─―/／]+")
# `1.`, `(2)`, `≥` alone before a blank belong to what follows them.
_LEANS_ON_NEXT = re.compile(r"\d{1,2}[.．、)）]|[(（]\d{1,2}[)）]|[≥≤＞＜><=＝≧≦]{1,2}")
_PAGE_NUMBER = re.compile(r"[-—–]+\s*\d{1,4}\s*[-—–]+|第\s*\d+\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
_GLUED = re.compile(
    r"\d+\.\d+\.\d+"  # 1.561.56
    r"|[%％]\d"  # 100.00%10
    r"|[^\d.](?:万元|亿元|元)\d+(?:\.\d+)?$|\d(?:万元|亿元|元)\d+(?:\.\d+)?$"  # 20万元10
)
_FIGURES_ONLY = re.compile(r"[\d.,，%％‰]{2,}")
LIST_MARKER = re.compile(
    r"\d{1,2}[.．、)）](?!\d)|[(（][\d一二三四五六七八九十]{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,2}、"
)


class Piece(NamedTuple):
    """A run of characters on one line: its text, the line from 1, the first character's column from 1."""

    text: str
    line: int
    column: int

    @property
    def end(self) -> int:
        """Column of the last character."""
        return self.column + len(self.text) - 1

    @property
    def width(self) -> int:
        """Printed width in half-width characters."""
        return width(self.text)


@lru_cache(maxsize=4096)  # the same lines are measured for every way to deal them out
def width(text: str) -> int:
    """Printed width: 2 for a Chinese character (and for signs that Chinese fonts draw wide), 1 for others."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def whole(raw: str, number: int) -> Piece:
    """A raw line without its margins."""
    text = raw.strip()
    return Piece(text, number, raw.find(text) + 1)


def is_figure(text: str) -> bool:
    """A plain number or percentage."""
    return _FIGURE.fullmatch(text) is not None


def is_dash(text: str) -> bool:
    """A dash or stroke in the place of a number."""
    return _DASH.fullmatch(text) is not None


def is_figure_or_dash(text: str) -> bool:
    """What may stand in a column of numbers."""
    return is_figure(text) or is_dash(text)


def is_glued(line: Piece, *, alone: bool) -> bool:
    """Cells run together without a blank: 202010100.00%10, 20万元10, and 6620 where it stands `alone`."""
    if len(line.text.split()) > 1:
        return False
    return bool(_GLUED.search(line.text)) or (alone and _FIGURES_ONLY.fullmatch(line.text) is not None)


def is_page_number(text: str) -> bool:
    """A line that only counts pages: — 3 —, 第3页 共5页, 3/5."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def fields(line: Piece) -> tuple[Piece, ...]:
    """What blanks keep apart; letter-spaced words (资 金 来 源) and leaning signs (≥ 5) stay together."""
    tokens = [Piece(m[0], line.line, line.column + m.start()) for m in _TOKEN.finditer(line.text)]
    grouped: list[list[Piece]] = []
    for index, token in enumerate(tokens):
        if grouped and (_spaced_out(tokens, index) or _LEANS_ON_NEXT.fullmatch(tokens[index - 1].text)):
            grouped[-1].append(token)
        else:
            grouped.append([token])
    return tuple(_span(line, group) for group in grouped)


def wide_fields(line: Piece) -> tuple[Piece, ...]:
    """What stands apart by tabs or by two and more blanks."""
    starts = [0, *(m.end() for m in _WIDE_GAP.finditer(line.text))]
    ends = [*(m.start() for m in _WIDE_GAP.finditer(line.text)), len(line.text)]
    return tuple(
        Piece(line.text[start:end], line.line, line.column + start)
        for start, end in zip(starts, ends, strict=True)
    )


def _spaced_out(tokens: list[Piece], index: int) -> bool:
    """Is this token a letter of the same letter-spaced word as the one before?

    Two equal letters (是 是) are two cells, not a word.
    """
    here, before = tokens[index].text, tokens[index - 1].text
    return _is_letter(here) and _is_letter(before) and here != before


def _is_letter(text: str) -> bool:
    return len(text) == 1 and unicodedata.east_asian_width(text) == "W" and text.isalpha()


def _span(line: Piece, group: list[Piece]) -> Piece:
    start, end = group[0].column - line.column, group[-1].end - line.column + 1
    return Piece(line.text[start:end], line.line, group[0].column)
