"""Other rules on kept forms: no file is read, and no unit is accused on the word of one reader."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fuhe.audit import Auditor, audits
from fuhe.ledger import Ledger, open_ledger
from fuhe.ledger.filters import Filters
from fuhe.ledger.listing import every
from fuhe.ledger.recheck import due, recheck
from fuhe.record import Attempted, DocumentRecord, record
from fuhe.settings import Choice, Settings, Suppression
from fuhe.versions import engine_version, rules_version

RunMain = Callable[..., tuple[int, str, str]]
SAMPLES = Path(__file__).parents[3] / "samples"
NARROW = Settings(rules=Choice(ignore=("budget-col-sum",)))


def ingest(ledger: Ledger, path: Path, settings: Settings | None) -> DocumentRecord:
    """Audit a file by these settings and keep it."""
    run = ledger.begin_run("ingest", {}, rules_version(settings=settings))
    (one,) = audits(path, settings=settings)
    kept = record(one)
    content = path.read_bytes()
    attempt = ledger.attempt(run, hashlib.sha256(content).hexdigest(), kept.path, len(content))
    ledger.finish(attempt, Attempted("done", None, None, 0.1, (kept,)))
    ledger.end_run(run, "finished")
    return kept


def again(ledger: Ledger, settings: Settings | None = None) -> list[DocumentRecord]:
    run = ledger.begin_run("recheck", {}, rules_version(settings=settings))
    found = [record(one) for one in recheck(ledger, Auditor(None, None, settings))]
    ledger.end_run(run, "finished")
    return found


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A file of ours, with an error in it."""
    return Path(shutil.copy(SAMPLES / "dept-2023-sheet.pdf", tmp_path / "报告.pdf"))


def test_what_recheck_finds_is_what_an_audit_finds(where: str, report: Path) -> None:
    (audited,) = audits(report)
    with open_ledger(where, create=True) as ledger:
        ingest(ledger, report, NARROW)
        assert list(every(ledger, Filters(severity="error"))) == []
        assert again(ledger) == [record(audited)]
        assert list(ledger.records()) == [record(audited)]
        assert [one.rule for one in every(ledger, Filters(severity="error"))] == ["budget-col-sum"]


def test_the_file_is_not_needed_for_an_error_that_was_confirmed(where: str, report: Path) -> None:
    aside = Settings(suppress=(Suppression("exec-vs-indicators", "另行处理"),))
    with open_ledger(where, create=True) as ledger:
        before = ingest(ledger, report, None)
        report.unlink()
        (after,) = again(ledger, aside)
        assert after != before
        assert [one.rule for one in every(ledger, Filters(severity="error"))] == ["budget-col-sum"]


def test_a_new_error_is_no_error_where_the_file_is_gone_or_changed(where: str, report: Path) -> None:
    with open_ledger(where, create=True) as ledger:
        ingest(ledger, report, NARROW)
        report.write_bytes(b"other bytes")
        (after,) = again(ledger)
        (form,) = after.evaluations
        unsure = [one for one in form.outcomes if one.reason and "pdfplumber" in one.reason.zh]
        assert [(one.rule, one.status) for one in unsure] == [("budget-col-sum", "could-not-check")]
        assert list(every(ledger, Filters(severity="error"))) == []


def test_only_what_other_rules_checked_is_checked_again(where: str, report: Path) -> None:
    with open_ledger(where, create=True) as ledger:
        ingest(ledger, report, None)
        assert again(ledger) == []
        run = ledger.begin_run("recheck", {}, rules_version(settings=NARROW))
        assert (due(ledger).rules, due(ledger).engine) == (1, 0)
        ledger.end_run(run, "interrupted")
        assert len(again(ledger, NARROW)) == 1
        assert again(ledger, NARROW) == []


def test_the_command_rechecks_by_the_settings_of_the_folder(
    tmp_path: Path, report: Path, run_main: RunMain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_ledger("fuhe.db", create=True) as ledger:
        ingest(ledger, report, None)
    assert "复核 0 份文件" in run_main("recheck")[2]
    (tmp_path / "fuhe.toml").write_text('[rules]\nignore = ["budget-col-sum"]\n', encoding="utf-8")
    code, _, err = run_main("recheck")
    assert code == 0
    assert "复核 1 份文件：错误 0" in err
    assert "没有符合条件的发现" in run_main("list", "--severity", "error")[1]


def test_versions_tell_what_made_a_result(tmp_path: Path) -> None:
    assert engine_version() == engine_version() != rules_version()
    assert rules_version() == rules_version()
    versions = {rules_version(), rules_version(settings=NARROW), rules_version(profile="permissive")}
    profile = tmp_path / "本地.toml"
    for weight in ("100", "90"):
        profile.write_text(f'title = "本地"\nbasis = "本地"\ntotal_weight = "{weight}"\n', encoding="utf-8")
        versions.add(rules_version(profile=str(profile)))
    assert len(versions) == 5
