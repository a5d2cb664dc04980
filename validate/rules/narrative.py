"""Family arithmetic, second half: numbers that stand in sentences and not in cells of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

import msgspec

from extract.document import Place
from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.evidence import why_absent
from validate.outcome import Evidence, Outcome, Severity
from validate.profile import Profile
from validate.rounding import compare_sum, percent
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.attainable import Share, attaining, decimals, nearby_whole, neighbours, shares
from validate.texts.breakdown import Breakdown, Quantity, breakdowns
from validate.texts.passages import Passage, passages, quote

_FORM_LOGIC = Wording("表内勾稽关系", "form logic")
_LISTS = Wording("文字中的“其中”分项", "lists of parts (其中) in the text")
_SHARES = Wording("文字中的比例与总数", "percentages and totals in the text")
# Traits that one person or body can have together with others: parts named so may overlap.
_TRAIT = re.compile(
    r"女|男|少数民族|党员|团员|群众|岁|学历|本科|硕士|博士|职称|在职|退休|残疾|贫困|脱贫|低保|骨干|新增|新建|重点|优秀|示范|达标"
)


@rule(
    "breakdown-sum",
    severity="warning",
    family="arithmetic",
    title=Wording("文字分项合计与总数不符", "Parts in the text do not add up to the whole"),
    basis=(_FORM_LOGIC,),
)
def breakdown_sum(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Add up the parts that follow 其中 (of which) and compare them with the number before it.

    What it checks:
        In goals, indicator cells and remarks: the parts of a list in the same unit as the whole. More than
        the whole is a warning. Less than the whole is a warning where words such as 分别 or 合计 say that the
        parts are all there are, otherwise a notice. Money is compared within the rounding of the printed
        figures.

    Basis:
        Form logic: a whole is the sum of parts that exclude each other and leave nothing out.

    Why it matters:
        A wrong total or a wrong part in the text is often the number that an indicator is scored on.

    Example:
        "Trained 556 people, of whom 389 officers, 89 applicants and 78 candidates": 389 + 89 + 78 = 556
        holds. With 98 applicants the parts give 565, 9 more than the whole.

    When it does not apply:
        A single part; parts named by traits or deeds that can overlap (women, Party members, under 35, "6
        got a ramp"); approximate numbers; different units (people, person-times). It is never an error: a
        sentence, unlike a ruled column, does not prove which number is the whole, nor that the classes
        exclude each other. Where an earlier number of the sentence equals the sum, that one is taken for
        the whole.

    How to put it right:
        Correct the whole or the part, or say which people or things are counted in two parts.
    """
    pieces = list(passages(evaluation))
    if not pieces:
        yield could_not_check(_LISTS, why_absent(evaluation, "goals"))
        return
    seen = False
    for piece in pieces:
        for one in breakdowns(piece.text.value):
            seen = True
            yield _added_up(piece, _closed(one))
    if not seen:
        yield not_applicable(_LISTS, Wording("文字中没有“其中”分项。", "The text holds no such list."))


def _closed(one: Breakdown) -> Breakdown:
    """The list without what follows once the whole is reached: 120件,其中办结118件,在办2件,满意116件."""
    for end in range(2, len(one.parts)):
        first = msgspec.structs.replace(one, parts=one.parts[:end], open_end=False)
        if _adds_up(first, one.whole):
            return first
    return one


def _added_up(piece: Passage, one: Breakdown) -> Outcome:
    subject = Wording(
        f"{piece.spoken.zh}中“{one.whole.printed}”的分项",
        f"the parts of “{one.whole.printed}” in the {piece.spoken.en}",
    )
    if not one.parts:
        reason = Wording(
            "“其中”之后的数字未能读成分项。", "The figures after 其中 could not be read as parts."
        )
        return could_not_check(subject, reason)
    if one.whole.hedged or any(part.hedged for part in one.parts):
        return not_applicable(subject, Wording("含约数，不作合计。", "The numbers are approximate."))
    verdict = _verdict(one)
    if verdict == "unread":
        reason = Wording("分项未能全部读出。", "Not all parts of the list could be read.")
        return could_not_check(subject, reason)
    if verdict in {"equal", "subset"}:
        return ok(subject, _arithmetic(one, "=") if verdict == "equal" else _each_within(one))
    return _unequal(piece, one, subject, "notice" if verdict == "less" else "warning")


_Verdict: TypeAlias = Literal["equal", "subset", "less", "less-exhaustive", "more", "unread"]


def _verdict(one: Breakdown) -> _Verdict:
    total = _total(one)
    overlapping = any(not part.head or _TRAIT.search(part.head) for part in one.parts) and not one.exhaustive
    if any(_adds_up(one, whole) for whole in one.wholes):
        return "equal"
    if total > one.whole.value:
        part_fits = all(part.value <= one.whole.value for part in one.parts)
        return "subset" if overlapping and part_fits else "more"
    if one.open_end:
        return "unread"
    if one.exhaustive:
        return "less-exhaustive"
    return "subset" if overlapping or len(one.parts) == 1 else "less"


def _adds_up(one: Breakdown, whole: Quantity) -> bool:
    parts = [part.value for part in one.parts]
    if whole.unit != "元":
        return sum(parts) == whole.value
    return compare_sum(whole.value, parts, whole_is_exact=True) != "different"


def _total(one: Breakdown) -> Decimal:
    first, *others = (part.value for part in one.parts)
    return sum(others, first)  # from the first part: a zero to start from would print yuan, not 万元


