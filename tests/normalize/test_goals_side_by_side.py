"""Goals in a dump with columns side by side: the text of either column, or none and that is said."""

from __future__ import annotations

import random
from itertools import zip_longest

import pytest

from extract.document import Document, Source
from extract.dump.lines import width
from extract.dump.plaintext import read_plaintext
from normalize import normalized
from normalize.evaluation import Evaluation

TITLE = "项目支出绩效自评表\n（2022年度）\n项目名称  渠道整修   实施单位  临溪县水利局\n\n"
TABLE = """
一级指标    二级指标    三级指标        年度指标值      实际完成值     分值    得分
                        整修渠道长度
产出指标    数量指标                    ≥12公里         12.6公里       50      50
                        （含支渠）
效益指标    社会效益    受益人口        ≥300人          320人          30      30
                                        年度内有所
满意度指标  满意度指标  沿线农户满意度                  已经提高       20      20
                                        提高
                         总分                                          100     100
"""
CLAUSES = (
    "整修渠道12公里", "新建涵洞3座", "落实管护责任", "群众满意度不低于95%", "做好安全巡查", "按期完成验收",
    "资金支付及时", "举办培训班2期", "为沿线农户增产增收提供保障", "建立台账", "开展质量抽检",
)  # fmt: skip


def wrapped(text: str, room: int) -> list[str]:
    """Lines of at most this width; no number is broken and no line begins with a mark."""
    lines = [""]
    for at, char in enumerate(text):
        mark = text[at + 1 : at + 2] in tuple("，。")
        if width(lines[-1] + char + "，" * mark) > room and char not in "，。":
            digits = lines[-1][len(lines[-1].rstrip("0123456789%")) :] if char in "0123456789%" else ""
            lines[-1] = lines[-1][: len(lines[-1]) - len(digits)]
            lines.append(digits)
        lines[-1] += char
    return lines


def padded(lines: list[str], height: int, *, middle: bool) -> list[str]:
    above = (height - len(lines)) // 2 if middle else 0
    return [*[""] * above, *lines, *[""] * (height - above - len(lines))]


def block(left: list[str], right: list[str], room: int, *, middle: bool, gap: int = 3) -> str:
    """Both texts side by side, the name of the block at their left."""
    height = max(len(left), len(right), 3)
    names = ["年度", "总体", "目标", *[""] * (height - 3)]
    lines = zip_longest(
        names, padded(left, height, middle=middle), padded(right, height, middle=middle), fillvalue=""
    )
    head = " " * (room // 2) + "预期目标" + " " * room + "实际完成情况"
    body = (
        f"{name}{' ' * (5 - width(name))}{one}{' ' * (room + gap - width(one))}{other}"
        for name, one, other in lines
    )
    return "\n".join([head, *body])


def read(text: str) -> Evaluation:
    found = read_plaintext(text.encode())
    document = Document(Source("d.txt", "0" * 64, "text/plain", 1), found.pages, found.blocks, found.problems)
    (one,) = normalized(document).evaluations
    return one


def goals(one: Evaluation) -> tuple[str | None, str | None]:
    expected, actual = one.goals.expected, one.goals.actual
    return (expected.value if expected else None, actual.value if actual else None)


def text_of(chance: random.Random) -> str:
    return "，".join(chance.sample(CLAUSES, chance.randint(2, 9))) + "。"


@pytest.mark.parametrize("seed", range(30))
def test_both_texts_come_out_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - sample text, not a secret
    left, right, room = text_of(chance), text_of(chance), chance.choice([30, 40, 50])
    printed = block(wrapped(left, room), wrapped(right, room), room, middle=chance.random() < 0.5)
    one = read(TITLE + printed + TABLE)
    assert goals(one) == (left, right)
    assert one.goals.actual is not None
    assert one.goals.actual.confidence < 1


@pytest.mark.parametrize("seed", range(30))
def test_a_line_that_stands_elsewhere_is_noticed(seed: int) -> None:
    """A line of one text that ends early, with its rest on a line further right or left."""
    chance = random.Random(seed)  # noqa: S311 - sample text, not a secret
    left, right, room = text_of(chance), text_of(chance), 30
    lines = wrapped(left, room)
    at = chance.randrange(len(lines))
    lines[at : at + 1] = [lines[at][:5], " " * chance.choice([0, 6, 20]) + lines[at][5:]]
    one = read(TITLE + block(lines, wrapped(right, room), room, middle=False) + TABLE)
    assert goals(one) in ((left, right), (None, None))
    gap = one.gap("goals")
    assert goals(one) == (left, right) or (gap is not None and gap.lost)


def test_a_column_one_blank_from_the_other_on_all_its_lines_is_not_read() -> None:
    left, right = "整修渠道共12公里，新建涵洞3座，落实管护责任，做好安全巡查。", "整修渠道12.6公里。"
    one = read(TITLE + block(wrapped(left, 31), wrapped(right, 31), 31, middle=False, gap=1) + TABLE)
    assert goals(one) == (None, None)
    gap = one.gap("goals")
    assert gap is not None
    assert gap.lost


def test_one_blank_is_enough_where_another_line_shows_where_the_column_begins() -> None:
    left, right = (
        "整修渠道共12公里，新建涵洞3座，落实管护责任，做好安全巡查。",
        "整修渠道12.6公里，新建涵洞3座，资金支付及时。",
    )
    one = read(TITLE + block(wrapped(left, 31), wrapped(right, 31), 31, middle=False, gap=1) + TABLE)
    assert goals(one) == (left, right)


def test_numbered_goals_that_alternate_line_by_line_are_not_split() -> None:
    lines = [
        "预期目标 实际完成情况",
        "一、整修渠道12公里，落实",
        "一、整修渠道12.6公里。",
        "管护责任。二、新建涵洞。",
    ]
    assert goals(read(TITLE + "\n".join(lines) + "\n" + TABLE)) == (None, None)
