"""What is absent from a form, part by part, and whether it can have been lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Gap, Part, Text
from normalize.wordings import unblanked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from normalize.budget import Block
    from normalize.columns import Columns
    from normalize.form import Form

_LOST = Wording(
    "文件转成文本时可能丢失了此项，不能据此认为单位未填。",
    "The text dump can have lost it; its absence says nothing about the unit.",
)
_UNSEEN = Wording(
    "文件中有无法读取的页，此项可能在其中，不能据此认为单位未填。",
    "The file has pages that could not be read and it may stand there; its absence says nothing.",
)
_TORN = Wording(
    "指标表后紧接一个未能接上的表格，此项可能在其中，不能据此认为单位未填。",
    "A table that could not be joined follows and it may stand there; its absence says nothing.",
)
_UNCLEAR = Wording(
    "表头有两栏以上都像此项，不作猜测，不能据此认为单位未填。",
    "Several columns of the header could be it; none is guessed at, and its absence says nothing.",
)
_ABSENT = Wording("表上没有此项。", "The form does not have it.")
_NO_PROJECT = Wording("部门整体表不填项目名称。", "A whole department's form names no project.")

_HEAD_PARTS: dict[Part, Callable[[Evaluation], object]] = {
    "title": lambda one: one.title,
    "year": lambda one: one.year,
    "unit": lambda one: one.unit,
    "project": lambda one: one.project,
    "money-unit": lambda one: one.money_unit,
    "budget": lambda one: one.budget,
    "goals": lambda one: one.goals.expected or one.goals.actual,
    "indicators": lambda one: one.indicators,
    "total": lambda one: one.total.weight or one.total.score,
    "rating": lambda one: one.rating,
}
_BUDGET_COLUMNS: tuple[Part, ...] = (
    "budget.initial", "budget.adjusted", "budget.executed", "budget.weight", "budget.rate", "budget.score",
)  # fmt: skip
_INDICATOR_COLUMNS: tuple[Part, ...] = (
    "indicators.level1", "indicators.level2", "indicators.target", "indicators.actual", "indicators.weight",
    "indicators.score", "indicators.deviation",
)  # fmt: skip


class Known(msgspec.Struct, frozen=True):
    """What the other blocks found out about absences: why parts are missing that something is printed for."""

    form: Form
    block: Block
    columns: Columns | None
    is_dump: bool
    is_partly_unseen: bool
    is_torn: bool
    reasons: dict[Part, Wording]


def gaps_of(evaluation: Evaluation, known: Known) -> tuple[Gap, ...]:
    """All gaps of an evaluation, in the order of the form."""
    parts = [part for part, get in _HEAD_PARTS.items() if not get(evaluation)]
    parts += _missing_columns(_BUDGET_COLUMNS, known.block.columns)
    parts += _missing_columns(_INDICATOR_COLUMNS, known.columns)
    gaps = [_gap(part, known) for part in parts]
    gaps += [gap for gap in _lost_levels(evaluation, known) if gap.part not in parts]
    return tuple(gaps)


def _missing_columns(parts: tuple[Part, ...], columns: Columns | None) -> list[Part]:
    return [part for part in parts if columns is None or part.partition(".")[2] not in columns]


def _gap(part: Part, known: Known) -> Gap:
    if part == "project" and known.form.kind == "department":
        return Gap(part, lost=False, reason=_NO_PROJECT)
    if reason := _hidden(part, known):
        return Gap(part, lost=True, reason=reason)
    if part in known.reasons:
        return Gap(part, lost=known.is_dump, reason=known.reasons[part])
    doubts = ((known.is_dump, _LOST), (known.is_torn, _TORN), (known.is_partly_unseen, _UNSEEN))
    reason = next((reason for holds, reason in doubts if holds), None)
    return Gap(part, lost=reason is not None, reason=reason or _ABSENT)


def _hidden(part: Part, known: Known) -> Wording | None:
    """Why a missing column may be one of those that were seen: two claim it, or one was not recognised."""
    block, _, column = part.partition(".")
    header = known.block.columns if block == "budget" else known.columns
    if not column or header is None:
        return None
    if column in header.unclear:
        return _UNCLEAR
    return _unknown(header.unknown) if header.unknown else None


def _unknown(headings: Sequence[str]) -> Wording:
    listed = "、".join(f"“{unblanked(heading)}”" for heading in headings)
    return Wording(
        f"表头有未认出的栏目{listed}，此项可能在其中，不能据此认为单位未填。",
        f"The header has columns that were not recognised ({listed}); it may be among them.",
    )


def _lost_levels(evaluation: Evaluation, known: Known) -> Iterator[Gap]:
    """Level names that a dump lost, although its header still shows their column."""
    if not known.is_dump:
        return
    levels: dict[Part, list[Text | None]] = {
        "indicators.level1": [one.level1 for one in evaluation.indicators],
        "indicators.level2": [one.level2 for one in evaluation.indicators],
    }
    for part, names in levels.items():
        lost = [name for name in names if name is None or name.how == "inferred"]
        if lost:
            yield Gap(part, lost=True, reason=_lost_reason(len(lost), sum(name is not None for name in lost)))


def _lost_reason(lost: int, recovered: int) -> Wording:
    rest_zh = "" if lost == recovered else f"，其余{lost - recovered}行不作猜测"
    rest_en = "" if lost == recovered else f", the other {lost - recovered} are not guessed"
    return Wording(
        f"文件转成文本时丢失了{lost}行的级次名称，其中{recovered}行由推断得出{rest_zh}。",
        f"The dump lost the names of {lost} rows; {recovered} were inferred{rest_en}.",
    )
