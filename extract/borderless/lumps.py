"""Lumps: the text of one cell each, told from the order in which the file writes it.

Exporters write a cell's text in one go, line by line, before they turn to the next cell. So a line that
follows another in the file, right below it, goes on with the same cell; anything else begins a new one. That
is independent of where the cells' borders would be, which `extract.borderless.zones` finds by position.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec

from extract.document import Box
from extract.grid import Ruling
from extract.textflow import Run, characters, is_chinese, is_ideograph, rows_of

NARROW = 0.6
"""Advance of a Latin letter or digit in em, at most, so that no gap after one is made up."""
_APART = 0.55
_LINE_STEP = 1.9
_SAME_SIZE = 1.5
_LATIN_HEIGHT = 0.78
_BASELINE = 0.25


class Lump(msgspec.Struct):
    """Text that the file writes in one go: its runs, the box of its ink, the baselines of its lines."""

    runs: list[Run]
    box: Box
    lines: list[float]
    em: float

    @property
    def first(self) -> float:
        """The upper baseline."""
        return self.lines[0]

    @property
    def last(self) -> float:
        """The lower baseline."""
        return self.lines[-1]

    @property
    def middle(self) -> float:
        """Half-way between its first and last baseline."""
        return (self.first + self.last) / 2

    @property
    def text(self) -> str:
        """All its characters without blanks."""
        return "".join("".join(row.text for row in rows_of(self.runs)).split())


def lumps_of(runs: Sequence[Run], levels: Sequence[Ruling]) -> list[Lump]:
    """The lumps of a page in the order of the file; turned text is left out. Points, y down.

    `levels` are horizontal rulings: no cell goes on beyond one that crosses it.
    """
    upright = [run for run in runs if run.turn == 0]
    em = _em(upright)
    found: list[Lump] = []
    for run in [piece for whole in upright for piece in _pieces(whole, em)]:
        if run.text.isspace():
            continue
        if found and _goes_on(found[-1], run, levels):
            _add(found[-1], run)
        else:
            box = Box(run.x0, run.top, run.x1, run.bottom)
            found.append(Lump([run], box, [run.origin_y], max(_height(run), 0.6 * em)))
    return _sorted_out(found, levels)


def _sorted_out(found: Sequence[Lump], levels: Sequence[Ruling]) -> list[Lump]:
    """A line that belonged to the lump after it, not to the one before, is put there."""
    lumps: list[Lump] = []
    loose = False
    for lump in found:
        if loose and _goes_on(lumps[-1], lump.runs[0], levels):
            for run in lump.runs:
                _add(lumps[-1], run)
            continue
        parts = _parted(lump)
        loose = len(parts) > 1
        lumps += parts
    return lumps


def _parted(lump: Lump) -> list[Lump]:
    """The lump, or its first line and the rest where these do not align: cells one under the other."""
    if len(lump.lines) < 2:
        return [lump]
    limit = lump.first + _BASELINE * lump.em
    upper = [run for run in lump.runs if run.origin_y <= limit]
    lower = [run for run in lump.runs if run.origin_y > limit]
    second = [run for run in lower if run.origin_y <= lump.lines[1] + _BASELINE * lump.em]
    if _aligned(upper, second, lump.em):
        return [lump]
    rest = Lump(lower, _box(lower), lump.lines[1:], lump.em)
    return [Lump(upper, _box(upper), lump.lines[:1], lump.em), *_parted(rest)]


def _aligned(upper: Sequence[Run], lower: Sequence[Run], em: float) -> bool:
    """Do the two lines stand as in one cell: flush left or right, indented by two characters, or centred?"""
    left = min(run.origin_x for run in lower) - min(run.origin_x for run in upper)
    right = max(run.x1 for run in lower) - max(run.x1 for run in upper)
    slack = 0.25 * em
    return (
        abs(left) < slack
        or abs(right) < slack
        or abs(left + 2 * em) < 2 * slack
        or abs(left + right) < 5 * slack
    )


def _box(runs: Sequence[Run]) -> Box:
    return Box(
        min(run.x0 for run in runs),
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
    )


def _em(runs: Sequence[Run]) -> float:
    """The page's usual character width: from one Chinese character to the next."""
    steps = [
        after - before
        for run in runs
        for (char, before), (following, after) in pairwise(zip(run.text, run.starts, strict=False))
        if is_chinese(char) and is_chinese(following)
    ]
    return median(steps) if steps else 10.0


