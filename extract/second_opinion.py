"""An independent second reader: pdfplumber reads again the boxes on which an error would rest.

It shares with the first reader the way from characters to text, but nothing before it: file parsing, fonts,
character codes and positions are pdfminer's own. What nobody sees pdfminer cannot tell; that it is told.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from io import BytesIO
from math import atan2, degrees
from typing import TYPE_CHECKING, Any

from extract.textflow import Run, flow, is_ideograph, rows_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from extract.document import Box, OnPage, Problem
    from extract.pdf.lost import Lost

_ASCENT, _DESCENT = 0.8, 0.1
"""Ink of a character above and below its baseline, in font sizes; what fonts say is often far off."""
_WORDS = 4
"""So many Chinese characters beside a number make a sentence of it, not an amount with its unit."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_IN_TEXT = re.compile(r"[-+\u2212]?\d(?:[\d.,]*\d)?[%\u2030\u4e07\u4ebf\u5343\u767e]?")


def unseen_on(problems: Iterable[Problem]) -> set[int | None]:
    """The pages that hold text which nobody sees, as far as the first reader said so."""
    return {one.page for one in problems if one.code in ("covered-text", "invisible-text", "clipped-text")}


def reread(
    data: bytes,
    places: Sequence[OnPage],
    password: str | None = None,
    *,
    unseen: Container[int | None] = (),
) -> list[str | None]:
    """What pdfplumber reads in each box, in reading order; None where it cannot say.

    Args:
        data: the bytes of the PDF.
        places: boxes on pages as seen (points, rotation applied, origin at the crop box's top left).
        password: opens an encrypted file.
        unseen: pages that hold text which nobody sees, so that it is not brought back.
    """
    import pdfplumber  # noqa: PLC0415 - slow to load, and needed only once something is in doubt

    from extract.pdf.lost import lost_characters  # noqa: PLC0415 - as above

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font; stages do not print
    texts: list[str | None] = [None] * len(places)
    numbers = sorted({place.page for place in places})
    try:
        asked = [number for number in numbers if number in unseen]
        lost = lost_characters(data, asked, password) if asked else {}
        with pdfplumber.open(BytesIO(data), password=password or "") as pdf:
            for number in numbers:
                _read_page(pdf, number, places, texts, lost.get(number, ()))
    except Exception:  # noqa: BLE001 - pdfminer fails in many ways, and each means: no second opinion
        return texts
    return texts


def agree(first: str, second: str | None) -> bool:
    """Do two readings say the same, white space and character width aside?

    A number that the first reading took from a sentence must stand in the second one's sentence, whole.
    """
    if second is None:
        return False
    one, other = _bare(first), _bare(second)
    return one == other or (
        _is_sentence(other) and _NUMBER.fullmatch(one) is not None and one in _numbers(other)
    )


def _is_sentence(text: str) -> bool:
    return sum(map(is_ideograph, text)) >= _WORDS


def _numbers(text: str) -> list[str]:
    """The numbers of a text, each with its sign, and with what makes it a share or a larger amount."""
    return _IN_TEXT.findall(text)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read_page(
    pdf: Any, number: int, places: Sequence[OnPage], texts: list[str | None], lost: Sequence[Lost]
) -> None:
    from pdfplumber.utils.text import dedupe_chars  # noqa: PLC0415 - as above

    if not 1 <= number <= len(pdf.pages):
        return
    page = pdf.pages[number - 1]
    boxes = {i: place.box for i, place in enumerate(places) if place.page == number}
    for i, chars in _inside(page, boxes, lost).items():
        # bold text is often drawn twice; looking for doubles box by box costs far less than on the whole page
        runs = [run for char in dedupe_chars(chars) if (run := _run(page, char))]
        texts[i] = flow(rows_of(runs), boxes[i].x1 - boxes[i].x0)
    page.close()


def _inside(page: Any, boxes: dict[int, Box], lost: Sequence[Lost]) -> dict[int, list[dict[str, Any]]]:
    """The characters pdfplumber sees whose middle stands in each box, without those that are lost."""
    placed = [(char, run) for char in page.chars if (run := _run(page, char))]
    if lost:
        placed = list(_seen(placed, lost))
    return {i: [char for char, run in placed if _holds(box, run)] for i, box in boxes.items()}


def _seen(
    placed: Iterable[tuple[dict[str, Any], Run]], lost: Sequence[Lost]
) -> Iterator[tuple[dict[str, Any], Run]]:
    """Leave out a character for each lost one: the first in its place, which others were written over."""
    waiting = Counter((_bare(one.text), round(one.x), round(one.y)) for one in lost)
    for char, run in placed:
        text, x, y = _bare(run.text), round(run.origin_x), round(run.origin_y)
        around = ((text, x + i, y + j) for i in (0, -1, 1) for j in (0, -1, 1))
        here = next((place for place in around if waiting[place]), None)
        if here is None:
            yield char, run
        else:
            waiting[here] -= 1


def _holds(box: Box, run: Run) -> bool:
    x, y = (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _run(page: Any, char: dict[str, Any]) -> Run | None:
    """A character in our axes. pdfplumber counts from the media box, and puts that box's offset back on."""
    left, top = _crop_offset(page)
    left, top = left + page.mediabox[0], top + page.mediabox[1]
    a, b, _, _, e, f = char["matrix"]
    turn = round(-degrees(atan2(b, a)) / 90) * 90 % 360
    height = page.mediabox[3] - page.mediabox[1]
    x0, x1 = char["x0"] - left, char["x1"] - left
    origin_x, origin_y = e + page.mediabox[0] - left, height - f + page.mediabox[1] - top
    if turn:
        ink = (x0, char["top"] - top, x1, char["bottom"] - top)
    else:
        ink = (x0, origin_y - _ASCENT * char["size"], x1, origin_y + _DESCENT * char["size"])
    return Run(char["text"], *ink, origin_x, origin_y, turn) if char["text"] else None


def _crop_offset(page: Any) -> tuple[float, float]:
    """From the media box's top left to the crop box's, both as seen."""
    mx0, my0, mx1, my1 = page.page_obj.mediabox
    cx0, cy0, cx1, cy1 = page.page_obj.cropbox or page.page_obj.mediabox
    left, low, right, high = (max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1))
    return {
        0: (left - mx0, my1 - high),
        90: (low - my0, left - mx0),
        180: (mx1 - right, low - my0),
        270: (my1 - high, mx1 - right),
    }[page.rotation]
