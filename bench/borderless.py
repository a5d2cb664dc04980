"""Tables without rulings: our own alignment beside camelot's and pdfplumber's, on the same pages.

    python bench/borderless.py [--pages FOLDER]

The sample forms are drawn again without borders and with horizontal borders only, as spreadsheet and as Word
document (LibreOffice) and as HTML (Chromium), and exported. A cell is exact when some cell of the result
holds its text, blanks and character width aside. A row is exact when its unmerged cells, in order and without
foreign text, make up a row of the result (merged labels may stand anywhere). `wrong` counts texts that a
result holds in cells and that are no cell of the form: what would be read into the wrong field. FOLDER keeps
the pages, so that a second run need not make them again.
"""

from __future__ import annotations

import argparse
import html
import json
import logging
import subprocess
import sys
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

SAMPLES = Path(__file__).parent.parent / "samples"
sys.path.insert(0, str(SAMPLES))

Rows = list[list[str]]


class Known(NamedTuple):
    """What a page holds: the texts of all cells, and row by row those of the unmerged cells."""

    cells: list[str]
    rows: Rows


def main(folder: Path) -> None:
    """Make the pages where they are missing, read them with every method, print the comparison."""
    pages = sorted(folder.glob("*.pdf")) or make(folder)
    print(f"{'method':34}{'pages':12}{'cells exact':>13}{'rows exact':>13}{'wrong':>7}{'CPU ms/file':>13}")
    for kind in ("none", "level"):
        files = [page for page in pages if f"-{kind}-" in page.name]
        known = [Known(**json.loads(page.with_suffix(".json").read_text("utf-8"))) for page in files]
        for name, method in METHODS.items():
            print(f"{name:34}{KINDS[kind]:12}{_line(method, files, known)}", flush=True)


def _line(method: Callable[[Path], list[Rows]], files: list[Path], known: list[Known]) -> str:
    cells = rows = wrong = 0
    seconds = 0.0
    for file, truth in zip(files, known, strict=True):
        start = time.process_time()
        tables = method(file)
        seconds += time.process_time() - start
        good = score(tables, truth)
        cells, rows, wrong = cells + good[0], rows + good[1], wrong + good[2]
    of_cells, of_rows = (sum(len(one[part]) for one in known) for part in (0, 1))
    counted = f"{cells}/{of_cells}", f"{rows}/{of_rows}"
    return f"{counted[0]:>13}{counted[1]:>13}{wrong:7}{seconds / len(files) * 1000:13.0f}"


def score(tables: list[Rows], truth: Known) -> tuple[int, int, int]:
    """Cells exact, rows exact, and cells of the result that are none of the form's."""
    held = [text for table in tables for row in table for text in row if text]
    left = list(held)
    cells = 0
    for text in truth.cells:
        if text in left:
            left.remove(text)
            cells += 1
    single = {text for row in truth.rows for text in row}
    lines = [[text for text in row if text] for table in tables for row in table]
    labels = set(truth.cells) - single
    bare = [[text for text in line if text not in labels] for line in lines]
    return cells, sum(row in bare or row in lines for row in truth.rows), len(left)


