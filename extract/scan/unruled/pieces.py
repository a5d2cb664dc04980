"""The text of a page in pieces, each of which stands in one column.

Ink is put together to words, and words of one line to pieces, except where a gap may part two columns: the
detector of lines often reads across a narrow one. A gap parts columns if above it, or below it, others begin
or end there and nothing runs across.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np

from extract.scan.ink import free_ink, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from extract.scan.ink import Bits, Inked, PixelBox
    from extract.scan.types import Mask

    Words: TypeAlias = NDArray[np.int64]  # words x 4: x0, top, x1, bottom

# All lengths are in heights of the text.
_RULE = 4.0
"""Level ink longer than this is a rule."""
_WORD = (0.28, 0.1)
"""Ink closer than this, across and down, belongs to one word."""
_ONE_LINE = (1.2, 0.45)
"""Ink one above the other makes one line if it is no higher than this altogether, and this near."""
_NARROW = 0.18
"""The narrowest gap between columns."""
_WIDE, _APART = 1.0, 1.2
"""A gap this wide needs little to part columns, one that wide nothing."""
_EDGE = 0.4
"""Text begins or ends at a gap if it does so within this."""
_NEARBY = 7.0
"""How far above and below a gap others are asked."""
_SIDE = 1.2
"""What is cut off at a narrow gap is at least this wide; labels are spaced out, character by character."""
_LONE = (0.45, 1.5)
"""A lone character, which the detector may miss, is so large,"""
_DASH = (0.2, 0.5, 2.6)
"""and a dash no higher than this and so wide."""
_MOST = 3000
"""A page with more words than this is noise, not text."""
_LEVEL = 0.5
"""Words of one line share this part of the lower one's height."""


class _Page(NamedTuple):
    """The ink of text, the words in it so far, and the height of text in pixels."""

    bits: Bits
    words: Words
    em: float


def pieces_of(page: Inked, em: float, boxes: Sequence[PixelBox], sealed: Mask) -> list[list[PixelBox]]:
    """The boxes of all pieces of text, in pixels, line by line, each line from left to right.

    Args:
        page: a page without tables that draw all their rules.
        em: height of its text in pixels.
        boxes: the detector's lines.
        sealed: where strokes of a seal lie.
    """
    bits = _text_ink(page, em, boxes, sealed)
    words = [word for word in _words(bits, em) if _is_text(word, em, boxes)]
    whole = _Page(bits, _table(words), em)
    words = [part for word in words for part in _parted(word, whole)]
    whole = whole._replace(words=_table(words))
    return [_joined(line, whole) for line in lines_of(words)]


def _table(words: Sequence[PixelBox]) -> Words:
    return np.array(words, np.int64).reshape(-1, 4)


def _text_ink(page: Inked, em: float, boxes: Sequence[PixelBox], sealed: Mask) -> Bits:
    """Without rules, specks, and strokes of a seal where the detector sees no text."""
    height, width = page.bits.shape
    bits = free_ink(page, (0, 0, width, height), em).bits.copy()
    rules = cv2.morphologyEx(bits, cv2.MORPH_OPEN, np.ones((1, round(_RULE * em)), np.uint8))
    bits[cv2.dilate(rules, np.ones((5, 3), np.uint8)) > 0] = 0
    outside = sealed.copy()
    for x0, top, x1, bottom in boxes:
        outside[top:bottom, x0:x1] = False
    bits[outside] = 0
    return bits


