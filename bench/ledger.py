"""A ledger of a million findings: how long lists and statistics take.

    python bench/ledger.py [--findings 1000000] [--ledger FILE|URL] [--keep]

The rows are made up (2,000 units, 5 years, 100,000 reports, the rules of the catalogue, messages as long as
real ones) and written straight into the tables, in the shape that `fuhe ingest` gives them.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from fuhe.ledger import Ledger, open_ledger, tables
from fuhe.ledger.filters import Filters
from fuhe.ledger.listing import page
from fuhe.ledger.statistics import left_open, statistics
from fuhe.ledger.totals import repeats
from validate.rule import registered

UNITS, YEARS, A_REPORT = 2_000, (2019, 2020, 2021, 2022, 2023), 10
_BATCH = 20_000
_DOCUMENTS, _SIGHTINGS = insert(tables.document), insert(tables.sighting)
_EVALUATIONS, _FINDINGS = insert(tables.evaluation), insert(tables.finding)
_GRAVITY = {"error": 0, "warning": 1, "notice": 2}
_MESSAGE = "资金表“年初预算数”列：分项合计{0}.88 + 90.5 = {1}.38 ≠ {0}.88，与总额相差0.50万元。请核对并更正。"


def unit(number: int) -> str:
    """The name of a made-up unit."""
    trade = "财政教育民政水利农业交通卫生文化"[number % 8 * 2 : number % 8 * 2 + 2]
    return f"{number // 20:03d}县{trade}局{number}"


def fill(ledger: Ledger, findings: int) -> None:
    """Write the rows, batch by batch."""
    chance = random.Random(7)  # noqa: S311  (made-up data, the same each time)
    run = ledger.begin_run("bench", {})
    for first in range(0, findings // A_REPORT, _BATCH // A_REPORT):
        reports = range(first + 1, min(first + _BATCH // A_REPORT, findings // A_REPORT) + 1)
        with ledger.straight_writing() as straight:
            straight.add_all(_DOCUMENTS, [_document(n, run) for n in reports])
            straight.add_all(_SIGHTINGS, [_sighting(n, run) for n in reports])
            straight.add_all(_EVALUATIONS, [_evaluation(n) for n in reports])
            straight.add_all(_FINDINGS, [row for n in reports for row in _findings(n, run, chance)])
    f = tables.finding.c
    columns = {
        "unit": f.unit,
        "rule": f.rule,
        "year": f.year,
        "result": f.severity,
        "superseded": f.superseded,
    }
    with ledger.writing() as connection:
        for table in (tables.tally, tables.rule_tally, tables.unit_tally):
            names = [column.name for column in table.primary_key]
            key = [columns[name] for name in names]
            counted = select(*key, func.count()).group_by(*key)
            connection.execute(insert(table).from_select([*names, "number"], counted))
        again = insert(tables.repeat_tally).from_select(["unit", "rule", "years", "number"], repeats())
        connection.execute(again)
    ledger.end_run(run, "finished")


def _where(report: int) -> tuple[str, int]:
    return unit(report % UNITS), YEARS[report // UNITS % len(YEARS)]


def _document(number: int, run: int) -> dict[str, Any]:
    made = {"engine": "0" * 12, "rules": "0" * 12, "run_id": run, "audited_at": "2026-01-01T00:00:00Z"}
    told = {"state": "done", "status": "checked" if number % 50 else "no-evaluation", "replaced": False}
    return {
        "id": number,
        "sha256": f"{number:064x}",
        "size": 50_000,
        "media_type": "application/pdf",
        **told,
        **made,
    }


def _sighting(number: int, run: int) -> dict[str, Any]:
    name, year = _where(number)
    path = f"归档/{year}/{name}/{number}.pdf"
    seen = {"path": path, "path_key": f"{number:032x}", "is_current": True, "run_id": run}
    return {"document_id": number, **seen}


def _evaluation(number: int) -> dict[str, Any]:
    name, year = _where(number)
    counts = {"held": 60, "found": A_REPORT, "set_aside": 0, "not_applicable": 20, "not_checked": 2}
    pages = {"first_page": 1, "last_page": 2, "ordinal": 1, "superseded": False}
    named = {
        "identity": f"{number:016x}",
        "form": "mof-2020-project",
        "kind": "project",
        "year": year,
        "unit": name,
    }
    return {
        "id": number,
        "document_id": number,
        "project": f"项目{number}",
        "title": "",
        **named,
        **counts,
        **pages,
    }


def _findings(number: int, run: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    name, year = _where(number)
    for ordinal, rule in enumerate(chance.sample(list(registered().values()), A_REPORT)):
        message = _MESSAGE.format(number, number + 1)
        yield {
            "evaluation_id": number,
            "document_id": number,
            "run_id": run,
            "ordinal": ordinal,
            "fingerprint": f"{number * A_REPORT + ordinal:016x}",
            "rule": rule.id,
            "severity": rule.severity,
            "gravity": _GRAVITY[rule.severity],
            "unit": name,
            "year": year,
            "superseded": False,
            "page": 1,
            "subject_zh": "年初预算数",
            "subject_en": "initial budget",
            "message_zh": message,
            "message_en": message,
            "printed": f"{number}.88万元",
            "recomputed": f"{number + 1}.38万元",
            "difference": "0.50万元",
            "arithmetic": "353.88 + 90.5 = 444.38 ≠ 443.88",
        }


def queries(ledger: Ledger) -> dict[str, Callable[[], object]]:
    """What is asked, by its name in the table."""
    one, rule = unit(77), "budget-col-sum"

    def first(sort: Any = "unit", number: int = 1, **filters: Any) -> Callable[[], object]:
        return lambda: page(ledger, Filters(**filters), sort, number=number)

    return {
        "list": first(),
        "list --unit NAME": first(unit=one),
        "list --unit 财政 (a part: 250 units)": first(unit="财政"),
        "list --year 2023": first(year=2023),
        f"list --rule {rule}": first(rule=rule),
        "list --severity error": first(severity="error"),
        "list --unit --year --rule": first(unit=one, year=2023, rule=rule),
        f"list --year 2023 --rule {rule}": first(year=2023, rule=rule),
        "list --year 2023 --severity error": first(year=2023, severity="error"),
        "list --run 1": first(run=1),
        "list --status open": first(verdict="open"),
        "list --status dismissed": first(verdict="dismissed"),
        "list --sort severity": first("severity"),
        "list --sort newest": first("newest"),
        "list --page 1000": first(number=1000),
        "what a list leaves out": lambda: left_open(ledger),
        "stats": lambda: statistics(ledger),
    }


def best(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of CPU and of wall time, the best of three."""

    def once() -> tuple[float, float]:
        began = time.process_time(), time.perf_counter()
        ask()
        return (time.process_time() - began[0]) * 1000, (time.perf_counter() - began[1]) * 1000

    return min(once() for _ in range(3))


