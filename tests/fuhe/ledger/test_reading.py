"""Lists, numbers, decisions: what people ask of a ledger."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fuhe.ledger import Ledger, LedgerError, open_ledger
from fuhe.ledger.decisions import decide, history
from fuhe.ledger.filters import SORTS, Filters
from fuhe.ledger.listing import every, page
from fuhe.ledger.statistics import statistics

if TYPE_CHECKING:
    from conftest import Failed, OfUnit, Put

RunMain = Callable[..., tuple[int, str, str]]
ALL = Filters()


@pytest.fixture
def filled(where: str, of_unit: OfUnit, put: Put, failed: Failed) -> str:
    """Where a ledger lies with forms of three units, a file under two names, and one that failed."""
    with open_ledger(where, create=True) as ledger:
        run = ledger.begin_run("ingest", {})
        for year in (2021, 2022, 2023):
            put(ledger, run, of_unit("甲市财政局", year))
        put(ledger, run, of_unit("乙县财政局", 2023))
        key = put(ledger, run, of_unit("丙县教育局", 2023, sample="dept-2023-clean.pdf"))
        ledger.note_path(run, key, "副本.pdf")
        ledger.finish(ledger.attempt(run, "f" * 64, "毒.pdf", 9), failed("timeout"))
        ledger.end_run(run, "finished")
    return where


@pytest.fixture
def opened(filled: str) -> Iterator[Ledger]:
    with open_ledger(filled) as ledger:
        yield ledger


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (ALL, 4 * 22 + 3),
        (Filters(unit="甲市财政局"), 3 * 22),
        (Filters(unit="财政局"), 4 * 22),
        (Filters(unit="没有的局"), 0),
        (Filters(year=2023), 2 * 22 + 3),
        (Filters(rule="budget-col-sum"), 4),
        (Filters(rule="budget-col-sum", year=2023, unit="县"), 1),
        (Filters(severity="error", unit="乙县"), 1),
        (Filters(run=1, year=2021), 22),
        (Filters(run=2), 0),
        (Filters(run=1, unit="县", year=2023), 22 + 3),
        (Filters(run=1, severity="error"), 4),
        (Filters(verdict="open", year=2021), 22),
        (Filters(verdict="dismissed"), 0),
    ],
)
def test_filters_take_what_they_say(opened: Ledger, filters: Filters, count: int) -> None:
    found = list(every(opened, filters))
    assert len(found) == count
    assert page(opened, filters, size=1000).total == count
    assert all(filters.year in (None, one.year) for one in found)
    assert all((filters.unit or "") in one.unit for one in found)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_put_together_are_the_whole_list(opened: Ledger, sort: str) -> None:
    whole = list(every(opened, ALL, sort))
    pages = [page(opened, ALL, sort, number=number, size=20) for number in (1, 2, 3, 4, 5)]
    assert [one for part in pages for one in part.findings] == whole
    assert pages[0].last == 5
    assert page(opened, ALL, sort, number=6, size=20).findings == ()


def test_lists_are_sorted_as_asked(opened: Ledger) -> None:
    by_severity = [one.severity for one in every(opened, ALL, "severity")]
    assert by_severity == sorted(by_severity, key=["error", "warning", "notice"].index)
    assert [one.year for one in every(opened, ALL, "year")][:1] == [2021]
    rules = [one.rule for one in every(opened, ALL, "rule")]
    assert rules == sorted(rules)


def test_a_file_under_two_names_is_listed_with_both(opened: Ledger) -> None:
    found = list(every(opened, Filters(unit="丙县教育局")))
    assert {one.paths for one in found} == {("丙县教育局2023.pdf", "副本.pdf")}


def test_a_decision_holds_over_a_new_audit_and_the_last_one_counts(
    filled: str, of_unit: OfUnit, put: Put
) -> None:
    with open_ledger(filled) as ledger:
        (found,) = every(ledger, Filters(unit="乙县财政局", severity="error"))
        decide(ledger, found.fingerprint, "accepted", reason="属实", by="张三")
        decide(ledger, found.fingerprint[:8], "explained", reason="批复已补交", by="李四")
        put(ledger, ledger.begin_run("ingest", {}), of_unit("乙县财政局", 2023))
        (again,) = every(ledger, Filters(verdict="explained"))
        assert again.fingerprint == found.fingerprint
        assert again.decision
        assert (again.decision.reason, again.decision.by) == ("批复已补交", "李四")
        assert len(list(every(ledger, Filters(verdict="open")))) == 4 * 22 + 3 - 1
        assert list(every(ledger, Filters(verdict="accepted"))) == []
        decide(ledger, found.fingerprint, "open", reason="复查", by="王五")
        assert len(list(every(ledger, Filters(verdict="open")))) == 4 * 22 + 3
        with ledger.reading() as connection:
            told = history(connection, found.fingerprint)
    assert [one.verdict for one in told] == ["accepted", "explained", "open"]


@pytest.mark.parametrize("harm", ["UPDATE decision SET reason = ''", "DELETE FROM decision"])
def test_the_database_itself_refuses_to_change_a_decision(opened: Ledger, harm: str) -> None:
    (found,) = every(opened, Filters(unit="乙县财政局", severity="error"))
    decide(opened, found.fingerprint, "accepted", reason="属实", by="张三")
    with pytest.raises(LedgerError) as refused, opened.writing() as connection:
        connection.execute(text(harm))
    assert "decisions are only ever added" in str(refused.value.__cause__)
    assert isinstance(refused.value.__cause__, DBAPIError)


def test_a_decision_needs_one_finding(opened: Ledger) -> None:
    for unknown in ("0123456789abcdef", "012", "%" * 16):
        with pytest.raises(LedgerError, match="no fingerprint begins with"):
            decide(opened, unknown, "accepted", reason="属实", by="张三")


def test_statistics_count_what_the_lists_list(opened: Ledger) -> None:
    told = statistics(opened)
    assert (told.documents.paths, told.documents.contents) == (7, 6)
    assert told.documents.by_status == {"partly-checked": 4, "checked": 1}
    assert told.documents.not_audited == {"timeout": 1}
    assert [(one.path, one.state) for one in told.not_audited] == [("毒.pdf", "timeout")]
    assert (told.forms, told.earlier_versions, told.total.findings) == (5, 0, 4 * 22 + 3)
    assert told.total.not_checked == 4 * 2
    assert [one.name for one in told.years] == ["2021", "2022", "2023"]
    assert told.units[0].name == "甲市财政局"
    assert (told.unit_count, told.units[0].findings) == (3, 3 * 22)
    for one in told.rules:
        assert one.findings == len(list(every(opened, Filters(rule=one.name))))
    assert {one.years for one in told.repeats} == {(2021, 2022, 2023)}
    assert {one.unit for one in told.repeats} == {"甲市财政局"}
    assert len(statistics(opened, most=1).units) == 1


def test_the_command_lists_in_every_format(filled: str, run_main: RunMain, tmp_path: Path) -> None:
    asked = ("list", "--ledger", filled, "--unit", "财政局", "--severity", "error")
    code, out, err = run_main(*asked)
    assert code == 0
    assert out.count("[budget-col-sum]") == 4
    assert "共 4 条发现。" in out
    assert "1 份文件未能核查" in err
    told = json.loads(run_main(*asked, "--format", "json")[1])
    assert (told["total"], len(told["findings"])) == (4, 4)
    lines = [json.loads(line) for line in run_main(*asked, "--format", "jsonl")[1].splitlines()]
    assert lines == told["findings"]
    rows = list(csv.DictReader(io.StringIO(run_main(*asked, "--format", "csv")[1].lstrip("\ufeff"))))
    assert [row["发现标识"] for row in rows] == [one["fingerprint"] for one in lines]
    assert {row["规则编号"] for row in rows} == {"budget-col-sum"}
    assert run_main(*asked, "-o", tmp_path / "表.xlsx")[0] == 0
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx")["问题清单"]
    found = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] == "错误"]
    assert len(found) == 4


def test_the_workbook_tells_what_was_decided(filled: str, run_main: RunMain, tmp_path: Path) -> None:
    asked = ("list", "--ledger", filled, "--unit", "乙县财政局")
    first, second = json.loads(run_main(*asked, "--format", "json")[1])["findings"][:2]
    told = ("--reason", "=已补批复", "--by", "张三", "--ledger", filled)
    assert run_main("decide", first["fingerprint"], "explain", *told)[0] == 0
    for decision in ("dismiss", "reopen"):
        assert run_main("decide", second["fingerprint"], decision, *told)[0] == 0
    assert run_main(*asked, "-o", tmp_path / "表.xlsx")[0] == 0
    head, *found = openpyxl.load_workbook(tmp_path / "表.xlsx")["问题清单"].iter_rows(values_only=True)
    by_mark = {row[head.index("发现标识")]: dict(zip(head, row, strict=True)) for row in found}
    kept = by_mark[first["fingerprint"]]
    assert (kept["状态"], kept["复核人"], kept["复核人意见"]) == ("已说明", "张三", "=已补批复")
    assert [row["状态"] for row in by_mark.values() if row["状态"]] == ["已说明"]


def test_the_command_pages_and_decides(filled: str, run_main: RunMain) -> None:
    code, out, _ = run_main("list", "--ledger", filled, "--limit", "2", "--page", "2")
    assert code == 0
    assert "第 3—4 条（第 2/46 页；下一页：--page 3）" in out
    mark = json.loads(run_main("list", "--ledger", filled, "--format", "json")[1])["findings"][0][
        "fingerprint"
    ]
    told = run_main("decide", mark, "dismiss", "--reason", "看错", "--by", "张三", "--ledger", filled)
    assert told[0] == 0
    assert "不成立" in told[2]
    assert "共 1 条发现。" in run_main("list", "--ledger", filled, "--status", "dismissed")[1]
    assert run_main("decide", mark, "dismiss", "--reason", " ", "--by", "张三", "--ledger", filled)[0] == 2


def test_the_command_counts(filled: str, run_main: RunMain) -> None:
    code, out, _ = run_main("stats", "--ledger", filled, "--limit", "1")
    assert code == 0
    for said in ("超时 1", "毒.pdf：超时", "同一单位多个年度反复出现的问题", "按单位（共 3，列出 1"):
        assert said in out
    told = json.loads(run_main("stats", "--ledger", filled, "--format", "json")[1])
    assert told["documents"]["not_audited"] == {"timeout": 1}


def test_an_unknown_rule_gets_the_nearest(filled: str, run_main: RunMain) -> None:
    code, _, err = run_main("list", "--ledger", filled, "--rule", "budget-sum")
    assert code == 2
    assert "budget-col-sum" in err