def _words(bits: Bits, em: float) -> list[PixelBox]:
    across, down = (max(round(reach * em) // 2, 0) for reach in _WORD)
    near = cv2.dilate(bits, np.ones((2 * down + 1, 2 * across + 1), np.uint8))
    count, _, parts, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    if count > _MOST:
        return []
    reach = np.array([across, down, -across, -down])
    found = np.column_stack((parts[1:, :2], parts[1:, :2] + parts[1:, 2:4])) + reach
    return _whole([(int(x0), int(top), int(x1), int(bottom)) for x0, top, x1, bottom in found], em)


def _whole(found: list[PixelBox], em: float) -> list[PixelBox]:
    """Strokes one above the other put together: 二, ≥, a colon."""
    words: list[PixelBox] = []
    for box in sorted(found, key=lambda one: one[1]):
        grown = box
        while (other := next((one for one in reversed(words) if _is_one(one, grown, em)), None)) is not None:
            words.remove(other)
            grown = _around(grown, other)
        words.append(grown)
    return words


def _is_one(above: PixelBox, below: PixelBox, em: float) -> bool:
    most, near = (length * em for length in _ONE_LINE)
    height = max(above[3], below[3]) - min(above[1], below[1])
    beside = min(above[2], below[2]) - max(above[0], below[0])
    return beside > 0 and below[1] - above[3] < near and height <= most


def _around(one: PixelBox, other: PixelBox) -> PixelBox:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _is_text(word: PixelBox, em: float, boxes: Sequence[PixelBox]) -> bool:
    """Does the detector see text here, or may it have missed a lone character or dash?"""
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    if any(x0 <= x < x1 and top <= y < bottom for x0, top, x1, bottom in boxes):
        return True
    width, height = (word[2] - word[0]) / em, (word[3] - word[1]) / em
    low, least, most = _DASH
    is_dash = height < low and least < width < most
    return is_dash or (_LONE[0] < max(width, height) < _LONE[1] and height > _LONE[0])


def _parted(word: PixelBox, page: _Page) -> Iterator[PixelBox]:
    """The word, or the parts of two columns that nearly touch."""
    x0, top, x1, bottom = word
    inked: Mask = np.asarray(page.bits[top:bottom, x0:x1].any(axis=0))
    side, start = _SIDE * page.em, 0
    for left, right in runs(~inked):
        is_gap = right - left >= _NARROW * page.em and left - start >= side and len(inked) - right >= side
        if is_gap and _parts(page, word, (x0 + left, x0 + right), 3):
            yield _tight(page.bits, (x0 + start, top, x0 + left, bottom))
            start = right
    yield _tight(page.bits, (x0 + start, top, x1, bottom))


def _tight(bits: Bits, box: PixelBox) -> PixelBox:
    x0, top, x1, bottom = box
    rows = np.flatnonzero(bits[top:bottom, x0:x1].any(axis=1))
    return (x0, top + int(rows[0]), x1, top + int(rows[-1]) + 1) if len(rows) else box


def _parts(page: _Page, line: PixelBox, gap: tuple[int, int], least: int) -> bool:
    """Whether, above or below this line, at least so many others keep to the gap and none crosses it."""
    x0, top, x1, bottom = page.words.T
    left, right = gap
    near, edge = _NEARBY * page.em, _EDGE * page.em
    keeping = (np.abs(x0 - right) < edge) | (np.abs(x1 - left) < edge)
    crossing = (x0 < left - edge / 2) & (x1 > right + edge / 2) & ~keeping
    above = (bottom <= (line[1] + line[3]) / 2) & (line[1] - bottom < near)
    below = (top >= (line[1] + line[3]) / 2) & (top - line[3] < near)
    return any((keeping & side).sum() >= least and not (crossing & side).any() for side in (above, below))


def lines_of(words: Sequence[PixelBox]) -> list[list[PixelBox]]:
    """Boxes that stand level put together, from left to right; the lines from the top down."""
    lines: list[list[PixelBox]] = []
    for word in sorted(words):
        level = [line for line in lines if _share(line[-1], word) >= _LEVEL]
        if level:
            max(level, key=lambda line: line[-1][2]).append(word)
        else:
            lines.append([word])
    return sorted(lines, key=lambda line: line[0][1])


def _share(one: PixelBox, other: PixelBox) -> float:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared / max(min(one[3] - one[1], other[3] - other[1]), 1)


def _joined(line: Sequence[PixelBox], page: _Page) -> list[PixelBox]:
    """The words of a line put together where no column ends between them."""
    pieces = [line[0]]
    for before, after in pairwise(line):
        gap = (before[2], after[0])
        width = (gap[1] - gap[0]) / page.em
        room = min(gap[0] - pieces[-1][0], line[-1][2] - gap[1]) / page.em
        spaced = max(before[2] - before[0], after[2] - after[0]) < _SIDE * page.em
        least = 1 if width > _WIDE else 2
        may_part = width > _WIDE or (room >= _SIDE and not spaced)
        if width > _APART or (may_part and _parts(page, before, gap, least)):
            pieces.append(after)
        else:
            pieces[-1] = _around(pieces[-1], after)
    return pieces
