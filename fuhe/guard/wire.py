"""Messages over a socket pair: a letter for the kind, the length, the body; every wait has an end.

From the parent: S the setup, T a task. From the child: R ready, F could not get ready (a sentence), B begun,
G the stage it goes on to, A the answer (an `Attempted`).
"""

from __future__ import annotations

import socket
import struct
import time

import msgspec

from fuhe.audit import Stage

SETUP, TASK = b"S", b"T"
READY, FAILED, BEGUN, STAGE, ANSWER = b"R", b"F", b"B", b"G", b"A"

LARGEST = 1024**3
"""Bytes of one message; a file that is sent has at most 200 MB."""

_HEAD = struct.Struct(">cQ")
_PIECE = 1024 * 1024


class Channel:
    """One end. `until` is a time of `time.monotonic`; None waits for ever.

    Raises `TimeoutError` at that time, and `EOFError` or another `OSError` when the other end is gone.
    """

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, kind: bytes, body: bytes = b"", *, until: float | None = None) -> None:
        """Send one message whole."""
        self._end.settimeout(_left(until))
        self._end.sendall(_HEAD.pack(kind, len(body)))
        if body:
            self._end.settimeout(_left(until))
            self._end.sendall(body)

    def receive(self, *, until: float | None = None) -> tuple[bytes, bytes]:
        """The next message: kind and body."""
        kind, length = _HEAD.unpack(self._read(_HEAD.size, until))
        if length > LARGEST:
            raise EOFError("not a message")
        return kind, self._read(length, until)

    def close(self) -> None:
        """Hang up; the other end reads the end of file."""
        self._end.close()

    def _read(self, length: int, until: float | None) -> bytes:
        whole = bytearray()
        while len(whole) < length:
            self._end.settimeout(_left(until))
            piece = self._end.recv(min(_PIECE, length - len(whole)))
            if not piece:
                raise EOFError("the other end is gone")
            whole += piece
        return bytes(whole)


def stage(body: bytes) -> Stage:
    """The stage in a message of that kind; raises `EOFError` for anything else."""
    try:
        told: Stage = msgspec.convert(body.decode(), Stage)
    except (UnicodeDecodeError, msgspec.ValidationError):
        raise EOFError("not a stage") from None
    return told


def _left(until: float | None) -> float | None:
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
