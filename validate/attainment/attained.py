"""The rows of the indicator table with their judgements: what the rules of the attainment family look at."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extract.document import SURE
from extract.wording import Wording
from validate.attainment.judgement import Judgement, PartJudgement
from validate.attainment.verdict import judge
from validate.evidence import cite, indicator_role, lost, short, why_absent
from validate.rule import could_not_check, not_applicable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.evaluation import Evaluation, Indicator, Part, Text
    from validate.evidence import IndicatorColumn
    from validate.outcome import Evidence, Outcome

_judge = lru_cache(maxsize=4096)(judge)


class Row(NamedTuple):
    """An indicator with target and actual, judged. Weight and score are None where they are no number."""

    indicator: Indicator
    target: Text
    actual: Text
    judgement: Judgement
    weight: Decimal | None
    score: Decimal | None

    @property
    def name(self) -> str:
        """The indicator's name, short enough for a sentence."""
        return short(self.indicator.level3.value)

    @property
    def subject(self) -> Wording:
        """The row as the subject of an outcome."""
        return Wording(self.name, self.name)

    @property
    def full_score(self) -> bool:
        """Whether the row got all its points."""
        return self.weight is not None and self.score is not None and self.score >= self.weight

    @property
    def points(self) -> str:
        """Score over weight as printed: 5/5."""
        score, weight = self.indicator.score, self.indicator.weight
        return f"{score.text.strip() if score else ''}/{weight.text.strip() if weight else ''}"

    @property
    def doubtful(self) -> bool:
        """Whether any cell of it was recognised without confidence."""
        cells = (self.target, self.actual, self.indicator.weight, self.indicator.score)
        return any(cell is not None and cell.confidence < SURE for cell in cells)

    def evidence(self) -> tuple[Evidence, ...]:
        """Target, actual, weight and score, each cell once."""
        columns: tuple[IndicatorColumn, ...] = ("target", "actual", "weight", "score")
        cells = [(column, getattr(self.indicator, column)) for column in columns]
        cited = [cite(indicator_role(self.indicator, column), cell) for column, cell in cells if cell]
        return tuple({one.place: one for one in cited}.values())


def rows(evaluation: Evaluation) -> list[Row]:
    """Every indicator that has a cell for the target and one for the actual, judged."""
    year = evaluation.year.value if evaluation.year else None
    found: list[Row] = []
    for one in evaluation.indicators:
        if one.target is None or one.actual is None:
            continue
        level2 = one.level2.value if one.level2 else ""
        judgement = _judge(
            one.target.value, one.actual.value, name=one.level3.value, level2=level2, year=year
        )
        weight = one.weight.value if one.weight else None
        score = one.score.value if one.score else None
        found.append(Row(one, one.target, one.actual, judgement, weight, score))
    return found


def without_rows(evaluation: Evaluation, subject: Wording) -> Iterator[Outcome]:
    """Why there is nothing to judge: no table, no targets or no actuals; lost, or not on the form."""
    parts: tuple[Part, ...] = ("indicators", "indicators.target", "indicators.actual")
    part = next((part for part in parts if evaluation.gap(part) is not None), parts[0])
    absent = could_not_check if lost(evaluation, part) else not_applicable
    yield absent(subject, why_absent(evaluation, part))


def quoted(part: PartJudgement) -> str:
    """The mentions that were compared, as printed."""
    return "、".join(f"“{one.quantity.text}”" for one in part.mentions)


def percent(share: Decimal) -> str:
    """A fraction as people write it, to two decimals: 98.98%."""
    return f"{(share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def points(number: Decimal) -> str:
    """A score worked out, to two decimals, without zeros that say nothing."""
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return format(rounded.normalize(), "f")
