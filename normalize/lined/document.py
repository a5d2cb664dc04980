"""A dump's tables of whole lines with their cells in place, as far as words and arithmetic tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from extract.document import Block, Cell, Document, InText, Line, Place, Problem, Table, Word
from extract.wording import Wording
from normalize.lined.kinds import Names, is_value
from normalize.lined.proof import Declared, Numbers, Option, by_columns, by_points, by_rate
from normalize.lined.readings import Reading, are_run_together
from normalize.lined.table import Line as LinedRow
from normalize.lined.table import Lined, lined, printed_rows, roles_of
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form
    from normalize.lined.readings import Part

INFERRED = 0.8
_HUNDRED = Decimal(100)
_NUMBER_AFTER = re.compile(r"[:为]?(\d+(?:\.\d+)?)分?(?!\d)")
_SEE_ORIGINAL = Wording(
    "请对照原件核对；有 PDF、.xlsx 或 .docx 原件时请改用原件。",
    "Compare with the original; use the PDF, .xlsx or .docx itself if there is one.",
)


class Dealt(msgspec.Struct, frozen=True):
    """The document with cells in place, why glued ones were parted (by place), and what stayed unclear."""

    document: Document
    reasons: dict[Place, Wording]
    problems: tuple[Problem, ...]


def dealt(document: Document, form: Form, forms: Sequence[Form]) -> Dealt:
    """Deal out the whole lines of a dump; any other document is handed back as it is.

    `form` is the permissive one, `forms` are all families: a level of any of them is known by its name.
    """
    names = Names(form, forms)
    after = (*document.blocks[1:], None)
    tables = {
        at: found
        for at, (block, below) in enumerate(zip(document.blocks, after, strict=False))
        if isinstance(block, Table) and (found := lined(block, at, form, names, below))
    }
    if not tables:
        return Dealt(document, {}, ())
    reasons: dict[Place, Wording] = {}
    for made in tables.values():
        if made.block == "budget":
            _prove_budget(made, form)
    for at, made in tables.items():
        if made.block == "indicators" and any(line.is_glued for line in made.lines):
            execution = _execution(document.blocks[:at], tables, form)
            _prove_points(made, _declared(made, execution, document, form), form)
    blocks: list[Block] = []
    problems: list[Problem] = []
    for at, block in enumerate(document.blocks):
        if at in tables:
            blocks += _blocks(tables[at], reasons)
            problems += [_problem(line) for line in _lost(tables[at])]
        else:
            blocks.append(block)
    problems += [_split(reasons)] if reasons else []
    return Dealt(msgspec.structs.replace(document, blocks=tuple(blocks)), reasons, tuple(problems))


def _prove_budget(made: Lined, form: Form) -> None:
    """Lines of the budget whose rate proves the split, then those that the columns' sums prove."""
    total: LinedRow | None = None
    for line in made.lines:
        if line.is_glued and (found := by_rate(line.options)):
            line.settle(found)
        if total is None and line.chosen and form.budget_rows.role(line.fields[0].text) == "total":
            total = line
    parts = [line for line in made.lines if line.options and line is not total]
    if total is None or made.printed or not any(line.chosen is None for line in parts):
        return
    proven = by_columns(total.options[0].numbers, [line.options for line in parts]) or []
    for line, option in zip(parts, proven, strict=False):
        if line.chosen is None:
            line.settle(option)


def _prove_points(made: Lined, declared: Declared | None, form: Form) -> None:
    """Rows whose weights and scores must add up to what is declared for them."""
    last = max((at for at, line in enumerate(made.lines) if line.options), default=-1)
    inside = made.lines[: last + 1]
    if declared is None or any(line.kind == "unclear" for line in inside):
        return
    rows = [line for line in inside if line.options and line.kind == "row"]
    options = [line.options for line in rows] + [
        (Option(Reading(0.0, ()), numbers),) for numbers in _printed_rows(made, form)
    ]
    for line, option in zip(rows, by_points(options, declared), strict=False):
        if option is not None and line.chosen is None:
            line.settle(option)
    for line in inside:
        fitting = [one for one in line.options if one.numbers.get("weight", _HUNDRED) == _HUNDRED]
        if line.kind == "total" and line.is_glued and len(fitting) == 1 and all(one.chosen for one in rows):
            line.settle(fitting[0])


