"""Where documents are worked on: threads with guards here, or a Dask cluster; both are an `Executor`."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from importlib import import_module
from typing import Any

import msgspec

from extract.wording import Wording
from fuhe.guard import guards, work

PATIENCE = 30.0
"""Seconds without a worker after which a cluster is given up."""

_AHEAD_HERE = 4  # documents under way or waiting their turn, for each worker
_AHEAD_THERE = 8  # the way is longer


class EngineError(Exception):
    """The work cannot go on where it was to be done. `reason` is a sentence for people."""

    def __init__(self, reason: Wording) -> None:
        super().__init__(reason)
        self.reason = reason


class LostError(Exception):
    """Every machine that was given this document was lost over it."""


class Tls(msgspec.Struct, frozen=True):
    """Files for a cluster that speaks TLS: who signs, our certificate, its key."""

    ca: str | None = None
    cert: str | None = None
    key: str | None = None


class Engine:
    """An executor, and how many documents it is to be given at a time."""

    def __init__(self, executor: Executor, window: int) -> None:
        self.window = window
        self._executor = executor

    def submit(self, setup: bytes, task: bytes) -> Future[bytes]:
        """Have a document done (see `fuhe.guard.work`)."""
        return self._executor.submit(work, setup, task)

    def look(self) -> None:
        """Whether it is still there; asked now and then while nothing comes back.

        Raises:
            EngineError: nobody is left to do the work.
        """

    def answer(self, future: Future[bytes]) -> bytes:
        """The result of a future that is done.

        Raises:
            GuardError: no child can be made to work there.
            LostError: the document took the machines with it.
            EngineError: the engine itself is gone.
        """
        return future.result()


@contextlib.contextmanager
def local(jobs: int) -> Iterator[Engine]:
    """Threads on this machine, each with a child. Whatever ends the block, no child is left."""
    executor = ThreadPoolExecutor(jobs)
    try:
        yield Engine(executor, _AHEAD_HERE * jobs)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        guards.interrupt()
        executor.shutdown()
        guards.close()


@contextlib.contextmanager
def cluster(address: str, tls: Tls, patience: float = PATIENCE) -> Iterator[Engine]:
    """The workers of a Dask scheduler, as `tcp://host:8786` or `tls://host:8786`.

    Raises:
        EngineError: Dask is not installed, the scheduler does not answer, or has no worker within `patience`.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say, we say in a sentence
    client = _connected(address, tls, patience)
    try:
        with contextlib.suppress(TimeoutError):
            client.wait_for_workers(1, timeout=patience)
        threads = sum(client.nthreads().values())
        if not threads:
            raise _no_workers(address, patience)
        yield _Cluster(client, address, _AHEAD_THERE * threads, patience)
    finally:
        with contextlib.suppress(Exception):  # a cluster that is gone cannot be left politely
            client.close(timeout=5)


class _Cluster(Engine):
    def __init__(self, client: Any, address: str, window: int, patience: float) -> None:
        super().__init__(client.get_executor(pure=False), window)
        self._client = client
        self._address = address
        self._patience = patience
        self._last_seen = time.monotonic()

    def look(self) -> None:
        try:
            threads = self._client.nthreads()
        except Exception as error:  # noqa: BLE001  (whatever it is, nobody answers)
            raise _gone(self._address, error) from None
        if threads:
            self._last_seen = time.monotonic()
        elif time.monotonic() - self._last_seen > self._patience:
            raise _no_workers(self._address, self._patience)

    def answer(self, future: Future[bytes]) -> bytes:
        from distributed import KilledWorker  # noqa: PLC0415  (only with the extra)
        from distributed.comm.core import CommClosedError  # noqa: PLC0415

        if future.cancelled():
            raise _gone(self._address)
        try:
            return future.result()
        except KilledWorker as lost:
            raise LostError from lost
        except (CommClosedError, OSError) as error:
            raise _gone(self._address, error) from None


def _connected(address: str, tls: Tls, patience: float) -> Any:
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        raise EngineError(
            Wording(
                "未安装集群支持；请运行 pip install 'fuhe[cluster]'。",
                "Support for clusters is not installed; run pip install 'fuhe[cluster]'.",
            )
        ) from None
    files = {"tls_ca_file": tls.ca, "tls_client_cert": tls.cert, "tls_client_key": tls.key}
    given = {name: file for name, file in files.items() if file}
    security = dask.Security(require_encryption=True, **given) if given else dask.Security()
    if address.startswith("tls:") and not security.tls_ca_file:  # neither given nor in Dask's own settings
        raise _no_certificate(address)
    try:
        return dask.Client(address, timeout=patience, security=security, set_as_default=False)
    except Exception as error:  # noqa: BLE001  (of many kinds, from no answer to a wrong certificate)
        raise _unreached(address, error) from None


def _no_certificate(address: str) -> EngineError:
    return EngineError(
        Wording(
            f"{address} 需要证书；请用 --tls-ca、--tls-cert、--tls-key 指定。",
            f"{address} needs certificates; name them with --tls-ca, --tls-cert and --tls-key.",
        )
    )


def _unreached(address: str, error: Exception) -> EngineError:
    why = f"{type(error).__name__}: {error}".splitlines()[0]
    return EngineError(
        Wording(
            f"无法连接调度器 {address}（{why}）；请检查地址、网络和证书，以及 dask scheduler 是否在运行。",
            f"The scheduler {address} cannot be reached ({why}); check the address, the network, the "
            "certificates, and whether dask scheduler is running.",
        )
    )


def _no_workers(address: str, patience: float) -> EngineError:
    return EngineError(
        Wording(
            f"调度器 {address} 在 {patience:g} 秒内没有可用的工作进程；请用 dask worker {address} 启动。",
            f"The scheduler {address} had no worker for {patience:g} s; start one: dask worker {address}.",
        )
    )


def _gone(address: str, error: Exception | None = None) -> EngineError:
    why = f"（{type(error).__name__}）" if error else ""
    named = f" ({type(error).__name__})" if error else ""
    return EngineError(
        Wording(
            f"与调度器 {address} 的连接已中断{why}。",
            f"The connection to the scheduler {address} is lost{named}.",
        )
    )
