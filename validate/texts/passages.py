"""The running text of a form, piece by piece, for the rules that read prose: where it stands, what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Text
from normalize.numbers import half_width
from validate.evidence import IndicatorColumn, cite, indicator_role, spoken
from validate.outcome import Evidence
from validate.remembered import remembered

# name: the indicator itself. planned: what was to be done (targets, expected goals). reported: what was done.
Kind: TypeAlias = Literal["name", "planned", "reported"]

UNKNOWN = "※"
_IGNORED = re.compile(r"[\s“”\"‘’']")
# Two digits that meet at a line end may be one number or two: such a number is not read at all.
_TORN = re.compile(r"(?<![0-9.,])[0-9.,]++(?<=[0-9])(?:\s++(?=[0-9])[0-9.,]++)+")
_SENTENCE = re.compile(r"[^。；;！!]+[。；;！!]?")
_LONG = 80


class Passage(msgspec.Struct, frozen=True):
    """A piece of text and its role. `row` is the index of its indicator; None outside the indicator table."""

    role: Wording
    text: Text
    kind: Kind
    row: int | None = None

    @property
    def spoken(self) -> Wording:
        """The piece as it stands in a sentence: 第5项「培训次数」实际完成值."""
        told = spoken(self.role)
        if self.row is None:
            return told
        return Wording(f"第{self.row + 1}项{told.zh}", f"{told.en} (indicator {self.row + 1})")


@remembered
def passages(evaluation: Evaluation) -> tuple[Passage, ...]:
    """All running text that is there: goals, indicator rows in order, then remarks and conclusion."""
    return tuple(_passages(evaluation))


def _passages(evaluation: Evaluation) -> Iterator[Passage]:
    goals = evaluation.goals
    if goals.expected:
        yield Passage(Wording("预期目标", "expected goal"), goals.expected, "planned")
    if goals.actual:
        yield Passage(Wording("实际完成情况", "reported achievement"), goals.actual, "reported")
    for row, indicator in enumerate(evaluation.indicators):
        yield from _of_row(row, indicator)
    for text in evaluation.narrative:
        yield Passage(Wording("说明文字", "remark"), text, "reported")


@lru_cache(maxsize=4096)
def running(text: str) -> str:
    """The text in half-width, without blanks and quotation marks; a number torn over a line end becomes ※."""
    plain = half_width(text)
    return _IGNORED.sub("", _TORN.sub(UNKNOWN, plain)) if _IGNORED.search(plain) else plain


def quote(piece: Passage, words: str) -> Evidence:
    """A passage as evidence: of a long text the sentence that holds these (running) words, as printed."""
    whole = cite(piece.role, piece.text)
    if len(whole.text) <= _LONG:
        return whole
    sentences = [one.strip() for one in _SENTENCE.findall(whole.text)]
    held = next((one for one in sentences if words in running(one)), whole.text)
    return msgspec.structs.replace(whole, text=held)


def _of_row(row: int, indicator: Indicator) -> Iterator[Passage]:
    cells: tuple[tuple[IndicatorColumn, Text | None, Kind], ...] = (
        ("level3", indicator.level3, "name"),
        ("target", indicator.target, "planned"),
        ("actual", indicator.actual, "reported"),
        ("deviation", indicator.deviation, "reported"),
    )
    for column, text, kind in cells:
        # a cell merged over several rows is one piece of text: it is read where it stands
        if text and text.value.strip() and text.how != "filled-down":
            yield Passage(indicator_role(indicator, column), text, kind, row)
