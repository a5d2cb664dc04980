"""Family completeness: what a form must say and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator, Part, Text
from validate.equations.scored import scored_rows
from validate.equations.terms import Term, execution_line, filling, term
from validate.evidence import cite, from_dump, indicator_role, lost, part_name, short, spoken, why_absent
from validate.outcome import Evidence, Outcome, Severity
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import passages

_REASONS = Wording("失分原因", "reasons for lost points")
_ENOUGH = 8
_NO_REASON = re.compile(
    r"无|没有|不适用|详?见附件.*|见说明|见自评报告|/|完成|已完成|正常|无偏差|偏差原因.*改进措施"
)
_USEFUL = re.compile(r"[一-鿿A-Za-z0-9]")
_EXPLAINS = re.compile(
    r"扣[了减除分\d]|失分|减分|未得满分|(?:原因|由于|因).{0,30}(?:未|不足|结余|节约|扣|偏差|较低|偏低)"
    r"|(?:偏差|未完成|未达|未执行|结余|较低|偏低).{0,12}(?:原因|由于|因)"
)
_SENTENCE = re.compile(r"[^。;；!！\n]+")


class _Loss(msgspec.Struct, frozen=True):
    """A row that did not get all its points. `reason` is its deviation cell; None where there is none."""

    name: str
    weight: Term
    score: Term
    reason: Text | None
    role: Wording

    @property
    def points(self) -> Decimal:
        return self.weight.value - self.score.value


@rule(
    "reason-missing",
    severity="warning",
    family="completeness",
    title=Wording("失分未说明原因", "Points were lost and no reason is given"),
    basis=(Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)"),),
)
def reason_missing(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Look for the reason beside every indicator that scored less than its weight.

    What it checks:
        Rows with a score below the weight: the cell for the reason of the deviation must say something.
        Blank cells, dashes and stock phrases (none, see attachment) count as missing; fewer than 8
        characters give a notice. A form without that column is searched for an explanation in its remarks.
        All rows are listed in one finding; on a form without the column the execution row is listed with
        them, if it lost points too.

    Basis:
        Cai Yu [2020] No. 10 asks for unmet or strongly deviating targets to be explained, with measures for
        improvement.

    Why it matters:
        Without the reason nobody can tell a saving from a failure, or a slip from a judgement.

    Example:
        Running costs: target 26.43, spent 26.16, weight 2, score 1. The form has no column for reasons and
        its remarks do not mention the lost point.

    When it does not apply:
        All indicators have full marks; the form has no weights or no scores. The execution row alone is not
        reported: its score follows from the rate. Where a text dump lost the header of the table, the rule
        says that it could not check; where the header was read without the column, the finding says that
        the original may have it.

    How to put it right:
        Give the reason and the measures for improvement beside each row, or correct the score.
    """
    if not evaluation.indicators:
        absent = could_not_check if _unseen(evaluation) else not_applicable
        yield absent(_REASONS, why_absent(evaluation, "indicators"))
        return
    losses, unread = _losses(evaluation)
    yield from _unreadable(evaluation, unread)
    if losses:
        yield from _explained(evaluation, losses)
    elif len(unread) < len(evaluation.indicators):
        yield ok(_REASONS)
    elif not any(_half_read(one) for one in unread) and all(_printed(one) for one in unread):
        reason = Wording("没有同时填写分值和得分的指标。", "No indicator has both a weight and a score.")
        yield not_applicable(_REASONS, reason)


def _unseen(evaluation: Evaluation) -> bool:
    return evaluation.gap("indicators") is None or lost(evaluation, "indicators")


def _losses(evaluation: Evaluation) -> tuple[list[_Loss], list[Indicator]]:
    """The rows that lost points, and those whose weight or score was not read."""
    losses, unread = [], []
    for one, weight, score, on_top in scored_rows(evaluation):
        if on_top:
            continue  # points on top of the weights: none are lost
        if weight is None or score is None:
            unread.append(one)
        elif score.value < weight.value:
            name = short(one.level3.value)
            losses.append(_Loss(name, weight, score, one.deviation, indicator_role(one, "deviation")))
    return losses, unread


def _unreadable(evaluation: Evaluation, unread: list[Indicator]) -> Iterator[Outcome]:
    if len(unread) == len(evaluation.indicators):
        parts: tuple[Part, ...] = ("indicators.weight", "indicators.score")
        for part in parts:
            gap = evaluation.gap(part)
            if gap is not None and not gap.lost:
                yield not_applicable(_REASONS, why_absent(evaluation, part))
                return
    doubtful = [one for one in unread if _half_read(one) or not _printed(one)]
    if doubtful:
        names = "、".join(short(one.level3.value) for one in doubtful)
        reason = Wording(
            f"没有读到分值或得分：{names}。", f"Weight or score was not read: {names.replace('、', ', ')}."
        )
        yield could_not_check(_REASONS, reason)


def _printed(row: Indicator) -> bool:
    """Whether the row has a cell for the weight and one for the score."""
    return row.weight is not None and row.score is not None


def _half_read(row: Indicator) -> bool:
    """Whether one of weight and score is a number, or words stand there: a row that was not left out."""
    fillings = {filling(row.weight), filling(row.score)}
    return bool(fillings & {"number", "words"})


