"""Tables without rulings next to one another on following pages: only what is plainly one table is joined."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf

from extract.document import Table
from extract.pdf.reader import read_pdf

SAMPLES = Path(__file__).parents[2] / "samples"


def bound(*names: str) -> bytes:
    """The samples one after another in one file."""
    with pikepdf.new() as book:
        for name in names:
            with pikepdf.open(SAMPLES / name) as part:
                book.pages.extend(part.pages)
        target = BytesIO()
        book.save(target)
    return target.getvalue()


def test_a_two_column_footer_is_not_joined_with_the_next_file() -> None:
    alone = read_pdf((SAMPLES / "no-rulings.pdf").read_bytes())
    first_of_next = len(alone.pages) + 1
    together = read_pdf(bound("no-rulings.pdf", "contract.pdf"))
    for table in (block for block in together.blocks if isinstance(block, Table)):
        pages = {getattr(place, "page", 0) for cell in table.cells for place in (cell.place, *cell.more)}
        assert not (min(pages) < first_of_next <= max(pages)), "a table spans the two files"
