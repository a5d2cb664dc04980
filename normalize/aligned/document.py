"""A dump that keeps its columns side by side, with tables made of what has one clear place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from extract.document import Block, Document, InText, Line, Problem, Table
from extract.wording import Wording
from normalize.aligned.pages import Found, Pages, Sheet
from normalize.aligned.tokens import METRICS, Token, place_of, text_of
from normalize.lined.kinds import Names

if TYPE_CHECKING:
    from normalize.form import Form

_MOST_LINES = 600
_SETTLED = frozenset({"dump-columns-interleaved", "dump-header-unclear"})
_SEE_ORIGINAL = Wording(
    "请对照原件核对；有 PDF、.xlsx 或 .docx 原件时请改用原件。",
    "Compare with the original; use the PDF, .xlsx or .docx itself if there is one.",
)


class Aligned(msgspec.Struct, frozen=True):
    """The document with tables, what is to be said about them, and what of the document's own is settled."""

    document: Document
    problems: tuple[Problem, ...]
    settled: tuple[Problem, ...] = ()


def aligned(document: Document, form: Form, forms: Sequence[Form]) -> Aligned:
    """Make tables of lines that keep their columns. Any other document is handed back as it is."""
    if document.source.media_type != "text/plain":
        return Aligned(document, ())
    names, sheets = Names(form, forms), list(_sheets(document))
    best = max((Pages(form, names, sheets, metric) for metric in METRICS), key=lambda way: way.worth)
    if not any(one.made.parts[0].frame.block == "indicators" for one in best.tables):
        return Aligned(document, ())
    blocks = tuple(_blocks(document, best))
    tables = [*(one.made.table for one in best.tables), *(block.table for block, _ in best.blocks)]
    read = sorted(map(_span, tables))
    told = (_placed(read), *_problems(best.tables), *map(_unread, best.unread))
    spans = [*read, *best.unread]
    settled = tuple(problem for problem in document.problems if _is_settled(problem, spans))
    return Aligned(msgspec.structs.replace(document, blocks=blocks), told, settled)


def _is_settled(problem: Problem, spans: Sequence[tuple[int, int]]) -> bool:
    """Was a table read, or said to be unread, where this says that there was none?"""
    if problem.code not in _SETTLED or problem.lines is None:
        return False
    first, last = problem.lines
    return any(start <= last and first <= stop for start, stop in spans)


def _sheets(document: Document) -> Iterator[Sheet]:
    pages = {line.place: page.number for page in document.pages for line in page.lines}
    at = 0
    for page, run in groupby(
        document.blocks, key=lambda it: pages.get(it.place) if isinstance(it, Line) else None
    ):
        blocks = list(run)
        lines = tuple(block for block in blocks if isinstance(block, Line))
        if page is not None and len(lines) <= _MOST_LINES:
            yield Sheet(page, at, lines)
        at += len(blocks)


def _blocks(document: Document, read: Pages) -> Iterator[Block]:
    """The blocks, with a table in the place of the lines that it takes; words left over follow it."""
    taken: dict[int, list[Block]] = {}
    gone: set[int] = set()
    for block, start in read.blocks:
        gone |= set(range(start + block.start, start + block.stop))
        taken[start + block.start] = [block.table]
    for made, starts in read.tables:
        for number, (part, start) in enumerate(zip(made.parts, starts, strict=True)):
            at = start + part.frame.start
            gone |= set(range(at, start + part.stop))
            taken.setdefault(at, []).extend([made.table] if number == 0 else [])
            taken[at] += [Line(text_of(line), place_of(line)) for line in _by_line(made.left[number])]
    for at, printed in enumerate(document.blocks):
        yield from taken.get(at, ())
        if at not in gone:
            yield printed


def _by_line(tokens: Sequence[Token]) -> list[list[Token]]:
    by_line: Mapping[int, list[Token]] = {
        line: list(own) for line, own in groupby(tokens, key=lambda it: it.line)
    }
    return [by_line[line] for line in sorted(by_line)]


def _problems(tables: Sequence[Found]) -> Iterator[Problem]:
    yield from (_unclear(one.made.unsure) for one in tables if one.made.unsure)


def _span(table: Table) -> tuple[int, int]:
    """The first and the last line that it has cells on."""
    places = [cell.place for cell in table.cells if isinstance(cell.place, InText)]
    return min(place.line for place in places), max(place.end_line for place in places)


def _unread(span: tuple[int, int]) -> Problem:
    first, last = span
    return Problem(
        "dump-columns-interleaved",
        Wording(
            f"第 {first} 至 {last} 行像各栏并排的表格，但各栏的位置无法确定，按普通文字读取",
            f"Lines {first} to {last} look like a table with its columns side by side, but where its columns "
            "stand is not certain, so they were read as text",
        ),
        _SEE_ORIGINAL,
        lines=span,
    )


def _placed(spans: Sequence[tuple[int, int]]) -> Problem:
    zh = "、".join(f"{first}至{last}" for first, last in spans)
    en = ", ".join(f"{first} to {last}" for first, last in spans)
    return Problem(
        "dump-columns-placed",
        Wording(
            f"第 {zh} 行各栏并排、格内文字折成几行，已按各字在行内的位置归入各栏、按数字所在的行归入各行；"
            "以此为据的差错只作提示。",
            f"Lines {en}: columns stand side by side and cells are wrapped; text was put into columns by its "
            "position and into rows by the lines of their numbers, so what rests on it is a notice only.",
        ),
        _SEE_ORIGINAL,
    )


def _unclear(tokens: Sequence[Token]) -> Problem:
    lines = _by_line(sorted(tokens, key=lambda token: (token.place.line, token.place.column)))
    first, last = lines[0][0].place.line, lines[-1][-1].place.line
    quoted = [text_of(line) for line in lines[:5]]
    return Problem(
        "dump-row-unclear",
        Wording(
            f"第 {first}–{last} 行之间有 {len(lines)} 行的文字分不清属于哪一行或哪一栏，未归入表格："
            + "、".join(quoted),
            f"Of lines {first}–{last}, text on {len(lines)} of them fits no row or column with certainty and "
            "was left out: " + ", ".join(quoted),
        ),
        _SEE_ORIGINAL,
    )
