"""One table of a dump with rows handed on as whole lines: what each of these lines can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from extract.document import Block as Block_
from extract.document import Cell, InText, Table, Word
from extract.document import Line as Piece
from normalize.columns import read_header
from normalize.lined.headings import (
    begins_with_unit,
    with_label_column,
    with_level_columns,
    with_parted_target,
    with_unit_in_heading,
)
from normalize.lined.kinds import Block, Column, Names, column, is_nothing
from normalize.lined.proof import Numbers, Option, numbers_of, points_hold, rate_holds, scores_fit
from normalize.lined.readings import SAME, Part, Reading, agreed, readings
from normalize.lined.wrapped import beside_wrapped, goes_on_below
from normalize.rows import Row
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form

Kind: TypeAlias = Literal["row", "total", "empty", "unclear"]

# A line so odd is no row of the table: a heading in between, a sentence, a slot left unused.
_ODDEST = 2.2
_LONE = 0.1
# Readings this close to the best one are admissible where figures are glued.
_NEAR = 0.5
_SHORTEST_NAME = 2
# Rows of one table mostly leave the same columns blank: a reading that does is preferred at this price.
_PATTERN_PRICE = 1.05
_WEIGHT_ALONE = re.compile(r"\(?\d+(?:\.\d+)?分\)?")
_SIGN_APART = re.compile(r"([<>=≥≤≧≦═＜＞＝]+)\s+(\S.*)")


class Line(msgspec.Struct):
    """A row that is one line: its fields, its admissible readings, and the one that holds, once known."""

    row: int
    fields: tuple[Word, ...]
    kind: Kind
    options: tuple[Option, ...] = ()
    chosen: Reading | None = None

    def settle(self, option: Option) -> None:
        """This is how the line is read."""
        self.chosen, self.options = option.reading, (option,)

    @property
    def is_glued(self) -> bool:
        """Does every admissible reading part some field?"""
        return bool(self.options) and all(one.reading.is_cut for one in self.options)


class Lined(msgspec.Struct):
    """A table and its columns; the rows that are whole lines, and first cell and numbers of the others."""

    table: Table
    block: Block
    roles: tuple[str | None, ...]
    columns: tuple[Column, ...]
    lines: list[Line]
    printed: tuple[tuple[str, Numbers], ...] = ()
    part_words: tuple[str, ...] = ()

    def is_beside(self, part: Part) -> bool:
        """Does the name of the whole budget run down here, beside the names of its rows?"""
        own = part.text.endswith((":", "：")) or part.text in self.part_words
        return self.block == "budget" and self.roles[part.column] == "section" and not own


def lined(table: Table, number: int, form: Form, names: Names, below: Block_ | None = None) -> Lined | None:
    """The table with what its whole lines can be; None where it has none, or names no known columns.

    `below` is what the document holds after the table.
    """
    if table.how != "dump" or not any(_is_whole(cell, table) for cell in table.cells):
        return None
    table = with_parted_target(with_level_columns(table, form), form)
    table = with_label_column(with_unit_in_heading(table), form)
    found = roles_of(table, number, form)
    if found is None:
        return None
    block, roles = found
    columns = tuple(column(role, block, names) for role in roles)
    if "part" in roles and roles[0] == "section":  # no name stands before parts that stand side by side
        columns = (msgspec.structs.replace(columns[0], fit=lambda _: None), *columns[1:])
    made = Lined(table, block, roles, columns, [], part_words=form.vocabulary.part_words)
    made.lines = [_line(cell, made, form, names) for cell in table.cells if _is_whole(cell, table)]
    for at in _doubtful(made.lines, below, form, names):
        made.lines[at].kind, made.lines[at].options = "unclear", ()
    made.printed = tuple(printed_rows(table, roles))
    _settle_plain(made)
    return made


def _doubtful(lines: Sequence[Line], below: Block_ | None, form: Form, names: Names) -> set[int]:
    found = beside_wrapped(lines, form, names)
    last = len(lines) - 1
    if (
        isinstance(below, Piece)
        and lines[last].kind == "row"
        and goes_on_below(lines[last], below, form, names)
    ):
        found.add(last)
    return found


def printed_rows(table: Table, roles: Sequence[str | None]) -> Iterator[tuple[str, Numbers]]:
    """First cell and numbers of each row that is no whole line."""
    for row in range(1, table.row_count):
        cells = [cell for cell in table.cells if cell.row == row and not _is_whole(cell, table)]
        if cells:
            parts = tuple(Part(cell.column, at, cell.text, cut=False) for at, cell in enumerate(cells))
            yield cells[0].text, numbers_of(Reading(0.0, parts), roles)


def _is_whole(cell: Cell, table: Table) -> bool:
    return cell.row > 0 and cell.column_span == table.column_count > 1 and bool(cell.words)


def roles_of(table: Table, number: int, form: Form) -> tuple[Block, tuple[str | None, ...]] | None:
    """Which block a dump's table is and what its columns are; None where its first row does not say."""
    row = Row(number, 0, table, tuple(cell for cell in table.cells if cell.row == 0))
    found = read_header([row], 0, form.columns)
    if found and found.roles & {"target", "actual"} and "level3" in found:
        return "indicators", _by_column(row, found.ranges, form, "indicators")
    found = read_header([row], 0, form.budget_columns)
    if found and len(found.roles & {"initial", "adjusted", "executed"}) > 1:
        return "budget", _by_column(row, found.ranges, form, "budget")
    return None


