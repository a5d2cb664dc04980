"""The names in a zip archive as they were meant: UTF-8 where that is said or evident, else GB18030.

Windows in Chinese writes names in GBK and says nothing; `zipfile` then takes them for the code page of the
first IBM PC. Undoing that gives the bytes back.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from zipfile import ZipInfo

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075


def names_of(infos: Sequence[ZipInfo]) -> list[str]:
    """The members' names, with slashes between folders."""
    raw = [_bytes(info) for info in infos]
    encoding = "utf-8" if all(_is_utf8(name) for name in raw if name) else "gb18030"
    return [_name(info, name, encoding).replace("\\", "/") for info, name in zip(infos, raw, strict=True)]


def _bytes(info: ZipInfo) -> bytes | None:
    """The name's bytes where their encoding is not said."""
    return None if info.flag_bits & _UTF8_FLAG else info.orig_filename.encode("cp437", "replace")


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _name(info: ZipInfo, raw: bytes | None, encoding: str) -> str:
    if raw is None:
        return info.orig_filename
    return _unicode_path(info.extra, raw) or raw.decode(encoding, "replace")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name that some archivers add in UTF-8; it counts only while it belongs to the plain name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[at + i : at + i + 2], "little") for i in (0, 2))
        field = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and len(field) > 5 and field[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None
