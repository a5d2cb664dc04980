"""Archives of documents: names as they were meant, every refusal by name, one member at a time."""

from __future__ import annotations

import io
import itertools
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import openpyxl
import pytest

from extract import bundle
from extract.errors import UnreadableError
from extract.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "绩效/云桥市自评表.txt"
UTF8 = 0x800


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def renamed(archive: bytes, placeholder: bytes, name: bytes, *, utf8: bool = False) -> bytes:
    """The archive with other bytes of the same length for a name."""
    assert len(placeholder) == len(name)
    changed = bytearray(archive.replace(placeholder, name))
    if utf8:
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = changed.find(mark)
            changed[start + at : start + at + 2] = struct.pack("<H", UTF8)
    return bytes(changed)


def found(path: Path, content: bytes) -> list[bundle.Member]:
    path.write_bytes(content)
    return list(bundle.members(path))


def refusals(members: Iterable[bundle.Member]) -> dict[str, str]:
    return {one.path.partition(".zip/")[2]: one.refusal.code for one in members if one.refusal}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.zip"


@pytest.mark.parametrize(("encoding", "utf8"), [("gbk", False), ("utf-8", False), ("utf-8", True)])
def test_names_are_read_as_they_were_meant(path: Path, encoding: str, *, utf8: bool) -> None:
    raw = NAME.encode(encoding)
    archive = renamed(zipped(("x" * len(raw), b"1")), b"x" * len(raw), raw, utf8=utf8)
    (member,) = found(path, archive)
    assert member == bundle.Member(f"{path}/{NAME}", b"1")


def test_a_gbk_name_with_a_backslash_byte_is_whole(path: Path) -> None:
    raw = "乗車.txt".encode("gbk")  # 乗 is 81 5C
    assert b"\\" in raw
    (member,) = found(path, renamed(zipped(("x" * len(raw), b"1")), b"x" * len(raw), raw))
    assert member.path == f"{path}/乗車.txt"


def test_a_name_that_is_also_told_in_unicode_is_taken_from_there(path: Path) -> None:
    info = zipfile.ZipInfo("zipiao.txt")
    told = b"\1" + struct.pack("<I", zlib.crc32(b"zipiao.txt")) + "自评.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(told)) + told
    assert [member.path for member in found(path, zipped((info, b"1")))] == [f"{path}/自评.txt"]


def test_folders_and_what_systems_leave_behind_are_passed_over(path: Path) -> None:
    names = ["a/", "__MACOSX/a/._b.pdf", "a/.DS_Store", "Thumbs.db", "a/~$form.docx", "a/b.txt"]
    assert [m.path for m in found(path, zipped(*((name, b"1") for name in names)))] == [f"{path}/a/b.txt"]


def test_archives_inside_are_opened_down_to_the_third(path: Path) -> None:
    inner = zipped(("form.txt", b"1"))
    for depth in (3, 2, 1):
        inner = zipped((f"{depth}.zip", inner), (f"{depth}.txt", b"2"))
    members = found(path, inner)
    assert refusals(members) == {"1.zip/2.zip/3.zip": "too-large"}
    assert [m.path.removeprefix(f"{path}/") for m in members if not m.refusal] == [
        "1.zip/2.zip/3.txt",
        "1.zip/2.txt",
        "1.txt",
    ]


def test_a_refused_member_does_not_stop_the_others(path: Path) -> None:
    link = zipfile.ZipInfo("link.pdf")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    members = found(
        path,
        zipped(
            ("../../outside.txt", b"1"),
            ("C:\\windows.txt", b"1"),
            ("/root.txt", b"1"),
            (link, b"/etc/hosts"),
            ("bomb.txt", b" " * 40_000_000),
            ("good.txt", b"1"),
        ),
    )
    assert refusals(members) == {
        "../../outside.txt": "unsafe-name",
        "C:/windows.txt": "unsafe-name",
        "/root.txt": "unsafe-name",
        "link.pdf": "link",
        "bomb.txt": "too-large",
    }
    assert members[-1] == bundle.Member(f"{path}/good.txt", b"1")


def test_an_encrypted_member_is_named(path: Path) -> None:
    locked = bytearray(zipped(("locked.pdf", b"1"), ("open.txt", b"2")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(mark) + at] |= 1
    members = found(path, bytes(locked))
    assert refusals(members) == {"locked.pdf": "encrypted"}
    assert members[1].content == b"2"


def test_a_damaged_member_is_named(path: Path) -> None:
    content = bytes(range(256)) * 40
    broken = zipped(("form.txt", content), ("good.txt", b"2"))
    at = broken.find(b"form.txt") + 20
    members = found(path, broken[:at] + b"\xff\xff\xff" + broken[at + 3 :])
    assert refusals(members) == {"form.txt": "damaged"}
    assert members[1].content == b"2"


def test_the_size_that_a_member_claims_is_the_most_that_is_read(path: Path) -> None:
    body = b"x" * 5000
    lie = zipped(("form.txt", body)).replace(len(body).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusals(found(path, lie)) == {"form.txt": "damaged"}


def test_what_exceeds_the_limits_of_the_whole_walk_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MOST_MEMBERS", 3)
    inner = zipped(*((f"{n}.txt", b"1") for n in range(5)))
    members = found(path, zipped(("a.zip", inner), ("b.txt", b"1")))
    assert [m.path.removeprefix(str(path)) for m in members] == ["/a.zip/0.txt", "/a.zip/1.txt", "/a.zip", ""]
    assert [m.refusal.reason.en.partition("; ")[2] for m in members if m.refusal] == [
        "3 files were not audited",
        "1 files were not audited",
    ]


def test_the_total_size_is_limited(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_BYTES", 10)
    members = found(path, zipped(("a.txt", b"12345678"), ("b.txt", b"12345678")))
    assert [bool(m.refusal) for m in members] == [False, True]


def test_an_endless_table_of_contents_is_not_loaded(path: Path) -> None:
    claims = bytearray(zipped(("a.txt", b"1")))
    end = claims.rfind(b"PK\x05\x06")
    claims[end + 12 : end + 16] = (1 << 30).to_bytes(4, "little")
    assert refusals(found(path, bytes(claims))) == {"": "too-large"}


def test_an_archive_without_files_is_told(path: Path) -> None:
    assert refusals(found(path, zipped())) == {"": "empty"}
    assert refusals(found(path, zipped(("a/", b"")))) == {"": "empty"}


def test_members_come_one_at_a_time(path: Path) -> None:
    path.write_bytes(zipped(*((f"{n}.txt", b"1") for n in range(50))))
    assert [m.path for m in itertools.islice(bundle.members(path), 2)] == [f"{path}/0.txt", f"{path}/1.txt"]


def test_an_office_file_is_no_archive_of_documents(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "自评表"
    book.save(tmp_path / "book.zip")
    with (tmp_path / "book.zip").open("rb") as file:
        assert not bundle.is_bundle(file)
    assert read(tmp_path / "book.zip").source.media_type.endswith("spreadsheetml.sheet")


def test_reading_an_archive_says_how_to_audit_it(path: Path) -> None:
    path.write_bytes(zipped(("a.txt", b"1")))
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.code == "archive"
    assert "fuhe.audits" in caught.value.remedy.en
