"""Plain text (a dump of a form): tables are found again by the shape of their lines, the rest stays as lines.

What a dump lost (rulings, merged labels, blank cells) is not guessed: a cell that is not printed is absent,
and text that cannot be put into a cell with confidence is kept as a line and named in a problem.
"""

from __future__ import annotations

from extract import refusals
from extract.decoding import decode
from extract.document import Block, InText, Line, Page, Problem, Reading, Table
from extract.dump.header import Header, tail
from extract.dump.lined import lined_table, with_lines
from extract.dump.lines import Piece
from extract.dump.sections import Lined, Printed, Section, Stretch, Tangle, printed_lines, sections
from extract.dump.table import Doubt, build
from extract.wording import Wording

# A dump of a form is some kilobytes; megabytes of text are something else.
_LONGEST = 20_000_000
_HEADLESS = Header(headings=(), figures=2, remarks=0)
_FEWEST_ROWS = 3
_LABEL_AND_FIGURES = 2
_SEE_PAGE = Wording(
    zh="请对照原件核对这几行；有 PDF、.xlsx 或 .docx 原件时请改用原件。",
    en="Compare these lines with the original; use the PDF, .xlsx or .docx itself if there is one.",
)


def read_plaintext(data: bytes) -> Reading:
    """Read a text dump in UTF-8, UTF-16 or GB18030; form feeds separate pages. Places are `InText`."""
    decoded = decode(data)
    if decoded is None:
        raise refusals.unknown_format(
            "不是 PDF、Excel、Word 或文本文件", "This is no PDF, Excel, Word or text file"
        )
    if len(decoded.text) > _LONGEST:
        raise refusals.too_large("文本超过 2000 万字", "The text is longer than 20 million characters")
    lines = printed_lines(decoded.text.rstrip("\x1a"))
    if not lines:
        raise refusals.empty()
    return _reading(lines, _lost_characters(decoded.lost))


def _reading(lines: tuple[Printed, ...], problems: list[Problem]) -> Reading:
    pages = {line.piece.line: line.page for line in lines}
    blocks: list[Block] = []
    loose: list[Piece] = []
    for section in sections(lines):
        made, doubts = _blocks(section)
        blocks += made
        problems += [_unclear(doubt, pages) for doubt in doubts]
        problems += [_glued(row, pages) for row in section.glued] if isinstance(section, Stretch) else []
        problems += [_tangled(section, pages)] if isinstance(section, Tangle) else []
        loose += [section] if isinstance(section, Piece) else []
    problems += _without_header(loose)
    return Reading(_pages(lines[-1].page, blocks, pages), tuple(blocks), tuple(problems))


def _blocks(section: Section) -> tuple[list[Block], tuple[Doubt, ...]]:
    """A line, or a table followed by the lines inside it that found no cell."""
    if isinstance(section, Piece):
        return [_line(section)], ()
    if isinstance(section, Tangle):
        return [_line(piece) for piece in section.lines], ()
    if isinstance(section, Lined):
        return [lined_table(section.head, [(row,) for row in section.rows])], ()
    built = build(section.head, section.rows, section.joints)
    left_over = [piece for doubt in built.doubts for piece in doubt.pieces]
    # A label and its glued figures: the next stage may tell where they part. Wrapped text is left as lines.
    near = [row for row in section.glued if len(row) <= _LABEL_AND_FIGURES]
    glued = [piece for row in section.glued if row not in near for piece in row]
    return [
        with_lines(built.table, near),
        *(_line(piece) for piece in sorted([*left_over, *section.aside, *glued], key=_position)),
    ], built.doubts


def _position(piece: Piece) -> tuple[int, int]:
    return piece.line, piece.column


def _line(piece: Piece) -> Line:
    return Line(piece.text, InText(piece.line, piece.column, piece.line, piece.end))


