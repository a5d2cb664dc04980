"""Which kinds of picture are read, told by their first bytes."""

from __future__ import annotations

from extract.document import MediaType

_MARKS: tuple[tuple[bytes, MediaType], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
)


def picture_kind(data: bytes) -> MediaType | None:
    """The kind of picture that these bytes are; None where they are none that is read."""
    if b"\0" not in data[:64]:  # a text may begin with BM
        return None
    return next((kind for mark, kind in _MARKS if data.startswith(mark)), None)
