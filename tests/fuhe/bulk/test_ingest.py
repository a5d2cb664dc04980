"""`fuhe ingest` as a user meets it: killed, interrupted, out of space, refused; and what it says."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from kept import count, rows
from processes import children, gone

from fuhe.commands.ingestion import _shown

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SAMPLES = ROOT / "samples"
COMMAND = [sys.executable, str(HERE / "drive.py"), "ingest"]

MakeCorpus = Callable[..., Path]
RunMain = Callable[..., tuple[int, str, str]]
Ingest = Callable[..., subprocess.CompletedProcess[str]]

DONE = "SELECT count(*) FROM document WHERE state = 'done'"


@pytest.fixture
def begin() -> Callable[..., subprocess.Popen[str]]:
    def begun(*arguments: object, **more: object) -> subprocess.Popen[str]:
        environment = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(HERE.parent / "guard")}
        environment.pop("FUHE_LANG", None)
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # noqa: S603  (our own command)
            [*COMMAND, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            **more,
        )

    return begun


@pytest.fixture
def ingest(begin: Callable[..., subprocess.Popen[str]]) -> Ingest:
    """Run it to its end."""

    def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
        process = begin(*arguments, **more)
        out, err = process.communicate(timeout=110)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


@pytest.fixture
def archive(make_corpus: MakeCorpus) -> Path:
    """Documents in folders and in a zip, two of the same bytes, and some that do harm."""
    corpus = make_corpus(
        *(f"县{number % 3}/slow-{number}.txt" for number in range(30)),
        "segfault-1.txt",
        "once-1.txt",
        "raise-1.txt",
    )
    shutil.copy(corpus / "县0/slow-3.txt", corpus / "copy.txt")
    with zipfile.ZipFile(corpus / "some.zip", "w") as packed:
        for number in range(5):
            packed.writestr(f"slow-z{number}.txt", f"packed {number}")
    return corpus


def wait_for(ledger: Path, number: int, process: subprocess.Popen[str]) -> None:
    """Until so many documents are done."""
    until = time.monotonic() + 30
    while count(ledger, DONE) < number and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.timeout(400)  # eleven starts; a busy machine takes its time
def test_killed_at_random_moments_and_resumed_nothing_is_lost_or_done_twice(
    archive: Path, tmp_path: Path, ingest: Ingest, begin: Callable[..., subprocess.Popen[str]]
) -> None:
    undisturbed, killed = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    arguments = (archive, "--jobs", 2, "--deadline", 10)
    assert ingest(*arguments, "--ledger", undisturbed).returncode == 3
    (archive / "once-1.txt.met").unlink()
    moments = random.Random(6)  # noqa: S311  (a test)
    for _ in range(10):
        process = begin(*arguments, "--ledger", killed)
        wait_for(killed, count(killed, DONE) + moments.randint(0, 3), process)
        time.sleep(moments.uniform(0, 0.15))
        started = children(process.pid)
        process.kill()
        process.communicate()
        assert gone(started)
    assert count(killed, DONE) < 38  # there is something left to go on with
    assert ingest(*arguments, "--ledger", killed).returncode == 3
    met, wanted = rows(killed), rows(undisturbed)
    for table, content in wanted.items():
        assert met[table] == content, table
    assert {times for _, times in met["done"]} == {1}


def test_ctrl_c_leaves_no_child_and_says_how_to_go_on(
    archive: Path, tmp_path: Path, ingest: Ingest, begin: Callable[..., subprocess.Popen[str]]
) -> None:
    (archive / "hang-1.txt").write_text("hangs", encoding="utf-8")
    ledger = tmp_path / "a ledger.db"
    process = begin(archive, "--ledger", ledger, "--jobs", 2, "--password", "geheim", "--memory", "1G")
    wait_for(ledger, 3, process)
    started = children(process.pid)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert process.returncode == 130
    assert started
    assert gone(started)
    told = err.splitlines()[-1]
    assert told.endswith(
        f"fuhe ingest {archive} --ledger '{ledger}' --jobs 2 --memory 1024M --password ***"
    ), told
    assert count(ledger, "SELECT count(*) FROM run WHERE ended = 'interrupted'") == 1
    assert "geheim" not in ledger.read_bytes().decode("latin-1")
    (archive / "hang-1.txt").unlink()
    assert ingest(archive, "--ledger", ledger, "--jobs", 2).returncode == 3
    assert count(ledger, DONE) == 30 + 5 + 1


def test_a_polite_end_is_an_interrupt_too(
    archive: Path, tmp_path: Path, begin: Callable[..., subprocess.Popen[str]]
) -> None:
    ledger = tmp_path / "fuhe.db"
    process = begin(archive, "--ledger", ledger)
    wait_for(ledger, 1, process)
    started = children(process.pid)
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert gone(started)


def test_a_full_disk_ends_it_with_a_sentence_and_nothing_is_lost(
    make_corpus: MakeCorpus, tmp_path: Path, ingest: Ingest
) -> None:
    corpus = make_corpus(*(f"fine-{number}.txt" for number in range(60)))
    ledger = tmp_path / "fuhe.db"
    small = 1_500_000
    run = ingest(
        corpus,
        "--ledger",
        ledger,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (small, small)),
    )
    assert run.returncode == 4, run.stderr
    assert "磁盘已满" in run.stderr
    assert "继续运行：" in run.stderr
    assert "Traceback" not in run.stderr
    done = count(ledger, DONE)
    assert 0 < done < 60
    assert ingest(corpus, "--ledger", ledger).returncode == 0
    assert count(ledger, DONE) == 60
    assert {times for _, times in rows(ledger)["done"]} == {1}


def test_a_second_ingest_into_the_same_ledger_is_refused(
    archive: Path, tmp_path: Path, ingest: Ingest, begin: Callable[..., subprocess.Popen[str]]
) -> None:
    ledger = tmp_path / "fuhe.db"
    first = begin(archive, "--ledger", ledger, "--jobs", 1)
    wait_for(ledger, 1, first)
    second = ingest(archive, "--ledger", ledger)
    assert first.poll() is None
    first.terminate()
    first.communicate(timeout=20)
    assert second.returncode == 2
    assert "另一个 fuhe 正在写入" in second.stderr


def test_a_ledger_of_another_program_is_left_alone(
    make_corpus: MakeCorpus, tmp_path: Path, run_main: RunMain
) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE customer (name TEXT)")
    connection.commit()
    connection.close()
    before = other.read_bytes()
    code, _, err = run_main("ingest", make_corpus("fine-1.txt"), "--ledger", other)
    assert (code, "不是 fuhe 的台账" in err) == (2, True)
    assert other.read_bytes() == before


def test_a_read_only_ledger_is_refused(
    make_corpus: MakeCorpus, tmp_path: Path, run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = tmp_path / "fuhe.db"
    assert run_main("ingest", SAMPLES / "prose.pdf", "--ledger", ledger)[0] == 3
    monkeypatch.setattr("fuhe.ledger.opening._writable", lambda _: False)  # root may write everywhere
    code, _, err = run_main("ingest", make_corpus("fine-1.txt"), "--ledger", ledger)
    assert (code, "没有写入权限" in err) == (2, True)


def test_a_mistyped_path_is_told_before_anything_begins(tmp_path: Path, run_main: RunMain) -> None:
    code, _, err = run_main("ingest", SAMPLES, tmp_path / "typo", "--ledger", tmp_path / "fuhe.db")
    assert (code, "没有找到" in err) == (2, True)
    assert not (tmp_path / "fuhe.db").exists()
    assert run_main("ingest")[0] == 2


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_a_folder_without_documents_does_not_look_like_one_without_faults(
    tmp_path: Path, run_main: RunMain, quiet: tuple[str, ...]
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "notes.md").write_text("no report", encoding="utf-8")
    code, _, err = run_main("ingest", folder, "--ledger", tmp_path / "fuhe.db", *quiet)
    assert (code, "没有可核查的文件" in err, ".pdf" in err) == (3, True, True)


def test_the_password_of_a_database_is_not_told() -> None:
    assert _shown("postgresql://fu:geheim@host/db") == "postgresql://fu:***@host/db"
    assert _shown("postgresql://fu@host/db") == "postgresql://fu@host/db"
    assert _shown("a:b@c.db") == "a:b@c.db"


@pytest.mark.parametrize("size", ["many", "4", "10M"])
def test_a_size_that_is_none_is_refused(size: str, run_main: RunMain) -> None:
    code, _, err = run_main("ingest", SAMPLES, "--memory", size)
    assert (code, "4G" in err) == (2, True)


def test_real_documents_go_through_and_the_summary_tells_how(tmp_path: Path, run_main: RunMain) -> None:
    names = tmp_path / "names.txt"
    files = [SAMPLES / name for name in ("dept-2023-dump.txt", "prose.pdf", "dept-2023-clean.pdf")]
    names.write_text("\n".join(map(str, files)), encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and then nothing")
    ledger = tmp_path / "fuhe.db"
    code, out, err = run_main("ingest", broken, "--files-from", names, "--ledger", ledger, "--lang", "en")
    assert (code, out) == (3, "")
    assert "4 documents audited" in err
    assert "without a self-evaluation 1" in err
    assert f"Unreadable: {broken}:" in err
    assert f"Without a self-evaluation: {SAMPLES / 'prose.pdf'}:" in err
    assert count(ledger, "SELECT count(*) FROM finding") > 0
    code, _, err = run_main("ingest", broken, "--files-from", names, "--ledger", ledger)
    assert code == 0
    assert "跳过 4 个" in err
    told = run_main("stats", "--ledger", ledger)[1]
    assert "无法读取或没有自评表的文件" in told
    assert f"{SAMPLES / 'prose.pdf'}：无自评表：" in told
    assert f"{broken}：无法读取：" in told
    assert "（共 2，列出 1" in run_main("stats", "--ledger", ledger, "--limit", "1")[1]
    named = json.loads(run_main("stats", "--ledger", ledger, "--format", "json")[1])["nothing_checked"]
    assert {(one["path"], one["status"]) for one in named} == {
        (str(broken), "unreadable"),
        (str(SAMPLES / "prose.pdf"), "no-evaluation"),
    }
