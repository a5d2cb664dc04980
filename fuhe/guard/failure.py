"""What is kept of a document that could not be audited: why, where, and what a supervisor can do about it."""

from __future__ import annotations

import re
import signal
from itertools import chain

import msgspec

from extract.document import Problem
from extract.wording import Wording
from fuhe.audit import Stage
from fuhe.guard.process import OUT_OF_MEMORY
from fuhe.guard.setup import Limits
from fuhe.record import Attempted, DocumentRecord, Ending, storable
from fuhe.refusals import located

NOT_AUDITED = "not-audited"
"""The code of the problem that such a document has."""

_REMEDY = Wording(
    "本文件未经核查，请人工核查；也可用 fuhe ingest --retry all 再试，必要时放宽 --deadline 或 --memory。",
    "This file was not audited: check it by hand, or try again with fuhe ingest --retry all, if need be with "
    "a longer --deadline or more --memory.",
)
_STAGES: dict[Stage | None, Wording] = {
    "extract": Wording("读取文件时", "while reading the file"),
    "normalize": Wording("识别自评表时", "while recognising the form"),
    "validate": Wording("核对数字时", "while checking the numbers"),
    None: Wording("开始处理时", "at the very start"),
}
_NEAR_THE_LIMIT = 0.8
_OURS = re.compile(r"(?<=/)(?:extract|normalize|validate|fuhe(?!/guard/))/[^/]+(?:/[^/]+)*\.py$")
_PLACE = re.compile(r'File "(?P<file>[^"]*)", line (?P<line>\d+)')


class Failure(msgspec.Struct, frozen=True):
    """Why: `what` is a part of a sentence, `where` the line of code that was at work, as far as known."""

    outcome: Ending
    what: Wording
    where: str = ""


def failed(path: str, failure: Failure, stage: Stage | None, seconds: float) -> Attempted:
    """The attempt on the document at `path` that ended badly at this stage."""
    where = failure.where
    at = Wording(f"（{where}）", f" ({where})") if where else Wording("", "")
    when = _STAGES[stage]
    detail = Wording(f"{when.zh}{failure.what.zh}{at.zh}", f"{failure.what.en} {when.en}{at.en}")
    problem = Problem(NOT_AUDITED, detail, _REMEDY)
    record = DocumentRecord(storable(path), None, "unreadable", (problem,), (), ())
    return Attempted(failure.outcome, stage, detail, seconds, (record,))


def too_slow(limits: Limits, traceback: str) -> Failure:
    """It did not end in time. `traceback`: of `faulthandler`."""
    seconds = limits.deadline
    what = Wording(
        f"超过 {seconds:g} 秒仍未完成，已中止", f"it did not finish within {seconds:g} s and was stopped"
    )
    return Failure("timeout", what, _place(traceback))


def too_large(limits: Limits, traceback: str = "") -> Failure:
    """It asked for more memory than it may have."""
    mib = limits.memory // 1024**2
    what = Wording(
        f"所需内存超过上限（{mib} MiB），已中止", f"it needed more memory than {mib} MiB and was stopped"
    )
    return Failure("memory", what, _place(traceback))


def raised(crash: Exception) -> Failure:
    """A defect of ours."""
    what = located(crash)
    return Failure("error", Wording(f"程序内部出错（{what}）", f"the program failed inside ({what})"))


def broken_off(limits: Limits, code: int, largest: int, said: str) -> Failure:
    """The process that worked on it ended.

    A limit that is hit in native code ends it like any crash; only its size tells the two apart.

    Args:
        limits: what it was allowed.
        code: its exit code, or the negative number of the signal that ended it.
        largest: the most memory it held, in bytes.
        said: what it wrote on stderr.
    """
    if code == OUT_OF_MEMORY or largest > _NEAR_THE_LIMIT * limits.memory:
        return too_large(limits, said)
    return Failure("crash", _ended_by(code), _place(said))


def lost() -> Failure:
    """The machines that worked on it were lost, more often than can be by chance."""
    what = Wording("处理它的工作机器接连中断", "the machines that worked on it were lost one after the other")
    return Failure("crash", what)


def _ended_by(code: int) -> Wording:
    if code >= 0:
        return Wording(
            f"处理进程自行退出（退出码 {code}）", f"the process that worked on it ended (exit code {code})"
        )
    name = next((one.name for one in signal.Signals if one == -code), str(-code))
    if -code == signal.SIGKILL:
        return Wording(
            f"处理进程被系统强行结束（{name}，多为机器内存不足）",
            f"the process that worked on it was killed ({name}; most often the machine ran out of memory)",
        )
    return Wording(f"处理进程崩溃（{name}）", f"the process that worked on it crashed ({name})")


def _place(traceback: str) -> str:
    """The innermost line of ours in what `faulthandler` wrote; else the innermost of all."""
    found = [(match["file"], match["line"]) for match in _PLACE.finditer(traceback)]
    ours = ((part[0], line) for file, line in found if (part := _OURS.search(file)))
    others = (("/".join(file.split("/")[-3:]), line) for file, line in found)
    return ":".join(next(chain(ours, others), ()))
