"""The year's goals: what was expected and what was done, side by side or, in a dump, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from extract.textflow import join_lines
from extract.wording import Wording
from normalize.evaluation import Goals, Text
from normalize.trace import traced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.rows import Key, Row
    from normalize.sections import Section

# The first item of a numbered list.
_STARTS_OVER = r"\s*(?:一[、.\uff0e]|1[、.\uff0e](?!\d)|[(\uff08](?:一|1)[)\uff09]|(?:{words})1)"

_SIDE_BY_SIDE = re.compile(r"\S(?:\s{2,}|\t)\S")
_ENDS = "。；;！？!?."

_SPLIT = Wording(
    "文本中两栏文字前后相连，按编号重新开始处分开。",
    "The dump runs both columns together; split where the numbering starts over.",
)
_UNSPLIT = Wording(
    "文本中两栏文字前后相连，无法分开；全文列入其他文字。",
    "The dump runs both columns together and they cannot be told apart; the text is kept as narrative.",
)


class Found(msgspec.Struct, frozen=True):
    """The goals, the cells they took, and why they are missing where there was something to read."""

    goals: Goals
    taken: frozenset[Key]
    missing: Wording | None = None


def read_goals(section: Section, form: Form) -> Found:
    """The goals of a section."""
    at = section.first("goals")
    if at is None:
        return _labelled(section, form)
    stop = next((number for number in section.all("indicators") if number > at), len(section.rows))
    if section.marks[at].columns is None:
        return _from_lines(section.rows[at], section.rows[at + 1 : stop], form)
    found = _from_columns(section, at, stop, form)
    # 预期目标 and 实际完成情况 may also stand in one row, each beside its text
    return _labelled(section, form) if found.goals == Goals() else found


def _from_columns(section: Section, at: int, stop: int, form: Form) -> Found:
    columns = section.marks[at].columns
    if columns is None:
        raise ValueError("a goal header without columns")
    header = section.rows[at : at + columns.height]
    taken = {row.key(cell) for row in header for cell in row.own if form.goal_columns.role(cell.text)}
    cells: dict[str, list[Cell]] = {"expected": [], "actual": []}
    for number in range(at + columns.height, stop):
        row = section.rows[number]
        if row.block != header[0].block or section.kind(number) in ("title", "budget", "total"):
            break
        for cell in row.own:
            if (role := columns.owner(cell)) in cells:
                cells[role].append(cell)
                taken.add(row.key(cell))
            elif form.rows.role(cell.text) == "section":
                taken.add(row.key(cell))
    return Found(Goals(_joined(cells["expected"]), _joined(cells["actual"])), frozenset(taken))


def _joined(cells: Sequence[Cell]) -> Text | None:
    """The texts of several rows, one paragraph each; a column seen to be empty gives an empty text."""
    if not cells:
        return None
    written = [cell for cell in cells if cell.text.strip()] or list(cells[:1])
    return traced("\n".join(cell.text.strip() for cell in written), written)


def _labelled(section: Section, form: Form) -> Found:
    """Goals written as label and text, one below the other."""
    texts: dict[str, Text] = {}
    taken: set[Key] = set()
    for row in section.rows[: section.first("indicators")]:
        for label, value in zip(row.own, row.own[1:], strict=False):
            role = form.goal_columns.role(label.text)
            if role and role not in texts and form.goal_columns.role(value.text) is None:
                texts[role] = traced(value.text.strip(), [value])
                taken |= {row.key(label), row.key(value)}
    return Found(Goals(texts.get("expected"), texts.get("actual")), frozenset(taken))


def _from_lines(header: Row, rows: Sequence[Row], form: Form) -> Found:
    """A dump's lines below 预期目标 实际完成情况: the second text begins where the numbering starts over.

    Where lines of both stand side by side, or the first text does not end there, they alternate line by line.
    """
    starts_over = re.compile(_STARTS_OVER.format(words="|".join(map(re.escape, form.vocabulary.goal_words))))
    taken = {header.key(header.cells[0])}
    lines = [row for row in rows if row.is_line and row.cells[0].text.strip()]
    starts = [at for at, row in enumerate(lines) if starts_over.match(row.cells[0].text)]
    texts = [row.cells[0].text.strip() for row in lines]
    mixed = any(map(_SIDE_BY_SIDE.search, texts))
    if len(starts) != 2 or starts[0] != 0 or mixed or not _ends(texts[: starts[1]]):
        return Found(Goals(), frozenset(taken), _UNSPLIT)
    taken |= {row.key(row.cells[0]) for row in lines}
    expected, actual = lines[: starts[1]], lines[starts[1] :]
    return Found(Goals(_paragraph(expected), _paragraph(actual)), frozenset(taken))


def _ends(lines: Sequence[str]) -> bool:
    """Does a text end here: with a sentence, or with a line shorter than the others?"""
    return lines[-1][-1] in _ENDS or len(lines[-1]) < max(len(line) for line in lines)


def _paragraph(rows: Sequence[Row]) -> Text:
    cells = [row.cells[0] for row in rows]
    return traced(join_lines(cell.text for cell in cells), cells, "inferred", _SPLIT)
