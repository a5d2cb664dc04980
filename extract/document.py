"""What the first stage hands on: a document of pages, ruled tables and free text, every piece with its place.

Units and axes: boxes are in PDF points (1/72 inch), the origin is the top left corner of the page *as a
reader sees it* (page rotation already applied), x grows to the right and y grows down.
All counting that a user sees (page, line, row, column, paragraph) starts at 1; table grid indices start at 0.
What a page holds by the hundred is no business of the garbage collector: frozen values form no cycles.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from extract.wording import Wording

MediaType: TypeAlias = Literal[
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-excel",
    "application/msword",
    "application/ofd",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "image/bmp",
    "text/plain",
]


class Box(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A rectangle in points; `[x0, top, x1, bottom]` in JSON."""

    x0: float
    top: float
    x1: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Area shared with another box, in square points."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class OnPage(msgspec.Struct, frozen=True, gc=False, tag="page", tag_field="in"):
    """A place in a paged file: page number from 1, box in points."""

    page: int
    box: Box


class InSheet(msgspec.Struct, frozen=True, tag="sheet", tag_field="in"):
    """A place in a spreadsheet: sheet name and A1 reference (`B5`, or `B5:C7` for a merged range)."""

    sheet: str
    cell: str


class InWordTable(msgspec.Struct, frozen=True, tag="word-table", tag_field="in"):
    """A place in a table of a Word file: table, row and column, all from 1."""

    table: int
    row: int
    column: int


class InParagraph(msgspec.Struct, frozen=True, tag="paragraph", tag_field="in"):
    """A paragraph of a Word file outside its tables, from 1."""

    paragraph: int


class InText(msgspec.Struct, frozen=True, tag="text", tag_field="in"):
    """A stretch of a plain text file: first and last line, both from 1; columns count characters from 1.

    `column` is the first character on `line`, `end_column` the last one on `end_line`.
    """

    line: int
    column: int
    end_line: int
    end_column: int


Place: TypeAlias = OnPage | InSheet | InWordTable | InParagraph | InText


SURE = 0.9
"""A reading below this confidence is doubtful: nobody is accused on it. Recognised text never reaches 1."""


class Word(msgspec.Struct, frozen=True, gc=False):
    """A run of characters on one line. `confidence` is 1 for a text layer.

    `alternatives` are other readings that a recogniser considered, each with its probability, the most
    probable first; empty for a text layer.
    """

    text: str
    place: Place
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One table cell; a merged cell is one cell with spans, its text stands once.

    `text` is in reading order. Lines that the page wrapped are joined without a blank between Chinese
    characters (`extract.textflow.join_lines`); a line break that the author typed cannot be told from a wrap
    on paper and is treated alike, except in Office files, where it is kept as a newline.
    `more` holds further places of a cell that a page break cut in two.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    place: Place
    words: tuple[Word, ...] = ()
    more: tuple[Place, ...] = ()

    @property
    def rows(self) -> range:
        """Grid rows that the cell covers."""
        return range(self.row, self.row + self.row_span)

    @property
    def columns(self) -> range:
        """Grid columns that the cell covers."""
        return range(self.column, self.column + self.column_span)

    @property
    def confidence(self) -> float:
        """The lowest confidence among its words; 1 where nothing was recognised."""
        return min((word.confidence for word in self.words), default=1.0)


HowRead: TypeAlias = Literal["ruled", "borderless", "recognised", "native", "dump"]


class Joint(msgspec.Struct, frozen=True):
    """Where a joined table goes over from one part to the next, and why the two were joined.

    `row` is the first grid row that holds cells of the later part. `cut_row`: the break cut this very row:
    it begins in the earlier part, its halves were merged, and its cells carry both places. Where a repeated
    head row stands between the halves of a merged cell they stay two cells; both show the whole text.
    """

    row: int
    reason: Wording
    cut_row: bool = False


class Table(msgspec.Struct, frozen=True):
    """A grid of cells in reading order (by row, then column).

    `how`: `ruled` from drawn lines, `borderless` from alignment, `recognised` from a picture, `native` from
    an Office file, `dump` from the line shapes of a text dump. In a `dump` an absent cell means *lost or
    blank, nobody can tell*; in every other kind an empty cell was seen to be empty.
    A table that goes on over page breaks is one table with `joints`; the page tables stay in `Page.tables`.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    how: HowRead
    joints: tuple[Joint, ...] = ()

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this grid position, if any."""
        return next((c for c in self.cells if row in c.rows and column in c.columns), None)


class Line(msgspec.Struct, frozen=True):
    """One line (or Word paragraph) of free text outside the tables."""

    text: str
    place: Place


Block: TypeAlias = Table | Line

TextLayer: TypeAlias = Literal["usable", "recognised", "none", "garbled"]


class Page(msgspec.Struct, frozen=True):
    """One page (or sheet): its size in points, its tables and its free lines as they stand on it.

    `text_layer` says where the characters come from: `usable` is the file's own text; `recognised` was read
    from a picture of the page. `none` (a picture that could not be recognised) and `garbled` (codes without a
    usable character mapping) hand on no text.
    """

    number: int
    width: float
    height: float
    rotation: int
    text_layer: TextLayer
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether the page shows something that was not read."""
        return self.text_layer in ("none", "garbled")


class Problem(msgspec.Struct, frozen=True):
    """Something about the input that the reader of the result must know: what, and what to do about it.

    `lines` are the first and the last line of a text file that it is about.
    """

    code: str
    message: Wording
    remedy: Wording
    page: int | None = None
    lines: tuple[int, int] | None = None


class Source(msgspec.Struct, frozen=True):
    """Which file was read. `sha256` is of its bytes; `pages` counts pages, sheets, or 1.

    `path` of a member of a zip archive is the archive's path, a slash, and the member's path inside it.
    """

    path: str
    sha256: str
    media_type: MediaType
    pages: int

    @property
    def paged(self) -> bool:
        """Whether it has pages that a reader can turn to, rather than sheets or one stretch of text."""
        return self.media_type in ("application/pdf", "application/ofd", "image/tiff")


class Reading(msgspec.Struct, frozen=True):
    """What one reader makes of a file's bytes; `extract.read` adds the source to make a `Document`."""

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """A file as read. `blocks` are tables (joined over page breaks) and free lines in reading order."""

    source: Source
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
