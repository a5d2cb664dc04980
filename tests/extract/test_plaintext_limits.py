"""Text dumps that are no dumps of forms: prose, bytes, and texts without end."""

from __future__ import annotations

import time

import pytest

from extract.document import Line, Reading, Table
from extract.dump.plaintext import read_plaintext
from extract.errors import UnreadableError

HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值(B) 分值 得分"


def tables(reading: Reading) -> list[Table]:
    return [block for block in reading.blocks if isinstance(block, Table)]


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def test_prose_is_only_lines() -> None:
    text = "本年度按照计划完成了各项工作。\n\n资金使用 规范 有序 及时 有效，共投入12.5万元。\n"
    reading = read_plaintext(text.encode())
    assert tables(reading) == []
    assert len(lines(reading)) == 2
    assert reading.problems == ()


@pytest.mark.parametrize("content", [b"\x80\x81\x82\x83" * 50 + b"\0\1", bytes(range(256)) * 4])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_plaintext(content)
    assert caught.value.code == "unknown-format"


@pytest.mark.parametrize(
    "text",
    [
        "本年度按照计划完成了各项工作任务。\n" * 60_000,
        f"{HEADER}\n\n" * 10_000,
        f"{HEADER}\n\n" + "完成率 100% 100% 5 5\n" * 10_000,
        f"{HEADER}\n\n" + ("".join(f"说明文字第{n}段\n\n" for n in range(40)) + "5 5\n\n") * 50,
        "字 " * 500_000,
        "— " * 150_000,
    ],
    ids=["prose", "headers", "rows", "wrapped", "one line", "dashes"],
)
def test_long_input_takes_time_in_proportion(text: str) -> None:
    started = time.process_time()
    read_plaintext(text.encode())
    assert time.process_time() - started < 20


def test_an_absurd_number_of_wrapped_rows_is_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_plaintext((f"{HEADER}\n\n" + "甲\n\n乙\n\n丙\n\n5 5\n\n" * 1_001).encode())
    assert caught.value.code == "too-large"
