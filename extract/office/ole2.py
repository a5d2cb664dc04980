"""The container of the old Office and WPS files (.doc, .xls, .wps, .et): which of them is it, is it locked?

Only the table of contents and the first sector of the main stream are looked at; the rest is LibreOffice's
work. The names of files prove nothing: .wps and .doc are one format inside, and so are .et and .xls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from extract import refusals
from extract.errors import UnreadableError

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OldKind: TypeAlias = Literal["doc", "xls"]

_MAIN_STREAMS: tuple[tuple[str, OldKind], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_ENTRY = 128
_SHORT = 4096
_LAST_SECTOR = 0xFFFFFFFA
_MOST_ENTRIES = 100_000
_HEADER_FATS = 109
_WORD_ENCRYPTED = 0x0100
_FILE_PASS = 0x2F
_END_OF_GLOBALS = 0x0A


def kind_of(data: bytes) -> OldKind:
    """Whether this is a Word or an Excel file of old.

    Raises:
        UnreadableError: `encrypted`, `damaged`, or `unknown-format` for what else comes in this container.
    """
    container = _Container(data)
    streams = {entry.name: entry for entry in container.root_entries()}
    if "EncryptedPackage" in streams:
        raise refusals.encrypted_office()
    for name, kind in _MAIN_STREAMS:
        if name in streams:
            if _is_locked(kind, container.start_of(streams[name])):
                raise refusals.encrypted_office()
            # LibreOffice would read what is left of a truncated file and not say what is gone.
            if not container.is_whole(streams[name]):
                raise _damaged()
            return kind
    if not streams:
        raise _damaged()
    raise refusals.unknown_format(
        "这是旧版 Office/WPS 格式的文件，但不是文字（.doc、.wps）或表格（.xls、.et）",
        "This is a file of old Office or WPS, but neither text (.doc, .wps) nor a workbook (.xls, .et)",
    )


def _damaged() -> UnreadableError:
    return refusals.damaged(
        "旧版 Office/WPS 文件（.doc、.xls、.wps、.et）不完整或已损坏",
        "This old Office or WPS file (.doc, .xls, .wps, .et) is incomplete or damaged",
    )


def _is_locked(kind: OldKind, start: bytes) -> bool:
    """Whether a password is needed to open it, by the first sector of its main stream."""
    if kind == "doc":
        return bool(_u16(start, 10) & _WORD_ENCRYPTED)
    at = 0
    while at + 4 <= len(start):
        record = _u16(start, at)
        if record in (_FILE_PASS, _END_OF_GLOBALS):
            return record == _FILE_PASS
        at += 4 + _u16(start, at + 2)
    return False


class _Entry(NamedTuple):
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class _Container:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._shift = 12 if _u16(data, 30) == 12 else 9
        self._fats = list(self._fat_sectors())

    def sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self._data[at : at + (1 << self._shift)]

    def start_of(self, entry: _Entry) -> bytes:
        """The first sector of a stream; nothing of a short stream, which is kept elsewhere."""
        return self.sector(entry.start) if entry.size >= _SHORT else b""

    def is_whole(self, entry: _Entry) -> bool:
        """Whether the file holds every sector of a stream."""
        if entry.size < _SHORT:
            return True
        size = 1 << self._shift
        there = sum(len(self.sector(number)) == size for number in self._chain(entry.start))
        return (there + 1) * size > entry.size

    def root_entries(self) -> Iterator[_Entry]:
        """The entries directly under the root: a picture of a sheet inside a letter does not count."""
        entries = list(self._entries())
        todo, seen = [entries[0].child] if entries else [], set[int]()
        while todo:
            number = todo.pop()
            if number in seen or number >= len(entries):
                continue
            seen.add(number)
            yield entries[number]
            todo += [entries[number].left, entries[number].right]

    def _entries(self) -> Iterator[_Entry]:
        count = 0
        for number in self._chain(_u32(self._data, 48)):
            sector = self.sector(number)
            for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                length = min(64, _u16(sector, at + 64))
                name = sector[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
                yield _Entry(name, *(_u32(sector, at + i) for i in (68, 72, 76, 116, 120)))
                count += 1
                if count > _MOST_ENTRIES:
                    return

    def _chain(self, start: int) -> Iterator[int]:
        per = (1 << self._shift) // 4
        number, seen = start, set[int]()
        while number < _LAST_SECTOR and number not in seen:
            seen.add(number)
            yield number
            if number // per >= len(self._fats):
                return
            number = _u32(self.sector(self._fats[number // per]), 4 * (number % per))

    def _fat_sectors(self) -> Iterator[int]:
        """The sectors that hold the table of chains; the first ones stand in the header, others in a list."""
        for i in range(_HEADER_FATS):
            if (number := _u32(self._data, 76 + 4 * i)) < _LAST_SECTOR:
                yield number
        size, seen = 1 << self._shift, set[int]()
        link = _u32(self._data, 68)
        while link < _LAST_SECTOR and link not in seen and (sector := self.sector(link)):
            seen.add(link)
            for at in range(0, size - 4, 4):
                if (number := _u32(sector, at)) < _LAST_SECTOR:
                    yield number
            link = _u32(sector, size - 4)


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    """Beyond the end of the data: the mark of no sector, so that a truncated file ends every walk."""
    field = data[at : at + 4]
    return int.from_bytes(field, "little") if len(field) == 4 else 0xFFFFFFFF
