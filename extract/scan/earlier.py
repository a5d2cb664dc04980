"""Text that an earlier recognition left under a picture: a second opinion on what we read, never the first.

Where it says something else than we do, the cell is doubtful and has both readings; where it says the same
nothing is surer for it, because nobody knows how it was made. A layer that mostly differs is of no use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from extract.document import SURE, Box, Cell, OnPage, Page, Problem, Table, Word
from extract.page_problems import earlier_layer
from extract.scan.opinions import folded
from extract.textflow import Run, rows_of

_SHARE = 0.4
"""How much the earlier reading counts beside ours."""
_EMPTY = 0.5
"""How sure it is that a cell is empty in which the earlier recognition saw something."""
_ALIKE = 80.0
"""Words this much alike (0 to 100) are taken for the same; their figures must be the same in any case."""
_FEW = 6
_USELESS = 0.5
"""From so many cells on, a layer that agrees on less than this share of them says nothing."""
_UNNAMED = 0.1
"""The same for a layer in which this share of the characters has no meaning."""

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[≥≤><=±]")
_NOISE = re.compile(r"[^\w.%≥≤><=±/-]|_")


class _Tally(NamedTuple):
    same: int
    differing: int

    @property
    def useless(self) -> bool:
        seen = self.same + self.differing
        return seen >= _FEW and self.same < _USELESS * seen


class Weighed(NamedTuple):
    """The tables, doubtful where the earlier recognition read otherwise, and what is to be said of it."""

    tables: tuple[Table, ...]
    problem: Problem


def weighed(tables: Sequence[Table], page: Page, layer: Sequence[Run], turn: int) -> Weighed | None:
    """Hold what we recognised against the earlier recognition; None where there is none.

    Args:
        tables: as we recognised them; places are on the page turned upright.
        page: that page.
        layer: the characters of the earlier recognition, on the page as submitted.
        turn: degrees clockwise by which the page was turned to read upright.
    """
    characters = [_turned(run, turn, page) for run in layer if not run.text.isspace()]
    if not characters:
        return None
    opinions = [_opinions(table, characters) for table in tables]
    tally = _tally(tables, opinions)
    unnamed = sum("\ufffd" in run.text for run in characters) >= _UNNAMED * len(characters)
    if tally.useless or unnamed:
        return Weighed(tuple(tables), earlier_layer(page.number, len(characters), None))
    doubted = tuple(_doubted(table, said) for table, said in zip(tables, opinions, strict=True))
    return Weighed(doubted, earlier_layer(page.number, len(characters), tally))


def _opinions(table: Table, characters: Sequence[Run]) -> list[str]:
    """For each cell what the earlier recognition has there, empty where nothing."""
    return [
        _text_in(cell.place.box, characters) if isinstance(cell.place, OnPage) else "" for cell in table.cells
    ]


def _text_in(box: Box, characters: Sequence[Run]) -> str:
    inside = [run for run in characters if _holds(box, run)]
    return "".join(row.text for row in rows_of(inside)) if inside else ""


def _holds(box: Box, run: Run) -> bool:
    return box.x0 <= (run.x0 + run.x1) / 2 <= box.x1 and box.top <= (run.top + run.bottom) / 2 <= box.bottom


def _turned(run: Run, turn: int, page: Page) -> Run:
    """The character on the page turned upright, whose size `page` has."""
    width, height = page.width, page.height
    x0, top, x1, bottom = run.x0, run.top, run.x1, run.bottom
    box = {
        0: (x0, top, x1, bottom),
        90: (width - bottom, x0, width - top, x1),
        180: (width - x1, height - bottom, width - x0, height - top),
        270: (top, height - x1, bottom, height - x0),
    }[turn]
    return Run(run.text, *box, box[0], box[3])


def _tally(tables: Sequence[Table], opinions: Sequence[Sequence[str]]) -> _Tally:
    pairs = [
        (cell.text, said)
        for table, told in zip(tables, opinions, strict=True)
        for cell, said in zip(table.cells, told, strict=True)
        if _bare(said)
    ]
    same = sum(_agree(ours, theirs) for ours, theirs in pairs)
    return _Tally(same, len(pairs) - same)


def _agree(ours: str, theirs: str) -> bool:
    one, other = _bare(ours), _bare(theirs)
    return _FIGURE.findall(one) == _FIGURE.findall(other) and fuzz.ratio(one, other) >= _ALIKE


def _bare(text: str) -> str:
    return _NOISE.sub("", folded(text))


def _doubted(table: Table, opinions: Sequence[str]) -> Table:
    cells = tuple(
        _with_doubt(cell, said) if _bare(said) and not _agree(cell.text, said) else cell
        for cell, said in zip(table.cells, opinions, strict=True)
    )
    return msgspec.structs.replace(table, cells=cells)


def _with_doubt(cell: Cell, said: str) -> Cell:
    """The cell with both readings; a text of several lines has no readings of its whole, only the doubt."""
    if not cell.words:
        words: tuple[Word, ...] = (Word("", cell.place, _EMPTY, ((said, 1 - _EMPTY),)),)
    elif len(cell.words) == 1:
        words = (_pooled(cell.words[0], said),)
    else:
        least = (1 - _SHARE) * SURE
        words = tuple(
            msgspec.structs.replace(word, confidence=min(word.confidence, least)) for word in cell.words
        )
    return msgspec.structs.replace(cell, words=words)


def _pooled(word: Word, said: str) -> Word:
    """A weighted mean of both opinions, so that two that differ are never sure."""
    others = {text: (1 - _SHARE) * sure for text, sure in word.alternatives}
    same = next((text for text in others if _bare(text) == _bare(said)), said)
    others[same] = others.get(same, 0.0) + _SHARE
    ranked = sorted(others.items(), key=lambda one: -one[1])
    return msgspec.structs.replace(
        word, confidence=(1 - _SHARE) * word.confidence, alternatives=tuple(ranked)
    )
