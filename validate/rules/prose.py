"""What stands in the running text and should not: hedges, template text, attachments, personal data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from extract.document import SURE
from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, ok, rule
from validate.texts.passages import Passage, passages, quote, running

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
PRACTICE = Wording("复核经验", "reviewers' practice")

# A cell with an instruction of the template and little else was not filled in.
LITTLE = 40
# So many rounded figures in the reported text are worth a look.
MANY_HEDGES = 4

SUBJECT = Wording("文字内容", "running text")

_HEDGE = re.compile(r"(?:约|近|将近|大约|逾|超过?)[0-9][0-9,.]*|[0-9][0-9,.]*(?:余|多|左右)")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9Xx])"
)
_ATTACHED = re.compile(r"(?:详见|见|另附|附后|参见)[^。；，]{0,6}附[件表]")


@rule(
    "hedge-density",
    severity="notice",
    family="text",
    title=Wording("约数较多", "Many approximate figures"),
    basis=(PRACTICE,),
)
def hedge_density(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Many of the reported figures are approximate.

    What it checks:
        Figures such as 约200人, 400余次, 近9000次 in what is reported; from four on they are listed together.
    Basis:
        Reviewers' practice: a unit that counted knows the number.
    Why it matters:
        Approximate figures cannot be compared with a target, and often nobody counted.

    Example:
        约200人, 400余次, 近4000人次, 近9000次 in one form.
    When it does not apply:
        Targets and plans, and the form's own rounding of amounts. Counting visitors in the open is difficult.
    How to put it right:
        Give the counted figures and where they come from.
    """
    pieces = [
        (piece, running(piece.text.value)) for piece in passages(evaluation) if piece.kind == "reported"
    ]
    hedged = [(piece, words) for piece, text in pieces for words in _HEDGE.findall(text)]
    if not pieces:
        yield could_not_check(SUBJECT, Wording("没有读到文字内容。", "No running text was read."))
    elif len(hedged) < MANY_HEDGES:
        yield ok(SUBJECT)
    else:
        listed = list(dict.fromkeys(words for _, words in hedged))
        told = "、".join(f"“{words}”" for words in listed)
        yield found(
            SUBJECT,
            "notice",
            Wording(
                f"填报的完成情况中有{len(hedged)}处约数：{told}。请说明数据来源。",
                f"{len(hedged)} reported figures are approximate: {told.replace('、', ', ')}.",
            ),
            tuple({e.place: e for e in (quote(piece, words) for piece, words in hedged)}.values()),
            ask=Wording("请提供准确数字及统计台账。", "Please give the counted figures and the records."),
        )


