"""The characters of an exported page, and whether its text layer can be trusted at all.

Neighbours on one baseline are read as one run, so that most of the work is done once a run, not once a
character: the text comes in one call, the origins in one call each, ink only for a few characters of a run.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from math import atan2, degrees
from typing import TYPE_CHECKING, NamedTuple

from extract.pdf import pdfium
from extract.pdf.char_codes import UNREADABLE, named_text
from extract.pdf.unseen import Characters, Losses, Unseen, Watched
from extract.textflow import Run, is_ideograph

if TYPE_CHECKING:
    from extract.document import TextLayer
    from extract.pdf.frame import Frame
    from extract.pdf.rulings import Drawing, Rect

MAX_CHARACTERS = 100_000
"""A page of a form holds a few thousand characters."""
GARBLED_SHARE = 0.1
"""From this share of characters without a meaning on, nothing on the page is passed on."""
MOSTLY_LOST = 0.7
"""From this share on the little that has a meaning is not worth keeping: the whole page is recognised."""
_REACH = 2.5
"""A run ends where the next character begins further off than this many heights."""
_ABOUT = 20.0
"""A baseline is never further (points) from the ink of its own text object than this."""

_MANY_LINES = 4
"""From one line end in so many characters on, pdfium took the page for one written downwards: it ended
the line after each character, and a line end says nothing about a gap."""
_SLANT = 8.0
"""Text turned this much (degrees) against the page is a watermark; a scanner's skew is less."""
_NO_INK = 0.1
"""A box lower than this (points) holds no ink: a blank, or a font that pdfium cannot draw."""
_TALL = re.compile("[A-Z0-9bdfhklt]")
_ENOUGH = 20
"""So many letters must be seen before their width says anything about the page."""


class TooManyCharactersError(Exception):
    """The page holds more characters than any form."""


class PageText(NamedTuple):
    """The visible text of a page in content order, and what was kept out.

    `invisible` counts characters that are invisible or off the page; `clipped` holds the pieces of text that
    a clip cuts off, `slanted` the text that reads in none of the four directions. `inkless`: some font is
    neither embedded nor on this machine; pdfium then passes over text objects of one character, and nobody
    can tell how many. `layer_below` holds those invisible characters that are not painted at all: where a
    picture lies over them, they are what an earlier recognition read in it. `partly`: many codes mean
    nothing, yet enough of them do for the rest to be read as it stands. `unseen` is what something lies on.
    """

    runs: list[Run]
    layer: TextLayer
    invisible: int = 0
    clipped: tuple[str, ...] = ()
    slanted: str = ""
    inkless: bool = False
    layer_below: Sequence[Run] = ()
    partly: bool = False
    unseen: Unseen = Unseen()


def text_of(text_page: int, frame: Frame, drawing: Drawing, watched: Watched) -> PageText:
    """Read the text that a reader of the page sees.

    Raises:
        TooManyCharactersError: more characters than any form has.
    """
    reader = _Reader(text_page, frame, drawing, watched)
    reader.read()
    layer: TextLayer = "usable" if reader.runs else "none"
    partly = bool(reader.runs) and _is_partly_garbled(reader.runs)
    if reader.runs and not partly and _is_garbled(reader.runs):
        layer = "garbled"
    runs = reader.runs if layer == "usable" else []
    clipped = tuple(reader.clipped.values())
    return PageText(
        runs,
        layer,
        reader.invisible,
        clipped,
        reader.slanted,
        reader.inkless,
        reader.layer_below,
        partly,
        reader.unseen(),
    )


def lost_on(
    text_page: int, frame: Frame, drawing: Drawing, watched: Watched
) -> list[tuple[str, float, float]]:
    """The characters that a reader of the page does not see, each with its origin as seen.

    Raises:
        TooManyCharactersError: more characters than any form has.
    """
    return list(_Reader(text_page, frame, drawing, watched).lost())


class _Watch:
    """The heights of the page at which a character may be invisible or clipped: only there each is asked."""

    def __init__(self, frame: Frame, inks: list[Rect]) -> None:
        self._starts: list[float] = []
        self._ends: list[float] = []
        for _, top, _, bottom in sorted((frame.box(*ink) for ink in inks), key=lambda ink: ink[1]):
            start, end = top - _ABOUT, bottom + _ABOUT
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, y: float) -> bool:
        i = bisect_right(self._starts, y) - 1
        return i >= 0 and y <= self._ends[i]


