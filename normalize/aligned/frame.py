"""The frame of a table: its headings, the roles of its columns, and the lines below that may be its rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from normalize.aligned.columns import Heading, Lines, Seed, cuts_of, headings_of, seeds_of
from normalize.aligned.tokens import Token, pieces_of, text_of
from normalize.lined.kinds import Block, is_figure, is_nothing
from normalize.lined.table import with_labels
from normalize.numbers import parse_amount

if TYPE_CHECKING:
    from normalize.form import Form
    from normalize.wordings import Labels

AMOUNTS = frozenset({"initial", "adjusted", "executed", "part"})
POINTS = frozenset({"weight", "score"})
LEVELS = ("level1", "level2", "level3")
_FEWEST_NAMED = 3
_NEAR = 3
_APART = 2
_SAME_HEADER = 2
_LONGEST_GAP = 4
_FEWEST_LETTERS = 2
_VALUES = frozenset({"target", "actual", "other"})


class Frame(msgspec.Struct, frozen=True):
    """Columns and their roles; `over_levels` is one heading for all three levels.

    `start` is the first line of the headings, `body` the first one below them; `cuts` are the borders between
    the columns. The last line that looks like a row is before `stop`.
    """

    block: Block
    headings: tuple[Heading | None, ...]
    over_levels: Heading | None
    roles: tuple[str | None, ...]
    cuts: tuple[float, ...]
    start: int
    body: int
    stop: int


def anchors_of(lines: Lines, form: Form) -> list[tuple[int, Block]]:
    """The lines on which headings stand, and of which block; the fullest one of a header of several lines."""
    found: list[tuple[int, Block, int]] = []
    for at, line in enumerate(lines):
        named = _roles(line, form.columns) - {"other"}
        amounts = _roles(line, form.budget_columns)
        if len(named) >= _FEWEST_NAMED and named - {"weight", "score", "score-review", "deviation", *LEVELS}:
            one: tuple[int, Block, int] = (at, "indicators", len(named))
        elif len(named.intersection(LEVELS)) == len(LEVELS):
            one = (at, "indicators", len(named))
        elif len(amounts & AMOUNTS) > 1:
            one = (at, "budget", len(amounts))
        else:
            continue
        if found and at - found[-1][0] <= _SAME_HEADER and found[-1][1] == one[1]:
            one = max(one, found.pop(), key=lambda it: it[2])
        found.append(one)
    return [(at, block) for at, block, _ in found]


def _roles(line: Sequence[Token], labels: Labels) -> set[str]:
    pieces = [text_of(piece) for piece in pieces_of(line)] + [token.text for token in line]
    return {role for text in pieces if (role := labels.exact(text))}


def frame_of(lines: Lines, anchor: int, block: Block, limit: int, form: Form) -> Frame | None:
    """The frame of the table whose headings stand around the line `anchor`; it ends before `limit`."""
    labels = form.columns if block == "indicators" else form.budget_columns
    seeds = seeds_of(lines, anchor, labels)
    gaps = [other.start - one.end for one, other in pairwise(seeds)]
    if len(seeds) < _FEWEST_NAMED or sum(gap < _APART for gap in gaps) > 1:
        return None
    near = lines[max(0, anchor - 1) : anchor + 2]
    first = headings_of(lines, anchor, cuts_of(seeds, near), labels, len(seeds))
    stop = _stop(
        lines, anchor, [(s, h.role if h else None) for s, h in zip(seeds, first, strict=True)], limit
    )
    if stop is None:
        return None
    label = wide = None
    below = lines[anchor + 1 : stop]
    if block == "budget":
        seeds, label = _with_label_seed(seeds, first, below, form)
    else:
        seeds, label = _with_level_seeds(seeds, first, below)
        wide = first[label] if label is not None else None
        more = _with_section_seed(seeds, [line for line in below if not is_total(line, form)], form)
        label = None if label is None else label + len(more) - len(seeds)
        seeds = more
    body = [line for line in lines[anchor:stop] if not is_total(line, form)]
    cuts = cuts_of(seeds, body)
    headings = headings_of(lines, anchor, cuts, labels, len(seeds))
    roles = _budget_roles(headings, label) if block == "budget" else _indicator_roles(headings, label)
    if roles is None or any(heading and _is_two(heading.text, labels) for heading in headings):
        return None
    known = [h for h, role in zip(headings, roles, strict=True) if h and role not in ("section", "label")]
    used = {token.line for heading in (*known, wide) if heading for token in heading.tokens}
    return Frame(block, tuple(headings), wide, roles, tuple(cuts), min(used), max(used) + 1, stop)


def _is_two(text: str, labels: Labels) -> bool:
    """Are these two headings without anything between them?"""
    halves = ((labels.exact(text[:at]), labels.exact(text[at:])) for at in range(2, len(text) - 1))
    return labels.exact(text) is None and any(one and other and one != other for one, other in halves)


def is_total(line: Sequence[Token], form: Form) -> bool:
    """Does the label of a total row stand on this line?"""
    return any(form.rows.role(text_of(piece)) == "total" for piece in pieces_of(line))


def _stop(lines: Lines, anchor: int, seeds: Sequence[tuple[Seed, str | None]], limit: int) -> int | None:
    """The line after the last one that looks like a row below these headings."""
    roles = {role for _, role in seeds}
    budget = len(roles & AMOUNTS) > 1
    numbers = [seed for seed, role in seeds if role in (AMOUNTS if budget else POINTS)]
    values = [seed for seed, role in seeds if role in _VALUES]
    actual = [seed for seed, role in seeds if role == "actual"]
    last = None
    for at in range(anchor + 1, limit):
        if numbers:
            fits = any(
                _under(token, seed) and is_number(token.text) for token in lines[at] for seed in numbers
            )
        else:
            under = [seed for seed in values if any(_under(token, seed) for token in lines[at])]
            fits = len(under) > 1 and set(actual) <= set(under)
        if budget and last and at - last > _LONGEST_GAP:
            break
        last = at + 1 if fits else last
    return last


def _under(token: Token, seed: Seed) -> bool:
    return token.start < seed.end + _NEAR and seed.start - _NEAR < token.end


def is_number(text: str) -> bool:
    """A figure, an amount with its unit, or a dash in the place of one."""
    return is_figure(text) or is_nothing(text) or parse_amount(text) is not None


def _with_label_seed(
    seeds: Sequence[Seed], headings: Sequence[Heading | None], below: Lines, form: Form
) -> tuple[list[Seed], int | None]:
    """Rows of a budget have names, whether or not a heading stands over them."""
    named = zip(seeds, headings, strict=True)
    amounts = [
        seed
        for seed, heading in named
        if heading
        and heading.role in AMOUNTS
        and any(_under(token, seed) and is_number(token.text) for line in below for token in line)
    ]
    if not amounts:
        return list(seeds), None
    first = amounts[0]
    own = [token for line in below for token in line if token.end <= first.start + _NEAR]
    names = [token for token in own if len(token.text) > 1 and not is_number(token.text)]
    beside = []
    for line in below:
        left = [token for token in line if token in names]
        if left and any(is_number(token.text) and token.start >= left[-1].end for token in line):
            beside.append(left[-1])
    if not beside:
        return list(seeds), None
    label = _grown([token for token in own if form.budget_rows.role(token.text) == "total"], beside)
    right = [seed for seed in seeds if seed.start >= label.end or seed in amounts]
    if len(right) < len(amounts):
        return list(seeds), None
    if any(token.end <= label.start for token in own):
        return [Seed(0, max(1, label.start - 1)), label, *right], 1
    return [label, *right], 0


def _grown(sure: Sequence[Token], tokens: Sequence[Token]) -> Seed:
    """The column of these words: those that are sure, and what overlaps them; else all of them."""
    first = sure or tokens
    start, end = min(token.start for token in first), max(token.end for token in first)
    for token in sorted(tokens, key=lambda it: -it.start):
        if token.start < end and start < token.end:
            start, end = min(start, token.start), max(end, token.end)
    return Seed(start, end)


def _with_level_seeds(
    seeds: Sequence[Seed], headings: Sequence[Heading | None], below: Lines
) -> tuple[list[Seed], int | None]:
    """A heading over all levels stands over three columns; the number of the first one."""
    at = next((n for n, heading in enumerate(headings) if heading and heading.role == "levels"), None)
    if at is None or at + 1 == len(seeds):
        return list(seeds), None
    taken = sorted((t.start, t.end) for line in below for t in line if t.end <= seeds[at + 1].start)
    parts: list[Seed] = []
    for start, end in taken:
        if parts and start <= parts[-1].end + 1:
            parts[-1] = Seed(parts[-1].start, max(parts[-1].end, end))
        else:
            parts.append(Seed(start, end))
    return ([*seeds[:at], *parts, *seeds[at + 1 :]], at) if len(parts) == len(LEVELS) else (list(seeds), None)


def _with_section_seed(seeds: list[Seed], below: Lines, form: Form) -> list[Seed]:
    """The name of the whole block runs down at the left, a character or some of them a line."""
    left = [line[0] for line in below if line and line[0].end < seeds[0].start]
    letters = [token for token in left if len(token.text) == 1]
    if len(letters) < _FEWEST_LETTERS and form.rows.role("".join(token.text for token in left)) == "section":
        letters = left
    if len(letters) < _FEWEST_LETTERS:
        return seeds
    end = max(letter.end for letter in letters)
    if any(line and line[0].start < end and line[0] not in letters for line in below):
        return seeds
    return [Seed(min(letter.start for letter in letters), end), *seeds]


def _budget_roles(headings: Sequence[Heading | None], label: int | None) -> tuple[str | None, ...] | None:
    """The roles of the columns; None where they do not make a table."""
    found = [heading.role if heading else None for heading in headings]
    if label is not None and "part" not in found:
        found[: label + 1] = [*([None] * label), "label"]
    made = with_labels(found)
    again = [role for role in made if role not in ("other", "section", "note", "part", None)]
    return made if len(set(made) & AMOUNTS) > 1 and len(again) == len(set(again)) else None


def _indicator_roles(headings: Sequence[Heading | None], levels: int | None) -> tuple[str | None, ...] | None:
    roles = [heading.role if heading else None for heading in headings]
    if levels is not None:
        roles[levels : levels + len(LEVELS)] = LEVELS
    if not set(LEVELS) & set(roles):
        return None
    first = next(at for at, role in enumerate(roles) if role in LEVELS)
    named = ["section" if at < first else role for at, role in enumerate(roles)]
    again = [role for role in named if role not in ("other", "section", "score-review", None)]
    if "target-sign" in named and "target-unit" not in named and None in named:
        return None  # the unit stands under a heading that is not known
    return tuple(named) if len(again) == len(set(again)) and "level3" in named else None
