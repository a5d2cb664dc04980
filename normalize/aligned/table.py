"""A table of a dump that keeps its columns side by side: the cells that have one clear place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from extract.document import Cell, Joint, Table
from extract.wording import Wording
from normalize.aligned.bands import Band
from normalize.aligned.cell import cell_of, joined
from normalize.aligned.columns import Lines, by_column, column_of
from normalize.aligned.frame import LEVELS, POINTS, Frame
from normalize.aligned.levels import Beside, Span, labels_of, spans_of
from normalize.aligned.rows import Known, Rows, is_hundred
from normalize.aligned.tokens import Token
from normalize.numbers import parse_number
from normalize.wordings import bare

_GOES_ON = Wording("换页后接着同一张表的各行", "The rows of the same table go on after the page break")


class Part(NamedTuple):
    """What of a table stands on one page: its lines there, its frame and its rows."""

    page: int
    lines: Lines
    frame: Frame
    rows: Rows

    @property
    def is_closed(self) -> bool:
        """Does its total row stand here?"""
        return self.rows.total is not None

    @property
    def stop(self) -> int:
        """The line after the last one that it takes."""
        if self.rows.total_line is not None:
            return self.rows.total_line + 1
        last = max((band.stop for band in self.rows.bands), default=0)
        return max(self.frame.body, self.rows.lines[last - 1].line + 1 if last else 0, self.rows.levels_until)

    def is_complete(self, band: Band) -> bool:
        """Has this row all that rows of the table have?"""
        filled = {self.frame.roles[column] for column in self.rows.texts(band)}
        needed = {"level3", "target", "actual", "weight", "score"} & set(self.frame.roles)
        return band.sure and needed <= filled

    @property
    def begins_whole(self) -> bool:
        """Does it begin with a whole row, and not with the rest of one?"""
        bands = self.rows.bands
        return bool(bands) and bands[0].start == 0 and self.is_complete(bands[0])

    def role(self, token: Token) -> str | None:
        """The role of the column that a word stands in."""
        at = by_column([token], self.frame.cuts)
        return self.frame.roles[next(iter(at))] if at else None

    def goes_on(self, other: Part) -> bool:
        """Do these headings repeat those of the other part?"""
        own, before = ([bare(h.text) for h in part.frame.headings if h] for part in (self, other))
        return own == before


class Made(NamedTuple):
    """A table over one page or several: for each page the words of its lines that found no place."""

    table: Table
    parts: tuple[Part, ...]
    left: tuple[tuple[Token, ...], ...]

    @property
    def unsure(self) -> list[Token]:
        """Words of rows that are not clear."""
        found = []
        for part, left in zip(self.parts, self.left, strict=True):
            rows = part.rows
            own = {rows.lines[at].line for band in rows.bands for at in range(band.start, band.stop)}
            found += [token for token in left if token.line in own and part.role(token) not in LEVELS[:2]]
        return found


def sure_bands(parts: Sequence[Part], *, may_be_cut: bool) -> list[list[Band]]:
    """The clear rows of each part; a row beside a page break counts if the next one is whole.

    `may_be_cut`: a page follows the last part, so that its last row can go on there.
    """
    found = []
    for number, part in enumerate(parts):
        bands = list(part.rows.bands)
        if number and not (bands and part.is_complete(bands[0])):
            bands = bands[1:]
        after = parts[number + 1] if number + 1 < len(parts) else None
        is_cut = may_be_cut if after is None else not after.begins_whole
        if is_cut and not part.is_closed:
            bands = bands[:-1]
        found.append([band for band in bands if band.sure])
    return found


def made_of(parts: Sequence[Part], known: Known, *, may_be_cut: bool) -> Made | None:
    """The table of these parts; None where no row is clear."""
    sure = sure_bands(parts, may_be_cut=may_be_cut)
    if not any(sure):
        return None
    first = next((n for n, role in enumerate(parts[0].frame.roles) if role != "section"), 0)
    cells = list(_head(parts[0].frame, first))
    joints: list[Joint] = []
    left = []
    row = 1
    for number, (part, bands) in enumerate(zip(parts, sure, strict=True)):
        if number:
            joints.append(Joint(row, _GOES_ON))
        open_ends = (number > 0, not part.is_closed and (number + 1 < len(parts) or may_be_cut))
        spans = list(_spans(part, known, open_ends))
        cells += _body(part, bands, row, first)
        cells += _levels(part, bands, spans, row, first)
        row += len(bands)
        left.append(tuple(_left(part, bands, spans)))
        if part.is_closed:
            cells += _total(part, row, first, may_be_cut=may_be_cut)
            row += 1
    cells.sort(key=lambda cell: (cell.row, cell.column))
    table = Table(tuple(cells), row, len(parts[0].frame.roles) - first, "dump", tuple(joints))
    return Made(table, tuple(parts), tuple(left))


def _head(frame: Frame, first: int) -> Iterator[Cell]:
    if frame.over_levels:
        at = frame.roles.index("level1") - first
        yield cell_of(0, at, frame.over_levels.lines, columns=len(LEVELS))
    for number, heading in enumerate(frame.headings):
        role = frame.roles[number]
        covered = frame.over_levels is not None and role in LEVELS
        guessed = role == "label" and (heading is None or heading.role is None)
        if heading and role != "section" and not covered and not guessed:
            yield cell_of(0, number - first, heading.lines)


def _body(part: Part, bands: Sequence[Band], row: int, first: int) -> Iterator[Cell]:
    for number, band in enumerate(bands, start=row):
        for column, lines in part.rows.texts(band).items():
            yield cell_of(number, column - first, lines)


def _levels(
    part: Part, bands: Sequence[Band], spans: Sequence[tuple[int, Span]], row: int, first: int
) -> Iterator[Cell]:
    for column, span in spans:
        covered = part.rows.bands[span.start : span.stop]
        own = [number for number, band in enumerate(bands, start=row) if band in covered]
        if own:
            yield cell_of(own[0], column - first, [tokens for _, tokens in span.label.lines], rows=len(own))


def _total(part: Part, row: int, first: int, *, may_be_cut: bool) -> Iterator[Cell]:
    """The total row; without its numbers where they may go on on the next page."""
    if part.rows.total_label:
        yield cell_of(row, 0, [part.rows.total_label])
    numbers = part.rows.total or {}
    if may_be_cut and not is_hundred(numbers, part.frame):
        return
    for column, tokens in numbers.items():
        if part.frame.roles[column] in POINTS:
            yield cell_of(row, column - first, [tokens])


def _spans(part: Part, known: Known, open_ends: tuple[bool, bool]) -> Iterator[tuple[int, Span]]:
    """The level names whose rows are sure, with their columns."""
    rows, roles = part.rows, part.frame.roles
    weights, scores = ([_number(part, band, role) for band in rows.bands] for role in ("weight", "score"))
    tall = [max((len(lines) for lines in rows.texts(band).values()), default=1) for band in rows.bands]
    beside = Beside(rows.lines, rows.bands, weights, scores, tall, [None] * len(rows.bands))
    for level in (2, 1):
        column = next((at for at, role in enumerate(roles) if role == f"level{level}"), None)
        if column is None:
            continue
        found = _sure_spans(part, known, column, beside, open_ends)
        yield from ((column, span) for span in found)
        beside = beside._replace(homes=_homes(found, len(rows.bands), known))


def _sure_spans(
    part: Part, known: Known, column: int, beside: Beside, open_ends: tuple[bool, bool]
) -> list[Span]:
    rows = part.rows
    printed = [
        (at, words)
        for at in range(part.frame.body, part.stop)
        if at != rows.total_line and (words := by_column(part.lines[at], part.frame.cuts).get(column))
    ]
    edge = part.frame.cuts[column]
    inside = (part.lines[at] for at in range(part.frame.body, part.stop) if at != rows.total_line)
    if any(
        token.start < edge and column_of(token, part.frame.cuts) is None for line in inside for token in line
    ):
        return []  # it may be a name that is missing here
    last = rows.lines[rows.bands[-1].stop - 1].line if rows.bands else 0
    labels = labels_of(printed, last, 1 if part.frame.roles[column] == "level1" else 2, known) or []
    return [
        span
        for span in spans_of(labels, beside, open_ends)
        if span.sure and all(band.sure for band in rows.bands[max(0, span.start - 1) : span.stop + 1])
    ]


def _homes(found: Sequence[Span], count: int, known: Known) -> list[str | None]:
    """The level 1 of each row's level 2, where forms agree on it."""
    homes: list[str | None] = [None] * count
    for span in found:
        if span.label.role not in known.form.floating:
            home = known.form.level1_of.get(span.label.role or "")
            homes[span.start : span.stop] = [home] * (span.stop - span.start)
    return homes


def _number(part: Part, band: Band, role: str) -> Decimal | None:
    texts = part.rows.texts(band)
    at = next((n for n, own in enumerate(part.frame.roles) if own == role), None)
    return parse_number(joined(texts[at])) if at in texts else None


def _left(part: Part, bands: Sequence[Band], spans: Sequence[tuple[int, Span]]) -> Iterator[Token]:
    """The words of the table's lines that stand in none of its cells, but for the name of the block."""
    used = {token for heading in part.frame.headings if heading for token in heading.tokens}
    used |= set(part.frame.over_levels.tokens) if part.frame.over_levels else set()
    for band in bands:
        used |= {token for lines in part.rows.texts(band).values() for line in lines for token in line}
    used |= {token for _, span in spans for token in span.label.tokens}
    used |= set(part.rows.total_label)
    for column, tokens in (part.rows.total or {}).items():
        used |= set(tokens) if part.frame.roles[column] in POINTS else set()
    for line in part.lines[part.frame.start : part.stop]:
        yield from (token for token in line if token not in used and part.role(token) != "section")
