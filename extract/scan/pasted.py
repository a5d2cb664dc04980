"""Recognition of single places on a page that is otherwise text: pictures in cells, cells of lost codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from extract.document import Box, OnPage, Word
from extract.scan.content import ReadLine, shared_reader
from extract.scan.light import flattened
from extract.scan.seal import without_colour
from extract.scan.types import Straight
from extract.textflow import Row, flow

if TYPE_CHECKING:
    from extract.scan.types import Picture


class Pasted(NamedTuple):
    """What stands in one place: the running text and its lines; nothing where nothing was recognised."""

    text: str
    words: tuple[Word, ...]


def read_places(picture: Picture, number: int, boxes: Sequence[Box]) -> list[Pasted]:
    """What is to be seen in each box (points) of an upright page.

    Args:
        picture: the page as drawn, level and upright.
        number: of the page, from 1.
        boxes: up to the middle of the rulings around them.

    Raises:
        MissingModelsError: the models or an engine to run them are not installed.
    """
    straight = _as_drawn(picture)
    scale = straight.per_point
    cells = [
        (round(box.x0 * scale), round(box.top * scale), round(box.x1 * scale), round(box.bottom * scale))
        for box in boxes
    ]
    found = shared_reader().places(straight, cells)
    return [_pasted(lines, box, number, scale) for lines, box in zip(found, boxes, strict=True)]


def _as_drawn(picture: Picture) -> Straight:
    import numpy as np  # noqa: PLC0415

    dpi = picture.dpi[0]
    grey, _ = without_colour(picture.pixels, picture.pixels, dpi, None)
    even = flattened(grey, dpi)
    return Straight(even, even, dpi / 72, np.eye(3), np.zeros(grey.shape, np.bool_), 0)


def _pasted(lines: Sequence[ReadLine], box: Box, number: int, scale: float) -> Pasted:
    rows = []
    words = []
    for line in lines:
        x0, top, x1, bottom = zip(*line.boxes, strict=True)
        ink = Box(min(x0) / scale, min(top) / scale, max(x1) / scale, max(bottom) / scale)
        if line.text:
            rows.append(Row(line.text, ink, ink.x0, ink.x1))
        words.append(Word(line.text, OnPage(number, ink), line.confidence, line.alternatives))
    return Pasted(flow(rows, box.x1 - box.x0) if rows else "", tuple(words))
