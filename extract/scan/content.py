"""The text of a straight page: which lines stand in which cell of its grids, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extract.document import SURE
from extract.scan.cell_text import read_cells
from extract.scan.detector import Detector
from extract.scan.ink import PixelBox, inked
from extract.scan.lines import TextLine, free_lines, line_at, text_height
from extract.scan.memory import give_back_large
from extract.scan.reading import read_lines
from extract.scan.recogniser import Recogniser

if TYPE_CHECKING:
    from extract.grid import Grid, GridCell
    from extract.scan.types import Grey, Recognised, Straight

_UNDER_SEAL = 0.04
"""A line of whose box seal strokes cover this share may have lost ink with them."""
_DOUBTED_SEAL = 0.85
"""The most that such a line is trusted: below `SURE`, so that nobody is accused on it."""


class ReadLine(NamedTuple):
    """A line with its reading. `boxes`: its ink in pixels of the straight page; `sealed`: under a seal.

    `text` is empty where there is ink that could not be read.
    """

    boxes: tuple[PixelBox, ...]
    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    sealed: bool


class PageContent(NamedTuple):
    """For each grid, for each of its cells in order, its lines; and the lines outside all grids."""

    cells: list[list[list[ReadLine]]]
    free: list[ReadLine]

    @property
    def says_anything(self) -> bool:
        """Whether any text was read at all."""
        return any(line.text for lines in (self.free, *chain(*self.cells)) for line in lines)


class Reader:
    """Reads pages; holds the loaded networks. One object belongs to one thread."""

    def __init__(self) -> None:
        self._detector = Detector()
        self._recogniser = Recogniser()

    def lines(self, straight: Straight) -> list[PixelBox]:
        """The lines of text of the page, in pixels.

        Raises:
            MissingModelsError: the models or an engine to run them are not installed.
        """
        return self._detector.lines(straight.grey)

    def content(self, straight: Straight, grids: Sequence[Grid], boxes: Sequence[PixelBox]) -> PageContent:
        """The text in the cells of these grids (points of the straight page), and around them.

        Args:
            straight: the page.
            grids: its tables.
            boxes: its lines of text, from `lines`.

        Raises:
            MissingModelsError: the models or an engine to run them are not installed.
        """
        page = inked(straight.text, straight.per_point)
        em = text_height(page, boxes)
        cells = [
            read_cells(
                self._recogniser, page, em, [_pixels(grid, cell, straight) for cell in grid.cells], boxes
            )
            for grid in grids
        ]
        outside = free_lines(page, em, boxes, [_whole(grid, straight) for grid in grids])
        free = read_lines(self._recogniser, outside, page, em)
        return PageContent(
            [[_told(lines, straight) for lines in grid] for grid in cells],
            _told(zip(outside, free, strict=True), straight),
        )

    def pieces(self, straight: Straight, boxes: Sequence[PixelBox], em: float) -> list[ReadLine]:
        """The text in these boxes, which hold a piece of a line each.

        Args:
            straight: the page.
            boxes: around the ink, in pixels.
            em: height of the text in pixels.

        Raises:
            MissingModelsError: the models or an engine to run them are not installed.
        """
        page = inked(straight.text, straight.per_point)
        lines = [line for box in boxes if (line := line_at(page, box, em))]
        read = read_lines(self._recogniser, lines, page, em)
        return _told(zip(lines, read, strict=True), straight)

    def places(self, straight: Straight, cells: Sequence[PixelBox]) -> list[list[ReadLine]]:
        """The text in these boxes alone; each is looked at by itself.

        Raises:
            MissingModelsError: the models or an engine to run them are not installed.
        """
        page = inked(straight.text, straight.per_point)
        boxes = [line for cell in cells for line in self._lines_in(straight.text, cell)]
        read = read_cells(self._recogniser, page, text_height(page, boxes), cells, boxes)
        return [_told(lines, straight) for lines in read]

    def _lines_in(self, grey: Grey, cell: PixelBox) -> list[PixelBox]:
        left, above, right, below = cell
        found = self._detector.lines(grey[above:below, left:right])
        return [(x0 + left, top + above, x1 + left, bottom + above) for x0, top, x1, bottom in found]


@cache
def shared_reader() -> Reader:
    """One for the process: loading the networks takes longer than reading a page."""
    give_back_large()
    return Reader()


def _told(lines: Iterable[tuple[TextLine, Recognised]], straight: Straight) -> list[ReadLine]:
    """The lines that say anything, or may: ink that no network makes sense of is told as an empty text."""
    said = [_said(one, read, straight) for one, read in lines if read.readings]
    return [line for line in said if line.text or line.confidence < SURE]


def _said(line: TextLine, read: Recognised, straight: Straight) -> ReadLine:
    """A line with its doubt: under a seal, or where any ink was bleached with one, be it a single point."""
    x0, top, x1, bottom = line.box
    here = np.s_[top:bottom, x0:x1]
    under = straight.sealed[here]
    is_sealed = bool(under.size) and float(under.mean()) >= _UNDER_SEAL
    is_sealed = is_sealed or bool((straight.text[here] != straight.grey[here]).any())
    confidence = min(read.probability, _DOUBTED_SEAL) if is_sealed else read.probability
    return ReadLine(line.pieces, read.text.strip(), confidence, read.readings[1:], is_sealed)


def _pixels(grid: Grid, cell: GridCell, straight: Straight) -> PixelBox:
    box, scale = grid.cell_box(cell), straight.per_point
    return round(box.x0 * scale), round(box.top * scale), round(box.x1 * scale), round(box.bottom * scale)


def _whole(grid: Grid, straight: Straight) -> PixelBox:
    box, scale = grid.box, straight.per_point
    return round(box.x0 * scale), round(box.top * scale), round(box.x1 * scale), round(box.bottom * scale)
