"""What a page draws besides text: rules (lines, thin boxes, outlines), pictures, and text nobody sees.

One walk over the page objects, into form XObjects too, gives the rulings for the grid, the few text objects
whose characters must be kept out (invisible, or cut off by a clip), and what is painted after some text.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple, TypeAlias

import msgspec

from extract.grid import Ruling
from extract.pdf import pdfium
from extract.pdf.pdfium import IDENTITY, Matrix

THIN = 3.5
"""A filled box at most this thick (points) is a rule; a thicker one is shading."""
DOT = 2.0
"""A mark smaller than this (points), about as wide as high, may be a dot of a dotted rule either way."""
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 200_000
MAX_DEPTH = 12
"""Limits for hostile pages: objects and path segments a page, and form XObjects within one another."""

_LIGHT = 250
_CLEAR, _WHITE, _SEEN = range(3)  # nothing, what shows on shading only, what shows everywhere
_UNPAINTED, _OUTLINED, _OUTLINES = (3, 7), (1, 2, 5, 6), (1, 5)
"""Render modes of text (PDF 32000-1, 9.3.6): not painted, with an outline, nothing but an outline."""
_INSET = 1.0  # clips lie on or just beyond the rules of their cell

Rect: TypeAlias = tuple[float, float, float, float]


class TooComplexError(Exception):
    """The page draws more than any form does."""


class Clipped(NamedTuple):
    """A text object of which a clip shows only part: the clip, and the bounds of all its ink."""

    clip: Rect
    ink: Rect

    def shows(self, x: float, y: float) -> bool:
        """Is the character with its middle here seen? A quote mark or comma counts with its whole line."""
        left, low, right, high = self.ink
        line_x, line_y = ((left + right) / 2, y) if high - low > right - left else (x, (low + high) / 2)
        return _holds(self.clip, x, y) or _holds(self.clip, line_x, line_y)

    def seen_part(self, rect: Rect) -> Rect:
        """Ink moved inside the clip, so that its middle lies in the cell that shows it and in no other."""
        left, low, right, high = self.clip
        left, low, right, high = left + _INSET, low + _INSET, right - _INSET, high - _INSET
        x0, y0 = (min(max(rect[0], left), right), min(max(rect[1], low), high))
        return x0, y0, max(x0, min(rect[2], right)), max(y0, min(rect[3], high))


class Cover(NamedTuple):
    """What is painted in `rect` once the first `before` text objects are: they may lie below it."""

    handle: int
    before: int
    rect: Rect


class Drawing(msgspec.Struct):
    """A page's drawing in PDF space (y up). `levels` are horizontal rulings, `uprights` vertical ones.

    `hidden` maps the handles of invisible text objects to their ink, `clipped` those of text objects that
    stick out of their clip. `unpainted` are the hidden ones that are not drawn at all, as the text is that a
    recognition leaves under a picture. `pictures` are the bounds of images, `images` their handles with how
    many text objects (`texts` in order, with their matrices) were drawn before; `shapes` counts what else is.
    `covers` are the fills, thick strokes and pictures that were painted after some text.
    """

    levels: list[Ruling] = []
    uprights: list[Ruling] = []
    pictures: list[Rect] = []
    hidden: dict[int, Rect] = {}
    clipped: dict[int, Clipped] = {}
    unpainted: set[int] = set()
    images: list[tuple[int, int]] = []
    texts: list[tuple[int, Matrix]] = []
    covers: list[Cover] = []
    shapes: int = 0


class _Buffers:
    """C memory for results, made once a walk."""

    def __init__(self) -> None:
        self.point, self.to_point = pdfium.numbers(2, "f")
        self.rect, self.to_rect = pdfium.numbers(4, "f")
        self.matrix, self.to_matrix = pdfium.numbers(6, "f")
        self.mode, self.to_mode = pdfium.numbers(2, "i")
        self.colour, self.to_colour = pdfium.numbers(4, "I")
        self.width, self.to_width = pdfium.numbers(1, "f")


def drawing_of(page: int) -> Drawing:
    """Everything that the page draws and that reading needs.

    Raises:
        TooComplexError: more objects, segments or nesting than any form has.
    """
    walk = _Walk()
    count = pdfium.count_objects(page)
    walk.objects([pdfium.get_object(page, i) for i in range(min(count, MAX_OBJECTS + 1))], IDENTITY, 0)
    return walk.found


class _Walk:
    def __init__(self) -> None:
        self.found = Drawing()
        self._buffers = _Buffers()
        self._objects = 0
        self._segments = 0
        self._shades: list[Rect] = []
        self._outer: Rect | None = None

    def objects(self, handles: list[int], matrix: Matrix, depth: int) -> None:
        self._objects += len(handles)
        if self._objects > MAX_OBJECTS or depth > MAX_DEPTH:
            raise TooComplexError
        for handle in handles:
            kind = pdfium.object_type(handle)
            if kind == pdfium.TEXT:
                self._text(handle, matrix)
            elif kind == pdfium.PATH:
                self._path(handle, matrix)
            elif kind == pdfium.IMAGE:
                self._image(handle, matrix)
            elif kind == pdfium.FORM:
                self._form(handle, matrix, depth)
            elif kind == pdfium.SHADING:
                self._cover(handle, self._bounds(handle, matrix), THIN)

    def _form(self, handle: int, matrix: Matrix, depth: int) -> None:
        count = pdfium.form_count_objects(handle)
        inner = [pdfium.form_get_object(handle, i) for i in range(min(max(count, 0), MAX_OBJECTS + 1))]
        outer, self._outer = self._outer, self._clip(handle, matrix)
        self.objects(inner, self._combined(handle, matrix), depth + 1)
        self._outer = outer

    def _text(self, handle: int, matrix: Matrix) -> None:
        self.found.texts.append((handle, matrix))
        mode = pdfium.text_render_mode(handle)
        paint = self._paint(handle, mode)
        if paint == _CLEAR or (paint == _WHITE and self._is_bare(handle, matrix)):
            self.found.hidden[handle] = self._bounds(handle, matrix)
            if mode in _UNPAINTED:
                self.found.unpainted.add(handle)
            return
        clip = self._clip(handle, matrix)
        if clip is not None and not _within(ink := self._bounds(handle, matrix), clip):
            self.found.clipped[handle] = Clipped(clip, ink)

    def _is_bare(self, handle: int, matrix: Matrix) -> bool:
        """Is no shading drawn below it? White text shows only on one."""
        left, low, right, high = self._bounds(handle, matrix)
        return not any(_holds(shade, (left + right) / 2, (low + high) / 2) for shade in self._shades)

    def _image(self, handle: int, matrix: Matrix) -> None:
        left, low, right, high = self._bounds(handle, matrix)
        if min(right - left, high - low) <= THIN:
            self._box((left, low, right, high), None)
        else:
            self.found.pictures.append((left, low, right, high))
            self.found.images.append((handle, len(self.found.texts)))
            self._shades.append((left, low, right, high))
            self._cover(handle, (left, low, right, high), THIN)

    def _cover(self, handle: int, rect: Rect, least: float) -> None:
        """Keep what may lie on text; no side of it is as short as `least`."""
        if self.found.texts and min(rect[2] - rect[0], rect[3] - rect[1]) > least:
            self.found.covers.append(Cover(handle, len(self.found.texts), rect))

    def _bounds(self, handle: int, matrix: Matrix) -> Rect:
        b = self._buffers
        pdfium.object_bounds(handle, *b.to_rect)
        left, low, right, high = b.rect
        return _bounds_of(_moved([(left, low), (right, high), (left, high), (right, low)], matrix))

    def _combined(self, handle: int, matrix: Matrix) -> Matrix:
        """From an object's own space into that of the page; `matrix` is that of the form it stands in."""
        if not pdfium.object_matrix(handle, self._buffers.to_matrix[0]):
            return matrix
        a, b, c, d, e, f = self._buffers.matrix
        return pdfium.combine((a, b, c, d, e, f), matrix)

    def _clip(self, handle: int, matrix: Matrix) -> Rect | None:
        """The clip as one rectangle (the overlap of its paths' bounds), or None where nothing clips.

        What clips a form XObject clips all that it holds.
        """
        path = pdfium.object_clip(handle)
        count = pdfium.clip_count_paths(path) if path else 0
        if count < 1:
            return self._outer
        clip = self._outer
        for i in range(count):
            points = []
            for j in range(max(0, pdfium.clip_count_segments(path, i))):
                self._count_segment()
                pdfium.segment_point(pdfium.clip_get_segment(path, i, j), *self._buffers.to_point)
                points.append(tuple(self._buffers.point))
            if points:
                rect = _bounds_of(_moved(points, matrix))
                clip = rect if clip is None else _overlap(clip, rect)
        return clip

    def _count_segment(self) -> None:
        self._segments += 1
        if self._segments > MAX_SEGMENTS:
            raise TooComplexError

    def _path(self, handle: int, matrix: Matrix) -> None:
        b = self._buffers
        pdfium.path_draw_mode(handle, *b.to_mode)
        filled, stroked = b.mode
        stroke = self._colour(pdfium.stroke_colour, handle) if stroked else _CLEAR
        fill = self._colour(pdfium.fill_colour, handle) if filled else _CLEAR
        later = bool(self.found.texts)
        if max(stroke, fill) < (_WHITE if later else _SEEN):
            return
        clip = self._clip(handle, matrix)
        whole = self._combined(handle, matrix)
        width = self._stroke_width(handle, whole) if stroke and later else 0.0
        thick = width > (THIN if stroke == _SEEN else 0.0)  # white paint is no rule, however thin
        for points in self._outlines(handle, whole):
            if stroke == _SEEN:
                for one, two in itertools.pairwise(points):
                    self._box(_bounds_of([one, two]), clip)
            if thick:
                self._thick_stroke(handle, points, width, clip)
            if fill:
                self._filled(handle, _bounds_of(points), clip, fill)

    def _thick_stroke(
        self, handle: int, points: list[tuple[float, float]], width: float, clip: Rect | None
    ) -> None:
        for one, two in itertools.pairwise(points):
            left, low, right, high = _bounds_of([one, two])
            grown = left - width / 2, low - width / 2, right + width / 2, high + width / 2
            self._cover(handle, grown if clip is None else _overlap(grown, clip), 0.0)

    def _filled(self, handle: int, rect: Rect, clip: Rect | None, paint: int) -> None:
        if paint == _SEEN:
            self._box(rect, clip)
            if min(rect[2] - rect[0], rect[3] - rect[1]) > THIN:
                self._shades.append(rect)
        if self.found.texts:
            seen = rect if clip is None else _overlap(rect, clip)
            self._cover(handle, seen, THIN if paint == _SEEN else 0.0)

    def _stroke_width(self, handle: int, matrix: Matrix) -> float:
        pdfium.stroke_width(handle, *self._buffers.to_width)
        a, b, c, d, _, _ = matrix
        width: float = self._buffers.width[0] * abs(a * d - b * c) ** 0.5
        return width

    def _paint(self, handle: int, mode: int) -> int:
        """How far text of this mode shows, by its fill or its outline: `_CLEAR`, `_WHITE` or `_SEEN`."""
        if mode in _UNPAINTED:
            return _CLEAR
        fill = _CLEAR if mode in _OUTLINES else self._colour(pdfium.fill_colour, handle)
        if fill == _SEEN or mode not in _OUTLINED:
            return fill
        return max(fill, self._colour(pdfium.stroke_colour, handle))

    def _colour(self, colour_of: object, handle: int) -> int:
        """A pattern has no colour and counts as seen."""
        b = self._buffers
        if not colour_of(handle, *b.to_colour):  # type: ignore[operator]  # a bound pdfium call
            return _SEEN
        red, green, blue, alpha = b.colour
        if not alpha:
            return _CLEAR
        return _SEEN if red < _LIGHT or green < _LIGHT or blue < _LIGHT else _WHITE

    def _outlines(self, handle: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The path's straight subpaths in page space, closed ones with their first point again at the end."""
        b = self._buffers
        outlines: list[list[tuple[float, float]]] = []
        for i in range(pdfium.path_count_segments(handle)):
            self._count_segment()
            segment = pdfium.path_get_segment(handle, i)
            pdfium.segment_point(segment, *b.to_point)
            kind = pdfium.segment_type(segment)
            if kind == pdfium.MOVE_TO or not outlines:
                outlines.append([])
            outlines[-1].append(tuple(b.point))
            if pdfium.segment_closes(segment):
                outlines[-1].append(outlines[-1][0])
        return [_moved(points, matrix) for points in outlines]

    def _box(self, rect: Rect, clip: Rect | None) -> None:
        """A box that is long in one direction only becomes a ruling along it, a dot one along each."""
        left, low, right, high = rect if clip is None else _overlap(rect, clip)
        width, height = right - left, high - low
        if is_dot(width, height):
            self.found.levels.append(Ruling((low + high) / 2, left, right))
            self.found.uprights.append(Ruling((left + right) / 2, low, high))
        elif 0 <= height <= THIN and width > height:
            self.found.levels.append(Ruling((low + high) / 2, left, right))
        elif 0 <= width <= THIN and height > 0:
            self.found.uprights.append(Ruling((left + right) / 2, low, high))
        else:
            self.found.shapes += 1


def is_dot(width: float, height: float) -> bool:
    """Whether a mark of this size has no direction of its own."""
    return 0 < width < DOT and 0 < height < DOT and 0.5 <= width / height <= 2


def _moved(points: list[tuple[float, float]], matrix: Matrix) -> list[tuple[float, float]]:
    if matrix == IDENTITY:
        return points
    a, b, c, d, e, f = matrix
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def _bounds_of(points: list[tuple[float, float]]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(one: Rect, other: Rect) -> Rect:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _within(inner: Rect, outer: Rect, slack: float = 1.0) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]
