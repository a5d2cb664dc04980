"""How values are kept: forms as small blobs, texts so that every database takes them."""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from fuhe.record import DocumentRecord, EvaluationRecord

T = TypeVar("T")

SHORT = 200
"""Characters of a text that is indexed: PostgreSQL takes no more than 2,700 bytes there."""

_QUICK = 3  # zlib level: a third of the time of the default, a tenth more bytes


def packed(value: DocumentRecord | EvaluationRecord) -> bytes:
    """A record as msgpack under zlib."""
    return zlib.compress(msgspec.msgpack.encode(value), _QUICK)


def unpacked(blob: bytes, kind: type[T]) -> T:
    """The record again, exactly as it was."""
    return msgspec.msgpack.decode(zlib.decompress(blob), type=kind)


def plain(text: str) -> str:
    """The text without what some database refuses: NUL, and halves of characters."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def short(text: str) -> str:
    """The text, fit for an index."""
    return plain(text)[:SHORT]


def digest(text: str) -> str:
    """32 hexadecimal digits that stand for a text of any length."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def now() -> str:
    """The time, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
