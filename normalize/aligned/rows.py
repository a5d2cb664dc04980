"""The rows of a table under its frame, and the total row that ends it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from normalize.aligned.bands import ALIGNMENTS, MIDDLE, Band, Bands, Ends, Placed
from normalize.aligned.clear import Judge
from normalize.aligned.columns import Lines, by_column, column_of
from normalize.aligned.frame import AMOUNTS, POINTS, Frame, is_number, is_total
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.lined.kinds import Column, Names, column, is_figure
from normalize.numbers import parse_number

if TYPE_CHECKING:
    from normalize.form import Form

_LEVELS_ABOVE = frozenset({"level1", "level2", "section"})
_NUMBERS = AMOUNTS | POINTS | {"rate"}
_NEEDED = 4.0
_MOST_BELOW = 10
_DIGITS = re.compile(r"[\d.]+")
_CLEAR = 1.0
_HUNDRED = Decimal(100)


class Known(NamedTuple):
    """The wordings: of the form, and of levels in all families."""

    form: Form
    names: Names


class Rows(msgspec.Struct, frozen=True):
    """The lines of the body, the bands among them that are rows, and the words of the total row by column.

    Level names may stand on lines up to `levels_until`.
    """

    lines: tuple[Placed, ...]
    bands: tuple[Band, ...]
    total: Mapping[int, tuple[Token, ...]] | None
    total_label: tuple[Token, ...]
    total_line: int | None
    levels_until: int
    misfits: int

    def texts(self, band: Band) -> dict[int, list[tuple[Token, ...]]]:
        """The words of a row by column, line by line."""
        found: dict[int, list[tuple[Token, ...]]] = {}
        for line in self.lines[band.start : band.stop]:
            for number, tokens in line.columns.items():
                found.setdefault(number, []).append(tokens)
        return found


def rows_of(lines: Lines, frame: Frame, limit: int, known: Known, *, goes_on: bool = False) -> Rows:
    """Deal the lines below the headings out over rows."""
    form = known.form
    own = own_columns(frame, known.names)
    total = _total_line(lines, frame, form)
    last = frame.stop if total is None else total
    reach = min(limit, frame.stop + _MOST_BELOW) if total is None else total
    placed = [_placed(lines[at], at, own, frame) for at in range(frame.body, reach) if lines[at]]
    edge = min((frame.cuts[number - 1] for number in own if number), default=0)
    placed = _kept(placed, {at for at in range(frame.body, reach) if _is_astride(lines[at], edge, frame)})
    sure_until = sum(line.line < last for line in placed)
    slot = f"(?:{'|'.join(map(re.escape, form.vocabulary.slot_words))})\\d+[:：.、]?"
    ends = Ends(sure_until, goes_on, slot)
    ways = sorted((Bands(placed, own, one, ends) for one in ALIGNMENTS), key=lambda way: way.cost)
    numbers = _total_numbers(lines, total, frame) if total is not None else None
    label = _total_label(lines[total], form) if total is not None else ()
    judge = Judge(placed, frame, known.form)
    bands = _agreed(ways)
    doubtful = judge.doubtful(bands)
    bands = tuple(band._replace(sure=band.sure and at not in doubtful) for at, band in enumerate(bands))
    if bands and total is None and judge.goes_on(bands[-1]):
        bands = (*bands[:-1], bands[-1]._replace(sure=False))
    if not any(role in POINTS for role in frame.roles) and frame.block == "indicators":
        # no numbers hold the rows apart: only cells that plainly stand in the middle, in clear columns, do
        is_clear = ways[0].alignment == MIDDLE and ways[1].cost - ways[0].cost >= _CLEAR
        is_plain = len(bands) == len(placed)
        if not ((is_clear or is_plain) and judge.stand_apart()):
            bands = tuple(band._replace(sure=False) for band in bands)
    until = placed[bands[-1].stop - 1].line + 1 if bands else frame.body
    while total is None and until < reach and _holds_levels(lines[until], frame):
        until += 1
    return Rows(tuple(placed), bands, numbers, label, total, until, _misfits(placed[:sure_until], frame))


def _is_astride(line: Sequence[Token], edge: float, frame: Frame) -> bool:
    """Does a word right of the levels stand in no column?"""
    return any(token.end > edge and column_of(token, frame.cuts) is None for token in line)


def _kept(lines: Sequence[Placed], astride: AbstractSet[int]) -> list[Placed]:
    """The lines with words of rows; those beside a line of which no word has a column may lack some."""
    lost = {at for at, line in enumerate(lines) if not line.columns and line.line in astride}
    return [
        line._replace(is_clear=line.is_clear and lost.isdisjoint((at - 1, at + 1)))
        for at, line in enumerate(lines)
        if line.columns
    ]


def _misfits(lines: Sequence[Placed], frame: Frame) -> int:
    """Words in the columns of numbers that are none: the columns stand elsewhere."""
    numbers = [number for number, role in enumerate(frame.roles) if role in POINTS]
    texts = [text_of(line.columns[number]) for line in lines for number in numbers if number in line.columns]
    return sum(not is_number(text) for text in texts)


def _agreed(ways: Sequence[Bands]) -> tuple[Band, ...]:
    """The rows of the alignment that fits best; those that fit nearly as well must agree."""
    near = [way for way in ways[1:] if way.cost - ways[0].cost < _CLEAR]
    same = [{(band.start, band.stop) for band in way.found()} for way in near]
    return tuple(
        band._replace(sure=band.sure and all((band.start, band.stop) in one for one in same))
        for band in ways[0].found()
    )


def _holds_levels(line: Sequence[Token], frame: Frame) -> bool:
    """Are all the words on this line in the columns of the levels?"""
    placed = by_column(line, frame.cuts)
    return sum(map(len, placed.values())) == len(line) and all(
        frame.roles[number] in _LEVELS_ABOVE for number in placed
    )


def own_columns(frame: Frame, names: Names) -> dict[int, Column]:
    """The columns that each row fills by itself: all but the levels above it."""
    return {
        number: _column(role, frame, names)
        for number, role in enumerate(frame.roles)
        if role not in _LEVELS_ABOVE
    }


def _column(role: str | None, frame: Frame, names: Names) -> Column:
    """What stands in a column; every row has a name, and what was planned or done."""
    usual = column(role, frame.block, names)
    if role in ("level3", "label"):
        return Column(role, usual.fit, _NEEDED)
    return usual


def _placed(line: Sequence[Token], at: int, own: Mapping[int, Column], frame: Frame) -> Placed:
    placed = by_column(line, frame.cuts)
    columns = {number: tokens for number, tokens in placed.items() if number in own}
    wanted = _NUMBERS if frame.block == "budget" else POINTS
    is_anchor = any(
        frame.roles[number] in wanted and is_number(text_of(tokens)) for number, tokens in columns.items()
    )
    is_clear = sum(map(len, placed.values())) == len(line) and not any(token.after_tab for token in line)
    return Placed(at, columns, is_anchor, is_clear)


def _total_line(lines: Lines, frame: Frame, form: Form) -> int | None:
    """The line of the total row: its label and figures for the points, or nothing but the figures."""
    if frame.block == "budget":
        return None
    points = [number for number, role in enumerate(frame.roles) if role in POINTS]
    for at in range(frame.body, frame.stop):
        columns = by_column(lines[at], frame.cuts)
        figures = [number for number in points if number in columns and is_figure(text_of(columns[number]))]
        bare = figures == points and set(columns) <= {*points} and is_hundred(columns, frame)
        if figures and (bare or is_total(lines[at], form)):
            return at
    return None


def _total_numbers(lines: Lines, total: int, frame: Frame) -> dict[int, tuple[Token, ...]]:
    """The words of the total row; none where its numbers may be broken over lines."""
    below = lines[total + 1] if total + 1 < len(lines) else []
    points = [number for number, role in enumerate(frame.roles) if role in POINTS]
    under = by_column(below, frame.cuts)
    rest = [*below] if all(_DIGITS.fullmatch(token.text) for token in below) else []
    rest += [token for number in points for token in under.get(number, ()) if _DIGITS.fullmatch(token.text)]
    return {} if rest else by_column(lines[total], frame.cuts)


def is_hundred(columns: Mapping[int, tuple[Token, ...]], frame: Frame) -> bool:
    """Is a weight of a hundred among these words?"""
    weight = next((n for n, role in enumerate(frame.roles) if role == "weight"), None)
    if weight is None or weight not in columns:
        return False
    return parse_number(text_of(columns[weight])) == _HUNDRED


def _total_label(line: Sequence[Token], form: Form) -> tuple[Token, ...]:
    return next((piece for piece in pieces_of(line) if form.rows.role(text_of(piece)) == "total"), ())
