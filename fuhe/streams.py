"""stdout carries data and nothing else; stderr carries talk; neither crashes on a narrow console."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

# What a Chinese console (GBK) cannot show but a reader can do without.
_PLAIN = {"≧": ">=", "≦": "<=", "⩾": ">=", "⩽": "<=", "✓": "v", "✗": "x", "−": "-", "–": "-", "•": "·"}


class ReaderGoneError(Exception):
    """Whoever read our output stopped reading (`fuhe … | head`)."""


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Encode what the stream cannot carry as a plain symbol, else as a visible escape: nothing gets lost."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    escaped = (_PLAIN.get(one) or one.encode("ascii", "backslashreplace").decode() for one in lost)
    carried = "".join(escaped)
    with contextlib.suppress(UnicodeEncodeError):
        carried.encode(error.encoding)
        return carried, error.end
    return carried.encode("ascii", "backslashreplace").decode(), error.end


codecs.register_error("fuhe-plainer", _plainer)

# Controls that move a cursor, surrogates, and marks that turn the direction of writing around.
_DANGEROUS = re.compile(
    "[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str, keep: str = "") -> str:
    """Text from a document or a file name, made harmless for a terminal: controls become escapes."""
    return _DANGEROUS.sub(lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def _escape(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # a byte of a file name that is no UTF-8
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def write(text: str) -> None:
    """Hand data to stdout at once; raises `ReaderGoneError` when nobody reads any more."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as gone:
        _stop_writing(gone)
        raise ReaderGoneError from gone


def write_utf8(text: str) -> None:
    """Hand data to stdout as UTF-8, whatever the console speaks."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        write(text)
        return
    try:
        buffer.write(text.encode(errors="backslashreplace"))
        buffer.flush()
    except OSError as gone:
        _stop_writing(gone)
        raise ReaderGoneError from gone


def _stop_writing(gone: OSError) -> None:
    # EINVAL is how a closed pipe looks on Windows.
    if gone.errno not in (errno.EPIPE, errno.EINVAL):
        raise gone
    sys.stdout = _nowhere()


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Run with stdout reserved: whatever a C library prints to descriptor 1 comes out on stderr."""
    sys.stdout = sys.stdout or _nowhere()  # a stream that was closed before we came
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="fuhe-plainer")
    before = sys.stdout
    try:
        descriptor = before.fileno()
        ours = os.dup(descriptor)
        os.dup2(sys.stderr.fileno(), descriptor)
    except OSError:  # not a file (a test, a notebook)
        yield
        return
    sys.stdout = _stream_on(ours, before.encoding)
    try:
        yield
    finally:
        _give_back(before, descriptor)


def _stream_on(descriptor: int, encoding: str) -> TextIO:
    return open(descriptor, "w", encoding=encoding, errors="fuhe-plainer", newline="")


def _give_back(before: TextIO, descriptor: int) -> None:
    try:
        sys.stdout.flush()
    except OSError as gone:
        broken = sys.stdout
        _stop_writing(gone)
        with contextlib.suppress(OSError):
            broken.close()
        sys.stdout = before
        return
    with contextlib.suppress(OSError, io.UnsupportedOperation):
        os.dup2(sys.stdout.fileno(), descriptor)
    sys.stdout = before
