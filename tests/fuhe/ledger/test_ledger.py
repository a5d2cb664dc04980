"""What the driver of a bulk run writes, and what it finds again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fuhe.ledger import Ledger, LedgerError, open_ledger, tables
from fuhe.record import Attempted

if TYPE_CHECKING:
    from conftest import Failed, OfUnit, Put


def test_what_is_finished_is_done_and_comes_back_exactly(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    record = of_unit("某某局")
    run = ledger.begin_run("ingest", {"jobs": 2})
    assert record.source
    assert ledger.standing(record.source.sha256, record.path) == "new"
    key = put(ledger, run, record)
    assert ledger.standing(key, "elsewhere.pdf") == "done"
    assert list(ledger.records()) == [record]
    assert list(ledger.not_audited()) == []


def test_an_attempt_that_never_ended_is_known(where: str, of_unit: OfUnit) -> None:
    record = of_unit("某某局")
    assert record.source
    key = record.source.sha256
    with open_ledger(where, create=True) as ledger:
        ledger.attempt(ledger.begin_run("ingest", {}), key, record.path, 9)
    with open_ledger(where) as again:
        assert again.standing(key, record.path) == "unfinished"
        assert again.tries(key) == 1
        assert [(one.path, one.state) for one in again.not_audited()] == [(record.path, "unfinished")]
        again.begin_run("ingest", {})
        with again.reading() as connection:
            ends = connection.scalars(select(tables.run.c.ended).order_by(tables.run.c.id)).all()
        assert ends == ["killed", None]


def test_a_failure_is_kept_with_its_cause_and_quarantined(ledger: Ledger, failed: Failed) -> None:
    run = ledger.begin_run("ingest", {})
    for _ in range(2):
        ledger.finish(ledger.attempt(run, "a" * 64, "毒.pdf", 9), failed("crash"))
    assert ledger.standing("a" * 64, "毒.pdf") == "crash"
    assert ledger.tries("a" * 64) == 2
    ledger.quarantine("a" * 64)
    (one,) = ledger.not_audited(run)
    assert (one.path, one.state, one.stage, one.tries) == ("毒.pdf", "quarantined", "extract", 2)
    assert one.detail
    assert "SIGSEGV" in one.detail.zh


def test_the_same_bytes_under_two_names_are_one_document(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    run = ledger.begin_run("ingest", {})
    key = put(ledger, run, of_unit("某某局"))
    ledger.note_path(run, key, "副本/同一份.pdf")
    with ledger.reading() as connection:
        paths = connection.scalars(select(tables.sighting.c.path).order_by(tables.sighting.c.id)).all()
        documents = connection.scalar(select(func.count()).select_from(tables.document))
    assert (paths, documents) == (["某某局2023.pdf", "副本/同一份.pdf"], 1)


def test_members_of_an_archive_are_documents_of_their_own(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    loose, inside = of_unit("甲局"), of_unit("乙局", path="报送.zip/乙局.pdf")
    same = of_unit("甲局", path="甲局2023.pdf")
    run = ledger.begin_run("ingest", {})
    put(ledger, run, loose)
    attempt = ledger.attempt(run, "c" * 64, "报送.zip", 99)
    ledger.finish(attempt, Attempted("done", None, None, 1.0, (inside, same)))
    assert ledger.standing("c" * 64, "报送.zip") == "done"
    assert inside.source
    assert ledger.standing(inside.source.sha256, "乙局.pdf") == "done"
    assert [one.path for one in ledger.records()] == ["甲局2023.pdf", "报送.zip/乙局.pdf"]


def test_a_second_writer_is_refused_and_a_reader_is_not(where: str) -> None:
    with open_ledger(where, create=True) as first, open_ledger(where) as second:
        run = first.begin_run("ingest", {})
        with pytest.raises(LedgerError) as refused:
            second.begin_run("ingest", {})
        assert "另一个 fuhe 正在写入" in refused.value.reason.zh
        assert list(second.records()) == []
        first.end_run(run, "finished")
        second.end_run(second.begin_run("ingest", {}), "finished")
