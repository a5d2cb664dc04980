"""A lone character read again beside a number of the same page.

A recogniser that sees nothing but `≥` or `5` takes it for N or S; in front of a number it knows better.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extract.scan.types import Recognised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.scan.recogniser import Recogniser
    from extract.scan.types import Grey

_NUMBER = re.compile(r"\d[\d.]{1,5}\d%?")
_SURELY = 0.97
_ALIKE = (0.75, 1.33)
"""How much higher or lower the crop of the number may be."""


class Company(NamedTuple):
    """A number of the page that was read surely, with its crop."""

    text: str
    crop: Grey


def company(crops: Sequence[Grey], lines: Sequence[Recognised]) -> list[Company]:
    """The numbers that can stand beside a lone character."""
    return [
        Company(line.text, crop)
        for crop, line in zip(crops, lines, strict=True)
        if line.probability >= _SURELY and _NUMBER.fullmatch(line.text)
    ]


def beside(recogniser: Recogniser, lone: Grey, others: Sequence[Company], side: int) -> Recognised | None:
    """What a lone character reads as in front of a number; None where no number fits or it was not seen.

    Args:
        recogniser: runs the networks; the larger one is asked.
        lone: the crop of the character.
        others: from `company`.
        side: how much paper a crop has at each side, in pixels.
    """
    import numpy as np  # noqa: PLC0415

    fitting = [one for one in others if _ALIKE[0] < one.crop.shape[0] / lone.shape[0] < _ALIKE[1]]
    if not fitting:
        return None
    known = min(fitting, key=lambda one: abs(one.crop.shape[0] - lone.shape[0]))
    cut = side * 2 // 3
    height = max(lone.shape[0], known.crop.shape[0])
    pair = [_as_high(lone[:, : lone.shape[1] - cut], height), _as_high(known.crop[:, cut:], height)]
    (line,) = recogniser.read([np.concatenate(pair, axis=1)], "small")
    readings = tuple(
        (text.removesuffix(known.text).strip(), probability)
        for text, probability in line.readings
        if text.endswith(known.text) and text.removesuffix(known.text).strip()
    )
    if not readings:
        return None
    text = readings[0][0]
    return Recognised(text, line.chars[: len(text)], readings)


def _as_high(crop: Grey, height: int) -> Grey:
    import numpy as np  # noqa: PLC0415

    above = (height - crop.shape[0]) // 2
    return np.pad(crop, ((above, height - crop.shape[0] - above), (0, 0)), mode="edge")
