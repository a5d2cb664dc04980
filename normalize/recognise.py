"""Which sections are self-evaluations, of which family, and what the others look like instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.form import Form, LookAlike, any_form, shipped_forms
from normalize.landmarks import landmarks
from normalize.rows import Row, run_of_rows
from normalize.sections import Section, split
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from extract.document import Document

_TITLE_POINTS = 3
_LABEL_POINTS = 1
_AGAINST_POINTS = -2
_LONGEST_LABEL = 40
_REPORT_WORDS = ("绩效自评报告", "自评报告", "绩效评价报告")


class Family(msgspec.Struct, frozen=True):
    """The chosen form's id and why it was chosen."""

    form: str
    reason: Wording


def self_evaluations(document: Document) -> list[Section]:
    """The sections of the document that are filled self-evaluations, in reading order."""
    form = any_form()
    rows = run_of_rows(document)
    sections = split(rows, landmarks(rows, form))
    return [section for section in sections if _is_self_evaluation(section, form)]


def _is_self_evaluation(section: Section, form: Form) -> bool:
    header = section.first("indicators")
    if look_alike(section, form) is not None:
        return False
    if section.first("title") is not None:
        return True
    if header is None:
        return False
    columns = section.marks[header].columns
    return columns is not None and "actual" in columns and bool(columns.roles & {"target", "score"})


def look_alike(section: Section, form: Form) -> LookAlike | None:
    """What a section is instead of a self-evaluation, as far as its words tell.

    A title that says 自评 goes before the columns, but not before another title below it.
    """
    header, title = section.first("indicators"), section.first("title")
    above = section.rows[0 if title is None else title + 1 : header]
    titles = [text for row in above if len(row.written) == 1 and (text := squeezed(row.written[0].text))]
    heads = [] if header is None or title is not None else section.rows[header].cells
    return _named(titles, [squeezed(cell.text) for cell in heads], form)


def _named(titles: list[str], heads: list[str], form: Form) -> LookAlike | None:
    short = [title for title in titles if len(title) <= _LONGEST_LABEL and "。" not in title]
    for one in form.vocabulary.lookalikes:
        if any(word in title for word in one.titles for title in short):
            return one
        if any(word in head for word in one.columns for head in heads):
            return one
    return None


def family(section: Section) -> Family:
    """The form whose fingerprint fits best; the permissive one where none fits or two fit alike."""
    title, labels = _title(section), _labels(section)
    ranked = sorted(
        (
            (_points(form, title, labels), form.id, form)
            for form in shipped_forms()
            if form.fingerprint.points
        ),
        reverse=True,
        key=lambda entry: entry[0],
    )
    fitting = [(points, form) for points, _, form in ranked if points >= form.fingerprint.points]
    if not fitting:
        return Family(any_form().id, _UNFIT)
    if len(fitting) > 1 and fitting[0][0] == fitting[1][0]:
        return Family(any_form().id, _unclear(fitting[0][1], fitting[1][1]))
    return Family(fitting[0][1].id, _chosen(fitting[0][1], title, labels))


_UNFIT = Wording(
    "题名和表头用语与已知表式均不相符，仅做与表式无关的核对。",
    "The title and headings fit no known form; only checks that do not depend on the form are made.",
)


def _unclear(one: Form, other: Form) -> Wording:
    return Wording(
        f"与“{one.title.zh}”和“{other.title.zh}”同样相近，无法确定，仅做与表式无关的核对。",
        f"It fits {one.id} and {other.id} equally well, so neither is assumed.",
    )


def _chosen(form: Form, title: str, labels: frozenset[str]) -> Wording:
    words = [word for word in form.fingerprint.titles if squeezed(word) in title][:1]
    words += [word for word in form.fingerprint.labels if _has(labels, word)]
    listed = "、".join(words)
    return Wording(
        f"按表内用语识别为“{form.title.zh}”：{listed}。", f"Recognised as {form.id} by its wording: {listed}."
    )


def _points(form: Form, title: str, labels: frozenset[str]) -> int:
    wanted = form.fingerprint
    if any(not _has(labels, word) for word in wanted.requires):
        return 0
    points = _TITLE_POINTS * any(squeezed(word) in title for word in wanted.titles)
    points += _LABEL_POINTS * sum(_has(labels, word) for word in wanted.labels)
    return points + _AGAINST_POINTS * sum(_has(labels, word) or word in title for word in wanted.against)


def _has(labels: frozenset[str], word: str) -> bool:
    return any(word in label for label in labels)


def _title(section: Section) -> str:
    at = section.first("title")
    return "" if at is None else squeezed(section.rows[at].written[0].text)


def _labels(section: Section) -> frozenset[str]:
    """The short texts of the form's head, budget block and headers, and of the lines between them.

    Brackets go, but not what is in them: 部门(单位)总体资金 is one label, and dumps break it over two lines.
    """
    header = section.first("indicators")
    upto = len(section.rows) if header is None else header + 2
    texts = [cell.text for row in section.rows[:upto] for cell in row.cells]
    return frozenset(
        label for text in texts if len(label := squeezed(text).replace("(单位)", "")) <= _LONGEST_LABEL
    )


def describe(document: Document) -> Wording:
    """What a document without a self-evaluation looks like instead, as half a sentence."""
    form = any_form()
    rows = run_of_rows(document)
    for section in split(rows, landmarks(rows, form)):
        if found := look_alike(section, form):
            return found.name
    titles = [text for row in rows if len(row.written) == 1 and (text := squeezed(row.written[0].text))]
    if found := _named(titles, [], form):
        return found.name
    if any(word in title for title in titles if len(title) <= _LONGEST_LABEL for word in _REPORT_WORDS):
        return Wording(
            "绩效自评报告正文（没有自评表）", "the text of a self-evaluation report (without the table)"
        )
    if not rows:
        return Wording("没有可读取的文字", "a document without readable text")
    return _tables_or_text(rows)


def _tables_or_text(rows: list[Row]) -> Wording:
    tables = {row.block for row in rows if not row.is_line}
    if not tables:
        return Wording("只有文字、没有表格的文件", "plain text without a table")
    return Wording(
        f"含{len(tables)}个表格，但没有带指标值和完成值的绩效指标表",
        f"{len(tables)} table(s), none with indicators, targets and actual values",
    )
