"""Dumps that keep columns side by side and wrap the cells: rows come out whole, or are said to be unclear."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest

from extract.document import SURE, Document, InText, Source
from extract.dump.lines import width
from extract.dump.plaintext import read_plaintext
from normalize import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from normalize import Evaluation, Normalized

HEADER = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
WIDTHS = (8, 8, 10, 8, 9, 4, 4, 8)
ROWS = (
    ("产出指标(50分)", "数量指标", "改造供水管网长度", "≥42公里", "42.6公里", "20", "20", ""),
    ("", "", "对沿线群众开展节约用水宣传的场次", "≥12场次，每场不少于30人", "13场次", "20", "20", ""),
    (
        "",
        "质量指标",
        "管网漏损率",
        "≤12%",
        "13%",
        "10",
        "9.5",
        "部分入户支管年久失修，次年二季度前完成支管更换。",
    ),
    ("效益指标(30分)", "社会效益指标", "受益农村人口", "≥11800人", "11860人", "30", "30", ""),
    ("满意度指标(10分)", "服务对象满意度", "用水户满意度", "≥90%", "93.5%", "10", "10", ""),
)
TITLE = ("项目支出绩效自评表", "（2022年度）")


def wrapped(text: str, room: int) -> list[str]:
    """Lines of at most `room` characters; a number is not broken."""
    lines, line = [], ""
    for at, character in enumerate(text):
        number = character.isascii() and at and text[at - 1].isascii()
        if len(line) >= room and not number:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if text else []


def stood(cells: Sequence[list[str]], height: int, alignment: str) -> list[list[str]]:
    """The lines of a row, each a text a column; in the middle cells have equal margins, in half lines."""
    placed: list[dict[int, str]] = [{} for _ in cells]
    for number, lines in enumerate(cells):
        first = height - len(lines) if alignment == "middle" else 0
        placed[number] = {first + 2 * at: line for at, line in enumerate(lines)}
    return [
        [own.get(at, "") for own in placed] for at in range(2 * height) if any(at in own for own in placed)
    ]


def printed(
    rows: Sequence[Sequence[str]],
    alignment: str = "middle",
    measure: Callable[[str], int] = len,
    widths: Sequence[int] = WIDTHS,
) -> str:
    """The rows as `pdftotext -layout` prints them; the level cells stand on their first row."""
    out = []
    for row in rows:
        cells = [wrapped(text, room) for text, room in zip(row, widths, strict=True)]
        for texts in stood(cells, max(map(len, cells)), alignment):
            line = ""
            at = 0
            for text, room in zip(texts, widths, strict=True):
                line += " " * (at - measure(line)) + text
                at += (room + 3) * (1 if measure is len else 2)
            out.append(line.rstrip())
    return "\n".join(out)


def read(text: str) -> Normalized:
    reading = read_plaintext(text.encode())
    source = Source("dump.txt", "0" * 64, "text/plain", len(reading.pages))
    return normalized(Document(source, reading.pages, reading.blocks, reading.problems))


def only(text: str) -> Evaluation:
    (evaluation,) = read(text).evaluations
    return evaluation


def form(*parts: str) -> str:
    return "\n".join([*TITLE, *parts])


def values(evaluation: Evaluation) -> list[tuple[str | None, ...]]:
    names = ("level3", "target", "actual", "weight", "score", "deviation")
    return [
        tuple(value.text if (value := getattr(row, name)) else "" for name in names)
        for row in evaluation.indicators
    ]


TOTAL = ("", "", "总分", "", "", "100", "99.5", "")


@pytest.mark.parametrize("measure", [len, width], ids=["characters", "width"])
@pytest.mark.parametrize("alignment", ["middle", "top"])
def test_every_row_comes_out_whole(alignment: str, measure: Callable[[str], int]) -> None:
    table = printed([HEADER, *ROWS, TOTAL], alignment, measure)
    evaluation = only(form(table))
    assert values(evaluation) == [row[2:] for row in ROWS]
    assert evaluation.total.score is not None
    assert evaluation.total.score.value == Decimal("99.5")


def test_no_error_can_rest_on_a_cell_that_was_placed() -> None:
    evaluation = only(form(printed([HEADER, *ROWS, TOTAL])))
    row = evaluation.indicators[1]
    for value in (row.level3, row.target, row.actual, row.weight, row.score):
        assert value is not None
        assert value.confidence < SURE
        assert isinstance(value.place, InText)


def test_a_place_points_at_its_first_and_last_character() -> None:
    text = form(printed([HEADER, *ROWS, TOTAL]))
    lines = text.split("\n")
    for row in only(text).indicators:
        assert row.target is not None
        place = row.target.place
        assert isinstance(place, InText)
        assert lines[place.line - 1][place.column - 1] == row.target.text[0]
        assert lines[place.end_line - 1][place.end_column - 1] == row.target.text[-1]


def test_it_is_said_that_cells_were_placed_and_nothing_more() -> None:
    found = read(form(printed([HEADER, *ROWS, TOTAL])))
    assert [problem.code for problem in found.problems] == ["dump-columns-placed"]


def test_a_row_whose_lines_fit_nowhere_is_said_and_the_others_stay() -> None:
    lines = printed([HEADER, *ROWS, TOTAL]).split("\n")
    at = next(number for number, line in enumerate(lines) if "13%" in line)
    odd = " " * lines[at].index("13%") + "另计"
    found = read(form("\n".join([*lines[:at], odd, *lines[at:]])))
    (evaluation,) = found.evaluations
    for row in values(evaluation):
        assert row in [row[2:] for row in ROWS]
    assert len(evaluation.indicators) < len(ROWS)
    assert "dump-row-unclear" in [problem.code for problem in found.problems]


def test_words_across_the_columns_are_no_cell() -> None:
    lines = printed([HEADER, *ROWS, TOTAL]).split("\n")
    at = next(number for number, line in enumerate(lines) if "受益农村人口" in line)
    across = " " * 20 + "以下各项由县水务局会同财政局另行统计并于次年一季度公布"
    found = read(form("\n".join([*lines[:at], across, *lines[at:]])))
    for evaluation in found.evaluations:
        for row in values(evaluation):
            assert row in [row[2:] for row in ROWS]


@pytest.mark.parametrize("head_again", [False, True], ids=["rows only", "headings again"])
def test_a_table_goes_on_over_a_page_break(*, head_again: bool) -> None:
    upper = printed([HEADER, *ROWS[:3]])
    lower = printed([*([HEADER] if head_again else []), *ROWS[3:], TOTAL])
    evaluation = only(form(upper) + "\n\f" + lower + "\n")
    assert values(evaluation) == [row[2:] for row in ROWS]


def test_a_row_cut_by_a_page_break_is_left_out_and_said() -> None:
    lines = printed([HEADER, *ROWS, TOTAL]).split("\n")
    at = next(number for number, line in enumerate(lines) if "≤12%" in line) + 1
    found = read(form("\n".join(lines[:at])) + "\n\f" + "\n".join(lines[at:]) + "\n")
    rows = [row for evaluation in found.evaluations for row in values(evaluation)]
    assert rows
    assert [row for row in rows if row not in [row[2:] for row in (*ROWS[:2], *ROWS[3:])]] == []
    assert "dump-row-unclear" in [problem.code for problem in found.problems]


WORDS = "改造管网培训农户验收合格发放补助设备巡查道路照明社区服务档案整理"
NAMES = [WORDS[at : at + 2] for at in range(0, len(WORDS), 2)]


def random_row(chance: random.Random) -> tuple[str, ...]:
    name = "".join(chance.sample(NAMES, chance.randint(2, 7)))
    number = chance.randint(2, 900)
    unit = chance.choice(["个", "公里", "人次", "%", "万元/公里"])
    target = f"≥{number}{unit}" + chance.choice(["", "", "，每季度不少于一次"])
    actual = f"{number + 1}{unit}" + chance.choice(
        ["", "", "", f"，其中{chance.choice(NAMES)}{number - 1}{unit}"]
    )
    reason = chance.choice(["", "", "因" + "".join(chance.sample(NAMES, 6)) + "推迟。"])
    points = str(chance.randint(1, 30))
    return ("", "", name, target, actual, points, points, reason)


@cache
def outcome(seed: int) -> tuple[list[tuple[str, ...]], list[tuple[str | None, ...]], bool]:
    """The rows of a random table, those that are read, and whether it is said that some are unclear."""
    chance = random.Random(seed)  # noqa: S311 - sample text, not a secret
    rows = [random_row(chance) for _ in range(chance.randint(3, 12))]
    rows = [("产出指标", "数量指标", *rows[0][2:]), *rows[1:]]
    alignment, measure = chance.choice(["middle", "top"]), chance.choice([len, width])
    text = form(printed([HEADER, *rows, TOTAL], alignment, measure))
    found = read(text)
    got = [row for evaluation in found.evaluations for row in values(evaluation)]
    said = {problem.code for problem in (*found.problems, *read_plaintext(text.encode()).problems)}
    return rows, got, not said.isdisjoint({"dump-row-unclear", "dump-columns-interleaved"})


@pytest.mark.parametrize("seed", range(40))
def test_random_tables_are_read_right_or_left_out(seed: int) -> None:
    rows, got, unclear = outcome(seed)
    assert [row for row in got if row not in [row[2:] for row in rows]] == []
    assert len(got) == len(rows) or unclear


def test_most_rows_of_random_tables_are_read() -> None:
    outcomes = [outcome(seed) for seed in range(40)]
    assert 4 * sum(len(got) for _, got, _ in outcomes) >= 3 * sum(len(rows) for rows, _, _ in outcomes)


def without_points(rows: Sequence[Sequence[str]], alignment: str) -> str:
    """A form without weights and scores: nothing but the cells themselves tells its rows apart."""
    kept = (0, 1, 2, 3, 4, 7)
    cut = [[row[column] for column in kept] for row in rows]
    table = printed(cut, alignment, widths=[WIDTHS[column] for column in kept])
    return f"转移支付区域绩效目标自评表\n（2022年度）\n{table}"


def test_rows_without_numbers_are_told_by_cells_that_stand_in_the_middle() -> None:
    found = read(without_points([HEADER, *ROWS], "middle"))
    rows = [row for evaluation in found.evaluations for row in values(evaluation)]
    assert rows == [(*row[2:5], "", "", row[7]) for row in ROWS]


def test_rows_without_numbers_that_begin_at_the_top_are_not_guessed() -> None:
    found = read(without_points([HEADER, *ROWS], "top"))
    rows = [row for evaluation in found.evaluations for row in values(evaluation)]
    assert [row for row in rows if row not in [(*row[2:5], "", "", row[7]) for row in ROWS]] == []


def test_the_table_of_lines_side_by_side_is_built_as_printed() -> None:
    """The helper itself: in the middle a cell of one line stands beside the second of three."""
    lines = stood([["甲", "乙", "丙"], ["丁"]], 3, "middle")
    assert [list(filter(None, one)) for one in zip_longest(*lines)] == [["甲", "乙", "丙"], ["丁"]]
    assert lines[1] == ["乙", "丁"]
