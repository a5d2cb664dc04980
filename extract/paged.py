"""What is done once all pages are read: tables joined, and what no page shows said to be lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.continued import join as continued
from extract.continued.join import Sheet
from extract.document import Page, Problem, Reading
from extract.page_problems import clipped_text


class PageRead(NamedTuple):
    """A page as read. `clipped`: pieces of text that a cell was too small to show."""

    sheet: Sheet
    problems: list[Problem]
    clipped: tuple[str, ...] = ()


def reading(read: Sequence[PageRead]) -> Reading:
    """The pages put together, in order."""
    pages = [page.sheet.page for page in read]
    problems = [
        problem for i, page in enumerate(read) for problem in (*page.problems, *_lost(page, pages, i))
    ]
    return Reading(tuple(pages), continued.blocks([page.sheet for page in read]), tuple(problems))


def _lost(read: PageRead, pages: Sequence[Page], index: int) -> list[Problem]:
    """Clipped text is lost, unless it is the part of a cut cell that the page before or after shows."""
    if not read.clipped:
        return []
    near = pages[max(0, index - 1) : index + 2]
    shown = "".join(cell.text for page in near for table in page.tables for cell in table.cells)
    lost = sum(len(piece) for piece in read.clipped if piece not in shown)
    return [clipped_text(index + 1, lost)] if lost else []
