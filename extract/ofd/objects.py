"""What the objects of an OFD page draw: characters and rulings, in points from the page's top left corner.

Of a clip the bounds count. Curves draw no rulings; annotations and seals stand outside the page's content
and are not read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec
from lxml import etree

from extract.grid import Ruling
from extract.ofd.glyphs import runs_of
from extract.ofd.package import PageParts, first, named, tag_of, text_of
from extract.ofd.pictures import Placed
from extract.ofd.values import (
    IDENTITY,
    POINTS,
    Matrix,
    Rect,
    bounds,
    combine,
    is_seen,
    moved,
    number,
    numbers,
    outlines,
)
from extract.pdf.rulings import Clipped, is_dot
from extract.textflow import Run, characters

THIN = 3.5
"""As for PDF: a box at most this thick (points) is a rule."""
MAX_OBJECTS = 60_000
MAX_CHARACTERS = 100_000
MAX_DEPTH = 12
"""Limits for hostile pages; a form has a few thousand objects."""


class TooComplexError(Exception):
    """The page holds more than any form does."""


class MissingPartError(Exception):
    """An object refers to a part that is not there; what it draws is unknown."""


class Drawn(msgspec.Struct):
    """What a page shows.

    `placed` are the pictures with their files; `unseen` are the characters on the page that nobody sees, and
    `invisible` counts those beyond it too; `clipped` holds the pieces of text that a clip cuts off;
    `shapes` counts what is neither text nor rule nor picture.
    """

    runs: list[Run] = []
    levels: list[Ruling] = []
    uprights: list[Ruling] = []
    pictures: list[Rect] = []
    placed: list[Placed] = []
    unseen: list[Run] = []
    invisible: int = 0
    clipped: list[str] = []
    shapes: int = 0


def drawn(parts: PageParts) -> Drawn:
    """Everything on a page whose contents could be loaded.

    Raises:
        TooComplexError: more objects, characters or nesting than any form has.
        MissingPartError: the page refers to a part that the package does not hold.
    """
    area = parts.area
    frame = (POINTS, 0.0, 0.0, POINTS, -area.x0 * POINTS, -area.top * POINTS)
    size = ((area.x1 - area.x0) * POINTS, (area.bottom - area.top) * POINTS)
    walk = _Walk(parts.units, size)
    for content in parts.contents or ():
        for layer in named(first(content, "Content"), "Layer"):
            walk.objects(layer, frame, 0)
    return walk.found


class _Walk:
    def __init__(self, units: dict[str, etree._Element], size: tuple[float, float]) -> None:
        self.found = Drawn()
        self._units = units
        self._size = size
        self._objects = 0
        self._characters = 0

    def objects(self, elements: Iterable[etree._Element], matrix: Matrix, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise TooComplexError
        for element in elements:
            self._objects += 1
            if self._objects > MAX_OBJECTS:
                raise TooComplexError
            match tag_of(element):
                case "TextObject":
                    self._text(element, matrix)
                case "PathObject" if element.get("Visible") != "false":
                    self._path(element, _space(element, matrix))
                case "ImageObject" if element.get("Visible") != "false":
                    self._picture(element, matrix)
                case "CompositeObject" if element.get("Visible") != "false":
                    self.objects(self._unit(element), _space(element, matrix), depth + 1)
                case "PageBlock":
                    self.objects(element, matrix, depth + 1)

    def _unit(self, element: etree._Element) -> etree._Element:
        unit = first(self._units.get(element.get("ResourceID", "")), "Content")
        if unit is None:
            raise MissingPartError
        return unit

    def _text(self, element: etree._Element, matrix: Matrix) -> None:
        self._characters += sum(len(code.text or "") for code in named(element, "TextCode"))
        if self._characters > MAX_CHARACTERS:
            raise TooComplexError
        fill = first(element, "FillColor")
        alpha = None if fill is None else fill.get("Alpha")
        seen = element.get("Visible") != "false" and number(element.get("Alpha"), 255) > 0
        width, height = self._size
        runs = list(runs_of(element, _space(element, matrix)))
        clip = _clip(element, matrix)
        for run in runs if clip is None else self._within(clip, runs):
            on_page = 0 <= run.x0 + run.x1 <= 2 * width and 0 <= run.top + run.bottom <= 2 * height
            if seen and number(alpha, 255) > 0 and on_page:
                self.found.runs.append(run)
            else:
                self.found.invisible += len("".join(run.text.split()))
                if on_page:
                    self.found.unseen += characters(run) if len(run.text) > 1 else [run]

    def _within(self, clip: Rect, runs: list[Run]) -> list[Run]:
        """The characters that the clip shows, their ink moved inside it."""
        if not runs:
            return []
        cut = Clipped(clip, bounds([(r.x0, r.top) for r in runs] + [(r.x1, r.bottom) for r in runs]))
        shown: list[Run] = []
        lost = ""
        for one in (char for run in runs for char in (characters(run) if len(run.text) > 1 else [run])):
            if cut.shows((one.x0 + one.x1) / 2, (one.top + one.bottom) / 2):
                x0, top, x1, bottom = cut.seen_part((one.x0, one.top, one.x1, one.bottom))
                shown.append(one._replace(x0=x0, top=top, x1=x1, bottom=bottom))
            else:
                lost += one.text
        if lost.strip():
            self.found.clipped.append(lost)
        return shown

    def _path(self, element: etree._Element, matrix: Matrix) -> None:
        opaque = number(element.get("Alpha"), 255) > 0
        stroked = opaque and element.get("Stroke") != "false" and _colour_seen(element, "StrokeColor")
        filled = opaque and element.get("Fill") == "true" and _colour_seen(element, "FillColor")
        for piece in outlines(text_of(element, "AbbreviatedData")):
            corners = [moved(point, matrix) for point in piece]
            if stroked:
                for one, two in itertools.pairwise(corners):
                    self._box(bounds([one, two]))
            if filled:
                self._box(bounds(corners))

    def _picture(self, element: etree._Element, matrix: Matrix) -> None:
        box = numbers(element.get("Boundary"), 4)
        if box is None:
            return
        x, y, width, height = box
        rect = bounds([moved((x, y), matrix), moved((x + width, y + height), matrix)])
        if min(rect.x1 - rect.x0, rect.bottom - rect.top) <= THIN:
            self._box(rect)
        else:
            self.found.pictures.append(rect)
            filled = (width, 0.0, 0.0, height, 0.0, 0.0)
            a, b, c, d, e, f = numbers(element.get("CTM"), 6) or filled
            at = combine((a, b, c, d, e + x, f + y), matrix)
            self.found.placed.append(Placed(element.get("ResourceID", ""), at))

    def _box(self, rect: Rect) -> None:
        """A box that is long in one direction only becomes a ruling along it, cut off at the page's edge."""
        across, down = self._size
        width, height = rect.x1 - rect.x0, rect.bottom - rect.top
        dot = is_dot(width, height)
        if dot or (height <= THIN and width > height):
            _add(self.found.levels, (rect.top + rect.bottom) / 2, (rect.x0, rect.x1), (across, down))
        if dot or (width <= THIN and height >= width):
            _add(self.found.uprights, (rect.x0 + rect.x1) / 2, (rect.top, rect.bottom), (down, across))
        elif height > THIN:
            self.found.shapes += 1