class _Reader:
    """One pass over a page's characters in content order: cut into runs, and what nobody sees sorted out."""

    def __init__(self, text_page: int, frame: Frame, drawing: Drawing, watched: Watched) -> None:
        count = max(0, pdfium.count_chars(text_page))
        if count > MAX_CHARACTERS:
            raise TooManyCharactersError
        self.runs: list[Run] = []
        self.invisible = 0
        self.clipped: dict[int, str] = {}
        self.slanted = ""
        self.inkless = False
        self.layer_below: list[Run] = []
        self._page, self._frame, self._drawing = text_page, frame, drawing
        cuts = [cut.ink for cut in drawing.clipped.values()]
        self._watch = _Watch(
            frame, [*drawing.hidden.values(), *cuts, *(one.rect for one in watched.under.values())]
        )
        self._text = named_text(text_page, count)
        self._xs, self._ys = frame.points(_origins(text_page, count))
        self._size = (frame.width, frame.height)
        self._first: Rect = (0.0, 0.0, 0.0, 0.0)
        self._box, self._to_box = pdfium.numbers(4, "d")
        self._loose, (self._to_loose, *_) = pdfium.numbers(4, "f")
        self._matrix, (self._to_matrix, *_) = pdfium.numbers(6, "f")
        object_of = partial(pdfium.char_object, text_page)
        characters = Characters(self._text, self._xs, self._ys, object_of, self._ink)
        self._losses = Losses(characters, frame, watched, drawing.clipped)

    def read(self) -> None:
        """Cut the page's text into runs; each goes to `runs` once it ends."""
        watched = False
        lines_mean_gaps = _MANY_LINES * self._text.count("\n") < len(self._text)
        start, apart, reach, last_x, last_y = -1, False, 0.0, 0.0, float("nan")
        for i, (char, x, y) in enumerate(zip(self._text, self._xs, self._ys, strict=True)):
            if char in "\r\n" or (char == " " and pdfium.char_is_generated(self._page, i)):
                start = self._ended(start, i, apart=apart)
                apart = lines_mean_gaps or char == " "
                continue
            if start >= 0 and not (y == last_y and 0.0 < x - last_x <= reach):
                start, apart = self._ended(start, i, apart=apart), False
            if y != last_y:
                watched = self._watch.covers(y)
            last_x, last_y = x, y
            if watched and self._is_dealt_with(i, apart=apart):
                start = self._ended(start, i, apart=apart)
                continue
            if start < 0:
                start, reach = i, self._reach(i)
        self._ended(start, len(self._text), apart=apart)

    def _ended(self, start: int, end: int, *, apart: bool) -> int:
        """Keep the run from `start` up to `end`; the answer is the start of no run."""
        if start >= 0:
            self._add(start, end, apart=apart)
        return -1

    def _is_dealt_with(self, index: int, *, apart: bool) -> bool:
        """Keep out invisible and clipped text; what a clip shows in part goes in character by character."""
        handle = pdfium.char_object(self._page, index)
        if handle in self._drawing.hidden:
            self.invisible += not self._text[index].isspace()
            if handle in self._drawing.unpainted and not self._text[index].isspace():
                ink = self._frame.box(*self._ink(index))
                self.layer_below.append(Run(self._text[index], *ink, self._xs[index], self._ys[index]))
            return True
        if index in self._losses.gone:
            return True
        cut = self._drawing.clipped.get(handle)
        if cut is None:
            alone = self._losses.is_mended(self._ys[index])
            if alone:
                self._add(index, index + 1, apart=apart, ink=self._ink(index))
            return alone
        ink = self._ink(index)
        if cut.shows(*_middle(ink)):
            self._add(index, index + 1, apart=apart, ink=cut.seen_part(ink))
        else:
            self.clipped[handle] = self.clipped.get(handle, "") + self._text[index]
        return True

    def lost(self) -> Iterator[tuple[str, float, float]]:
        """The characters that their own paint, a clip or something on top of them hides."""
        for i, char in enumerate(self._text):
            if not char.isspace() and (i in self._losses.gone or self._is_hidden(i)):
                yield char, self._xs[i], self._ys[i]

    def _is_hidden(self, index: int) -> bool:
        handle = pdfium.char_object(self._page, index)
        cut = self._drawing.clipped.get(handle)
        return handle in self._drawing.hidden or (
            cut is not None and not cut.shows(*_middle(self._ink(index)))
        )

    def unseen(self) -> Unseen:
        """What something lies on, once all is read."""
        return self._losses.found(self._drawing.hidden)

    def _ink(self, index: int) -> Rect:
        """Left, low, right and high of a character's ink, in PDF space."""
        pdfium.char_box(self._page, index, *self._to_box)
        left, right, low, high = self._box
        if high - low < _NO_INK:  # a blank, or a font that is neither embedded nor on this machine
            pdfium.char_loose_box(self._page, index, self._to_loose)
            left, high, right, low = self._loose
            self.inkless = self.inkless or not self._text[index].isspace()
        return left, low, right, high

    def _reach(self, index: int) -> float:
        """How far to the right the next character of a run may begin."""
        left, low, right, high = self._first = self._ink(index)
        height = right - left if self._frame.rotation in (90, 270) else high - low
        return max(4.0, height) * _REACH

    def _add(self, start: int, end: int, *, apart: bool, ink: Rect | None = None) -> None:
        x0, y0, x1, y1 = self._frame.box(*(ink or self._ink_of(start, end)))
        width, height = self._size
        turn: int | None = 0
        begins: tuple[float, ...] = ()
        if end - start > 1:
            if x0 < 0 or x1 > width:  # a line that runs off the page
                for i in range(start, end):
                    self._add(i, i + 1, apart=apart, ink=self._ink(i))
                return
            begins = tuple(self._xs[start:end])
        else:
            turn = self._turn(start)
        text = self._text[start:end]
        if turn is None:
            self.slanted += text.strip()
        elif 0 <= y0 + y1 <= 2 * height and 0 <= x0 + x1 <= 2 * width:
            self.runs.append(Run(text, x0, y0, x1, y1, self._xs[start], self._ys[start], turn, apart, begins))
        else:
            self.invisible += len("".join(text.split()))

    def _ink_of(self, start: int, end: int) -> Rect:
        """The ink of a run, from its first (measured when it began), middle and last character."""
        ink = self._first
        if end - start == 1:
            return ink
        two = self._ink(end - 1)
        one = self._ink((start + end) // 2) if end - start > 2 else two
        return (
            min(ink[0], one[0], two[0]),
            min(ink[1], one[1], two[1]),
            max(ink[2], one[2], two[2]),
            max(ink[3], one[3], two[3]),
        )

    def _turn(self, index: int) -> int | None:
        """Direction of reading as seen, clockwise, in quarters; None for text at a slant.

        The direction is where the matrix sends the baseline: the upright strokes of italics lean anyway.
        """
        pdfium.char_matrix(self._page, index, self._to_matrix)
        across, up = self._matrix[0], self._matrix[1]
        if not up and across > 0:  # as most text
            return self._frame.rotation
        angle = -degrees(atan2(up, across))
        quarter = round(angle / 90)
        return (90 * quarter + self._frame.rotation) % 360 if abs(angle - 90 * quarter) < _SLANT else None


def _middle(ink: Rect) -> tuple[float, float]:
    return (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2


def _origins(text_page: int, count: int) -> array[float]:
    """X and y of each character's origin in PDF space, one after the other."""
    origins = array("d")
    origin, (to_x, to_y) = pdfium.numbers(2, "d")
    read = pdfium.char_origin
    for i in range(count):
        read(text_page, i, to_x, to_y)
        origins += origin
    return origins


def _is_garbled(runs: list[Run]) -> bool:
    """True where the codes do not say what the ink says.

    Besides characters without a meaning: a page whose Latin letters are all as wide as high shows Chinese
    characters with lost codes. A page of numbers or English has narrow letters and passes.
    """
    text = "".join([run.text for run in runs])
    drawn = len("".join(text.split()))
    if not drawn:
        return False
    if text.count(UNREADABLE) >= max(1.0, GARBLED_SHARE * drawn) or "(cid:" in text:
        return True
    if any(is_ideograph(char) for char in text):
        return False
    return _is_wide(runs)


def _is_partly_garbled(runs: list[Run]) -> bool:
    """True where one font of several lost its codes: what the others say is to be relied on."""
    text = "".join("".join([run.text for run in runs]).split())
    lost = text.count(UNREADABLE)
    if not max(1.0, GARBLED_SHARE * len(text)) <= lost < MOSTLY_LOST * len(text):
        return False
    return sum(is_ideograph(char) for char in text) >= _ENOUGH


def _is_wide(runs: list[Run]) -> bool:
    """Do letters and digits stand as far apart as Chinese characters would?"""
    words = [run for run in runs if run.text.isascii() and len(run.text) > 3 and _TALL.search(run.text)]
    letters = sum(len(run.text) for run in words)
    wide = sum(len(run.text) for run in words if run.x1 - run.x0 > len(run.text) * (run.bottom - run.top))
    return letters >= _ENOUGH and 2 * wide > letters
