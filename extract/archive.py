"""A zip-based Office file opened with care: nothing is unpacked before its size is known to be sane."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from extract import refusals

# Self-evaluation files are below 20 MB even as scans; more would only fill the memory of the machine.
LARGEST = 200 * 1024 * 1024

_MOST_MEMBERS = 5_000
_MOST_BYTES = 300 * 1024 * 1024
# XML of real workbooks packs at most about 30 to 1; small parts may pack better and do no harm.
_MOST_RATIO = 200
_SMALL = 4 * 1024 * 1024


def packed_too_tightly(info: zipfile.ZipInfo) -> bool:
    """Whether a member grows more on unpacking than any real document does."""
    return info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(info.compress_size, 1)


class Archive:
    """The members of an Office file; raises `UnreadableError` (`damaged`, `too-large`) where it lies."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise refusals.damaged(
                "文件不完整或已损坏（压缩结构读不出来）",
                "The file is incomplete or damaged (its zip structure cannot be read)",
            ) from None
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._check_sizes()

    @property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self._members)

    def read(self, name: str) -> bytes:
        """The bytes of one member; it must exist."""
        info = self._members[name]
        try:
            with self._zip.open(info) as member:
                # The directory may lie about the size, so never read past what it announced.
                content = member.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
            raise refusals.damaged(
                f"文件中的 {name} 已损坏", f"The part {name} of the file is damaged"
            ) from None
        if len(content) > info.file_size:
            raise refusals.damaged(f"文件中的 {name} 大小不符", f"The part {name} lies about its size")
        return content

    def xml(self, name: str) -> etree._Element:
        """The root element of one XML member; entities, DTDs and the network stay shut."""
        self.check_xml(name)
        return etree.fromstring(self.read(name), _parser())

    def check_xml(self, name: str) -> None:
        """Refuse a member that is not well-formed or holds a DTD, without building its tree."""
        content = self.read(name)
        if b"\0" in content[:8]:
            # UTF-16 would hide what the checks on the raw bytes look for; Office always writes UTF-8.
            raise refusals.damaged(f"文件中的 {name} 编码异常", f"The part {name} has an odd encoding")
        try:
            etree.fromstring(content, _parser(target=_NoDoctype()))
        except _DoctypeError:
            raise refusals.damaged(
                f"文件中的 {name} 含有不允许的 DTD", f"The part {name} holds a DTD, which Office never writes"
            ) from None
        except (etree.XMLSyntaxError, ValueError):
            raise refusals.damaged(
                f"文件中的 {name} 不是完整的 XML", f"The part {name} is not well-formed XML"
            ) from None

    def _check_sizes(self) -> None:
        if len(self._members) > _MOST_MEMBERS:
            raise refusals.too_large("文件内部的部件过多", "The file has too many parts inside")
        if sum(info.file_size for info in self._members.values()) > _MOST_BYTES:
            raise refusals.too_large("文件解压后超过 300 MB", "The file unpacks to more than 300 MB")
        for info in self._members.values():
            if packed_too_tightly(info):
                raise refusals.too_large(
                    "文件压缩比异常", "The file is packed too tightly to be a real document"
                )


class _DoctypeError(Exception):
    """A DTD was met; with it come entities that grow without end."""


class _NoDoctype:
    """Takes parser events, keeps nothing, stops at a DTD."""

    def doctype(self, *_: object) -> None:
        raise _DoctypeError

    def start(self, *_: object) -> None:
        """Keep nothing of an element."""

    def end(self, *_: object) -> None:
        """Keep nothing of an element's end."""

    def close(self) -> None:
        """Make nothing of the whole."""


def _parser(target: _NoDoctype | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        target=target,  # type: ignore[arg-type] # the stubs want a feed interface that lxml does not need
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
    )