def _arithmetic(one: Breakdown, sign: str) -> str:
    terms = " + ".join(part.printed for part in one.parts)
    total = one.whole.written(_total(one))
    if len(one.parts) == 1:
        return f"{total} {sign} {one.whole.printed}"
    if sign == "=":
        return f"{terms} = {total}"
    return f"{terms} = {total} {sign} {one.whole.printed}"


def _each_within(one: Breakdown) -> str:
    """Parts that may overlap need only stay within the whole, each by itself."""
    return "; ".join(f"{part.printed} ≤ {one.whole.printed}" for part in one.parts)


def _unequal(piece: Passage, one: Breakdown, subject: Wording, severity: Severity) -> Outcome:
    total, whole = one.whole.written(_total(one)), one.whole.printed
    gap = one.whole.written(abs(_total(one) - one.whole.value))
    more = _total(one) > one.whole.value
    arithmetic = _arithmetic(one, "≠")
    side_zh, side_en = ("多", "more") if more else ("少", "less")
    rest_zh = "，其余未列明" if severity == "notice" else ""
    rest_en = "; the rest is not listed" if severity == "notice" else ""
    return found(
        subject,
        severity,
        Wording(
            f"{piece.spoken.zh}写有“{whole}”，“其中”各项合计{arithmetic}，{side_zh}{gap}{rest_zh}。",
            f"The {piece.spoken.en} says “{whole}”; the parts listed after 其中 give {arithmetic}, "
            f"{gap} {side_en}{rest_en}.",
        ),
        (quote(piece, whole),),
        printed=whole,
        recomputed=total,
        difference=gap,
        arithmetic=arithmetic,
        ask=Wording(
            "请核对总数和各分项；如各类别有交叉或未列全，请予说明。",
            "Please check the whole and its parts; if classes overlap or are not all listed, please say so.",
        ),
    )


@rule(
    "percent-attainable",
    severity="notice",
    family="arithmetic",
    title=Wording("比例与总数对不上", "A percentage that the stated total cannot give"),
    basis=(Wording("算术关系", "arithmetic"),),
)
def percent_attainable(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Ask whether a printed percentage can be any whole number out of the total that the form states.

    What it checks:
        A reported share of things that are counted in the same form: is there a number k with k / n equal
        to the print at its decimals, rounded or cut off?

    Basis:
        Arithmetic: shares of n things go in steps of 1 / n.

    Why it matters:
        A share that no count can give was computed on another total, averaged, or not computed at all.

    Example:
        266 branches, and 97.75 % of the branches reached five stars: 260 ÷ 266 = 97.74 % and 261 ÷ 266 =
        98.12 %, so no number of branches gives 97.75 %.

    When it does not apply:
        The noun before the percentage must be the noun that was counted; bounds, approximate numbers and
        targets are left out. Where several totals are stated for that noun, one that fits is enough. With
        many things every percentage can be reached. A total that changed during the year, or an average, is
        an innocent reason.

    How to put it right:
        Give the numerator and the denominator, and correct the percentage or the total.
    """
    pieces = list(passages(evaluation))
    if not pieces:
        yield could_not_check(_SHARES, why_absent(evaluation, "goals"))
        return
    linked = [share for share in shares(pieces) if share.percent <= 100]
    for share in linked:
        yield _attained(share)
    if not linked:
        yield not_applicable(
            _SHARES,
            Wording(
                "文字中没有可与所列总数对应的比例。",
                "No percentage in the text could be linked to a stated total.",
            ),
        )


def _attained(share: Share) -> Outcome:
    subject = Wording(f"{share.noun}的“{share.printed}”", f"“{share.printed}” of {share.noun}")
    for count in share.counts:
        k = attaining(share.percent, count.number)
        if k is not None:
            share_of = percent(Fraction(k, count.number), decimals(share.percent))
            sign = "=" if share_of == share.printed else "≈"
            return ok(subject, f"{k} ÷ {count.number} {sign} {share.printed}")
    return _unattained(share, subject)


def _unattained(share: Share, subject: Wording) -> Outcome:
    wholes = list(dict.fromkeys(count.number for count in share.counts))
    near = [(k, whole) for whole in wholes for k in neighbours(share.percent, whole)]
    shown = [f"{k} ÷ {whole} = {percent(Fraction(k, whole), decimals(share.percent))}" for k, whole in near]
    other = nearby_whole(share.percent, wholes[0])
    hint_zh = f"；若总数为{other[1]}，则{other[0]} ÷ {other[1]} = {share.printed}" if other else ""
    hint_en = f"; on a total of {other[1]}, {other[0]} ÷ {other[1]} = {share.printed}" if other else ""
    totals = "、".join(map(str, wholes))
    pieces = [(share.passage, share.printed), *((one.passage, one.printed) for one in share.counts)]
    cited: dict[Place, Evidence] = {}
    for piece, words in pieces:
        cited.setdefault(piece.text.place, quote(piece, words))
    return found(
        subject,
        "notice",
        Wording(
            f"{share.passage.spoken.zh}写有“…{share.words}”，而表内{share.noun}总数为{totals}："
            f"{'，'.join(shown)}，任何整数都得不出{share.printed}{hint_zh}。",
            f"The {share.passage.spoken.en} says “…{share.words}”; the form counts {totals} {share.noun}: "
            f"{', '.join(shown)}, and no whole number gives {share.printed}{hint_en}.",
        ),
        tuple(cited.values()),
        printed=share.printed,
        recomputed=", ".join(item.partition(" = ")[2] for item in shown),
        arithmetic="; ".join(f"{item} ≠ {share.printed}" for item in shown),
        ask=Wording(
            "请提供该比例的分子、分母及统计口径；如年内总数有变动，请一并说明。",
            "Please give the numerator, the denominator and what was counted; if the total changed during "
            "the year, please say so.",
        ),
    )
