"""What was read of a page, held against the truth."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein

from bench.scans.stages import Found, Read, place
from bench.scans.truth import Scan, TrueCell, is_numeric, squeezed
from extract.document import Box

ALIKE = 0.7
"""Boxes that agree by this much (as intersection over union) are the same cell."""
SURE = 0.9
"""A word read with this confidence is not marked doubtful."""
Pair: TypeAlias = "tuple[TrueCell, Found | None]"


@dataclass
class Score:
    """Counts of one page; added up, of many.

    `right`: pages on which every cell was found in its place in the grid, and none besides. `shifted`: cells
    found with another row, column or span. `silent`: cells wrong in a number (one of the two texts is
    numeric) and not marked doubtful; `loose`: numeric cells that were not found at all. `edits` of `letters`
    characters. `seconds` of CPU; `peak` MiB, of many pages the largest. `failed`: pages that ended so.
    """

    pages: int = 0
    right: int = 0
    cells: int = 0
    found: int = 0
    shifted: int = 0
    extra: int = 0
    numeric: int = 0
    numeric_right: int = 0
    silent: int = 0
    loose: int = 0
    letters: int = 0
    edits: int = 0
    levels: int = 0
    levels_right: int = 0
    fields: int = 0
    fields_right: int = 0
    seconds: float = 0.0
    peak: float = 0.0
    failed: int = 0
    misses: list[str] = field(default_factory=list)
    boxes: list[tuple[str, Box]] = field(default_factory=list)
    """What went wrong and where, for a picture of it: in the coordinates of the boxes that were read."""

    def add(self, other: Score) -> None:
        """Add another page's counts."""
        for one in fields(self):
            if one.name not in {"peak", "boxes"}:
                setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        self.peak = max(self.peak, other.peak)


def score(scan: Scan, read: Read, expected: dict[str, str] | None = None) -> Score:
    """One page. `expected`: the fields of the exported original, if they are to be compared."""
    made = Score(pages=1)
    if not read.cells:
        made.misses.append(f"{scan.name}: no cell was found {read.note}")
    pairs, extra = matched(scan, read)
    if not read.given:
        _grid(made, scan, read, pairs, extra)
    if any(found.text is not None for found in read.cells) or read.fields is not None:
        for cell, found in pairs:
            _text(made, scan, cell, found)
    if expected is not None and read.fields is not None:
        _fields(made, scan, expected, read.fields)
    return made


def matched(scan: Scan, read: Read) -> tuple[list[Pair], list[Found]]:
    """Each true cell with the cell that was read in its place, and the cells that were read besides."""
    left = list(read.cells)
    pairs: list[Pair] = []
    for cell in scan.cells:
        alike = partial(_alike_on_page if read.upright else _alike_in_picture, cell)
        best = max(left, key=alike, default=None)
        if best is not None and alike(best) >= ALIKE:
            left.remove(best)
            pairs.append((cell, best))
        else:
            pairs.append((cell, None))
    return pairs, left


def bounds(cell: TrueCell) -> Box:
    """The smallest upright box in the picture that holds a cell, in pixels."""
    xs, ys = zip(*cell.quad, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _alike_on_page(cell: TrueCell, found: Found) -> float:
    """Intersection over union."""
    shared = found.box.overlap(cell.box)
    return shared / (_area(found.box) + _area(cell.box) - shared) if shared else 0.0


def _alike_in_picture(cell: TrueCell, found: Found) -> float:
    """How near the edges are, measured in the sides of the cell itself.

    Askew, the upright boxes around long flat cells are much higher than the cells and mostly overlap: their
    intersection over union would take two rows for one. For a cell that is not askew this is about the same.
    """
    wide = math.dist(cell.quad[0], cell.quad[1])
    high = math.dist(cell.quad[0], cell.quad[3])
    true = bounds(cell)
    across = (abs(found.box.x0 - true.x0) + abs(found.box.x1 - true.x1)) / wide
    down = (abs(found.box.top - true.top) + abs(found.box.bottom - true.bottom)) / high
    return max(0.0, 1 - across) * max(0.0, 1 - down)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _grid(made: Score, scan: Scan, read: Read, pairs: list[Pair], extra: list[Found]) -> None:
    made.cells = len(scan.cells)
    for cell, found in pairs:
        _structure(made, scan, read, cell, found)
    made.misses += [f"{scan.name}: {told}" for told in _shifts(pairs)]
    for one in extra:
        made.extra += 1
        made.misses.append(f"{scan.name}: extra cell {one.place} at {_rounded(one.box)} “{one.text or ''}”")
        made.boxes.append(("extra", one.box))
    made.right = int(made.found == made.cells and not made.extra and not made.shifted)


def _shifts(pairs: list[Pair]) -> list[str]:
    """Cells in other places of the grid than they should be; those that are off by the same told together."""
    off: dict[tuple[int, ...], list[TrueCell]] = defaultdict(list)
    for cell, found in pairs:
        if found is not None and found.place is not None and found.place != place(cell):
            off[tuple(seen - true for seen, true in zip(found.place, place(cell), strict=True))].append(cell)
    parts = ("table", "row", "column", "row span", "column span")
    return [
        f"{cells[0].name} “{cells[0].text}” and {len(cells) - 1} more cells are off by "
        + ", ".join(f"{part} {by:+}" for part, by in zip(parts, shift, strict=True) if by)
        for shift, cells in off.items()
    ]


def _structure(made: Score, scan: Scan, read: Read, cell: TrueCell, found: Found | None) -> None:
    box = cell.box if read.upright else bounds(cell)
    if found is None:
        if read.cells:
            made.misses.append(f"{scan.name}: {cell.name} not found, at {_rounded(box)} “{cell.text}”")
        made.boxes.append(("missing", box))
        return
    made.found += 1
    if found.place is not None and found.place != place(cell):
        made.shifted += 1
        made.boxes.append(("shifted", box))


def _text(made: Score, scan: Scan, cell: TrueCell, found: Found | None) -> None:
    true, seen = squeezed(cell.text), squeezed(found.text or "") if found else ""
    made.letters += len(true)
    made.edits += Levenshtein.distance(true, seen)
    made.numeric += cell.numeric
    made.numeric_right += cell.numeric and found is not None and true == seen
    if found is None:
        made.loose += cell.numeric
        return
    if true == seen:
        return
    kind = "text"
    if cell.numeric or is_numeric(seen):
        silent = found.confidence >= SURE
        made.silent += silent
        kind = "SILENT number" if silent else "number, doubtful,"
    sealed = " (sealed)" if cell.sealed else ""
    made.misses.append(
        f"{scan.name}: {cell.name}{sealed} {kind} “{true}” read as “{seen}” with {found.confidence:.3f}"
    )


def _fields(made: Score, scan: Scan, expected: dict[str, str], read: dict[str, str]) -> None:
    for path in dict.fromkeys([*expected, *read]):
        value, seen = expected.get(path, ""), read.get(path, "")
        if not value and not seen:
            continue
        level = path.rpartition(".")[2].startswith("level")
        good = seen == value
        made.fields += 1
        made.fields_right += good
        made.levels += level
        made.levels_right += level and good
        if not good and made.found:
            made.misses.append(f"{scan.name}: field {path} “{value}” came out as “{seen}”")


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(one) for one in (box.x0, box.top, box.x1, box.bottom))
