"""A cell a line, and one cell is not there: no value moves up into its place unseen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from dump_samples import cell_a_line, known_of

import fuhe

if TYPE_CHECKING:
    from pathlib import Path

# Where the headings of the indicators end in each sample, and the share of the rows' lines that is tried.
FORMS = {
    "dept-2023-clean.xlsx": "偏差原因分析及改进措施",
    "sichuan-0013zp.xlsx": "未完成原因分析",
    "chongqing-department.xlsx": "说明",
}
EVERY = 7


@cache
def printed(file: str) -> tuple[list[str], int]:
    """The lines, and the number of the first one below the headings of the indicators."""
    lines = cell_a_line(file).split("\n")
    return lines, len(lines) - lines[::-1].index(FORMS[file])


def wrong_without(file: str, at: int, target: Path) -> list[object]:
    lines, _ = printed(file)
    target.write_text("\n".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    audited = fuhe.audit(target)
    accused = [one.rule for one in audited.findings if one.severity != "notice"]
    # nobody can see that the name of a level is not there
    return [
        *(one for one in known_of(audited, file.partition(".")[0]).wrong if one.where[:5] != "level"),
        *accused,
    ]


@pytest.mark.parametrize("file", FORMS)
def test_a_cell_that_is_not_there_moves_no_other_one(file: str, tmp_path: Path) -> None:
    lines, first = printed(file)
    tried = range(first, len(lines), EVERY)
    assert {
        lines[at]: wrong for at in tried if (wrong := wrong_without(file, at, tmp_path / "dump.txt"))
    } == {}
