"""The goals whose columns stand side by side: read where no line of one can be the other's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product
from math import inf
from typing import TYPE_CHECKING

from extract.document import Table
from extract.dump.lines import LIST_MARKER, width
from normalize.aligned.cell import Block, cell_of
from normalize.aligned.columns import Lines, by_column
from normalize.aligned.names import names_with, section_names
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form

_BLANKS = 2
_SHIFT = 1
_INDENT = 4
_SLACK = 3
_ENDS = "。；;！？!?."
_OPENING, _NEVER_FIRST = "（(“《【[", "）)”》】]，。；、：,;:！？!?"
_WORD = re.compile(r"[A-Za-z0-9.,%％]+")
_MOST_LINES, _WIDEST, _MOST_BORDERS = 60, 600, 12

Pieces = list[tuple[Token, ...]]


def are_goals(line: Sequence[Token], form: Form) -> bool:
    """Do the headings of the goals stand here, side by side?"""
    return sum(form.goal_columns.exact(text_of(piece)) is not None for piece in pieces_of(line)) > 1


def _headings(line: Sequence[Token], form: Form) -> list[tuple[Token, ...]]:
    """The headings of the goals, with at most the name of the block before them; none if one is unknown."""
    pieces = pieces_of(line)
    roles = [form.goal_columns.exact(text_of(piece)) for piece in pieces]
    if pieces and roles[0] is None:
        pieces, roles = pieces[1:], roles[1:]
    named = None not in roles and {"expected", "actual"} <= set(roles) and len(roles) == len(set(roles))
    return pieces if named else []


def goals_of(lines: Lines, start: int, stop: int, form: Form) -> Block | None:
    """The goals under the headings on the line `start`; None where not one way only keeps columns apart."""
    headings = _headings(lines[start], form)
    while stop > start + 1 and _are_headings(lines[stop - 1], form):
        stop -= 1  # the upper ones of the next table
    body = [line for line in lines[start + 1 : stop] if line]
    if not headings or len(body) > _MOST_LINES or any(line[-1].end > _WIDEST for line in body):
        return None
    borders = [_borders(one, other, body) for one, other in pairwise(headings)]
    if any(len(one) > _MOST_BORDERS for one in borders):
        return None
    ways = [made for cuts in product(*borders) if (made := _columns(body, cuts, headings, form))]
    if len(ways) != 1:
        return None
    cells = [cell_of(0, at, [heading]) for at, heading in enumerate(headings)]
    cells += [cell_of(1, at, column) for at, column in enumerate(ways[0]) if column]
    return Block(Table(tuple(cells), 2, len(headings), "dump"), start, stop)


def _are_headings(line: Sequence[Token], form: Form) -> bool:
    return all(form.columns.exact(text_of(piece)) for piece in pieces_of(line))


def _borders(one: Sequence[Token], other: Sequence[Token], body: Lines) -> list[int]:
    """Where no word crosses a border between two headings: a position for each way to part the words."""
    words = [token for line in body for token in line]
    first, last = (one[0].start + one[-1].end) // 2, (other[0].start + other[-1].end) // 2
    free = [at for at in range(first, last + 1) if not any(word.start < at < word.end for word in words)]
    ways = {tuple(at <= word.start for word in words): at for at in free}
    return list(ways.values())


def _columns(
    body: Lines, cuts: Sequence[int], headings: Sequence[Sequence[Token]], form: Form
) -> list[Pieces] | None:
    """The lines of each column from left to right, without the name of the block."""
    found: list[Pieces] = [[] for _ in headings]
    gaps: list[list[float]] = [[] for _ in headings]
    names = []
    edge = _left_edge(body, cuts[0])
    for line in body:
        names += [token for token in line if token.start < edge]
        before = -inf
        for column, words in by_column([token for token in line if token.start >= edge], cuts).items():
            found[column].append(words)
            gaps[column].append(words[0].start - before)
            before = words[-1].end
    both = all(
        column or form.goal_columns.exact(text_of(heading)) == "other"
        for column, heading in zip(found, headings, strict=True)
    )
    is_named = _is_named(names, found[0], form)
    is_apart = all(token.end <= edge for token in names) and all(map(_is_apart, found, gaps))
    return found if both and is_named and is_apart and all(map(_is_one, found)) else None


def _is_apart(lines: Pieces, gaps: Sequence[float]) -> bool:
    """Stand two blanks before a column; or one, where it begins at one place, on some lines two off?"""
    if any(len(pieces_of(line)) > 1 for line in lines):
        return False
    plain = [gap >= _BLANKS for gap in gaps]
    return all(plain) or (any(plain) and len({line[0].start for line in lines}) == 1)


def _is_named(name: Sequence[Token], text: Pieces, form: Form) -> bool:
    """Is this a part of the name of a block, and does the text beside it not begin with the rest of one?"""
    begin = squeezed(text_of(text[0])) if text else ""
    if not name:
        names = section_names(form)
        return not any(begin.startswith(one[at:]) for one in names for at in range(len(one) - 1))
    rests = names_with(name, form)
    return bool(rests) and not any(rest and begin.startswith(rest) for rest in rests)


def _left_edge(body: Lines, cut: int) -> int:
    """Where the text of the first column begins: its longest word belongs to no name of a block."""
    words = [token for line in body for token in line if token.end <= cut]
    return max(words, key=lambda token: token.end - token.start).start if words else 0


def _is_one(lines: Pieces) -> bool:
    """Are these all lines of one text, wrapped at the width of its column?"""
    starts = [line[0].start for line in lines]
    usual = max(starts, key=starts.count, default=0)
    full = max((width(text_of(line)) for line in lines), default=0)
    for at, (line, after) in enumerate(pairwise(lines)):
        indent = line[0].start - usual
        if not -_SHIFT <= indent <= (_SHIFT if at else _INDENT):
            return False
        if not _is_full(text_of(line), text_of(after), full - (0 if at else max(0, indent))):
            return False
    return not lines[1:] or _is_last(lines[-1], usual, lines)


def _is_last(line: tuple[Token, ...], usual: int, lines: Pieces) -> bool:
    """Does it stand at the left or in the middle, as the others do, and is the text at its end?"""
    full = max(width(text_of(one)) for one in lines[:-1])
    if width(text_of(line)) >= full and text_of(line)[-1] not in _ENDS:
        return False
    left, right = min(one[0].start for one in lines[:-1]), max(one[-1].end for one in lines[:-1])
    centred = abs(line[0].start + line[-1].end - left - right) <= _BLANKS
    return abs(line[0].start - usual) <= _SHIFT or centred


def _is_full(text: str, after: str, full: int) -> bool:
    """Would no more of the next line have gone onto this one? A point of a list begins a line of its own."""
    if text[-1] in _ENDS and LIST_MARKER.match(after):
        return True
    word = _WORD.match(after)
    kept = 2 * (after[0] in _OPENING or after[1:2] in tuple(_NEVER_FIRST))
    return full - width(text) <= _SLACK + kept + (width(word[0]) if word else 0)
