"""Two submissions of one form: what `fuhe diff` says changed, and what became of the findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

import fuhe
from extract.document import InSheet
from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.diff import FormDifference, difference
from fuhe.report.diff_text import render
from fuhe.report.words import Look
from normalize.evaluation import Evaluation, Gap, Indicator, Traced
from validate.outcome import Outcome

from .conftest import SAMPLES, RunMain

CLEAN = SAMPLES / "dept-2023-clean.xlsx"
Resubmit = Callable[[Mapping[str, object]], Path]


@pytest.fixture
def resubmit(tmp_path: Path) -> Resubmit:
    """The clean workbook with other values in some cells, saved as the unit would save it again."""

    def save(cells: Mapping[str, object]) -> Path:
        book = openpyxl.load_workbook(CLEAN)
        for cell, value in cells.items():
            book.worksheets[0][cell] = value
        path = tmp_path / "resubmitted.xlsx"
        book.save(path)
        return path

    return save


@pytest.fixture(scope="module")
def clean() -> Audit:
    return fuhe.audit(CLEAN)


def cell(value: Traced[object] | None) -> str:
    assert value is not None
    assert isinstance(value.place, InSheet)
    return value.place.cell.split(":")[0]


def row(audit: Audit, name: str) -> Indicator:
    (form,) = audit.evaluations
    return next(one for one in form.indicators if one.level3.value == name)


def compared(old: Audit, new: Audit) -> FormDifference:
    (form,) = difference(old, new).forms
    return form


def told(old: Audit, new: Audit, *, language: str = "zh") -> str:
    return "".join(render(difference(old, new), Look("en" if language == "en" else "zh", 200)))


def test_a_file_beside_itself_shows_no_change(clean: Audit) -> None:
    form = compared(clean, clean)
    assert form.changes == form.raised == ()
    assert form.findings.fresh == form.findings.closed == ()


def test_forms_of_another_unit_are_compared_with_a_word_of_warning(clean: Audit) -> None:
    other = fuhe.audit(SAMPLES / "input-process-faulty.xlsx")
    warning = "请确认是同一张表的两次报送"
    assert warning in "".join(render(difference(clean, other), Look("zh")))
    assert warning not in "".join(render(difference(clean, clean), Look("zh")))


def test_a_new_export_of_the_same_form_is_no_change() -> None:
    form = compared(fuhe.audit(SAMPLES / "dept-2023-sheet.pdf"), fuhe.audit(SAMPLES / "dept-2023.docx"))
    assert form.changes == ()
    assert form.findings.fresh == form.findings.closed == ()
    assert len(form.findings.still) == len(fuhe.audit(SAMPLES / "dept-2023.docx").findings)


def test_the_changed_cell_is_told_with_both_texts_and_places(clean: Audit, resubmit: Resubmit) -> None:
    actual = row(clean, "党建工作会议").actual
    assert actual is not None
    new = fuhe.audit(resubmit({cell(actual): "召开会议5次，参会人数共230人。"}))
    (change,) = compared(clean, new).changes
    assert change.old == actual
    assert change.new is not None
    assert change.new.text == "召开会议5次，参会人数共230人。"
    assert cell(change.new) == cell(actual)
    assert f"「党建工作会议」实际完成值：“{actual.text}”" in told(clean, new)


def test_a_score_that_rose_with_the_same_actual_is_told(clean: Audit, resubmit: Resubmit) -> None:
    lowered = row(clean, "党务干部和发展对象培训")
    assert lowered.score is not None
    new = fuhe.audit(resubmit({cell(lowered.score): 5}))
    (risen,) = compared(clean, new).raised
    assert (risen.old.text, risen.new.text) == (lowered.score.text, "5.00")
    assert "得分上调而实际完成值未变 1" in told(clean, new)
    assert "Scores raised with the actual unchanged 1" in told(clean, new, language="en")


def test_a_score_that_rose_with_a_better_actual_is_not_told(clean: Audit, resubmit: Resubmit) -> None:
    lowered = row(clean, "党务干部和发展对象培训")
    new = fuhe.audit(resubmit({cell(lowered.score): 5, cell(lowered.actual): "培训4次，共培训412人。"}))
    assert compared(clean, new).raised == ()


def test_a_corrected_sum_closes_its_finding_and_a_broken_one_opens_it(
    clean: Audit, resubmit: Resubmit
) -> None:
    total = clean.evaluations[0].total.score
    broken = fuhe.audit(resubmit({cell(total): 97}))
    assert compared(clean, broken).findings.fresh[0].rule == "total-score-sum"
    assert compared(broken, clean).findings.closed[0].rule == "total-score-sum"
    assert "total-score-sum" not in {one.now.rule for one in compared(broken, clean).findings.still}


def test_a_sum_that_is_wrong_by_another_amount_is_still_open(
    clean: Audit, resubmit: Resubmit, tmp_path: Path
) -> None:
    total = clean.evaluations[0].total.score
    first = fuhe.audit(resubmit({cell(total): 97}).rename(tmp_path / "first.xlsx"))
    second = fuhe.audit(resubmit({cell(total): 98}))
    found = compared(first, second).findings
    assert [(one.before.rule, one.now.finding and one.now.finding.printed) for one in found.still][:1] == [
        ("total-score-sum", "98.00")
    ]
    assert not found.closed
    assert not found.fresh


def form_with(evaluation: Evaluation, *rows: Indicator) -> Evaluation:
    return replace(evaluation, indicators=rows)


def test_rows_that_came_went_and_were_renamed_are_told_apart(evaluation: Evaluation) -> None:
    (one,) = evaluation.indicators
    kept = replace(one, level3=Traced("举办培训的次数", "举办培训的次数", one.level3.place))
    gone = replace(one, level3=Traced("走访企业家数", "走访企业家数", one.level3.place))
    come = replace(one, level3=Traced("修订制度", "修订制度", one.level3.place))
    renamed = replace(one, level3=Traced("举办业务培训次数", "举办业务培训次数", one.level3.place))
    audits = [audit_of(form_with(evaluation, *rows)) for rows in ((kept, gone), (renamed, come))]
    found = {(change.kind, change.column.zh): change for change in compared(*audits).changes}
    assert set(found) == {("changed", "三级指标"), ("removed", "整行"), ("added", "整行")}
    assert found["removed", "整行"].old == gone.level3
    assert found["added", "整行"].new == come.level3


def audit_of(form: Evaluation, *outcomes: Outcome, path: str = "甲.pdf") -> Audit:
    return Audit(path, None, "checked", (), (AuditedEvaluation(form, outcomes),))


def test_what_a_file_lost_is_no_change_and_is_said(evaluation: Evaluation) -> None:
    (one,) = evaluation.indicators
    dump = replace(
        evaluation,
        indicators=(replace(one, actual=None),),
        gaps=(Gap("indicators.actual", lost=True, reason=Wording("文本丢失了此列", "lost")),),
    )
    form = compared(audit_of(evaluation), audit_of(dump))
    assert form.changes == ()
    assert "新版本的“实际完成值”列：文本丢失了此列" in told(audit_of(evaluation), audit_of(dump))


def test_a_doubtful_reading_is_said_to_be_one(evaluation: Evaluation) -> None:
    (one,) = evaluation.indicators
    assert one.target is not None
    scanned = replace(one, target=replace(one.target, value="≥1次", text="≥1次", confidence=0.6))
    assert "读取存疑" in told(audit_of(evaluation), audit_of(form_with(evaluation, scanned)))


def test_a_finding_that_nobody_could_check_again_is_not_closed(
    evaluation: Evaluation, error_outcome: Outcome
) -> None:
    unchecked = Outcome(
        error_outcome.rule,
        "could-not-check",
        error_outcome.subject,
        reason=Wording("没有读到总分。", "No total was read."),
    )
    old, new = audit_of(evaluation, error_outcome), audit_of(evaluation, unchecked, path="乙.pdf")
    found = compared(old, new).findings
    assert not found.closed
    assert [one.before for one in found.unconfirmed] == [error_outcome]
    assert "不等于已消除" in told(old, new)
    assert "没有读到总分。" in told(old, new)


def test_the_command_tells_by_its_exit_code(run_main: RunMain, clean: Audit, resubmit: Resubmit) -> None:
    assert run_main("diff", CLEAN, CLEAN)[0] == 0
    raised = resubmit({cell(row(clean, "党务干部和发展对象培训").score): 5})
    assert run_main("diff", CLEAN, raised)[0] == 1
    code, out, err = run_main("diff", CLEAN, SAMPLES / "contract.pdf")
    assert (code, out) == (3, "")
    assert "contract.pdf" in err


def test_json_holds_both_cells(run_main: RunMain, clean: Audit, resubmit: Resubmit) -> None:
    score = row(clean, "党务干部和发展对象培训").score
    _, out, _ = run_main("diff", CLEAN, resubmit({cell(score): 5}), "--format", "json")
    (form,) = json.loads(out)["forms"]
    (change,) = [one for one in form["changes"] if one["column"] == "得分"]
    assert change["new"]["text"] == "5.00"
    assert change["new"]["place"]["cell"] == cell(score)
    assert form["raised"][0]["old"]["text"] == change["old"]["text"]


def test_the_schema_describes_it(run_main: RunMain) -> None:
    code, out, _ = run_main("schema", "--of", "diff")
    assert code == 0
    assert {"ChangedCell", "RaisedScore", "ComparedForm"} <= set(json.loads(out)["$defs"])


def test_hostile_text_stays_text(evaluation: Evaluation) -> None:
    (one,) = evaluation.indicators
    harm = "清\x1b[2J屏\u202e倒\x00"
    hostile = replace(one, actual=replace(one.actual, value=harm, text=harm) if one.actual else None)
    shown = told(audit_of(evaluation), audit_of(form_with(evaluation, hostile)))
    assert not set("\x1b\u202e\x00") & set(shown)
