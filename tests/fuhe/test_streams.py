"""stdout is data, whoever reads it and whatever it can carry."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import fuhe.streams  # noqa: F401  (registers the error handler)
from fuhe.streams import visible

ROOT = Path(__file__).parents[2]
RunFuhe = Callable[..., subprocess.CompletedProcess[bytes]]

PRINTS_IN_C = """
import ctypes, os, sys
from fuhe import streams
with streams.guarded():
    os.write(1, b"noise of a C library\\n")
    streams.write("data\\n")
    print("more data")
"""


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (our own command)
        ["/bin/sh", "-c", command], capture_output=True, check=False, text=True
    )


def test_what_a_c_library_prints_goes_to_stderr() -> None:
    done = subprocess.run([sys.executable, "-c", PRINTS_IN_C], capture_output=True, check=True, text=True)  # noqa: S603  (our own code)
    assert done.stdout == "data\nmore data\n"
    assert done.stderr == "noise of a C library\n"


def test_a_reader_that_stops_early_ends_it_quietly() -> None:
    command = f"{sys.executable} -m fuhe schema | head -c 20"
    done = in_shell(command)
    assert len(done.stdout) == 20
    assert done.stderr == ""


def test_a_reader_that_stops_early_ends_an_audit_quietly_too() -> None:
    samples = ROOT / "samples"
    command = f"{sys.executable} -m fuhe check --quiet {samples}/dept-2023-*.pdf | head -n 1"
    done = in_shell(command)
    assert done.stdout.strip().endswith(".pdf")
    assert done.stderr == ""


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_stream_is_no_crash(stream: str) -> None:
    number = {"stdout": 1, "stderr": 2}[stream]
    command = f"{sys.executable} -m fuhe rules {number}>&-"
    done = in_shell(command)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("mode", ["gbk:strict", "ascii:strict", "latin-1:strict", "utf-8:strict"])
def test_no_console_is_too_narrow(run_fuhe: RunFuhe, mode: str) -> None:
    done = run_fuhe("rules", PYTHONIOENCODING=mode, PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"budget-col-sum" in done.stdout


def test_gbk_console_shows_chinese_and_loses_nothing() -> None:
    stream = io.BytesIO()
    narrow = io.TextIOWrapper(stream, encoding="gbk", errors="fuhe-plainer")
    narrow.write("得分≥80、⩾、✓、\U0001f4a9、A\xe9")
    narrow.flush()
    assert stream.getvalue().decode("gbk") == "得分≥80、>=、v、\\U0001f4a9、Aé"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\x9bb", "a\\x9bb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udcffb", "a\\xffb"),
        ("a\nb", "a\\x0ab"),
        ("绩效自评表 ≥ “优”", "绩效自评表 ≥ “优”"),
    ],
)
def test_controls_become_visible(raw: str, shown: str) -> None:
    assert visible(raw) == shown
    assert not re.search("[\x00-\x1f\x7f-\x9f]", visible(raw))
