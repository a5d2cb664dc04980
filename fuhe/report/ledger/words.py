"""The words of decisions and of what came of a file."""

from __future__ import annotations

from extract.wording import Wording
from fuhe.ledger.filters import Verdict
from fuhe.ledger.standing import Standing
from fuhe.report.words import NO_EVALUATION, UNREADABLE

VERDICT: dict[Verdict, Wording] = {
    "open": Wording("待处理", "open"),
    "accepted": Wording("属实", "accepted"),
    "explained": Wording("已说明", "explained"),
    "corrected": Wording("已更正", "corrected"),
    "dismissed": Wording("不成立", "dismissed"),
}
STATUS: dict[str, Wording] = {
    "checked": Wording("已核查", "checked"),
    "partly-checked": Wording("部分核查", "partly checked"),
    "no-evaluation": NO_EVALUATION,
    "unreadable": UNREADABLE,
}
STANDING: dict[Standing, Wording] = {
    "unfinished": Wording("中断，尚未核查", "interrupted, not audited yet"),
    "error": Wording("程序内部出错", "the program failed inside"),
    "crash": Wording("处理进程崩溃", "the process crashed"),
    "timeout": Wording("超时", "took too long"),
    "memory": Wording("超出内存限制", "took too much memory"),
    "quarantined": Wording("多次失败，已搁置", "failed repeatedly, set apart"),
}
SUPERSEDED = Wording("〔已有新版本〕", "(a later version is there)")
