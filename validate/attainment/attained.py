"""The rows of the indicator table with their judgements: what the rules of the attainment family look at."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from extract.document import SURE
from extract.wording import Wording
from validate.attainment.judgement import Judgement, PartJudgement
from validate.attainment.verdict import judge
from validate.evidence import cite, indicator_role, lost, short, why_absent
from validate.remembered import remembered
from validate.rule import could_not_check, not_applicable, ok

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from normalize.evaluation import Evaluation, Indicator, Part, Text
    from validate.evidence import IndicatorColumn
    from validate.outcome import Evidence, Outcome

_judge = lru_cache(maxsize=4096)(judge)

_SATISFACTION = re.compile("满意(?!意见)")
_DISSATISFACTION = re.compile("不满意|投诉")
_FIGURE = re.compile("[0-9０-９]|[一二两三四五六七八九十百千万]+(?:次|个|项|人|期|场|家|户|份|篇|件)")
_NIL = re.compile("无|零|没有|未发生|未出现")
_SAYS_NOTHING = re.compile(r"[\s—–\-/\\、，。,.;；:：]|无|不涉及|见附件[0-9]*")
_A_REASON = 2


class Row(msgspec.Struct, frozen=True):
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
        name = self.name
        return Wording(name, name)

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

    @property
    def lost_points(self) -> bool:
        """Whether the row got less than its weight."""
        return self.weight is not None and self.score is not None and self.score < self.weight

    @property
    def explained(self) -> bool:
        """Whether the cell for the reason says something: two characters or more that are no dash."""
        given = self.indicator.deviation
        return given is not None and len(_SAYS_NOTHING.sub("", given.value)) >= _A_REASON

    @property
    def in_words_only(self) -> bool:
        """Whether a target in figures is answered without any figure, and not with “none” either."""
        asked = [part for part in self.judgement.parts if part.part.nature == "quantity"]
        if not asked or self.judgement.blank or any(part.mentions or part.verdict == "met" for part in asked):
            return False
        said = self.actual.value.strip()
        return _FIGURE.search(said) is None and _NIL.match(said) is None

    def evidence(self, *, reason: bool = False) -> tuple[Evidence, ...]:
        """Target, actual, weight and score, each cell once; with `reason` that cell too if it is filled."""
        columns: tuple[IndicatorColumn, ...] = ("target", "actual", "weight", "score")
        if reason and self.explained:
            columns = (*columns, "deviation")
        cells = [(column, getattr(self.indicator, column)) for column in columns]
        cited = [cite(indicator_role(self.indicator, column), cell) for column, cell in cells if cell]
        return tuple({one.place: one for one in cited}.values())


@remembered
def rows(evaluation: Evaluation, wanted: Callable[[Indicator], bool] = lambda _: True) -> tuple[Row, ...]:
    """Every indicator that has a cell for the target and one for the actual, judged.

    Judging is dear: where many forms are looked at, `wanted` leaves out rows that cannot matter.
    """
    year = evaluation.year.value if evaluation.year else None
    found: list[Row] = []
    for one in filter(wanted, evaluation.indicators):
        judgement = judged(one, year)
        if judgement is None or one.target is None or one.actual is None:
            continue
        weight = one.weight.value if one.weight else None
        score = one.score.value if one.score else None
        found.append(Row(one, one.target, one.actual, judgement, weight, score))
    return tuple(found)


def judged(indicator: Indicator, year: int | None) -> Judgement | None:
    """The judgement of one indicator; None where it has no cell for the target or for the actual."""
    if indicator.target is None or indicator.actual is None:
        return None
    level2 = indicator.level2.value if indicator.level2 else ""
    return _judge(
        indicator.target.value, indicator.actual.value, name=indicator.level3.value, level2=level2, year=year
    )


def is_satisfaction(indicator: Indicator) -> bool:
    """Whether the row asks how satisfied people are; rates of dissatisfaction and complaints do not."""
    levels = (indicator.level1, indicator.level2, indicator.level3)
    named = "".join(level.value for level in levels if level is not None)
    if "满意" not in named or not _SATISFACTION.search(named):
        return False
    return _DISSATISFACTION.search(indicator.level3.value) is None


def each_row(
    evaluation: Evaluation, subject: Wording, look: Callable[[Row], Outcome | None], nothing: Wording
) -> Iterator[Outcome]:
    """What `look` says of each row; rows that hold without a sum to show are one outcome together.

    `nothing` is the reason where it has nothing to say of any row; without rows it is told why.
    """
    judged_rows = rows(evaluation)
    if not judged_rows:
        yield from without_rows(evaluation, subject)
        return
    outcomes = [outcome for row in judged_rows if (outcome := look(row)) is not None]
    told = [one for one in outcomes if one.status != "ok" or one.arithmetic is not None]
    yield from told
    if len(told) < len(outcomes):
        yield ok(subject)
    if not outcomes:
        yield not_applicable(subject, nothing)


def recognised(row: Row) -> Outcome:
    """Could not check: the row's text was read with doubt, and nobody is accused on that."""
    reason = Wording(
        f"该行文字由图像识别或按文字位置归栏，把握不足，请对照原件：指标值“{row.target.text}”，"
        f"实际“{row.actual.text}”。",
        f"The row was recognised, or put into columns by position, with doubt; please compare it with the "
        f"original: target “{row.target.text}”, actual “{row.actual.text}”.",
    )
    return could_not_check(row.subject, reason)


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


def multiple(share: Decimal) -> Wording:
    """How many times over, for people: 139%, and 400倍 from ten times on."""
    if share >= 10:
        return Wording(f"{points(share)}倍", f"{points(share)} times")
    shown = percent(share).replace(".00%", "%")
    return Wording(shown, shown)


def points(number: Decimal) -> str:
    """A score worked out, to two decimals, without zeros that say nothing."""
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return format(rounded.normalize(), "f")