def _by_column(row: Row, ranges: dict[str, range], form: Form, block: Block) -> tuple[str | None, ...]:
    labels = form.budget_columns if block == "budget" else form.columns
    owner = {at: role for role, own in ranges.items() for at in own}
    texts = {at: cell.text for cell in row.cells for at in cell.columns}
    found = [
        owner.get(at) or (role if (role := labels.role(texts.get(at, ""))) not in ranges else None)
        for at in range(row.table.column_count if row.table else len(texts))
    ]
    return _with_section(found) if block == "indicators" else with_labels(found)


def _with_section(found: list[str | None]) -> tuple[str | None, ...]:
    """An unknown heading left of the levels names the whole block."""
    levels = [at for at, role in enumerate(found) if role in ("level1", "level2", "level3")]
    return tuple(role or ("section" if at < levels[0] else None) for at, role in enumerate(found))


def with_labels(found: list[str | None]) -> tuple[str | None, ...]:
    """The roles of a budget's columns; rows are named in the first of two alike, else in the first column."""
    if "part" in found:  # the parts stand side by side, and their one row has no name
        return ("section" if found[0] is None else found[0], *found[1:])
    if "label" not in found:
        again = (at for at, role in enumerate(found) if role and role in found[at + 1 :])
        found[next(again, 0)] = "label"
    before = found.index("label")
    return (*("section" for _ in found[:before]), *found[before:])


def _line(cell: Cell, made: Lined, form: Form, names: Names) -> Line:
    fields = _fields(cell.words, names, signs="target-sign" in made.roles)
    labels = [at for at, word in enumerate(fields) if form.rows.role(word.text) == "total"]
    if made.block == "indicators" and labels:
        return _total_line(cell.row, fields, labels[0], made)
    found = sorted(
        one._replace(cost=one.cost + _LONE * _is_lone(one, made.roles))
        for one in readings([word.text for word in fields], made.columns)
    )
    found = [
        one
        for one in found
        if one.cost <= _ODDEST
        and (one.cost <= found[0].cost + _PATTERN_PRICE or (made.block == "budget" and not one.is_cut))
        and not _is_no_name(one, fields, made, form)
    ]
    if not found:
        empty = not any(char.isdigit() for char in _without_slots(cell.text, form))
        return Line(cell.row, fields, "empty" if empty else "unclear")
    options = tuple(Option(one, numbers_of(one, made.roles)) for one in found)
    return Line(cell.row, fields, "row", options)


def _is_no_name(reading: Reading, fields: Sequence[Word], made: Lined, form: Form) -> bool:
    """Is a row's name the rest of one, or does a part of the block's, printed at the left, stand in it?"""
    labels = [fields[part.field].text for part in reading.parts if made.roles[part.column] == "label"]
    return made.block == "budget" and any(
        len(text) < _SHORTEST_NAME
        or begins_with_unit(text)
        or (len(text.split()) > 1 and form.budget_rows.exact(text) is None)
        for text in labels
    )


def _is_lone(reading: Reading, roles: Sequence[str | None]) -> bool:
    """Is there a level-1 heading without one of level 2 after it?"""
    filled = {roles[at] for at in reading.columns}
    return "level1" in filled and "level2" not in filled and "level2" in roles


def _without_slots(text: str, form: Form) -> str:
    words = "|".join(map(re.escape, form.vocabulary.slot_words))
    return re.sub(rf"(?:{words})\s*\d+", "", text)


