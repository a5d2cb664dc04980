"""Hand-made documents: a table is written as rows of texts, `^` goes on from above, `<` from the left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from extract.document import Block, Box, Cell, Document, HowRead, Line, OnPage, Page, Source, Table
from normalize import evaluations
from normalize.evaluation import Evaluation

Texts = Sequence[Sequence[str | None]]
MakeTable = Callable[..., Table]
MakeDocument = Callable[..., Document]
Read = Callable[..., Evaluation]


def _place(row: int, column: int, page: int = 1) -> OnPage:
    return OnPage(page, Box(50.0 * column, 20.0 * row, 50.0 * column + 50, 20.0 * row + 20))


def _span(texts: Texts, row: int, column: int) -> tuple[int, int]:
    height = width = 1
    while column + width < len(texts[row]) and texts[row][column + width] == "<":
        width += 1
    while row + height < len(texts) and texts[row + height][column] == "^":
        height += 1
    return height, width


def build_table(texts: Texts, how: HowRead = "ruled", page: int = 1) -> Table:
    """A table from texts; None is an absent cell, as a dump has them."""
    cells = tuple(
        Cell(row, column, *_span(texts, row, column), text, _place(row, column, page))
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if text is not None and text not in ("^", "<")
    )
    return Table(cells, len(texts), max(map(len, texts)), how)


def build_document(*blocks: Table | str, page: int = 1) -> Document:
    """A document from tables and lines."""
    made: list[Block] = [
        block if isinstance(block, Table) else Line(block, _place(number, 0, page))
        for number, block in enumerate(blocks)
    ]
    only = Page(1, 595, 842, 0, "usable")
    return Document(Source("x.pdf", "0" * 64, "application/pdf", 1), (only,), tuple(made))


PROJECT: Texts = [
    ["项目名称", "<", "水渠整修", "<", "<", "<", "<", "<"],
    ["主管部门", "<", "甲县水务局", "<", "实施单位", "<", "甲县灌区所", "<"],
    ["项目资金\n(万元)", "<", "", "年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "得分"],
    ["^", "<", "年度资金总额", "300.00", "320.00", "288.00", "10", "9"],
    ["^", "<", "其中:当年财政拨款", "300.00", "320.00", "288.00", "—", "—"],
    ["^", "<", "其他资金", "", "", "", "—", "—"],
    ["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"],
    ["^", "整修水渠12公里。", "<", "<", "整修水渠12.5公里。", "<", "<", "<"],
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ],
    ["产 出 指 标\n(50\n分)", "数量指标", "整修水渠", "≥12公里", "12.5公里", "30", "30", ""],
    ["^", "质量指标", "验收合格率", "100%", "100%", "20", "20", ""],
    ["效益指标(30分)", "社会效益指标", "受益人口", "≥900人", "880人", "30", "29", "外出务工。"],
    ["满意度指标(10分)", "服务对象满意度", "农户满意度", "≥90%", "95%", "10", "10", ""],
    ["总分", "<", "<", "<", "<", "100", "98", "优"],
    ["自评结论", "<", "任务基本完成。", "<", "<", "<", "<", "<"],
]


@pytest.fixture
def table() -> MakeTable:
    return build_table


@pytest.fixture
def document() -> MakeDocument:
    return build_document


@pytest.fixture
def project() -> list[list[str | None]]:
    """The texts of a small project form, free to be changed."""
    return [list(row) for row in PROJECT]


@pytest.fixture
def read_form() -> Read:
    """The one evaluation in a project form's texts, under its title and year."""

    def read(texts: Texts, how: HowRead = "ruled", lines: Sequence[str] = ()) -> Evaluation:
        (only,) = evaluations(
            build_document("项目支出绩效自评表", "(2022年度)", build_table(texts, how), *lines)
        )
        return only

    return read
