"""A run over a corpus with faults: every document ends, every fault has its cause, nothing is done twice."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from double import Memory

from fuhe.bulk.inputs import inputs
from fuhe.bulk.tally import Tally
from fuhe.record import Attempted

MakeCorpus = Callable[..., Path]
RunAll = Callable[..., Tally]

FINE = [f"fine-{number}.txt" for number in range(20)]


def test_faults_end_nothing_but_themselves(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    faults = ["segfault-1.txt", "hang-1.txt", "hog-1.txt", "raise-1.txt", "stall-1.txt", "exit-1.txt"]
    store = Memory()
    tally = run_all(store, [make_corpus(*FINE, *faults, "once-1.txt")])
    met = store.by_name()
    assert all(met[name] == ("done", ["done"]) for name in FINE)
    assert met["once-1.txt"] == ("done", ["crash", "done"])
    assert {name: met[name] for name in faults} == {
        "segfault-1.txt": ("quarantined", ["crash", "crash"]),
        "hang-1.txt": ("quarantined", ["timeout", "timeout"]),
        "hog-1.txt": ("quarantined", ["memory", "memory"]),
        "raise-1.txt": ("quarantined", ["error", "error"]),
        "stall-1.txt": ("quarantined", ["timeout", "timeout"]),
        "exit-1.txt": ("quarantined", ["crash", "crash"]),
    }
    assert sorted(Path(one.path).name for one in tally.failed) == sorted(faults)
    assert tally.audited == len(FINE) + len(faults) + 1


def test_the_second_try_is_made_alone_and_last(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    store = Memory()
    run_all(store, [make_corpus("a-1.txt", "once-1.txt", *FINE)])
    names = {sha: next(iter(paths)).rpartition("/")[2] for sha, paths in store.paths.items()}
    order = [names[sha] for sha in store.attempts]
    assert order[-1] == "once-1.txt"
    assert order.count("once-1.txt") == 2


def test_what_is_done_is_not_done_again(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    corpus, store = make_corpus(*FINE, "raise-1.txt"), Memory()
    run_all(store, [corpus])
    before = list(store.attempts)
    tally = run_all(store, [corpus])
    assert store.attempts == before
    assert tally.skipped == {"done": 20, "quarantined": 1}
    (corpus / "fine-3.txt").write_text("other", encoding="utf-8")
    run_all(store, [corpus])
    assert len(store.attempts) == len(before) + 1
    run_all(store, [corpus], force=True)
    assert len(store.attempts) == len(before) + 1 + 21


@pytest.mark.parametrize(
    ("retry", "again"),
    [(None, set()), ("failed", {"raise-1"}), ("timeout", {"slow-1"}), ("all", {"raise-1", "slow-1"})],
)
def test_what_failed_is_tried_again_when_asked_for(
    make_corpus: MakeCorpus, run_all: RunAll, retry: str | None, again: set[str]
) -> None:
    corpus, store = make_corpus("raise-1.txt", "slow-1.txt", "fine-1.txt"), Memory()
    for name, outcome in (("raise-1.txt", "error"), ("slow-1.txt", "timeout")):
        (one,) = inputs(str(corpus / name), send=False)
        store.state[one.sha256], store.outcomes[one.sha256] = "quarantined", [outcome]
    run_all(store, [corpus], retry=retry)
    names = {sha: Path(next(iter(paths))).stem for sha, paths in store.paths.items()}
    assert {names[sha] for sha in store.attempts} == again | {"fine-1"}
    met = store.by_name()
    assert met["raise-1.txt"][0] == "quarantined"
    assert met["slow-1.txt"][0] == ("done" if "slow-1" in again else "quarantined")


def test_a_try_that_an_earlier_run_owed_is_made_last(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    corpus, store = make_corpus("once-1.txt", *FINE), Memory()
    run_all(store, [corpus / "once-1.txt"])
    (sha,) = store.state
    store.state[sha] = "crash"  # the driver was ended between the tries
    run_all(store, [corpus])
    assert store.attempts[-1] == sha
    assert store.state[sha] == "done"


def test_what_took_earlier_runs_down_is_done_last_and_alone(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    corpus, store = make_corpus("a-1.txt", *FINE), Memory()
    run_all(store, [corpus / "a-1.txt"])
    (sha,) = store.state
    store.state[sha], store.begun[sha] = "unfinished", 2
    run_all(store, [corpus])
    assert store.attempts[-1] == sha
    store.state[sha], store.begun[sha] = "unfinished", 1  # being under way once is no sign
    (corpus / "b-1.txt").write_text("new", encoding="utf-8")
    run_all(store, [corpus])
    assert store.attempts[-2] == sha


def test_the_same_bytes_are_audited_once_and_listed_twice(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    corpus = make_corpus("a.txt", "deep/b.txt", "c.txt")
    for name in ("deep/b.txt", "c.txt"):
        (corpus / name).write_bytes((corpus / "a.txt").read_bytes())
    store = Memory()
    tally = run_all(store, [corpus])
    assert len(store.attempts) == 1
    ((_, paths),) = store.paths.items()
    assert paths == {str(corpus / name) for name in ("a.txt", "deep/b.txt", "c.txt")}
    assert (tally.audited, tally.documents) == (1, 3)


def test_each_member_of_a_zip_is_a_document(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    corpus, store = make_corpus("fine-1.txt"), Memory()
    with zipfile.ZipFile(corpus / "one.zip", "w") as archive:
        archive.writestr("县/fine-2.txt", "two")
        archive.writestr("raise-1.txt", "three")
        archive.writestr("../evil.txt", "four")
    tally = run_all(store, [corpus])
    met = store.by_name()
    assert met["fine-2.txt"] == ("done", ["done"])
    assert met["raise-1.txt"] == ("quarantined", ["error", "error"])
    assert met["evil.txt"] == ("done", ["done"])
    assert tally.status == {"checked": 2, "unreadable": 1}
    assert [one.path for one in tally.unread] == [f"{corpus}/one.zip/../evil.txt"]


def test_a_file_that_changes_under_way_is_audited_as_it_is_then(
    make_corpus: MakeCorpus, run_all: RunAll
) -> None:
    corpus = make_corpus("fine-1.txt")

    class Meddling(Memory):
        def attempt(self, run: int, sha256: str, path: str, size: int) -> int:
            if not self.attempts:
                Path(path).write_text("new", encoding="utf-8")
            return super().attempt(run, sha256, path, size)

    store = Meddling()
    tally = run_all(store, [corpus])
    assert sorted(store.state.values()) == ["done", "error"]
    assert tally.status == {"checked": 1}


def test_what_cannot_be_opened_has_its_row(make_corpus: MakeCorpus, run_all: RunAll, tmp_path: Path) -> None:
    store = Memory()
    os.mkfifo(tmp_path / "pipe.txt")
    tally = run_all(store, [make_corpus("fine-1.txt"), tmp_path / "missing.pdf", tmp_path / "pipe.txt"])
    assert tally.audited == 3
    assert tally.status["unreadable"] >= 1


def test_no_more_documents_are_held_than_the_window_allows(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    class Watching(Memory):
        most = 0

        def attempt(self, run: int, sha256: str, path: str, size: int) -> int:
            number = super().attempt(run, sha256, path, size)
            self.most = max(self.most, sum(state == "unfinished" for state in self.state.values()))
            return number

    store = Watching()
    run_all(store, [make_corpus(*(f"fine-{number}.txt" for number in range(60)))])
    assert store.most <= 8
    assert set(store.state.values()) == {"done"}


def test_the_result_is_written_before_anybody_is_told(make_corpus: MakeCorpus, run_all: RunAll) -> None:
    store = Memory()
    tally = run_all(store, [make_corpus("fine-1.txt")])
    (attempted,) = store.results.values()
    assert isinstance(attempted, Attempted)
    assert tally.slowest[0][1].endswith("fine-1.txt")