@rule(
    "template-leftover",
    severity="warning",
    family="text",
    title=Wording("保留了模板提示语", "Text of the template was left in"),
    basis=(NO_10,),
)
def template_leftover(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Instructions or placeholders of the template stand where the unit's own text belongs.

    What it checks:
        Goals, indicators and reasons are searched for what templates print: 对照年度目标…说明,
        (100字以内), XX单位, ≥XX%.
    Basis:
        财预〔2020〕10号 asks for the unit's own statement.
    Why it matters:
        The cell was not filled in; nobody looked at the form before it was submitted.

    Example:
        偏差原因: 请说明偏差原因及改进措施（100字以内）.
    When it does not apply:
        Rows of the template that were left unused as a whole are not indicators and are not looked at.
    How to put it right:
        Replace the text by the unit's own, or delete the row.
    """
    # a remark may be a heading of the form itself, which does say (100字以内)
    pieces = [piece for piece in passages(evaluation) if piece.text not in evaluation.narrative]
    if not pieces:
        yield could_not_check(SUBJECT, Wording("没有读到文字内容。", "No running text was read."))
        return
    hits = [(piece, words) for piece in pieces if (words := _leftover(running(piece.text.value)))]
    if not hits:
        yield ok(SUBJECT)
    for piece, words in hits:
        told = piece.spoken
        yield found(
            SUBJECT,
            "warning" if piece.text.confidence >= SURE else "notice",
            Wording(
                f"{told.zh}保留了模板提示语“{words}”。请填写本单位的实际内容。",
                f"The {told.en} still holds text of the template, “{words}”. Please fill in your own.",
            ),
            (quote(piece, words),),
            ask=Wording("请填写实际内容，不用的行请删除。", "Please fill it in, or delete the row."),
        )


@rule(
    "attachment-cited-absent",
    severity="notice",
    family="text",
    title=Wording("引用的附件不在表内", "An attachment is cited"),
    basis=(PRACTICE,),
)
def attachment_cited_absent(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The form refers to an attachment, which is not part of it.

    What it checks:
        Words such as 详见附件 or 另附表 in goals, actuals, reasons and remarks.
    Basis:
        Reviewers' practice: what stands elsewhere must be at hand.
    Why it matters:
        The statement cannot be judged from the form alone.

    Example:
        偏差原因: 详见附件2, and the file ends with the form.
    When it does not apply:
        The file may hold the attachment on another page: then the notice can be dismissed.
    How to put it right:
        Submit the attachment with the form, or say it in the cell.
    """
    pieces = [piece for piece in passages(evaluation) if piece.kind == "reported"]
    if not pieces:
        yield could_not_check(SUBJECT, Wording("没有读到文字内容。", "No running text was read."))
        return
    hits = [(piece, hit[0]) for piece in pieces if (hit := _ATTACHED.search(running(piece.text.value)))]
    if not hits:
        yield ok(SUBJECT)
    for piece, words in hits:
        told = piece.spoken
        yield found(
            SUBJECT,
            "notice",
            Wording(
                f"{told.zh}写有“{words}”，表内没有该附件。请一并报送。",
                f"The {told.en} says “{words}”; the form does not hold the attachment.",
            ),
            (quote(piece, words),),
            ask=Wording("请补充报送所引用的附件。", "Please submit the attachment."),
        )


@rule(
    "personal-data",
    severity="notice",
    family="text",
    title=Wording("表内有个人信息", "The form holds personal data"),
    basis=(PRACTICE,),
)
def personal_data(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A mobile number or an identity number stands in the form. For the operator, not for the unit.

    What it checks:
        Eleven digits that begin with 13 to 19, and 18 digits in the shape of an identity number.
    Basis:
        Reviewers' practice: personal data is masked before a form is published.
    Why it matters:
        The list and the pages made from this form would publish it.

    Example:
        联系电话 followed by a mobile number in the footer.
    When it does not apply:
        Office telephone numbers.
    How to put it right:
        Mask it before the form or the list is passed on.
    """
    pieces: list[Passage] = list(passages(evaluation))
    if not pieces:
        yield could_not_check(SUBJECT, Wording("没有读到文字内容。", "No running text was read."))
        return
    hits = []
    for piece in pieces:
        text = running(piece.text.value)
        number = _PHONE.search(text) or _IDENTITY.search(text)
        if number:
            hits.append((piece, number[0]))
    if not hits:
        yield ok(SUBJECT)
        return
    yield found(
        SUBJECT,
        "notice",
        Wording(
            f"表内有{len(hits)}处手机号码或身份证号码。公开或转发前请遮盖。",
            f"Mobile or identity numbers in the form: {len(hits)}. Please mask them before passing it on.",
        ),
        tuple({e.place: e for e in (quote(piece, words) for piece, words in hits)}.values()),
        ask=Wording(
            "请在公开或转发前遮盖号码，并核对已公开的文本。",
            "Please mask the numbers before it is published, and look at what was published already.",
        ),
    )


def _leftover(text: str) -> str:
    """What of a template stands in the text; empty where nothing does."""
    placeholders, instructions = _template()
    hit = placeholders.search(text) or (instructions.search(text) if len(text) <= LITTLE else None)
    return hit[0] if hit else ""


@cache
def _template() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = tomllib.loads((files("validate") / "texts" / "template.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(raw["placeholders"])), re.compile("|".join(raw["instructions"]))
