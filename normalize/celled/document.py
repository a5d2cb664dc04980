"""A dump of one cell after the other, with tables made of the lines that have one clear place each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from extract.document import Block, Cell, Document, InText, Line, Problem, Table, Word
from extract.textflow import join_lines
from extract.wording import Wording
from normalize.celled.cells import atom_of, cell_column, groups_of, header_roles, stands_apart
from normalize.celled.headers import Header, headers
from normalize.celled.path import Atom, Path, Way
from normalize.celled.path import Cell as Placed
from normalize.lined.kinds import Names, is_figure, is_nothing, is_value

if TYPE_CHECKING:
    from normalize.form import Form

DEALT = 0.8
_MAY_REPEAT = frozenset({"other", "part", "note", "section", "score-review", None})
_POINTS = frozenset({"weight", "score"})
_TARGET_PARTS = frozenset({"target-sign", "target", "target-unit"})
_MOST_LINES = 400
_SEE_ORIGINAL = Wording(
    "请对照原件核对；有 PDF、.xlsx 或 .docx 原件时请改用原件。",
    "Compare with the original; use the PDF, .xlsx or .docx itself if there is one.",
)


class Celled(msgspec.Struct, frozen=True):
    """The document with tables, and what of it found no place."""

    document: Document
    problems: tuple[Problem, ...]


def celled(document: Document, form: Form, forms: Sequence[Form]) -> Celled:
    """Make tables of a dump's lines. Anything but a text without a single table is handed back as it is."""
    lines = [block for block in document.blocks if isinstance(block, Line)]
    if document.source.media_type != "text/plain" or len(lines) != len(document.blocks):
        return Celled(document, ())
    found = headers(lines, form)
    if not any(header.block == "indicators" for header in found):
        return Celled(document, ())
    names = Names(form, forms)
    blocks: list[Block] = []
    problems: list[Problem] = []
    at = 0
    for number, header in enumerate(found):
        limit = found[number + 1].start if number + 1 < len(found) else len(lines)
        limit = min(limit, header.stop + _MOST_LINES)
        filled = _table(header, lines[header.stop : limit], form, names)
        blocks += [*lines[at : header.start], filled.table, *filled.left]
        at = header.stop + filled.stop
        if filled.table.row_count == 1:
            problems.append(_unread(header))
        elif filled.left:
            problems.append(_problem(filled.left))
    return Celled(msgspec.structs.replace(document, blocks=(*blocks, *lines[at:])), tuple(problems))


class _Filled(msgspec.Struct, frozen=True):
    """A table, the lines inside it that have no clear place, and how many lines it takes."""

    table: Table
    left: tuple[Line, ...]
    stop: int


def _table(header: Header, below: Sequence[Line], form: Form, names: Names) -> _Filled:
    """The table under a header."""
    roles = header_roles(header)
    groups = groups_of(below)
    atoms = [atom_of(group, form, names, roles) for group in groups]
    points = [at for at, role in enumerate(roles) if role in ("weight", "score")]

    def closes(at: int) -> int:
        """How many cells the total row takes that starts here: its label and its numbers."""
        if header.block != "indicators" or form.rows.role(atoms[at].text) != "total":
            return 0
        count = sum(1 for atom in atoms[at + 1 : at + 1 + len(points)] if is_figure(atom.text))
        return 1 + count if count == len(points) else 0

    way = Path(atoms, [cell_column(role, header, names) for role in roles], closes).way()
    total = closes(way.end) if way.end < len(atoms) else 0
    if _is_doubtful(way, atoms, roles, form):
        end = _lines(groups, way.end)
        return _Filled(_made(header, [], groups), tuple(below[:end]), end)
    in_blocks = any(stands_apart(below, at) for at in range(1, len(below)))
    placed = _trusted(way, roles, in_blocks=in_blocks, total=total > 0)
    if total:
        row = max((cell.row for cell in placed), default=-1) + 1
        placed.append(Placed(row, 0, way.end, way.end + 1))
        placed += [Placed(row, at, way.end + n, way.end + n + 1) for n, at in enumerate(points, start=1)]
    used = {atom for cell in placed for atom in range(cell.start, cell.stop)}
    stop = max(used, default=-1) + 1
    left = tuple(line for at in range(stop) if at not in used for line in groups[at])
    return _Filled(_made(header, placed, groups), left, _lines(groups, stop))


def _lines(groups: Sequence[Sequence[Line]], stop: int) -> int:
    return sum(len(group) for group in groups[:stop])