def _printed_rows(made: Lined, form: Form) -> list[Numbers]:
    """The points of the rows that were read as cells, but for the total row."""
    return [
        {role: value for role, value in numbers.items() if role in ("weight", "score")}
        for label, numbers in made.printed
        if form.rows.role(label) != "total" and not _is_bare_total(label, numbers)
    ]


def _is_bare_total(label: str, numbers: Numbers) -> bool:
    """A row of nothing but a weight of a hundred and a score is the total, though nothing says so."""
    return is_value(label) and numbers.get("weight") == _HUNDRED


def _declared(made: Lined, execution: Declared | None, document: Document, form: Form) -> Declared | None:
    """What the points of the indicators must add up to; None where the form does not print it."""
    if execution is None:
        return None
    totals = [line for line in made.lines if line.kind == "total"]
    choices = [one.numbers for one in totals[-1].options] if totals else []
    choices += [
        numbers
        for label, numbers in made.printed
        if form.rows.role(label) == "total" or _is_bare_total(label, numbers)
    ]
    scores = {one["score"] for one in choices if one.get("weight", _HUNDRED) == _HUNDRED and "score" in one}
    said = _said_total(document, form)
    scores = scores or ({said} if said is not None else set())
    if len(scores) != 1:
        return None
    weight, score = execution.weight or Decimal(0), execution.score or Decimal(0)
    return Declared(_HUNDRED - weight, scores.pop() - score)


def _execution(before: Sequence[Block], tables: Mapping[int, Lined], form: Form) -> Declared | None:
    """Weight and score of the budget's execution: zero where the form has none, None where not known."""
    found: Declared | None = None
    mentioned = False
    for at, block in enumerate(before):
        if not isinstance(block, Table):
            mentioned = mentioned or form.budget_rows.role(block.text.split()[0]) == "total"
            continue
        made = tables.get(at)
        known = (made.block, made.roles) if made else roles_of(block, at, form)
        if known is None or known[0] != "budget":
            continue
        mentioned = True
        found = None if {"weight", "score"} & set(known[1]) else Declared(Decimal(0), Decimal(0))
        for label, numbers in _budget_rows(made, block, known[1]):
            if form.budget_rows.role(label) == "total":
                found = Declared(numbers.get("weight"), numbers.get("score"))
                break
    return found if mentioned else Declared(Decimal(0), Decimal(0))


def _budget_rows(made: Lined | None, table: Table, roles: Sequence[str | None]) -> list[tuple[str, Numbers]]:
    rows = list(printed_rows(table, roles)) if made is None else list(made.printed)
    lines = made.lines if made else ()
    return rows + [(line.fields[0].text, line.options[0].numbers) for line in lines if line.chosen]


