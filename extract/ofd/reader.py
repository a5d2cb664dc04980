"""OFD pages: characters and rulings put together into tables and free lines, the same way as for PDF.

The package's XML is read directly. Of the published libraries only ofdkit (Apache-2.0) comes without a
copyleft renderer, and it hands on neither the place of each character nor any path, which a table needs.
No file of a real exporter was at hand when this was written: it follows the standard and is tested with
packages of our own making.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from extract.borderless.tables import tables_on, unruled_at_foot
from extract.cells import page_content
from extract.continued.join import Sheet
from extract.document import Box, Page, Problem, Reading, TextLayer
from extract.errors import UnreadableError
from extract.grid import MAX_RULINGS, Grid, Ruling, TooManyRulingsError, fit, merged
from extract.markings import parted
from extract.ofd.glyphs import UNREADABLE
from extract.ofd.objects import Drawn, MissingPartError, TooComplexError, drawn
from extract.ofd.package import Package, PageParts
from extract.ofd.pictures import composed
from extract.ofd.values import POINTS
from extract.page_problems import (
    doubtful_cells,
    invisible_text,
    picture_beside_text,
    structure_uncertain,
    too_complex,
    unnamed_characters,
    unreadable,
)
from extract.paged import PageRead, reading
from extract.patches import needed, patched
from extract.wording import Wording

if TYPE_CHECKING:
    from extract.scan.types import Picture

MAX_PAGES = 5000
LARGE_PICTURE = 0.5
FEW_CHARACTERS = 200
"""As for PDF: a picture over this share of a page with so little text may itself be a page of text."""
GARBLED_SHARE = 0.1


def read_ofd(data: bytes) -> Reading:
    """Read the pages of an OFD package.

    A page without usable text hands on none and is named in the problems.

    Raises:
        UnreadableError: `damaged`, `encrypted`, `too-large` or `too-many-pages`.
    """
    package = Package(data)
    count = package.page_count()
    if count < 1:
        raise UnreadableError("damaged", _NO_PAGE, _AGAIN)
    if count > MAX_PAGES:
        raise UnreadableError("too-many-pages", _too_many(count), _SPLIT)
    read: list[PageRead] = []
    for number, parts in enumerate(package.pages(), start=1):
        read.append(_read_page(parts, number, read[-1].sheet if read else None))
    return reading(read)


class _Lines(NamedTuple):
    """What the straight lines of a page are: tables, their horizontal rules, and strokes through text."""

    grids: tuple[Grid, ...] = ()
    levels: Sequence[Ruling] = ()
    strikes: Sequence[Ruling] = ()


def _read_page(parts: PageParts, number: int, above: Sheet | None) -> PageRead:
    if parts.contents is None:
        return _without_text(parts, number, "none", [unreadable(number, "damaged")])
    try:
        found = drawn(parts)
        lines = _lines(found)
    except MissingPartError:
        return _without_text(parts, number, "none", [unreadable(number, "damaged")])
    except (TooComplexError, TooManyRulingsError):
        return _without_text(parts, number, "garbled", [too_complex(number)])
    layer = _layer(found)
    hidden = layer == "usable" and not lines.grids and _hides_in_a_picture(found, _area(parts))
    if layer == "none" or hidden:
        picture = composed(found.placed, parts.media, _size(parts))
        if picture is not None:
            return _recognised(picture, number, found, above)
    if layer != "usable":
        return _without_text(parts, number, layer, [unreadable(number, layer), *_unseen(number, found)])
    width, height = _size(parts)
    page = Page(number, width, height, 0, "usable")
    problems = [*_unseen(number, found), *_unnamed(number, found)]
    if _hides_in_a_picture(found, width * height):
        problems.append(picture_beside_text(number))
    read = _with_tables(PageRead(Sheet(page, ()), problems, tuple(found.clipped)), found, lines, above)
    return _with_pictures(read, found, parts)


def _recognised(picture: Picture, number: int, found: Drawn, above: Sheet | None) -> PageRead:
    """The page read from its pictures; the few words of its own stay beside what they show."""
    from extract.scan.reader import Submitted, read_picture  # noqa: PLC0415 - loads OpenCV and the recognisers

    read = read_picture(picture, Submitted(number, layer=found.unseen), above)
    compared = any(problem.code == "earlier-text-layer" for problem in read.problems)
    page = read.sheet.page
    _, _, own = page_content(number, (), found.runs)
    sheet = read.sheet._replace(page=msgspec.structs.replace(page, lines=(*own, *page.lines)))
    return read._replace(
        sheet=sheet, problems=[*read.problems, *([] if compared else _unseen(number, found))]
    )


def _with_pictures(read: PageRead, found: Drawn, parts: PageParts) -> PageRead:
    """The page with what the pictures in its cells show."""
    page = read.sheet.page
    patches = [
        one
        for one in needed(page, [Box(*rect) for rect in found.pictures])
        if one.table >= 0 and UNREADABLE not in page.tables[one.table].cells[one.at].text
    ]
    picture = composed(found.placed, parts.media, _size(parts)) if patches else None
    return patched(read, picture, patches) if picture is not None else read


def _lines(found: Drawn) -> _Lines:
    """The straight lines of the page told apart, as far as it has text that they could belong to."""
    if not found.runs:
        return _Lines()
    rows, columns = merged(found.levels), merged(found.uprights)
    if len(rows) + len(columns) > MAX_RULINGS:
        raise TooManyRulingsError
    marked = parted(rows, columns, found.runs)
    return _Lines(fit(marked.rules, columns), marked.rules, marked.strikes)


def _unseen(number: int, found: Drawn) -> list[Problem]:
    return [invisible_text(number, found.invisible)] if found.invisible else []


def _unnamed(number: int, found: Drawn) -> list[Problem]:
    unnamed = sum(run.text.count(UNREADABLE) for run in found.runs)
    return [unnamed_characters(number, unnamed)] if unnamed else []


def _with_tables(read: PageRead, found: Drawn, drawn_lines: _Lines, above: Sheet | None) -> PageRead:
    """The page with its tables, ruled ones or, where it has none of those, such as alignment shows."""
    page, problems = read.sheet.page, read.problems
    tables, kept, lines = page_content(
        page.number, drawn_lines.grids, found.runs, strikes=drawn_lines.strikes
    )
    unruled = (
        None if tables else tables_on(page.number, found.runs, drawn_lines.levels, unruled_at_foot(above))
    )
    if unruled:
        tables, kept, lines = unruled.tables, unruled.grids, unruled.lines
        problems = problems if unruled.certain else [*problems, structure_uncertain(page.number)]
    else:
        doubted = sum(bool(cell.words) and cell.confidence < 1 for table in tables for cell in table.cells)
        problems = [*problems, doubtful_cells(page.number, doubted)] if doubted else problems
    sheet = Sheet(msgspec.structs.replace(page, tables=tables, lines=lines), kept)
    return read._replace(sheet=sheet, problems=problems)


def _layer(found: Drawn) -> TextLayer:
    """An empty page is usable: nothing is missing from what it hands on."""
    text = "".join("".join(run.text.split()) for run in found.runs)
    if not text:
        drawing = found.pictures or found.levels or found.uprights or found.shapes or found.invisible
        return "none" if drawing else "usable"
    return "garbled" if text.count(UNREADABLE) >= max(1.0, GARBLED_SHARE * len(text)) else "usable"


def _hides_in_a_picture(found: Drawn, page: float) -> bool:
    few = sum(len(run.text) for run in found.runs) < FEW_CHARACTERS
    return few and any((p.x1 - p.x0) * (p.bottom - p.top) > LARGE_PICTURE * page for p in found.pictures)


def _without_text(parts: PageParts, number: int, layer: TextLayer, problems: list[Problem]) -> PageRead:
    return PageRead(Sheet(Page(number, *_size(parts), 0, layer), ()), problems)


def _area(parts: PageParts) -> float:
    width, height = _size(parts)
    return width * height


def _size(parts: PageParts) -> tuple[float, float]:
    area = parts.area
    return (area.x1 - area.x0) * POINTS, (area.bottom - area.top) * POINTS


_NO_PAGE = Wording(zh="OFD 文件中没有任何页面", en="The OFD file has no pages")
_AGAIN = Wording(zh="请重新导出或重新下载该文件。", en="Export or download the file again.")
_SPLIT = Wording(zh="请拆分后分别检查。", en="Split the file and check the parts.")


def _too_many(count: int) -> Wording:
    return Wording(
        zh=f"OFD 文件有 {count} 页，超过上限 {MAX_PAGES} 页",
        en=f"The OFD file has {count} pages, more than {MAX_PAGES}",
    )
