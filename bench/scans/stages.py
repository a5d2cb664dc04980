"""What is read of a scan, stage by stage: the grid alone, the text of known lines, or the whole file."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.scans.truth import Scan, TrueCell, mapped
from extract.document import Box, Document, OnPage
from normalize import evaluations

Stage = Literal["structure", "text", "all"]
_LINE_DPI = 200  # at which known lines are cut out
_LINE_MARGIN = 1.0  # points left around a known line
_EVEN = 64  # lines of about one width go through the recogniser together


class Found(NamedTuple):
    """A cell that was read; `Read.upright` says whether `box` is in points of the page."""

    place: tuple[int, int, int, int, int] | None
    """Table, row, column, row span, column span; None where the method knows none."""
    box: Box
    text: str | None = None
    confidence: float = 1.0


class Read(NamedTuple):
    """What was read of one scan.

    `upright`: the boxes are in points of the original page; else they are the bounding boxes in pixels of
    the picture. `fields`: what the whole reader made of the form, as `fields_of`; None for the other stages.
    `given`: the cells were not found but known.
    """

    cells: list[Found]
    upright: bool
    fields: dict[str, str] | None = None
    note: str = ""
    given: bool = False


def structure(scan: Scan) -> Read:
    """The grid only; the lines of text that help to find it are found, not read."""
    from extract.scan.picture import pictures
    from extract.scan.rulings import grids
    from extract.scan.straighten import straightened

    straight = straightened(next(iter(pictures(scan.data, scan.kind))))
    found = [
        Found((number, cell.row, cell.column, cell.row_span, cell.column_span), grid.cell_box(cell))
        for number, grid in enumerate(grids(straight, shared_detector().lines(straight.grey)))
        for cell in grid.cells
    ]
    scale = np.diag([straight.per_point, straight.per_point, 1])
    return Read(
        [one._replace(box=_on_page(one.box, straight.to_picture @ scale, scan)) for one in found],
        upright=True,
    )


def text(scan: Scan, model: str = "tiny") -> Read:
    """The recogniser on the lines of the true cells: an upper bound for everything that reads text."""
    grey = _grey(scan.data)
    owners = [cell for cell in scan.cells for _ in cell.words]
    crops = [_crop(grey, scan, word.box) for cell in scan.cells for word in cell.words]
    order = sorted(range(len(crops)), key=lambda at: crops[at].shape[1])
    lines: dict[int, Any] = {}
    for start in range(0, len(order), _EVEN):
        some = order[start : start + _EVEN]
        lines |= zip(some, _recogniser().read([crops[at] for at in some], model), strict=True)
    texts: dict[int, str] = {}
    sure: dict[int, float] = {}
    for at, owner in enumerate(owners):
        texts[id(owner)] = texts.get(id(owner), "") + lines[at].text
        sure[id(owner)] = min(sure.get(id(owner), 1.0), lines[at].probability)
    return Read(
        [Found(place(c), c.box, texts.get(id(c), ""), sure.get(id(c), 1.0)) for c in scan.cells],
        upright=True,
        given=True,
    )


def whole(scan: Scan) -> Read:
    """The whole reader, on the file."""
    from extract.read import read_bytes

    document = read_bytes(scan.data, scan.name)
    page = document.pages[0]
    scale = scan.width / page.width
    found = [
        Found(
            (number, cell.row, cell.column, cell.row_span, cell.column_span),
            _scaled(cell.place.box, scale),
            cell.text,
            cell.confidence,
        )
        for number, table in enumerate(page.tables)
        for cell in table.cells
        if isinstance(cell.place, OnPage)
    ]
    note = "; ".join(problem.code for problem in document.problems)
    return Read(found, upright=False, fields=fields_of(document), note=note)


STAGES: dict[Stage, Callable[[Scan], Read]] = {"structure": structure, "text": text, "all": whole}


def place(cell: TrueCell) -> tuple[int, int, int, int, int]:
    """Table, row, column and spans."""
    return cell.table, cell.row, cell.column, cell.row_span, cell.column_span


def page_alone(path: Path, page: int) -> Document:
    """One page of an exported document, read as a document of its own, as the scanner sees it."""
    import pikepdf

    from extract.read import read

    with tempfile.TemporaryDirectory() as folder, pikepdf.open(path) as pdf, pikepdf.new() as single:
        single.pages.append(pdf.pages[page - 1])
        single.save(Path(folder) / "page.pdf")
        return read(Path(folder) / "page.pdf")


def fields_of(document: Document) -> dict[str, str]:
    """Every value of every form in a document by its path, as printed; names of levels as cleaned."""
    told: dict[str, str] = {}
    for number, form in enumerate(evaluations(document)):
        at = f"form {number + 1}"
        for name in ("title", "year", "unit", "project", "money_unit", "rating"):
            _tell(told, f"{at}.{name}", getattr(form, name))
        for name in ("expected", "actual"):
            _tell(told, f"{at}.goals.{name}", getattr(form.goals, name))
        for name in ("weight", "score"):
            _tell(told, f"{at}.total.{name}", getattr(form.total, name))
        for row, line in enumerate(form.budget):
            for name in ("label", "initial", "adjusted", "executed", "weight", "rate", "score"):
                _tell(told, f"{at}.budget {row + 1}.{name}", getattr(line, name))
        for row, indicator in enumerate(form.indicators):
            for name in ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"):
                value = getattr(indicator, name)
                _tell(told, f"{at}.indicator {row + 1}.{name}", value, cleaned=name in {"level1", "level2"})
    return told


def _tell(told: dict[str, str], path: str, value: Any, *, cleaned: bool = False) -> None:
    from bench.scans.truth import squeezed

    if value is not None:
        told[path] = squeezed(value.value if cleaned else value.text)


def _on_page(box: Box, to_picture: NDArray[np.float64], scan: Scan) -> Box:
    """A box of the straightened page as the box on the original page that fits its corners best."""
    corners = np.array([(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)])
    at = scan.to_page(mapped(to_picture, corners))
    return Box(
        float(at[[0, 3], 0].mean()),
        float(at[[0, 1], 1].mean()),
        float(at[[1, 2], 0].mean()),
        float(at[[2, 3], 1].mean()),
    )


def _scaled(box: Box, by: float) -> Box:
    return Box(box.x0 * by, box.top * by, box.x1 * by, box.bottom * by)


def _grey(data: bytes) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("not a picture")
    return np.ascontiguousarray(pixels[:, :, 2])  # in the red channel a red seal is as white as paper


def _crop(grey: NDArray[np.uint8], scan: Scan, box: Box) -> NDArray[np.uint8]:
    """A line put upright with the true homography."""
    scale = _LINE_DPI / 72
    x, y = box.x0 - _LINE_MARGIN, box.top - _LINE_MARGIN
    size = (
        max(8, round((box.x1 - box.x0 + 2 * _LINE_MARGIN) * scale)),
        max(8, round((box.bottom - box.top + 2 * _LINE_MARGIN) * scale)),
    )
    matrix = np.array(scan.homography) @ np.array([[1 / scale, 0, x], [0, 1 / scale, y], [0, 0, 1]])
    return np.asarray(cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP))


@functools.cache
def shared_detector() -> Any:
    """One for the process."""
    from extract.scan.detector import Detector

    return Detector()


@functools.cache
def _recogniser() -> Any:
    from extract.scan.recogniser import Recogniser

    return Recogniser()
