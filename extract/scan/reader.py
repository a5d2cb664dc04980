"""A page that is a picture: straightened, its tables found, its text recognised, all with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extract.borderless.tables import unruled_at_foot
from extract.continued.join import Sheet
from extract.document import SURE, Box, Cell, HowRead, Line, Page, Problem, Table, Word
from extract.page_problems import nothing_recognised, recognised, recognition_missing
from extract.paged import PageRead
from extract.scan.content import PageContent, ReadLine, shared_reader
from extract.scan.earlier import weighed
from extract.scan.models import MissingModelsError
from extract.scan.paper import Paper
from extract.scan.rulings import Ruled, ruled_tables
from extract.scan.straighten import straightened
from extract.scan.unruled.tables import unruled_tables
from extract.textflow import Row, Run, flow

if TYPE_CHECKING:
    from extract.grid import Grid
    from extract.scan.ink import PixelBox
    from extract.scan.types import Picture, Straight

_BLANK = 0.001
"""A page with less ink than this share of its pixels is empty but for dirt."""
_DARKNESS = 80.0
"""A picture darker than this (grey levels, on average) shows no sheet of paper."""
_LOOKS = 400
_CONTRAST = 24
"""Fewer grey levels than this from the darkest to the lightest pixel are no print."""
_OPEN_BORDER = 0.85
"""The most that text is trusted in a cell of which it is not sure where it ends: below `SURE`."""
_SAME_WIDTH = 0.03
"""Two scans of one table differ by at most this share in width."""


class Submitted(NamedTuple):
    """What the file says of a page that is a picture.

    `number`: from 1. `rotation`: degrees by which the file turns the page already, clockwise. `garbled`: it
    has a text layer that says nothing. `layer`: text that an earlier recognition left under the picture.
    """

    number: int
    rotation: int = 0
    garbled: bool = False
    layer: Sequence[Run] = ()


def read_picture(picture: Picture, submitted: Submitted, above: Sheet | None = None) -> PageRead:
    """Read one page; `above` is the page before, to whose table this one's may belong."""
    number, rotation = submitted.number, submitted.rotation
    if _is_plain(picture):
        return _plain(picture, submitted)
    try:
        straight = straightened(picture)
        boxes = shared_reader().lines(straight)
        found, content, how = _tables_and_text(straight, boxes, above)
    except MissingModelsError as missing:
        return _without_models(picture, number, rotation, missing)
    paper = Paper(number, picture, straight)
    width, height = paper.size
    page = Page(number, width, height, (rotation + straight.turn) % 360, "recognised")
    if not content.says_anything:
        return _without_text(page, straight, picture)
    tables, kept = [], []
    for ruled, cells in zip(found, content.cells, strict=True):
        if len(cells) > 1 or any(cells):
            tables.append(_table(ruled, cells, paper, straight, how))
            kept.append(ruled.grid)
    lines = tuple(Line(line.text, paper.place(line.boxes)) for line in content.free if line.text)
    earlier = weighed(tables, page, submitted.layer, straight.turn)
    told = [earlier.problem] if earlier else []
    page = msgspec.structs.replace(page, tables=earlier.tables if earlier else tuple(tables), lines=lines)
    problems = [_recognised(page, garbled=submitted.garbled), *told]
    return PageRead(Sheet(page, _beside(kept, above)), problems)


def _is_plain(picture: Picture) -> bool:
    """Whether nothing at all stands on it: to be told at once, for scanned backs of sheets are many."""
    return int(picture.pixels.max()) - int(picture.pixels.min()) < _CONTRAST


def _plain(picture: Picture, submitted: Submitted) -> PageRead:
    height, width = picture.pixels.shape[:2]
    across, down = picture.dpi
    size = (width * 72 / across, height * 72 / down)
    if picture.pixels.mean() >= _DARKNESS:
        return PageRead(Sheet(Page(submitted.number, *size, submitted.rotation, "recognised"), ()), [])
    page = Page(submitted.number, *size, submitted.rotation, "none")
    return PageRead(Sheet(page, ()), [nothing_recognised(submitted.number)])


