"""The dump of a real form, where it lies beside the repository: every row, its places, and what it lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_dump import lines, tables, texts

from extract.document import Reading
from extract.dump.plaintext import read_plaintext

SEED = Path(__file__).parents[3] / "shared" / "seed"


seed_files = sorted(SEED.glob("*.txt"))


# Facts of the seed's indicator rows: first and last characters of label, planned and done, then the numbers.
SEED_ROWS = (
    ("开展至少", "）培训。", "培训次数", "400人", "全年我委", "78人。", "5", "5"),
    ("州直机关", "等工作。", "会议次数", "200人", "开展标准", "200人。", "5", "5"),
    ("推进模范", "创建工作", "1.在州直", "≥1次；", "对76家", "会1次。", "5", "5"),
    ("抓实党建", "述职工作", "1.开展党", "≥1次。", "开展党建", "个1次。", "5", "5"),
    ("“七·一", "宣传经费", "1. 对7", "行推广。", "工委新媒", "氛围。", "5", "5"),
    ("抓好机关", "务”工作", "组织州直", "≥1次", "组织76", "9000次。", "5", "5"),
    ("创建合格率", "创建合格率", "100%", "100%", "100%", "100%", "4", "4"),
    ("州直机关党组织", "州直机关党组织", "≥76个", "≥76个", "76个", "76个", "4", "4"),
    ("活动费效果", "活动费效果", "良好", "良好", "达到预期目标", "达到预期目标", "3", "3"),
    ("完成时间", "完成时间", "2023年1月至12月", "2023年1月至12月", "2023年1月", "至12月31日", "3", "3"),
    ("人员类经费", "人员类经费", "342.68万元", "342.68万元", "317.04万元", "317.04万元", "2", "2"),
    ("公用经费", "公用经费", "26.43万元", "26.43万元", "26.16万元", "26.16万元", "2", "1"),
    ("项目经费", "项目经费", "90.50万元", "90.50万元", "83.94万元", "83.94万元", "2", "2"),
    ("建强党员", "织保障。", "有所提高", "有所提高", "达到预期目标", "达到预期目标", "8", "8"),
    ("推进州直", "步提升。", "有所提升", "有所提升", "达到预期目标", "达到预期目标", "8", "8"),
    ("加大州直", "重要性。", "有所提升", "有所提升", "达到预期目标", "达到预期目标", "7", "7"),
    ("按照中央", "制度化。", "有所加强", "有所加强", "达到预期目标", "达到预期目标", "7", "7"),
    ("州直机关党组织", "组织及党员", "100%", "100%", "100%", "100%", "10", "10"),
)


# The printed lines of the wrapped cells (first and last, from 1): label, planned, done.
SEED_LINES = {
    1: ((64, 70), (72, 74), (76, 82)),
    2: ((86, 90), (92, 94), (96, 102)),
    3: ((106, 106), (108, 112), (114, 118)),
    4: ((122, 123), (125, 128), (130, 133)),
    5: ((137, 139), (141, 150), (152, 162)),
    6: ((166, 166), (168, 173), (175, 184)),
    14: ((201, 204),),
    15: ((208, 212),),
    16: ((216, 220),),
    17: ((224, 227),),
}


@pytest.fixture(scope="module")
def seed() -> Reading:
    if not seed_files:
        pytest.skip("the seed document is not beside this repository")
    return read_plaintext(seed_files[0].read_bytes())


def test_seed_budget(seed: Reading) -> None:
    budget = tables(seed)[0]
    assert [texts(budget, row) for row in range(1, 5)] == [
        ["年度资金总额：", "443.88", "459.61", "10", "92.93%", "9.3"],
        ["基本支出", "353.88", "369.11", "—", "—", "—"],
        ["项目支出", "90.5", "90.5", "—", "—", "—"],
        ["其他资金", "", "", "—", "—", "—"],
    ]


def test_seed_indicators(seed: Reading) -> None:
    assert seed.problems == ()
    table = tables(seed)[1]
    assert (table.row_count, table.column_count) == (20, 7)
    for number, (label, ends, planned, to, done, finally_, weight, score) in enumerate(SEED_ROWS, start=1):
        got = texts(table, number)
        assert (got[5], got[6]) == (weight, score)
        for text, first, last in zip(got[2:5], (label, planned, done), (ends, to, finally_), strict=True):
            assert text.startswith(first), number
            assert text.endswith(last), number
    raw = seed_files[0].read_text(encoding="utf-8").split("\n")
    for number, cells in SEED_LINES.items():
        for text, (first, last) in zip(texts(table, number)[2:5], cells, strict=False):
            assert text == "".join(line.strip() for line in raw[first - 1 : last]), number
    assert texts(table, 19) == ["", "", "", "", "", "100", "98.3"]


def test_seed_levels_only_where_they_were_printed(seed: Reading) -> None:
    table = tables(seed)[1]
    levels = {row: texts(table, row)[:2] for row in range(1, 19) if any(texts(table, row)[:2])}
    assert levels == {10: ["", "时效"], 18: ["满意度指标（10分）", "服务对象满意度"]}


def test_seed_free_text(seed: Reading) -> None:
    free = lines(seed)
    assert free[0] == "附件3-1"
    assert free[1:5] == [
        "部门（单位）总体",
        "资金（万元）",
        "单位（盖章）：中共黔南州直属机关工作委员会",
        "预期目标 实际完成情况",
    ]
    assert free[-2] == "全年已按照年初计划保质保量完成，自评为“优”。"
    assert len(free) == 45
