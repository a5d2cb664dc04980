"""The frame of a table that goes on over a page break without its headings: told by its complete rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from normalize.aligned.columns import Lines, Seed, cuts_of
from normalize.aligned.frame import LEVELS, POINTS, Frame, is_number
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.lined.kinds import Column

_NEAR = 3
_OPTIONAL = frozenset({"deviation", "other", "score-review", None})
_ABOVE = ("section", *LEVELS[:2])


def continued_frame(frame: Frame, lines: Lines, limit: int, columns: Mapping[int, Column]) -> Frame | None:
    """The same columns where they stand on this page; None where too few rows show where that is.

    A complete row that is not wrapped has one piece for each column from the indicator's name to its score.
    """
    wanted = [n for n, role in enumerate(frame.roles) if n in columns and role not in _OPTIONAL]
    rows = _complete(lines[:limit], wanted, columns)
    spans: dict[int, Seed] = {}
    for row in rows.values():
        for number, piece in zip(wanted, row, strict=True):
            spans[number] = _joined(spans.get(number), piece)
    complete = list(rows)
    if not complete or not _apart([spans[number] for number in wanted]):
        return None
    seeds = [*_left(frame, lines[: max(complete) + 1], spans[wanted[0]].start), *spans.values()]
    if len(frame.roles) == wanted[-1] + 2:
        seeds.append(Seed(seeds[-1].end + 1, seeds[-1].end + 2))
    if len(seeds) != len(frame.roles):
        return None
    stop = max(at for at in range(limit) if at in complete or _has_points(lines[at], frame, spans)) + 1
    cuts = cuts_of(seeds, lines[:stop])
    return msgspec.structs.replace(frame, cuts=tuple(cuts), start=0, body=0, stop=stop)


def _has_points(line: Sequence[Token], frame: Frame, spans: Mapping[int, Seed]) -> bool:
    points = [span for number, span in spans.items() if frame.roles[number] in POINTS]
    return any(
        is_number(token.text) and token.start < span.end + _NEAR and span.start - _NEAR < token.end
        for token in line
        for span in points
    )


def _complete(
    lines: Lines, wanted: Sequence[int], columns: Mapping[int, Column]
) -> dict[int, Sequence[tuple[Token, ...]]]:
    """The lines that hold a complete row, and its pieces; most of their names stand one below the other."""
    found: dict[int, Sequence[tuple[Token, ...]]] = {}
    for at, line in enumerate(lines):
        pieces = pieces_of(line)
        for first in range(len(pieces) - len(wanted) + 1):
            row = pieces[first : first + len(wanted)]
            if _fits(row, wanted, columns):
                found[at] = row
                break
    if not found:
        return found
    usual = sorted(found.values(), key=lambda row: row[0][0].start)[len(found) // 2][0]
    return {
        at: row
        for at, row in found.items()
        if row[0][0].start < usual[-1].end and usual[0].start < row[0][-1].end
    }


def _fits(row: Sequence[tuple[Token, ...]], wanted: Sequence[int], columns: Mapping[int, Column]) -> bool:
    return all(
        (cost := columns[number].fit(text_of(piece))) is not None and cost < 1
        for number, piece in zip(wanted, row, strict=True)
    )


def _joined(span: Seed | None, piece: Sequence[Token]) -> Seed:
    start, end = piece[0].start, piece[-1].end
    return Seed(start, end) if span is None else Seed(min(start, span.start), max(end, span.end))


def _apart(spans: Sequence[Seed]) -> bool:
    return all(one.end <= other.start for one, other in pairwise(spans))


def _left(frame: Frame, lines: Lines, edge: int) -> list[Seed]:
    """The level columns left of the names, as far as their words stand clear of one another."""
    above = [n for n, role in enumerate(frame.roles) if role in _ABOVE]
    taken = sorted((token.start, token.end) for line in lines for token in line if token.end < edge)
    parts: list[Seed] = []
    for start, end in taken:
        if parts and start <= parts[-1].end:
            parts[-1] = Seed(parts[-1].start, max(parts[-1].end, end))
        else:
            parts.append(Seed(start, end))
    if len(parts) == len(above):
        return parts
    # the name of the whole block may stand on one page only
    named = frame.roles[0] == "section"
    if len(parts) + 1 == len(above) and named:
        return [Seed(-2, -1), *parts]
    return parts[1:] if len(parts) == len(above) + 1 and not named else []
