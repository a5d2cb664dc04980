"""The text of an earlier recognition under a picture is a second opinion: never trusted alone, never lost."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import fuhe
from bench.scans.generator import scan
from bench.scans.searchable import searchable
from bench.scans.truth import Scan
from extract.document import SURE, Box, Cell, Document, OnPage, Page, Table, Word
from extract.read import read, read_bytes
from extract.scan.earlier import weighed
from extract.textflow import Run

pytestmark = pytest.mark.timeout(600)  # a busy machine takes its time

SAMPLES = Path(__file__).parents[3] / "samples"


@cache
def scanned() -> Scan:
    return scan(SAMPLES / "project-2022.pdf", 1, "clean300")


def cells(document: Document) -> list[Cell]:
    return [cell for page in document.pages for table in page.tables for cell in table.cells]


def codes(document: Document) -> dict[str, str]:
    return {problem.code: problem.message.zh for problem in document.problems}


@cache
def without_layer() -> Document:
    return read_bytes(searchable(replace(scanned(), cells=(), lines=())), "page.pdf")


def test_a_layer_that_agrees_changes_no_reading() -> None:
    document = read_bytes(searchable(scanned()), "page.pdf")
    assert [cell.text for cell in cells(document)] == [cell.text for cell in cells(without_layer())]
    doubted = [cell.text for cell in cells(document) if cell.confidence < SURE]
    assert doubted == [cell.text for cell in cells(without_layer()) if cell.confidence < SURE]
    assert "不单独采信" in codes(document)["earlier-text-layer"]
    assert "不一致" not in codes(document)["earlier-text-layer"]
    assert "invisible-text" not in codes(document)


def test_an_error_is_not_told_where_the_layer_reads_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(searchable(scanned(), {"86.30%": "86.20%"}))
    audit = fuhe.audit(file)
    assert "rate-recompute" not in {one.rule for one in audit.findings if one.severity == "error"}
    (finding,) = [one for one in audit.findings if one.rule == "rate-recompute"]
    assert finding.misread is not None
    assert "86.20%" in finding.misread.reading
    assert "total-score-sum" in {one.rule for one in audit.findings if one.severity == "error"}


def test_text_below_a_picture_of_the_page_is_not_taken_for_an_exported_page() -> None:
    document = read_bytes(searchable(scanned(), {"86.30%": "86.20%"}, how="below"), "page.pdf")
    assert document.pages[0].text_layer == "recognised"
    (rate,) = [cell for cell in cells(document) if cell.text == "86.30%"]
    assert rate.confidence < SURE
    assert rate.words[0].alternatives[0][0] == "86.20%"


def test_the_layer_of_a_page_that_lies_on_its_side_is_turned_with_it() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(searchable(scanned()))) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(out)
    document = read_bytes(out.getvalue(), "page.pdf")
    assert document.pages[0].rotation == 0
    assert "不一致" not in codes(document)["earlier-text-layer"]
    assert "132 个单元格" in codes(document)["earlier-text-layer"]


def test_a_watermark_over_an_exported_page_hides_nothing() -> None:
    """Its picture covers the page, but the text shows through."""
    path = SAMPLES / "no-rulings.pdf"
    plain = read(path)
    stamp = io.BytesIO()
    canvas = Canvas(stamp, pagesize=(plain.pages[0].width, plain.pages[0].height))
    picture = Image.new("RGBA", (200, 280), (255, 0, 0, 40))
    canvas.drawImage(ImageReader(picture), 0, 0, plain.pages[0].width, plain.pages[0].height, mask="auto")
    canvas.save()
    out = io.BytesIO()
    with pikepdf.open(path) as pdf, pikepdf.open(stamp) as over:
        pdf.pages[0].add_overlay(over.pages[0])
        pdf.save(out)
    document = read_bytes(out.getvalue(), "page.pdf")
    assert document.pages[0].text_layer == "usable"
    assert [cell.text for cell in cells(document)] == [cell.text for cell in cells(plain)]


def row(*texts: str, sure: float = 0.99) -> tuple[Table, Page]:
    """A row of cells, 100 points wide each."""
    made = []
    for at, text in enumerate(texts):
        place = OnPage(1, Box(100.0 * at, 0.0, 100.0 * at + 100, 20.0))
        made.append(Cell(0, at, 1, 1, text, place, (Word(text, place, sure),) if text else ()))
    return Table(tuple(made), 1, len(texts), "recognised"), Page(1, 900.0, 20.0, 0, "recognised")


def layer(*texts: str) -> list[Run]:
    return [
        Run(char, 100.0 * at + 10 * n, 5, 100.0 * at + 10 * n + 9, 15, 100.0 * at + 10 * n, 14)
        for at, text in enumerate(texts)
        for n, char in enumerate(text)
    ]


def test_what_only_the_layer_sees_makes_an_empty_cell_doubtful() -> None:
    table, page = row("10", "")
    told = weighed([table], page, layer("10", "9.5"), 0)
    assert told
    sure, empty = told.tables[0].cells
    assert sure.confidence == 0.99
    assert empty.text == ""
    assert empty.confidence < SURE
    assert empty.words[0].alternatives == (("9.5", 0.5),)


def test_a_layer_that_says_nothing_of_a_cell_casts_no_doubt_on_it() -> None:
    table, page = row("10", "9.5")
    told = weighed([table], page, layer("10"), 0)
    assert told
    assert told.tables[0] == table


@pytest.mark.parametrize("printed", ["≥90%", "90.5", "1,234.00"])
def test_a_lost_sign_or_point_is_a_difference(printed: str) -> None:
    table, page = row(printed)
    told = weighed([table], page, layer(printed.strip("≥").replace(".", "").replace(",", ".")), 0)
    assert told
    assert told.tables[0].cells[0].confidence < SURE


def test_blanks_width_and_punctuation_are_none() -> None:
    table, page = row("其中：当年财政拨款", "—")
    told = weighed([table], page, layer("其中:当年财政拨款", "-"), 0)
    assert told
    assert told.tables[0] == table


def test_a_layer_that_mostly_differs_is_left_out_and_told() -> None:
    table, page = row("10", "20", "30", "40", "50", "60", "70")
    told = weighed([table], page, layer("10", "21", "31", "41", "51", "61", "71"), 0)
    assert told
    assert told.tables[0] == table
    assert "未采用" in told.problem.message.zh
