"""Family attainment: what was achieved against what was promised, and the points that were given for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, percent, points, rows, without_rows
from validate.attainment.judgement import PartJudgement, highest_share
from validate.attainment.monotone import Clash, Entry, clash, groups
from validate.attainment.telling import arithmetic, scoring, shortfall, told
from validate.evidence import short
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule

_TABLE = Wording("绩效指标完成情况", "attainment of the indicators")
_SCORES = Wording("完成情况与得分", "attainment and scores")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("表内勾稽关系", "form logic")


@rule(
    "target-not-met-full-score",
    severity="warning",
    family="attainment",
    title=Wording("未达到指标值而得满分", "A target is not met and the row has full marks"),
    basis=(_RULE_10,),
)
def target_not_met_full_score(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
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
        does not mention at all belongs to part-missing. Where rounding the score to its printed decimals
        makes it full, the finding is a notice.

    How to put it right:
        Correct the actual or the score, or explain the score and add evidence.
    """
    judged = rows(evaluation)
    if not judged:
        yield from without_rows(evaluation, _TABLE)
    for row in judged:
        yield _full_score(row)


def _full_score(row: Row) -> Outcome:
    short_parts = [part for part in row.judgement.parts if _falls_short(part)]
    idle = _nothing_to_hold(row)
    if idle is not None:
        return idle
    if short_parts and row.doubtful:
        return could_not_check(row.subject, _recognised(row))
    if short_parts and row.full_score:
        return _undeserved(row, short_parts)
    if short_parts or row.judgement.verdict == "met":
        return ok(row.subject, arithmetic(row.judgement.parts))
    return _unresolved(row)


def _nothing_to_hold(row: Row) -> Outcome | None:
    """The outcome for a row without figures or without a score; None where there is something to hold."""
    if row.judgement.qualitative:
        return not_applicable(row.subject, Wording("定性指标，没有可比较的数字。", "The target is in words."))
    if row.weight is None or row.score is None:
        return not_applicable(row.subject, Wording("该行没有分值或得分。", "The row has no weight or score."))
    if row.judgement.blank:
        return could_not_check(row.subject, _sentence(row.judgement.reason))
    return None


def _unresolved(row: Row) -> Outcome:
    parts = row.judgement.of("cannot-tell")
    if not parts:
        reason = Wording(
            "所缺内容由规则 part-missing 列示。", "What is missing is reported by the rule part-missing."
        )
        return not_applicable(row.subject, reason)
    reasons = [told(part) for part in parts]
    zh = "；".join(one.zh for one in reasons)
    en = "; ".join(one.en for one in reasons)
    return could_not_check(row.subject, Wording(f"{zh}。", f"{en}."))


def _falls_short(part: PartJudgement) -> bool:
    """Not met; or not met as printed where only a slip of the pen would change that."""
    slip = any(flag.code == "each-slip" for flag in part.flags)
    return part.verdict == "not-met" or (part.verdict == "cannot-tell" and slip and part.literal == "not-met")


