"""Forms printed in traditional characters are read like those in simplified ones; the printed text stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from extract import read
from normalize import evaluations
from normalize.evaluation import Traced
from normalize.traditional import SIMPLIFIED
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.evaluation import Evaluation

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = (
    "project-2022", "poverty-fund", "sichuan-0013zp", "hubei-county", "chongqing-department",
    "mof-2021-project", "dept-2023-clean", "input-process-faulty",
)  # fmt: skip
# For each simplified character one of its traditional ones.
TRADITIONAL = {simple: one for one, simple in SIMPLIFIED.items()}


def traditional(text: str) -> str:
    return text.translate(TRADITIONAL)


@pytest.fixture(params=NAMES)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[Evaluation], list[Evaluation]]:
    """A workbook as it is, and with every text in traditional characters."""
    source = SAMPLES / f"{request.param}.xlsx"
    book = openpyxl.load_workbook(source)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = traditional(cell.value)
    target = tmp_path / "traditional.xlsx"
    book.save(target)
    return evaluations(read(source)), evaluations(read(target))


def test_the_same_evaluation_comes_out(pair: tuple[list[Evaluation], list[Evaluation]]) -> None:
    (simple,), (other,) = pair
    assert (other.form, other.kind) == (simple.form, simple.kind)
    for name in ("budget", "indicators"):
        before, after = ([_texts(one) for one in getattr(form, name)] for form in (simple, other))
        assert after == before
    assert _texts(other.total) == _texts(simple.total)


def test_what_is_printed_stays(pair: tuple[list[Evaluation], list[Evaluation]]) -> None:
    (simple,), (other,) = pair
    assert simple.title is not None
    assert other.title is not None
    assert other.title.text == traditional(simple.title.text)
    assert other.title.text != simple.title.text


def _texts(row: object) -> dict[str, str]:
    """The printed texts of a row by field, in simplified characters."""
    return {
        name: squeezed(value.text)
        for name in row.__struct_fields__  # type: ignore[attr-defined]  (every row is a struct)
        if isinstance(value := getattr(row, name), Traced)
    }
