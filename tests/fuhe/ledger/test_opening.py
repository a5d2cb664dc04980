"""What is opened is surely ours and usable; else one sentence says why not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from fuhe.ledger import LedgerError, migrations, open_ledger
from fuhe.ledger.migrations import REVISIONS, VERSION_TABLE
from fuhe.ledger.tables import METADATA

if TYPE_CHECKING:
    from conftest import OfUnit, Put

RunMain = Callable[..., tuple[int, str, str]]


def refusal(where: str, *, create: bool = False) -> str:
    with pytest.raises(LedgerError) as refused:
        open_ledger(where, create=create)
    assert "\n" not in refused.value.reason.zh
    return refused.value.reason.zh


def test_the_migrations_make_the_tables_of_the_program(where: str) -> None:
    with open_ledger(where, create=True) as ledger, ledger.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []


def test_every_migration_is_known_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS


def test_a_newer_ledger_is_refused(where: str) -> None:
    with open_ledger(where, create=True) as ledger, ledger.writing() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608
    assert "更新版本的 fuhe" in refusal(where)
    assert "更新版本的 fuhe" in refusal(where, create=True)


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_in_the_place_of_a_ledger_is_called_one(tmp_path: Path, *, create: bool) -> None:
    assert "这是一个文件夹" in refusal(str(tmp_path), create=create)


def test_a_ledger_in_a_folder_that_is_not_there_is_not_called_read_only(tmp_path: Path) -> None:
    assert "文件夹不存在" in refusal(str(tmp_path / "无" / "fuhe.db"), create=True)


def test_what_is_not_there_is_not_made_by_a_reader(tmp_path: Path, postgres_database: str) -> None:
    assert "不存在" in refusal(str(tmp_path / "无.db"))
    assert not (tmp_path / "无.db").exists()
    assert "没有台账" in refusal(postgres_database)


def test_files_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()
    marked = tmp_path / "marked.db"
    connection = sqlite3.connect(marked)
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    words = tmp_path / "报告.docx"
    words.write_bytes(b"PK\3\4" + bytes(5000))
    for file in (other, marked, words):
        before = file.read_bytes()
        assert "不是 fuhe 的台账" in refusal(str(file), create=True)
        assert file.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["marked.db", "other.db", "报告.docx"]


def test_a_database_with_other_tables_is_left_alone(postgres_database: str) -> None:
    from sqlalchemy import create_engine, make_url  # noqa: PLC0415

    engine = create_engine(make_url(postgres_database).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (text TEXT)"))
    engine.dispose()
    assert "单独建立一个数据库" in refusal(postgres_database, create=True)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("postgresql://u:secret@127.0.0.1:1/fuhe", "无法连接数据库服务器"),
        ("mysql://u:secret@host/db", "地址无法识别"),
        ("postgresql://u:secret@host:port/db", "地址无法识别"),
    ],
)
def test_an_address_that_does_not_do_is_told_without_its_password(where: str, said: str) -> None:
    told = refusal(where, create=True)
    assert said in told
    assert "secret" not in told


def test_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    assert "台账" in refusal(str(tmp_path), create=True)
    assert "台账" in refusal(str(tmp_path / "无" / "a.db"), create=True)


def test_a_damaged_file_is_told(tmp_path: Path, of_unit: OfUnit, put: Put) -> None:
    path = tmp_path / "a.db"
    with open_ledger(str(path), create=True) as ledger:
        put(ledger, ledger.begin_run("ingest", {}), of_unit("甲局"))
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4096)
    path.write_bytes(content)
    with pytest.raises(LedgerError) as refused, open_ledger(str(path)) as ledger:
        list(ledger.records())
    assert "已损坏" in refused.value.reason.zh


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="needs root, to be somebody else for a while"
)
def test_a_read_only_ledger_can_be_read_and_not_written(of_unit: OfUnit, put: Put, run_main: RunMain) -> None:
    folder = Path("/tmp") / f"fuhe-ro-{os.getpid()}"  # noqa: S108  (others must be able to enter it)
    folder.mkdir()
    where = str(folder / "a.db")
    try:
        with open_ledger(where, create=True) as ledger:
            put(ledger, ledger.begin_run("ingest", {}), of_unit("甲局"))
        os.seteuid(65534)
        try:
            with open_ledger(where) as ledger:
                assert len(list(ledger.records())) == 1
                with pytest.raises(LedgerError, match="read-only"):
                    ledger.begin_run("ingest", {})
            assert "没有写入权限" in refusal(where, create=True)
            assert run_main("list", "--ledger", where)[0] == 0
            code, _, err = run_main(
                "decide", "012345", "accept", "--reason", "x", "--by", "y", "--ledger", where
            )
            assert code == 2
            assert "没有写入权限" in err
        finally:
            os.seteuid(0)
    finally:
        shutil.rmtree(folder)
