"""The door of the first stage: looks at what a file is, not at what it is called, and calls one reader."""

from __future__ import annotations

import hashlib
import os
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from extract import refusals
from extract.archive import Archive
from extract.document import Document, MediaType, Reading, Source
from extract.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

# Self-evaluation files are below 20 MB even as scans; more would only fill the memory of the machine.
LARGEST = 200 * 1024 * 1024

_OFFICE_XML = "application/vnd.openxmlformats-officedocument"
_XLSX: MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX: MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
)
_SCANNED = Wording(
    zh="请把图片放进 PDF，最好直接从 Office 或 WPS 导出 PDF，或提供 .xlsx、.docx 原件。",
    en="Put the picture into a PDF; better, export the PDF from Office or WPS, or give the .xlsx or .docx.",
)
# Parts by which the zip-based formats are told apart, with the name people know them by.
_OTHER_ZIPS = (
    ("OFD.xml", "OFD"),
    ("xl/workbook.bin", ".xlsb"),
    ("ppt/presentation.xml", ".pptx"),
    ("content.xml", "OpenDocument"),
)

_Reader: TypeAlias = "Callable[[], Reading]"


def read(path: str | os.PathLike[str], *, password: str | None = None) -> Document:
    """Read a file into a `Document`: PDF, .xlsx, .docx, or plain text (UTF-8, UTF-16, GB18030).

    `password` opens an encrypted PDF. Raises `UnreadableError` with a stable code, a reason and a remedy.
    """
    data = _content(path)
    media_type, reader = _recognised(data, password)
    reading = reader()
    source = Source(
        path=os.fspath(path),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        pages=len(reading.pages),
    )
    return Document(source, reading.pages, reading.blocks, reading.problems)


def _content(path: str | os.PathLike[str]) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash of its own
            data = file.read(LARGEST + 1)
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
    if len(data) > LARGEST:
        raise refusals.too_large("文件超过 200 MB", "The file is larger than 200 MB")
    if not data.strip(b"\0 \t\r\n\f"):
        raise refusals.empty()
    return data


def _recognised(data: bytes, password: str | None) -> tuple[MediaType, _Reader]:
    if b"%PDF-" in data[:1024]:
        return "application/pdf", partial(_pdf, data, password)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(data)
    _refuse_by_mark(data)
    return "text/plain", partial(_plaintext, data)


def _office(data: bytes) -> tuple[MediaType, _Reader]:
    names = Archive(data).names
    if "xl/workbook.xml" in names:
        return _XLSX, partial(_xlsx, data)
    if "word/document.xml" in names:
        return _DOCX, partial(_docx, data)
    known = next((label for part, label in _OTHER_ZIPS if part in names), None)
    if known:
        raise refusals.unknown_format(f"不支持 {known} 文件", f"{known} files are not supported")
    raise refusals.unknown_format(
        "这是压缩包，其中没有 Excel 或 Word 的内容",
        "This is a zip archive without Excel or Word content",
        Wording(zh="请解压后逐个给出文件。", en="Unpack it and name the files inside."),
    )


def _refuse_by_mark(data: bytes) -> None:
    """Name the kinds of file that are common but not read, so that the remedy can be exact."""
    if data.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusals.encrypted_office()
        raise refusals.unknown_format(
            "这是旧版 Office/WPS 文件（.doc、.xls、.wps、.et），暂不支持",
            "This is an old Office or WPS file (.doc, .xls, .wps, .et), which is not supported yet",
        )
    kind = next((kind for mark, kind in _PICTURES if data.startswith(mark)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "WEBP"
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


def _plaintext(data: bytes) -> Reading:
    from extract.dump.plaintext import read_plaintext  # noqa: PLC0415

    return read_plaintext(data)