def _is_doubtful(way: Way, atoms: Sequence[Atom], roles: Sequence[str | None], form: Form) -> bool:
    """Is a heading missing, or the order another one, so that no value can be trusted to its column?"""
    if {role for role in roles if roles.count(role) > 1} - _MAY_REPEAT:
        return True
    used = {atom for cell in way.cells for atom in range(cell.start, cell.stop)}
    skipped = [atoms[at].text for at in range(way.end) if at not in used]
    skipped += [atom.text for atom in atoms[way.end : way.end + 1]]
    ends = next((at for at, text in enumerate(skipped) if form.rows.role(text) == "total"), len(skipped))
    skipped = skipped[:ends]  # a total row whose numbers stand elsewhere ends the table
    return any(is_value(text) or is_nothing(text) for text in skipped)


def _trusted(way: Way, roles: Sequence[str | None], *, in_blocks: bool, total: bool) -> list[Placed]:
    """The cells without levels that may belong to other rows, and without what may follow the table.

    A converter that sorts text into blocks prints the label of a merged cell beside its middle.
    """
    placed = way.sure
    doubtful: set[str | None] = {"level1", "level2", "section"} if in_blocks else set()
    last = max((cell.row for cell in placed), default=0)
    named = {cell.row for cell in placed if roles[cell.column] in ("level3", "label")}
    if "level3" in roles:
        named -= _without_points(way, roles)
    doubtful |= _beside_other(roles)
    named -= _without_part(placed, roles)
    return [
        cell
        for cell in placed
        if cell.row in named
        and roles[cell.column] not in doubtful
        and not (roles[cell.column] == "deviation" and cell.row == last and not total)
    ]


def _without_points(way: Way, roles: Sequence[str | None]) -> set[int]:
    """Rows with some of the points only, which begin or end elsewhere, and what follows the last points."""
    points = [cell.row for cell in way.cells if roles[cell.column] in _POINTS]
    wanted = len(_POINTS.intersection(roles))
    rows = {cell.row for cell in way.cells} if wanted else set()
    return {row for row in rows if points.count(row) not in (0, wanted) or row > max(points, default=-1)}


def _without_part(placed: Sequence[Placed], roles: Sequence[str | None]) -> set[int]:
    """The rows that lack a part of a target printed in several cells: what follows may have moved up."""
    parts = _TARGET_PARTS.intersection(roles)
    if len(parts) < 2:
        return set()
    filled = {(cell.row, roles[cell.column]) for cell in placed}
    return {cell.row for cell in placed if any((cell.row, part) not in filled for part in parts)}


def _beside_other(roles: Sequence[str | None]) -> set[str | None]:
    """Where words of another column stand beside what was done, nobody can say which of the two is blank."""
    at = roles.index("actual") if "actual" in roles else None
    beside = roles[max(0, at - 1) : at + 2] if at is not None else []
    return {"actual"} if {"other", None}.intersection(beside) else set()


def _last(placed: Sequence[Placed]) -> int:
    return max((cell.row for cell in placed), default=-1)


def _made(header: Header, placed: Sequence[Placed], groups: Sequence[Sequence[Line]]) -> Table:
    unnamed = len(header_roles(header)) - len(header.headings)
    cells = [
        _cell(0, at, heading.lines, heading.text) for at, heading in enumerate(header.headings, start=unnamed)
    ]
    rows = {row: number for number, row in enumerate(sorted({cell.row for cell in placed}), start=1)}
    for cell in placed:
        lines = [line for group in groups[cell.start : cell.stop] for line in group]
        text = join_lines(line.text for line in lines)
        cells.append(_cell(rows[cell.row], cell.column, lines, text))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(tuple(cells), len(rows) + 1, unnamed + len(header.headings), "dump")


def _cell(row: int, at: int, lines: Sequence[Line], text: str) -> Cell:
    first, last = lines[0].place, lines[-1].place
    place = first
    if isinstance(first, InText) and isinstance(last, InText):
        place = InText(first.line, first.column, last.end_line, last.end_column)
    return Cell(row, at, 1, 1, text, place, (Word(text, place, DEALT),))


def _problem(left: Sequence[Line]) -> Problem:
    places = [line.place for line in left if isinstance(line.place, InText)]
    span = f"{places[0].line}–{places[-1].end_line}"
    return Problem(
        "dump-row-unclear",
        Wording(
            f"文本逐格成行，第 {span} 行之间有 {len(left)} 行分不清属于哪一栏，未归入表格："
            + "、".join(line.text for line in left[:5]),
            f"The dump prints a cell a line; of lines {span}, {len(left)} fit no column with certainty and "
            "were left out: " + ", ".join(line.text for line in left[:5]),
        ),
        _SEE_ORIGINAL,
    )


def _unread(header: Header) -> Problem:
    first = header.headings[0].lines[0].place
    number = first.line if isinstance(first, InText) else 0
    return Problem(
        "dump-columns-interleaved",
        Wording(
            f"第 {number} 行起是逐格成行的表格，表头不全或各格次序已乱，数字分不回各栏，按普通文字读取",
            f"From line {number} on a table is printed a cell a line; headings are missing or the order is "
            "lost, no number can be put back into its column, so it was read as text",
        ),
        _SEE_ORIGINAL,
    )
