"""A real Dask cluster on loopback: whatever is killed, the ledger is that of a local run."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kept import count, rows
from processes import children, gone

from fuhe.engine import EngineError, Tls, cluster

HERE = Path(__file__).parent
DONE = "SELECT count(*) FROM document WHERE state = 'done'"
ENVIRONMENT = os.environ | {
    "PYTHONUTF8": "1",
    "PYTHONPATH": str(HERE.parent / "guard"),
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
}

MakeCorpus = Callable[..., Path]
RunMain = Callable[..., tuple[int, str, str]]


class Cluster:
    """A scheduler and workers as processes of their own."""

    def __init__(self, *security: object) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"{'tls' if security else 'tcp'}://127.0.0.1:{self.port}"
        self._security = security
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.schedule()

    def schedule(self) -> subprocess.Popen[bytes]:
        protocol = self.address.partition(":")[0]
        self.scheduler = self._begun(
            "scheduler", "--host", "127.0.0.1", "--port", self.port, "--protocol", protocol, "--no-dashboard"
        )
        return self.scheduler

    def work(self) -> subprocess.Popen[bytes]:
        worker = self._begun("worker", self.address, "--nthreads", 1, "--no-nanny", "--no-dashboard")
        self.workers.append(worker)
        return worker

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _begun(self, kind: str, *arguments: object) -> subprocess.Popen[bytes]:
        words = map(str, (*arguments, *self._security))
        return subprocess.Popen(  # noqa: S603  (our own interpreter)
            [sys.executable, "-m", "dask", kind, *words],
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def dask() -> Iterator[Cluster]:
    with contextlib.closing(Cluster()) as here:
        yield here


def begin(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "drive.py"), "ingest", *map(str, arguments)]
    return subprocess.Popen(  # noqa: S603  (our own command)
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> str:
    """What it said on stderr, once it ended."""
    try:
        return process.communicate(timeout=100)[1]
    finally:
        process.kill()
        process.communicate()


def wait_for(ledger: Path, number: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while count(ledger, DONE) < number and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.timeout(400)  # a busy machine takes its time to start eight processes
def test_workers_and_the_scheduler_are_killed_and_the_ledger_is_that_of_a_local_run(
    make_corpus: MakeCorpus, tmp_path: Path, dask: Cluster
) -> None:
    corpus = make_corpus(*(f"slow-{number}.txt" for number in range(60)), "segfault-1.txt", "once-1.txt")
    with zipfile.ZipFile(corpus / "some.zip", "w") as packed:
        packed.writestr("fine-z.txt", "packed")
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    first, _ = dask.work(), dask.work()
    remote = (corpus, "--ledger", there, "--scheduler", dask.address, "--deadline", 10)

    process = begin(*remote)
    wait_for(there, 5, process)
    orphans = children(first.pid)
    first.kill()
    first.wait()
    assert orphans
    assert gone(orphans)
    wait_for(there, 20, process)
    assert process.poll() is None
    dask.scheduler.kill()
    dask.scheduler.wait()
    err = ended(process)
    assert process.returncode == 4
    assert f"与调度器 {dask.address} 的连接已中断" in err
    assert "继续运行：" in err
    assert "Traceback" not in err
    assert 20 <= count(there, DONE) < 62

    dask.schedule()
    dask.work()
    process = begin(*remote)
    ended(process)
    assert process.returncode == 3
    (corpus / "once-1.txt.met").unlink()
    local = begin(corpus, "--ledger", here, "--deadline", 10)
    ended(local)
    met, wanted = rows(there), rows(here)
    for table, content in wanted.items():
        assert met[table] == content, table


@pytest.mark.timeout(200)
def test_documents_are_sent_to_workers_that_do_not_see_them(
    make_corpus: MakeCorpus, tmp_path: Path, dask: Cluster
) -> None:
    dask.work()
    corpus, ledger = make_corpus("fine-1.txt", "unshared-1.txt"), tmp_path / "fuhe.db"
    refused = begin(corpus, "--ledger", ledger, "--scheduler", dask.address)
    err = ended(refused)
    assert refused.returncode == 4
    assert "工作机器看不到文件" in err
    assert "--send-bytes" in err
    sent = begin(corpus, "--ledger", ledger, "--scheduler", dask.address, "--send-bytes")
    ended(sent)
    assert sent.returncode == 0
    assert count(ledger, DONE) == 2


@pytest.mark.timeout(120)
def test_a_cluster_without_workers_or_without_a_scheduler_is_told_of(dask: Cluster) -> None:
    with pytest.raises(EngineError, match="had no worker"), cluster(dask.address, Tls(), patience=10):
        pass
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(EngineError, match="cannot be reached"), cluster(nobody, Tls(), patience=2):
            pass


def certificate(folder: Path) -> tuple[Path, Path]:
    key, signed = folder / "key.pem", folder / "cert.pem"
    subprocess.run(  # noqa: S603  (openssl)
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=fuhe",  # noqa: S607
         "-keyout", str(key), "-out", str(signed)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return key, signed


@pytest.mark.timeout(120)
def test_a_cluster_speaks_tls(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    key, signed = certificate(tmp_path)
    files = ("--tls-ca-file", signed, "--tls-cert", signed, "--tls-key", key)
    with contextlib.closing(Cluster(*files)) as dask:
        dask.work()
        corpus, ledger = make_corpus("fine-1.txt"), tmp_path / "fuhe.db"
        tls = ("--tls-ca", signed, "--tls-cert", signed, "--tls-key", key)
        process = begin(corpus, "--ledger", ledger, "--scheduler", dask.address, *tls)
        err = ended(process)
        assert process.returncode == 0, err
        bare = begin(corpus, "--ledger", ledger, "--scheduler", dask.address, "--force")
        err = ended(bare)
        assert bare.returncode == 4
        assert "证书" in err


def test_without_dask_the_remedy_is_named(
    make_corpus: MakeCorpus, tmp_path: Path, run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = run_main(
        "ingest", make_corpus("fine-1.txt"), "--ledger", tmp_path / "x.db", "--scheduler", "tcp://x:1"
    )
    assert (code, "pip install 'fuhe[cluster]'" in err) == (4, True)
