"""What a child is told: once, how to work on all documents of a run; then, one document after the other."""

from __future__ import annotations

import msgspec

from fuhe.settings import Settings
from validate.profile import Profile

AUDITING = "fuhe.guard.auditing:auditing"
GIB = 1024**3


class Limits(msgspec.Struct, frozen=True):
    """What one document may take.

    `deadline` is in seconds from the moment the child is ready until its answer is here as a whole; `memory`
    in bytes of data (RLIMIT_DATA: what the child asks for, without the programs and files it maps);
    `documents` is how many a child works on before a fresh one takes over; `start` how many seconds a child
    may take to get ready.
    """

    deadline: float = 300.0
    memory: int = 4 * GIB
    documents: int = 2000
    start: float = 120.0


class Setup(msgspec.Struct, frozen=True):
    """What all documents of a run have in common.

    `target` names what the child runs, as `module:function`: called with this setup and with a function that
    is told each stage, it gives the function that makes a record of a task. `version` (see `program`) is that
    of the program that wants the work done; a child of another one refuses.
    """

    limits: Limits = Limits()
    settings: Settings | None = None
    profile: Profile | None = None
    password: str | None = None
    target: str = AUDITING
    version: str = ""


class Task(msgspec.Struct, frozen=True):
    """A document: its path (bytes: a name need not be UTF-8), and its content unless it is read there."""

    path: bytes
    content: bytes | None = None


def program() -> str:
    """What this installation of the program is; two that are the same give the same results."""
    from fuhe.versions import engine_version, rules_version  # noqa: PLC0415  (they read all of the program)

    return f"{engine_version()}-{rules_version()}"
