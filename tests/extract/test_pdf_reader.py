"""The reader of exported PDFs as a whole: what it refuses, and that it costs the same for every page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from extract.document import Line, OnPage, Table
from extract.errors import UnreadableError
from extract.pdf import reader as pdf_module
from extract.pdf.reader import read_pdf

KEY, OTHER_KEY = "口令", "falsch"

SAMPLES = Path(__file__).parents[2] / "samples"

MakeInk = Callable[[], Any]
MakePdf = Callable[..., bytes]


@pytest.fixture
def page(ink: MakeInk) -> Any:
    return ink().grid([50, 150, 300], [760, 730]).text(55, 740, "项目名称").text(155, 740, "443.88")


def code_of(data: bytes, password: str | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data, password=password)
    assert caught.value.reason.zh
    assert caught.value.remedy.en
    return caught.value.code


def test_a_protected_file_opens_with_its_password_only(page: Any, pdf_of: MakePdf) -> None:
    data = pdf_of(page, password=KEY)
    assert code_of(data) == "encrypted"
    assert code_of(data, password=OTHER_KEY) == "wrong-password"
    (table,) = read_pdf(data, password=KEY).pages[0].tables
    assert [cell.text for cell in table.cells] == ["项目名称", "443.88"]


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert code_of(data) == "damaged"


def test_a_file_cut_off_in_the_middle_is_refused_or_read_whole(page: Any, pdf_of: MakePdf) -> None:
    data = pdf_of(page)
    assert code_of(data[: len(data) // 3]) == "damaged"


def test_a_page_that_cannot_be_loaded_is_said_and_the_rest_is_read(page: Any, pdf_of: MakePdf) -> None:
    data = pdf_of(page)
    assert b"/Count 1" in data
    reading = read_pdf(data.replace(b"/Count 1", b"/Count 2"))
    assert [(problem.code, problem.page) for problem in reading.problems] == [("page-not-readable", 2)]
    assert [cell.text for cell in reading.pages[0].tables[0].cells] == ["项目名称", "443.88"]


def test_too_many_pages_are_refused(ink: MakeInk, pdf_of: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    assert code_of(pdf_of(ink(), ink(), ink())) == "too-many-pages"


def test_prose_has_lines_and_no_tables() -> None:
    reading = read_pdf((SAMPLES / "prose.pdf").read_bytes())
    assert all(isinstance(block, Line) for block in reading.blocks)
    assert len(reading.blocks) > 5


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_the_cells_of_a_joined_table_tile_it(sample: Path) -> None:
    for table in (b for b in read_pdf(sample.read_bytes()).blocks if isinstance(b, Table)):
        covered = [(r, c) for cell in table.cells for r in cell.rows for c in cell.columns]
        assert len(covered) == len(set(covered))
        assert len(covered) == table.row_count * table.column_count


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_word_lies_in_its_cell(sample: Path) -> None:
    for page in read_pdf(sample.read_bytes()).pages:
        for cell in (cell for table in page.tables for cell in table.cells):
            assert isinstance(cell.place, OnPage)
            box = cell.place.box
            for word in cell.words:
                assert isinstance(word.place, OnPage)
                ink = word.place.box
                assert box.x0 < (ink.x0 + ink.x1) / 2 < box.x1
                assert box.top < (ink.top + ink.bottom) / 2 < box.bottom


def bare(text: str | None) -> str:
    return "".join((text or "").split())


def pieces(value: str) -> set[str]:
    """Operator, number and unit of a target: some forms print each in a cell of its own."""
    return set(re.findall(r"定性|[≥≤＝=<>]|[\d.]+|[^≥≤＝=<>\d.]+", value))


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_indicator_of_the_answer_stands_in_one_row(sample: Path) -> None:
    answer = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    tables = [block for block in read_pdf(sample.read_bytes()).blocks if isinstance(block, Table)]
    rows = [
        {bare(cell.text) for cell in table.cells if row in cell.rows}
        for table in tables
        for row in range(table.row_count)
    ]
    # the reason of a deviation may stand below the table, with the name of its indicator
    fields = ("level3", "target", "actual", "weight", "score")
    for indicator in answer.get("indicators", []):
        printed = {bare(indicator[field]) for field in fields if indicator[field]}
        assert any(all(value in row or pieces(value) <= row for value in printed) for row in rows), printed


def test_reading_in_threads_is_safe(page: Any, pdf_of: MakePdf) -> None:
    data = pdf_of(page)
    alone = read_pdf(data)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read_pdf, [data] * 40)) == [alone] * 40


def test_the_cost_of_a_page_does_not_grow_with_the_file(ink: MakeInk, pdf_of: MakePdf) -> None:
    def sheet(number: int) -> Any:
        ys = [780 - 30 * i for i in range(11)]
        page = ink().grid([50, 150, 300, 400], ys)
        for i, y in enumerate(ys[:-1]):
            page.text(55, y - 20, f"第{number}页{i}行").text(155, y - 20, "≥5").text(305, y - 20, "4.5")
        return page

    def seconds_a_page(count: int) -> float:
        data = pdf_of(*[sheet(number) for number in range(count)])
        start = time.process_time()
        (table,) = (block for block in read_pdf(data).blocks if isinstance(block, Table))
        assert table.row_count == 10 * count
        return (time.process_time() - start) / count

    seconds_a_page(2)
    few, many = min(seconds_a_page(10) for _ in range(3)), seconds_a_page(200)
    assert many < 2.5 * few