def _total_line(row: int, fields: tuple[Word, ...], label: int, made: Lined) -> Line:
    """A total row: what stands before its label, the label, the numbers of the points, perhaps a rating."""
    points = [at for at, role in enumerate(made.roles) if role in ("weight", "score")]
    after = max(points, default=0) + 1
    rest = [after] if after < len(made.roles) else []
    if not points or label + 1 > points[0]:
        return Line(row, fields, "unclear")
    placed = (*points, *rest)
    found = readings([word.text for word in fields[label + 1 :]], [made.columns[at] for at in placed])
    before = tuple(Part(at, at, word.text, cut=False) for at, word in enumerate(fields[: label + 1]))
    options = []
    for one in found:
        parts = tuple(p._replace(column=placed[p.column], field=p.field + label + 1) for p in one.parts)
        reading = Reading(one.cost, before + parts)
        if one.cost <= found[0].cost + _PATTERN_PRICE:
            options.append(Option(reading, numbers_of(reading, made.roles)))
    return Line(row, fields, "total" if options else "unclear", tuple(options))


def _fields(words: Sequence[Word], names: Names, *, signs: bool) -> tuple[Word, ...]:
    """The fields of a line; a weight or a letter apart from its heading is put back, a sign is set apart."""
    found: list[Word] = []
    for word in words:
        apart = _SIGN_APART.fullmatch(word.text) if signs else None
        if found and _goes_on(found[-1].text, word.text, names):
            found[-1] = _joined(found[-1], word)
        elif apart:
            found += [_piece(word, *apart.span(1)), _piece(word, *apart.span(2))]
        else:
            found.append(word)
    return tuple(found)


def _goes_on(before: str, text: str, names: Names) -> bool:
    if _WEIGHT_ALONE.fullmatch(squeezed(text)):
        return True
    return names.is_level(squeezed(before + text)) and not names.is_level(text)


def _joined(one: Word, other: Word) -> Word:
    if not (isinstance(one.place, InText) and isinstance(other.place, InText)):
        return one
    place = InText(one.place.line, one.place.column, other.place.end_line, other.place.end_column)
    return Word(f"{one.text} {other.text}", place)


def _piece(word: Word, start: int, stop: int) -> Word:
    if not isinstance(word.place, InText):
        return word
    line, column_ = word.place.line, word.place.column
    return Word(word.text[start:stop], InText(line, column_ + start, line, column_ + stop - 1))


def _settle_plain(made: Lined) -> None:
    """Choose the reading of lines with nothing glued; the others keep what their own numbers allow."""
    rows = [line for line in made.lines if line.kind == "row"]
    usual = _usual_columns(rows, made)
    for line in made.lines:
        if not line.options:
            continue
        best = line.options[0].reading.cost
        plain = [one.reading for one in line.options if not one.reading.is_cut]
        proven = [one.reading for one in line.options if not one.reading.is_cut and _holds(one.numbers)]
        if made.block == "budget" and proven:
            plain, best = proven, proven[0].cost  # nothing proves that anything is glued
        if plain and (plain[0].cost <= best + SAME or line.kind == "total"):
            line.chosen = _plainest(plain, usual, made) if line.kind == "row" else agreed(plain)
            line.chosen = _without_dashes(line.chosen, made)
            line.options = (Option(line.chosen, numbers_of(line.chosen, made.roles)),)
        else:
            fits = points_hold if made.block == "budget" else scores_fit
            line.options = tuple(
                one for one in line.options if one.reading.cost <= best + _NEAR and fits(one.numbers)
            )


def _holds(numbers: Numbers) -> bool:
    """Does the rate hold, and is no score there without its weight? That may stand in another number."""
    return rate_holds(numbers) and ("score" not in numbers or "weight" in numbers)


def _without_dashes(reading: Reading, made: Lined) -> Reading:
    """Where a row of the budget holds nothing but dashes, nobody can say which of its columns are blank."""
    names = [at for at, role in enumerate(made.roles) if role in ("section", "label")]
    values = [part for part in reading.parts if part.column not in names]
    if made.block != "budget" or len(values) + len(names) >= len(made.roles):
        return reading
    if not all(is_nothing(part.text) for part in values):
        return reading
    return Reading(reading.cost, tuple(part for part in reading.parts if part.column in names))


def _usual_columns(rows: Sequence[Line], made: Lined) -> frozenset[int]:
    """The columns from level 3 on that most rows can fill without parting anything."""
    seen: Counter[frozenset[int]] = Counter()
    for line in rows:
        seen.update({_right(one.reading, made) for one in line.options if not one.reading.is_cut})
    ranked = seen.most_common(2)
    clear = ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return ranked[0][0] if clear else frozenset()


def _right(reading: Reading, made: Lined) -> frozenset[int]:
    first = made.roles.index("level3") if "level3" in made.roles else 0
    return frozenset(at for at in reading.columns if at >= first)


def _plainest(plain: Sequence[Reading], usual: frozenset[int], made: Lined) -> Reading:
    """The reading that fills the usual columns, else the least odd one."""
    alike = [one for one in plain if _right(one, made) == usual]
    return agreed(alike or plain)
