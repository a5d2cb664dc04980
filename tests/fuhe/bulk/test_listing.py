"""What is listed: folders, patterns, lists, names of any bytes; and what is left out is counted."""

from __future__ import annotations

import io
import os
import tracemalloc
from pathlib import Path

import pytest

from fuhe.bulk.listing import Listing, exists


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


def below(folder: Path, *paths: str | Path) -> list[str]:
    return [os.path.relpath(path, folder) for path in Listing([str(path) for path in paths])]


def test_folders_are_gone_through_to_the_bottom_in_order(tmp_path: Path) -> None:
    made(tmp_path, "b.PDF", "a.docx", "二/一.xlsx", "二/三/x.zip")
    assert below(tmp_path, tmp_path) == ["a.docx", "b.PDF", "二/一.xlsx", "二/三/x.zip"]


def test_what_is_left_out_of_a_folder_is_counted(tmp_path: Path) -> None:
    made(tmp_path, "a.pdf", "a.json", "b.json", "README", "~$a.docx", "Thumbs.db", "__MACOSX/a.pdf")
    (tmp_path / "loop").symlink_to(tmp_path)
    listing = Listing([str(tmp_path)])
    assert list(listing) == [str(tmp_path / "a.pdf")]
    assert listing.passed_over == {".json": 2, "": 1, "/": 1}


def test_a_file_that_is_named_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    made(tmp_path, "a.dat")
    assert below(tmp_path, tmp_path / "a.dat") == ["a.dat"]


def test_patterns_are_expanded_unless_a_file_is_called_so(tmp_path: Path) -> None:
    made(tmp_path, "县/2023/a.pdf", "县/2024/a.pdf", "县/2024/b.pdf", "[1].pdf", "1.pdf")
    assert below(tmp_path, tmp_path / "**" / "a.pdf") == ["县/2023/a.pdf", "县/2024/a.pdf"]
    assert below(tmp_path, tmp_path / "[1].pdf") == ["[1].pdf"]
    assert exists(str(tmp_path / "*.pdf"))
    assert not exists(str(tmp_path / "*.ofd"))


@pytest.mark.parametrize(
    ("content", "null", "names"),
    [
        (b"a.pdf\nb.pdf\n", False, ["a.pdf", "b.pdf"]),
        (b"a.pdf\r\n\r\nb.pdf", False, ["a.pdf", "b.pdf"]),
        (b"a\nb.pdf\0c.pdf\0", True, ["a\nb.pdf", "c.pdf"]),
        (b"\xd7\xd4.pdf\n", False, [os.fsdecode(b"\xd7\xd4.pdf")]),
    ],
)
def test_names_come_from_a_stream(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    null: bool,  # noqa: FBT001  (a case)
    names: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert list(Listing([], io.BytesIO(content), null=null)) == [str(tmp_path / name) for name in names]


def test_a_stream_is_read_as_it_comes() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as source:
        listing = iter(Listing([], stream))
        source.write(b"/first.pdf\n/sec")
        assert next(listing) == "/first.pdf"
        source.write(b"ond.pdf\n")
        assert next(listing) == "/second.pdf"


class Names(io.RawIOBase):
    """A stream of so many paths."""

    def __init__(self, count: int) -> None:
        self.left = count

    def readable(self) -> bool:
        return True

    def read(self, _: int = -1) -> bytes:
        count = min(self.left, 500)
        self.left -= count
        return b"/archive/county/2023/form.pdf\n" * count


def memory_for(count: int) -> int:
    tracemalloc.start()
    assert sum(1 for _ in Listing([], Names(count))) == count  # type: ignore[arg-type]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_number_of_paths() -> None:
    memory_for(1_000)
    assert memory_for(20_000) < 1.5 * memory_for(1_000)


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "a/a.pdf", "b/b.pdf")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    listing = Listing([str(tmp_path)])
    assert list(listing) == [str(tmp_path / "b/b.pdf")]
    assert listing.unopened == [str(tmp_path / "a")]
