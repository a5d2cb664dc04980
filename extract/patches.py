"""Cells of an exported page whose text must be recognised: pictures pasted into them, codes without meaning.

Only what needs it is recognised; the rest of the page stays as its text layer says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extract.document import SURE, Box, Cell, OnPage, Page, Problem
from extract.page_problems import cells_not_recognised, cells_recognised, unnamed_characters
from extract.paged import PageRead

if TYPE_CHECKING:
    from extract.scan.pasted import Pasted
    from extract.scan.types import Picture

UNREADABLE = "\ufffd"
"""As in `extract.pdf.char_codes`: a character that the text layer does not name."""
_LOST = 0.3
"""Where this share of a text has no meaning it is recognised; a single such sign is shown as unknown."""
_INSIDE = 0.8
"""A picture belongs to the cell that holds this share of it."""
_LEAST_SIDE = 6.0
"""A lower or narrower picture (points) holds no text: a rule, a bullet."""
_DISPUTED = 0.85
"""The most that a reading is trusted which contradicts the characters that the text layer does name."""


class Patch(NamedTuple):
    """A cell (of a table, both from 0) to be recognised, or a free line where `table` is -1."""

    table: int
    at: int
    box: Box


def needed(page: Page, pictures: Sequence[Box]) -> list[Patch]:
    """What of a page with a text layer must be recognised."""
    large = [one for one in pictures if min(one.x1 - one.x0, one.bottom - one.top) >= _LEAST_SIDE]
    found = [
        Patch(number, index, cell.place.box)
        for number, table in enumerate(page.tables)
        for index, cell in enumerate(table.cells)
        if isinstance(cell.place, OnPage) and _must_be_recognised(cell, cell.place.box, large)
    ]
    lines = [
        Patch(-1, index, line.place.box)
        for index, line in enumerate(page.lines)
        if line.text.count(UNREADABLE) >= max(1.0, _LOST * len(line.text)) and isinstance(line.place, OnPage)
    ]
    return found + lines


def _must_be_recognised(cell: Cell, box: Box, pictures: Sequence[Box]) -> bool:
    lost = cell.text.count(UNREADABLE)
    if lost and lost >= _LOST * len("".join(cell.text.split())):
        return True
    return (
        bool(pictures)
        and not cell.text.strip()
        and any(one.overlap(box) >= _INSIDE * (one.x1 - one.x0) * (one.bottom - one.top) for one in pictures)
    )


def patched(read: PageRead, picture: Picture, patches: Sequence[Patch]) -> PageRead:
    """The page with these places recognised. `picture` is the page as drawn."""
    from extract.scan.models import MissingModelsError  # noqa: PLC0415 - loads what few pages need
    from extract.scan.pasted import read_places  # noqa: PLC0415

    page = read.sheet.page
    try:
        seen = read_places(picture, page.number, [one.box for one in patches])
    except MissingModelsError as missing:
        problem = cells_not_recognised(page.number, len(patches), missing.reason, missing.remedy)
        return read._replace(problems=[*read.problems, problem])
    told = [(patch, one) for patch, one in zip(patches, seen, strict=True) if one.words or patch.table < 0]
    made = _with(page, told)
    doubtful = sum(
        made.tables[patch.table].cells[patch.at].confidence < SURE for patch, _ in told if patch.table >= 0
    )
    problem = cells_recognised(page.number, len(told), doubtful, len(patches) - len(told))
    return read._replace(
        sheet=read.sheet._replace(page=made), problems=[*_still_unnamed(read.problems, made), problem]
    )


def _still_unnamed(problems: Sequence[Problem], page: Page) -> list[Problem]:
    """The problems, that of characters without meaning only for those that are left."""
    texts = [cell.text for table in page.tables for cell in table.cells] + [line.text for line in page.lines]
    left = sum(text.count(UNREADABLE) for text in texts)
    others = [one for one in problems if one.code != "unreadable-characters"]
    return [*others, unnamed_characters(page.number, left)] if left else others


def _with(page: Page, told: Sequence[tuple[Patch, Pasted]]) -> Page:
    tables = [list(table.cells) for table in page.tables]
    lines = list(page.lines)
    for patch, one in told:
        if patch.table < 0:
            line = lines[patch.at]
            lines[patch.at] = msgspec.structs.replace(line, text=one.text or line.text)
        else:
            tables[patch.table][patch.at] = _recognised(tables[patch.table][patch.at], one)
    return msgspec.structs.replace(
        page,
        tables=tuple(
            msgspec.structs.replace(table, cells=tuple(cells))
            for table, cells in zip(page.tables, tables, strict=True)
        ),
        lines=tuple(lines),
    )


def _recognised(cell: Cell, one: Pasted) -> Cell:
    most = 1.0 if _fits(cell.text, one.text) else _DISPUTED
    words = tuple(msgspec.structs.replace(word, confidence=min(word.confidence, most)) for word in one.words)
    return msgspec.structs.replace(cell, text=one.text, words=words)


def _fits(named: str, recognised: str) -> bool:
    """Whether the characters that the text layer names stand in what was recognised, in their order."""
    from extract.scan.opinions import folded  # noqa: PLC0415 - loads what few pages need

    pattern = ".+".join(map(re.escape, re.split(f"{UNREADABLE}+", folded(named))))
    return not named.strip() or bool(re.fullmatch(pattern, folded(recognised), re.DOTALL))
