"""Lines of text joined into running text the way a Chinese reader would."""

from __future__ import annotations

from collections.abc import Iterable


def join_lines(lines: Iterable[str]) -> str:
    """Join wrapped lines: nothing between Chinese, a blank between Latin words, a newline between digits.

    Two digits that meet at a line end may be one number or two; joining them could change a number, so the
    newline stays unless the caller knows better (a reader that sees the page knows whether the line was full).
    """
    joined = ""
    for line in lines:
        piece = line.strip()
        if not piece:
            continue
        joined += _glue(joined, piece) + piece
    return joined


def _glue(before: str, after: str) -> str:
    if not before:
        return ""
    last, first = before[-1], after[0]
    if last.isdigit() and first.isdigit():
        return "\n"
    if last.isascii() and first.isascii() and last.isalpha() and first.isalpha():
        return " "
    return ""
