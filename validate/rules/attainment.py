"""Family attainment: what was achieved against what was promised, and the points that were given for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, points, recognised, rows, without_rows
from validate.attainment.judgement import PartJudgement, highest_share
from validate.attainment.telling import arithmetic, lowest_part, scoring, shortfall, told
from validate.envelopes.banded import band_points
from validate.evidence import short
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import half_up, places
from validate.rule import could_not_check, found, not_applicable, ok, rule

_TABLE = Wording("绩效指标完成情况", "attainment of the indicators")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("表内勾稽关系", "form logic")


@rule(
    "target-not-met-full-score",
    severity="warning",
    family="attainment",
    title=Wording("未达到指标值而得满分", "A target is not met and the row has full marks"),
    basis=(_RULE_10,),
)
def target_not_met_full_score(evaluation: Evaluation, profile: Profile) -> Iterator[Outcome]:
    """Compare every countable target with the actual, and look at the score where it falls short.

    What it checks:
        Target and actual are read as quantities with units, comparators and approximations (about, nearly,
        more than), part by part. Where a part is not met, or not met as printed with a likely slip of the
        pen that would change it, and the row has its full weight as score, both readings are printed.

    Basis:
        Cai Yu [2020] No. 10: a quantitative indicator gets its full weight when the target is met, otherwise
        the weight times actual over target.

    Why it matters:
        A full score tells the reader that nothing is missing.

    Example:
        Target: at least 2 meetings; actual: the meetings were held "个1次", 1 as printed, 1 + 1 = 2 if 个 is
        a slip for 各 (each); score 5 of 5.

    When it does not apply:
        Targets in words; rows without weight or score. Approximate figures that straddle the target, figures
        for something else, percentage points against per cent, averages against single cases and everything
        else that two fair readings judge differently are reported as not checkable. A part that the actual
        does not mention at all belongs to part-missing. Where rounding the score to the decimals that the
        form uses makes it full, or bands of satisfaction do, the finding is a notice. Dates belong to
        time-late.

    How to put it right:
        Correct the actual or the score, or explain the score and add evidence.
    """
    judged = rows(evaluation)
    if not judged:
        yield from without_rows(evaluation, _TABLE)
    printed = [places(row.score) for row in judged if row.score is not None]
    digits = min((one for one in printed if one > 0), default=0)
    for row in judged:
        yield _full_score(row, profile, digits)


def _full_score(row: Row, profile: Profile, digits: int) -> Outcome:
    """`digits` are the fewest decimals that scores of this form have where they are not whole."""
    parts = tuple(part for part in row.judgement.parts if part.part.nature != "date")
    short_parts = [part for part in parts if _falls_short(part)]
    idle = _nothing_to_hold(row, parts)
    if idle is not None:
        return idle
    if short_parts and row.full_score:
        return recognised(row) if row.doubtful else _undeserved(row, profile, short_parts, digits)
    if short_parts or row.judgement.verdict == "met" or not row.full_score:
        return ok(row.subject, arithmetic(parts))
    return _unresolved(row)


def _nothing_to_hold(row: Row, parts: tuple[PartJudgement, ...]) -> Outcome | None:
    """The outcome for a row without figures or without a score; None where there is something to hold."""
    if row.judgement.qualitative:
        return not_applicable(row.subject, Wording("定性指标，没有可比较的数字。", "The target is in words."))
    if row.weight is None or row.score is None:
        return not_applicable(row.subject, Wording("该行没有分值或得分。", "The row has no weight or score."))
    if row.judgement.blank:
        return could_not_check(row.subject, _sentence(row.judgement.reason))
    if not parts:
        return not_applicable(
            row.subject, Wording("时限由规则 time-late 核对。", "Dates belong to the rule time-late.")
        )
    return None


def _unresolved(row: Row) -> Outcome:
    parts = tuple(part for part in row.judgement.of("cannot-tell") if part.part.nature != "date")
    rule_id = _told_by(row, parts)
    if rule_id is not None:
        return not_applicable(
            row.subject, Wording(f"由规则 {rule_id} 列示。", f"Reported by the rule {rule_id}.")
        )
    reasons = [told(part) for part in parts]
    zh = "；".join(one.zh for one in reasons)
    en = "; ".join(one.en for one in reasons)
    return could_not_check(row.subject, Wording(f"{zh}。", f"{en}."))


def _told_by(row: Row, unresolved: tuple[PartJudgement, ...]) -> str | None:
    """The rule that reports what could not be judged here."""
    if row.in_words_only:
        return "numeric-target-text-actual"
    if not unresolved:
        return "part-missing" if row.judgement.of("missing") else "time-late"
    about = all(any(flag.code == "approximate" for flag in part.flags) for part in unresolved)
    return "approx-value" if about else None


def _falls_short(part: PartJudgement) -> bool:
    """Not met; or not met as printed where only a slip of the pen would change that."""
    slip = any(flag.code == "each-slip" for flag in part.flags)
    return part.verdict == "not-met" or (part.verdict == "cannot-tell" and slip and part.literal == "not-met")


def _undeserved(row: Row, profile: Profile, parts: list[PartJudgement], digits: int) -> Outcome:
    score, weight = row.score or Decimal(), row.weight or Decimal()
    most = weight * highest_share(row.judgement)
    banded = band_points(row, profile) == Fraction(weight)
    rounds = half_up(Fraction(most), places(score) if places(score) > 0 else digits) >= score
    shortfalls = [shortfall(part) for part in parts]
    zh = "；".join(one.zh for one in shortfalls)
    en = "; ".join(one.en for one in shortfalls)
    for part in row.judgement.of("cannot-tell"):
        if part not in parts:
            zh += f"；{told(part).zh}"
            en += f"; {told(part).en}"
    at_most = f"{points(most)}"
    ends_zh, ends_en = f"。该项得分{row.points}", f". Score {row.points}"
    if banded and not rounds:
        ends_zh += f"，按完成比例为{at_most}分，按满意度分档为满分"
        ends_en += f"; in proportion {at_most}, by bands of satisfaction full marks"
    elif rounds:
        ends_zh += f"，按完成比例为{at_most}分，取整后与得分相符"
        ends_en += f"; in proportion {at_most}, which rounds to that score"
    else:
        literally = any(part.readings for part in parts)
        ends_zh += f"，{'按字面和' if literally else '按'}完成比例计最多{at_most}分"
        ends_en += f", {'as printed and ' if literally else ''}in proportion at most {at_most}"
        least_zh, least_en = lowest_part(row)
        ends_zh, ends_en = ends_zh + least_zh, ends_en + least_en
    return found(
        row.subject,
        "notice" if rounds or banded else "warning",
        Wording(f"{zh}{ends_zh}。", f"{en}{ends_en}."),
        row.evidence(),
        printed=format(score, "f"),
        recomputed=f"≤ {at_most}",
        difference=None if rounds else f"≥ {points(score - most)}",
        arithmetic="; ".join(filter(None, [arithmetic(tuple(parts)), scoring(row, at_most)])),
        ask=Wording(
            "请核对实际完成值；如确未达到指标值，请说明得满分的理由，并提供佐证材料（如通知、签到表、验收单）。",
            "Please check the actual; if the target was not met, please explain the full score and provide "
            "evidence (notices, sign-in sheets, acceptance papers).",
        ),
    )


def _sentence(reason: Wording) -> Wording:
    return Wording(f"{reason.zh}。", f"{reason.en}.")


@rule(
    "part-missing",
    severity="warning",
    family="attainment",
    title=Wording("指标值中的一部分没有对应的完成情况", "Part of a target has no counterpart in the actual"),
    basis=(_RULE_10, _FORM),
)
def part_missing(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """For targets of several parts, look for each part in the actual.

    What it checks:
        A target of two or more countable parts (numbered, or parted by commas): every part should be
        answered. A part counts as missing only where the actual holds no figure of its kind and none of its
        words (those shared with an answered part aside), while another part is answered.

    Basis:
        Cai Yu [2020] No. 10: the score follows from the attainment of the whole target.

    Why it matters:
        Full marks for a row of which half is not reported cannot be checked by anybody.

    Example:
        Target: 1. all 76 organisations and 266 branches covered; 2. publicity at least 4 times. The actual
        lists 120 posts, 7 and 29 issues, and no branches.

    When it does not apply:
        Targets of one part or in words. A summary such as “all completed” gives a notice. Where the words of
        a part occur in the actual without its figure, the rule says that it could not check.

    How to put it right:
        Report what was done for each part of the target.
    """
    judged = rows(evaluation)
    compound = [row for row in judged if len(_counted(row)) > 1 and not row.judgement.blank]
    if not judged:
        yield from without_rows(evaluation, _TABLE)
    elif not compound:
        yield not_applicable(_TABLE, Wording("没有包含多项要求的指标值。", "No target has several parts."))
    for row in compound:
        yield _all_answered(row)


def _counted(row: Row) -> list[PartJudgement]:
    return [part for part in row.judgement.parts if part.verdict != "not-judged"]


def _all_answered(row: Row) -> Outcome:
    missing = list(row.judgement.of("missing"))
    unanswered = [part for part in row.judgement.of("cannot-tell") if not part.mentions]
    if missing and row.doubtful:
        return recognised(row)
    if missing:
        return _unreported(row, missing)
    if unanswered and row.judgement.summary:
        return _summarised(row, unanswered)
    if unanswered:
        names = "、".join(f"“{part.part.shown}”" for part in unanswered)
        reason = Wording(
            f"实际完成值中有与{names}有关的文字，但没有相应数字，无法确认是否已完成。",
            f"The actual has words on {names} but no figure for it.",
        )
        return could_not_check(row.subject, reason)
    doubtful = [part for part in row.judgement.of("cannot-tell") if not part.part.head_from_name]
    if any(flag.code == "head-differs" for part in doubtful for flag in part.flags):
        return not_applicable(
            row.subject, Wording("由规则 term-mismatch 列示。", "Reported by the rule term-mismatch.")
        )
    return ok(row.subject)


def _unreported(row: Row, missing: list[PartJudgement]) -> Outcome:
    names = "、".join(dict.fromkeys(f"“{part.part.shown}”" for part in missing))
    count = len({(part.part.start, part.part.end) for part in _counted(row)})
    scored = row.weight is not None and row.score is not None
    deducted = scored and not row.full_score
    ends_zh, ends_en = (f"该项得分{row.points}。", f" Score {row.points}.") if scored else ("", "")
    return found(
        row.subject,
        "notice" if deducted or _explained(row, missing) else "warning",
        Wording(
            f"指标值含{count}项要求，其中{names}在实际完成值中未见对应内容。{ends_zh}",
            f"The target has {count} parts; the actual says nothing of {names}.{ends_en}",
        ),
        row.evidence(),
        ask=Wording(
            f"请补充{names}的完成情况和佐证材料；未完成的，请说明原因。",
            f"Please report what was done for {names}, with evidence, or give the reason.",
        ),
    )


def _explained(row: Row, missing: list[PartJudgement]) -> bool:
    """Whether the cell for the reason speaks of every missing part."""
    given = row.indicator.deviation
    heads = [part.part.head for part in missing]
    return given is not None and all(
        any(head[at : at + 2] in given.value for at in range(len(head) - 1)) for head in heads
    )


def _summarised(row: Row, parts: list[PartJudgement]) -> Outcome:
    names = "、".join(dict.fromkeys(f"“{part.part.shown}”" for part in parts))
    said = short(row.actual.value, 30)
    return found(
        row.subject,
        "notice",
        Wording(
            f"指标值含多项要求，实际完成值以概括性表述填报（“{said}”），未分项说明{names}的完成情况。",
            f"The target has several parts; the actual sums up (“{said}”) and does not report {names}.",
        ),
        row.evidence(),
        ask=Wording(f"请分项填报{names}的完成情况。", f"Please report {names} one by one."),
    )