def _undeserved(row: Row, parts: list[PartJudgement]) -> Outcome:
    score, weight = row.score or Decimal(), row.weight or Decimal()
    most = weight * highest_share(row.judgement)
    rounds = most.quantize(Decimal((0, (1,), int(score.as_tuple().exponent))), ROUND_HALF_UP) >= score
    shortfalls = [shortfall(part) for part in parts]
    zh = "；".join(one.zh for one in shortfalls)
    en = "; ".join(one.en for one in shortfalls)
    for part in row.judgement.of("cannot-tell"):
        if part not in parts:
            zh += f"；{told(part).zh}"
            en += f"; {told(part).en}"
    at_most = f"{points(most)}"
    ends_zh, ends_en = f"。该项得分{row.points}", f". Score {row.points}"
    if rounds:
        ends_zh += f"，按完成比例为{at_most}分，取整后与得分相符"
        ends_en += f"; in proportion {at_most}, which rounds to that score"
    else:
        literally = any(part.readings for part in parts)
        ends_zh += f"，{'按字面和' if literally else '按'}完成比例计最多{at_most}分"
        ends_en += f", {'as printed and ' if literally else ''}in proportion at most {at_most}"
    return found(
        row.subject,
        "notice" if rounds else "warning",
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


def _recognised(row: Row) -> Wording:
    return Wording(
        f"该行文字由图像识别，把握不足，请对照原件：指标值“{row.target.text}”，实际“{row.actual.text}”。",
        f"The row was recognised with doubt; please compare it with the original: target "
        f"“{row.target.text}”, actual “{row.actual.text}”.",
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
        words, while another part is answered.

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
        return could_not_check(row.subject, _recognised(row))
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
    doubtful = row.judgement.of("cannot-tell")
    unlike = [flag.message for part in doubtful for flag in part.flags if flag.code == "head-differs"]
    if unlike:
        return could_not_check(row.subject, _sentence(unlike[0]))
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


@rule(
    "score-monotone",
    severity="warning",
    family="attainment",
    title=Wording("同类指标的得分与完成情况不匹配", "Scores of like indicators contradict their attainment"),
    basis=(_RULE_10, _FORM),
)
def score_monotone(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Compare rows of one group: whoever did as well or better must not get a smaller share of the weight.

    What it checks:
        Rows under the same level-2 heading with the same sign and kind of unit, one quantity each.
        Attainment is actual over target, at most 1; for a ceiling it is 1 if the target is kept, else target
        over actual. A row whose target is met must not get a smaller share of its weight than another; a row
        that is not met must not get less than one that attained clearly less (over 1 percentage point).

    Basis:
        Form logic: one scoring rule, applied to all rows alike. Cai Yu [2020] No. 10: full weight when met.

    Why it matters:
        Where no single rule yields the scores, points were given row by row.

    Example:
        Cost rows with 92.52 %, 98.98 % and 92.75 % of their ceilings spent got 2/2, 1/2 and 2/2. Kept
        ceilings earn 2/2/2, a proportional rule 1.85/1.98/1.86.

    When it does not apply:
        Rows of different headings, signs or units; approximate figures; rows that could not be judged. A
        reason given for the deduction, or over-fulfilment from 130 % on, makes it a notice.

    How to put it right:
        Score the rows by one rule, or state the rule that was used.
    """
    judged = rows(evaluation)
    if not judged:
        yield from without_rows(evaluation, _SCORES)
        return
    compared = groups(evaluation)
    if not compared:
        reason = Wording("没有可以相互比较的同类指标。", "No two rows can be compared with each other.")
        yield not_applicable(_SCORES, reason)
    for entries in compared:
        contradiction = clash(entries)
        if contradiction is None:
            yield ok(_group_name(entries), _listed(entries))
        else:
            yield _contradicting(contradiction)


def _group_name(entries: tuple[Entry, ...]) -> Wording:
    name = entries[0].key[0]
    return Wording(f"{name}·得分", f"{name} · scores")


def _listed(entries: tuple[Entry, ...]) -> str:
    return "; ".join(f"{one.part.arithmetic} ({percent(one.ratio)}) → {one.row.points}" for one in entries)


def _contradicting(found_clash: Clash) -> Outcome:
    entries, lower = found_clash.entries, found_clash.lower
    rates_zh = "；".join(f"{one.row.name}完成{percent(one.ratio)}，得{one.row.points}" for one in entries)
    rates_en = ", ".join(f"{one.row.name} {percent(one.ratio)}: {one.row.points}" for one in entries)
    rules = _by_rules(entries)
    names = "、".join(one.row.name for one in lower)
    only = lower[0] if len(lower) == 1 and lower[0].met else None
    weight = only.row.weight if only else None
    score = only.row.score if only else None
    return found(
        _group_name(entries),
        "notice" if found_clash.explained else "warning",
        Wording(
            f"“{found_clash.level2}”完成情况与得分不匹配：{rates_zh}。{rules.zh}。请说明{names}得分偏低的理由。",
            f"“{found_clash.level2}”: attainment and scores do not match: {rates_en}. {rules.en}. "
            f"The lower score of {names} needs its reason.",
        ),
        tuple({one.place: one for entry in entries for one in entry.row.evidence()}.values()),
        printed=format(score, "f") if score is not None else None,
        recomputed=points(weight) if weight is not None else None,
        difference=points(weight - score) if weight is not None and score is not None else None,
        arithmetic=_listed(entries),
        ask=Wording(
            "请说明各行采用的计分规则；如属笔误，请更正得分。",
            "Please state the scoring rule of each row; if a score is a slip, please correct it.",
        ),
    )


def _by_rules(entries: tuple[Entry, ...]) -> Wording:
    """What the rules in use give: full marks where met, else in proportion; and plain proportion."""
    weights = [one.row.weight or Decimal() for one in entries]
    pairs = list(zip(weights, entries, strict=True))
    by_target = [points(weight * one.attained) for weight, one in pairs]
    plainly = [points(weight * min(Decimal(1), one.ratio)) for weight, one in pairs]
    if all(one.ceiling for one in entries):
        zh = (
            f"按“不超过”计分应依次得{'、'.join(by_target)}分，"
            f"按完成比例计分应依次得{'、'.join(plainly)}分，均与填报不符"
        )
        en = (
            f"As ceilings they earn {', '.join(by_target)}, in plain proportion {', '.join(plainly)}; "
            "neither is what is printed"
        )
        return Wording(zh, en)
    return Wording(
        f"按完成比例计分应依次得{'、'.join(by_target)}分", f"In proportion they earn {', '.join(by_target)}"
    )
