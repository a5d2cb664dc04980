"""What came back from a worker, held against what the driver knows of the document."""

from __future__ import annotations

import os
from concurrent.futures import Future

import msgspec

from extract.wording import Wording
from fuhe.audit import Audit
from fuhe.bulk.inputs import Input
from fuhe.engine import Engine, EngineError, LostError
from fuhe.guard.failure import Failure, failed, lost
from fuhe.record import Attempted, record

_UNSEEN = frozenset({"not-found", "no-permission", "is-folder"})
_CHANGED = Failure(
    "error",
    Wording("发现文件在运行期间已被改动", "the file was found changed since it was listed"),
)
_GARBLED = Failure("crash", Wording("处理进程的答复无法解读", "the answer of the process made no sense"))


def answer(engine: Engine, future: Future[bytes], one: Input) -> Attempted:
    """The attempt on a document, from its future.

    Raises:
        GuardError, EngineError: it says nothing about the document; no other will be done either.
    """
    try:
        attempted = msgspec.msgpack.decode(engine.answer(future), type=Attempted)
    except LostError:
        return failed(one.path, lost(), None, 0.0)
    except msgspec.MsgspecError:
        return failed(one.path, _GARBLED, None, 0.0)
    return _same(one, attempted) if attempted.outcome == "done" and one.opened else attempted


def refused(one: Input) -> Attempted:
    """The attempt on a document of which it is known beforehand that there is nothing to read."""
    problems = (one.refusal,) if one.refusal else ()
    return Attempted("done", None, None, 0.0, (record(Audit(one.path, None, "unreadable", problems, ())),))


def _same(one: Input, attempted: Attempted) -> Attempted:
    """The attempt, if it was on the bytes that were listed."""
    (audited,) = attempted.records
    codes = {problem.code for problem in audited.problems}
    if audited.source is None and codes & _UNSEEN:
        if os.access(one.path, os.R_OK):
            raise _unseen(one.path)
        return failed(one.path, _CHANGED, "extract", attempted.seconds)
    if audited.source and audited.source.sha256 != one.sha256:
        return failed(one.path, _CHANGED, "extract", attempted.seconds)
    return attempted


def _unseen(path: str) -> EngineError:
    return EngineError(
        Wording(
            f"工作机器看不到文件 {path}；请让各机器以同一路径访问，或加 --send-bytes 直接发送文件内容。",
            f"The workers do not see the file {path}; give them the same path to it, or send the files with "
            "--send-bytes.",
        )
    )
