"""The command that writes a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from workbook import table

RunMain = Callable[..., tuple[int, str, str]]

SAMPLES = Path(__file__).parents[3] / "samples"


def test_the_command_writes_the_workbook_that_the_ending_names(run_main: RunMain, tmp_path: Path) -> None:
    target = tmp_path / "问题清单.xlsx"
    code, out, _ = run_main("check", SAMPLES / "sichuan-faulty.pdf", "-o", target)
    assert (code, out) == (1, "")
    rows = table(openpyxl.load_workbook(target)["问题清单"])
    assert next(row["规则编号"].value for row in rows) == "exec-score-recompute"


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_format_that_is_no_text_asks_for_a_file(run_main: RunMain, kind: str) -> None:
    code, out, err = run_main("check", SAMPLES / "sichuan-faulty.pdf", "--format", kind)
    assert (code, out) == (2, "")
    assert f"-o 问题清单.{kind}" in err


def test_the_submitted_workbook_is_not_overwritten(run_main: RunMain, tmp_path: Path) -> None:
    submitted = tmp_path / "自评表.xlsx"
    content = (SAMPLES / "dept-2023-clean.xlsx").read_bytes()
    submitted.write_bytes(content)
    code, _, err = run_main("check", submitted, "-o", submitted)
    assert code == 2
    assert "会覆盖" in err
    assert submitted.read_bytes() == content


def test_a_folder_that_is_not_there_is_said_before_anything_is_read(
    run_main: RunMain, tmp_path: Path
) -> None:
    code, _, err = run_main("check", SAMPLES / "prose.pdf", "-o", tmp_path / "nowhere" / "list.xlsx")
    assert code == 2
    assert "文件夹不存在" in err