def command(*arguments: str) -> tuple[float, float]:
    """The same of a whole command."""
    words = [sys.executable, "-m", "fuhe", *arguments]

    def once() -> tuple[float, float]:
        began = os.times()
        subprocess.run(words, check=True, capture_output=True)
        ended = os.times()
        spent = ended.children_user + ended.children_system - began.children_user - began.children_system
        return spent * 1000, (ended.elapsed - began.elapsed) * 1000

    return min(once() for _ in range(3))


def main() -> None:
    """Make the ledger and measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--findings", type=int, default=1_000_000)
    asked.add_argument("--ledger")
    asked.add_argument("--keep", action="store_true", help="the ledger is there already")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuhe-bench-") as folder:
        where = options.ledger or str(Path(folder) / "fuhe.db")
        with open_ledger(where, create=True) as ledger:
            if not options.keep:
                began = time.process_time(), time.perf_counter()
                fill(ledger, options.findings)
                cpu, wall = time.process_time() - began[0], time.perf_counter() - began[1]
                print(f"filled in {wall:.0f} s ({cpu:.0f} s CPU)")
            if ledger.file:
                print(f"{ledger.file.stat().st_size / 1e6:.0f} MB")
            for name, ask in queries(ledger).items():
                cpu, wall = best(ask)
                print(f"| `{name}` | {cpu:.0f} | {wall:.0f} |", flush=True)
        for name in (("list", "--unit", unit(77)), ("list", "--year", "2023"), ("stats",)):
            cpu, wall = command(*name, "--ledger", where)
            print(f"| `fuhe {' '.join(name)}`, the whole command | {cpu:.0f} | {wall:.0f} |")


if __name__ == "__main__":
    main()
