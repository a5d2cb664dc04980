"""Text dumps: tables found again by line shapes; what cannot be told is said, never guessed.

The sample is printed by the rules that the dumping programs follow: cells one after the other, one-line
neighbours on one line, a wrapped cell as its first line, an empty line, the other lines, an empty line.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from plain_dump import BUDGET, HEADER, ROWS, WIDTHS, lines, printed, tables, texts

from extract.document import InText, Reading, Table
from extract.dump.lines import width
from extract.dump.plaintext import read_plaintext

WITH_REASON = f"{HEADER} 偏差原因分析及改进措施"


GOALS = """\
部门（单位）总体

单位（盖章）：某某县水务服务中心

预期目标 实际完成情况

 一、维护全县小型水库，保障汛期安全。
"""


FOOTER = """\
自评
 全年工作按计划完成，自评为“优”。

联系人：某某
"""


def sample() -> str:
    return f"附件2\n\n{BUDGET}\n{GOALS} {HEADER}\n\n{printed(ROWS)}\n40 39\n\n{FOOTER}"


def test_the_budget_block_comes_out_by_columns() -> None:
    budget = tables(read_plaintext(sample().encode()))[0]
    assert (budget.row_count, budget.column_count, budget.how) == (5, 6, "dump")
    assert texts(budget, 0) == ["资 金 来 源", "年初预算数", "全年预算数（A）", "分值", "执行率", "得分"]
    assert texts(budget, 1) == ["年度资金总额：", "512.30", "530.00", "10", "95.00%", "9.5"]
    assert texts(budget, 3) == ["项目支出", "112.00", "112.00", "—", "—", "—"]


def test_cells_that_were_not_printed_are_absent() -> None:
    budget = tables(read_plaintext(sample().encode()))[0]
    assert texts(budget, 4) == ["其他资金", "", "", "—", "—", "—"]
    assert budget.at(4, 1) is None


def test_every_indicator_row_comes_out_whole() -> None:
    reading = read_plaintext(sample().encode())
    table = tables(reading)[1]
    assert [texts(table, row) for row in range(1, 8)] == [list(row) for row in ROWS]
    assert texts(table, 8) == ["", "", "", "", "", "40", "39"]
    assert reading.problems == ()


def test_free_text_stays_in_order_around_the_tables() -> None:
    reading = read_plaintext(sample().encode())
    kinds = ["table" if isinstance(block, Table) else "line" for block in reading.blocks]
    assert kinds.index("table") == 1
    assert lines(reading)[0] == "附件2"
    assert lines(reading)[-2:] == ["全年工作按计划完成，自评为“优”。", "联系人：某某"]


def test_every_place_points_at_its_text() -> None:
    text = sample()
    printed_lines = text.split("\n")
    for table in tables(read_plaintext(text.encode())):
        for cell in table.cells:
            place = cell.place
            assert isinstance(place, InText)
            assert printed_lines[place.line - 1][place.column - 1] == cell.text[0]
            assert printed_lines[place.end_line - 1][place.end_column - 1] == cell.text[-1]


def test_a_page_break_inside_a_cell_does_not_end_it() -> None:
    broken = sample().replace("\n，汛前22座", "\n\n，汛前22座")
    assert broken != sample()
    table = tables(read_plaintext(broken.encode()))[1]
    assert texts(table, 1)[4] == ROWS[0][4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing(encoding: str, line_end: str) -> None:
    plain = read_plaintext(sample().encode())
    other = read_plaintext(sample().replace("\n", line_end).encode(encoding))
    assert other.blocks == plain.blocks


def test_form_feeds_make_pages() -> None:
    reading = read_plaintext("第一页文字。\n\f第二页文字。\n\f\f第四页文字。\n".encode())
    assert [[line.text for line in page.lines] for page in reading.pages] == [
        ["第一页文字。"],
        ["第二页文字。"],
        [],
        ["第四页文字。"],
    ]
    assert reading.pages[1].lines[0].place == InText(2, 1, 2, 6)


def test_a_header_repeated_on_the_next_page_goes_on_with_the_table() -> None:
    text = f"{HEADER}\n\n{printed(ROWS[:3])}\n— 1 —\n\f{HEADER}\n\n{printed(ROWS[3:])}\n40 39\n"
    reading = read_plaintext(text.encode())
    (table,) = tables(reading)
    assert [texts(table, row) for row in range(1, 8)] == [list(row) for row in ROWS]
    assert [joint.row for joint in table.joints] == [4]
    assert lines(reading) == ["— 1 —"]


def test_a_column_of_reasons_after_the_numbers() -> None:
    reasons = ("", "因连续降雨，部分渠段的清理工作推迟到下一个季度进行。", "无", "设备到货晚", "", "", "无")
    rows = tuple((*row, reason) for row, reason in zip(ROWS, reasons, strict=True))
    reading = read_plaintext(f"{WITH_REASON}\n\n{printed(rows, (*WIDTHS, 0, 0, 24))}\n40 39\n".encode())
    (table,) = tables(reading)
    assert [texts(table, row) for row in range(1, 8)] == [list(row) for row in rows]
    assert texts(table, 8)[5:] == ["40", "39", ""]


def test_a_remarks_column_that_stays_blank_takes_no_numbers() -> None:
    (table,) = tables(read_plaintext(f"{HEADER} 备注\n\n{printed(ROWS)}\n40 39\n".encode()))
    assert [texts(table, row)[5:] for row in (1, 3, 8)] == [["6", "6", ""], ["4", "4", ""], ["40", "39", ""]]


def test_a_wrapped_last_heading_is_found_beside_its_column() -> None:
    rows = tuple((*row, "无") for row in ROWS)
    text = f"{HEADER}\n\n偏差原因分\n\n析及改进措\n施\n\n{printed(rows)}\n40 39\n"
    (table,) = tables(read_plaintext(text.encode()))
    assert texts(table, 0)[7] == "偏差原因分析及改进措施"
    assert [texts(table, row) for row in range(1, 8)] == [list(row) for row in rows]


def test_a_table_of_six_columns() -> None:
    rows = tuple((row[0], *row[2:]) for row in ROWS)
    header = "一级指标 三级指标 年度指标值 实际完成值 分值 得分"
    (table,) = tables(read_plaintext(f"{header}\n\n{printed(rows, (8, 28, 20, 22))}\n40 39\n".encode()))
    got = [texts(table, row) for row in range(1, 8)]
    assert [row[1:] for row in got] == [list(row[1:]) for row in rows]


def test_a_labelled_total_stands_under_the_row_labels() -> None:
    (table,) = tables(read_plaintext(f"{HEADER}\n\n{printed(ROWS)}\n总分 40 39\n".encode()))
    assert texts(table, 8) == ["", "", "总分", "", "", "40", "39"]


WORDS = (
    "开展",
    "组织",
    "机关",
    "培训",
    "活动",
    "宣传",
    "工作",
    "全年",
    "完成",
    "服务",
    "群众",
    "建设",
    "推进",
    "社区",
    "项目",
    "资金",
    "使用",
    "良好",
    "提升",
    "能力",
    "村镇",
    "农户",
    "补助",
    "发放",
    "设备",
    "采购",
    "验收",
    "改造",
    "道路",
    "照明",
    "环境",
    "监督",
    "检查",
    "报告",
    "制度",
    "落实",
)


def phrase(chance: random.Random, wide: int) -> str:
    out = ""
    while width(out) < wide:
        pick = chance.random()
        if pick < 0.1 and out and out[-1] not in "，、":
            out += chance.choice("，、")
        elif pick < 0.2:
            out += f"{chance.randint(1, 900)}{chance.choice('个次人家期')}"
        else:
            out += chance.choice(WORDS)
    return out.rstrip("，、")


def random_rows(chance: random.Random, widths: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for _ in range(chance.randint(6, 16)):
        cells = [phrase(chance, chance.choice([8, 12, full, 2 * full, 4 * full])) for full in widths[2:]]
        if chance.random() < 0.4:
            cells[1:] = ["100%", "100%"]
        level = chance.choice(["数量指标", "社会效益指标", "", "", ""])
        points = str(chance.randint(2, 10))
        rows.append(("", level, *cells, points, points))
    return tuple(rows)


@pytest.mark.parametrize("habit", ["first-line", "cell", "no empty lines"])
def test_random_dumps_are_read_right_or_left_out(habit: str) -> None:
    exact = doubted = 0
    for seed in range(40):
        chance = random.Random(seed)  # noqa: S311 - sample text, not a secret
        widths = (8, 8, chance.choice([24, 30]), chance.choice([16, 20]), chance.choice([18, 22]))
        rows = random_rows(chance, widths)
        text = printed(rows, widths, habit)
        if habit == "no empty lines":
            text = "\n".join(line for line in text.split("\n") if line)
        (table,) = tables(read_plaintext(f"{HEADER}\n{text}\n90 90\n".encode()))
        assert table.row_count == len(rows) + 2
        for number, row in enumerate(rows, start=1):
            got = [text.replace("\n", "") for text in texts(table, number)]
            wrong = [(g, w) for g, w in zip(got[2:], row[2:], strict=True) if g not in {"", w}]
            assert wrong == [], (seed, number)
            exact, doubted = (exact + 1, doubted) if got[2:] == list(row[2:]) else (exact, doubted + 1)
    assert exact > 2 * doubted


SEED = Path(__file__).parents[3] / "shared" / "seed"


seed_files = sorted(SEED.glob("*.txt"))


@pytest.fixture(scope="module")
def seed() -> Reading:
    if not seed_files:
        pytest.skip("the seed document is not beside this repository")
    return read_plaintext(seed_files[0].read_bytes())