def squeezed(text: str | None) -> str:
    """The text without blanks, full-width forms narrowed."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def alignment(path: Path) -> list[Rows]:
    """Our own reader."""
    import extract

    return [
        [[squeezed(cell.text) for cell in table.cells if cell.row == row] for row in range(table.row_count)]
        for page in extract.read(path).pages
        for table in page.tables
    ]


def camelot_with(flavor: str, **options: Any) -> Callable[[Path], list[Rows]]:
    """One flavour of camelot."""

    def read(path: Path) -> list[Rows]:
        import camelot

        logging.disable(logging.CRITICAL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found = camelot.read_pdf(str(path), pages="all", flavor=flavor, **options)
            except Exception as failure:  # noqa: BLE001  (a peer that fails on a page has read nothing)
                print(f"{flavor}: {path.name}: {failure!r}", file=sys.stderr)
                return []
        return [[[squeezed(text) for text in row] for row in table.df.values.tolist()] for table in found]

    return read


def pdfplumber_with(across: str) -> Callable[[Path], list[Rows]]:
    """The second reader, with columns from text and rows from text or rules."""

    def read(path: Path) -> list[Rows]:
        import pdfplumber

        settings = {"vertical_strategy": "text", "horizontal_strategy": across}
        with pdfplumber.open(path) as document:
            return [
                [[squeezed(text) for text in row] for row in table]
                for page in document.pages
                for table in page.extract_tables(settings)
            ]

    return read


METHODS: dict[str, Callable[[Path], list[Rows]]] = {
    "own alignment (product)": alignment,
    "camelot stream": camelot_with("stream"),
    "camelot stream, row_tol 10": camelot_with("stream", row_tol=10),
    "camelot network": camelot_with("network"),
    "camelot hybrid": camelot_with("hybrid"),
    "pdfplumber text/text": pdfplumber_with("text"),
    "pdfplumber text/lines": pdfplumber_with("lines"),
}
KINDS = {"none": "no rules", "level": "level rules"}


def make(folder: Path) -> list[Path]:
    """Draw every form every way."""
    import content_archive
    import content_department
    import content_project
    from layout import grid
    from make import ACROSS, DEVIATION, LONG, PLAIN

    forms = {
        "clean": (content_department.CLEAN, DEVIATION, False),
        "faulty": (content_department.FAULTY, PLAIN, False),
        "water": (content_project.WATER, DEVIATION, False),
        "care": (content_project.CARE, LONG, False),
        "archive": (content_archive.ARCHIVE, ACROSS, True),
    }
    for name, (form, widths, across) in forms.items():
        made = grid(form, widths)
        for kind in KINDS:
            for tool, draw in (("calc", _calc), ("word", _word), ("html", _chromium)):
                target = folder / f"{name}-{kind}-{tool}.pdf"
                draw(form, made, target, kind, across=across)
                _know(made, target.with_suffix(".json"))
    return sorted(folder.glob("*.pdf"))


def _know(made: Any, target: Path) -> None:
    written = [cell for cell in made.cells if cell.text]
    rows = [
        [squeezed(cell.text) for cell in sorted(written, key=lambda cell: cell.column) if _alone(cell, row)]
        for row in range(made.row_count)
    ]
    known = {
        "cells": [squeezed(cell.text) for cell in written],
        "rows": [row for row in rows if len(row) > 1],
    }
    target.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _alone(cell: Any, row: int) -> bool:
    return bool(cell.row == row and cell.rows == 1)


def _calc(form: Any, made: Any, target: Path, kind: str, *, across: bool) -> None:
    import render_sheet
    from office import to_pdf
    from openpyxl import load_workbook
    from openpyxl.styles import Border

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / f"{target.stem}.xlsx"
        render_sheet.save(form, made, book, landscape=across, size=10.5 if across else 9)
        changed = load_workbook(book)
        for row in changed.active.iter_rows():
            for cell in row:
                edges = cell.border
                cell.border = Border(top=edges.top, bottom=edges.bottom) if kind == "level" else Border()
        changed.save(book)
        to_pdf(book, target)


def _word(form: Any, made: Any, target: Path, kind: str, *, across: bool) -> None:
    import docx
    import render_word
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from office import to_pdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{target.stem}.docx"
        render_word.save(form, (made,), path, margin=15)
        document = docx.Document(str(path))
        if across:
            section = document.sections[0]
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        for table in document.tables:
            names = ("left", "right", "insideV") + (() if kind == "level" else ("top", "bottom", "insideH"))
            edges = "".join(f'<w:{name} w:val="nil"/>' for name in names)
            table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))  # noqa: SLF001  (python-docx has no table borders)
        document.save(str(path))
        to_pdf(path, target)


def _chromium(form: Any, made: Any, target: Path, kind: str, *, across: bool) -> None:
    border = "1px solid black" if kind == "level" else "none"
    style = (
        f"@page{{size:A4 {'landscape' if across else 'portrait'};margin:15mm}}"
        "body{font:9pt 'Noto Serif CJK SC'}table{border-collapse:collapse;table-layout:fixed}"
        f"td{{border-top:{border};border-bottom:{border};padding:3pt}}"
    )
    text = (
        f"<!doctype html><meta charset=utf-8><style>{style}</style><h2 align=center>{form.title}</h2>"
        f"<p align=center>（{form.year}年度）</p><table>{''.join(_html_rows(made))}</table>"
    )
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(text, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run([*command, f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True)


def _html_rows(made: Any) -> Iterable[str]:
    yield "<colgroup>" + "".join(f"<col style='width:{width}mm'>" for width in made.widths) + "</colgroup>"
    for row in range(made.row_count):
        cells = (cell for cell in made.cells if cell.row == row)
        yield "<tr>" + "".join(_html_cell(cell) for cell in cells) + "</tr>"


def _html_cell(cell: Any) -> str:
    spans = f"rowspan={cell.rows} colspan={cell.columns} align={cell.align}"
    return f"<td {spans}>{html.escape(cell.text)}</td>"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=Path)
    options = parser.parse_args()
    if options.pages:
        options.pages.mkdir(parents=True, exist_ok=True)
        main(options.pages)
    else:
        with tempfile.TemporaryDirectory() as kept:
            main(Path(kept))
