"""Word documents: tables and paragraphs in body order, merged cells as spans, tracked deletions left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extract import refusals
from extract.archive import Archive
from extract.document import Block, Cell, InParagraph, InWordTable, Line, Page, Problem, Reading, Table
from extract.office import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MOST_CELLS = 200_000
_MOST_COLUMNS = 1_000
# Wrappers whose content counts as if it stood there itself.
_TRANSPARENT = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo"}
    | {"oMath", "oMathPara"}
)
_REMOVED = frozenset({"del", "moveFrom"})


class _Slot(NamedTuple):
    """A printed cell before vertical merging: where it starts, how wide it is, what stands in it."""

    column: int
    width: int
    merge: str  # "" for none, "restart" for the first of a column, "continue" for the others
    text: str


def read_docx(data: bytes) -> Reading:
    """Read a document. Raises `UnreadableError` (`damaged`, `too-large`). Places count from 1.

    Text in headers and footers comes after the body, each sentence once.
    """
    archive = Archive(data)
    root = archive.xml("word/document.xml")
    body = next((child for child in root if _name(child) == "body"), None)
    if body is None:
        raise refusals.damaged("文档没有正文", "The document has no body")
    walk = _Walk()
    walk.blocks_of(body)
    for name in sorted(archive.names):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            walk.margin(archive.xml(name))
    blocks = tuple(walk.blocks)
    tables = tuple(block for block in blocks if isinstance(block, Table))
    lines = tuple(block for block in blocks if isinstance(block, Line))
    page = Page(1, 0, 0, 0, "usable", tables, lines)
    said = list(_problems(root))
    if not tables and any(name.startswith("word/media/") for name in archive.names):
        said.append(problems.picture_not_read())
    return Reading((page,), blocks, tuple(said))


class _Walk:
    """Goes through the body in order and numbers tables and paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tables = 0
        self.paragraphs = 0
        self.cells = 0

    def blocks_of(self, parent: etree._Element) -> None:
        """Tables and paragraphs under a body, in order."""
        for child in _children(parent):
            if _name(child) == "p":
                self._paragraph(child)
            elif _name(child) == "tbl":
                self._table(child)

    def margin(self, root: etree._Element) -> None:
        """Text of a header or footer that the document does not show yet."""
        shown = {block.text for block in self.blocks if isinstance(block, Line)}
        for paragraph in root.iter(f"{_W}p", f"{_STRICT}p"):
            text = _text(paragraph)
            if text and text not in shown:
                self._add_line(text)

    def _paragraph(self, paragraph: etree._Element) -> None:
        text = _text(paragraph)
        if text:
            self._add_line(text)
        else:
            self.paragraphs += 1
        for box in _text_boxes(paragraph):
            self.blocks_of(box)

    def _add_line(self, text: str) -> None:
        self.paragraphs += 1
        self.blocks.append(Line(text, InParagraph(self.paragraphs)))

    def _table(self, element: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        rows = [_slots(row) for row in _rows(element)]
        self.cells += sum(len(row) for row in rows)
        if self.cells > _MOST_CELLS:
            raise refusals.too_large("表格单元格超过 20 万个", "The tables have more than 200,000 cells")
        columns = max((slot.column + slot.width for row in rows for slot in row), default=0)
        if columns > _MOST_COLUMNS:
            raise refusals.damaged("表格列数异常", "A table has an absurd number of columns")
        cells = tuple(_merged(rows, number))
        if cells:
            self.blocks.append(Table(cells, len(rows), columns, "native"))
        for inner in _nested(element):
            self._table(inner)


def _merged(rows: list[list[_Slot]], table: int) -> list[Cell]:
    """Cells with their vertical merges closed, in reading order."""
    spans: dict[tuple[int, int], int] = {}
    open_at: dict[tuple[int, int], int] = {}
    for row, slots in enumerate(rows):
        still: dict[tuple[int, int], int] = {}
        for slot in slots:
            key = (slot.column, slot.width)
            if slot.merge == "continue" and key in open_at:
                spans[open_at[key], slot.column] += 1
                spans[row, slot.column] = 0
                still[key] = open_at[key]
            else:
                spans[row, slot.column] = 1
                if slot.merge:
                    still[key] = row
        open_at = still
    return [
        Cell(row, s.column, spans[row, s.column], s.width, s.text, InWordTable(table, row + 1, s.column + 1))
        for row, slots in enumerate(rows)
        for s in slots
        if spans[row, s.column]
    ]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a table that no tracked change has deleted."""
    for row in _children(table):
        if _name(row) == "tr" and _property(row, "trPr", "del") is None:
            yield row


def _slots(row: etree._Element) -> list[_Slot]:
    column = _number(_property(row, "trPr", "gridBefore"), 0)
    slots: list[_Slot] = []
    for cell in _children(row):
        if _name(cell) != "tc":
            continue
        width = max(1, _number(_property(cell, "tcPr", "gridSpan"), 1))
        slots.append(_Slot(column, width, _vertical(cell), _cell_text(cell)))
        column += width
    return slots


def _vertical(cell: etree._Element) -> str:
    merge = _property(cell, "tcPr", "vMerge")
    if merge is None:
        return ""
    return _value(merge) or "continue"


def _cell_text(cell: etree._Element) -> str:
    """Paragraphs of a cell, one a line; what its nested tables say stands in tables of their own."""
    paragraphs = [p for p in _children(cell) if _name(p) == "p"]
    paragraphs += [p for around in paragraphs for box in _text_boxes(around) for p in _children(box)]
    return "\n".join(text for text in (_text(p) for p in paragraphs if _name(p) == "p") if text)


def _nested(element: etree._Element) -> Iterator[etree._Element]:
    """Tables directly inside the cells of this table."""
    for row in _rows(element):
        for cell in _children(row):
            yield from (child for child in _children(cell) if _name(child) == "tbl")


def _text(paragraph: etree._Element) -> str:
    """What a paragraph shows, without tracked deletions; line breaks as newlines."""
    lines = "".join(_shown(paragraph)).split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def _shown(parent: etree._Element) -> Iterator[str]:
    for child in _children(parent):
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in {"br", "cr"}:
            yield "\n"
        elif name in {"tab", "ptab"}:
            yield "\t"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield _symbol(child)
        elif name == "r" and not _vanishes(child):
            yield from _shown(child)


def _vanishes(run: etree._Element) -> bool:
    """Is this run formatted as hidden text, which no page shows?"""
    vanish = _property(run, "rPr", "vanish")
    return vanish is not None and _value(vanish) not in {"0", "false", "off"}


def _symbol(element: etree._Element) -> str:
    """A character from a symbol font has no known meaning; its place is kept by U+FFFD."""
    code = next((value for key, value in element.attrib.items() if str(key).endswith("}char")), "")
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if 0xE000 <= ord(character) <= 0xF8FF else character


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes anchored in a paragraph; the copy kept for old programs is passed over."""
    for box in paragraph.iter(f"{_W}txbxContent", f"{_STRICT}txbxContent"):
        if not any(_name(above) == "Fallback" for above in box.iterancestors()):
            yield box


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Children with content controls and insertions looked through and deletions left out."""
    for child in parent:
        name = _name(child)
        if name in _TRANSPARENT:
            yield from _children(child)
        elif name not in _REMOVED:
            yield child


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _property(element: etree._Element, group: str, name: str) -> etree._Element | None:
    for child in element:
        if _name(child) == group:
            return next((found for found in child if _name(found) == name), None)
    return None


def _value(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}val")), "")


def _number(element: etree._Element | None, default: int) -> int:
    value = _value(element) if element is not None else ""
    return min(int(value), _MOST_COLUMNS + 1) if value.isascii() and value.isdigit() else default


def _problems(root: etree._Element) -> Iterator[Problem]:
    """What the text does not show."""
    if _holds(root, "ins", "del", "moveFrom", "moveTo"):
        yield problems.tracked_changes()
    if any(_vanishes(run) and _text(run) for run in root.iter(f"{_W}r", f"{_STRICT}r")):
        yield problems.hidden_text()
    if _holds(root, "altChunk"):
        yield problems.embedded_document()


def _holds(root: etree._Element, *names: str) -> bool:
    marks = [f"{space}{name}" for space in (_W, _STRICT) for name in names]
    return next(root.iter(*marks), None) is not None
