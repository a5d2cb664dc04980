"""A picture of a form, page by page: straightened and recognised like a scanned page of a PDF."""

from __future__ import annotations

from extract.continued.join import Sheet
from extract.document import MediaType, Page, Problem, Reading
from extract.errors import UnreadableError
from extract.paged import PageRead, reading
from extract.scan.picture import pictures
from extract.scan.reader import Submitted, read_picture

_A4 = (595.0, 842.0)  # points; the size of a page that could not be opened is not known


def read_image(data: bytes, kind: MediaType) -> Reading:
    """The pages of a picture with what could be recognised on them.

    Where a page in the middle of a file is damaged, the pages before it are handed on and the rest is said to
    be unread.

    Raises:
        UnreadableError: `damaged`, or `too-large` for a picture of absurd size.
    """
    read: list[PageRead] = []
    try:
        for number, picture in enumerate(pictures(data, kind), start=1):
            read.append(read_picture(picture, Submitted(number), read[-1].sheet if read else None))
    except UnreadableError as error:
        if not read:
            raise
        read.append(_rest(len(read) + 1, error))
    return reading(read)


def _rest(number: int, error: UnreadableError) -> PageRead:
    problem = Problem("page-not-readable", error.reason, error.remedy, number)
    return PageRead(Sheet(Page(number, *_A4, 0, "none"), ()), [problem])
