"""The cells that differ between two versions of one form.

Compared is what a cell says, not how it is set: full width and half width, blanks, line ends and trailing
zeros of a number make no change. A cell that one of the files may have lost is not compared, and is named
instead (`not_compared`): its absence says nothing about the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from extract.document import SURE
from extract.wording import Wording
from normalize.evaluation import Evaluation, Part, Traced
from validate.evidence import COLUMNS, PARTS, budget_name, part_name, short
from validate.versions.pairs import bare, paired

_T = TypeVar("_T")
Cell: TypeAlias = Traced[Any]
Kind: TypeAlias = Literal["changed", "added", "removed"]

_HEAD: tuple[tuple[str, Part], ...] = (
    ("title", "title"),
    ("year", "year"),
    ("unit", "unit"),
    ("project", "project"),
    ("money_unit", "money-unit"),
    ("rating", "rating"),
)
_BUDGET: dict[str, Part] = {
    "initial": "budget.initial",
    "adjusted": "budget.adjusted",
    "executed": "budget.executed",
    "weight": "budget.weight",
    "rate": "budget.rate",
    "score": "budget.score",
}
_INDICATOR: dict[str, Part] = {
    "level1": "indicators.level1",
    "level2": "indicators.level2",
    "target": "indicators.target",
    "actual": "indicators.actual",
    "weight": "indicators.weight",
    "score": "indicators.score",
    "deviation": "indicators.deviation",
}
_GOALS = {
    "expected": Wording("年度总体目标·预期目标", "year's goals · expected"),
    "actual": Wording("年度总体目标·实际完成情况", "year's goals · actual"),
}
_AROUND = Wording("表外文字", "text around the tables")
_WHOLE = Wording("整行", "whole row")
_TOTAL = {"weight": Wording("总分值", "total weight"), "score": Wording("总得分", "total score")}


class Change(msgspec.Struct, frozen=True):
    """A cell that differs, or a whole row that came or went (its name is then the cell).

    `row` and `column` name it for people; `row` is empty for cells outside the tables. `number` is the
    place of an indicator row in the new version (in the old one where it went), from 1. `doubtful`: one of
    the readings is in doubt, so that the difference may be ours.
    """

    kind: Kind
    row: Wording
    column: Wording
    old: Cell | None
    new: Cell | None
    number: int | None = None

    @property
    def doubtful(self) -> bool:
        """Whether one of the two readings is in doubt."""
        return any(cell is not None and cell.confidence < SURE for cell in (self.old, self.new))


def changes(old: Evaluation, new: Evaluation) -> tuple[Change, ...]:
    """All changed cells in the order of the form: head, budget, goals, indicators, total, text around it."""
    blocks = (_head, _budget, _goals, _groups, _indicators, _total, _narrative)
    return tuple(change for block in blocks for change in block(old, new))


def not_compared(old: Evaluation, new: Evaluation) -> tuple[tuple[Wording, Wording], ...]:
    """The parts that one of the files may have lost, each with which version and why."""
    found = []
    for name, form in ((Wording("原版本", "old version"), old), (Wording("新版本", "new version"), new)):
        for gap in form.gaps:
            if gap.lost:
                part = part_name(gap.part)
                where = Wording(f"{name.zh}的{part.zh}", f"{part.en} of the {name.en}")
                found.append((where, gap.reason))
    return tuple(found)


def same(old: Cell | None, new: Cell | None) -> bool:
    """Whether two cells say the same; a missing cell and a blank one do."""
    if isinstance(old and old.value, str) or isinstance(new and new.value, str):
        return bare(str(old.value) if old else "") == bare(str(new.value) if new else "")
    if old is not None and new is not None and old.value is not None and new.value is not None:
        return bool(old.value == new.value)
    return bare(old.text if old else "") == bare(new.text if new else "")


def _lost(part: Part, *forms: Evaluation) -> bool:
    return any(gap.lost for form in forms if (gap := form.gap(part)))


def _head(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    for field, part in _HEAD:
        if not _lost(part, old, new):
            yield from _cell(Wording("", ""), PARTS[part], getattr(old, field), getattr(new, field))


def _goals(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    if _lost("goals", old, new):
        return
    for field, name in _GOALS.items():
        yield from _cell(Wording("", ""), name, getattr(old.goals, field), getattr(new.goals, field))


def _total(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    if _lost("total", old, new):
        return
    for field, name in _TOTAL.items():
        yield from _cell(Wording("", ""), name, getattr(old.total, field), getattr(new.total, field))


def _budget(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    if _lost("budget", old, new):
        return
    columns = [column for column, part in _BUDGET.items() if not _lost(part, old, new)]
    names = [[budget_name(line) for line in form.budget] for form in (old, new)]
    for before, after in paired(*names):
        name = names[1][after] if after is not None else names[0][before or 0]
        row = _Row(Wording(f"「{name}」", f"「{name}」"), _at(old.budget, before), _at(new.budget, after))
        yield from row.compared("label", columns)


def _groups(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    """Weights and scores printed on level-1 and level-2 headings, where both versions have the heading."""
    before = {(group.level, bare(group.name.value)): group for group in old.groups}
    for group in new.groups:
        if one := before.get((group.level, bare(group.name.value))):
            row = Wording(f"「{group.name.value}」", f"「{group.name.value}」")
            yield from _Row(row, one, group).compared("name", ("weight", "score"))


def _narrative(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    """Paragraphs around the tables that stand in one version only."""
    before, after = ({bare(text.value): text for text in form.narrative} for form in (old, new))
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in before or key not in after:
            kind: Kind = "removed" if key in before else "added"
            yield Change(kind, Wording("", ""), _AROUND, before.get(key), after.get(key))


def _indicators(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    if _lost("indicators", old, new):
        return
    columns = ["level3", *(column for column, part in _INDICATOR.items() if not _lost(part, old, new))]
    for before, after in indicator_pairs(old, new):
        one, other = _at(old.indicators, before), _at(new.indicators, after)
        number = (after if after is not None else before or 0) + 1
        name = "".join(short(row.level3.value) for row in [other or one] if row)
        said = Wording(f"第{number}项「{name}」", f"indicator {number} 「{name}」")
        yield from _Row(said, one, other, number).compared("level3", columns)


def _at(rows: Sequence[_T], index: int | None) -> _T | None:
    return None if index is None else rows[index]


def indicator_pairs(old: Evaluation, new: Evaluation) -> list[tuple[int | None, int | None]]:
    """Which indicator row of the new version is which of the old one."""
    names = [[row.level3.value for row in form.indicators] for form in (old, new)]
    return paired(*names)


class _Row(msgspec.Struct, frozen=True):
    """A row in both versions, or in one of them."""

    name: Wording
    old: msgspec.Struct | None
    new: msgspec.Struct | None
    number: int | None = None

    def compared(self, label: str, columns: Iterable[str]) -> Iterator[Change]:
        """The cells that differ; a row that came or went is one change, told by its label."""
        if self.old is None or self.new is None:
            kind: Kind = "added" if self.old is None else "removed"
            gone, come = (getattr(one, label, None) for one in (self.old, self.new))
            yield Change(kind, self.name, _WHOLE, gone, come, self.number)
            return
        for column in columns:
            one, other = getattr(self.old, column), getattr(self.new, column)
            # A level label filled down is told where it is printed, once.
            if not any(cell is not None and cell.how == "filled-down" for cell in (one, other)):
                yield from _cell(self.name, COLUMNS[column], one, other, self.number)


def _cell(
    row: Wording, column: Wording, old: Cell | None, new: Cell | None, number: int | None = None
) -> Iterator[Change]:
    if not same(old, new):
        yield Change("changed", row, column, old, new, number)
