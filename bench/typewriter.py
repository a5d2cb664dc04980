"""A form as characters of one width: columns side by side, cells wrapped, merged cells in their middle."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from extract.dump.lines import width

_MM_PER_CHARACTER = 4.2


def typed(form: Any, made: Any, chance: Random) -> str:
    """The text. By chance a Chinese character takes one column or two, and cells stand at the top."""
    measure = chance.choice([len, width])
    wide = chance.uniform(0.9, 1.5) * (2 if measure is width else 1)
    rooms = [max(5, round(one / _MM_PER_CHARACTER * wide)) for one in made.widths]
    gap, down = chance.choice([1, 2, 2, 3]), chance.choice(["middle", "middle", "top"])
    page: dict[int, list[tuple[int, str]]] = {}
    for cell, top, height in _placed(made, rooms, gap, measure):
        room = sum(rooms[cell.column : cell.column + cell.columns]) - gap
        lines = wrapped(cell.text, room, measure)
        first = top + (height - 2 * len(lines)) // 2 if down == "middle" else top
        for at, line in enumerate(lines):
            spare = (room - measure(line)) // 2 if cell.align == "center" else 0
            start = sum(rooms[: cell.column]) + max(0, spare)
            page.setdefault(first + 2 * at, []).append((start, line))
    body = [_line(sorted(page[at]), measure) for at in sorted(page)]
    return "\n".join([form.title or "", *form.lines_above, *body]) + "\n"


def _placed(
    made: Any, rooms: list[int], gap: int, measure: Callable[[str], int]
) -> list[tuple[Any, int, int]]:
    """Every cell with its top and its height, both in half lines."""
    heights = [2] * made.row_count
    for cell in sorted(made.cells, key=lambda cell: cell.rows):
        room = sum(rooms[cell.column : cell.column + cell.columns]) - gap
        needed = 2 * len(wrapped(cell.text, room, measure))
        last = cell.row + cell.rows - 1
        heights[last] += max(0, needed - sum(heights[cell.row : last + 1]))
    return [
        (cell, sum(heights[: cell.row]), sum(heights[cell.row : cell.row + cell.rows]))
        for cell in made.cells
        if cell.text
    ]


def wrapped(text: str, room: int, measure: Callable[[str], int]) -> list[str]:
    """Lines no wider than the room; a run of figures is kept whole where it fits at all."""
    lines, line, word = [], "", ""
    for character in [*text, ""]:
        if word and not (
            character.isascii() and character.isalnum() and word[-1].isascii() and word[-1] != " "
        ):
            if line and measure(line + word) > room:
                lines.append(line)
                line = ""
            while measure(word) > room:
                lines.append(word[:room])
                word = word[room:]
            line, word = line + word, ""
        word += character
    return [*lines, line] if line else lines


def _line(pieces: list[tuple[int, str]], measure: Callable[[str], int]) -> str:
    line = ""
    for start, text in pieces:
        line += " " * (start - measure(line)) + text
    return line.rstrip()
