"""How the run went, at its end: what was audited, and by name what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fuhe.bulk.listing import Listing
from fuhe.bulk.progress import span
from fuhe.bulk.tally import Failed, Tally
from fuhe.language import current, say

_NAMED = 20
_MANY_SECONDS = 1.0


def summary(tally: Tally, listing: Listing) -> Iterator[str]:
    """The lines of the summary."""
    yield _counts(tally)
    yield from _left_alone(tally, listing)
    yield from _named(say("未能核查：", "Not audited: "), tally.failed)
    yield from _named(say("无法读取：", "Unreadable: "), tally.unread)
    yield from _named(say("没有自评表：", "Without a self-evaluation: "), tally.formless)
    for seconds, path in tally.slowest:
        if seconds >= _MANY_SECONDS:
            yield say(f"用时较长：{path}（{seconds:.1f} 秒）", f"Slow: {path} ({seconds:.1f} s)")


def _counts(tally: Tally) -> str:
    words = (
        ("checked", say("已核查", "checked")),
        ("partly-checked", say("部分核查", "partly checked")),
        ("no-evaluation", say("没有自评表", "without a self-evaluation")),
        ("unreadable", say("无法读取", "unreadable")),
    )
    parts = [f"{word} {tally.status[status]}" for status, word in words if tally.status[status]]
    if tally.failed:
        parts.append(say(f"未能核查 {len(tally.failed)}", f"not audited {len(tally.failed)}"))
    told = say("，", ", ").join(parts)
    found, time = tally.severity, span(tally.seconds)
    if not parts:
        return say(f"本次没有核查文件（用时 {time}）。", f"No document was audited ({time}).")
    return say(
        f"本次核查 {tally.audited} 个文件（{tally.pages} 页，用时 {time}）：{told}；"
        f"错误 {found['error']}，预警 {found['warning']}，提示 {found['notice']}。",
        f"{tally.audited} documents audited ({tally.pages} pages, {time}): {told}; "
        f"{found['error']} errors, {found['warning']} warnings, {found['notice']} notices.",
    )


def _left_alone(tally: Tally, listing: Listing) -> Iterator[str]:
    known, bad = tally.skipped["done"], tally.skipped["quarantined"]
    if known:
        yield say(
            f"与已核查的文件内容相同，跳过 {known} 个。",
            f"{known} are the same as what was audited before and were left alone.",
        )
    if bad:
        yield say(
            f"多次未能核查，跳过 {bad} 个；加 --retry all 可再试。",
            f"{bad} could not be audited before and were left alone; --retry all tries them again.",
        )
    if listing.passed_over:
        ended = ", ".join(
            f"{ending or '-'} {count}" for ending, count in listing.passed_over.most_common(_NAMED)
        )
        yield say(
            f"文件夹中未处理的其他类型：{ended}。",
            f"Other kinds of files in the folders, left alone: {ended}.",
        )
    for folder in listing.unopened[:_NAMED]:
        yield say(f"无法打开文件夹：{folder}", f"The folder cannot be opened: {folder}")


def _named(label: str, failed: Sequence[Failed]) -> Iterator[str]:
    for one in failed[:_NAMED]:
        why = one.why.text(current()) if one.why else ""
        yield say(f"{label}{one.path}：{why}", f"{label}{one.path}: {why}")
    rest = len(failed) - _NAMED
    if rest > 0:
        where = "fuhe stats --limit 0"
        yield say(f"{label}另有 {rest} 个，用 {where} 查看。", f"{label}{rest} more; see {where}.")
