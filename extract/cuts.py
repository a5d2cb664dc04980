"""Which cells, or which whole row, did a page break cut in two? Rules say so first, then the content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from extract.halves import Half
from extract.wording import Wording

_EDGE = 4.0
"""Column edges of both halves agree within this many points."""
_NUMBER = re.compile(r"[-+]?[\d,，]*\.?\d+\s*[%％分]?")
_ENDS = "。；;!！?？：:"
_STARTS_ANEW = re.compile(
    r"\s*(指标|其中|[…—/-]|[(（]?[\d一二三四五六七八九十]+[)）.、:：]|[①-⑳]|合计|总[分计]|注)"
)
_NEARLY_ALWAYS = 0.8
_SAMPLES = 3
"""A column shows a habit when so many other cells were seen in it and nearly all of them agree."""

Pair: TypeAlias = tuple[Half, Half]


class Cut(NamedTuple):
    """Pairs of halves that are one cell, whether they are a whole row, and why."""

    cells: list[Pair]
    row: bool
    reasons: list[Wording]


def cuts_between(
    above: Sequence[Half], below: Sequence[Half], seen: Sequence[Half], *, repeated: bool
) -> Cut:
    """Find the cells that go over the break.

    Args:
        above: the cells that reach the last row before the break.
        below: the cells of the first row after it (and after a repeated head row).
        seen: all cells of both parts, to learn what the columns usually hold.
        repeated: a head row was repeated at the break, so that the halves below have a rule above them.
    """
    pairs = _pairs(above, below)
    whole = len(pairs) == len(above) == len(below)
    if whole and all(u.open_bottom and (low.open_top or repeated) for u, low in pairs):
        return Cut(pairs, row=True, reasons=[_ROW_BY_RULES])
    if whole and _one_row(pairs, seen):
        return Cut(pairs, row=True, reasons=[_ROW_BY_CONTENT])
    undrawn = [(u, low) for u, low in pairs if u.open_bottom and (low.open_top or repeated)]
    blank = [(u, low) for u, low in pairs if (u, low) not in undrawn and _is_blank_label(u, low, seen)]
    reasons = [_CELL_BY_RULES] * bool(undrawn) + [_BLANK_LABEL] * bool(blank)
    return Cut(undrawn + blank, row=False, reasons=reasons)


def _pairs(above: Sequence[Half], below: Sequence[Half]) -> list[Pair]:
    return [(u, low) for u in above for low in below if _same_columns(u, low)]


def _same_columns(one: Half, other: Half) -> bool:
    return abs(one.x0 - other.x0) <= _EDGE and abs(one.x1 - other.x1) <= _EDGE


def _others(half: Half, pair: Pair, seen: Sequence[Half]) -> list[str]:
    """What the same column holds elsewhere."""
    return [h.text for h in seen if h is not pair[0] and h is not pair[1] and _same_columns(h, half)]


def _is_habit(hits: int, texts: Sequence[str]) -> bool:
    return len(texts) >= _SAMPLES and hits >= _NEARLY_ALWAYS * len(texts)


def _one_row(pairs: Sequence[Pair], seen: Sequence[Half]) -> bool:
    """Both halves have rules, but each number of the row stands in one of them only, and a sentence goes on.

    A row of its own that lacks its numbers (其中…, an unused 指标2:) must not be swallowed: the half without
    numbers must also lack a text that the column nearly always has.
    """
    columns = [(u, low, _others(u, (u, low), seen)) for u, low in pairs]
    numeric = [c for c in columns if _is_habit(sum(bool(_NUMBER.fullmatch(t)) for t in c[2]), c[2][1:])]
    if not numeric or any(bool(u.text) == bool(low.text) for u, low, _ in numeric):
        return False
    with_numbers_above = all(u.text for u, _, _ in numeric)
    if not with_numbers_above and any(u.text for u, _, _ in numeric):
        return False
    texts = [c for c in columns if c not in numeric]
    poorer = [low if with_numbers_above else u for u, low, _ in texts]
    lacks = any(
        not half.text and _is_habit(sum(bool(t) for t in others), others)
        for half, (_, _, others) in zip(poorer, texts, strict=True)
        if half.row_span == 1
    )
    goes_on = [(u, low) for u, low, _ in texts if u.text and low.text and u.text[-1] not in _ENDS]
    starts = any(_STARTS_ANEW.match(low.text) for _, low, _ in texts if low.text)
    return lacks and bool(goes_on) and not starts


def _is_blank_label(upper: Half, lower: Half, seen: Sequence[Half]) -> bool:
    """A label column (merged cells, none empty near by) that is empty at the top of the later page."""
    if lower.text or not upper.text or max(upper.row_span, lower.row_span) < 2:
        return False
    near = [h for h in seen if _same_columns(h, lower) and (h.end == upper.row or h.row == lower.end)]
    return bool(near) and all(h.text for h in near)


_ROW_BY_RULES = Wording(
    zh="分页处没有横线，该行被分页截断，已合并为一行",
    en="no rule is drawn at the break: it cut this row in two, and the halves are joined",
)
_ROW_BY_CONTENT = Wording(
    zh="该行的数字只在分页的一侧，文字在分页处接续，判定为被分页截断的同一行，已合并",
    en="the row's numbers stand on one side of the break only, its text goes on across it: one row, joined",
)
_CELL_BY_RULES = Wording(
    zh="合并单元格在分页处没有横线，已合并为一格",
    en="a merged cell has no rule at the break: it goes on, and the halves are joined",
)
_BLANK_LABEL = Wording(
    zh="后一页该标签列开头为空白，视为上页标签的延续",
    en="the label column is blank at the top of the later page: the label above goes on",
)
