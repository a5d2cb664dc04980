"""Whatever the order of the columns and whatever stands beside them, nothing is read into a wrong field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalize.evaluation import Indicator, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Read, Texts

    from normalize.evaluation import Evaluation

FIELDS = {
    "level1": ("一级指标", ["产出指标", "产出指标", "效益指标", "满意度指标"]),
    "level2": ("二级指标", ["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]),
    "level3": ("三级指标", ["整修水渠", "验收合格率", "受益人口", "农户满意度"]),
    "target": ("年度指标值", ["≥12公里", "100%", "≥900人", "≥90%"]),
    "actual": ("实际完成值", ["12.5公里", "98%", "880人", "95%"]),
    "weight": ("分值", ["30", "20", "31", "9"]),
    "score": ("得分", ["29", "19", "28", "8"]),
    "deviation": ("偏差原因分析及改进措施", ["按期完工", "两处返工", "外出务工", "问卷不足"]),
}
BESIDE = {
    "序号": ["1", "2", "3", "4"],
    "备注": ["7", "14", "21", "28"],
    "佐证材料": ["验收单", "检测报告", "登记表", "问卷"],
    "评分标准": ["按比例计分", "达到得满分", "每少10人扣1分", "按档计分"],
    "复核得分": ["27", "18", "26", "7"],
    "得分系数(%)": ["96", "95", "90", "89"],
    "完成率": ["104%", "98%", "97.8%", "105.6%"],
}
UNKNOWN = ("填表股室", ["水利股", "质监股", "财务股", "办公室"])
DROPPABLE = ("actual", "deviation", "weight", "score")
BUDGET = {
    "initial": ("年初预算数", ["300.00", "280.00", "20.00"]),
    "adjusted": ("全年预算数(A)", ["320.00", "299.00", "21.00"]),
    "executed": ("全年执行数(B)", ["288.00", "270.00", "18.00"]),
    "weight": ("分值", ["10", "—", "—"]),
    "rate": ("执行率(B/A)", ["90.00%", "90.30%", "85.71%"]),
    "score": ("得分", ["9", "—", "—"]),
}
BUDGET_BESIDE = {"备注": ["无", "财政", "自筹"], "资金到位数": ["310.00", "295.00", "15.00"]}
LABELS = ["年度资金总额", "其中:当年财政拨款", "其他资金"]

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _table(columns: Sequence[tuple[str, Sequence[str]]]) -> list[list[str]]:
    return [
        [heading for heading, _ in columns],
        *(list(row) for row in zip(*(one for _, one in columns), strict=True)),
    ]


def _head(width: int) -> list[list[str]]:
    return [["项目名称", "水渠整修", *["<"] * (width - 2)], ["实施单位", "甲县灌区所", *["<"] * (width - 2)]]


def _read(read_form: Read, texts: Texts) -> Evaluation:
    width = max(map(len, texts))
    return read_form([*_head(width), *([*row, *[""] * (width - len(row))] for row in texts)])


def _printed(row: Indicator) -> dict[str, str | None]:
    return {name: cell.text if (cell := getattr(row, name)) else None for name in FIELDS}


@quick
@given(
    order=st.permutations(list(FIELDS)),
    beside=st.lists(st.sampled_from(list(BESIDE)), unique=True, max_size=4),
    dropped=st.sets(st.sampled_from(DROPPABLE), max_size=3),
    strange=st.booleans(),
    blank=st.integers(0, 2),
    data=st.data(),
)
def test_every_indicator_cell_is_read_under_its_own_heading(
    read_form: Read,
    *,
    order: list[str],
    beside: list[str],
    dropped: set[str],
    strange: bool,
    blank: int,
    data: st.DataObject,
) -> None:
    """And a column that is missing is said to be; where one was not recognised, it may be that one."""
    if not {"target", "actual"} - dropped:
        dropped = dropped - {"actual"}
    columns: list[tuple[str, Sequence[str]]] = [FIELDS[name] for name in order if name not in dropped]
    for heading in beside:
        columns.insert(data.draw(st.integers(0, len(columns))), (heading, BESIDE[heading]))
    if strange:
        columns.insert(data.draw(st.integers(0, len(columns))), UNKNOWN)
    for _ in range(blank):
        columns.insert(data.draw(st.integers(0, len(columns))), ("", [""] * 4))
    one = _read(read_form, _table(columns))
    assert len(one.indicators) == 4
    for number, row in enumerate(one.indicators):
        expected = {name: None if name in dropped else texts[number] for name, (_, texts) in FIELDS.items()}
        assert _printed(row) == expected
    gaps = {gap.part: gap.lost for gap in one.gaps}
    parts: dict[str, Part] = {
        "actual": "indicators.actual", "deviation": "indicators.deviation", "weight": "indicators.weight",
        "score": "indicators.score",
    }  # fmt: skip
    for name, part in parts.items():
        assert (part in gaps) == (name in dropped), name
        assert gaps.get(part, strange) == strange
    said = [text.value for text in one.narrative]
    assert all(text in said for heading in beside for text in BESIDE[heading])


@quick
@given(
    order=st.permutations(list(BUDGET)),
    beside=st.lists(st.sampled_from(list(BUDGET_BESIDE)), unique=True),
    dropped=st.sets(st.sampled_from(["initial", "executed", "weight", "rate", "score"]), max_size=3),
    data=st.data(),
)
def test_every_budget_cell_is_read_under_its_own_heading(
    read_form: Read, order: list[str], beside: list[str], dropped: set[str], data: st.DataObject
) -> None:
    columns: list[tuple[str, Sequence[str]]] = [BUDGET[name] for name in order if name not in dropped]
    for heading in beside:
        columns.insert(data.draw(st.integers(0, len(columns))), (heading, BUDGET_BESIDE[heading]))
    if len({"initial", "adjusted", "executed", "rate"} - dropped) < 2:
        return
    block = _table([("", LABELS), *columns])
    one = _read(read_form, [*block, *_table(list(FIELDS.values()))])
    found = [
        {name: cell.text if (cell := getattr(line, name)) else None for name in BUDGET} for line in one.budget
    ]
    assert [line.label.text for line in one.budget] == LABELS
    assert found == [
        {name: None if name in dropped else texts[number] for name, (_, texts) in BUDGET.items()}
        for number in range(len(LABELS))
    ]
    gaps = {gap.part for gap in one.gaps}
    assert {part for part in gaps if part.startswith("budget.")} == {f"budget.{name}" for name in dropped}


def test_two_columns_that_claim_one_role_are_neither_and_nobody_is_blamed(read_form: Read) -> None:
    columns = [*FIELDS.values(), ("全年完成值", ["1", "2", "3", "4"])]
    one = _read(read_form, _table(columns))
    assert all(row.actual is None for row in one.indicators)
    gap = one.gap("indicators.actual")
    assert gap is not None
    assert gap.lost
    assert "12.5公里" in [text.value for text in one.narrative]


def test_of_two_score_columns_the_first_is_the_declared_one(read_form: Read) -> None:
    columns = [FIELDS[name] for name in FIELDS if name != "score"]
    one = _read(
        read_form, _table([*columns, ("自评分", ["29", "19", "28", "8"]), ("复核分", ["1", "2", "3", "4"])])
    )
    assert [row.score and row.score.text for row in one.indicators] == ["29", "19", "28", "8"]
    (kept,) = [text for text in one.narrative if text.value == "3"]
    assert kept.reason is not None
