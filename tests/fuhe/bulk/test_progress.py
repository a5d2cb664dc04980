"""What a run says while it goes on and at its end; names of files are strangers' words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extract.wording import Wording
from fuhe.bulk.counter import Counter
from fuhe.bulk.inputs import Input
from fuhe.bulk.listing import Listing
from fuhe.bulk.progress import Progress, span
from fuhe.bulk.summary import summary
from fuhe.bulk.tally import Tally
from fuhe.language import choose
from fuhe.record import Attempted, DocumentRecord

FAILED = Attempted("timeout", "extract", Wording("超时", "too slow"), 9.0, ())


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "")
    choose(["--lang", "en"], {})
    yield
    choose([], {})


def one(name: str) -> Input:
    return Input(f"/archive/{name}", f"/archive/{name}", name, 1)


def done(name: str) -> Attempted:
    return Attempted(
        "done", None, None, 0.5, (DocumentRecord(f"/archive/{name}", None, "checked", (), (), ()),)
    )


def counted(total: int) -> Counter:
    files = Counter([])
    files.total = total
    return files


def test_without_a_terminal_a_line_comes_every_so_often(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(Tally(), counted(4), every=0.0)
    for name in ("a", "b", "c"):
        progress.listed(name)
        progress.ended(one(name), done(name), again=False)
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("3 documents, 0 pages")
    assert "file 2 of 4" in last


def test_a_failure_is_told_at_once_and_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    Progress(Tally(), None, every=60.0).ended(one("a\x1b[2J.pdf"), FAILED, again=True)
    assert capsys.readouterr().err == "/archive/a\\x1b[2J.pdf: too slow; it is tried again, alone.\n"


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(Tally(), None, every=None)
    progress.listed("a")
    progress.ended(one("a"), FAILED, again=False)
    assert capsys.readouterr().err == ""


def test_the_summary_names_what_failed_and_what_was_slow() -> None:
    tally = Tally()
    for number in range(30):
        tally.add(one(f"f{number}"), FAILED)
    tally.add(one("again"), FAILED)
    tally.add(one("again"), done("again"))
    tally.skip("done")
    tally.skip("quarantined")
    lines = list(summary(tally, Listing([])))
    assert lines[0].startswith("31 documents audited")
    assert "checked 1, not audited 30" in lines[0]
    assert sum(line.startswith("Not audited: /archive/f") for line in lines) == 20
    assert "Not audited: 10 more; see fuhe stats --limit 0." in lines
    assert not any("Not audited: /archive/again" in line for line in lines)
    assert sum(line.startswith("Slow: ") for line in lines) == 5
    assert any("--retry all" in line for line in lines)


@pytest.mark.parametrize(("seconds", "told"), [(4.4, "4 s"), (65, "1 min 5 s"), (7260, "2 h 1 min")])
def test_times_are_told_in_words(seconds: float, told: str) -> None:
    assert span(seconds) == told
