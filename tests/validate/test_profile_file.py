"""A profile of the user's own: what it sets, what it inherits, and how its mistakes are told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from validate.profile import for_form, shipped
from validate.profile_file import profile_named, read_profile
from validate.toml_file import FileMistakeError


def _file(folder: Path, text: str) -> Path:
    path = folder / "某县.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_file_does_not_set_is_taken_from_its_base(tmp_path: Path) -> None:
    path = _file(tmp_path, 'title = "某县口径"\nbase = "national-2020"\ntotal_weight = 90.50\n')
    profile = read_profile(path)
    national = for_form("mof-2020-project")
    assert (profile.id, profile.title.zh) == ("某县", "某县口径")
    assert str(profile.total_weight) == "90.50"
    assert profile.execution_weight == national.execution_weight
    assert profile.grade_bands == national.grade_bands
    assert profile.forms == ()


def test_without_a_base_nothing_is_fixed(tmp_path: Path) -> None:
    profile = read_profile(_file(tmp_path, 'title = "某县"\n'))
    assert profile.total_weight is None
    assert profile.execution_rule == "unknown"


def test_own_bands_replace_those_of_the_base(tmp_path: Path) -> None:
    text = 'base = "national-2020"\n[[grade_bands]]\nname = "优"\nat_least = 85\n'
    assert [band.at_least for band in read_profile(_file(tmp_path, text)).grade_bands] == [Decimal(85)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('total_wieght = "90"', "total_weight"),
        ('base = "nationl-2020"', "national-2020"),
        ('[[grade_bands]]\nname = "优"\nat_lest = 90', "at_least"),
        ('execution_rule = "linaer"', "linaer"),
        ('total_weight = "ninety"', "total_weight"),
        ('total_weight = "-1"', "total_weight"),
        ("base = 3", "permissive"),
        ("title = ", "某县.toml"),
    ],
)
def test_a_mistake_is_named_with_what_was_probably_meant(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(FileMistakeError) as caught:
        read_profile(_file(tmp_path, text))
    for language in ("zh", "en"):
        sentence = caught.value.reason.text(language)  # type: ignore[arg-type]
        assert "某县.toml" in sentence
        assert told in sentence


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMistakeError, match=r"none\.toml"):
        read_profile(tmp_path / "none.toml")
    with pytest.raises(FileMistakeError, match="too large"):
        read_profile(_file(tmp_path, "#" * 1_000_001))


def test_a_shipped_profile_is_found_by_its_id_and_a_mistyped_one_suggested() -> None:
    assert profile_named("sichuan") in shipped()
    with pytest.raises(FileMistakeError, match="sichuan"):
        profile_named("sichan")
