"""Which files are meant: folders, patterns, files and lists of them, one path at a time, never all."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

ENDINGS = frozenset(
    ".pdf .ofd .xlsx .xls .et .docx .doc .wps .txt .png .jpg .jpeg .tif .tiff .bmp .zip".split()  # noqa: SIM905 (reads better)
)
"""What is taken from a folder; a file that is named is always taken."""

_AT_ONCE = 10_000  # entries of a folder that are held (and sorted) at a time
_PIECE = 65_536
_LEFT_BEHIND = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|__MACOSX", re.IGNORECASE)


class Listing:
    """The files below `paths` and in the list `names`; absolute, each as the folders give it.

    `names` is a stream of paths, one a line, or ended by NUL where `null`. After (and while) it was gone
    through, `passed_over` counts by ending the files of folders that were left out, and `unopened` has the
    folders that could not be looked into.
    """

    def __init__(self, paths: Sequence[str], names: BinaryIO | None = None, *, null: bool = False) -> None:
        self._paths = paths
        self._names = names
        self._end = b"\0" if null else b"\n"
        self.passed_over: Counter[str] = Counter()
        self.unopened: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for path in self._paths:
            yield from self._named(path)
        for path in _entries(self._names, self._end) if self._names else ():
            yield from self._below(_absolute(path))

    def _named(self, path: str) -> Iterator[str]:
        if not os.path.lexists(path) and glob.has_magic(path):
            for one in _fitting(path):
                yield from self._below(_absolute(one))
        else:
            yield from self._below(_absolute(path))

    def _below(self, path: str) -> Iterator[str]:
        if not _is_folder(path):
            yield path
            return
        waiting = [path]
        while waiting:
            yield from self._folder(waiting.pop(), waiting)

    def _folder(self, folder: str, waiting: list[str]) -> Iterator[str]:
        """The files of a folder; folders in it are added to `waiting`, links to folders are not followed."""
        try:
            with os.scandir(folder) as entries:
                while batch := sorted(islice(entries, _AT_ONCE), key=lambda entry: entry.name):
                    waiting += [entry.path for entry in reversed(batch) if self._is_below(entry)]
                    yield from (entry.path for entry in batch if self._is_meant(entry))
        except OSError:
            self.unopened.append(folder)

    def _is_below(self, entry: os.DirEntry[str]) -> bool:
        return entry.is_dir(follow_symlinks=False) and not _LEFT_BEHIND.fullmatch(entry.name)

    def _is_meant(self, entry: os.DirEntry[str]) -> bool:
        if entry.is_dir(follow_symlinks=False) or _LEFT_BEHIND.fullmatch(entry.name):
            return False
        ending = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122  (see `_is_folder`)
        if ending in ENDINGS and not entry.is_dir():
            return True
        self.passed_over["/" if entry.is_dir() else ending] += 1
        return False


def exists(path: str) -> bool:
    """Whether a path names anything: a file, a folder, or as a pattern at least one of them."""
    return os.path.lexists(path) or (glob.has_magic(path) and any(True for _ in _fitting(path)))


def _fitting(pattern: str) -> Iterator[str]:
    return glob.iglob(pattern, recursive=True)  # noqa: PTH207  (Path.glob takes no absolute pattern)


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100  (Path would follow links)


def _is_folder(path: str) -> bool:
    try:
        return os.path.isdir(path)  # noqa: PTH112  (Path makes Python keep a table of all names it ever met)
    except ValueError:  # a NUL in the name
        return False


def _entries(stream: BinaryIO, end: bytes) -> Iterator[str]:
    """The names in a stream, as they come."""
    rest = b""
    while piece := getattr(stream, "read1", stream.read)(_PIECE):
        *whole, rest = (rest + piece).split(end)
        yield from (os.fsdecode(name) for name in map(_bare, whole, [end] * len(whole)) if name)
    if last := _bare(rest, end):
        yield os.fsdecode(last)


def _bare(name: bytes, end: bytes) -> bytes:
    """A line without the carriage return of Windows; a name ended by NUL may hold anything."""
    return name.removesuffix(b"\r") if end == b"\n" else name
