"""A listed file as what there is to audit: itself, or the documents in it, each with its hash."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from io import BufferedReader

import msgspec

from extract import bundle, refusals
from extract.archive import LARGEST
from extract.bundle import Member
from extract.document import Problem
from extract.errors import UnreadableError
from extract.wording import Wording

_NO_FILE = Problem(
    "not-a-file",
    Wording("这不是普通文件（是设备或管道）", "This is not a regular file (but a device or a pipe)"),
    Wording("请给出文件。", "Name a file."),
)


class Input(msgspec.Struct, frozen=True):
    """A document to audit.

    `origin` is the listed file it comes from (itself, or the archive it is in). `content` is None where the
    document is read from `path`. `refusal` says why there is nothing to read. `sha256` is of the bytes; where
    nobody could read them, of the path and the reason, and `opened` is False.
    """

    path: str
    origin: str
    sha256: str
    size: int
    content: bytes | None = None
    refusal: Problem | None = None
    opened: bool = True

    @property
    def held(self) -> int:
        """Bytes that it holds in memory."""
        return len(self.content) if self.content else 0


def inputs(path: str, *, send: bool) -> Iterator[Input]:
    """The documents of a listed file: one, or the members of a zip archive one after the other.

    With `send` the content comes along, for workers that cannot see the path.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - as in extract.read: a name may hold NUL
            yield _unopened(path, path, _NO_FILE)
            return
        with open(path, "rb") as file:  # noqa: PTH123 - the same
            if not bundle.is_bundle(file):
                yield _alone(path, file, send=send)
                return
        for member in bundle.members(path):
            yield _inside(path, member)
    except (OSError, ValueError):
        yield _unopened(path, path, None)


def _alone(path: str, file: BufferedReader, *, send: bool) -> Input:
    file.seek(0)
    size = os.fstat(file.fileno()).st_size
    if not send:
        return Input(path, path, hashlib.file_digest(file, "sha256").hexdigest(), size)
    if size > LARGEST:
        too_large = refusals.too_large("文件超过 200 MB", "The file is larger than 200 MB")
        return Input(
            path, path, hashlib.file_digest(file, "sha256").hexdigest(), size, refusal=_told(too_large)
        )
    content = file.read()
    return Input(path, path, hashlib.sha256(content).hexdigest(), len(content), content)


def _inside(archive: str, member: Member) -> Input:
    if member.refusal:
        return _unopened(member.path, archive, _told(member.refusal))
    digest = hashlib.sha256(member.content).hexdigest()
    return Input(member.path, archive, digest, len(member.content), member.content)


def _unopened(path: str, origin: str, why: Problem | None) -> Input:
    named = f"{path}\0{why.code if why else ''}".encode(errors="surrogateescape")
    return Input(path, origin, hashlib.sha256(named).hexdigest(), 0, refusal=why, opened=False)


def _told(refusal: UnreadableError) -> Problem:
    return Problem(refusal.code, refusal.reason, refusal.remedy)
