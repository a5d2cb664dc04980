"""The text of all cells of a page: its lines found, read, and turned where it does not read upright."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extract.scan.lines import TextLine, Turn, lines_in, turned_lines
from extract.scan.reading import read_lines
from extract.scan.types import Recognised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.scan.ink import Inked, PixelBox
    from extract.scan.recogniser import Recogniser

_TALL = 2.5
"""Text that may be turned is this many times as high as wide."""
_GOOD, _POOR = 0.9, 0.6
"""Mean probabilities per character from which a reading makes sense, and below which it makes none."""


class ReadLine(NamedTuple):
    """A line where it stands, and what it says."""

    line: TextLine
    said: Recognised


def read_cells(
    recogniser: Recogniser,
    page: Inked,
    em: float,
    cells: Sequence[PixelBox],
    boxes: Sequence[PixelBox] = (),
) -> list[list[ReadLine]]:
    """For each cell its lines from the top down; none for an empty cell.

    Args:
        recogniser: runs the networks.
        page: the straight page with its ink.
        em: height of the text in pixels, from `text_height`.
        cells: up to the middle of their rulings, in pixels of the page.
        boxes: the detector's lines of the page.

    Raises:
        MissingModelsError: the models or an engine to run them are not installed.
    """
    found = [lines_in(page, cell, em, boxes) for cell in cells]
    owners = [number for number, lines in enumerate(found) for _ in lines]
    flat = [line for lines in found for line in lines]
    texts: list[list[ReadLine]] = [[] for _ in cells]
    for number, line, said in zip(owners, flat, read_lines(recogniser, flat, page, em), strict=True):
        texts[number].append(ReadLine(line, said))
    return [_upright(recogniser, page, cell, em, text) for cell, text in zip(cells, texts, strict=True)]


def _upright(
    recogniser: Recogniser, page: Inked, cell: PixelBox, em: float, text: list[ReadLine]
) -> list[ReadLine]:
    """The text as it reads best: as it stands, or turned by a quarter.

    The networks also know characters that lie on their left side, so a line that runs upwards reads well from
    the top down, backwards; but only such a line reads well when turned to the right.
    """
    if not _is_tall(text, em):
        return text
    right = _turned(recogniser, page, cell, em, 90)
    if _quality(right) >= _GOOD and _length(right) >= _length(text):
        return right
    if _quality(text) >= _POOR:
        return text
    return max(text, right, _turned(recogniser, page, cell, em, 270), key=_quality)


def _turned(recogniser: Recogniser, page: Inked, cell: PixelBox, em: float, turn: Turn) -> list[ReadLine]:
    lines = turned_lines(page, cell, em, turn)
    return list(map(ReadLine, lines, read_lines(recogniser, lines, page, em)))


def _is_tall(text: list[ReadLine], em: float) -> bool:
    if not text:
        return False
    x0, top, x1, bottom = zip(*(line.box for line, _ in text), strict=True)
    return bool(max(bottom) - min(top) >= _TALL * max(max(x1) - min(x0), em))


def _length(text: Sequence[ReadLine]) -> int:
    return sum(len(said.text) for _, said in text)


def _quality(text: Sequence[ReadLine]) -> float:
    """The mean probability of its characters, 0 to 1."""
    chars = [char.probability for _, said in text for char in said.chars]
    return sum(chars) / len(chars) if chars else 0.0