def _add(rulings: list[Ruling], at: float, ends: tuple[float, float], page: tuple[float, float]) -> None:
    """`page` is its size along the ruling and across it."""
    start, end = max(0.0, ends[0]), min(page[0], ends[1])
    if start < end and 0.0 <= at <= page[1]:
        rulings.append(Ruling(at, start, end))


def _space(element: etree._Element, outer: Matrix, *, turned: bool = True) -> Matrix:
    """From the object's own space to the page: its matrix, then its boundary's corner, then the outer one."""
    own = (numbers(element.get("CTM"), 6) if turned else None) or IDENTITY
    corner = numbers(element.get("Boundary"), 4) or (0.0, 0.0)
    a, b, c, d, e, f = own
    return combine((a, b, c, d, e + corner[0], f + corner[1]), outer)


def _clip(element: etree._Element, outer: Matrix) -> Rect | None:
    """Where an object shows, if it is clipped: the overlap of its clips' bounds."""
    clips = first(element, "Clips")
    if clips is None:
        return None
    space = _space(element, outer, turned=clips.get("TransFlag") != "false")
    rects = []
    for clip in named(clips, "Clip"):
        points = [
            moved(point, _space(path, _space(area, space)))
            for area in named(clip, "Area")
            for path in named(area, "Path")
            for piece in outlines(text_of(path, "AbbreviatedData"))
            for point in piece
        ]
        if points:
            rects.append(bounds(points))
    if not rects:
        return None
    x0, top = max(r.x0 for r in rects), max(r.top for r in rects)
    return Rect(x0, top, min(r.x1 for r in rects), min(r.bottom for r in rects))


def _colour_seen(element: etree._Element, name: str) -> bool:
    """A colour that is not given is black (for fills too, where a fill was asked for)."""
    colour = first(element, name)
    return colour is None or is_seen(colour.get("Value"), colour.get("Alpha"))
