"""The door of the first stage: looks at what a file is, not at what it is called, and calls one reader."""

from __future__ import annotations

import hashlib
import io
import os
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from extract import bundle, refusals
from extract.archive import LARGEST, Archive
from extract.document import Document, MediaType, Reading, Source
from extract.errors import UnreadableError
from extract.office.ole2 import MARK as OLE2
from extract.office.ole2 import OldKind, kind_of
from extract.picture_kind import picture_kind
from extract.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

_XLSX: MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX: MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_OTHER_MARKS = (
    (b"GIF8", "GIF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_SCANNED = Wording(
    zh="请另存为 PNG 或 JPEG 图片，最好直接从 Office 或 WPS 导出 PDF，或提供 .xlsx、.docx 原件。",
    en="Save it as PNG or JPEG; better, export the PDF from Office or WPS, or give the .xlsx or .docx.",
)
_UNPACK = Wording(
    zh="请解压后逐个给出文件，或改用 .zip 压缩包。", en="Unpack it and name the files inside, or pack a .zip."
)
# Parts by which the zip-based formats are told apart, with the name people know them by.
_OTHER_ZIPS = (
    ("xl/workbook.bin", ".xlsb"),
    ("ppt/presentation.xml", ".pptx"),
    ("content.xml", "OpenDocument"),
)

_Reader: TypeAlias = "Callable[[], Reading]"


def read(path: str | os.PathLike[str], *, password: str | None = None) -> Document:
    """Read a file into a `Document`: PDF, OFD, .xlsx, .docx, plain text (UTF-8, UTF-16, GB18030), a picture.

    .xls, .doc, .et and .wps are converted by LibreOffice where it is installed. A picture gives pages
    without text. `password` opens an encrypted PDF. Raises `UnreadableError` with a stable code, a reason
    and a remedy; a zip archive of documents has the code `archive`: see `extract.bundle`.
    """
    return read_bytes(_content(path), os.fspath(path), password=password)


def read_bytes(content: bytes, path: str, *, password: str | None = None) -> Document:
    """Read a file's bytes, as `read` does; `path` is what the source is to be called."""
    if not content.strip(b"\0 \t\r\n\f"):
        raise refusals.empty()
    media_type, reader = _recognised(content, password)
    reading = reader()
    source = Source(path, hashlib.sha256(content).hexdigest(), media_type, len(reading.pages))
    return Document(source, reading.pages, reading.blocks, reading.problems)


def _content(path: str | os.PathLike[str]) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash of its own
            data = file.read(LARGEST + 1)
            if len(data) > LARGEST:
                raise _too_large(file)
    except IsADirectoryError:
        raise refusals.is_folder() from None
    except PermissionError:
        # Windows says "permission denied" of a folder too.
        raise (refusals.is_folder() if os.path.isdir(path) else refusals.no_permission()) from None  # noqa: PTH112
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise refusals.not_found() from None
    except OSError as error:
        raise refusals.damaged(
            f"系统无法读取该文件：{error.strerror}", f"The system cannot read it: {error.strerror}"
        ) from None
    return data


def _too_large(file: BinaryIO) -> UnreadableError:
    if bundle.is_bundle(file):
        return refusals.is_archive()
    return refusals.too_large("文件超过 200 MB", "The file is larger than 200 MB")


def _recognised(data: bytes, password: str | None) -> tuple[MediaType, _Reader]:
    # A PDF may begin with junk, but a packed or embedded PDF does not make its container one.
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(OLE2):
        return _old_office(data)
    if b"%PDF-" in data[:1024]:
        return "application/pdf", partial(_pdf, data, password)
    picture = picture_kind(data)
    if picture:
        return picture, partial(_image, data, picture)
    _refuse_by_mark(data)
    return "text/plain", partial(_plaintext, data)


def _zipped(data: bytes) -> tuple[MediaType, _Reader]:
    if bundle.is_bundle(io.BytesIO(data)):
        raise refusals.is_archive()
    names = Archive(data).names
    if "xl/workbook.xml" in names:
        return _XLSX, partial(_xlsx, data)
    if "word/document.xml" in names:
        return _DOCX, partial(_docx, data)
    if "OFD.xml" in names:
        return "application/ofd", partial(_ofd, data)
    known = next((label for part, label in _OTHER_ZIPS if part in names), None)
    if known:
        raise refusals.unknown_format(f"不支持 {known} 文件", f"{known} files are not supported")
    raise refusals.unknown_format(
        "这是压缩结构的文件，其中没有 Excel、Word 或 OFD 的内容",
        "This is a file in zip form without Excel, Word or OFD content",
    )


def _old_office(data: bytes) -> tuple[MediaType, _Reader]:
    kind = kind_of(data)
    media_type: MediaType = "application/msword" if kind == "doc" else "application/vnd.ms-excel"
    return media_type, partial(_converted, data, kind)


def _refuse_by_mark(data: bytes) -> None:
    """Name the kinds of file that are common but not read, so that the remedy can be exact."""
    kind = next((kind for mark, kind in _OTHER_MARKS if data.startswith(mark)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "WEBP"
    if kind in ("RAR", "7z", "gzip"):
        raise refusals.unknown_format(f"这是 {kind} 压缩包", f"This is a {kind} archive", _UNPACK)
    if kind and b"\0" in data[:64]:
        raise refusals.unknown_format(f"这是 {kind} 图片", f"This is a {kind} picture", _SCANNED)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table", b"mime-version:", b"{\\rtf")):
        kind = "RTF" if head.startswith(b"{") else "HTML/XML"
        raise refusals.unknown_format(f"这是 {kind} 文件", f"This is an {kind} file")


def _pdf(data: bytes, password: str | None) -> Reading:
    from extract.pdf.reader import read_pdf  # noqa: PLC0415 - each reader's libraries load only when needed

    return read_pdf(data, password=password)


def _xlsx(data: bytes) -> Reading:
    from extract.office.xlsx import read_xlsx  # noqa: PLC0415

    return read_xlsx(data)


def _docx(data: bytes) -> Reading:
    from extract.office.docx import read_docx  # noqa: PLC0415

    return read_docx(data)


def _ofd(data: bytes) -> Reading:
    from extract.ofd.reader import read_ofd  # noqa: PLC0415

    return read_ofd(data)


def _image(data: bytes, kind: MediaType) -> Reading:
    from extract.image import read_image  # noqa: PLC0415

    return read_image(data, kind)


def _converted(data: bytes, kind: OldKind) -> Reading:
    from extract.office.converted import read_converted  # noqa: PLC0415

    return read_converted(data, kind)


def _plaintext(data: bytes) -> Reading:
    from extract.dump.plaintext import read_plaintext  # noqa: PLC0415

    return read_plaintext(data)
