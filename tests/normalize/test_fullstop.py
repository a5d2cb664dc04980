"""A full stop typed for a decimal point (288。00) is read as doubtful, with its reason; it accuses nobody."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

import fuhe
from extract.document import SURE
from normalize.fullstop import mended

if TYPE_CHECKING:
    from conftest import Read

SAMPLES = Path(__file__).parents[2] / "samples"
HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def _row(target: str, actual: str, weight: str = "10", score: str = "10") -> list[str]:
    return ["产出指标", "成本指标", "项目成本", target, actual, weight, score]


@pytest.mark.parametrize(
    ("text", "plain"), [("9。5", "9.5"), ("９｡５", "９.５"), ("1。2。3", None), ("9.5", None)]
)
def test_only_one_full_stop_between_figures_is_a_point(text: str, plain: str | None) -> None:
    assert mended(text) == plain


def test_a_score_with_a_full_stop_is_read_as_doubtful_with_the_reason(read_form: Read) -> None:
    score = read_form([HEADER, _row("≤300万元", "288万元", score="9。5")]).indicators[0].score
    assert score is not None
    assert (score.value, score.text, score.how) == (Decimal("9.5"), "9。5", "inferred")
    assert score.confidence < SURE
    assert score.reason is not None
    assert "9。5" in score.reason.zh


def test_a_value_with_a_full_stop_is_one_number_and_keeps_its_printed_text(read_form: Read) -> None:
    row = read_form([HEADER, _row("≤300。00万元", "288。00万元")]).indicators[0]
    assert row.target is not None
    assert row.actual is not None
    assert (row.target.value, row.target.text) == ("≤300.00万元", "≤300。00万元")
    assert (row.actual.value, row.actual.how) == ("288.00万元", "inferred")
    assert max(row.target.confidence, row.actual.confidence) < SURE


def test_in_a_sentence_the_full_stop_stays_and_is_doubtful(read_form: Read) -> None:
    actual = read_form([HEADER, _row("≥12个", "完成12。3月底验收")]).indicators[0].actual
    assert actual is not None
    assert actual.value == "完成12。3月底验收"
    assert actual.confidence < SURE
    assert actual.reason is not None


@pytest.mark.parametrize("column", ["initial", "adjusted", "executed"])
def test_an_amount_with_a_full_stop_is_read_and_no_error_rests_on_it(column: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "mof-2021-project.xlsx")
    sheet = book.active
    assert sheet is not None
    printed = {"initial": "310", "adjusted": "300", "executed": "288"}[column]
    changed = 0
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith(printed) and str(cell.value) in (printed, f"{printed}.00"):
                cell.value = f"{printed}。00"
                cell.number_format = "General"
                changed += 1
    assert changed
    book.save(tmp_path / "point.xlsx")
    audited = fuhe.audit(tmp_path / "point.xlsx")
    amount = getattr(audited.evaluations[0].budget[0], column)
    assert amount.value == Decimal(f"{printed}.00")
    assert amount.how == "inferred"
    assert [one.rule for one in audited.findings if one.severity != "notice"] == []
