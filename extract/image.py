"""A picture of a form, page by page: straightened and recognised like a scanned page of a PDF."""

from __future__ import annotations

from extract.document import MediaType, Reading
from extract.paged import PageRead, reading
from extract.scan.picture import pictures
from extract.scan.reader import read_picture


def read_image(data: bytes, kind: MediaType) -> Reading:
    """The pages of a picture with what could be recognised on them.

    Raises:
        UnreadableError: `damaged`, or `too-large` for a picture of absurd size.
    """
    read: list[PageRead] = []
    for number, picture in enumerate(pictures(data, kind), start=1):
        read.append(read_picture(picture, number, above=read[-1].sheet if read else None))
    return reading(read)
