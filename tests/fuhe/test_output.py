"""Where the output goes and in which format, and what is said when it cannot go there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

RunMain = Callable[..., tuple[int, str, str]]

CLEAN = Path(__file__).parents[2] / "samples" / "dept-2023-clean.pdf"


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("list.csv", "序号,级别,文件"),
        ("list.json", '{"schema":1'),
        ("list.JSONL", '{"source"'),
        ("list.txt", str(CLEAN)),
        ("list", str(CLEAN)),
    ],
)
def test_the_ending_of_the_output_file_names_the_format(
    run_main: RunMain, tmp_path: Path, name: str, beginning: str
) -> None:
    assert run_main("check", CLEAN, "-o", tmp_path / name)[0] == 0
    assert (tmp_path / name).read_text(encoding="utf-8-sig").startswith(beginning)


def test_the_option_wins_over_the_ending(run_main: RunMain, tmp_path: Path) -> None:
    run_main("check", CLEAN, "--format", "json", "-o", tmp_path / "list.txt")
    assert json.loads((tmp_path / "list.txt").read_text(encoding="utf-8"))["schema"] == 1


@pytest.mark.parametrize("ending", ["xls", "zzz"])
@pytest.mark.parametrize("command", ["check", "show"])
def test_no_text_is_written_under_an_ending_that_promises_something_else(
    run_main: RunMain, tmp_path: Path, command: str, ending: str
) -> None:
    code, _, err = run_main(command, CLEAN, "-o", tmp_path / f"list.{ending}")
    assert code == 2
    assert f"不能输出 .{ending} 文件" in err
    assert ".csv" in err
    assert "--format" in err
    assert not (tmp_path / f"list.{ending}").exists()


def test_why_a_file_cannot_be_written_is_said_in_chinese(run_main: RunMain, tmp_path: Path) -> None:
    code, _, err = run_main("check", CLEAN, "-o", tmp_path / "nowhere" / "list.csv")
    assert code == 2
    assert "文件夹不存在" in err
    assert "No such file" not in err


@pytest.mark.parametrize("command", ["check", "show"])
def test_an_encrypted_file_names_the_option_that_opens_it(
    run_main: RunMain, encrypted_pdf: Path, command: str
) -> None:
    code, _, err = run_main(command, encrypted_pdf)
    assert code == 3
    assert "--password" in err
    assert str(encrypted_pdf) in err


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_folder_is_told_how_to_name_the_files_in_it(
    run_main: RunMain, tmp_path: Path, command: str
) -> None:
    code, _, err = run_main(command, tmp_path)
    assert code == 2
    assert str(tmp_path / "*.pdf") in err


def test_the_help_explains_levels_and_gives_examples(run_main: RunMain) -> None:
    out = run_main("check", "--help")[1]
    for word in ("错误", "预警", "提示", "不等于通过", "fuhe check 自评表.pdf"):
        assert word in out
    assert "用法： fuhe check [选项] 文件..." in out


def test_commands_are_listed_in_the_order_of_use(run_main: RunMain) -> None:
    out = run_main("--help")[1]
    assert out.index("  check") < out.index("  show") < out.index("  doctor")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed to see the bar")
def test_a_workbook_of_a_ledger_shows_how_far_it_is(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415  (not on Windows)

    ledger, book = tmp_path / "fuhe.db", tmp_path / "清单.xlsx"
    fuhe = [sys.executable, "-m", "fuhe"]
    subprocess.run(  # noqa: S603  (our own command)
        [*fuhe, "ingest", *map(CLEAN.with_name, ("sichuan-faulty.pdf", "contract.pdf")), "--ledger", ledger],
        check=False,
        capture_output=True,
    )
    ours, theirs = pty.openpty()
    done = subprocess.run(  # noqa: S603  (our own command)
        [*fuhe, "list", "--ledger", ledger, "-o", book], check=False, stdout=subprocess.PIPE, stderr=theirs
    )
    shown = os.read(ours, 100_000).decode()
    os.close(theirs)
    assert (done.returncode, done.stdout) == (0, b"")
    summary = [row[0] for row in openpyxl.load_workbook(book)["汇总"].iter_rows(values_only=True)]
    assert any(one and one.startswith("未列入：1 份文件未能核查") for one in summary)
    assert "sichuan-faulty.pdf" in shown
    assert re.search(r"\d/\d", shown)