def _explained(evaluation: Evaluation, losses: list[_Loss]) -> Iterator[Outcome]:
    has_column = evaluation.gap("indicators.deviation") is None
    if has_column and any(one.deviation is not None for one in evaluation.indicators):
        yield from _in_column(losses)
    elif _header_seen(evaluation) and (from_dump(evaluation) or not lost(evaluation, "indicators.deviation")):
        yield _in_remarks(evaluation, losses)
    else:
        yield could_not_check(_REASONS, why_absent(evaluation, "indicators.deviation"))


def _header_seen(evaluation: Evaluation) -> bool:
    """Whether the table's header was read and shows no column for reasons.

    Where a dump lost the header, the other columns are gaps too; then the file says nothing about this one.
    """
    others: tuple[Part, ...] = (
        "indicators.target",
        "indicators.actual",
        "indicators.weight",
        "indicators.score",
    )
    gap = evaluation.gap("indicators.deviation")
    return gap is not None and not (gap.lost and any(lost(evaluation, part) for part in others))


def _in_column(losses: list[_Loss]) -> Iterator[Outcome]:
    cells = [(loss, _useful(loss.reason)) for loss in losses if loss.reason is not None]
    missing = [loss for loss, useful in cells if useful == 0]
    thin = [loss for loss, useful in cells if 0 < useful < _ENOUGH]
    if missing:
        where_zh, where_en = "“偏差原因”栏未说明", "the cell for the reason says nothing"
        yield _unexplained(missing, "warning", Wording(where_zh, where_en))
    if thin:
        where_zh, where_en = "“偏差原因”栏内容过于简略", "the reason given is very short"
        yield _unexplained(thin, "notice", Wording(where_zh, where_en))
    for loss in losses:
        if loss.reason is None:
            told = spoken(loss.role)
            reason = Wording(f"没有读到{told.zh}。", f"The {told.en} was not read.")
            yield could_not_check(_REASONS, reason)
    if cells and not missing and not thin:
        yield ok(_REASONS)


def _useful(reason: Text | None) -> int:
    """How many characters of a reason say something; 0 for a blank, a dash or a stock phrase."""
    text = "".join(_USEFUL.findall(reason.value)) if reason else ""
    return 0 if _NO_REASON.fullmatch(text) else len(text)


def _in_remarks(evaluation: Evaluation, losses: list[_Loss]) -> Outcome:
    sentences = [
        sentence
        for piece in passages(evaluation)
        if piece.row is None and piece.kind == "reported"
        for sentence in _SENTENCE.findall(piece.text.value)
        if _EXPLAINS.search(sentence)
    ]
    column, may_be_lost = part_name("indicators.deviation"), lost(evaluation, "indicators.deviation")
    doubt_zh = "（文件转成文本时可能丢失；如原件有此列，请先对照原件）" if may_be_lost else ""
    doubt_en = (
        " (the text dump may have lost it: if the original has it, look there first)" if may_be_lost else ""
    )
    told = [loss for loss in losses if _useful(loss.reason)]
    open_losses = [
        loss for loss in losses if loss not in told and not any(loss.name in said for said in sentences)
    ]
    if not open_losses:
        return ok(_REASONS)
    if sentences or told:
        where = Wording(
            f"所读表格没有{column.zh}{doubt_zh}，说明文字虽提到原因，未指明以下各项",
            f"the form as read has no {column.en}{doubt_en}; its remarks give reasons, but not "
            "for these rows",
        )
        return _unexplained(open_losses, "notice", where)
    where = Wording(
        f"所读表格没有{column.zh}{doubt_zh}，说明文字中也未见原因",
        f"the form as read has no {column.en}{doubt_en} and its remarks give no reason",
    )
    return _unexplained([*open_losses, *_execution_loss(evaluation)], "warning", where)


def _execution_loss(evaluation: Evaluation) -> list[_Loss]:
    line = execution_line(evaluation)
    if line is None:
        return []
    name = Wording("预算执行率", "execution rate")
    weight = term(Wording(f"{name.zh}·分值", f"{name.en} · weight"), line.weight)
    score = term(Wording(f"{name.zh}·得分", f"{name.en} · score"), line.score)
    if weight is None or score is None or score.value >= weight.value:
        return []
    return [_Loss(name.zh, weight, score, None, name)]


def _unexplained(losses: list[_Loss], severity: Severity, where: Wording) -> Outcome:
    listed_zh = "；".join(
        f"{loss.name}分值{loss.weight.text}、得分{loss.score.text}（失{loss.points}分）" for loss in losses
    )
    listed_en = "; ".join(
        f"{loss.name}: weight {loss.weight.text}, score {loss.score.text} (lost {loss.points})"
        for loss in losses
    )
    lost_points = [f"{loss.weight.text} - {loss.score.text} = {loss.points}" for loss in losses]
    cited: list[Evidence] = []
    for loss in losses:
        cited += [loss.weight.cite(), loss.score.cite()]
        if loss.reason is not None:
            cited.append(cite(loss.role, loss.reason))
    return found(
        _REASONS,
        severity,
        Wording(f"{where.zh}：{listed_zh}。", f"Points were lost and {where.en}: {listed_en}."),
        tuple({one.place: one for one in cited}.values()),
        arithmetic="; ".join(lost_points),
        ask=Wording(
            "请逐项说明失分（偏差）原因和改进措施；如得分有误，请更正。",
            "Please give the reason and the measures for improvement for each row; if a score is wrong, "
            "please correct it.",
        ),
    )
