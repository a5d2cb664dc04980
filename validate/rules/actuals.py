"""Family attainment: how actuals are written, and whether they answer the target beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.attainment.attained import Row, each_row, recognised
from validate.attainment.judgement import PartJudgement
from validate.attainment.telling import told
from validate.evidence import short
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import found, not_applicable, ok, rule

_ACTUALS = Wording("实际完成值的填报", "how actuals are reported")
_RULE_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
_FORM = Wording("表内勾稽关系", "form logic")

_ALL = re.compile("全部|全覆盖|全面|均|应.尽|100|已?完成$|达标$|合格$")


@rule(
    "numeric-target-text-actual",
    severity="warning",
    family="attainment",
    title=Wording("指标值为数量，实际完成值没有数字", "A target in figures is answered in words"),
    basis=(_RULE_10, _FORM),
)
def numeric_target_text_actual(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Look for targets in figures whose actual holds no figure at all.

    What it checks:
        The target asks for a quantity; the actual says “completed”, “up to standard” or the like.

    Basis:
        Cai Yu [2020] No. 10: a quantitative score follows from the completion value. Form logic.

    Why it matters:
        Without the figure nobody can tell whether the target was met, nor check the score.

    Example:
        Cost of at most 300 000 yuan; actual: “completed”, full marks.

    When it does not apply:
        Targets in words and dates; an actual of “none”. Targets of one thing (yes or no) and of 100 %,
        answered with “all” or “completed”, are notices.

    How to put it right:
        Report the completed quantity.
    """
    nothing = Wording("没有数量指标值。", "No target asks for a quantity.")
    yield from each_row(evaluation, _ACTUALS, _in_figures, nothing)


def _in_figures(row: Row) -> Outcome | None:
    asked = [part for part in row.judgement.parts if part.part.nature == "quantity"]
    said = row.actual.value.strip()
    if not asked or row.judgement.blank:
        return None
    if not row.in_words_only:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    plain_yes = all(_yes_or_no(part, said) for part in asked)
    scored_zh = f"，该项得分{row.points}" if row.score is not None and row.weight is not None else ""
    scored_en = f" Score {row.points}." if scored_zh else ""
    return found(
        row.subject,
        "notice" if plain_yes else "warning",
        Wording(
            f"指标值“{row.target.text}”为数量，实际完成值填“{short(said, 30)}”，没有数字，"
            f"无法核对是否达到{scored_zh}。",
            f"The target “{row.target.text}” is a quantity; the actual “{short(said, 30)}” holds no "
            f"figure, so that it cannot be checked.{scored_en}",
        ),
        row.evidence(),
        ask=Wording(
            "请填报实际完成的数量，并提供佐证材料（统计表、合同、支付凭证）。",
            "Please report the completed quantity, with evidence (statistics, contracts, payment vouchers).",
        ),
    )


def _yes_or_no(part: PartJudgement, said: str) -> bool:
    """One thing to be done, or all of them: “completed” is an answer of sorts."""
    wanted = part.part.quantity
    if wanted is None:
        return False
    money = wanted.unit.family in {"money", "per"}
    return not money and wanted.number == 1 and _ALL.search(said) is not None


@rule(
    "term-mismatch",
    severity="notice",
    family="attainment",
    title=Wording("指标值与实际完成值所指事项不同", "Target and actual name different things"),
    basis=(_FORM,),
)
def term_mismatch(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Compare what the target counts with what the figure in the actual counts.

    What it checks:
        The figure that answers a part of the target has a fitting unit, but the words around it share too
        little with those of the target.

    Basis:
        Form logic: an actual answers the target beside it.

    Why it matters:
        One inspection does not stand for another, even where both were held once.

    Example:
        Target: an inspection and assessment (巡察评估) at least once; actual: guidance on tour (巡回督导)
        once.

    When it does not apply:
        Known synonyms (举办 and 召开, 督查 and 督导); targets and figures without words of their own; other
        units, which do not answer the target at all.

    How to put it right:
        Use the words of the target, or say that both are the same thing.
    """
    nothing = Wording("没有可以比较所指事项的数量指标。", "No figure names what it counts.")
    yield from each_row(evaluation, _ACTUALS, _same_thing, nothing)


def _same_thing(row: Row) -> Outcome | None:
    answered = [part for part in row.judgement.parts if part.mentions and not part.part.head_from_name]
    unlike = [flag for part in answered for flag in part.flags if flag.code == "head-differs"]
    if not answered:
        return None
    if not unlike:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    messages = list(dict.fromkeys(flag.message for flag in unlike))
    zh, en = "；".join(one.zh for one in messages), "; ".join(one.en for one in messages)
    return found(
        row.subject,
        "notice",
        Wording(f"{zh}。", f"{en}."),
        row.evidence(),
        ask=Wording(
            "请说明两者是否为同一事项；如不是，请填报指标值所列事项的完成情况，并提供佐证材料。",
            "Please say whether both are the same; if not, please report on what the target names, with "
            "evidence.",
        ),
    )


@rule(
    "approx-value",
    severity="notice",
    family="attainment",
    title=Wording(
        "实际完成值为约数，能否达到指标值不能确定",
        "An approximate actual leaves open whether the target is met",
    ),
    basis=(_FORM,),
)
def approx_value(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Look for approximate figures that lie at the bound they are held against.

    What it checks:
        约N is read as 0.95 N to 1.05 N, 近N as 0.9 N up to N, N余 as N up to the next round number. Where
        part of that meets the target and part does not, the row is told.

    Basis:
        Form logic: a completion value is a count.

    Why it matters:
        “About 200” for a target of 200 may be 192.

    Example:
        Participants at least 200; actual: about 200, which is 190 to 210.

    When it does not apply:
        Approximate figures that meet the target, or miss it, in every reading. A row that
        target-not-met-full-score reports for another part is told there.

    How to put it right:
        Report the exact number.
    """
    nothing = Wording("没有以约数填报的数量。", "No actual is approximate.")
    yield from each_row(evaluation, _ACTUALS, _exact_enough, nothing)


def _exact_enough(row: Row) -> Outcome | None:
    about = [part for part in row.judgement.parts if any(flag.code == "approximate" for flag in part.flags)]
    open_parts = [part for part in about if part.verdict == "cannot-tell"]
    if not about:
        return None
    if not open_parts:
        return ok(row.subject)
    if row.doubtful:
        return recognised(row)
    if row.full_score and any(part.literal == "not-met" for part in row.judgement.parts):
        reason = Wording(
            "由规则 target-not-met-full-score 一并列示。", "Told by the rule target-not-met-full-score."
        )
        return not_applicable(row.subject, reason)
    reasons = [told(part) for part in open_parts]
    zh, en = "；".join(one.zh for one in reasons), "; ".join(one.en for one in reasons)
    return found(
        row.subject,
        "notice",
        Wording(f"{zh}。", f"{en}."),
        row.evidence(),
        ask=Wording(
            "请填报准确数量，并提供签到表、名册等佐证材料。",
            "Please report the exact number, with evidence (sign-in sheets, lists).",
        ),
    )
