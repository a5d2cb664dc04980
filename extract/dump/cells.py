"""Which wrapped lines of a dump belong to which cell: the partition that fits the line shapes best.

A dump prints the cells of a row one after the other, each wrapped at the width of its column. So inside a
cell every line but the last is about as wide as the column; a cell starts where the shape says so. Costs are
in units of "about one odd line"; 0 is a perfect fit.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extract.dump.lines import LIST_MARKER, Piece, width
from extract.textflow import join_lines

# More wrapped lines than this before one closing line, or more places where a cell may start, are no row.
MOST_ATOMS = 80
_MOST_STARTS = 18
# Partitions this close to the best one are as good as the best one.
MARGIN = 1.4
# Without empty lines a cell may start anywhere, so more partitions come close by chance.
LOOSE_MARGIN = 1.8
WORST_FIT = 5.0
_KEPT = 16

_EMPTY_NEEDED = 6.0
_OPTIONAL_USED = 0.3
_SLACK = 2
# By the printing habit nothing of a cell follows the block that holds all its other lines.
_AFTER_THE_REST = 0.8
_PER_SLACK = 0.4
_OPENING, _CLOSING = "（(“《【", "）)”》】"
_NEVER_FIRST = "）)”》】，。；、：,.;:！？!?"
_ENDS_SENTENCE = "。；;！？!?."
# A list number at the start or after a sentence; `2.5` is none.
_ITEM = re.compile(r"(?:^|(?<=[。；;：:.，]))[(（]?(\d{1,2})[.．、)）](?!\d)")
# A level label is a name, never a sentence.
_SENTENCE = "，。；"
_UNBREAKABLE = re.compile(r"[A-Za-z0-9.,%％]+")


class Atom(NamedTuple):
    """The smallest stretch that a cell can start with. `joint` is what stands before it."""

    piece: Piece
    joint: str  # "paragraph" after an empty line, "line" after a line end, "blank" on the same line


class Slot(NamedTuple):
    """A column that waits for text: must it have some, and is it a name (a level label) or a sentence?

    Widths of its lines: `fit` the usual one if known, `least` and `most` its limits. A line that ends with
    `foreign` (指标, as the headings of the level columns do) belongs to a level column rather than here.
    """

    needed: bool
    name: bool
    fit: float | None
    least: float
    most: float
    foreign: str


class Partition(NamedTuple):
    """One way to deal the atoms out: for each slot the half-open range of its atoms."""

    cost: float
    ranges: tuple[tuple[int, int], ...]


def cell_lines(atoms: tuple[Atom, ...]) -> list[Piece]:
    """The atoms of one cell as printed lines (blanks inside a line put back)."""
    lines: list[Piece] = []
    for atom in atoms:
        if lines and atom.joint == "blank":
            last = lines[-1]
            gap = " " * (atom.piece.column - last.end - 1)
            lines[-1] = Piece(last.text + gap + atom.piece.text, last.line, last.column)
        else:
            lines.append(atom.piece)
    return lines


def partitions(atoms: tuple[Atom, ...], slots: tuple[Slot, ...], *, any_line: bool) -> list[Partition]:
    """The best ways to deal the atoms out over the slots, best first; empty where there is none.

    `any_line` lets a cell start at every line end (a dump without empty lines), else only at paragraphs.
    """
    size = len(atoms)

    @cache
    def price(start: int, stop: int, slot: Slot) -> float:
        if start == stop:
            return _EMPTY_NEEDED if slot.needed else 0.0
        return misfit(atoms[start:stop], slot, any_line=any_line) + (0.0 if slot.needed else _OPTIONAL_USED)

    starts = [0] + [i for i in range(1, size) if any_line or atoms[i].joint != "line"] + [size]
    if len(starts) > _MOST_STARTS:
        return []
    states: dict[int, list[Partition]] = {0: [Partition(0.0, ())]}
    for slot in slots:
        following: dict[int, list[Partition]] = {}
        for start, best in states.items():
            for stop in (s for s in starts if s >= start):
                cost = price(start, stop, slot)
                following.setdefault(stop, []).extend(
                    Partition(p.cost + cost, (*p.ranges, (start, stop))) for p in best
                )
        states = {stop: sorted(set(found))[:_KEPT] for stop, found in following.items()}
    return states.get(size, [])


def is_clear(found: list[Partition]) -> bool:
    """Does the best partition fit at all?"""
    return bool(found) and found[0].cost <= WORST_FIT


def doubtful(found: list[Partition], margin: float) -> frozenset[int]:
    """Indices of the slots on which partitions within the margin of the best disagree."""
    near = [p for p in found if p.cost <= found[0].cost + margin]
    return frozenset(i for i, r in enumerate(found[0].ranges) if any(p.ranges[i] != r for p in near))


def misfit(atoms: tuple[Atom, ...], slot: Slot, *, any_line: bool) -> float:
    """How odd these atoms look as one cell of this column."""
    lines = cell_lines(atoms)
    breaks = frozenset(atom.piece.line for atom in atoms[1:] if atom.joint == "paragraph")
    full = max(slot.least, slot.fit if slot.fit is not None else max(line.width for line in lines))
    cost = sum(_gap_cost(line, after, full) for line, after in pairwise(lines))
    widest = min(full, slot.most) + _SLACK
    cost += sum(min(5.0, 0.5 * max(0, line.width - widest)) for line in lines)
    if not (slot.name and _name_ends(lines[-1].text, slot)):
        cost += _ending_cost(lines, full)
    cost += _kind_cost(lines, slot)
    if not any_line:
        cost += _paragraph_cost(lines, breaks, full)
    return cost + _text_cost(lines) + _blank_cost(atoms)


def _kind_cost(lines: list[Piece], slot: Slot) -> float:
    """A sentence in a column of names, two names in one cell, or a name in a column of sentences."""
    if slot.name:
        sentences = any(mark in line.text for line in lines for mark in _SENTENCE)
        names = sum(
            _name_ends(line.text, slot) and after.text[0] not in _OPENING for line, after in pairwise(lines)
        )
        return 3.0 * sentences + names
    return 1.5 * bool(slot.foreign and any(line.text.endswith(slot.foreign) for line in lines))


def _name_ends(text: str, slot: Slot) -> bool:
    """Names end as their headings do (指标) or with a weight in brackets."""
    return text[-1] in "）)" or bool(slot.foreign and text.endswith(slot.foreign))


def _gap_cost(line: Piece, after: Piece, full: float) -> float:
    """A line that ends too early although the text goes on."""
    if LIST_MARKER.match(after.text):
        return 0.0
    word = _UNBREAKABLE.match(after.text)
    early = full - line.width - _SLACK - (width(word[0]) if word else 0)
    cost = min(4.0, _PER_SLACK * max(0.0, early))
    return cost * 0.3 if line.text[-1] in _ENDS_SENTENCE else cost


def _ending_cost(lines: list[Piece], full: float) -> float:
    """A cell whose last line is full and no sentence's end probably goes on."""
    last = lines[-1]
    return 1.0 if full - last.width <= 1 and last.text[-1] not in _ENDS_SENTENCE else 0.0


