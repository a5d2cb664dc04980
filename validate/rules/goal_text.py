"""How goals and achievement are written: copied, without figures, or broken off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from extract.document import InText
from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.evidence import cite, lost, seen_whole, short, why_absent
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import running

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
PRACTICE = Wording("复核经验", "reviewers' practice")

# Two goals whose texts agree in this share of their characters say the same (0 to 100).
ALIKE = 90
# Shorter texts agree by chance, or need no figures.
LONG_ENOUGH = 30

SUBJECT = Wording("目标文字", "text of the goals")
ACHIEVED = Wording("实际完成情况", "reported achievement")

_DIGIT = re.compile(r"[0-9〇零一二三四五六七八九十百千万]")


@rule(
    "narrative-copied-goal",
    severity="warning",
    family="text",
    title=Wording("完成情况照抄预期目标", "The achievement repeats the goal"),
    basis=(NO_10,),
)
def narrative_copied_goal(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The text on what was achieved is the text of the goal.

    What it checks:
        The two cells are compared character by character; 90 % alike counts as copied. Texts of fewer than 30
        characters are left alone.
    Basis:
        财预〔2020〕10号: the self-evaluation says how far the goals were reached.
    Why it matters:
        A copied goal says nothing about the year.

    Example:
        Expected: 整修水渠12公里，受益农户880户。 Achieved: the same sentence.
    When it does not apply:
        Short goals; forms without the two cells. What a scan reads with doubt is a notice.
    How to put it right:
        Say what was done, with figures.
    """
    expected, actual = evaluation.goals.expected, evaluation.goals.actual
    if expected is None or actual is None:
        absent = could_not_check if lost(evaluation, "goals") else not_applicable
        yield absent(ACHIEVED, why_absent(evaluation, "goals"))
        return
    goal, done = running(expected.value), running(actual.value)
    if min(len(goal), len(done)) < LONG_ENOUGH:
        yield not_applicable(ACHIEVED, Wording("文字较短，不作比较。", "The texts are too short to compare."))
        return
    alike = fuzz.ratio(goal, done)
    if alike < ALIKE:
        yield ok(ACHIEVED)
        return
    yield found(
        ACHIEVED,
        "warning",
        Wording(
            f"“实际完成情况”与“预期目标”的文字有{alike:.0f}%相同，未说明当年实际完成的内容。请补充说明。",
            f"The reported achievement and the goal agree in {alike:.0f}% of their text; what was done "
            "in the year is not said. Please add it.",
        ),
        (cite(Wording("预期目标", "expected goal"), expected), cite(ACHIEVED, actual)),
        ask=Wording(
            "请对照目标逐项说明完成情况，并写明数字。", "Please say goal by goal what was done, with figures."
        ),
    )


@rule(
    "no-number-narrative",
    severity="notice",
    family="text",
    title=Wording("完成情况没有数字", "The achievement names no figure"),
    basis=(PRACTICE,),
)
def no_number_narrative(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The text on what was achieved holds no figure at all.

    What it checks:
        A reported achievement of 30 characters or more must hold at least one figure, in digits or in words.
    Basis:
        Reviewers' practice: what has no figure cannot be compared with a target.
    Why it matters:
        It leaves the reader with adjectives.

    Example:
        各项工作扎实推进，取得了良好的社会效益，得到了群众的一致好评，圆满完成了全年任务。
    When it does not apply:
        Short texts, and forms without the cell.
    How to put it right:
        Name the figures that the indicators report.
    """
    actual = evaluation.goals.actual
    if actual is None:
        absent = could_not_check if lost(evaluation, "goals") else not_applicable
        yield absent(ACHIEVED, why_absent(evaluation, "goals"))
    elif len(running(actual.value)) < LONG_ENOUGH:
        yield not_applicable(ACHIEVED, Wording("文字较短。", "The text is short."))
    elif _DIGIT.search(running(actual.value)):
        yield ok(ACHIEVED)
    else:
        yield found(
            ACHIEVED,
            "notice",
            Wording(
                "“实际完成情况”通篇没有数字，无法与指标对照。请补充。",
                "The reported achievement names no figure and cannot be compared with the indicators.",
            ),
            (cite(ACHIEVED, actual),),
            ask=Wording("请写明主要工作的数量、金额或比例。", "Please name quantities, amounts or rates."),
        )


@rule(
    "text-truncated",
    severity="notice",
    family="text",
    title=Wording("文字似乎没有写完", "A text seems to break off"),
    basis=(PRACTICE,),
)
def text_truncated(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A long text of full sentences ends in the middle of one.

    What it checks:
        Goals and reported achievement that hold full stops but end without one, with at least eight
        characters after the last mark of punctuation.
    Basis:
        Reviewers' practice: a cell that is too small cuts its text off.
    Why it matters:
        What was cut off cannot be judged.

    Example:
        …完成全年任务。组织志愿服务活动，广大普通党
    When it does not apply:
        Texts of a single sentence; lists without full stops. In a text dump and on a scan the end may have
        been lost on the way, so the rule says that it could not check.
    How to put it right:
        Make the cell larger and submit the whole text.
    """
    goals = evaluation.goals
    cells = [
        (name, text)
        for name, text in ((Wording("预期目标", "expected goal"), goals.expected), (ACHIEVED, goals.actual))
        if text is not None
    ]
    if not cells:
        absent = could_not_check if lost(evaluation, "goals") else not_applicable
        yield absent(SUBJECT, why_absent(evaluation, "goals"))
    for name, text in cells:
        if not _breaks_off(running(text.value)):
            yield ok(name)
        elif isinstance(text.place, InText) or text.confidence < 1 or not seen_whole(evaluation):
            reason = Wording(
                f"“{name.zh}”末尾可能在转换或识别中丢失。", f"The end of the {name.en} may be lost."
            )
            yield could_not_check(name, reason)
        else:
            end = short(running(text.value)[-14:], 14)
            yield found(
                name,
                "notice",
                Wording(
                    f"“{name.zh}”末尾为“…{end}”，句子似乎没有写完。请核实。",
                    f"The {name.en} ends with “…{end}”; the sentence seems to break off.",
                ),
                (cite(name, text),),
                ask=Wording("请提供完整文字。", "Please submit the whole text."),
            )


def _breaks_off(text: str) -> bool:
    tail = re.split(r"[。；;！!？?，,、：:]", text)[-1]
    closed = text.endswith(tuple("。；;！!？?）)”…"))
    return (
        "。" in text[:-1] and not closed and len(tail) >= 2 and len(re.split("[。；;！!？?]", text)[-1]) >= 8
    )
