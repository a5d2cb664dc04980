"""Characters into lines, and lines into running text, the way a Chinese reader would read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from extract.document import Box

WORD_GAP = 0.7
"""A gap this wide (in run heights) between Latin words or numbers is a blank, even if none is drawn."""
MOST_RISE = 4.0
"""Raised and lowered characters leave their baseline by less than this (points)."""
FREE_GAP = 1.6
"""In free text a gap this wide is a blank between Chinese characters too."""
_OVERLAID = 0.5
"""Neighbours on a line that share more than this (in run heights) stand on top of one another."""

_BY_PLACE, _BY_LEFT = itemgetter(0, 1), attrgetter("x0")
_SQUARE = "“”‘’…—·×÷°" + "".join(map(chr, range(0x2190, 0x2C00)))


class Run(NamedTuple):
    """Characters next to one another on one baseline: their ink (points, y down), the origin of the first.

    `turn` is the direction of reading on the page as seen, in degrees clockwise: 0 to the right, 90 down,
    180 upside down, 270 up; only upright runs have more than one character. `apart` says that the text layer
    has a gap before it although no blank character stands there. `starts` are the x at which each character
    begins, for upright runs of more than one.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    origin_x: float
    origin_y: float
    turn: int = 0
    apart: bool = False
    starts: tuple[float, ...] = ()


class Row(NamedTuple):
    """One line as read: its text, the box of its ink, and its extent along the direction of reading.

    `overlaid`: some of its characters stand on top of others.
    """

    text: str
    box: Box
    start: float
    end: float
    turn: int = 0
    overlaid: bool = False


def join_lines(lines: Iterable[str], full: Sequence[bool] = ()) -> str:
    """Join wrapped lines: nothing between Chinese, a blank between Latin words, a newline between digits.

    Two digits that meet at a line end may be one number or two; joining them could change a number, so the
    newline stays unless the caller knows better: `full[i]` says that line i had no room for one more
    character, so that a number had to go on in the next line.
    """
    joined, was_full = "", False
    for number, line in enumerate(lines):
        piece = line.strip()
        if not piece:
            continue
        joined += _glue(joined, piece, full=was_full) + piece
        was_full = number < len(full) and full[number]
    return joined


def _glue(before: str, after: str, *, full: bool) -> str:
    if not before:
        return ""
    last, first = before[-1], after[0]
    if last.isdigit() and first.isdigit():
        return "" if full else "\n"
    if last.isascii() and first.isascii() and last.isalpha() and first.isalpha():
        return " "
    return ""


def is_chinese(char: str) -> bool:
    """Characters that stand in a square: ideographs, Chinese punctuation, full-width forms, signs."""
    return "\u2e80" <= char <= "\ud7ff" or "\uf900" <= char <= "\uffef" or char > "\uffff" or char in _SQUARE


def rows_of(runs: Sequence[Run], *, free: bool = False) -> list[Row]:
    """The lines of one cell (or, with `free`, of running text) in reading order, whatever their turn."""
    if len(runs) == 1 and not runs[0].turn:
        only = runs[0]
        text = only.text.strip()
        return [Row(text, Box(*only[1:5]), only.x0, only.x1)] if text else []
    drawn = [g for g in runs if not g.text.isspace()]
    if not drawn:
        return []
    turn = _turn(drawn)
    upright = runs if turn == 0 else [_turned(g, turn) for g in runs]
    size = max(4.0, *(g.bottom - g.top for g in upright if g.text != " "))
    groups = _columns(upright, size) if not free and _runs_down(upright, size) else _lines(upright, size)
    rows = [_row(group, size, free=free) for group in groups]
    if not turn:
        return [row for row in rows if row.text]
    return [row._replace(box=_unturned(row.box, turn), turn=turn) for row in rows if row.text]


def flow(rows: Sequence[Row], room: float) -> str:
    """The running text of a cell. `room`: the width a line could take, in points, as it reads."""
    if len(rows) == 1:
        return rows[0].text
    if (
        len(rows) > 2
        and all(len(row.text) == 1 for row in rows)
        and any(is_chinese(row.text) for row in rows)
    ):
        return "".join(row.text for row in rows)
    return join_lines((row.text for row in rows), [_is_full(row, room) for row in rows])


def _is_full(row: Row, room: float) -> bool:
    one_character = (row.end - row.start) / max(1, len(row.text))
    return row.end - row.start + one_character > room


def _turn(runs: Sequence[Run]) -> int:
    """The turn of most ideographs (brackets in a stacked label may be turned singly), else of most runs."""
    if all(g.turn == 0 for g in runs):
        return 0
    votes = [g.turn for g in runs if is_ideograph(g.text[0])] or [g.turn for g in runs]
    return max(set(votes), key=votes.count)


