"""Which sections are self-evaluations, and what the other tables look like instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.document import InSheet, OnPage, Problem
from extract.wording import Wording
from normalize.fingerprint import LONGEST_LABEL
from normalize.form import any_form
from normalize.landmarks import landmarks, names_look_alike
from normalize.rows import Row, run_of_rows
from normalize.sections import Section, split
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extract.document import Document
    from normalize.form import Form
    from normalize.formfile import LookAlike
    from normalize.landmarks import Landmark

_HEAD_OF_FORM = ("budget", "goals", "indicators")
# A title stands by its table; further up it is a line in a list of tables.
_MOST_ROWS_TO_TABLE = 5
# Headings stand at the top of a table, below its title, its unit and its money unit.
_MOST_HEADER_ROWS = 5


class Recognised(msgspec.Struct, frozen=True):
    """The sections that are filled self-evaluations, in reading order, and a word on what only looks so."""

    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


def recognised(document: Document, form: Form) -> Recognised:
    """What a document holds; `form` is the permissive one, which knows the wordings of all families."""
    rows = run_of_rows(document)
    marks = landmarks(rows, form)
    sections = split(rows, marks)
    ours = [section for section in sections if _is_self_evaluation(section, form)]
    if not ours:
        return Recognised((), ())
    others = [
        (found, _named_in(section))
        for section in sections
        if section not in ours and (found := look_alike(section, form))
    ]
    told = {row.key(row.own[0]) for _, row in others if row.own}
    others += [(found, row) for found, row in _titled(rows, marks, form) if row.key(row.own[0]) not in told]
    return Recognised(tuple(ours), tuple(_problem(found, row) for found, row in others if found.beside))


def _named_in(section: Section) -> Row:
    """The row that shows what a look-alike is: its title, else its header."""
    kinds = (section.first("look-alike"), section.first("indicators"))
    return section.rows[next((at for at in kinds if at is not None), 0)]


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
    head = next((at for at in sorted(section.marks) if section.kind(at) in _HEAD_OF_FORM), len(section.rows))
    for row in section.rows[0 if title is None else title + 1 : head]:
        if len(row.written) == 1 and (found := names_look_alike(row.written[0].text, form)):
            return found
    if header is None or title is not None:
        return None
    return _by_columns(section.rows[header : header + 1], form)


def _by_columns(rows: Iterable[Row], form: Form) -> LookAlike | None:
    texts = (squeezed(cell.text) for row in rows for cell in row.cells)
    heads = [text for text in texts if len(text) <= LONGEST_LABEL]
    return next(
        (
            one
            for one in form.vocabulary.lookalikes
            if any(word in head for word in one.columns for head in heads)
        ),
        None,
    )


def _titled(rows: Sequence[Row], marks: dict[int, Landmark], form: Form) -> Iterator[tuple[LookAlike, Row]]:
    """Tables whose title names something else and that need not even have an indicator header."""
    for at, mark in marks.items():
        if mark.kind != "look-alike":
            continue
        found = names_look_alike(rows[at].written[0].text, form)
        if found is not None and (not rows[at].is_line or _has_table_below(rows, marks, at)):
            yield found, rows[at]


def _has_table_below(rows: Sequence[Row], marks: dict[int, Landmark], at: int) -> bool:
    for below in range(at + 1, min(at + 1 + _MOST_ROWS_TO_TABLE, len(rows))):
        if not rows[below].is_line:
            return True
        if below in marks and marks[below].kind in ("title", "look-alike", "attachment"):
            return False
    return False


def _problem(found: LookAlike, row: Row) -> Problem:
    place = row.own[0].place
    page = place.page if isinstance(place, OnPage) else None
    where = Wording("文件中有一个表", "One table of the file")
    if page is not None:
        where = Wording(f"第{page}页的表", f"The table on page {page}")
    elif isinstance(place, InSheet):
        where = Wording(f"工作表“{place.sheet}”中的表", f"The table on sheet {place.sheet}")
    return Problem(
        "look-alike",
        Wording(
            f"{where.zh}是{found.name.zh}，不是绩效自评表，未作核查。",
            f"{where.en} is {found.name.en}, not a self-evaluation, and was not checked.",
        ),
        Wording(
            "如果它其实是自评表，请核对其题名和表头。",
            "If it is a self-evaluation after all, look at its title and headings.",
        ),
        page,
    )


def describe(document: Document, form: Form | None = None) -> Wording:
    """What a document without a self-evaluation looks like instead, as half a sentence."""
    form = form or any_form()
    rows = run_of_rows(document)
    if not rows:
        return Wording("没有可读取的文字", "a document without readable text")
    for section in split(rows, landmarks(rows, form)):
        if found := look_alike(section, form):
            return found.name
    alone = (squeezed(row.written[0].text) for row in rows if len(row.written) == 1)
    titles = [text for text in alone if _is_short(text)]
    found = _by_words(titles, form) or _by_columns(_tops(rows), form)
    if found is not None:
        return found.name
    return _tables_or_text(rows)


def _is_short(text: str) -> bool:
    return 0 < len(text) <= LONGEST_LABEL and "。" not in text


def _by_words(titles: Sequence[str], form: Form) -> LookAlike | None:
    """The first line that names a kind of table; a full name goes before a word about one."""
    kinds = form.vocabulary.lookalikes
    named = next((found for title in titles if (found := names_look_alike(title, form))), None)
    spoken = (one for one in kinds if any(word in title for word in one.words for title in titles))
    return named or next(spoken, None)


def _tops(rows: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if not row.is_line and row.index < _MOST_HEADER_ROWS)


def _tables_or_text(rows: Sequence[Row]) -> Wording:
    tables = {row.block for row in rows if not row.is_line}
    if not tables:
        return Wording("只有文字、没有表格的文件", "plain text without a table")
    return Wording(
        f"含{len(tables)}个表格，但没有带指标值和完成值的绩效指标表",
        f"{len(tables)} table(s), none with indicators, targets and actual values",
    )
