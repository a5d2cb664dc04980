"""Exported PDF pages: characters and rulings from pdfium, put together into tables and free lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extract.borderless.tables import tables_on, unruled_at_foot
from extract.cells import page_content, with_doubt
from extract.continued.join import Sheet
from extract.covered_problems import below_remarks, covered, partly_covered
from extract.document import Box, Page, Problem, Reading, TextLayer
from extract.errors import UnreadableError
from extract.grid import MAX_RULINGS, Grid, Ruling, TooManyRulingsError, fit, merged
from extract.markings import parted
from extract.page_problems import (
    blank_fields,
    doubtful_cells,
    font_missing,
    invisible_text,
    picture_beside_text,
    remarks,
    slanted_text,
    structure_uncertain,
    too_complex,
    unnamed_characters,
    unreadable,
)
from extract.paged import PageRead, reading
from extract.patches import Patch, needed, patched
from extract.pdf import pdfium
from extract.pdf.annotations import Annotations, settled
from extract.pdf.char_codes import UNREADABLE
from extract.pdf.covered import covered_by
from extract.pdf.frame import Frame, frame_of
from extract.pdf.rulings import Drawing, TooComplexError, drawing_of
from extract.pdf.sunken import sink
from extract.pdf.text import PageText, TooManyCharactersError, text_of
from extract.pdf.unseen import Watched
from extract.textflow import Run
from extract.wording import Wording

if TYPE_CHECKING:
    from extract.scan.types import Picture

MAX_PAGES = 5000
LARGE_PICTURE = 0.5
"""A picture over this share of the page may itself be a page of text."""
FEW_CHARACTERS = 200

ONE_AT_A_TIME = Lock()  # pdfium is not thread safe


def read_pdf(data: bytes, *, password: str | None = None) -> Reading:
    """Read the pages of a PDF that was exported, not scanned.

    A page without a usable text layer hands on no text and is named in the problems.

    Raises:
        UnreadableError: `damaged`, `encrypted`, `wrong-password` or `too-many-pages`.
    """
    with ONE_AT_A_TIME, pdfium.opened(data, password) as document:
        count = pdfium.page_count(document)
        if count < 1:
            raise _no_page()
        if count > MAX_PAGES:
            raise _too_many(count)
        read: list[PageRead] = []
        for number in range(1, count + 1):
            read.append(_read_page(document, number, read[-1].sheet if read else None))
    return reading(read)


def _read_page(document: int, number: int, above: Sheet | None) -> PageRead:
    page = pdfium.load_page(document, number - 1)
    if not page:
        return _without_text(number, Frame(0, 0, 0, 0, 0), "none", [unreadable(number, "damaged")])
    text_page = scan = around = None
    patches: list[Patch] = []
    try:
        frame = frame_of(page)
        try:
            page, annotations = settled(document, number, page)
            text_page = pdfium.load_text(page)
            drawing = drawing_of(page)
            sink(document, page, frame, drawing)
            watched = Watched(covered_by(document, page, frame, drawing), annotations.noted)
            text = text_of(text_page, frame, drawing, watched)
            lines = _lines(frame, drawing, text)
        except (TooComplexError, TooManyCharactersError, TooManyRulingsError):
            return _without_text(number, frame, "garbled", [too_complex(number)])
        if _is_picture(text, drawing, frame, lines):
            scan = _rendered(page, frame)
            if _lacks_a_picture(document, page, scan, drawing):
                return _without_text(number, frame, "none", [unreadable(number, "damaged")])
        else:
            read = _assembled(number, frame, drawing, text, lines)
            read.problems.extend(_left_out(number, annotations, text))
            read = _with_unruled(read, text.runs, lines.levels, above)
            read = _doubted(read, text)
            patches = needed(read.sheet.page, [Box(*frame.box(*rect)) for rect in drawing.pictures])
            around = _rendered(page, frame) if patches else None
    finally:
        if text_page:
            pdfium.close_text(text_page)
        pdfium.close_page(page)
    if scan is not None:
        return _recognised(scan, number, frame, text, above)
    return patched(read, around, patches) if around else read


def _is_picture(text: PageText, drawing: Drawing, frame: Frame, lines: _Lines) -> bool:
    """Must the page's text be recognised? Its text layer is missing or garbled, or says next to nothing."""
    if text.layer == "none":
        return _draws_something(drawing)
    if text.layer == "garbled" or (text.partly and not lines.grids):
        return True
    shown = sum(len(run.text) for run in text.runs)
    in_picture = not lines.grids or sum(len(piece.text) for piece in text.unseen.gone) > shown
    return shown < FEW_CHARACTERS and in_picture and _has_large_picture(drawing, frame)


def _rendered(page: int, frame: Frame) -> Picture:
    from extract.pdf.render import picture_of  # noqa: PLC0415 - loads numpy, which most pages do not need

    return picture_of(page, frame)


def _lacks_a_picture(document: int, page: int, picture: Picture, drawing: Drawing) -> bool:
    from extract.pdf.render import lacks_a_picture  # noqa: PLC0415 - as above

    return lacks_a_picture(document, page, picture, [image for image, _ in drawing.images])


