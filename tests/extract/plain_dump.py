"""A dump by the rules that dumping programs follow, for the tests of text dumps, and what is read of it."""

from __future__ import annotations

from extract.document import Line, Reading, Table
from extract.dump.lines import width

HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值(B) 分值 得分"


WIDTHS = (8, 8, 28, 20, 22)


BUDGET = """\
资 金 来 源 年初预算数 全年预算数（A） 分值 执行率 得分

年度资金总额： 512.30 530.00 10 95.00% 9.5

   基本支出 400.30 418.00 — — —

   项目支出 112.00 112.00 — — —

   其他资金 — — —
"""


ROWS: tuple[tuple[str, ...], ...] = (
    (
        "产出指标（50分）",
        "数量指标",
        "对全县小型水库的坝体、溢洪道和放水设施开展一次全面检查并登记隐患",
        "检查次数≥2次，检查水库≥30座",
        "全年组织检查3次，检查水库34座，其中春季12座，汛前22座。",
        "6",
        "6",
    ),
    (
        "",
        "",
        "维修灌溉水渠",
        "1.清理淤积渠道≥5公里；2.更换损坏的闸门≥3处；",
        "清理淤积渠道6公里，更换闸门4处，更换的闸门已经全部验收。",
        "6",
        "6",
    ),
    ("", "", "完成及时率", "100%", "100%", "4", "4"),
    ("", "质量", "验收合格", "2022年1月至6月", "2022年1月至6月30日", "4", "3"),
    ("", "", "运行维护费", "42.50万元", "40.10万元", "5", "5"),
    (
        "",
        "",
        "通过改善灌溉条件带动沿线农户增产增收，为巩固水利建设成果提供保障。",
        "有所提高",
        "达到预期目标",
        "8",
        "8",
    ),
    ("满意度指标（10分）", "服务对象满意度", "沿渠用水农户", "≥95%", "97%", "10", "10"),
)


def wrapped(text: str, full: int) -> list[str]:
    """Lines of at most this width; numbers are not broken."""
    lines, line, word = [], "", ""
    for character in text:
        number = character.isascii() and (character.isalnum() or character in ".%")
        if word and not (number and word[-1].isascii() and word[-1].isalnum()):
            lines, line, word = _put(lines, line, word, full)
        word += character
    lines, line, _ = _put(lines, line, word, full)
    return [*lines, line]


def _put(lines: list[str], line: str, word: str, full: int) -> tuple[list[str], str, str]:
    if line and width(line + word) > full:
        return [*lines, line], word, ""
    return lines, line + word, ""


def printed(
    rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...] = WIDTHS, habit: str = "first-line"
) -> str:
    out: list[str] = []
    waiting: list[str] = []

    def flush() -> None:
        if waiting:
            out.extend([" ".join(waiting), ""])
            waiting.clear()

    for row in rows:
        for column, text in enumerate(row):
            lines = wrapped(text, widths[column]) if column < len(widths) and widths[column] else [text]
            if not text:
                continue
            if len(lines) == 1:
                waiting.append(text)
                continue
            flush()
            out.extend([lines[0], "", *lines[1:], ""] if habit == "first-line" else [*lines, ""])
        flush()
    return "\n".join(out)


def tables(reading: Reading) -> list[Table]:
    return [block for block in reading.blocks if isinstance(block, Table)]


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def texts(table: Table, row: int) -> list[str]:
    found = [table.at(row, column) for column in range(table.column_count)]
    return [cell.text if cell else "" for cell in found]