def _without_models(picture: Picture, number: int, rotation: int, missing: MissingModelsError) -> PageRead:
    height, width = picture.pixels.shape[:2]
    across, down = picture.dpi
    page = Page(number, width * 72 / across, height * 72 / down, rotation, "none")
    return PageRead(Sheet(page, ()), [recognition_missing(number, missing.reason, missing.remedy)])


def _without_text(page: Page, straight: Straight, picture: Picture) -> PageRead:
    """An empty page is read with that; a picture of something else, or of darkness, is not."""
    ink = float((straight.grey < straight.grey.max() / 2).mean())
    light = float(picture.pixels[:: 1 + len(picture.pixels) // _LOOKS].mean())
    if ink < _BLANK and light >= _DARKNESS:
        return PageRead(Sheet(page, ()), [])
    unread = msgspec.structs.replace(page, text_layer="none")
    return PageRead(Sheet(unread, ()), [nothing_recognised(page.number)])


def _tables_and_text(
    straight: Straight, boxes: Sequence[PixelBox], above: Sheet | None
) -> tuple[Sequence[Ruled], PageContent, HowRead]:
    """The tables that are drawn with all their rules; where there is none, those without."""
    reader = shared_reader()
    found = ruled_tables(straight, boxes)
    unruled = None if found else unruled_tables(reader, straight, boxes, unruled_at_foot(above))
    if unruled:
        return unruled.tables, unruled.content, "borderless"
    return found, reader.content(straight, [ruled.grid for ruled in found], boxes), "recognised"


def _table(
    ruled: Ruled, cells: Sequence[Sequence[ReadLine]], paper: Paper, straight: Straight, how: HowRead
) -> Table:
    grid, made = ruled.grid, []
    for index, (place, lines) in enumerate(zip(grid.cells, cells, strict=True)):
        box = grid.cell_box(place)
        most = _OPEN_BORDER if index in ruled.doubtful else 1.0
        words = tuple(
            Word(line.text, paper.place(line.boxes), min(line.confidence, most), line.alternatives)
            for line in lines
        )
        made.append(Cell(*place[:4], _flowing(lines, box, straight), paper.place_of(box), words))
    return Table(tuple(made), len(grid.ys) - 1, len(grid.xs) - 1, how)


def _flowing(lines: Sequence[ReadLine], box: Box, straight: Straight) -> str:
    """The running text of a cell, in whose width lines were wrapped."""
    rows = [_row(line, straight.per_point) for line in lines if line.text]
    if not rows:
        return ""
    padding = max(0.0, min(row.start for row in rows) - box.x0)
    return flow(rows, box.x1 - box.x0 - 2 * min(padding, 8.0))


def _row(line: ReadLine, per_point: float) -> Row:
    x0, top, x1, bottom = zip(*line.boxes, strict=True)
    box = Box(min(x0) / per_point, min(top) / per_point, max(x1) / per_point, max(bottom) / per_point)
    return Row(line.text, box, box.x0, box.x1)


def _beside(found: Sequence[Grid], above: Sheet | None) -> tuple[Grid, ...]:
    """The grids with their columns laid over those of the page before.

    Two sheets never lie on the scanner alike; a table that goes on is moved and stretched a little between
    them. Only the lattice is moved, no place of any cell.
    """
    if not found or above is None or not above.grids or above.page.text_layer != "recognised":
        return tuple(found)
    first, last = found[0].xs, above.grids[-1].xs
    stretch = (last[-1] - last[0]) / (first[-1] - first[0])
    if abs(stretch - 1) > _SAME_WIDTH:
        return tuple(found)
    shift = last[0] - first[0] * stretch
    return tuple(
        msgspec.structs.replace(grid, xs=tuple(x * stretch + shift for x in grid.xs)) for grid in found
    )


def _recognised(page: Page, *, garbled: bool) -> Problem:
    cells = [cell for table in page.tables for cell in table.cells if cell.words]
    doubted = sum(cell.confidence < SURE for cell in cells)
    return recognised(page.number, len(cells), doubted, garbled=garbled)
