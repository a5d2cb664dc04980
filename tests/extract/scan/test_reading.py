"""How sure a reading is: strokes by shape, numbers by two networks, nothing ever certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from extract.document import SURE
from extract.scan import models
from extract.scan.cell_text import read_cells
from extract.scan.ink import inked
from extract.scan.marks import mark
from extract.scan.opinions import digits_alike, folded, numeric_like
from extract.scan.reading import read_both
from extract.scan.recogniser import Recogniser
from extract.scan.types import Recognised

if TYPE_CHECKING:
    from conftest import Line, Sheet

    from extract.scan.types import Grey

EM = 26.0


class Scripted:
    """A recogniser that says what it is told, and remembers what it was asked."""

    def __init__(self, **said: list[tuple[str, float]]) -> None:
        self.said = said
        self.asked: list[str] = []

    def read(self, crops: Sequence[Grey], model: models.Size) -> list[Recognised]:
        self.asked += [model] * len(crops)
        readings = tuple(self.said[model])
        return [Recognised(readings[0][0], (), readings) for _ in crops]


def read_as(scripted: Scripted) -> Recognised:
    crop = np.full((40, 80), 255, np.uint8)
    return read_both(cast("Recogniser", scripted), [crop])[0]


def test_two_networks_that_disagree_on_a_number_are_in_doubt() -> None:
    read = read_as(Scripted(tiny=[("353.38", 0.999)], small=[("353.88", 0.999)]))
    assert read.text == "353.88"
    assert read.probability < SURE
    assert "353.38" in [text for text, _ in read.readings]


def test_two_networks_that_agree_are_sure_but_never_certain() -> None:
    read = read_as(Scripted(tiny=[("353.88", 1.0)], small=[("353.88", 1.0)]))
    assert SURE <= read.probability < 1.0


@pytest.mark.parametrize(("tiny", "small"), [("万元", "元"), ("良", "优"), ("不合格", "合格")])
def test_two_networks_that_disagree_on_a_unit_or_a_rating_are_in_doubt(tiny: str, small: str) -> None:
    scripted = Scripted(tiny=[(tiny, 0.999)], small=[(small, 0.999)])
    read = read_as(scripted)
    assert scripted.asked == ["tiny", "small"]
    assert read.probability < SURE
    assert {tiny, small} <= {text for text, _ in read.readings}


def test_a_number_hidden_in_the_second_reading_is_read_twice() -> None:
    scripted = Scripted(tiny=[("到次", 0.95), ("≥4次", 0.04)], small=[("≥4次", 0.98)])
    assert read_as(scripted).probability < SURE
    assert scripted.asked == ["tiny", "small"]


def test_plain_words_read_surely_are_read_once() -> None:
    scripted = Scripted(tiny=[("数量指标", 0.99)])
    read_as(scripted)
    assert scripted.asked == ["tiny"]


@pytest.mark.parametrize("text", ["联系人：罗景行", "填报单位（盖章）：临溪县水务局"])
def test_names_are_read_by_the_network_that_knows_rare_characters(text: str) -> None:
    scripted = Scripted(tiny=[(text, 0.99)], small=[(text, 0.99)])
    read_as(scripted)
    assert scripted.asked == ["tiny", "small"]


def test_full_and_half_width_are_one_reading() -> None:
    read = read_as(Scripted(tiny=[("86％", 0.5), ("86%", 0.49)], small=[("86%", 0.98)]))
    assert len(read.readings) == 1
    assert read.probability >= SURE


def test_letters_shaped_like_digits_are_in_doubt_with_the_number_beside_them() -> None:
    read = read_as(Scripted(tiny=[("S", 0.97)], small=[("S", 0.96)]))
    assert read.text == "S"
    assert read.probability < SURE
    assert "5" in [text for text, _ in read.readings]


@pytest.mark.parametrize(
    ("text", "number"), [("15.", "15"), (".2", "2"), ("0.00.", "0.00"), ("1.250,000.00", None)]
)
def test_a_number_with_a_stray_point_is_in_doubt(text: str, number: str | None) -> None:
    read = read_as(Scripted(tiny=[(text, 0.99)], small=[(text, 0.99)]))
    assert read.text == text
    assert read.probability < SURE
    assert number is None or number in [other for other, _ in read.readings]


@pytest.mark.parametrize("text", ["1,234.50", "353.88", "0.5%", "2023.6.30", "100"])
def test_numbers_and_dates_as_they_are_printed_are_not_doubted(text: str) -> None:
    assert read_as(Scripted(tiny=[(text, 0.99)], small=[(text, 0.99)])).probability >= SURE


@pytest.mark.parametrize(("text", "number"), [("1O.5O", "10.50"), ("S", "5"), ("合计", None), ("10.5", None)])
def test_letters_that_may_be_digits(text: str, number: str | None) -> None:
    assert digits_alike(text) == number


@pytest.mark.parametrize("text", ["10", "≥", "８％", "到4次", "O.OO"])
def test_what_could_change_a_number(text: str) -> None:
    assert numeric_like(text)


def test_words_change_no_number() -> None:
    assert not numeric_like("社会效益指标")


@pytest.mark.parametrize(
    ("text", "expected"), [("—", "-"), ("－", "-"), ("——", "--"), ("-", "-"), ("/", "/")]
)
def test_a_lone_stroke_is_told_by_its_shape(line: type[Line], text: str, expected: str) -> None:
    found = mark(line.of(text), 255, EM)
    assert found is not None
    assert folded(found.text) == expected
    assert found.probability >= SURE


def test_two_strokes_that_blur_into_one_are_no_dash() -> None:
    crop = np.full((30, 40), 255, np.uint8)
    crop[12:14, 10:26] = 60
    crop[14:16, 10:26] = 150
    crop[16:18, 10:26] = 60
    assert mark(crop, 255, EM) is None


@pytest.mark.parametrize("text", ["1", "7", "一级", "3", "、", "二", "=", "10"])
def test_characters_are_no_strokes(line: type[Line], text: str) -> None:
    found = mark(line.of(text), 255, EM)
    assert found is None


def test_a_faded_digit_of_which_one_stroke_is_black_is_no_slash() -> None:
    crop = np.full((48, 60), 255, np.uint8)
    for y in range(10, 38):  # the slanting stroke
        x = 40 - (y - 10) // 2
        crop[y, x : x + 3] = 60
    crop[10:13, 24:40] = 165  # the others, faded
    crop[35:38, 26:44] = 165
    assert mark(crop, 255, EM) is None


def test_cells_of_a_page_are_read_and_empty_ones_stay_empty(sheet: type[Sheet]) -> None:
    page = sheet(660, 340)
    texts = {(20, 20): "≥", (220, 20): "353.88", (420, 20): "—", (20, 120): "", (220, 120): "100%"}
    for (x, y), text in texts.items():
        page.cell(x, y, x + 200, y + 100).write(text, x + 60, y + 35)
    cells = [(x, y, x + 200, y + 100) for x, y in texts]
    read = read_cells(Recogniser(), inked(page.pixels, page.per_point), EM, cells)
    said = [[one.said.text for one in lines] for lines in read]
    assert said == [["≥"], ["353.88"], ["—"], [], ["100%"]]


@pytest.mark.parametrize("quarter", [1, 3])
def test_a_label_turned_by_a_quarter_is_read(sheet: type[Sheet], quarter: int) -> None:
    flat = sheet(300, 60).write("社会效益指标", 60, 16)
    page = sheet(60, 300)
    page.pixels = np.ascontiguousarray(np.rot90(flat.pixels, quarter))
    ((found,),) = read_cells(Recogniser(), inked(page.pixels, page.per_point), EM, [(0, 0, 60, 300)])
    assert found.said.text == "社会效益指标"


def test_a_lone_equals_sign_is_no_dash(sheet: type[Sheet]) -> None:
    page = sheet(460, 140).cell(20, 20, 220, 120).cell(220, 20, 440, 120)
    page.fill(110, 62, 124, 64).fill(110, 67, 124, 69).write("353.88", 270, 55)
    cells = [(20, 20, 220, 120), (220, 20, 440, 120)]
    read = read_cells(Recogniser(), inked(page.pixels, page.per_point), EM, cells)
    assert [one.said.text for one in read[0]] == ["="]
