"""No unit is accused on the word of one reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from extract.document import Box, InSheet, OnPage, Place, Source
from extract.wording import Wording
from fuhe.verify import verified
from validate.outcome import Evidence, Finding, Outcome, Severity

HERE, BELOW = OnPage(1, Box(10, 10, 50, 20)), OnPage(2, Box(10, 10, 50, 20))


@pytest.fixture
def source(tmp_path: Path) -> Source:
    file = tmp_path / "form.pdf"
    file.write_bytes(b"%PDF-1.4 bytes")
    return Source(str(file), "0" * 64, "application/pdf", 2)


def claim(
    text: str, *, place: Place = HERE, more: tuple[Place, ...] = (), severity: Severity = "error"
) -> Outcome:
    evidence = Evidence(Wording("合计·年初预算数", "total, initial"), text, place, more)
    message = Wording("不符", "differs")
    finding = Finding("budget-col-sum", severity, message, None, None, None, None, (evidence,))
    return Outcome("budget-col-sum", "finding", Wording("年初", "initial"), finding=finding)


class Reader:
    """A second reader that sees these texts on page 1 and on page 2."""

    def __init__(self, page1: str | None, page2: str | None = "") -> None:
        self.readings = {1: page1, 2: page2}
        self.asked: list[tuple[bytes, Sequence[OnPage], str | None]] = []

    def __call__(self, data: bytes, places: Sequence[OnPage], password: str | None) -> list[str | None]:
        self.asked.append((data, tuple(places), password))
        return [self.readings[place.page] for place in places]


def test_an_error_that_both_readers_see_stands(source: Source) -> None:
    outcomes = (claim("443.88"),)
    assert verified(outcomes, source, reader=Reader(page1=" 443.88\n")) == outcomes


def test_width_of_letters_and_wrapped_lines_are_no_disagreement(source: Source) -> None:
    outcomes = (claim("４４３．８８（万元）"),)
    assert verified(outcomes, source, reader=Reader(page1="443.88(万\n元)")) == outcomes


def test_an_error_on_which_the_readers_differ_becomes_could_not_check_with_both_readings(
    source: Source,
) -> None:
    (doubted,) = verified((claim("443.88"),), source, reader=Reader(page1="444.38"))
    assert doubted.status == "could-not-check"
    assert doubted.finding is None
    for sentence in (doubted.reason.zh, doubted.reason.en):
        assert "443.88" in sentence
        assert "444.38" in sentence


def test_a_cell_cut_by_a_page_break_is_read_in_both_places(source: Source) -> None:
    outcomes = (claim("4 43.88", more=(BELOW,)),)
    assert verified(outcomes, source, reader=Reader(page1="44", page2="3.88")) == outcomes
    (doubted,) = verified(outcomes, source, reader=Reader(page1="44", page2="4.38"))
    assert doubted.status == "could-not-check"


def test_a_second_reader_that_cannot_say_confirms_nothing(source: Source) -> None:
    outcomes = (claim("44", more=(BELOW,)),)
    (doubted,) = verified(outcomes, source, reader=Reader(page1="44", page2=None))
    assert doubted.status == "could-not-check"
    assert "未能读出" in doubted.reason.zh


def test_a_file_that_went_away_confirms_nothing(source: Source) -> None:
    Path(source.path).unlink()
    (doubted,) = verified((claim("443.88"),), source, reader=Reader(page1="443.88"))
    assert doubted.status == "could-not-check"


def test_only_errors_cost_a_second_reading_and_each_place_is_read_once(source: Source) -> None:
    second = Reader(page1="443.88")
    warning = claim("1", severity="warning")
    assert verified((warning,), source, reader=second) == (warning,)
    assert second.asked == []
    verified((claim("443.88"), claim("443.88")), source, "secret", second)
    assert second.asked == [(b"%PDF-1.4 bytes", (HERE,), "secret")]


def test_other_kinds_of_file_have_no_second_reader(source: Source) -> None:
    sheet = msgspec.structs.replace(
        source, media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    outcomes = (claim("1", place=InSheet("Sheet1", "B5")),)
    assert verified(outcomes, sheet, reader=Reader(page1="2")) == outcomes