def _pages(count: int, blocks: list[Block], pages: dict[int, int]) -> tuple[Page, ...]:
    """The pages, each with the tables and lines that start on it."""
    tables: dict[int, list[Table]] = {}
    lines: dict[int, list[Line]] = {}
    for block in blocks:
        if isinstance(block, Table):
            tables.setdefault(_page_of(block.cells[0].place, pages), []).append(block)
        else:
            lines.setdefault(_page_of(block.place, pages), []).append(block)
    return tuple(
        Page(n, 0, 0, 0, "usable", tuple(tables.get(n, ())), tuple(lines.get(n, ())))
        for n in range(1, count + 1)
    )


def _page_of(place: object, pages: dict[int, int]) -> int:
    return pages[place.line] if isinstance(place, InText) else 1


def _unclear(doubt: Doubt, pages: dict[int, int]) -> Problem:
    pieces = sorted(doubt.pieces, key=_position)
    first, last = pieces[0], pieces[-1]
    quoted = first.text if first == last else f"{first.text} … {last.text}"
    span = str(first.line) if first.line == last.line else f"{first.line}–{last.line}"
    return Problem(
        code="dump-row-unclear",
        message=Wording(
            zh=f"第 {span} 行分不清属于哪一栏，未归入表格：{quoted}",
            en=f"Line {span} fits no column with certainty and was left out: {quoted}",
        ),
        remedy=_SEE_PAGE,
        page=pages[first.line],
    )


def _glued(row: tuple[Piece, ...], pages: dict[int, int]) -> Problem:
    first, last = row[0], row[-1]
    span = str(last.line) if first.line == last.line else f"{first.line}–{last.line}"
    return Problem(
        code="dump-cells-glued",
        message=Wording(
            zh=f"第 {span} 行的几格数字连在一起；表内算式能证明在哪里分开的才拆分并注明推断，其余不拆分、"
            f"不归入表格：{last.text}",
            en=f"Line {span}: the numbers of several cells run together; they are split, and marked as "
            f"inferred, only where the form's arithmetic proves it, else left out of the table: {last.text}",
        ),
        remedy=_SEE_PAGE,
        page=pages[first.line],
    )


def _tangled(tangle: Tangle, pages: dict[int, int]) -> Problem:
    first, last = tangle.lines[0].line, tangle.lines[-1].line
    return Problem(
        code="dump-columns-interleaved",
        message=Wording(
            zh=f"第 {first} 至 {last} 行是表格，但各栏的文字逐行交错、夹有数字栏或连在一起，无法分回各栏，"
            "按普通文字读取",
            en=f"Lines {first} to {last} are a table whose columns alternate line by line, hold numbers "
            "between wrapped texts or run together; no cell can be told, so they were read as text",
        ),
        remedy=_SEE_PAGE,
        page=pages[first],
        lines=(first, last),
    )


def _without_header(loose: list[Piece]) -> list[Problem]:
    """Lines that close like rows of a table although no header was found above them."""
    rows = [piece for piece in loose if tail(piece, _HEADLESS)]
    if len(rows) < _FEWEST_ROWS:
        return []
    first, last = rows[0].line, rows[-1].line
    return [
        Problem(
            code="dump-header-unclear",
            message=Wording(
                zh=f"第 {first} 至 {last} 行像表格的行，但没有找到完整的表头，按普通文字读取",
                en=f"Lines {first} to {last} look like rows, but no whole header was found; read as text",
            ),
            remedy=_SEE_PAGE,
            lines=(first, last),
        )
    ]


def _lost_characters(lost: int) -> list[Problem]:
    if not lost:
        return []
    return [
        Problem(
            code="damaged-characters",
            message=Wording(
                zh=f"有 {lost} 个字符无法识别，显示为 \ufffd",
                en=f"{lost} characters are damaged and stand as \ufffd",
            ),
            remedy=Wording(zh="请重新导出文本，编码选 UTF-8。", en="Export the text again in UTF-8."),
        )
    ]
