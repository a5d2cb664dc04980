"""The door: what a file is decides, not its name; what cannot be read says why and what to do."""

from __future__ import annotations

import hashlib
import io
import os
import random
import sys
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from extract import refusals
from extract.document import Line
from extract.errors import UnreadableError
from extract.read import read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "二〇二三年度项目自评说明。\n完成情况良好。\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "自评表"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(path: Path, content: bytes | None = None) -> UnreadableError:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_reads_alike_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = read(path)
    assert [block.text for block in document.blocks if isinstance(block, Line)] == TEXT.splitlines()
    assert document.source.media_type == "text/plain"
    assert document.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.problems == ()


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(workbook())
    assert read(path).source.media_type.endswith("spreadsheetml.sheet")


def test_a_pdf_mark_after_some_junk_is_still_a_pdf(tmp_path: Path) -> None:
    # The rest is no PDF, so the PDF reader says so; the text reader would have read it happily.
    assert refused(tmp_path / "note.txt", b"junk before it %PDF-1.4 and nothing else").code == "damaged"


def test_a_few_damaged_characters_are_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes((TEXT * 20).encode()[:-2])
    document = read(os.fspath(path))
    assert [problem.code for problem in document.problems] == ["damaged-characters"]


def test_what_is_not_there_or_not_a_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.pdf").code == "not-found"
    assert refused(tmp_path / "nul\0.pdf").code == "not-found"
    assert refused(tmp_path).code == "is-folder"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything"
)
def test_a_locked_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert refused(path).code == "no-permission"


def test_a_refused_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise PermissionError

    path = tmp_path / "locked.txt"
    path.write_text(TEXT)
    monkeypatch.setattr("builtins.open", locked)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.code == "no-permission"


@pytest.mark.parametrize("content", [b"", b"  \r\n\t", b"\0" * 4096, b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_nothing_inside_is_empty(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path / "empty.txt", content).code == "empty"


def test_an_endless_file_is_too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # The package exports a function of the same name, so the module is found by its own name only.
    monkeypatch.setattr(sys.modules["extract.read"], "LARGEST", 10)
    assert refused(tmp_path / "big.txt", TEXT.encode()).code == "too-large"


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"GIF89a" + b"\0" * 60, "GIF"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        (b"\x1f\x8b\x08\0\0\0", "gzip"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WEBP"),
        (b"{\\rtf1\\ansi x}", "RTF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (zipped(**{"xl/workbook.bin": b"x"}), ".xlsb"),
        (zipped(**{"META-INF/MANIFEST.MF": b"x"}), "zip"),
        (random.Random(7).randbytes(4000), "PDF"),  # noqa: S311 - noise, not a secret
    ],
)
def test_other_kinds_are_named_with_a_way_out(tmp_path: Path, content: bytes, word: str) -> None:
    error = refused(tmp_path / "file", content)
    assert error.code == "unknown-format"
    assert word in error.reason.en
    assert error.remedy.zh.endswith("。")
    assert error.remedy.en.endswith(".")


def test_an_archive_of_documents_is_told_from_what_it_holds(tmp_path: Path) -> None:
    # Without compression the mark of the packed PDF stands near the beginning of the archive.
    assert refused(tmp_path / "a.pdf", zipped(**{"report.pdf": b"%PDF-1.7"})).code == "archive"


def test_a_large_archive_is_an_archive_and_not_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["extract.read"], "LARGEST", 10)
    assert refused(tmp_path / "a.zip", zipped(**{"report.pdf": b"%PDF-1.7"})).code == "archive"


def test_an_old_office_file_in_pieces_is_damaged(tmp_path: Path) -> None:
    assert refused(tmp_path / "old.doc", OLE2 + b"\0" * 600).code == "damaged"


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_workbook_is_damaged(tmp_path: Path, keep: float) -> None:
    content = workbook()
    assert refused(tmp_path / "cut.xlsx", content[: int(len(content) * keep)]).code == "damaged"


def test_a_workbook_with_flipped_bytes_is_damaged_or_read(tmp_path: Path) -> None:
    content, chance = workbook(), random.Random(1)  # noqa: S311 - noise, not a secret
    path = tmp_path / "flipped.xlsx"
    for _ in range(40):
        broken = bytearray(content)
        for _ in range(5):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        try:
            read(path)
        except UnreadableError as error:
            assert error.code in {"damaged", "unknown-format", "too-large"}  # noqa: PT017 - either outcome is right


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = zipped(**{"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 40_000_000})
    assert refused(tmp_path / "bomb.xlsx", bomb).code == "too-large"


def test_a_zip_with_thousands_of_parts_is_refused(tmp_path: Path) -> None:
    crowd = zipped(**{f"xl/{n}.xml": b"" for n in range(6000)})
    assert refused(tmp_path / "crowd.xlsx", crowd).code == "too-large"


def test_a_zip_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    body = b"<a>" + b"x" * 5000 + b"</a>"
    honest = zipped(**{"word/document.xml": body})
    lie = honest.replace(len(body).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refused(tmp_path / "lie.docx", lie).code == "damaged"


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><d>&e9;</d>'.encode()
    assert refused(tmp_path / "bomb.docx", zipped(**{"word/document.xml": bomb})).code == "damaged"


def test_every_refusal_speaks_both_languages() -> None:
    made = [
        refusals.not_found(),
        refusals.is_folder(),
        refusals.no_permission(),
        refusals.empty(),
        refusals.encrypted_office(),
    ]
    for error in made:
        for wording in (error.reason, error.remedy):
            assert not wording.zh.isascii()
            assert wording.en.isascii()
