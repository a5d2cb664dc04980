"""Old Office and WPS files: told by their content, converted with nothing lost, or refused with a remedy."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from extract import read
from extract.document import Table
from extract.errors import UnreadableError
from extract.office import converted
from extract.office.ole2 import MARK, kind_of
from extract.read import read_bytes
from normalize import evaluations

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLES = Path(__file__).parents[2] / "samples"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The samples as .xls and .doc, made by LibreOffice from the .xlsx and .docx; by file name."""
    folder = tmp_path_factory.mktemp("old")
    for path in SAMPLES.glob("*.docx"):
        closed(path, folder / path.name)
    _convert("doc", sorted(folder.glob("*.docx")), folder)
    _convert("xls", sorted(SAMPLES.glob("*.xlsx")), folder)
    return {path.name: path for path in folder.iterdir() if path.suffix in (".doc", ".xls")}


def closed(source: Path, target: Path) -> None:
    """A copy that ends in a paragraph, as Word always writes; else LibreOffice loses the table before it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = b"<w:p/><w:sectPr".join(content.rsplit(b"<w:sectPr", 1))
            new.writestr(name, content)


def _convert(kind: str, paths: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE or "", profile, "--headless", "--convert-to", kind, "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=100)  # noqa: S603 - our own arguments


def cells(path: Path) -> list[Any]:
    return [
        [(cell.row, cell.row_span, cell.text) for cell in block.cells]
        if isinstance(block, Table)
        else block.text
        for block in read(path).blocks
    ]


def told(path: Path) -> list[Any]:
    """The evaluations without their places: a Word file's columns have no names that survive."""
    return [_placeless(msgspec.to_builtins(one)) for one in evaluations(read(path))]


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _placeless(one) for key, one in value.items() if key not in ("place", "more", "places")}
    return [_placeless(one) for one in value] if isinstance(value, list | tuple) else value


@needs_office
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["dept-2023-clean.xls", "project-2022.xls", "dept-2023.doc"])
def test_the_same_evaluation_comes_out(old: Mapping[str, Path], name: str) -> None:
    original = SAMPLES / f"{name}x"
    assert told(old[name]) == told(original)
    assert cells(old[name]) == cells(original)


@needs_office
@pytest.mark.timeout(300)
def test_an_old_workbook_keeps_its_places(old: Mapping[str, Path]) -> None:
    before, after = read(SAMPLES / "dept-2023-clean.xlsx"), read(old["dept-2023-clean.xls"])
    assert after.blocks == before.blocks


@needs_office
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("name", "called", "media_type"),
    [
        ("project-2022.xls", "form.et", "application/vnd.ms-excel"),
        ("dept-2023.doc", "form.wps", "application/msword"),
    ],
)
def test_wps_names_change_nothing(
    old: Mapping[str, Path], tmp_path: Path, name: str, called: str, media_type: str
) -> None:
    path = tmp_path / called
    shutil.copy(old[name], path)
    document = read(path)
    assert document.source.path == str(path)
    assert document.source.media_type == media_type
    assert document.source.sha256 == read_bytes(path.read_bytes(), "").source.sha256
    assert document.problems[0].code == "converted"
    assert "LibreOffice" in document.problems[0].message.zh


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "office", lambda: None)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(compound(Workbook=b"\x09\x08"), "form.xls")
    assert caught.value.code == "converter-missing"
    assert "LibreOffice" in caught.value.remedy.zh


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_what_libreoffice_cannot_open_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "soffice"
    command.write_text("#!/bin/sh\nexit 0\n")
    command.chmod(0o755)
    monkeypatch.setattr(converted, "office", lambda: str(command))
    with pytest.raises(UnreadableError) as caught:
        read_bytes(compound(Workbook=b"\x09\x08"), "form.xls")
    assert caught.value.code == "conversion-failed"


