"""Which network reads which line, and how sure the result is.

Everything is read by `tiny`. What an error may rest on (numbers, money units, ratings) is read by `small` as
well, so that nobody is accused on the word of one; and so are lines on which `tiny` was in doubt and those
that may hold rare characters (names, places).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.document import SURE
from extract.scan.company import beside, company
from extract.scan.lines import side_room
from extract.scan.marks import mark
from extract.scan.opinions import deciding, digits_alike, honest, numeric_like, pooled, single
from extract.scan.types import Recognised

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.scan.ink import Inked
    from extract.scan.lines import TextLine
    from extract.scan.recogniser import Recogniser
    from extract.scan.types import Grey

_LONE = 1.2
"""A lone character is narrower than this, in heights of the text."""
_DISPUTED = 0.6
"""How sure a digit is that has the shape of a stroke, and a dash that may be 一."""
_STROKE = 0.22
"""What is lower than this (in heights of the text) is one stroke."""
_SHORT = 3
"""No lone stroke is read as more characters than these."""
_STROKES = {"一", "_", "-", "—", "~"}
_DIGIT = re.compile("[02-9]")  # a 1 without foot and flag is a stroke
_NAMES = re.compile(r"(人|姓名|负责|经办|审核|审批|签字|签章|单位|部门|名称|地址)[^:：]{0,6}[:：]")


def rare_likely(text: str) -> bool:
    """Whether the text names a person or a place, whose characters the tiny network may not know."""
    return bool(_NAMES.search(text))


def read_lines(
    recogniser: Recogniser, lines: Sequence[TextLine], page: Inked, em: float, careful: Collection[int] = ()
) -> list[Recognised]:
    """What each line says; a lone dash or slash is told by its shape, all else by the networks.

    Args:
        recogniser: runs the networks.
        lines: from `extract.scan.lines`.
        page: where they come from.
        em: height of the text in pixels.
        careful: see `read_both`.

    Raises:
        MissingModelsError: the models or an engine to run them are not installed.
    """
    crops = [line.crop for line in lines]
    read = read_both(recogniser, crops, careful)
    known = company(crops, read)
    for number, line in enumerate(lines):
        stroke = _stroke(line, read[number], page, em)
        if stroke:
            read[number] = _stroke_or(stroke, read[number])
        elif _is_flat(line, em) and read[number].text in _STROKES:
            read[number] = Recognised("—", (), (("—", _DISPUTED), ("一", 1 - _DISPUTED)))
        elif _is_lone(line, em) and _unsure(read[number]):
            again = beside(recogniser, line.crop, known, side_room(em))
            read[number] = honest(again) if again else read[number]
    return read


def read_both(
    recogniser: Recogniser, crops: Sequence[Grey], careful: Collection[int] = ()
) -> list[Recognised]:
    """What each crop says, by one network or by both.

    Args:
        recogniser: runs the networks.
        crops: one line each.
        careful: numbers (from 0) of the crops that both must read: names, and whatever an error rests on.

    Raises:
        MissingModelsError: the models or an engine to run them are not installed.
    """
    first = recogniser.read(crops, "tiny")
    again = [number for number, line in enumerate(first) if number in careful or _needs_small(line)]
    second = recogniser.read([crops[number] for number in again], "small") if again else []
    both = {number: pooled(first[number], line) for number, line in zip(again, second, strict=True)}
    return [both[number] if number in both else single(line) for number, line in enumerate(first)]


def _needs_small(line: Recognised) -> bool:
    if not line.readings:
        return False
    if single(line).probability < SURE or rare_likely(line.text) or deciding(line.text):
        return True
    return any(numeric_like(text) for text, _ in line.readings)


def _stroke(line: TextLine, read: Recognised, page: Inked, em: float) -> Recognised | None:
    """The lone stroke that a line is by its shape; nothing that reads as a longer text is looked at."""
    if len(line.pieces) > 1 or len(read.text) > _SHORT:
        return None
    return mark(line.crop, page.paper, em)


def _stroke_or(stroke: Recognised, read: Recognised) -> Recognised:
    """The stroke that the shape shows; where the networks saw a digit in it, that digit, and doubt."""
    if not _DIGIT.fullmatch(read.text):
        return stroke
    return read._replace(readings=((read.text, _DISPUTED), (stroke.text, 1 - _DISPUTED)))


def _is_flat(line: TextLine, em: float) -> bool:
    _, top, _, bottom = line.box
    return len(line.pieces) == 1 and bottom - top <= _STROKE * em


def _is_lone(line: TextLine, em: float) -> bool:
    x0, _, x1, _ = line.box
    return len(line.pieces) == 1 and x1 - x0 <= _LONE * em


def _unsure(line: Recognised) -> bool:
    return line.probability < SURE or digits_alike(line.text) is not None
