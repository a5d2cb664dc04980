"""Which cells, or which whole row, did a page break cut in two? Rules say so first, then the content."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from extract.continued.halves import Half
from extract.document import OnPage, Place
from extract.wording import Wording

_EDGE = 4.0
"""Column edges of both halves agree within this many points."""
_MARGIN = 8.0
"""Text that fills its cell stays at most this far (points) from the right border."""
_NUMBER = re.compile(r"[-+]?[\d,，]*\.?\d+\s*[%％分]?")
_UNBROKEN = re.compile(r"[-+]?[\d.,%]+")
_ENDS = "。；;!！?？"
_STARTS_ANEW = re.compile(
    r"\s*(指标|其中|[…—/-]|[(（]?([\d一二三四五六七八九十]+[)）、:：]|\d+\.(?!\d))|[①-⑳]|合计|总[分计]|注)"
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
    undrawn = [(u, low) for u, low in pairs if u.open_bottom and (low.open_top or repeated)]
    if whole and len(undrawn) == len(pairs):
        if _may_be_one_row(pairs):
            return Cut(pairs, row=True, reasons=[_ROW_BY_RULES])
        # No rule anywhere at the break says nothing about rows; a cell over several rows may still go on.
        undrawn = [(u, low) for u, low in undrawn if max(u.row_span, low.row_span) > 1]
    elif whole and _one_row(pairs, seen):
        return Cut(pairs, row=True, reasons=[_ROW_BY_CONTENT])
    undrawn = [(u, low) for u, low in undrawn if not _two_numbers(u, low)]
    blank = [(u, low) for u, low in pairs if (u, low) not in undrawn and _is_blank_label(u, low, seen)]
    reasons = [_CELL_BY_RULES] * bool(undrawn) + [_BLANK_LABEL] * bool(blank)
    return Cut(undrawn + blank, row=False, reasons=reasons)


def _pairs(above: Sequence[Half], below: Sequence[Half]) -> list[Pair]:
    return [(u, low) for u in above for low in below if _same_columns(u, low)]


def _same_columns(one: Half, other: Half) -> bool:
    return abs(one.x0 - other.x0) <= _EDGE and abs(one.x1 - other.x1) <= _EDGE


def _built_alike(pairs: Sequence[Pair], seen: Sequence[Half]) -> list[list[str]]:
    """For each pair what its column holds in other rows of the same columns; those of other blocks differ."""
    by_edges: dict[tuple[float, float], list[Half]] = defaultdict(list)
    for half in seen:
        by_edges[half.x0, half.x1].append(half)
    columns = [
        [half for same in by_edges.values() if _same_columns(same[0], upper) for half in same]
        for upper, _ in pairs
    ]
    filled = Counter(row for column in columns for h in column for row in range(h.row, h.end))
    return [
        [h.text for h in column if h is not upper and h is not low and filled[h.row] >= len(pairs)]
        for (upper, low), column in zip(pairs, columns, strict=True)
    ]


def _is_habit(hits: int, texts: Sequence[str]) -> bool:
    return len(texts) >= _SAMPLES and hits >= _NEARLY_ALWAYS * len(texts)


def _two_numbers(upper: Half, lower: Half) -> bool:
    return bool(_NUMBER.fullmatch(upper.text) and _NUMBER.fullmatch(lower.text))


def _may_be_one_row(pairs: Sequence[Pair]) -> bool:
    """Some exporters never draw the last rule of a page: two full rows must not become one."""
    starts = any(_STARTS_ANEW.match(low.text) for _, low in pairs if low.text)
    numbers = any(_NUMBER.fullmatch(low.text) for _, low in pairs)
    filled = sum(bool(u.text and low.text) for u, low in pairs)
    full = 2 * filled > len(pairs) > 1
    return not any(_two_numbers(u, low) for u, low in pairs) and not (starts and numbers) and not full


def _one_row(pairs: Sequence[Pair], seen: Sequence[Half]) -> bool:
    """Both halves have rules, but the row's numbers all stand in one of them, and the other is a remainder.

    A row of its own that lacks its numbers (其中…, an unused 指标2:) must not be swallowed: the half without
    numbers must also lack a text that its column nearly always has, and either a sentence goes on over the
    break (its line was full) or the later half has not even a name. If it lacks none, each of its texts must
    go on from the one above.
    """
    if any(_two_numbers(u, low) for u, low in pairs):
        return False
    columns = [(*pair, others) for pair, others in zip(pairs, _built_alike(pairs, seen), strict=True)]
    numeric = [c for c in columns if _holds_numbers(c[2])]
    texts = [c for c in columns if c not in numeric]
    above = bool(numeric) and all(u.text and not low.text for u, low, _ in numeric)
    below = bool(numeric) and all(low.text and not u.text for u, low, _ in numeric)
    if above == below or any(_STARTS_ANEW.match(low.text) for _, low, _ in texts):
        return False
    single = [c for c in texts if c[0].row_span == c[1].row_span == 1]
    named = [(u, low) for u, low, others in single if _is_habit(sum(map(bool, others)), others)]
    lacking = [not (low if above else u).text for u, low in named]
    both = [(u, low) for u, low, _ in texts if u.text and low.text]
    if not any(lacking):
        return len(both) > 1 and all(_goes_on(u, low) for u, low in both)
    if named[0][1].text and not _goes_on(*named[0]):
        return False
    nameless = above and bool(both) and sum(lacking) > 1 and lacking[0]
    return nameless or any(_goes_on(u, low) for u, low in both)


def _goes_on(upper: Half, lower: Half) -> bool:
    """Does a sentence run on from one half to the other?"""
    return bool(upper.text and lower.text) and upper.text[-1] not in _ENDS and _had_no_room(upper, lower)


def _had_no_room(upper: Half, lower: Half) -> bool:
    """Was the last line too full for two more characters, or for the number that follows overleaf?"""
    last = upper.words[-1]
    places = (upper.place, *upper.more)
    cell = next((one for one in reversed(places) if _on_one_page(one, last.place)), None)
    if not isinstance(last.place, OnPage) or not isinstance(cell, OnPage):
        return False
    ink, box = last.place.box, cell.box  # not the columns of the grid: a scan's are laid over the page before
    margin = min(_MARGIN, ink.x0 - box.x0)
    following = _UNBROKEN.match(lower.text)
    needed = max(2, 0.8 * len(following[0]) if following else 0)
    one_character = max((ink.x1 - ink.x0) / len(last.text), ink.bottom - ink.top)
    return ink.x1 + needed * one_character > box.x1 - margin


def _on_one_page(one: Place, other: Place) -> bool:
    return isinstance(one, OnPage) and isinstance(other, OnPage) and one.page == other.page


def _holds_numbers(texts: Sequence[str]) -> bool:
    """Nearly all texts of the column are numbers, its head (on every page) aside."""
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    return _is_habit(len(numbers), numbers + [text for text in texts[1:] if text not in (texts[0], *numbers)])


def _is_blank_label(upper: Half, lower: Half, seen: Sequence[Half]) -> bool:
    """A label column (merged cells, none empty near by) that is empty at the top of the later page.

    A blank cell that goes on overleaf may show a label of its own there.
    """
    if lower.text or lower.open_bottom or not upper.text or _NUMBER.fullmatch(upper.text):
        return False
    column = [h for h in seen if _same_columns(h, lower)]
    near = [h for h in column if h.end == upper.row or h.row == lower.end]
    merged = max(upper.row_span, lower.row_span) > 1 or sum(h.row_span > 1 for h in column) > 1
    return merged and bool(near) and all(h.text for h in near)


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
