"""Reasons for deviations that stand in rows below the indicator table instead of in a column of it.

A reason belongs to the indicator whose name it says, or whose printed number (指标3), if that is only one.
Where the indicators carry no numbers, 指标3 and 第3项 are the third one of the list. A reason that says none
of these stays among the other texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.numbers import ARABIC, CHINESE, chinese_number, parse_number
from normalize.trace import traced
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.indicators import Entry
    from normalize.rows import Key, Row

BELOW = Wording(
    "偏差原因印在指标表下方，写明指标名称或序号的已归入该指标，未写明的列入其他文字。",
    "Reasons stand below the table; those that name an indicator were given to it, the rest is other text.",
)
UNNAMED = Wording(
    "偏差原因未写明属于哪一项指标，不归入任何指标，原文列于此处。",
    "The reason does not say which indicator it belongs to; its text is kept here.",
)
_NAMED = Wording(
    "偏差原因印在指标表下方，按文中写明的指标或其在表中的序次归入本指标。",
    "The reason stands below the table and names this indicator, or its place in the list.",
)
# At the end of a sentence, and before the number of an item.
_SPLIT = re.compile(
    r"(?<=[。;\uff1b\n])|(?=(?<![\d.])\d{1,2}[.、\uff0e](?!\d))|(?=[(\uff08]\d{1,2}[)\uff09])|(?=[①-⑳])"
)
_LABELLED = re.compile(r"\s*(?P<label>[^\s:\uff1a]+)(?:\s*[:\uff1a]\s*|\s+)(?P<text>\S.*)", re.DOTALL)
# What may stand before the name: the number of an item, an opening quotation mark or bracket.
_BEFORE_NAME = (
    r"(?:[(\uff08]?\d+[)\uff09.、\uff0e]?|[(\uff08]?[一二三四五六七八九十]+[)\uff09、])?[“「『\"《【\[]?"
)
# Two characters (培训) stand in too many sentences.
_SHORTEST_NAME = 4


class Reasons(msgspec.Struct, frozen=True):
    """The indicators with their reasons; the cells that were used up, and those that say no indicator."""

    entries: list[Entry]
    taken: frozenset[Key] = frozenset()
    unnamed: frozenset[Key] = frozenset()

    @property
    def missing(self) -> Wording | None:
        """Why the form has no column of reasons, if it has them elsewhere."""
        return BELOW if self.taken or self.unnamed else None


def with_reasons(entries: Sequence[Entry], rows: Sequence[Row], form: Form) -> Reasons:
    """The entries with the reasons that stand in the rows below the last one."""
    found, taken, unnamed = list(entries), set(), set()
    for row, label, cell, text in _reason_rows(entries, rows, form):
        passages = list(_passages(text, found, form))
        for at, said in passages:
            if at is not None and not _has_own(entries[at]):
                found[at] = _added(found[at], said, cell)
        if passages and all(at is not None and not _has_own(entries[at]) for at, _ in passages):
            taken |= {row.key(label), row.key(cell)}
        else:
            unnamed.add(row.key(cell))
    return Reasons(found, frozenset(taken), frozenset(unnamed))


def _reason_rows(
    entries: Sequence[Entry], rows: Sequence[Row], form: Form
) -> Iterator[tuple[Row, Cell, Cell, str]]:
    """Row, label, cell and text of each reason: beside its label, or with it in one cell."""
    if not entries:
        return
    last = entries[-1].row
    start = max(at for at, row in enumerate(rows) if (row.block, row.index) == (last.block, last.index))
    for row in rows[start + 1 :]:
        for number, cell in enumerate(row.own):
            after = row.own[number + 1] if number + 1 < len(row.own) else None
            if form.columns.role(cell.text) == "deviation":
                if after is not None and after.text.strip():
                    yield row, cell, after, after.text
            elif (found := _LABELLED.match(cell.text)) and form.columns.role(found["label"]) == "deviation":
                yield row, cell, cell, found["text"]


def _passages(text: str, entries: Sequence[Entry], form: Form) -> Iterator[tuple[int | None, str]]:
    """The text by indicator: a sentence that names none goes on about the one before it."""
    at: int | None = None
    said = ""
    for sentence in filter(str.strip, _SPLIT.split(text)):
        named = _indicators_in(sentence, entries, form)
        if said and named:
            yield at, said.strip()
            said = ""
        if named:
            at = named[0] if len(named) == 1 else None
        said += sentence
    if said.strip():
        yield at, said.strip()


def _indicators_in(sentence: str, entries: Sequence[Entry], form: Form) -> list[int]:
    """The indicators that a sentence names: the one it begins with, else all that it speaks of."""
    plain = squeezed(sentence)
    numbers = "|".join(map(re.escape, form.vocabulary.slot_words))
    are_numbered = any(_number(one, numbers) for one in entries)
    number = re.match(rf"{_BEFORE_NAME}((?:{numbers})\d+)(?!\d)", plain)
    if number and are_numbered:
        return [at for at, one in enumerate(entries) if _number(one, numbers) == number[1]]
    names = [squeezed(one.indicator.level3.value) for one in entries]
    spoken = [at for at, name in enumerate(names) if len(name) >= _SHORTEST_NAME and name in plain]
    # 培训教师人数 also holds 教师人数
    spoken = [at for at in spoken if not any(names[at] in names[b] and names[at] != names[b] for b in spoken)]
    first = [at for at in spoken if re.match(_BEFORE_NAME + re.escape(names[at]), plain)]
    return first or spoken or ([] if are_numbered else _at_position(plain, numbers, entries))


def _at_position(plain: str, numbers: str, entries: Sequence[Entry]) -> list[int]:
    """The indicator that is named by its place in the list alone; none where rows in it may not count."""
    found = re.match(
        rf"{_BEFORE_NAME}(?:第({ARABIC}|{CHINESE})[项个条](?!\d)|(?:{numbers})(\d+)(?!\d))", plain
    )
    without_weight = sum(one.indicator.weight is None for one in entries)
    if not found or 0 < without_weight < len(entries):  # rows that detail others may not count
        return []
    printed = found[1] or found[2]
    value = parse_number(printed) if printed[0].isdigit() else chinese_number(printed)
    return [int(value) - 1] if value is not None and 0 < value <= len(entries) else []


def _number(entry: Entry, numbers: str) -> str | None:
    found = re.match(rf"(?:{numbers})\d+", squeezed(entry.indicator.level3.text))
    return found[0] if found else None


def _has_own(entry: Entry) -> bool:
    """Whether a reason is printed in the indicator's own row; that one stands."""
    own = entry.indicator.deviation
    return own is not None and bool(own.text.strip())


def _added(entry: Entry, said: str, cell: Cell) -> Entry:
    """The entry with this reason, after those that it was given before."""
    given = entry.indicator.deviation
    text = "\n".join(filter(None, (given.text if given else "", said)))
    reason = msgspec.structs.replace(traced(text, [cell], "inferred", _NAMED), text=text)
    return msgspec.structs.replace(
        entry, indicator=msgspec.structs.replace(entry.indicator, deviation=reason)
    )