def _recognised(picture: Picture, number: int, frame: Frame, text: PageText, above: Sheet | None) -> PageRead:
    from extract.scan.reader import Submitted, read_picture  # noqa: PLC0415 - loads OpenCV and the recognisers

    garbled = text.layer == "garbled" or text.partly
    read = read_picture(picture, Submitted(number, frame.rotation, garbled, text.layer_below), above)
    compared = any(problem.code == "earlier-text-layer" for problem in read.problems)
    unseen = text.invisible - (len(text.layer_below) if compared else 0)
    told = [invisible_text(number, unseen)] if unseen > 0 else []
    return read._replace(problems=[*read.problems, *told, *_covered(number, text)])


def _doubted(read: PageRead, text: PageText) -> PageRead:
    """The page, what is seen in part only not to be relied on."""
    boxes = [piece.box for piece in (*text.unseen.partly, *text.unseen.noted)]
    if not boxes:
        return read
    return read._replace(sheet=read.sheet._replace(page=with_doubt(read.sheet.page, boxes)))


def _covered(number: int, text: PageText) -> Iterator[Problem]:
    if text.unseen.gone:
        yield covered(number, [(piece.text, piece.box) for piece in text.unseen.gone])


class _Lines(NamedTuple):
    """What the straight lines of a page are: tables, their horizontal rules, and strokes through text."""

    grids: tuple[Grid, ...] = ()
    levels: Sequence[Ruling] = ()
    strikes: Sequence[Ruling] = ()


def _lines(frame: Frame, drawing: Drawing, text: PageText) -> _Lines:
    if not text.runs:
        return _Lines()
    rows, columns = map(merged, frame.rulings(drawing.levels, drawing.uprights))
    if len(rows) + len(columns) > MAX_RULINGS:
        raise TooManyRulingsError
    marked = parted(rows, columns, text.runs)
    return _Lines(fit(marked.rules, columns), marked.rules, marked.strikes)


def _left_out(number: int, annotations: Annotations, text: PageText) -> Iterator[Problem]:
    """What a reader of the page sees and we do not hand on."""
    if annotations.remarks:
        yield remarks(number, annotations.remarks)
    if annotations.blank_fields:
        yield blank_fields(number, annotations.blank_fields)
    if text.slanted:
        yield slanted_text(number, text.slanted)
    yield from _covered(number, text)
    if text.unseen.partly:
        yield partly_covered(number, [(piece.text, piece.box) for piece in text.unseen.partly])
    if text.unseen.noted:
        yield below_remarks(number, [(piece.text, piece.box) for piece in text.unseen.noted])


def _with_unruled(
    read: PageRead, runs: Sequence[Run], levels: Sequence[Ruling], above: Sheet | None
) -> PageRead:
    """The page with its tables that draw no vertical rules, where it has those and no others."""
    page = read.sheet.page
    found = None if page.tables else tables_on(page.number, runs, levels, unruled_at_foot(above))
    if found is None:
        return read
    sheet = Sheet(msgspec.structs.replace(page, tables=found.tables, lines=found.lines), found.grids)
    doubts = [] if found.certain else [structure_uncertain(page.number)]
    return read._replace(sheet=sheet, problems=[*read.problems, *doubts])


def _assembled(number: int, frame: Frame, drawing: Drawing, text: PageText, ruled: _Lines) -> PageRead:
    problems = [invisible_text(number, text.invisible)] if text.invisible else []
    if text.inkless and text.runs:
        problems.append(font_missing(number))
    unnamed = sum(run.text.count(UNREADABLE) for run in text.runs)
    if unnamed:
        problems.append(unnamed_characters(number, unnamed))
    if text.layer != "usable":
        if text.layer == "none" and not _draws_something(drawing):
            return _without_text(number, frame, "usable", problems)
        return _without_text(number, frame, text.layer, [unreadable(number, text.layer), *problems])
    if sum(len(run.text) for run in text.runs) < FEW_CHARACTERS and _has_large_picture(drawing, frame):
        problems.append(picture_beside_text(number))
    tables, kept, lines = page_content(number, ruled.grids, text.runs, strikes=ruled.strikes)
    doubted = sum(cell.words[0].confidence < 1 for table in tables for cell in table.cells if cell.words)
    if doubted:
        problems.append(doubtful_cells(number, doubted))
    page = Page(number, frame.width, frame.height, frame.rotation, "usable", tables, lines)
    return PageRead(Sheet(page, kept), problems, text.clipped)


def _draws_something(drawing: Drawing) -> bool:
    """False for an empty page: then nothing is missing from what we hand on."""
    return bool(drawing.pictures or drawing.levels or drawing.uprights or drawing.hidden or drawing.shapes)


def _has_large_picture(drawing: Drawing, frame: Frame) -> bool:
    page = frame.width * frame.height
    return any((x1 - x0) * (y1 - y0) > LARGE_PICTURE * page for x0, y0, x1, y1 in drawing.pictures)


def _without_text(number: int, frame: Frame, layer: TextLayer, problems: list[Problem]) -> PageRead:
    page = Page(number, frame.width, frame.height, frame.rotation, layer)
    return PageRead(Sheet(page, ()), problems)


def _no_page() -> UnreadableError:
    return UnreadableError(
        "damaged",
        Wording(zh="PDF 文件中没有任何页面", en="the PDF has no pages"),
        Wording(zh="请重新导出或重新下载该文件", en="export or download the file again"),
    )


def _too_many(count: int) -> UnreadableError:
    return UnreadableError(
        "too-many-pages",
        Wording(
            zh=f"PDF 有 {count} 页，超过上限 {MAX_PAGES} 页",
            en=f"the PDF has {count} pages, more than {MAX_PAGES}",
        ),
        Wording(zh="请拆分后分别检查", en="split the file and check the parts"),
    )
