"""The columns of a table from its headings and from the gaps that run down between the words below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extract.textflow import join_lines
from normalize.aligned.tokens import Token, pieces_of, text_of

if TYPE_CHECKING:
    from normalize.wordings import Labels

Lines = Sequence[Sequence[Token]]

_REACH = 3
_ASTRIDE = 0.4
# the end of a text that stands above the headings
_MARKS = "。；，、！？”"


class Seed(NamedTuple):
    """Where a heading stands."""

    start: int
    end: int

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.start + self.end) / 2


class Heading(msgspec.Struct, frozen=True):
    """A heading: its words line by line, and its role if its wording is known."""

    lines: tuple[tuple[Token, ...], ...]
    role: str | None

    @property
    def text(self) -> str:
        """The heading in one piece."""
        return join_lines(text_of(line) for line in self.lines)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All its words."""
        return tuple(token for line in self.lines for token in line)


def seeds_of(lines: Lines, anchor: int, labels: Labels) -> list[Seed]:
    """Where the headings stand whose middle is on the line `anchor`, from left to right."""
    seeds = [_span(part) for piece in pieces_of(lines[anchor]) for part in _parted(piece, labels)]
    first = min(seed.start for seed in seeds)
    above, below = (
        [piece for piece in pieces_of(lines[at]) if _is_free(_span(piece), seeds)]
        if 0 <= at < len(lines)
        else []
        for at in (anchor - 1, anchor + 1)
    )
    taken = [*seeds, *(_span(piece) for piece in below if labels.exact(text_of(piece)))]
    for one in above:
        for other in below:
            top, bottom = _span(one), _span(other)
            if not (_overlap(top, bottom) and _is_free(top, taken) and _is_free(bottom, taken)):
                continue
            # left of the headings the name of the whole block may run down
            if top.start > first or labels.exact(text_of(one) + text_of(other)):
                taken.append(Seed(min(top.start, bottom.start), max(top.end, bottom.end)))
    return sorted(taken)


def _parted(piece: tuple[Token, ...], labels: Labels) -> list[tuple[Token, ...]]:
    """Headings that stand one blank apart are two where each is known."""
    if len(piece) == 1 or labels.exact(text_of(piece)) or not any(labels.exact(one.text) for one in piece):
        return [piece]
    return [(token,) for token in piece]


def _span(tokens: Sequence[Token]) -> Seed:
    return Seed(tokens[0].start, tokens[-1].end)


def _is_free(span: Seed, seeds: Iterable[Seed]) -> bool:
    return not any(_overlap(span, seed) for seed in seeds)


def _overlap(one: Seed, other: Seed) -> bool:
    return one.start < other.end and other.start < one.end


def cuts_of(seeds: Sequence[Seed], body: Lines) -> list[float]:
    """Between two headings the position that the fewest words cross, in the middle of the widest gap."""
    words = [token for line in body for token in line]
    pieces = [_span(piece) for line in body for piece in pieces_of(line)]
    return [_cut(one, other, words, pieces) for one, other in pairwise(seeds)]


def _cut(one: Seed, other: Seed, words: Sequence[Token], pieces: Sequence[Seed]) -> float:
    positions = range(int(one.middle) + 1, max(int(one.middle) + 2, int(other.middle) + 1))
    prices = [
        (
            sum(word.start < at < word.end for word in words),
            sum(piece.start < at < piece.end for piece in pieces),
        )
        for at in positions
    ]
    best = min(prices)
    runs: list[list[int]] = []
    for at, price in zip(positions, prices, strict=True):
        if price != best:
            continue
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    widest = max(runs, key=len)
    return (widest[0] + widest[-1]) / 2


def column_of(token: Token, cuts: Sequence[float]) -> int | None:
    """The column that a word stands in; None where it stands astride a border."""
    for cut in cuts:
        inside = min(cut - token.start, token.end - cut)
        if inside > _ASTRIDE * (token.end - token.start):
            return None
    return sum(cut <= token.middle for cut in cuts)


def by_column(line: Sequence[Token], cuts: Sequence[float]) -> dict[int, tuple[Token, ...]]:
    """The words of a line by the column that they stand in; those astride a border are left out."""
    found: dict[int, list[Token]] = {}
    for token in line:
        column = column_of(token, cuts)
        if column is not None:
            found.setdefault(column, []).append(token)
    return {column: tuple(tokens) for column, tokens in found.items()}


def headings_of(
    lines: Lines, anchor: int, cuts: Sequence[float], labels: Labels, count: int
) -> list[Heading | None]:
    """The heading of each column: the lines around the anchor that together make a known wording."""
    reach = range(max(0, anchor - _REACH), min(len(lines), anchor + _REACH + 1))
    placed = {at: by_column(lines[at], cuts) for at in reach}
    return [_heading(placed, anchor, column, labels) for column in range(count)]


def _heading(
    placed: Mapping[int, Mapping[int, tuple[Token, ...]]], anchor: int, column: int, labels: Labels
) -> Heading | None:
    at = [line for line in sorted(placed) if text_of(placed[line].get(column, ())).strip(_MARKS)]
    runs = [
        tuple(at[start:stop])
        for start in range(len(at))
        for stop in range(start + 1, len(at) + 1)
        if at[start] <= anchor + 1 and at[stop - 1] >= anchor - 1
    ]
    runs.sort(key=lambda run: (-len(run), abs(run[0] + run[-1] - 2 * anchor)))
    for known in (labels.exact, labels.role):
        for run in runs:
            parts = tuple(placed[line][column] for line in run)
            text = "".join(text_of(part) for part in parts)
            level = abs(run[0] + run[-1] - 2 * anchor) <= 1
            if (known == labels.exact or level) and (role := known(text)):
                return Heading(parts, role)
    return Heading((placed[anchor][column],), None) if anchor in at else None
