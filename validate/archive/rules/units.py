"""A unit's scores beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from validate.archive.archive import UnitYear
from validate.archive.digest import Digest
from validate.archive.outcome import SetOutcome
from validate.archive.rule import found, not_applicable, ok, set_rule
from validate.archive.scores import FULL, score_cell, score_of
from validate.profile import Profile
from validate.rounding import written

_NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")

_ALL_FULL = 3
_ALIKE = 5
_DEVIATION = Fraction(1, 2)
_LISTED = 20


@set_rule(
    "unit-all-full-marks",
    scope="unit-year",
    severity="notice",
    title=Wording(
        "同一单位各项目得分全为满分或几乎相同", "All projects of a unit have full marks, or nearly one score"
    ),
    basis=(_NO_10,),
)
def unit_all_full_marks(group: UnitYear, _: Profile | None) -> Iterator[SetOutcome]:
    """The total scores of a unit's projects.

    What it checks:
        All projects of one unit and year have the full 100 points (three projects or more), or the standard
        deviation of their scores is below 0.5 (five projects or more).

    Basis:
        Cai Yu [2020] No. 10: each score follows from what the project reached.

    Why it matters:
        Scores that do not tell projects apart say little. A reviewer chooses such units for a closer look.

    Example:
        Ten projects, ten times 100 points.

    When it does not apply:
        Fewer projects than that; forms that are not scored out of 100; a department's own form.

    How to put it right:
        Score each indicator by its evidence; have some of the projects reviewed by others.
    """
    scored = [(one, score) for one in group.projects if (score := score_of(one)) is not None]
    scores = [score for _, score in scored]
    if len(scored) < _ALL_FULL:
        reason = Wording("有百分制得分的项目不足3个。", "Fewer than three projects have a score out of 100.")
        yield not_applicable(group.subject, reason)
    elif all(score == FULL for score in scores):
        yield _told(
            group,
            scored,
            Wording(
                f"{len(scored)}个项目自评得分均为100分。",
                f"All {len(scored)} projects scored themselves 100.",
            ),
        )
    elif len(scored) >= _ALIKE and _variance(scores) < _DEVIATION**2:
        mean = written(sum(map(Fraction, scores), Fraction()) / len(scores), 2)
        zh = f"{len(scored)}个项目自评得分几乎相同（{min(scores)}至{max(scores)}分，平均{mean}分）。"
        en = f"{len(scored)} projects scored nearly the same ({min(scores)} to {max(scores)}, mean {mean})."
        yield _told(group, scored, Wording(zh, en))
    else:
        yield ok(group.subject)


def _variance(scores: list[Decimal]) -> Fraction:
    values = [Fraction(score) for score in scores]
    mean = sum(values, Fraction()) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction()) / len(values)


def _told(group: UnitYear, scored: list[tuple[Digest, Decimal]], message: Wording) -> SetOutcome:
    return found(
        group.subject,
        "notice",
        Wording(f"{group.subject.zh}{message.zh}", f"{group.subject.en}: {message.en}"),
        [piece for one, _ in scored[:_LISTED] for piece in score_cell(one)],
        ask=Wording(
            "请说明各项目评分依据，并抽取部分项目提供佐证材料复核。",
            "Please give the grounds for the scores, with the evidence of some of the projects for review.",
        ),
    )
