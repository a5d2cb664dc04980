"""Targets and actuals are read as conditions and mentions; what is no quantity is not read as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.expressions.dates import scan_dates
from normalize.expressions.parse import parse_actual, parse_target
from normalize.expressions.quantities import Quantity


def shown(quantity: Quantity) -> tuple[str, str | None, str]:
    """Value, comparator and family of a quantity."""
    return quantity.value.shown(), quantity.comparator, quantity.unit.family


@pytest.mark.parametrize(
    ("text", "value", "comparator", "family"),
    [
        ("≥50个", "50", ">=", "any"),
        ("≥100百分比", "1.00", ">=", "ratio"),
        ("=8个", "8", "=", "any"),
        ("≤202.6万元", "2026000", "<=", "money"),
        ("≧ 735 人次", "735", ">=", "person-times"),
        ("═ 100 %", "1.00", "=", "ratio"),
        (">=21933人", "21933", ">=", "persons"),
        ("<=5300元/户", "5300", "<=", "per"),
        ("不少于12种", "12", ">=", "things"),
        ("98%以上", "0.98", ">=", "ratio"),
        ("控制在30万元以内", "300000", "<=", "money"),
        ("5个工作日内", "5", "<=", "workdays"),
        ("1", "1", None, "none"),
        ("43.2", "43.2", None, "none"),
        ("0起", "0", None, "events"),
        ("530元/元·月", "530", None, "per"),
        ("约200人", "[190, 210]", None, "persons"),
        ("近4000名", "[3600, 4000)", None, "persons"),
        ("400余次", "[400, 500)", None, "events"),
        ("120多篇", "[120, 130)", None, "docs"),
        ("1.2万余人", "[12000, 13000)", None, "persons"),
        ("200人左右", "[190, 210]", None, "persons"),
        ("逾300人", "300", ">", "persons"),
        ("不足300人", "300", "<", "persons"),
        ("90%—95%", "[0.9, 0.95]", None, "ratio"),
        ("三千二百人", "3200", None, "persons"),
        ("２，９８０人次", "2980", None, "person-times"),
        ("增长-2.5%", "-0.025", None, "ratio"),
    ],
)
def test_one_quantity(text: str, value: str, comparator: str | None, family: str) -> None:
    mentions = parse_actual(text).mentions
    assert [shown(one.quantity) for one in mentions] == [(value, comparator, family)]


@pytest.mark.parametrize(
    "text",
    [
        "落实三会一课", "党的二十大精神", "“七·一”活动", "一季度一调度", "破解“两张皮”问题",
        "按照“五个基本”要求", "打造四强党支部", "业务双融合", "〔2020〕10号文件", "财预〔2021〕101号",
        "第3期", "第十二届", "12月召开", "2023年度", "电话8227322", "手机13812345678", "12345热线",
        "一次性补助", "一系列活动", "45/50", "G320国道", "5A级景区", "1+N模式", "《十条措施》",
        "良好", "达到预期目标",
    ],
)  # fmt: skip
def test_idioms_numbers_of_documents_and_dates_are_no_quantities(text: str) -> None:
    assert parse_actual(text).mentions == ()


def test_a_target_of_two_conditions_over_a_wrapped_line() -> None:
    times, persons = parse_target("培训次数≥4次，培训人\n数≥400人").parts
    assert times.quantity
    assert persons.quantity
    assert (times.head, shown(times.quantity)) == ("培训", ("4", ">=", "events"))
    assert (persons.head, shown(persons.quantity)) == ("培训", ("400", ">=", "persons"))


def test_numbered_targets_keep_their_numbers_and_what_they_count() -> None:
    target = parse_target("1.在机关开展≥1次联动督导；2.召开推进（观摩）会≥1次；")
    assert [(part.ordinal, part.head) for part in target.parts] == [(1, "机关联动督导"), (2, "推进会")]


def test_a_number_that_says_of_what_is_no_condition() -> None:
    (part,) = parse_target("对30个村开展培训≥2次").parts
    assert part.quantity
    assert part.quantity.text == "≥2次"
    assert [one.text for one in part.scope] == ["30个"]


def test_coverage_is_a_condition_of_its_own() -> None:
    first, second = parse_target("1. 对76家党组织266个党支部全覆盖.\n2.宣传次数≥4次").parts
    assert first.nature == "coverage"
    assert [one.text for one in first.scope] == ["76家", "266个"]
    assert (second.nature, second.ordinal) == ("quantity", 2)


def test_a_bare_target_counts_what_the_indicator_is_called() -> None:
    (part,) = parse_target("≥76个", "覆盖党组织数量").parts
    assert part.head_from_name
    assert part.head == "覆盖党组织"


def test_words_alone_are_a_quality() -> None:
    assert [part.nature for part in parse_target("有所提升").parts] == ["quality"]


def test_offsets_lead_back_to_the_printed_text() -> None:
    text = "  举办　培训班７ 期，\n参加人数５５６人。"
    for mention in parse_actual(text).mentions:
        piece = text[mention.quantity.start : mention.quantity.end]
        assert piece in {"７ 期", "５５６人"}


def test_each_is_said_of_every_thing_to_its_left() -> None:
    (mention,) = parse_actual("组织安排部署会和现场推进会各1次").mentions
    assert mention.quantity.quantifier == "each"
    assert mention.conjuncts == ("安排部署会", "现场推进会")


def test_a_slip_of_the_pen_is_told_from_a_measure_word() -> None:
    assert parse_actual("督导和述职个1次").mentions[0].quantity.quantifier == "slip"
    assert parse_actual("每个3次").mentions[0].quantity.quantifier != "slip"


@pytest.mark.parametrize(
    ("text", "means"),
    [("无", "nil"), ("未发生安全事故", "nil"), ("—", "blank"), ("", "blank"), ("0", "figure"), ("零", "nil")],
)
def test_nothing_happened_nothing_said_and_zero_are_three_things(text: str, means: str) -> None:
    actual = parse_actual(text)
    assert (actual.nil, actual.blank, bool(actual.mentions)) == (
        means == "nil",
        means == "blank",
        means == "figure",
    )


def test_members_of_a_breakdown_are_marked() -> None:
    mentions = parse_actual("培训556人，其中党员389人，群众167人").mentions
    assert [one.within for one in mentions] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "bound", "first", "last"),
    [
        ("2023年1月至12月", "span", "2023-01-01", "2023-12-31"),
        ("2023年1月至12月31日", "span", "2023-01-01", "2023-12-31"),
        ("2023年12月", "on", "2023-12-01", "2023-12-31"),
        ("2021年底", "on", "2021-12-01", "2021-12-31"),
        ("2025年8月底前", "by", "2025-08-31", "2025-08-31"),
        ("2023年12月31日前", "by", "2023-12-31", "2023-12-31"),
        ("2023年9月前", "by", "2023-08-31", "2023-09-30"),
        ("2023年第三季度", "on", "2023-07-01", "2023-09-30"),
        ("2023年上半年", "on", "2023-01-01", "2023-06-30"),
        ("2023年5月中旬", "on", "2023-05-11", "2023-05-20"),
        ("2023-06-30", "on", "2023-06-30", "2023-06-30"),
        ("2024年2月", "on", "2024-02-01", "2024-02-29"),
        ("2023年1-7月", "span", "2023-01-01", "2023-07-31"),
    ],
)
def test_dates_are_as_fine_as_they_are_printed(text: str, bound: str, first: str, last: str) -> None:
    (found,) = scan_dates(text)
    assert (found.bound, str(found.first), str(found.last)) == (bound, first, last)


def test_a_date_without_a_year_takes_the_form_s() -> None:
    (found,) = scan_dates("6月30日前")
    assert not found.has_year
    assert str(found.in_year(2023).last) == "2023-06-30"


@given(st.text(max_size=80))
def test_no_text_makes_it_fail_and_every_offset_is_inside(text: str) -> None:
    for part in parse_target(text, "指标").parts:
        assert text[part.start : part.end] == part.text
    for mention in parse_actual(text).mentions:
        assert 0 <= mention.quantity.start < mention.quantity.end <= len(text)


@given(st.integers(0, 10**9), st.sampled_from(["人", "次", "家", "万元", "%", "个"]))
def test_a_printed_quantity_is_read_digit_for_digit(number: int, unit: str) -> None:
    (mention,) = parse_actual(f"共完成{number}{unit}").mentions
    factor = {"万元": 10**4}.get(unit, 1)
    expected = number * factor if unit != "%" else number / 100
    assert float(mention.quantity.number) == pytest.approx(expected)
