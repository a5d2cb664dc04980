"""The characters of one OFD text object: where each stands, and which neighbours make one run.

OFD gives the origin of each character; its ink is not in the file, since the fonts' outlines are not read. A
character is taken to be as wide as the way to the next one, at most as its kind usually is, and as high as
its font size: enough to tell its cell and its line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from extract.ofd.package import first, named
from extract.ofd.values import Matrix, Point, bounds, moved, number, steps
from extract.textflow import Run, is_chinese

UNREADABLE = "\ufffd"
_ASCENT, _DESCENT = 0.85, 0.12
_NARROW = 0.5
_WIDEST_GAP = 0.3
"""A run ends before a gap wider than this (font sizes): what a gap means is decided where lines are made."""
_USUAL_SIZE = 3.7
_PLACEHOLDER = "\u00a4"  # stands for a glyph without a character where the object names its glyphs


class _Pen(NamedTuple):
    """How a text object writes: font size, turn of each character in itself, turn as seen, and its space."""

    size: float
    own: float
    turn: int
    matrix: Matrix


class _Glyph(NamedTuple):
    char: str
    run: Run
    advance: float


def runs_of(element: etree._Element, matrix: Matrix) -> Iterator[Run]:
    """The text object's runs; `matrix` leads from its space to the page in points."""
    size = number(element.get("Size"), 0.0) or _USUAL_SIZE
    turn = _turn(element, matrix)
    named_glyphs = first(element, "CGTransform") is not None
    x = y = 0.0
    for code in named(element, "TextCode"):
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        text = _meant(code.text or "", named_glyphs=named_glyphs)
        origins = _origins(code, text, (x, y), size * number(element.get("HScale"), 1.0))
        pen = _Pen(size, _own_turn(element), turn, matrix)
        glyphs = [
            _glyph(char, origin, pen)
            for i, (char, origin) in enumerate(zip(text, origins, strict=True))
            if char not in "\r\n" and text[max(0, i - 1) : i + 1] != "  "  # of many blanks the first will do
        ]
        yield from _joined(glyphs, size * _scale(matrix))


def _meant(text: str, *, named_glyphs: bool) -> str:
    """U+FFFD for each character without a meaning; as many characters as before."""
    return "".join(
        " "
        if char == "\t"
        else UNREADABLE
        if "\ue000" <= char <= "\uf8ff" or (named_glyphs and char == _PLACEHOLDER)
        else char
        for char in text
    )


def _origins(code: etree._Element, text: str, start: Point, size: float) -> list[Point]:
    """Where each character begins. With steps in neither direction they follow their usual widths."""
    most = max(0, len(text) - 1)
    across, down = steps(code.get("DeltaX"), most), steps(code.get("DeltaY"), most)
    x, y = start
    origins = [start][: len(text)]
    for i in range(most):
        if across is None and down is None:
            x += _width(text[i]) * size
        else:
            x += _step(across, i, _width(text[i]) * size if down is None else 0.0)
            y += _step(down, i, 0.0)
        origins.append((x, y))
    return origins


def _step(given: Sequence[float] | None, index: int, default: float) -> float:
    return given[index] if given is not None and index < len(given) else default


def _width(char: str) -> float:
    return 1.0 if is_chinese(char) else _NARROW


def _glyph(char: str, origin: Point, pen: _Pen) -> _Glyph:
    size, matrix = pen.size, pen.matrix
    width, (x, y) = _width(char) * size, origin
    cos, sin = math.cos(math.radians(pen.own)), math.sin(math.radians(pen.own))
    corners = [
        moved((x + cos * right - sin * low, y + sin * right + cos * low), matrix)
        for right in (0.0, width)
        for low in (-_ASCENT * size, _DESCENT * size)
    ]
    box = bounds(corners)
    at = moved(origin, matrix)
    return _Glyph(char, Run(char, *box, *at, pen.turn), width * _scale(matrix))


def _joined(glyphs: Sequence[_Glyph], size: float) -> Iterator[Run]:
    """Upright neighbours on one baseline as one run."""
    piece: list[_Glyph] = []
    for glyph in glyphs:
        if piece and not _follows(piece[-1], glyph, size):
            yield _run(piece)
            piece = []
        piece.append(glyph)
    if piece:
        yield _run(piece)


def _follows(before: _Glyph, after: _Glyph, size: float) -> bool:
    way = after.run.x0 - before.run.x0
    return (
        after.run.turn == 0
        and abs(after.run.origin_y - before.run.origin_y) < 0.01
        and 0.0 < way <= before.advance + _WIDEST_GAP * size
    )


def _run(piece: Sequence[_Glyph]) -> Run:
    first_run, last = piece[0].run, piece[-1].run
    if len(piece) == 1:
        return first_run
    text = "".join(glyph.char for glyph in piece)
    starts = tuple(glyph.run.x0 for glyph in piece)
    return first_run._replace(text=text, x1=last.x1, starts=starts)


def _own_turn(element: etree._Element) -> float:
    return number(element.get("CharDirection"), 0.0)


def _turn(element: etree._Element, matrix: Matrix) -> int:
    """Direction of reading as seen, clockwise, to the nearest quarter."""
    angle = math.degrees(math.atan2(matrix[1], matrix[0])) + _own_turn(element)
    return 90 * round(angle / 90) % 360


def _scale(matrix: Matrix) -> float:
    return math.hypot(matrix[0], matrix[1])
