"""A zip archive of documents: its members one after the other, each unpacked only when it is its turn.

Nothing is written to disk and nothing is trusted: names, sizes and nesting come from strangers. A member that
is refused is named with the reason, and the others go on. Two kinds of entries are passed over without a
word, because nobody wrote them: folders, and what operating systems and Office leave behind.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from extract import bundle_refusals as refused
from extract import refusals
from extract.archive import LARGEST, packed_too_tightly
from extract.bundle_names import names_of
from extract.errors import UnreadableError

DEEPEST = 3
"""Archives within archives: the outermost is 1."""
MOST_MEMBERS = 10_000
MOST_BYTES = 8 * 1024 * 1024 * 1024
"""Over all levels together; a county's forms of one year stay far below."""
_LARGEST_DIRECTORY = 16 * 1024 * 1024

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_64 = b"PK\x06\x06"
# A zip with one of these at its root is a file of some other format, not a bundle.
_FORMATS = frozenset(("[Content_Types].xml", "OFD.xml", "mimetype", "content.xml", "META-INF/MANIFEST.MF"))
_FORMAT_PART = re.compile(r"(xl|word|ppt|_rels|docProps)/.*\.(xml|rels|bin)")
_LEFT_BEHIND = re.compile(r"(^|/)(__MACOSX/|(\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*)$)", re.IGNORECASE)
_UNSAFE = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|\0")
_ENCRYPTED = 0x1
_UNIX = 3


class Member(NamedTuple):
    """One file of an archive: its path (the archive's, a slash, its own), and its bytes or why not."""

    path: str
    content: bytes = b""
    refusal: UnreadableError | None = None


def is_bundle(file: BinaryIO) -> bool:
    """Whether this is a zip archive of documents, and not a document whose format happens to be a zip."""
    file.seek(0)
    if file.read(4) not in _ZIP:
        return False
    try:
        with _opened(file) as archive:
            names = archive.namelist()
    except UnreadableError as refusal:
        return refusal.code == "too-large"
    return not any(name in _FORMATS or _FORMAT_PART.fullmatch(name) for name in names)


def members(path: str | os.PathLike[str]) -> Iterator[Member]:
    """The files in the archive at `path` and in archives inside it, in their order, one at a time.

    Whatever is wrong with a member, or with the archive itself, comes as a `Member` with a `refusal`.
    Raises `OSError` where the archive cannot be opened at all.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - as in extract.read
        yield from _Walk().members(file, os.fspath(path), 1)


class _Walk:
    """One walk through an archive; what was spent counts over all levels, or nesting would multiply it."""

    def __init__(self) -> None:
        self._members = 0
        self._bytes = 0

    def members(self, file: BinaryIO, path: str, depth: int) -> Iterator[Member]:
        try:
            archive = _opened(file)
        except UnreadableError as refusal:
            yield Member(path, refusal=refusal)
            return
        with archive:
            entries = _entries(archive)
            if not entries:
                yield Member(path, refusal=refused.empty_archive())
            for number, (name, info) in enumerate(entries):
                self._members += 1
                if self._members > MOST_MEMBERS or self._bytes + info.file_size > MOST_BYTES:
                    yield Member(path, refusal=refused.rest_not_read(len(entries) - number, MOST_MEMBERS))
                    return
                unfit = _unfit(info, name)
                if unfit:
                    yield Member(f"{path}/{name}", refusal=unfit)
                    continue
                yield from self._member(archive, info, f"{path}/{name}", depth)

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, depth: int
    ) -> Iterator[Member]:
        try:
            content = _content(archive, info)
        except UnreadableError as refusal:
            yield Member(path, refusal=refusal)
            return
        self._bytes += len(content)
        inner = io.BytesIO(content)
        if not is_bundle(inner):
            yield Member(path, content)
        elif depth == DEEPEST:
            yield Member(path, refusal=refused.too_deep(DEEPEST))
        else:
            yield from self.members(inner, path, depth + 1)


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    if _directory_size(file) > _LARGEST_DIRECTORY:
        raise refused.too_many_members()
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise refusals.damaged("压缩包不完整或已损坏", "The zip archive is incomplete or damaged") from None


def _directory_size(file: BinaryIO) -> int:
    """How long the list of members says it is; `zipfile` would load all of it before anybody can count."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - 65_700))
    tail = file.read()
    sizes = []
    for mark, at, width in ((_DIRECTORY_END, 12, 4), (_DIRECTORY_END_64, 40, 8)):
        start = tail.rfind(mark)
        field = tail[start + at : start + at + width] if start >= 0 else b""
        sizes.append(int.from_bytes(field, "little"))
    # In a 64-bit archive the short field is all ones and the long one counts.
    return sizes[1] or sizes[0]


def _entries(archive: zipfile.ZipFile) -> Sequence[tuple[str, zipfile.ZipInfo]]:
    """The members that somebody wrote, with their names as they were meant."""
    infos = archive.infolist()
    named = zip(names_of(infos), infos, strict=True)
    return [(name, info) for name, info in named if not name.endswith("/") and not _LEFT_BEHIND.search(name)]


def _unfit(info: zipfile.ZipInfo, name: str) -> UnreadableError | None:
    """Why a member is not even unpacked, if so."""
    if _UNSAFE.search(name):
        return refused.unsafe_name()
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        return refused.link()
    if info.flag_bits & _ENCRYPTED:
        return refused.encrypted_member()
    if info.file_size > LARGEST:
        return refusals.too_large("文件超过 200 MB", "The file is larger than 200 MB")
    if packed_too_tightly(info):
        return refusals.too_large(
            "文件压缩比异常，不像真实的文档", "The file is packed too tightly to be a real document"
        )
    return None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as member:
            # The directory may lie about the size, so never read past what it announced.
            content = member.read(info.file_size + 1)
    except NotImplementedError:
        raise refused.unknown_compression() from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError):
        raise refused.damaged_member() from None
    if len(content) != info.file_size:
        raise refused.damaged_member()
    return content
