"""What a scanned page says: cells and lines of the exported original, with their places in the picture."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

import extract
from extract.document import Box, Cell, Document, MediaType, OnPage, Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

Triple = tuple[float, float, float]
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
_FIGURES = frozenset("0123456789.,%‰≥≤><=+-~")
_LONGEST_NUMBER = 16
_MOSTLY = 0.5


class TrueText(msgspec.Struct, frozen=True):
    """A stretch of text: its box on the original page (points), its corners in the picture (pixels).

    The corners go around as one reads: top left, top right, bottom right, bottom left *of the page*.
    """

    text: str
    box: Box
    quad: Quad


class TrueCell(msgspec.Struct, frozen=True):
    """A cell as `TrueText`, with its place in the grid of its table (tables of a page count from 0).

    `words` are the lines of text inside it. `numeric`: short, mostly digits. `sealed`: the seal touches it.
    """

    table: int
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    box: Box
    quad: Quad
    words: tuple[TrueText, ...]
    numeric: bool
    sealed: bool

    @property
    def name(self) -> str:
        """How a list of misses calls it, counted from 1."""
        return f"table {self.table + 1} row {self.row + 1} column {self.column + 1}"


class Scan(msgspec.Struct, frozen=True):
    """A scanned page and the truth about it.

    `data`: the bytes of a picture file of type `kind`. `homography`: 3 x 3, row by row; takes points of the
    original page (72 to the inch, y down) to pixels of the picture (upper left corner of the first pixel is
    0, 0). `page_size`: of the original page in points. `ruled`: whether the tables have rulings. `seal`:
    centre and radius of the seal on the original page in points, if there is one. `cells` are those of all
    tables of the page, `lines` the free lines outside them.
    """

    document: str
    page: int
    preset: str
    data: bytes
    kind: MediaType
    dpi: float
    width: int
    height: int
    page_size: tuple[float, float]
    homography: tuple[Triple, ...]
    ruled: bool
    seal: Triple | None
    cells: tuple[TrueCell, ...]
    lines: tuple[TrueText, ...]

    @property
    def name(self) -> str:
        """Document, page and preset in one word."""
        return f"{self.document}-{self.page}-{self.preset}"

    def to_picture(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the page (n x 2) as pixels of the picture."""
        return mapped(np.array(self.homography), points)

    def to_page(self, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels of the picture (n x 2) as points of the page."""
        return mapped(np.linalg.inv(np.array(self.homography)), pixels)


def mapped(homography: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n x 2) through a homography."""
    full = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(full[:, :2] / full[:, 2:])


def rows_of(homography: NDArray[np.float64]) -> tuple[Triple, ...]:
    """A 3 x 3 matrix as rows of plain numbers."""
    return tuple((float(a), float(b), float(c)) for a, b, c in homography)


@lru_cache(maxsize=64)
def original(path: Path) -> Document:
    """The exported document as our own reader reads it, which is exact on the samples."""
    return extract.read(path)


def cells_of(page: Page, homography: NDArray[np.float64], seal: Triple | None) -> tuple[TrueCell, ...]:
    """The cells of all tables of a page, table by table."""
    return tuple(
        _cell(number, cell, homography, seal)
        for number, table in enumerate(page.tables)
        for cell in table.cells
    )


def lines_of(page: Page, homography: NDArray[np.float64]) -> tuple[TrueText, ...]:
    """The free lines of a page."""
    return tuple(_text(line.text, _box(line), homography) for line in page.lines)


def squeezed(text: str) -> str:
    """Text as it is compared: full-width forms narrowed, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_numeric(text: str) -> bool:
    """Whether a cell is a number to an auditor: short and mostly digits, signs and per cent."""
    bare = squeezed(text).replace("，", ",")
    if not re.search(r"\d", bare) or len(bare) > _LONGEST_NUMBER:
        return False
    return sum(character in _FIGURES for character in bare) >= _MOSTLY * len(bare)


def _cell(table: int, cell: Cell, homography: NDArray[np.float64], seal: Triple | None) -> TrueCell:
    box = _box(cell)
    return TrueCell(
        table=table,
        row=cell.row,
        column=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
        text=cell.text,
        box=box,
        quad=_quad(box, homography),
        words=tuple(_text(word.text, _box(word), homography) for word in cell.words),
        numeric=is_numeric(cell.text),
        sealed=seal is not None and _touches(box, *seal),
    )


def _box(piece: object) -> Box:
    place = getattr(piece, "place", None)
    if not isinstance(place, OnPage):
        raise TypeError(f"only paged files can be scanned, this stands in {place}")
    return place.box


def _text(text: str, box: Box, homography: NDArray[np.float64]) -> TrueText:
    return TrueText(text, box, _quad(box, homography))


def _quad(box: Box, homography: NDArray[np.float64]) -> Quad:
    corners = np.array(
        [(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)], np.float64
    )
    a, b, c, d = ((float(x), float(y)) for x, y in mapped(homography, corners))
    return a, b, c, d


def _touches(box: Box, x: float, y: float, radius: float) -> bool:
    across = max(box.x0 - x, 0.0, x - box.x1)
    down = max(box.top - y, 0.0, y - box.bottom)
    return across**2 + down**2 < radius**2
