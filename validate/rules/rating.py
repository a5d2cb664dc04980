"""The grade against the total score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.wording import Wording
from normalize.evaluation import Evaluation, Text
from validate.equations.terms import Term, term
from validate.evidence import cite, lost, why_absent
from validate.outcome import Outcome
from validate.profile import GradeBand, Profile, known_bands
from validate.rule import could_not_check, found, not_applicable, ok, rule

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
SUBJECT = Wording("自评等级", "rating")

# Longer names first: 不合格 holds 合格, and 良好 holds 良.
_NAMES = (
    ("不合格", "差"),
    ("不及格", "差"),
    ("较差", "差"),
    ("差", "差"),
    ("优秀", "优"),
    ("优", "优"),
    ("良好", "良"),
    ("良", "良"),
    ("合格", "中"),
    ("及格", "中"),
    ("中等", "中"),
    ("中", "中"),
)
_GRADE = re.compile("|".join(name for name, _ in _NAMES))
# 自评为“优” inside a sentence; a bare grade cell holds little else
# (为优化… names no grade, so the name must end there)
_IN_SENTENCE = re.compile(
    rf"(?:评为|等级为?|等次为?|结果为?|为)[::]?[“\"'‘「]?({_GRADE.pattern})(?=[”\"'’」。,，;；、)）等级次]|$)"
)
_OPTIONS = re.compile(r"[□☐○]")
_BARE = 6


@rule(
    "grade-band",
    severity="error",
    family="rating",
    title=Wording("等级与总分不符", "Grade does not match the total score"),
    basis=(NO_10,),
)
def grade_band(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """A grade that the declared total score does not earn.

    What it checks:
        The printed grade against the declared total, in the bands of the profile: 优 from 90, 良 from 80, 中
        from 60, 差 below. The lower end belongs to the band, so 89.5 is 良.
    Basis:
        财预〔2020〕10号. Some local systems use other bands (优 from 80, 良 from 70).
    Why it matters:
        The grade is what is published and what next year's budget looks at.

    Example:
        98.3 is 优; 87 printed as 优 fits only the bands from 80, and is a warning.
    When it does not apply:
        Without a grade or without a declared total. A grade that some known set of bands allows is a warning;
        an error only where none does. Names of other scales are admitted as not checked.
    How to put it right:
        Correct the grade, or name the local rule whose bands apply.
    """
    if evaluation.rating is None:
        absent = could_not_check if lost(evaluation, "rating") else not_applicable
        yield absent(SUBJECT, why_absent(evaluation, "rating"))
        return
    total = term(Wording("总分·得分", "total · score"), evaluation.total.score)
    grade = grade_in(evaluation.rating.value)
    if total is None:
        yield could_not_check(SUBJECT, Wording("没有读到总分。", "No total score was read."))
    elif grade is None:
        printed = evaluation.rating.text
        reason = Wording(
            f"“{printed}”不是已知等级，或不止一个。", f"“{printed}” is no known grade, or more than one."
        )
        yield could_not_check(SUBJECT, reason)
    else:
        yield _verdict(profile, total, evaluation.rating, grade)


def grade_in(text: str) -> str | None:
    """The one grade that a cell or sentence names, as 优, 良, 中 or 差; None where it is not certain."""
    plain = "".join(text.split())
    if _OPTIONS.search(plain):
        return None
    names = _IN_SENTENCE.findall(plain) or (_GRADE.findall(plain) if len(plain) <= _BARE else [])
    grades = {dict(_NAMES)[name] for name in names}
    return grades.pop() if len(grades) == 1 else None


def earned(bands: Sequence[GradeBand], total: Term) -> str | None:
    """The grade that a total earns in a set of bands."""
    return next(
        (
            band.name
            for band in sorted(bands, key=lambda band: -band.at_least)
            if total.value >= band.at_least
        ),
        None,
    )


def _verdict(profile: Profile, total: Term, rating: Text, grade: str) -> Outcome:
    own = earned(profile.grade_bands, total) if profile.grade_bands else None
    fitting = [one for one in known_bands() if earned(one.bands, total) == grade]
    if own == grade or (own is None and fitting):
        return ok(SUBJECT, f"{total.text} → {grade}")
    expected = own or earned(known_bands()[0].bands, total) or ""
    arithmetic = f"{total.text} → {expected} ≠ {grade}"
    remark = Wording("请核对并更正。", "Please compare and correct.")
    if fitting:
        sets = fitting[0].title
        remark = Wording(
            f"该等级只符合“{sets.zh}”的划分，请说明依据。",
            f"The grade fits only the bands “{sets.en}”; please name the rule applied.",
        )
    return found(
        SUBJECT,
        "warning" if fitting else "error",
        Wording(
            f"总分{total.text}，应为“{expected}”，填报等级为“{grade}”。{remark.zh}",
            f"A total of {total.text} earns {expected}; the form says {grade}. {remark.en}",
        ),
        (cite(Wording("自评等级", "rating"), rating), total.cite()),
        printed=grade,
        recomputed=expected,
        arithmetic=arithmetic,
        ask=Wording("请说明等级划分的依据。", "Please name the rule for the grades."),
    )
