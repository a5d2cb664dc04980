"""Annotations appended to a PDF as an incremental update (PDF 32000-1, 7.5.6): no byte of it is changed.

The objects are read and written by pypdf. Its own incremental writer is not used: the cross-reference stream
it writes is not in itself, of which qpdf complains, and it drops the document's information dictionary.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections import Counter
from collections.abc import Iterable

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from extract.errors import UnreadableError
from extract.pdf.places import annotation_counts
from extract.wording import Wording
from fuhe.report.marked.annotations import Annotation

_LOCKED = Wording(
    "PDF 已加密或限制修改，不能在上面批注", "The PDF is encrypted or protected and cannot be marked"
)
_UNLOCK = Wording(
    "请另存为未加密的文件再试，或改用 --format html。", "Save it without protection, or use --format html."
)
_ODD = Wording("PDF 的内部结构不规范，不能在上面批注", "The PDF is not well-formed and cannot be marked")
_RESAVE = Wording(
    "请用阅读器另存（打印为 PDF）再试，或改用 --format html。",
    "Save it anew with a viewer, or use --format html.",
)

# What pypdf raises at files that viewers forgive.
_ODDITIES = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def appended(content: bytes, annotations: Iterable[tuple[int, Annotation]]) -> bytes:
    """The same bytes and, behind them, the annotations, each with the number of its page (from 1).

    Raises:
        UnreadableError: `protected`, or `not-markable` where the file is too odd to be added to.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it comments on every oddity of a file
    added: Counter[int] = Counter()
    try:
        update = _Update(content)
        for page, annotation in annotations:
            update.annotate(page, annotation)
            added[page] += 1
        result = update.written()
    except _ODDITIES:
        raise _odd() from None
    _verify(content, result, added)
    return result


def _verify(before: bytes, after: bytes, added: Counter[int]) -> None:
    """Another reader must find every annotation; a file that viewers only repair may lose them."""
    try:
        known, found = (annotation_counts(content, added) for content in (before, after))
    except UnreadableError:
        raise _odd() from None
    if any(found[page] != known[page] + count for page, count in added.items()):
        raise _odd()


def _odd() -> UnreadableError:
    return UnreadableError("not-markable", _ODD, _RESAVE)


class _Update:
    """The objects that are added or replaced, by number, and the section that lists them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._reader = PdfReader(io.BytesIO(content))
        if self._reader.is_encrypted:
            raise UnreadableError("protected", _LOCKED, _UNLOCK)
        if not content.startswith(b"%PDF-"):
            raise ValueError("offsets in the file count from somewhere else")
        self._trailer = self._reader.trailer
        size = self._trailer["/Size"]
        if not isinstance(size, int):
            raise TypeError("the number of objects is a number")
        self._next: int = size
        self._objects: dict[int, tuple[int, PdfObject]] = {}
        self._pages: dict[int, DictionaryObject] = {}

    def annotate(self, number: int, annotation: Annotation) -> None:
        """Add an annotation to a page."""
        page = self._page(number)
        entries = DictionaryObject(annotation.entries)
        entries[NameObject("/P")] = self._reference(number)
        entries[NameObject("/AP")] = DictionaryObject({NameObject("/N"): self._add(annotation.look)})
        listed = page["/Annots"]
        if not isinstance(listed, ArrayObject):
            raise TypeError("annotations are a list")
        listed.append(self._add(entries))

    def _page(self, number: int) -> DictionaryObject:
        """The page as it will be written, with a list of annotations of its own."""
        if number not in self._pages:
            reference = self._reference(number)
            read = self._reader.get_object(reference)
            if not isinstance(read, DictionaryObject):
                raise TypeError("a page is a dictionary")
            page = DictionaryObject(read)
            before = page.get("/Annots")
            known = before.get_object() if before is not None else ()
            page[NameObject("/Annots")] = ArrayObject(known if isinstance(known, ArrayObject) else ())
            self._pages[number] = page
            self._objects[reference.idnum] = (reference.generation, page)
        return self._pages[number]

    def _reference(self, number: int) -> IndirectObject:
        reference = self._reader.pages[number - 1].indirect_reference
        if reference is None:
            raise ValueError("a page without a number of its own cannot be replaced")
        return reference

    def _add(self, value: PdfObject) -> IndirectObject:
        number, self._next = self._next, self._next + 1
        self._objects[number] = (0, value)
        return IndirectObject(number, 0, self._reader)

    def written(self) -> bytes:
        """The file with the update behind it; without annotations the file as it is."""
        if not self._objects:
            return self._content
        out = io.BytesIO()
        out.write(self._content)
        if not self._content.endswith((b"\n", b"\r")):
            out.write(b"\n")
        places = {number: self._write(out, number) for number in sorted(self._objects)}
        before = int(self._reader._startxref)  # noqa: SLF001 (where the newest section of the file begins)
        if self._content[before : before + 4] == b"xref":
            self._table(out, places, before)
        else:
            self._stream(out, places, before)
        return out.getvalue()

    def _write(self, out: io.BytesIO, number: int) -> int:
        at = out.tell()
        generation, value = self._objects[number]
        out.write(f"{number} {generation} obj\n".encode())
        value.write_to_stream(out)
        out.write(b"\nendobj\n")
        return at

    def _table(self, out: io.BytesIO, places: dict[int, int], before: int) -> None:
        at = out.tell()
        out.write(b"xref\n")
        for run in _runs(places):
            out.write(f"{run[0]} {len(run)}\n".encode())
            out.writelines(
                f"{places[number]:010d} {self._objects[number][0]:05d} n\r\n".encode() for number in run
            )
        out.write(b"trailer\n")
        self._entries(self._next, before).write_to_stream(out)
        out.write(f"\nstartxref\n{at}\n%%EOF\n".encode())

    def _stream(self, out: io.BytesIO, places: dict[int, int], before: int) -> None:
        """A cross-reference stream (7.5.8), which lists itself too."""
        own = self._next
        at = out.tell()
        listed = {**places, own: at}
        self._objects[own] = (0, DictionaryObject())
        section = DecodedStreamObject()
        section.update(self._entries(own + 1, before))
        section[NameObject("/Type")] = NameObject("/XRef")
        section[NameObject("/W")] = ArrayObject(map(NumberObject, (1, 4, 2)))
        section[NameObject("/Index")] = ArrayObject(
            NumberObject(one) for run in _runs(listed) for one in (run[0], len(run))
        )
        rows = (
            b"\x01" + listed[number].to_bytes(4, "big") + self._objects[number][0].to_bytes(2, "big")
            for number in sorted(listed)
        )
        section.set_data(b"".join(rows))
        self._objects[own] = (0, section)
        self._write(out, own)
        out.write(f"startxref\n{at}\n%%EOF\n".encode())

    def _entries(self, size: int, before: int) -> DictionaryObject:
        kept = {key: self._trailer.raw_get(key) for key in ("/Root", "/Info") if key in self._trailer}
        entries = DictionaryObject({NameObject(key): value for key, value in kept.items()})
        entries[NameObject("/Size")] = NumberObject(size)
        entries[NameObject("/Prev")] = NumberObject(before)
        if "/ID" in self._trailer:
            first = self._trailer["/ID"][0]  # type: ignore[index]  # of two strings
            changed = hashlib.sha256(self._content + repr(sorted(self._objects)).encode()).digest()[:16]
            entries[NameObject("/ID")] = ArrayObject([first, ByteStringObject(changed)])
        return entries


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in order, those without a gap between them together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
