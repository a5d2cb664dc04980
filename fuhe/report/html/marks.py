"""The cells that findings rest on: each place once, with all findings that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from extract.document import InText, OnPage, Place
from validate.outcome import Evidence, Finding, Severity

_NUMBER_WIDTH = 9.0  # points that a number on the tag of a box takes
_GRAVEST: tuple[Severity, ...] = ("error", "warning", "notice")


class Mark(msgspec.Struct, frozen=True):
    """One cell to be lit: its number, where it stands, the findings (numbered from 1) that cite it."""

    number: int
    place: Place
    findings: tuple[int, ...]
    severity: Severity

    def tag(self, width: float) -> str:
        """The numbers of the findings, as many as go into so many points; the others are counted."""
        room = max(1, int(width / _NUMBER_WIDTH))
        shown, more = self.findings[:room], len(self.findings) - room
        return "·".join(map(str, shown)) + (f"+{more}" if more > 0 else "")


class Marks:
    """All marks of a document, to be looked up by place and by page."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        citing: dict[Place, list[int]] = {}
        for number, finding in enumerate(findings, start=1):
            for place in _places(finding.evidence):
                numbers = citing.setdefault(place, [])
                if number not in numbers:
                    numbers.append(number)
        self.all = tuple(
            Mark(at, place, tuple(numbers), _gravest(findings[number - 1] for number in numbers))
            for at, (place, numbers) in enumerate(citing.items(), start=1)
        )
        self._by_place = {mark.place: mark for mark in self.all}
        self._in_text = [(mark.place, mark) for mark in self.all if isinstance(mark.place, InText)]

    def at(self, places: Iterable[Place]) -> tuple[Mark, ...]:
        """The marks on these places, of a text also those that lie within one of them."""
        asked = tuple(places)
        exact = tuple(self._by_place[place] for place in asked if place in self._by_place)
        outer = [place for place in asked if isinstance(place, InText)]
        if exact or not outer:
            return exact
        return tuple(mark for inner, mark in self._in_text if any(_within(inner, place) for place in outer))

    def on(self, place: Place) -> Mark | None:
        """The mark on exactly this place."""
        return self._by_place.get(place)

    def on_page(self, number: int) -> tuple[Mark, ...]:
        """The marks of a page, large boxes first, so that a small one is never covered."""
        here = [mark for mark in self.all if isinstance(mark.place, OnPage) and mark.place.page == number]
        return tuple(sorted(here, key=_area, reverse=True))


def _places(evidence: Iterable[Evidence]) -> list[Place]:
    return [place for one in evidence for place in (one.place, *one.more)]


def _gravest(findings: Iterable[Finding]) -> Severity:
    return min((finding.severity for finding in findings), key=_GRAVEST.index)


def _area(mark: Mark) -> float:
    box = mark.place.box if isinstance(mark.place, OnPage) else None
    return (box.x1 - box.x0) * (box.bottom - box.top) if box else 0.0


def _within(inner: InText, outer: InText) -> bool:
    """Whether a stretch of text lies in another: a figure that was split off the cell it was glued to."""
    begins, ends = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (outer.line, outer.column) <= begins and ends <= (outer.end_line, outer.end_column)
