"""The evidence of a finding, row by row: each row of the form is named once, with its cells behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from extract.document import Place
from extract.wording import Language, Wording
from fuhe.report.doubt import remark
from fuhe.report.places import row_in_words
from fuhe.report.width import one_line, width
from normalize.evaluation import Evaluation, Indicator
from validate.evidence import COLUMNS, short, spoken
from validate.outcome import Evidence

_CELLS = ("level3", "target", "actual", "weight", "score", "deviation", "level1", "level2")


class Cell(msgspec.Struct, frozen=True):
    """A cited cell: the column that it stands in, where, what is printed there, and the doubt about it."""

    column: Wording
    place: Wording
    text: str
    doubt: Wording = Wording("", "")


class CitedRow(msgspec.Struct, frozen=True):
    """Cells of one row of the form; `name` is empty where the column says it all."""

    name: Wording
    cells: tuple[Cell, ...]

    def by_place(self, language: Language) -> dict[str, list[Cell]]:
        """The cells, those at one place together."""
        found: dict[str, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.place.text(language), []).append(cell)
        return found


def cited(evidence: Sequence[Evidence], form: Evaluation) -> list[CitedRow]:
    """The evidence in its order, rows of the form kept together."""
    cells: dict[Wording, list[Cell]] = {}
    numbered: dict[Wording, Wording] = {}
    known = _positions(form)
    for one in evidence:
        name, column = _named(one, form, known)
        cell = Cell(column, row_in_words(one.place), one_line(one.text), remark(one))
        cells.setdefault(name, []).append(cell)
        if column == COLUMNS["level3"]:  # its cell quotes the name; the number is enough before it
            numbered[name] = Wording(name.zh.partition("「")[0], name.en.partition(" 「")[0])
    return [CitedRow(numbered.get(name, name), tuple(group)) for name, group in cells.items()]


def indicator_name(number: int, indicator: Indicator) -> Wording:
    """第5项「培训次数」, numbered as `fuhe show` numbers the rows."""
    name = short(indicator.level3.value)
    return Wording(f"第{number}项「{name}」", f"indicator {number} 「{name}」")


def subject_name(subject: Wording, form: Evaluation) -> Wording:
    """The subject of an outcome for a sentence; an indicator row gets its number."""
    rows = [
        indicator_name(number, one)
        for number, one in enumerate(form.indicators, start=1)
        if short(one.level3.value) == subject.zh
    ]
    return rows[0] if len(rows) == 1 else spoken(subject)


def excerpt(text: str, columns: int, needle: str | None = None) -> str:
    """The text, cut to so many columns; around the needle where a longer text holds one."""
    if width(text) <= columns:
        return text
    at = text.rfind(needle) if needle else -1
    start = 0
    while at > 0 and start < at and width(text[start : at + len(needle or "")]) > columns * 3 // 4:
        start += 1
    lead = "…" if start else ""
    kept = ""
    for character in text[start:]:
        if width(lead + kept + character) > columns - 1:
            return lead + kept + "…"
        kept += character
    return lead + kept


_Positions: TypeAlias = dict[Place, list[tuple[int, str]]]


def _positions(form: Evaluation) -> _Positions:
    """Where the cells of the indicator rows stand: rows (from 1) and columns by place."""
    found: _Positions = {}
    for number, indicator in enumerate(form.indicators, start=1):
        for column in _CELLS:
            cell = getattr(indicator, column)
            if cell is not None and cell.how != "filled-down":
                found.setdefault(cell.place, []).append((number, column))
    return found


def _named(one: Evidence, form: Evaluation, known: _Positions) -> tuple[Wording, Wording]:
    """The row and the column of a piece of evidence."""
    for number, column in known.get(one.place, []):
        if one.role.zh.endswith(f"·{COLUMNS[column].zh}"):
            return indicator_name(number, form.indicators[number - 1]), COLUMNS[column]
    told = spoken(one.role)
    zh, bracket, zh_column = told.zh.rpartition("」")
    if not bracket:
        return Wording("", ""), told
    en_name, _, en_column = one.role.en.rpartition(" · ")
    return Wording(zh + bracket, f"「{en_name}」"), Wording(zh_column, en_column)
