"""An independent second reader of OFD pages: ofdkit reads again the boxes on which an error would rest.

It shares nothing with the first reader. It knows where each run of text begins and about how long it is; the
place of a character follows from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.ofd.values import POINTS

if TYPE_CHECKING:
    from extract.document import Box, OnPage

_MIDDLE = 0.35
"""The middle of a character stands this high above its baseline, in font sizes."""
_SAME_LINE = 0.5


class _Char(NamedTuple):
    """A character by the middle of its ink; points from the top left corner of the page."""

    text: str
    x: float
    y: float
    size: float


def reread(data: bytes, places: Sequence[OnPage], password: str | None = None) -> list[str | None]:
    """What ofdkit reads in each box, from the top down and left to right; None where it cannot say.

    Args:
        data: the bytes of the OFD package.
        places: boxes on its pages.
        password: OFD files that we read have none.
    """
    del password
    texts: list[str | None] = [None] * len(places)
    try:
        import ofdkit  # noqa: PLC0415 - needed only once something is in doubt

        with ofdkit.open(data) as document:
            pages = {place.page: _characters(document.pages[place.page - 1]) for place in places}
    except Exception:  # noqa: BLE001 - whatever goes wrong in it means: no second opinion
        return texts
    return [_text([char for char in pages[place.page] if _holds(place.box, char)]) for place in places]


def _characters(page: Any) -> list[_Char]:
    left, top, _, _ = page.box
    found = []
    for run in page.runs:
        step = run.width / max(1, len(run.text))
        y = run.y - _MIDDLE * run.size - top
        found += [
            _Char(char, (run.x + (number + 0.5) * step - left) * POINTS, y * POINTS, run.size * POINTS)
            for number, char in enumerate(run.text)
        ]
    return found


def _holds(box: Box, char: _Char) -> bool:
    return box.x0 <= char.x <= box.x1 and box.top <= char.y <= box.bottom


def _text(chars: Sequence[_Char]) -> str:
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda one: one.y):
        if lines and char.y - lines[-1][0].y < _SAME_LINE * char.size:
            lines[-1].append(char)
        else:
            lines.append([char])
    return "\n".join("".join(char.text for char in sorted(line, key=lambda one: one.x)) for line in lines)
