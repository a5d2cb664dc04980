"""Level headings: read where cells were seen, recovered and marked where a dump lost them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Read, Texts

    from normalize.evaluation import Evaluation

HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
DUMP: Texts = [
    HEADER,
    [None, None, "开展培训", "≥4次", "7次", "20", "20"],
    [None, None, "编印资料", "约", "200份", "10", "10"],
    [None, None, "检查", "≥2次", "2次", "5", "5"],
    [None, None, "培训合格率", "100%", "100%", "5", "5"],
    [None, "时效", "完成时间", "2023年12月", "2023年11月", "5", "5"],
    [None, None, "公用经费", "26.43万元", "26.16万元", "5", "5"],
    [None, None, "增强能力", "有所提高", "达到预期目标", "30", "30"],
    ["满意度指\n标(10\n分)", "服务对象满意度", "学员", "100%", "100%", "10", "10"],
]


def _levels(one: Evaluation, level: str) -> list[tuple[str, str] | None]:
    names = [getattr(row, level) for row in one.indicators]
    return [(name.value, name.how) if name else None for name in names]


def test_a_merged_heading_is_read_once_and_filled_down(project: Texts, read_form: Read) -> None:
    assert _levels(read_form(project), "level1") == [
        ("产出指标", "read"),
        ("产出指标", "filled-down"),
        ("效益指标", "read"),
        ("满意度指标", "read"),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "产出指标(50分)",
        "产出指标（50 分）",
        "产 出 指 标\n(50\n分 )",
        "产出指标(5\n0分)",
        "产出指标50分",
        "产出指标(50)",
    ],
)
def test_the_weight_printed_on_a_heading(project: Texts, read_form: Read, label: str) -> None:
    project[9][0] = label
    group = read_form(project).groups[0]
    assert group.name.value == "产出指标"
    assert group.indicators == (0, 1)
    assert group.weight is not None
    assert (group.weight.value, group.weight.place) == (Decimal(50), group.name.place)


def test_a_heading_without_a_weight(project: Texts, read_form: Read) -> None:
    project[9][0] = "产出指标"
    assert read_form(project).groups[0].weight is None


def test_a_level2_weight_belongs_to_level2(project: Texts, read_form: Read) -> None:
    project[9][1] = "数量指标30分"
    groups = read_form(project).groups
    assert [(group.level, group.name.value, group.weight and group.weight.value) for group in groups[:2]] == [
        (1, "产出指标", Decimal(50)),
        (2, "数量指标", Decimal(30)),
    ]


def test_empty_cells_below_a_heading_belong_to_it(project: Texts, read_form: Read) -> None:
    """As in spreadsheets that were never merged."""
    project[10][0] = ""
    level1 = read_form(project).indicators[1].level1
    assert level1 is not None
    assert (level1.value, level1.how) == ("产出指标", "filled-down")
    assert level1.reason is not None


def test_an_empty_cell_beside_a_level2_of_another_group_is_not_filled(
    project: Texts, read_form: Read
) -> None:
    project[11][0] = ""
    assert read_form(project).indicators[2].level1 is None


def test_a_heading_repeated_after_a_page_break_is_one_group(project: Texts, read_form: Read) -> None:
    project[10][0] = "产出指标(50分)"
    groups = [group for group in read_form(project).groups if group.level == 1]
    assert [group.indicators for group in groups] == [(0, 1), (2,), (3,)]


def test_a_bare_weight_gets_its_name_from_level2(project: Texts, read_form: Read) -> None:
    project[9][0] = "(50分)"
    one = read_form(project)
    level1 = one.indicators[0].level1
    assert level1 is not None
    assert (level1.value, level1.text, level1.how) == ("产出指标", "(50分)", "inferred")
    assert one.groups[0].weight is not None


def test_levels_that_were_seen_to_be_blank_are_never_inferred(read_form: Read) -> None:
    seen = [[cell or "" for cell in row] for row in DUMP]
    hows = {level[1] for level in _levels(read_form(seen), "level1") if level}
    assert "inferred" not in hows


def test_a_dump_gets_its_groups_back_from_the_weights(read_form: Read) -> None:
    level1 = _levels(read_form(DUMP, "dump"), "level1")
    assert level1 == [("产出指标", "inferred")] * 6 + [("效益指标", "inferred"), ("满意度指标", "read")]


def test_what_is_inferred_has_a_reason_in_both_languages_and_the_place_of_its_row(read_form: Read) -> None:
    row = read_form(DUMP, "dump").indicators[0]
    assert row.level1 is not None
    assert row.level1.reason is not None
    assert "50" in row.level1.reason.zh
    assert "50" in row.level1.reason.en
    assert (row.level1.place, row.level1.text) == (row.level3.place, "")


def test_a_dump_gets_level2_back_from_words_and_order_and_guesses_no_further(read_form: Read) -> None:
    names = [level and level[0] for level in _levels(read_form(DUMP, "dump"), "level2")]
    assert names == [
        "数量指标", "数量指标", "数量指标", "质量指标", "时效", "成本指标", None, "服务对象满意度",
    ]  # fmt: skip


def test_a_count_printed_after_a_quality_row_is_not_called_a_quantity(read_form: Read) -> None:
    """Quantity comes before quality on every form, so the row's word and its position disagree."""
    texts = [list(row) for row in DUMP]
    texts[4], texts[3] = texts[3], texts[4]
    assert _levels(read_form(texts, "dump"), "level2")[3] is None


def test_weights_that_do_not_meet_the_form_infer_nothing(read_form: Read) -> None:
    texts = [list(row) for row in DUMP]
    texts[1][5] = "21"
    one = read_form(texts, "dump")
    assert _levels(one, "level1")[0] is None
    assert _levels(one, "level1")[6] is None


def test_weights_that_contradict_a_printed_heading_infer_nothing(read_form: Read) -> None:
    texts = [list(row) for row in DUMP]
    texts[7][1] = "时效"
    assert _levels(read_form(texts, "dump"), "level1")[0] is None


def test_lost_headings_are_a_gap_that_blames_the_dump(read_form: Read) -> None:
    gap = read_form(DUMP, "dump").gap("indicators.level1")
    assert gap is not None
    assert gap.lost
    assert "7" in gap.reason.zh


def test_a_group_of_inferred_rows_gets_no_weight(read_form: Read) -> None:
    groups = [group for group in read_form(DUMP, "dump").groups if group.level == 1]
    assert [group.weight and group.weight.value for group in groups] == [None, None, Decimal(10)]


def test_two_headings_that_a_dump_ran_together_are_two(read_form: Read) -> None:
    texts = [list(row) for row in DUMP]
    texts[8][:2] = [None, "满意度指标（10分）服务对象满意度"]
    one = read_form(texts, "dump")
    row = one.indicators[7]
    assert row.level1 is not None
    assert row.level2 is not None
    assert (row.level1.value, row.level2.value) == ("满意度指标", "服务对象满意度")
    assert [group.weight and group.weight.value for group in one.groups if group.level == 1][-1] == Decimal(
        10
    )