@needs_office
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["dept-2023-clean.xls", "dept-2023.doc"])
@pytest.mark.parametrize("keep", [0.5, 0.8])
def test_a_truncated_file_is_never_read_in_part(old: Mapping[str, Path], name: str, keep: float) -> None:
    content = old[name].read_bytes()
    with pytest.raises(UnreadableError) as caught:
        read_bytes(content[: int(len(content) * keep)], name)
    assert caught.value.code == "damaged"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_converter_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "alive"
    command = tmp_path / "soffice"
    command.write_text(f"#!/bin/sh\n(sleep 2; echo 1 > {alive}) &\nsleep 60\n")
    command.chmod(0o755)
    monkeypatch.setattr(converted, "office", lambda: str(command))
    monkeypatch.setattr(converted, "DEADLINE", 0.5)
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read_bytes(compound(Workbook=b"\x09\x08"), "form.xls")
    assert caught.value.code == "conversion-failed"
    assert time.monotonic() - began < 2
    time.sleep(2.2)
    assert not alive.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_converter_cannot_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "soffice"
    size = tmp_path / "size"
    command.write_text(f"#!/bin/sh\nhead -c 3000000 /dev/zero > big\nwc -c < big > {size}\n")
    command.chmod(0o755)
    monkeypatch.setattr(converted, "office", lambda: str(command))
    monkeypatch.setattr(converted, "LARGEST", 1_000_000)
    with pytest.raises(UnreadableError):
        read_bytes(compound(Workbook=b"\x09\x08"), "form.xls")
    assert int(size.read_text()) <= 1_000_000


def compound(**streams: bytes) -> bytes:
    """A container with these streams, eight sectors each: table of chains, directory, streams."""
    assert len(streams) <= 3, "the directory is one sector"
    entries = [entry("Root Entry", 5, child=1 if streams else FREE, start=END)]
    chains = [FAT, END]
    for number, name in enumerate(streams):
        right = number + 2 if number + 1 < len(streams) else FREE
        entries.append(entry(name, 2, right=right, start=len(chains)))
        chains += [*range(len(chains) + 1, len(chains) + 8), END]
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    header = bytearray(MARK + b"\0" * 504)
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 1, 0, 0, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    body = b"".join(content.ljust(4096, b"\0") for content in streams.values())
    return bytes(header) + table + b"".join(entries).ljust(512, b"\0") + body


def entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child)
    return raw.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, 4096)


def test_the_main_stream_tells_the_kind() -> None:
    assert kind_of(compound(WordDocument=b"\xec\xa5")) == "doc"
    assert kind_of(compound(Data=b"", Workbook=b"\x09\x08")) == "xls"
    assert kind_of(compound(Book=b"\x09\x08")) == "xls"


LOCKED_WORD = b"\xec\xa5".ljust(10, b"\0") + struct.pack("<H", 0x0100)
LOCKED_SHEET = struct.pack("<HHIHH", 0x0809, 4, 0, 0x2F, 6)


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        ({"EncryptedPackage": b"x"}, "encrypted"),
        ({"WordDocument": LOCKED_WORD}, "encrypted"),
        ({"Workbook": LOCKED_SHEET}, "encrypted"),
        ({"PowerPoint Document": b"x"}, "unknown-format"),
        ({}, "damaged"),
    ],
)
def test_what_is_locked_or_neither_is_refused(streams: dict[str, bytes], code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        kind_of(compound(**streams))
    assert caught.value.code == code


@pytest.mark.parametrize("length", [8, 80, 512, 700, 1500, 5000])
def test_a_truncated_container_is_refused(length: int) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(compound(Workbook=b"\x09\x08")[:length], "cut.xls")
    assert caught.value.code == "damaged"


def test_a_container_that_goes_in_circles_ends() -> None:
    circle = bytearray(compound(Data=b""))
    struct.pack_into("<I", circle, 512 + 4, 1)  # the directory's chain leads back to itself
    struct.pack_into("<I", circle, 1024 + 128 + 72, 1)  # and its only entry is its own neighbour
    with pytest.raises(UnreadableError) as caught:
        kind_of(bytes(circle))
    assert caught.value.code == "unknown-format"
