"""A book of 150 pages yields exactly the forms that stand in it, each with its own pages and rows."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from extract import read
from normalize import evaluations

if TYPE_CHECKING:
    from types import ModuleType

    from normalize.evaluation import Evaluation

SAMPLES = Path(__file__).parents[2] / "samples"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("samples_book", SAMPLES / "book.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    path = tmp_path_factory.mktemp("book") / "final-accounts-book.pdf"
    return path, _script().build(path)


@pytest.fixture(scope="module")
def found(book: tuple[Path, list[dict[str, Any]]]) -> list[Evaluation]:
    return evaluations(read(book[0]))


def _tight(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", "", text)


def test_the_book_is_as_long_as_such_books_are(book: tuple[Path, list[dict[str, Any]]]) -> None:
    with pikepdf.open(book[0]) as pdf:
        assert len(pdf.pages) == 150


def test_every_form_stands_on_its_own_pages(
    book: tuple[Path, list[dict[str, Any]]], found: list[Evaluation]
) -> None:
    assert [(list(one.pages), one.form) for one in found] == [
        (answer["pages"], answer["form"]) for answer in book[1]
    ]


def test_no_form_takes_rows_from_its_neighbours(
    book: tuple[Path, list[dict[str, Any]]], found: list[Evaluation]
) -> None:
    names = [[_tight(row.level3.text) for row in one.indicators] for one in found]
    assert names == [[_tight(row["level3"]) for row in answer["indicators"]] for answer in book[1]]
    scores = [_tight(one.total.score.text) if one.total.score else None for one in found]
    assert scores == [answer["total"]["score"] for answer in book[1]]