def _said_total(document: Document, form: Form) -> Decimal | None:
    """The total that a line of text declares; None where none does, or two differ."""
    words = (*form.vocabulary.score_words, *form.vocabulary.total_labels)
    longest = sorted(words, key=len, reverse=True)
    said = re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?:\(\D\))?{_NUMBER_AFTER.pattern}")
    texts = [squeezed(block.text) for block in document.blocks if isinstance(block, Line)]
    found = {Decimal(match[1]) for text in texts for match in said.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _lost(made: Lined) -> list[LinedRow]:
    """The lines that found no place, or not for all of their fields; what follows the last row is no row."""
    rows = (at for at, line in enumerate(made.lines) if line.options or _is_run_together(line))
    last = max(rows, default=-1)
    return [line for line in made.lines[: last + 1] if line.kind != "empty" and not _is_placed(line)]


def _is_run_together(line: LinedRow) -> bool:
    return are_run_together([word.text for word in line.fields])


def _is_placed(line: LinedRow) -> bool:
    placed = {part.field for part in line.chosen.parts} if line.chosen else set()
    return len(placed) == len(line.fields)


def _blocks(made: Lined, reasons: dict[Place, Wording]) -> list[Block]:
    """The table with cells for the lines that were dealt out; what follows its last row is free text."""
    last = max((line.row for line in made.lines if line.chosen), default=0)
    whole = {line.row: line for line in made.lines}
    kept = max([last, *(cell.row for cell in made.table.cells if cell.row not in whole)])
    cells: list[Cell] = []
    free: list[Block] = []
    for cell in made.table.cells:
        line = whole.get(cell.row)
        if line is None:
            cells.append(cell)
        elif cell.row > kept:
            free.append(Line(cell.text, cell.place))
        elif line.chosen is None:
            cells.append(cell)
        else:
            cells += _cells(line, made, reasons)
    joints = tuple(joint for joint in made.table.joints if joint.row <= kept)
    return [Table(tuple(cells), kept + 1, made.table.column_count, "dump", joints), *free]


def _cells(line: LinedRow, made: Lined, reasons: dict[Place, Wording]) -> list[Cell]:
    cells = []
    parts = line.chosen.parts if line.chosen else ()
    for part in parts:
        word = line.fields[part.field]
        if made.is_beside(part):
            continue
        if part.cut:
            reasons[word.place] = _reason(word.text, made)
        cells.append(_cell(line.row, part, word))
    return cells


def _cell(row: int, part: Part, word: Word) -> Cell:
    words = (Word(part.text, word.place, INFERRED),) if part.cut else ()
    return Cell(row, part.column, 1, 1, part.text, word.place, words)


def _reason(text: str, made: Lined) -> Wording:
    if made.block == "budget":
        return Wording(
            f"文本中几格连成“{text}”；只有这样拆分，执行率、得分或各栏合计的算式才成立，据此推断。",
            f"The dump ran cells together ({text}); inferred, as only this split satisfies the rate, the "
            "score or the sums of the columns.",
        )
    return Wording(
        f"文本中几格连成“{text}”；只有这样拆分，各行分值、得分之和才与总分相符，据此推断。",
        f"The dump ran cells together ({text}); inferred, as only this split makes the weights and scores "
        "add up to the declared total.",
    )


def _split(reasons: Mapping[Place, Wording]) -> Problem:
    """Equations that told cells apart hold by construction: that they hold checks nothing."""
    numbers = sorted({place.line for place in reasons if isinstance(place, InText)})
    listed = ", ".join(map(str, numbers))
    return Problem(
        "dump-cells-split",
        Wording(
            f"第 {listed.replace(', ', '、')} 行的几格连在一起，已按表内算式拆分（各值注明推断）；"
            "拆分所依据的算式因此必然相符，不构成独立的核查。",
            f"Lines {listed}: cells ran together and were split by the form's arithmetic (marked as "
            "inferred); the equations used hold by construction, so that they hold checks nothing.",
        ),
        _SEE_ORIGINAL,
    )


def _problem(line: LinedRow) -> Problem:
    first = line.fields[0].place
    number = first.line if isinstance(first, InText) else 0
    text = " ".join(word.text for word in line.fields)
    if line.is_glued or _is_run_together(line):
        return Problem(
            "dump-cells-glued",
            Wording(
                f"第 {number} 行的几格连在一起，表内算式不能证明在哪里分开，未拆分、未归入表格：{text}",
                f"Line {number}: cells run together and the form's arithmetic does not prove where they "
                f"part; they were neither split nor put into the table: {text}",
            ),
            _SEE_ORIGINAL,
        )
    return Problem(
        "dump-row-unclear",
        Wording(
            f"第 {number} 行有文字分不清属于哪一栏，未归入表格：{text}",
            f"Line {number}: some of it fits no column with certainty and was left out: {text}",
        ),
        _SEE_ORIGINAL,
    )