def _paragraph_cost(lines: list[Piece], breaks: frozenset[int], full: float) -> float:
    """The printing habit: the first line alone, an empty line, all the others together."""
    cost, blocks, in_block = 0.0, 1, 1
    for before, line in pairwise(lines):
        if line.line not in breaks:
            in_block += 1
            continue
        if blocks == 1 and in_block > 1:
            cost += 1.0
        if blocks > 1 and (in_block > 1 or full - before.width > 2 * _SLACK):
            cost += _AFTER_THE_REST
        blocks, in_block = blocks + 1, 1
    return cost + (1.0 if blocks == 1 and in_block > 1 else 0.0)


def _text_cost(lines: list[Piece]) -> float:
    """Brackets that do not close, lists cut in two, a first character that cannot be first."""
    text = join_lines(line.text for line in lines)
    cost = 3.0 * sum(
        text.count(opening) != text.count(closing)
        for opening, closing in zip(_OPENING, _CLOSING, strict=True)
    )
    cost += 4.0 if text[0] in _NEVER_FIRST else 0.0
    return cost + _list_cost(text)


def _list_cost(text: str) -> float:
    """A numbered list stands in one cell, and the cell most often starts with it."""
    items = [int(found[1]) for found in _ITEM.finditer(text)]
    if not items:
        return 0.0
    before = 0.5 if items[0] == 1 and not _ITEM.match(text) else 0.0
    return before + 2.0 * (items[0] > 1)


def _blank_cost(atoms: tuple[Atom, ...]) -> float:
    """Chinese text holds no blanks; one inside a cell is odd unless a mark or a Latin word explains it."""
    cost = 0.0
    for before, atom in pairwise(atoms):
        if atom.joint == "blank" and not LIST_MARKER.fullmatch(before.piece.text):
            last, first = before.piece.text[-1], atom.piece.text[0]
            latin = any(c.isascii() and c.isalpha() for c in (last, first))
            cost += 0.4 if latin or last in _NEVER_FIRST else 1.8
    return cost