def is_ideograph(char: str) -> bool:
    """A Chinese character proper."""
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def characters(run: Run) -> list[Run]:
    """The run's characters one by one, each as wide as the way to the next."""
    ends = (*run.starts[1:], run.x1)
    return [
        Run(char, x0, run.top, x1, run.bottom, x0, run.origin_y, run.turn, run.apart and not i)
        for i, (char, x0, x1) in enumerate(zip(run.text, run.starts, ends, strict=True))
    ]


def _turned(g: Run, turn: int) -> Run:
    """The run as if the page were turned so that it reads to the right."""
    if turn == 90:
        box, origin = (g.top, -g.x1, g.bottom, -g.x0), (g.origin_y, -g.origin_x)
    elif turn == 270:
        box, origin = (-g.bottom, g.x0, -g.top, g.x1), (-g.origin_y, g.origin_x)
    else:
        box, origin = (-g.x1, -g.bottom, -g.x0, -g.top), (-g.origin_x, -g.origin_y)
    return Run(g.text, *box, *origin, (g.turn - turn) % 360, g.apart)


def _unturned(box: Box, turn: int) -> Box:
    if turn == 90:
        return Box(-box.bottom, box.x0, -box.top, box.x1)
    if turn == 270:
        return Box(box.top, -box.x1, box.bottom, -box.x0)
    if turn == 180:
        return Box(-box.x1, -box.bottom, -box.x0, -box.top)
    return box


def _runs_down(runs: Sequence[Run], size: float) -> bool:
    """Vertical writing: in the order of the content most steps go straight down, not to the right."""
    if any(len(g.text) > 1 and not g.text.isdigit() for g in runs):
        return False
    down = across = 0
    before = None
    for g in runs:
        if before is not None:
            dx = (g.x0 + g.x1 - before.x0 - before.x1) / 2
            dy = (g.top + g.bottom - before.top - before.bottom) / 2
            down += abs(dx) < 0.4 * size and dy > 0.5 * size
            across += dx > 0 and abs(dy) < 0.5 * size
        before = g
    return down > across and down > 1


def _columns(runs: Sequence[Run], size: float) -> list[list[Run]]:
    """Vertical writing, one group a character: columns from right to left, each from the top down."""
    columns: list[list[Run]] = []
    for g in sorted(runs, key=lambda g: -(g.x0 + g.x1)):
        if columns and columns[-1][0].x0 + columns[-1][0].x1 - g.x0 - g.x1 < 1.6 * size:
            columns[-1].append(g)
        else:
            columns.append([g])
    return [row for column in columns for row in _lines(column, size)]


def _lines(runs: Sequence[Run], size: float) -> list[list[Run]]:
    """Groups on one baseline, from the top down, each from left to right.

    A run turned against its neighbours (a bracket in a stacked label) has its baseline elsewhere: its lower
    edge stands in.
    """
    based = [(g.origin_y if g.turn == 0 else g.bottom, g.x0, g) for g in runs]
    based.sort(key=_BY_PLACE)
    lines: list[list[Run]] = []
    last = float("-inf")
    for base, _, g in based:
        if base - last > min(0.45 * size, MOST_RISE):
            lines.append([])
            last = base
        lines[-1].append(g)
    for line in lines:
        line.sort(key=_BY_LEFT)
    return lines


def _row(line: Sequence[Run], size: float, *, free: bool) -> Row:
    if len(line) == 1 and not line[0].text.isspace():
        only = line[0]
        return Row(only.text.strip(), Box(*only[1:5]), only.x0, only.x1)
    pieces: list[str] = []
    before: Run | None = None
    overlaid = False
    for g in line:
        if before is not None:
            if g.text == before.text and g.x0 - before.x0 < 0.3 * size and g.text != " ":
                continue  # fake bold: the same text drawn twice, a hair apart
            overlaid = overlaid or (before.x1 - g.x0 > _OVERLAID * size and not g.text.isspace())
            if _blank_between(before, g, size, free=free):
                pieces.append(" ")
        pieces.append(g.text)
        before = g
    drawn = [g for g in line if not g.text.isspace()]
    text = "".join(pieces).strip()
    if not drawn:
        return Row("", Box(0, 0, 0, 0), 0, 0)
    box = Box(drawn[0].x0, min(g.top for g in drawn), max(g.x1 for g in drawn), max(g.bottom for g in drawn))
    return Row(text, box, box.x0, box.x1, overlaid=overlaid)


def _blank_between(left: Run, right: Run, size: float, *, free: bool) -> bool:
    if left.text[-1] == " " or right.text[0] == " ":
        return False
    gap = right.x0 - left.x1
    if free and gap > FREE_GAP * size:
        return True
    if is_chinese(left.text[-1]) or is_chinese(right.text[0]):
        return False
    return gap > WORD_GAP * size or (right.apart and gap > 0.15 * size)
