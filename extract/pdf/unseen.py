"""Characters on which something lies: lost, seen in part, or hidden by somebody's remark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from extract.document import Box

if TYPE_CHECKING:
    from extract.pdf.covered import Under
    from extract.pdf.frame import Frame
    from extract.pdf.rulings import Rect
    from extract.pdf.sight import Sight


_NEAR = 8.0
"""Characters are looked up by squares of this side (points)."""
_FARTHEST, _MOST_NEAR = 1e6, 200
_ACCOUNTS = 0.3
"""Ink in a character's place is that of another one which takes up this share of it."""


class Piece(NamedTuple):
    """Some text and where it stands on the page as seen."""

    text: str
    box: Box


class Unseen(NamedTuple):
    """Text that something lies on: kept out (`gone`), seen in part, or below an annotation (`noted`)."""

    gone: Sequence[Piece] = ()
    partly: Sequence[Piece] = ()
    noted: Sequence[Piece] = ()


class Watched(NamedTuple):
    """Where to look: text objects, by handle, that something lies on, and where annotations stand."""

    under: Mapping[int, Under]
    noted: Sight | None = None


class Characters(NamedTuple):
    """A page's characters, one for each of pdfium's indices: their text and origins, and how to ask for more.

    `objects` tells the text object of one, `ink` its bounds in PDF space.
    """

    text: str
    xs: Sequence[float]
    ys: Sequence[float]
    objects: Callable[[int], int]
    ink: Callable[[int], Rect]


class Losses:
    """The characters of a page on which something lies, sorted by what is seen of them."""

    def __init__(
        self, characters: Characters, frame: Frame, watched: Watched, clipped: Container[int]
    ) -> None:
        self.gone: dict[int, Rect] = {}
        self._partly: dict[int, Rect] = {}
        self._noted: dict[int, Rect] = {}
        self._back: dict[int, Rect] = {}
        self._mended: set[int] = set()
        self._all, self._frame = characters, frame
        if watched.under:
            self._sort(watched.under, clipped)
        if watched.noted:
            self._note(watched.noted)

    def found(self, hidden: Container[int]) -> Unseen:
        """What was found. `hidden`: text objects that are not seen anyway.

        A character beside one that is lost counts as seen in part: it says half of something.
        """
        beside = {one for index in self.gone for one in (index - 1, index + 1)}
        beside -= self.gone.keys() | self._back.keys()
        for index in beside:
            if not 0 <= index < len(self._all.text) or self._all.text[index].isspace():
                continue
            if self._all.objects(index) in hidden:
                continue
            box = self._frame.box(*self._all.ink(index))
            if any(_touch(box, self.gone[one]) for one in (index - 1, index + 1) if one in self.gone):
                self._partly[index] = box
        text = self._all.text
        lost = {**self.gone, **self._back} if self.gone else {}
        return Unseen(*(_pieces(text, found) for found in (lost, self._partly, self._noted)))

    def _sort(self, under: Mapping[int, Under], clipped: Container[int]) -> None:
        repeated: set[int] = set()
        for index, char in enumerate(self._all.text):
            handle = 0 if char.isspace() else self._all.objects(index)
            one = under.get(handle)
            if one is None:
                continue
            ink = self._all.ink(index)
            box = self._frame.box(*ink)
            seen = one.sight.of(box)
            if seen == "unknown":
                seen = "part" if handle not in clipped and one.reach(ink) else "whole"
            if seen != "whole":
                (self.gone if seen == "gone" else self._partly)[index] = box
                if one.sight.shows_the_same(box):
                    repeated.add(index)
        if repeated:
            self._bring_back(repeated)

    def _bring_back(self, repeated: set[int]) -> None:
        """Count characters as seen where text shows in their place that no other character accounts for.

        Pdfium leaves out a character that repeats one in the same place: the one below stands for it.
        """
        places: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, char in enumerate(self._all.text):
            if index not in self.gone and not char.isspace():
                places[self._square(index)].append(index)
        for index in sorted(repeated, reverse=True):  # of several in one place the last one stands for it
            if not self._is_overwritten(index, places):
                self._back[index] = (self.gone if index in self.gone else self._partly).pop(index)
                places[self._square(index)].append(index)
                self._mended.update(range(_whole(self._all.ys[index]) - 1, _whole(self._all.ys[index]) + 2))

    def is_mended(self, y: float) -> bool:
        """Does some character on the line at this height stand for a later one? Then order says nothing."""
        return bool(self._mended) and _whole(y) in self._mended

    def _square(self, index: int) -> tuple[int, int]:
        return _whole(self._all.xs[index] / _NEAR), _whole(self._all.ys[index] / _NEAR)

    def _is_overwritten(self, index: int, places: Mapping[tuple[int, int], Sequence[int]]) -> bool:
        box = Box(*(self.gone.get(index) or self._partly[index]))
        column, row = self._square(index)
        least = _ACCOUNTS * (box.x1 - box.x0) * (box.bottom - box.top)
        around = product(range(column - 2, column + 3), range(row - 2, row + 3))
        near = (one for square in around for one in places.get(square, ()) if one != index)
        return any(
            Box(*self._frame.box(*self._all.ink(one))).overlap(box) >= least
            for one in islice(near, _MOST_NEAR)
        )

    def _note(self, sight: Sight) -> None:
        for index, char in enumerate(self._all.text):
            if not char.isspace() and index not in self.gone:
                box = self._frame.box(*self._all.ink(index))
                if sight.holds(box) and sight.of(box) in ("part", "gone"):
                    self._noted[index] = box


def _whole(value: float) -> int:
    """Rounded; what a hostile file puts beyond all bounds comes to a bound."""
    return round(max(-_FARTHEST, min(_FARTHEST, value)))


def _touch(one: Rect, other: Rect) -> bool:
    """Are two characters neighbours on a line or in a column, rather than one on top of the other?"""
    size = max(*(box[2] - box[0] for box in (one, other)), *(box[3] - box[1] for box in (one, other)))
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return -size / 4 < max(across, down) < size / 2 and min(across, down) < 0


def _pieces(text: str, found: Mapping[int, Rect]) -> list[Piece]:
    """The characters found, those next to one another together."""
    pieces: list[Piece] = []
    last = -2
    for index in sorted(found):
        box = Box(*found[index])
        if index == last + 1 and _touch(found[last], found[index]):
            pieces[-1] = Piece(pieces[-1].text + text[index], pieces[-1].box.union(box))
        else:
            pieces.append(Piece(text[index], box))
        last = index
    return pieces
