"""A printed sum of scores or weights against what it adds up: the comparison that four rules share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from extract.document import SURE
from extract.wording import Wording
from validate.equations.terms import Term, added, decimals, evidence, values
from validate.evidence import spoken
from validate.outcome import Outcome
from validate.rounding import Agreement, added_up, compare_sum, places, written
from validate.rule import could_not_check, found, ok

Scale: TypeAlias = Literal["weight", "score"]


def held(subject: Wording, terms: Sequence[Term], arithmetic: str) -> Outcome:
    """`ok`, unless a number was itself inferred from such an equation: what was put in cannot be checked.

    Figures that a text dump ran together are split where the form's sums leave one way to do it; they carry
    less than full confidence, unlike a rate whose percent sign was inferred.
    """
    if any(one.cell.how == "inferred" and one.cell.confidence < SURE for one in terms):
        reason = Wording(
            f"有的数字是从连写的文本中按表内等式拆分出来的，不能再用同一等式核对（{arithmetic}）。",
            f"Some numbers were split out of text that ran together by the form's own equations, which "
            f"therefore cannot check them ({arithmetic}).",
        )
        return could_not_check(subject, reason)
    return ok(subject, arithmetic)


def agreement(printed: Decimal, parts: Sequence[Decimal], scale: Scale) -> Agreement:
    """How far the parts add up to the print: `exact` to the last digit, or by which rounding.

    A whole part stands for itself, 16.67 may be rounded. So does a whole total of weights (they are set: 100
    is no rounded 100.4), while a whole total of scores may be a rounded one.
    """
    if added_up(parts) == printed:
        return "exact"
    shown = printed
    if scale == "weight" and places(printed) <= 0:
        shown = Decimal(written(printed, max([0, *map(places, parts)])))
    agreed = compare_sum(shown, parts, whole_is_exact=True)
    return "within" if agreed == "exact" else agreed


def exact_sum(terms: Sequence[Term]) -> Fraction:
    """The sum, exactly."""
    return Fraction(added_up(values(terms)))


def sum_only(terms: Sequence[Term]) -> str:
    """The sum in figures, with the most decimals printed among the terms."""
    return format(added_up(values(terms)), "f")


def sum_text(terms: Sequence[Term]) -> str:
    """The addition with its result: `9.3 + 89 = 98.3`; a single term stands alone."""
    if len(terms) == 1:
        return terms[0].text
    return f"{added(terms)} = {sum_only(terms)}"


def compared(subject: Wording, printed: Term, terms: Sequence[Term], scale: Scale, ask: Wording) -> Outcome:
    """`ok` where the sum is the print, a notice where only rounding explains it, else an error."""
    agreed = agreement(printed.value, values(terms), scale)
    if agreed == "exact":
        return held(subject, [printed, *terms], sum_text(terms))
    arithmetic = f"{sum_text(terms)} ≠ {printed.text}"
    remark = {
        "within": Wording(
            "只有当带小数的数是四舍五入后的数时才相符。",
            "It holds only if the numbers with decimals were rounded.",
        ),
        "truncated": Wording("只有当尾数被截去时才相符。", "It holds only if digits were cut off."),
        "different": Wording("请核对并更正。", "Please compare and correct."),
    }[agreed]
    shown, told = max(decimals(terms), decimals([printed])), spoken(subject)
    return found(
        subject,
        "error" if agreed == "different" else "notice",
        Wording(
            f"{told.zh}填报{printed.text}，各项之和为{arithmetic}。{remark.zh}",
            f"The {told.en} is printed as {printed.text}; the items give {arithmetic}. {remark.en}",
        ),
        evidence([printed, *terms]),
        printed=printed.text,
        recomputed=sum_only(terms),
        difference=written(abs(exact_sum(terms) - Fraction(printed.value)), shown),
        arithmetic=arithmetic,
        ask=ask,
    )
