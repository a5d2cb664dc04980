"""What the driver of a bulk run writes, and what it finds again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fuhe.ledger import Ledger, LedgerError, open_ledger, tables
from fuhe.ledger.totals import repeats

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
        assert again.last_outcome(key) is None
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
    assert ledger.last_outcome("a" * 64) == "crash"
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


def test_a_second_writer_is_refused_and_a_reader_is_not(where: str) -> None:
    with open_ledger(where, create=True) as first, open_ledger(where) as second:
        run = first.begin_run("ingest", {})
        with pytest.raises(LedgerError) as refused:
            second.begin_run("ingest", {})
        assert "另一个 fuhe 正在写入" in refused.value.reason.zh
        assert list(second.records()) == []
        first.end_run(run, "finished")
        second.end_run(second.begin_run("ingest", {}), "finished")


def test_a_failed_document_is_kept_as_unreadable_and_its_old_results_go(
    ledger: Ledger, of_unit: OfUnit, put: Put, failed: Failed
) -> None:
    run = ledger.begin_run("ingest", {})
    key = put(ledger, run, of_unit("甲局"))
    ledger.finish(ledger.attempt(run, key, "甲局2023.pdf", 9), failed("timeout"))
    (one,) = ledger.records()
    assert (one.status, one.problems[0].code, one.evaluations) == ("unreadable", "not-audited", ())
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.finding)) == 0
        assert connection.scalar(select(func.sum(tables.tally.c.number))) == 0
    put(ledger, run, of_unit("甲局"))
    assert ledger.standing(key, "甲局2023.pdf") == "done"


def test_a_resubmission_holds_and_knows_its_earlier_version(
    ledger: Ledger, of_unit: OfUnit, put: Put
) -> None:
    run = ledger.begin_run("ingest", {})
    for path in ("初稿.pdf", "修改稿.pdf", "定稿.pdf"):
        put(ledger, run, of_unit("甲局", path=path))
    put(ledger, run, of_unit("甲局", 2022))
    e = tables.evaluation.c
    with ledger.reading() as connection:
        rows = connection.execute(select(e.superseded, e.earlier_document_id).order_by(e.id)).all()
        held = select(func.count()).select_from(tables.finding).where(~tables.finding.c.superseded)
        counted = select(func.sum(tables.tally.c.number)).where(
            ~tables.tally.c.superseded, tables.tally.c.result != "not-checked"
        )
        assert connection.scalar(held) == connection.scalar(counted) == 2 * 22
    assert [tuple(row) for row in rows] == [(True, None), (True, 1), (False, 2), (False, None)]


def test_a_file_replaced_by_other_bytes_no_longer_counts(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    run = ledger.begin_run("ingest", {})
    first = put(ledger, run, of_unit("填错单位名的局"), path="报告.pdf")
    put(ledger, run, of_unit("甲局"), path="报告.pdf")
    e = tables.evaluation.c
    with ledger.reading() as connection:
        held = connection.scalars(select(e.unit).where(~e.superseded)).all()
    assert held == ["甲局"]
    ledger.note_path(run, first, "原件/报告.pdf")  # it was moved, not replaced
    with ledger.reading() as connection:
        held = connection.scalars(select(e.unit).where(~e.superseded).order_by(e.id)).all()
    assert held == ["填错单位名的局", "甲局"]


def test_the_tally_is_the_count_of_the_findings(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    run = ledger.begin_run("ingest", {})
    for unit, year in (("甲局", 2021), ("甲局", 2022), ("甲局", 2023), ("乙局", 2023)):
        put(ledger, run, of_unit(unit, year))
    put(ledger, run, of_unit("甲局", 2023))  # audited again
    put(ledger, run, of_unit("甲局", 2023, path="另一版.pdf", sample="dept-2023-clean.pdf"))
    f, t = tables.finding.c, tables.tally.c
    key = (f.unit, f.rule, f.year, f.severity, f.superseded)
    with ledger.reading() as connection:
        counted = connection.execute(select(*key, func.count()).group_by(*key)).all()
        kept = connection.execute(
            select(t.unit, t.rule, t.year, t.result, t.superseded, t.number).where(t.number > 0)
        ).all()
        left = connection.scalar(select(func.count()).select_from(tables.unchecked))
        again = connection.execute(select(tables.repeat_tally)).all()
        assert sorted(map(tuple, again)) == sorted(map(tuple, connection.execute(repeats())))
    assert {row.years for row in again if row.unit == "甲局"} == {2}
    assert sorted(tuple(row) for row in kept if row.result != "not-checked") == sorted(map(tuple, counted))
    assert sum(row.number for row in kept if row.result == "not-checked") == left == 2 * 4


def test_hostile_texts_are_kept(ledger: Ledger, of_unit: OfUnit, put: Put) -> None:
    run = ledger.begin_run("ingest", {})
    unit, path = "长" * 5000 + "\x00", "/".join(["夹" * 80] * 40) + ".pdf"
    put(ledger, run, of_unit(unit, path=path))
    (one,) = ledger.records()
    (form,) = one.evaluations
    assert form.evaluation.unit
    assert form.evaluation.unit.value == unit
