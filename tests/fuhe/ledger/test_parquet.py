"""The ledger as Parquet files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from fuhe.ledger import Ledger, open_ledger
from fuhe.ledger.filters import Filters
from fuhe.ledger.listing import every
from fuhe.ledger.parquet import export

if TYPE_CHECKING:
    from conftest import OfUnit, Put

RunMain = Callable[..., tuple[int, str, str]]


def test_every_table_is_whole_and_readable(ledger: Ledger, of_unit: OfUnit, put: Put, tmp_path: Path) -> None:
    run = ledger.begin_run("ingest", {})
    put(ledger, run, of_unit("甲局"))
    put(ledger, run, of_unit("乙局", 2022))
    rows = {path.stem: number for path, number in export(ledger, tmp_path / "数据")}
    found = parquet.read_table(tmp_path / "数据" / "findings.parquet").to_pylist()
    assert len(found) == rows["findings"] == 2 * 22
    assert {one["fingerprint"] for one in found} == {one.fingerprint for one in every(ledger, Filters())}
    forms = parquet.read_table(tmp_path / "数据" / "evaluations.parquet").to_pylist()
    assert [(one["unit"], one["year"]) for one in forms] == [("甲局", 2023), ("乙局", 2022)]
    budget = parquet.read_table(tmp_path / "数据" / "budget.parquet").to_pylist()
    assert budget[0]["initial"] == 443.88
    assert rows["indicators"] == 2 * 18
    assert rows["documents"] == rows["paths"] == 2
    assert {one.name for one in (tmp_path / "数据").iterdir()} == {f"{name}.parquet" for name in rows}


def test_the_command_names_the_files(
    tmp_path: Path, of_unit: OfUnit, put: Put, run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = str(tmp_path / "a.db")
    with open_ledger(where, create=True) as ledger:
        put(ledger, ledger.begin_run("ingest", {}), of_unit("甲局"))
    code, _, err = run_main("export", "--ledger", where, "--parquet", tmp_path / "out")
    assert code == 0
    assert "findings.parquet：22 行" in err
    (tmp_path / "file").write_text("x")
    code, _, err = run_main("export", "--ledger", where, "--parquet", tmp_path / "file")
    assert code == 2
    assert "file：已有同名的文件。" in err
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    code, _, err = run_main("export", "--ledger", where, "--parquet", tmp_path / "out")
    assert code == 2
    assert "fuhe[parquet]" in err
