"""What was read, nothing judged: aligned tables for people, a line for every value as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from extract.document import Document, Table
from extract.wording import Language, Wording
from fuhe.report.csv import csv_line
from fuhe.report.doubt import MARK, doubts, is_doubtful, others
from fuhe.report.grid import aligned
from fuhe.report.header import facts
from fuhe.report.inferred import reasons
from fuhe.report.places import in_words
from fuhe.report.problems import sentences
from fuhe.report.unread import unread
from fuhe.report.values import values
from fuhe.report.width import hanging, one_line, wrap
from fuhe.report.words import Look
from fuhe.streams import visible
from normalize.evaluation import Evaluation, Traced
from validate.evidence import part_name

_BUDGET = (
    ("label", Wording("资金来源", "Funds")),
    ("initial", Wording("年初预算数", "Initial")),
    ("adjusted", Wording("全年预算数", "Adjusted")),
    ("executed", Wording("全年执行数", "Executed")),
    ("weight", Wording("分值", "Weight")),
    ("rate", Wording("执行率", "Rate")),
    ("score", Wording("得分", "Score")),
)
_INDICATORS = (
    ("level1", Wording("一级指标", "Level 1")),
    ("level2", Wording("二级指标", "Level 2")),
    ("level3", Wording("三级指标", "Level 3")),
    ("target", Wording("年度指标值", "Target")),
    ("actual", Wording("实际完成值", "Actual")),
    ("weight", Wording("分值", "Weight")),
    ("score", Wording("得分", "Score")),
    ("deviation", Wording("偏差原因", "Deviation")),
)
_HOW = {
    "read": Wording("照读", "read"),
    "filled-down": Wording("合并单元格下填", "filled down"),
    "inferred": Wording("推断", "inferred"),
    "converted": Wording("换算", "converted"),
}


def as_text(document: Document, forms: Sequence[Evaluation], look: Look) -> Iterator[str]:
    """The forms of a document as tables; the raw tables where no form was found."""
    yield look.paint(visible(document.source.path), "strong") + "\n"
    for told in sentences(document.problems, look.language):
        yield from _lines(told, look)
    paged = document.source.paged
    for number, form in enumerate(forms, start=1):
        if len(forms) > 1:
            heading = Wording(f"第 {number} 份自评表", f"Form {number}").text(look.language)
            yield "\n" + look.paint(heading, "strong") + "\n"
        yield from _lines(facts(form, look.language, paged=paged), look)
        yield from _form(form, look)
    if not forms:
        yield from _raw(document, look)


def _form(form: Evaluation, look: Look) -> Iterator[str]:
    yield from _lines(form.form_reason.text(look.language), look)
    yield from _block(Wording("预算执行", "Budget"), _BUDGET, form.budget, look)
    yield from _goals(form, look)
    yield from _block(Wording("指标", "Indicators"), _INDICATORS, form.indicators, look, numbered=True)
    total = (("weight", Wording("总分值", "Total weight")), ("score", Wording("总得分", "Total score")))
    yield from _block(Wording("合计", "Total"), total, (form.total,), look)
    if form.rating:
        rating = form.rating.text + _doubt_mark(form.rating)
        yield from _lines(f"{Wording('评价等级', 'Rating').text(look.language)}  {rating}", look)
    yield from _marks(form, look)
    yield from _doubts(form, look)
    yield from _gaps(form, look)


def _marks(form: Evaluation, look: Look) -> Iterator[str]:
    """What the marks behind values mean, where there are any, and why values were inferred."""
    used = {traced.how for _, traced in values(form)}
    covered = [
        _goes_on(above, row, level)
        for level in ("level1", "level2")
        for above, row in zip([None, *form.indicators], form.indicators, strict=False)
        if (cell := getattr(row, level)) and cell.how == "filled-down"
    ]
    notes = []
    if any(covered):
        notes.append(
            Wording(
                "级别栏空白：与上一行同属一个合并单元格",
                "A blank level goes on from the row above (merged cell)",
            )
        )
    if not all(covered):
        notes.append(Wording("^ 合并单元格，名称印在更上方的行", "^ merged cell, printed further up"))
    if used & {"inferred", "converted"}:
        notes.append(Wording("* 推断或换算所得，理由：", "* inferred or converted, because:"))
    if notes:
        yield "\n"
    for note in notes:
        yield from _lines(note.text(look.language), look)
    yield from _items(reasons(form, values(form), look.language), look)


def _block(
    heading: Wording,
    columns: Sequence[tuple[str, Wording]],
    rows: Sequence[msgspec.Struct],
    look: Look,
    *,
    numbered: bool = False,
) -> Iterator[str]:
    """One part of the form; columns that the form does not have are left out."""
    if not rows:
        return
    there = [column for column in columns if any(getattr(row, column[0]) for row in rows)]
    cells = [
        [None if _goes_on(above, row, field) else _cell(getattr(row, field)) for field, _ in there]
        for above, row in zip([None, *rows], rows, strict=False)
    ]
    yield "\n" + look.paint(heading.text(look.language), "strong") + "\n"
    header = [title.text(look.language) for _, title in there]
    if numbered:
        header = [Wording("序号", "No").text(look.language), *header]
        cells = [[str(number), *row] for number, row in enumerate(cells, start=1)]
    yield from (line + "\n" for line in aligned([header, *cells], look.columns))


def _goes_on(above: msgspec.Struct | None, row: msgspec.Struct, field: str) -> bool:
    """Whether the cell is the merged cell of the row above, which covers this row too."""
    one, other = getattr(above, field, None), getattr(row, field)
    return bool(one and other and other.how == "filled-down" and one.value == other.value)


def _cell(traced: Traced[object] | None) -> str:
    if traced is None:
        return ""
    mark = {"read": "", "filled-down": "^"}.get(traced.how, "*")
    text = traced.value if isinstance(traced.value, str) and traced.how != "read" else traced.text
    return visible(one_line(str(text))) + mark + _doubt_mark(traced)


def _doubt_mark(traced: Traced[Any]) -> str:
    return MARK if is_doubtful(traced) and traced.text.strip() else ""


def _goals(form: Evaluation, look: Look) -> Iterator[str]:
    told = (
        (Wording("预期目标", "Expected"), form.goals.expected),
        (Wording("实际完成情况", "Actual"), form.goals.actual),
    )
    for heading, goal in told:
        if goal:
            yield "\n" + look.paint(heading.text(look.language), "strong") + "\n"
            yield from _lines(one_line(goal.text) + _doubt_mark(goal), look)


def _doubts(form: Evaluation, look: Look) -> Iterator[str]:
    """The values marked as doubtful, with what else they may say."""
    told = [one.line(look.language) for one in doubts(form, look.language)]
    if told:
        heading = Wording(
            f"{MARK} 读数存疑 {len(told)} 处，请对照原件：",
            f"{MARK} {len(told)} read with doubt; compare them with the original:",
        )
        yield "\n"
        yield from _lines(heading.text(look.language), look)
        yield from _items(told, look)


def _gaps(form: Evaluation, look: Look) -> Iterator[str]:
    lost = list(unread(form, look.language))
    absent = [part_name(gap.part).text(look.language) for gap in form.gaps if not gap.lost]
    if lost:
        heading = Wording("未读到的内容（文件所致）：", "Not read (the file's doing):")
        yield "\n"
        yield from _lines(heading.text(look.language), look)
        yield from _items(lost, look)
    if absent:
        listed = ("、" if look.language == "zh" else ", ").join(absent)
        yield "\n"
        told = Wording(f"表中没有：{listed}", f"Not on the form: {listed}")
        yield from _lines(told.text(look.language), look)


def _raw(document: Document, look: Look) -> Iterator[str]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    found = Wording(
        f"没有找到绩效自评表；读到 {len(tables)} 个表格。",
        f"No self-evaluation table was found; {len(tables)} tables were read.",
    )
    yield from _lines(found.text(look.language), look)
    for table in tables:
        grid = [["" for _ in range(table.column_count)] for _ in range(table.row_count)]
        for cell in table.cells:
            grid[cell.row][cell.column] = visible(one_line(cell.text)) + MARK * is_doubtful(cell)
        yield "\n"
        yield from (line + "\n" for line in aligned(grid, look.columns))


def _items(told: Iterable[str], look: Look) -> Iterator[str]:
    for one in told:
        yield from (line + "\n" for line in hanging(visible(one), "  - ", look.columns))


def _lines(text: str, look: Look) -> Iterator[str]:
    yield from (line + "\n" for line in wrap(visible(text), look.columns))


def as_csv(document: Document, forms: Sequence[Evaluation], language: Language) -> Iterator[str]:
    """One line a value: file, form (from 1), field, value, printed text, how, reason, place, doubt."""
    header = (
        Wording("文件", "file"),
        Wording("表序", "form"),
        Wording("字段", "field"),
        Wording("值", "value"),
        Wording("原文", "text"),
        Wording("得来", "how"),
        Wording("理由", "reason"),
        Wording("位置", "place"),
        Wording("存疑", "in doubt"),
        Wording("其他读法", "other readings"),
    )
    yield csv_line([column.text(language) for column in header])
    for number, form in enumerate(forms, start=1):
        for field, traced in values(form):
            printed = "" if traced.value is None else str(traced.value)
            reason = traced.reason.text(language) if traced.reason else ""
            place = in_words(traced.place).text(language)
            how = _HOW[traced.how].text(language)
            doubtful = Wording("是", "yes").text(language) if is_doubtful(traced) else ""
            also = others(traced.alternatives, traced.text).text(language)
            read = [document.source.path, str(number), field, printed, traced.text]
            yield csv_line([*read, how, reason, place, doubtful, also], numeric=(3, 4))
