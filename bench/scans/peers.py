"""Other packages on the same scans. None of them is needed; one that is missing is said to be so.

They are given the page put straight with the true homography, which no user has: their figures are upper
bounds. Their structure is compared by boxes alone, for they know no place in a grid with spans.
"""

from __future__ import annotations

import functools
import logging
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.scans.stages import Found, Read, place
from bench.scans.truth import Scan
from extract.document import Box

_RENDER_DPI = 300  # at which camelot draws the page again for itself


def rapidocr(scan: Scan) -> Read:
    """Read with rapidocr on the whole page; each line goes to the true cell in which its middle lies."""
    pixels, per_point = _straight(scan)
    told = _rapidocr()(pixels)
    texts: dict[int, str] = {}
    sure: dict[int, float] = {}
    for corners, text, score in zip(told.boxes, told.txts, told.scores, strict=True):
        x, y = np.asarray(corners).mean(axis=0) / per_point
        for number, cell in enumerate(scan.cells):
            if cell.box.x0 <= x <= cell.box.x1 and cell.box.top <= y <= cell.box.bottom:
                texts[number] = texts.get(number, "") + text
                sure[number] = min(sure.get(number, 1.0), float(score))
    cells = [
        Found(place(cell), cell.box, texts.get(number, ""), sure.get(number, 1.0))
        for number, cell in enumerate(scan.cells)
    ]
    return Read(cells, upright=True, given=True)


def img2table(scan: Scan) -> Read:
    """The grid of img2table."""
    from img2table.document import Image as Page

    pixels, per_point = _straight(scan)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        cv2.imwrite(str(file), pixels)
        tables = Page(str(file), detect_rotation=False).extract_tables()
    boxes = {
        (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
        for table in tables
        for row in table.content.values()
        for cell in row
    }
    return Read([_found(box, 1 / per_point) for box in sorted(boxes)], upright=True)


def camelot(scan: Scan) -> Read:
    """The grid of camelot (lattice, raster); invisible text in every cell, without which it sees no table."""
    import camelot as package

    pixels, _ = _straight(scan)
    logging.getLogger("camelot").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = _pdf(pixels, scan, Path(folder))
        tables = package.read_pdf(str(file), flavor="lattice", engine="raster", line_scale=40)
        return Read([box for table in tables for box in _merged(table, scan.page_size[1])], upright=True)


PEERS: dict[str, Callable[[Scan], Read]] = {"rapidocr": rapidocr, "img2table": img2table, "camelot": camelot}


def _straight(scan: Scan) -> tuple[NDArray[np.uint8], float]:
    """The page put straight, in colour or grey as it was scanned, and its pixels to a point."""
    pixels = cv2.imdecode(np.frombuffer(scan.data, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"{scan.name} is not a picture")
    per_point = scan.dpi / 72
    size = (round(scan.page_size[0] * per_point), round(scan.page_size[1] * per_point))
    matrix = np.array(scan.homography) @ np.diag([1 / per_point, 1 / per_point, 1])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(pixels, matrix, size, flags=flags), np.uint8), per_point


def _found(box: tuple[float, float, float, float], scale: float) -> Found:
    return Found(None, Box(*(float(edge) * scale for edge in box)))


@functools.cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _pdf(pixels: NDArray[np.uint8], scan: Scan, folder: Path) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    picture, file = folder / "page.png", folder / "page.pdf"
    Image.fromarray(pixels[:, :, ::-1]).save(picture)
    canvas = Canvas(str(file), pagesize=scan.page_size)
    canvas.drawImage(str(picture), 0, 0, *scan.page_size)
    for cell in scan.cells:
        text = canvas.beginText(
            (cell.box.x0 + cell.box.x1) / 2, scan.page_size[1] - (cell.box.top + cell.box.bottom) / 2
        )
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 4)
        text.textOut("0")
        canvas.drawText(text)
    canvas.save()
    return file


def _merged(table: Any, height: float) -> list[Found]:
    """Unit cells without a line between them are one cell: camelot has no spans."""
    rows, columns = len(table.cells), len(table.cells[0])
    seen: set[tuple[int, int]] = set()
    found = []
    for start in ((row, column) for row in range(rows) for column in range(columns)):
        if start in seen:
            continue
        region, todo = {start}, [start]
        while todo:
            row, column = todo.pop()
            cell = table.cells[row][column]
            for wall, near in (
                (cell.right, (row, column + 1)),
                (cell.left, (row, column - 1)),
                (cell.bottom, (row + 1, column)),
                (cell.top, (row - 1, column)),
            ):
                if not wall and 0 <= near[0] < rows and 0 <= near[1] < columns and near not in region:
                    region.add(near)
                    todo.append(near)
        seen |= region
        units = [table.cells[row][column] for row, column in region]
        left, right = min(unit.x1 for unit in units), max(unit.x2 for unit in units)
        low, high = min(unit.y1 for unit in units), max(unit.y2 for unit in units)
        found.append(_found((left, height - high, right, height - low), 1.0))
    return found
