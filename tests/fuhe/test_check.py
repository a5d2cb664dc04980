"""`fuhe check` as a user meets it: streams, exit codes, bad files beside good ones."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

import fuhe.commands.check as check_command
import fuhe.verify
from fuhe.audit import Audit
from fuhe.report import shape
from validate.outcome import Finding, Outcome

RunMain = Callable[..., tuple[int, str, str]]
RunFuhe = Callable[..., subprocess.CompletedProcess[bytes]]
MakeAudit = Callable[..., Audit]

SAMPLES = Path(__file__).parents[2] / "samples"
FAULTY, CLEAN = SAMPLES / "dept-2023-sheet.pdf", SAMPLES / "dept-2023-clean.pdf"
PROSE, OTHER_TABLE = SAMPLES / "prose.pdf", SAMPLES / "final-accounts.pdf"
DUMP = SAMPLES / "dept-2023-dump.txt"


@pytest.fixture
def _audited(
    monkeypatch: pytest.MonkeyPatch, full_audit: Audit, make_audit: MakeAudit, unreadable_audit: Audit
) -> None:
    """Let the command meet hand-made audits, by file name."""
    by_name = {
        "findings": full_audit,
        "clean": make_audit(),
        "partly": make_audit(status="partly-checked"),
        "unreadable": unreadable_audit,
        "nothing": msgspec.structs.replace(
            unreadable_audit, status="no-evaluation", path="nothing", source=full_audit.source
        ),
    }
    monkeypatch.setattr(check_command, "audits", lambda name, **_: iter([by_name[name]]))


@pytest.mark.usefixtures("_audited")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean"], 0),
        (["findings"], 1),
        (["findings", "--fail-on", "warning"], 1),
        (["partly"], 0),
        (["partly", "--strict"], 3),
        (["findings", "--strict"], 3),
        (["unreadable", "findings"], 3),
        (["nothing"], 3),
        (["findings", "."], 2),
    ],
)
def test_exit_codes(run_main: RunMain, arguments: list[str], code: str | int) -> None:
    assert run_main("check", *arguments)[0] == code


def test_fail_on_draws_the_line(
    run_main: RunMain, monkeypatch: pytest.MonkeyPatch, make_audit: MakeAudit, notice: Finding
) -> None:
    only_notice = make_audit(Outcome("stale-wording", "finding", notice.message, finding=notice))
    monkeypatch.setattr(check_command, "audits", lambda *_, **__: iter([only_notice]))
    assert run_main("check", "x")[0] == 0
    assert run_main("check", "x", "--fail-on", "warning")[0] == 0
    assert run_main("check", "x", "--fail-on", "notice")[0] == 1


def test_a_crash_on_one_file_is_4_and_the_others_are_still_checked(
    run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(fuhe.verify, "verified", broken)
    code, out, err = run_main("check", "--format", "json", DUMP, "missing.pdf")
    assert code == 4
    assert [one["problems"][0]["code"] for one in json.loads(out)["documents"]] == ["crashed", "not-found"]
    assert "ZeroDivisionError: boom" in err
    assert "Traceback" not in err


def test_a_folder_is_one_line_of_usage_and_the_others_are_still_checked(
    run_main: RunMain, tmp_path: Path
) -> None:
    code, out, err = run_main("check", "-q", tmp_path, DUMP)
    assert code == 2
    assert "[budget-col-sum]" in out
    assert len(err.splitlines()) == 1
    assert str(tmp_path) in err
    assert "请给出其中的文件" in err


def test_progress_and_summary_name_the_files_on_stderr(run_main: RunMain, tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.write_bytes(b"")
    _, out, err = run_main("check", "--format", "csv", DUMP, empty, PROSE)
    assert "[2/3]" in err
    assert re.search(r"共 3 个文件：.*没有自评表 1.*无法读取 1", err)
    assert f"无法读取：{empty}" in err
    assert f"没有自评表：{PROSE}" in err
    assert "[2/3]" not in out


def test_one_file_makes_no_talk_and_quiet_none_either(run_main: RunMain) -> None:
    assert run_main("check", DUMP)[2] == ""
    assert run_main("check", "--quiet", DUMP, DUMP)[2] == ""


# --- bad input: one line with name, reason and remedy; 3; the others are still checked --------------------


def bad_inputs(folder: Path) -> list[str]:
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "truncated.pdf").write_bytes(FAULTY.read_bytes()[:2000])
    shutil.copy(PROSE, folder / "prose.pdf")
    shutil.copy(OTHER_TABLE, folder / "other-table.pdf")
    return ["empty.pdf", "picture.pdf", "truncated.pdf", "prose.pdf", "other-table.pdf", "missing.pdf"]


def test_each_bad_file_is_told_in_one_line_and_the_good_one_is_checked(
    run_main: RunMain, tmp_path: Path
) -> None:
    names = bad_inputs(tmp_path)
    code, out, err = run_main("check", "--format", "json", *(tmp_path / name for name in names), FAULTY)
    assert code == 3
    told = [line for line in err.splitlines() if line.startswith("错误：")]
    assert len(told) == len(names)
    for name, line in zip(names, told, strict=True):
        assert name in line
        assert line.count("。") >= 2  # a reason and a remedy
    *bad, good = json.loads(out)["documents"]
    assert {one["status"] for one in bad} == {"unreadable", "no-evaluation"}
    assert [finding["rule"] for finding in good["evaluations"][0]["findings"]].count("budget-col-sum") == 1


def test_another_table_is_named_for_what_it_is(run_main: RunMain) -> None:
    code, _, err = run_main("check", "--format", "json", OTHER_TABLE)
    assert code == 3
    assert "没有找到绩效自评表" in err


def test_an_encrypted_file_opens_with_its_password_only(run_main: RunMain, encrypted_pdf: Path) -> None:
    code, _, err = run_main("check", encrypted_pdf)
    assert code == 3
    assert "密码" in err
    code, _, err = run_main("check", "--password", "wrong", encrypted_pdf)
    assert code == 3
    assert "locked.pdf" in err
    code, out, err = run_main("check", "--password", "secret", encrypted_pdf)
    assert code == 1
    assert "[budget-col-sum]" in out
    assert err == ""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_as_the_system_refuses_it(run_main: RunMain, tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text("x")
    locked.chmod(0)
    code, _, err = run_main("check", locked)
    assert code == 3
    assert "权限" in err


def test_a_file_without_permission(run_main: RunMain, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refused)
    code, _, err = run_main("check", DUMP, CLEAN)
    assert code == 3
    assert err.count("没有读取该文件的权限") == 2


# --- output -----------------------------------------------------------------------------------------------


def test_json_on_stdout_is_the_published_type_and_nothing_else(run_fuhe: RunFuhe) -> None:
    done = run_fuhe("check", "--format", "json", FAULTY, "missing.pdf")
    output = msgspec.json.decode(done.stdout, type=shape.Output)
    assert done.returncode == 3
    assert [one.status for one in output.documents][1] == "unreadable"
    assert output.documents[0].evaluations[0].indicators


def test_the_file_of_o_holds_what_stdout_would(run_main: RunMain, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    _, printed, _ = run_main("check", "--format", "jsonl", DUMP)
    code, out, _ = run_main("check", "--format", "jsonl", "-o", target, DUMP)
    assert code == 1
    assert out == ""
    assert target.read_text(encoding="utf-8") == printed


def test_o_never_overwrites_an_input(run_main: RunMain, tmp_path: Path) -> None:
    copy = tmp_path / "form.txt"
    shutil.copy(DUMP, copy)
    code, _, err = run_main("check", "-o", copy, copy)
    assert code == 2
    assert "会覆盖" in err
    assert copy.read_bytes() == DUMP.read_bytes()


def test_o_that_cannot_be_written_is_wrong_usage(run_main: RunMain, tmp_path: Path) -> None:
    code, _, err = run_main("check", "-o", tmp_path / "no" / "such" / "folder.csv", DUMP)
    assert code == 2
    assert "无法写入" in err


@pytest.mark.parametrize("encoding", ["utf-8", "gbk:strict"])
def test_csv_is_utf8_with_mark_for_excel_whatever_the_console(
    run_fuhe: RunFuhe, tmp_path: Path, encoding: str
) -> None:
    done = run_fuhe("check", "--format", "csv", DUMP, PYTHONIOENCODING=encoding)
    assert done.stdout.startswith(b"\xef\xbb\xbf")
    assert done.stdout.count(b"\xef\xbb\xbf") == 1
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert any(row["规则编号"] == "budget-col-sum" for row in rows)
    target = tmp_path / "out.csv"
    run_fuhe("check", "--format", "csv", "-o", target, DUMP)
    assert target.read_bytes() == done.stdout


def test_a_gbk_console_is_served(run_fuhe: RunFuhe) -> None:
    done = run_fuhe("check", FAULTY, DUMP, PYTHONIOENCODING="gbk:strict", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "353.88 + 90.5 = 444.38 ≠ 443.88" in done.stdout.decode("gbk")
    assert "共 2 个文件" in done.stderr.decode("gbk")
    assert b"Traceback" not in done.stderr


def test_json_for_a_gbk_console_is_ascii(run_fuhe: RunFuhe) -> None:
    done = run_fuhe("check", "--format", "json", DUMP, PYTHONIOENCODING="gbk:strict", PYTHONUTF8="0")
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["documents"][0]["status"] == "partly-checked"


def test_no_escape_sequences_in_a_pipe_unless_asked(run_fuhe: RunFuhe) -> None:
    assert b"\x1b" not in run_fuhe("check", DUMP).stdout
    assert b"\x1b[" in run_fuhe("check", "--color", "always", DUMP).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="names of bytes are a matter of POSIX")
def test_hostile_file_names_are_shown_harmless(run_fuhe: RunFuhe, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/a\x1b[2J\xff.txt"
    Path(os.fsdecode(name)).write_bytes(b"nothing")
    done = run_fuhe("check", os.fsdecode(name))
    assert done.returncode == 3
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\\x1b[2J\\xff" in done.stderr


def test_interruption_is_130(run_main: RunMain, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_more: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "audits", interrupted)
    code, _, err = run_main("check", DUMP)
    assert code == 130
    assert "已中断" in err


def test_what_a_library_prints_during_an_audit_stays_out_of_the_data(
    run_main: RunMain, monkeypatch: pytest.MonkeyPatch, full_audit: Audit
) -> None:
    def chatty(*_args: object, **_more: object) -> Iterator[Audit]:
        print("chatter")  # noqa: T201  (what this test is about)
        yield full_audit

    monkeypatch.setattr(check_command, "audits", chatty)
    _, out, err = run_main("check", "--format", "json", "x")
    assert "chatter" not in out
    assert "chatter" in err
    json.loads(out)


def test_help_comes_at_once(run_fuhe: RunFuhe) -> None:
    """No reader, no pandas: the bound is generous, because the machine of a test may be busy."""
    fastest = min(timed(run_fuhe, "--help") for _ in range(3))
    assert fastest < 1.0


def timed(run_fuhe: RunFuhe, *arguments: str) -> float:
    start = time.perf_counter()
    run_fuhe(*arguments)
    return time.perf_counter() - start


def test_help_loads_none_of_the_heavy_libraries(run_fuhe: RunFuhe) -> None:
    done = run_fuhe("--help", PYTHONPROFILEIMPORTTIME="1")
    loaded = set(re.findall(r"\|\s+([\w.]+)", done.stderr.decode()))
    heavy = {"pandas", "numpy", "pypdfium2", "pdfplumber", "openpyxl", "lxml", "rapidfuzz", "rich", "extract"}
    assert "fuhe.cli" in loaded
    assert loaded & heavy == set()
