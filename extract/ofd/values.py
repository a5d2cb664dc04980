"""How OFD writes numbers: boxes, matrices, lists of steps with a shorthand, colours, and paths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

POINTS = 72 / 25.4
"""OFD counts in millimetres."""
MAX_SEGMENTS = 200_000

Point: TypeAlias = tuple[float, float]
# x' = a x + c y + e, y' = b x + d y + f; y grows down.
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_WHITE = 250
_ENDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


class Rect(NamedTuple):
    """A rectangle, y down."""

    x0: float
    top: float
    x1: float
    bottom: float


def number(text: str | None, default: float) -> float:
    """A finite number, else the default."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < 1e7 else default


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly this many numbers, else None."""
    parts = (text or "").replace(",", " ").split()
    if len(parts) < count:
        return None
    values = [number(part, math.nan) for part in parts[:count]]
    return None if any(math.isnan(value) for value in values) else tuple(values)


def combine(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def moved(point: Point, matrix: Matrix) -> Point:
    """The point after the matrix."""
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(points: list[Point]) -> Rect:
    """The smallest rectangle around the points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def steps(text: str | None, most: int) -> list[float] | None:
    """The way from each character to the next, at most `most`; `g 3 2.5` stands for three times 2.5.

    None where nothing is said.
    """
    return None if text is None else list(islice(_steps(text.split()), most))


def _steps(words: list[str]) -> Iterator[float]:
    at = 0
    while at < len(words):
        if words[at] == "g" and at + 2 < len(words):
            step = number(words[at + 2], 0.0)
            for _ in range(int(number(words[at + 1], 0.0))):
                yield step
            at += 3
        else:
            yield number(words[at], 0.0)
            at += 1


def is_seen(value: str | None, alpha: str | None) -> bool:
    """False for white and for fully transparent; a colour that is not understood counts as seen."""
    if number(alpha, 255.0) <= 0:
        return False
    parts = [_component(part) for part in (value or "").replace(",", " ").split()]
    return len(parts) not in (1, 3) or min(parts) < _WHITE


def _component(part: str) -> float:
    if part.startswith("#"):
        try:
            return int(part[1:], 16)
        except ValueError:
            return 0.0
    return number(part, 0.0)


def outlines(data: str | None) -> list[list[Point]]:
    """The straight pieces of a path: each a list of corners, a closed one with its first again at the end.

    A curve ends a piece; the next begins where the curve ends.
    """
    found: list[list[Point]] = [[]]
    words = (data or "").replace(",", " ").split()
    at = 0
    while at < len(words) and at < MAX_SEGMENTS:
        operator = words[at]
        if operator == "C":
            found[-1].extend(found[-1][:1])
            found.append(found[-1][-1:])
            at += 1
            continue
        count = _ENDS.get(operator)
        values = numbers(" ".join(words[at + 1 : at + 1 + count]), count) if count else None
        if values is None:
            at += 1
            continue
        end = (values[-2], values[-1])
        if operator == "L":
            found[-1].append(end)
        else:
            found.append([end])
        at += 1 + len(values)
    return [piece for piece in found if len(piece) > 1]
