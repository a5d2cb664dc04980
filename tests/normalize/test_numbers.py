"""A cell with one number gives that number to the last printed digit; anything else gives None."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.numbers import Amount, chinese_number, half_width, parse_amount, parse_number

printed_numbers = st.builds(
    lambda sign, digits, places: Decimal((sign, tuple(map(int, str(digits))), -places)),
    st.integers(0, 1),
    st.integers(0, 10**40),
    st.integers(0, 12),
)


def same(value: Decimal | None, printed: str) -> bool:
    """Equal in every digit and in the exponent: 90.50 is not 90.5 here."""
    return value is not None and value.as_tuple() == Decimal(printed).as_tuple()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("443.88", "443.88"),
        ("90.50", "90.50"),
        (" ９０．５０ ", "90.50"),
        ("1,234.50", "1234.50"),
        ("1，234，567", "1234567"),
        ("92.93%", "0.9293"),
        ("100.00%", "1.0000"),
        ("100%", "1.00"),
        ("92.93 ％", "0.9293"),
        ("100百分比", "1.00"),
        ("3‰", "0.003"),
        ("-12.5", "-12.5"),
        ("－12.5", "-12.5"),
        ("+3", "3"),
        ("10分", "10"),
        ("9.3 分", "9.3"),
        ("0", "0"),
        ("0.00%", "0.0000"),
        ("三", "3"),
        ("十", "10"),
        ("二十五", "25"),
        ("一百零五", "105"),
        ("三千零二十", "3020"),
        ("壹佰", "100"),
        ("一万二千", "12000"),
        ("二〇二三", "2023"),
        ("三点五", "3.5"),
        ("百分之九十五", "0.95"),
        ("12\u200b.5", "12.5"),
    ],
)
def test_a_cell_with_one_number(text: str, value: str) -> None:
    assert same(parse_number(text), value)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "\u3000", "—", "——", "-", "－", "/", "无", "/ /", "一", "优", "达到预期目标",
        "4,10", "1,23,456", "1,2345", "12.", ".5", "1.2.3", "5 5", "100 98.3", "2022-2023", "3/4",
        "443.88万元", "≥4", "约200",
        "10²", "①", "½", "三四", "三百五", "一万二", "十十", "万", "NaN", "inf", "1e3",
        "10分%", "5%5",
    ],
)  # fmt: skip
def test_anything_else_is_not_a_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("620.82万元", Amount(Decimal("620.82"), "万元")),
        ("5.8万", Amount(Decimal("5.8"), "万元")),
        ("1,000,000元", Amount(Decimal(1000000), "元")),
        ("￥12.00", Amount(Decimal("12.00"), None)),
        ("1.2 亿元", Amount(Decimal("1.2"), "亿元")),
        ("443.88", Amount(Decimal("443.88"), None)),
        ("100元整", Amount(Decimal(100), "元")),
    ],
)
def test_an_amount_keeps_its_printed_unit(text: str, amount: Amount) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["", "—", "30万元20万元", "400元/人", "万元", "92.93%", "5 5"])
def test_what_is_not_one_amount(text: str) -> None:
    assert parse_amount(text) is None


def test_amounts_convert_exactly() -> None:
    assert same(Amount(Decimal("1.2"), "亿元").in_unit("万元"), "1.2E+4")
    assert same(Amount(Decimal(45961), "元").in_unit("万元"), "4.5961")
    assert same(Amount(Decimal("90.50"), None).in_unit("元"), "90.50")


@given(printed_numbers)
def test_what_is_printed_is_read_back_digit_for_digit(number: Decimal) -> None:
    text = format(number, "f")
    read = parse_number(text)
    assert same(read, text)
    percent = parse_number(f"{text}%")
    assert percent is not None
    assert percent.as_tuple().digits == Decimal(text).as_tuple().digits
    assert int(percent.as_tuple().exponent) == int(Decimal(text).as_tuple().exponent) - 2


@given(printed_numbers)
def test_thousands_separators_change_nothing(number: Decimal) -> None:
    assert same(parse_number(format(number, ",f")), format(number, "f"))


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    value, amount = parse_number(text), parse_amount(text)
    assert value is None or value.is_finite()
    assert amount is None or amount.value.is_finite()


@given(printed_numbers, st.sampled_from([" ", "\n", "、", "/", "~", "  ", "，"]), printed_numbers)
def test_two_numbers_are_never_one_of_them(first: Decimal, mark: str, second: Decimal) -> None:
    text = f"{format(abs(first), 'f')}{mark}{format(abs(second), 'f')}"
    value = parse_number(text)
    # `1，234` is one number with a separator; everything else is two
    assert value is None or (mark == "，" and value == Decimal(text.replace("，", "")))


@given(st.integers(1, 9999))
def test_chinese_numerals_up_to_ten_thousand(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


@given(st.text())
def test_half_width_keeps_every_offset(text: str) -> None:
    assert len(half_width(text)) == len(text)


def in_chinese(number: int) -> str:
    """The standard spelling, built from the digits outwards."""
    spelled = ""
    for place, digit in enumerate(reversed(str(number))):
        name = "零一二三四五六七八九"[int(digit)]
        spelled = (name + "_十百千"[place].strip("_") if digit != "0" else "零") + spelled
    while "零零" in spelled:
        spelled = spelled.replace("零零", "零")
    return spelled.strip("零")
