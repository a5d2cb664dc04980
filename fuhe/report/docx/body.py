"""The body of the Word document: paragraphs and tables of each form (ECMA-376 part 1, 17.3 and 17.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from lxml import etree
from lxml.builder import ElementMaker

from extract.wording import Language, Wording
from fuhe.report.docx.package import NAMESPACE
from fuhe.report.office_text import office_text
from fuhe.report.signoff import CONCLUSION, HEADS, SIGNERS, TITLE, Block, Item
from validate.outcome import Severity

_W = ElementMaker(namespace=NAMESPACE, nsmap={"w": NAMESPACE})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# Twentieths of a point. A4, landscape; the columns fill it between the margins.
_PAGE = {"w": "16838", "h": "11906", "orient": "landscape"}
_MARGIN = "1000"
_WIDTHS = (700, 900, 6600, 3200, 3438)
_SIGN_WIDTHS = (1700, 3246) * 3
_SIGN_HEIGHT = "640"

_HEAD_FILL = "D9E2F3"
_FILLS: dict[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C", "notice": "DDEBF7"}


class _Cell(msgspec.Struct, frozen=True):
    """A cell: its paragraphs and their style, whether the first is strong, its background."""

    lines: Sequence[str]
    strong: bool = False
    fill: str | None = None
    style: str = ""


class Body:
    """Writes blocks one after the other; each form begins a page, so that it can go to its unit alone."""

    def __init__(self, xml: etree._IncrementalFileWriter, language: Language) -> None:
        self._xml = xml
        self._language = language
        self._begun = False

    def block(self, block: Block) -> None:
        """One form, or a file without any."""
        self._xml.write(_paragraph(self._told(TITLE), "Title", new_page=self._begun))
        self._begun = True
        self._xml.write(_paragraph(block.facts or block.file, "Heading1"))
        if block.facts:
            self._xml.write(_paragraph(block.file))
        if block.items:
            self._xml.write(_table(self._findings(block.items), _WIDTHS))
        for note in block.notes:
            if note.heading:
                self._xml.write(_paragraph(note.heading, "Heading2"))
            for line in note.lines:
                self._xml.write(_paragraph(line))
        if block.facts:
            self._signatures()

    def end(self) -> None:
        """The page: A4 across, with the number of the page at its foot."""
        self._xml.write(_paragraph("", "End"))  # a table may not be the last thing
        margins = dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)
        margins |= {"header": "500", "footer": "500", "gutter": "0"}
        footer = _W.footerReference({_key("type"): "default", _RELATION: "rId2"})
        self._xml.write(_W.sectPr(footer, _W.pgSz(_keys(_PAGE)), _W.pgMar(_keys(margins))))

    def _findings(self, items: Sequence[Item]) -> Iterable[list[_Cell]]:
        yield [_Cell([self._told(head)], strong=True, fill=_HEAD_FILL) for head in HEADS]
        for item in items:
            found = _Cell([item.title, *item.lines], strong=True)
            level = _Cell([item.level], strong=True, fill=_FILLS[item.severity])
            yield [_Cell([str(item.number)]), level, found, _Cell([item.ask]), _Cell([""])]

    def _signatures(self) -> None:
        self._xml.write(_paragraph(self._told(CONCLUSION), "Heading2"))
        rows = [
            [cell for signer in signers for cell in (_kept(self._told(signer)), _kept(""))]
            for signers in SIGNERS
        ]
        self._xml.write(_table(rows, _SIGN_WIDTHS, height=_SIGN_HEIGHT))

    def _told(self, wording: Wording) -> str:
        return wording.text(self._language)


def _kept(text: str) -> _Cell:
    """A cell that stays on the page of what follows, so that signatures are not torn apart."""
    return _Cell([text], style="Kept")


def _key(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _keys(attributes: dict[str, str]) -> dict[str, str]:
    return {_key(name): value for name, value in attributes.items()}


def _value(value: str) -> dict[str, str]:
    return {_key("val"): value}


def _paragraph(text: str, style: str = "", *, new_page: bool = False, strong: bool = False) -> Any:
    properties = _W.pPr()
    if style:
        properties.append(_W.pStyle(_value(style)))
    if new_page:
        properties.append(_W.pageBreakBefore())
    run = _W.r(_W.rPr(_W.b())) if strong else _W.r()
    for number, line in enumerate(office_text(text).split("\n")):
        if number:
            run.append(_W.br())
        run.append(_W.t(line, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}))
    return _W.p(properties, run)


def _table(rows: Iterable[Sequence[_Cell]], widths: Sequence[int], height: str | None = None) -> Any:
    """A table; where rows have no fixed height, the first is a header that repeats on each page."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = _keys({"val": "single", "sz": "4", "space": "0", "color": "7F7F7F"})
    properties = _W.tblPr(
        _W.tblW(_keys({"w": str(sum(widths)), "type": "dxa"})),
        _W.tblBorders(*(_W(edge, line) for edge in edges)),
        _W.tblLayout(_keys({"type": "fixed"})),
    )
    grid = _W.tblGrid(*(_W.gridCol(_keys({"w": str(width)})) for width in widths))
    table = _W.tbl(properties, grid)
    for number, cells in enumerate(rows):
        row = _W.trPr() if height is None else _W.trPr(_W.trHeight(_value(height)))
        if height is None and number == 0:
            row.append(_W.tblHeader())
        table.append(_W.tr(row, *(_cell(cell, width) for cell, width in zip(cells, widths, strict=True))))
    return table


def _cell(cell: _Cell, width: int) -> Any:
    properties = _W.tcPr(_W.tcW(_keys({"w": str(width), "type": "dxa"})))
    if cell.fill:
        properties.append(_W.shd(_keys({"val": "clear", "color": "auto", "fill": cell.fill})))
    lines = (
        _paragraph(text, cell.style, strong=cell.strong and number == 0)
        for number, text in enumerate(cell.lines)
    )
    return _W.tc(properties, *lines)