def _pieces(run: Run, em: float) -> list[Run]:
    """The run cut where its characters stand further apart than the letters of a word."""
    if len(run.starts) < 2:
        return [run]
    own = [
        after - before
        for (char, before), (following, after) in pairwise(zip(run.text, run.starts, strict=True))
        if is_chinese(char) and is_chinese(following)
    ]
    size = min(own) if own else em
    cuts = [
        index + 1
        for index, (before, after) in enumerate(pairwise(run.starts))
        if after - before - _advance(run.text[index], size) > _APART * size
    ]
    if not cuts:
        return [run]
    single = characters(run)
    return [_joined(single[start:end]) for start, end in pairwise([0, *cuts, len(single)])]


def _advance(char: str, size: float) -> float:
    return size if is_chinese(char) else NARROW * size


def _joined(single: Sequence[Run]) -> Run:
    """Characters of one baseline as a run again; the ink of the last ends with its advance at the latest."""
    first, last = single[0], single[-1]
    size = first.bottom - first.top
    end = min(last.x1, last.x0 + max(size, _advance(last.text, size)) * 1.2)
    starts = tuple(one.x0 for one in single) if len(single) > 1 else ()
    text = "".join(one.text for one in single)
    return Run(text, first.x0, first.top, end, first.bottom, first.x0, first.origin_y, 0, first.apart, starts)


def _goes_on(lump: Lump, run: Run, levels: Sequence[Ruling]) -> bool:
    before = lump.runs[-1]
    step = run.origin_y - lump.last
    if abs(step) <= _BASELINE * lump.em:
        gap = run.x0 - before.x1
        return -0.5 * lump.em < gap <= _gap_inside(before, run) * lump.em
    if not 0.6 * lump.em < step <= _LINE_STEP * lump.em or not _alike(lump, run):
        return False
    pitch = _pitch(lump)
    return (
        (pitch is None or abs(step - pitch) < 0.2 * lump.em)
        and run.x0 < lump.box.x1
        and run.x1 > lump.box.x0
        and not any(_parts(ruling, lump, run) for ruling in levels)
    )


def _parts(ruling: Ruling, lump: Lump, run: Run) -> bool:
    """Is this rule drawn between the lump and the line below it, all along the narrower of the two?"""
    start, end = max(lump.box.x0, run.x0), min(lump.box.x1, run.x1)
    return (
        lump.last - 1 < ruling.at < run.origin_y - 0.4 * lump.em
        and ruling.start <= start + 1
        and ruling.end >= end - 1
    )


def _gap_inside(before: Run, after: Run) -> float:
    """Full-width marks have ink in half of their square, so that what follows them stands further off."""
    wide = any(is_chinese(char) and not char.isalnum() for char in (before.text[-1], after.text[0]))
    return 1.2 if wide or before.text[-1] == " " or after.text[0] == " " else _APART


def _alike(lump: Lump, run: Run) -> bool:
    """Written in about the same size? A title is not in one cell with what stands under it."""
    if not any(char.isalnum() for char in run.text):
        return True
    size = _height(run)
    return max(size, lump.em) <= _SAME_SIZE * min(size, lump.em)


def _height(run: Run) -> float:
    """About the size of its font: digits and Latin letters are lower than Chinese characters."""
    ink = run.bottom - run.top
    return ink if any(is_ideograph(char) for char in run.text) else ink / _LATIN_HEIGHT


def _pitch(lump: Lump) -> float | None:
    return None if len(lump.lines) < 2 else (lump.last - lump.first) / (len(lump.lines) - 1)


def _add(lump: Lump, run: Run) -> None:
    if run.origin_y - lump.last > _BASELINE * lump.em:
        lump.lines.append(run.origin_y)
    lump.runs.append(run)
    lump.box = lump.box.union(Box(run.x0, run.top, run.x1, run.bottom))
