"""Corpora with faults, and runs over them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest

from fuhe.bulk.interrupts import Interrupts
from fuhe.bulk.listing import Listing
from fuhe.bulk.progress import Progress
from fuhe.bulk.run import Order, Run, Store
from fuhe.bulk.tally import Tally
from fuhe.engine import Engine, local
from fuhe.guard import Limits, Setup

HERE = Path(__file__).parent
FAULTS = HERE.parent / "guard"
for folder in (HERE, FAULTS):  # the doubles are found by name, here and in children
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

LIMITS = Limits(deadline=5.0, memory=300 * 1024**2)
MakeCorpus = Callable[..., Path]
RunAll = Callable[..., Tally]


@pytest.fixture(autouse=True)
def _faults_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FAULTS))


@pytest.fixture
def make_corpus(tmp_path: Path) -> MakeCorpus:
    """Files of these names, each with a content of its own."""

    def make(*names: str) -> Path:
        folder = tmp_path / "corpus"
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"content of {name}", encoding="utf-8")
        return folder

    return make


@pytest.fixture
def run_all() -> RunAll:
    """Run over files with the faulty reader; gives the tally."""

    def run(
        store: Store, paths: Iterable[Path | str], engine: Engine | None = None, **order: object
    ) -> Tally:
        tally = Tally()
        setup = msgspec.msgpack.encode(Setup(limits=LIMITS, target="faults:faulty"))
        wanted = msgspec.convert({"run": 1, "setup": setup, **order}, Order)
        listing = Listing([str(path) for path in paths])
        if engine:
            Run(wanted, store, engine, Progress(tally, None), Interrupts()).all(listing)
            return tally
        with local(2) as here:
            Run(wanted, store, here, Progress(tally, None), Interrupts()).all(listing)
        return tally

    return run
