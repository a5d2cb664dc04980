"""One page a document: left the document with every evidence cell boxed, right what was found.

The page needs nothing but itself: pictures, style and script stand in it; its policy lets nothing else in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
from markupsafe import Markup

from extract.document import Block, OnPage, Page, Table
from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.html.cards import Shown, findings, forms, rules
from fuhe.report.html.grids import Grid, grids
from fuhe.report.html.labels import SHAPES, STATUS, labels
from fuhe.report.html.marks import Mark, Marks
from fuhe.report.html.pages import Drawn, drawn_pages
from fuhe.report.html.template import filled


class Sheet(msgspec.Struct, frozen=True):
    """A page on the left side: its picture with the marks on it, or else what was read of it."""

    page: Page
    picture: Markup | None
    marks: tuple[Mark, ...]
    grids: tuple[Grid, ...]


def render(
    audit: Audit, language: Language, *, password: str | None = None, back: str | None = None
) -> Iterator[str]:
    """The report of one document. `back` is the address of an index beside it."""
    found = findings(audit)
    marks = Marks(found)
    sheets = [_sheet(drawn, marks, language) for drawn in drawn_pages(audit, marks, password)]
    loose = () if sheets or audit.original is None else _loose(audit, marks, language)
    pictured = {sheet.page.number: sheet.page for sheet in sheets if sheet.picture}
    made = list(forms(audit, Shown(pictured, marks, set(_lit(sheets, loose)), language)))
    yield from filled(
        "report",
        language,
        audit=audit,
        back=back,
        counts=Counter(finding.severity for finding in found),
        forms=made,
        grids=loose,
        rules=rules(made),
        shapes=SHAPES,
        sheets=sheets,
        status=STATUS[audit.status].text(language),
        t=labels(language),
        total=len(found),
    )


def _sheet(drawn: Drawn, marks: Marks, language: Language) -> Sheet:
    page = drawn.page
    as_read = () if drawn.picture else tuple(grids(_in_order(page), marks, language))
    return Sheet(page, drawn.picture, marks.on_page(page.number), as_read)


def _in_order(page: Page) -> list[Block]:
    """Tables and lines of a page from top to bottom."""
    blocks: list[Block] = [*page.tables, *page.lines]
    return sorted(blocks, key=_top)


def _top(block: Block) -> float:
    pieces = block.cells if isinstance(block, Table) else (block,)
    return min((one.place.box.top for one in pieces if isinstance(one.place, OnPage)), default=0.0)


def _loose(audit: Audit, marks: Marks, language: Language) -> tuple[Grid, ...]:
    """A file without pages, as it was read; of one without a form there is nothing to look at."""
    if audit.original is None or not audit.evaluated:
        return ()
    return tuple(grids(audit.original.document.blocks, marks, language))


def _lit(sheets: Sequence[Sheet], loose: Sequence[Grid]) -> Iterator[int]:
    """The numbers of the marks that stand somewhere on the left side."""
    for sheet in sheets:
        if sheet.picture:
            yield from (mark.number for mark in sheet.marks)
    for grid in (*loose, *(grid for sheet in sheets for grid in sheet.grids)):
        yield from (mark.number for row in grid.rows for cell in row.cells for mark in cell.marks)
