"""What a spreadsheet cell reads as: the text on the sheet, never the binary noise behind it."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.office.number_format import displayed


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.818, "0.0%", "81.8%"),
        (90.5, "0.00", "90.50"),
        (90.5, "General", "90.5"),
        (0.1 + 0.2, "General", "0.3"),
        (98.2999999999997, "General", "98.3"),
        (12345678901.25, "General", "12345678901.25"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234.5, "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.0", "-1,234.5"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, '0.00;-0.00;"—"', "—"),
        (1.005, "0.00", "1.01"),
        (45.5, '0.00"万元"', "45.50万元"),
        (100, "[$¥-804]#,##0.00", "¥100.00"),
        (12345678, '0\\.0000"万元"', "1234.5678万元"),
        (12345678, "0\\.0,", "1234.6"),
        (12345678, "#,##0,", "12,346"),
        (5, "0.##", "5"),
        (7, "000", "007"),
        (10**20, "0.00", "100000000000000000000"),
        (True, "General", "TRUE"),
        ("≥76个", "0.00", "≥76个"),
        (None, "0.00", ""),
    ],
)
def test_a_value_reads_as_the_sheet_shows_it(value: object, number_format: str, text: str) -> None:
    assert displayed(value, number_format) == text


@pytest.mark.parametrize("number_format", ["# ?/?", "0.00E+00", "[DBNum1]General", "[>1]0;0.0", "000-0000"])
def test_a_format_we_do_not_know_leaves_the_number_alone(number_format: str) -> None:
    assert displayed(13.25, number_format) == "13.25"


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("mm-dd-yy", "2023/12/31"),
        ('yyyy"年"m"月"d"日"', "2023年12月31日"),
        ("[$-804]yyyy\\-mm\\-dd;@", "2023-12-31"),
        ("yyyy/m/d h:mm", "2023/12/31 14:05"),
        ("mm:ss", "05:09"),
    ],
)
def test_a_date_reads_in_its_format(number_format: str, text: str) -> None:
    assert displayed(dt.datetime(2023, 12, 31, 14, 5, 9), number_format) == text  # noqa: DTZ001 - sheets know no zones


def test_times_and_durations_read_as_clocks() -> None:
    assert displayed(dt.time(8, 30), "h:mm") == "8:30"
    assert displayed(dt.timedelta(hours=30), "[h]:mm:ss") == "30:00:00"
