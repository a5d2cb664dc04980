"""Hand-made audits, small PDF files, and a way to run the command as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace

from extract.document import Box, InSheet, InText, OnPage, Problem, Source
from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation, Condition
from fuhe.cli import main
from normalize.evaluation import BudgetLine, Evaluation, Gap, Goals, Indicator, Total, Traced
from validate.outcome import Evidence, Finding, Misread, Outcome

RunMain = Callable[..., tuple[int, str, str]]
RunFuhe = Callable[..., subprocess.CompletedProcess[bytes]]
MakeAudit = Callable[..., Audit]

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


def both(text: str) -> Wording:
    return Wording(text, f"{text} (en)")


def place(number: int = 1) -> OnPage:
    return OnPage(number, Box(72.001, 100.004, 130.5, 112.25))


def text(value: str, **more: Any) -> Traced[str]:
    return Traced(value, value, place(), **more)


def number(printed: str) -> Traced[Decimal | None]:
    return Traced(Decimal(printed), printed, place())


@pytest.fixture
def evaluation() -> Evaluation:
    budget = BudgetLine(text("年度资金总额"), "total", initial=number("443.88"), adjusted=number("90.50"))
    indicator = Indicator(
        text("产出指标", how="inferred", reason=both("按分值推断")),
        text("数量指标", how="filled-down"),
        text("培训次数"),
        text("≥4次"),
        text("7次"),
        number("5"),
        Traced(None, "—", place()),
        None,
    )
    return Evaluation(
        form="mof-2020-department",
        form_reason=both("题名相符"),
        kind="department",
        title=text("部门整体支出绩效自评表"),
        year=Traced(2023, "2023年度", place()),
        unit=text("某某局"),
        project=None,
        money_unit=text("万元"),
        budget=(budget,),
        goals=Goals(text("目标"), None),
        indicators=(indicator,),
        groups=(),
        total=Total(number("100"), number("98.3")),
        rating=text("优"),
        narrative=(),
        gaps=(Gap("budget.executed", lost=True, reason=both("文本丢失")),),
        pages=(1, 2),
    )


def outcome_of(finding: Finding) -> Outcome:
    return Outcome(finding.rule, "finding", both("年初预算数"), finding=finding)


@pytest.fixture
def error() -> Finding:
    return Finding(
        rule="budget-col-sum",
        severity="error",
        message=both("年初预算数合计不符。"),
        printed="443.88万元",
        recomputed="444.38万元",
        difference="-0.50万元",
        arithmetic="353.88 + 90.5 = 444.38 ≠ 443.88",
        evidence=(
            Evidence(both("合计·年初预算数"), "443.88", place(2)),
            Evidence(both("项目支出·年初预算数"), "90.5", InSheet("Sheet1", "B5")),
        ),
        ask=both("请提供预算批复。"),
    )


@pytest.fixture
def error_outcome(error: Finding) -> Outcome:
    return outcome_of(error)


@pytest.fixture
def notice() -> Finding:
    return Finding(
        rule="stale-wording",
        severity="notice",
        message=both("用语与年度不符。"),
        printed=None,
        recomputed=None,
        difference=None,
        arithmetic=None,
        evidence=(Evidence(both("三级指标"), "决战决胜", InText(12, 1, 14, 5)),),
        misread=Misread("84", 0.4, both("也可能读作84")),
    )


@pytest.fixture
def make_audit(evaluation: Evaluation) -> MakeAudit:
    """An audit of a readable file with these outcomes on its one form."""

    def make(
        *outcomes: Outcome,
        path: str = "自评表.pdf",
        status: Condition = "checked",
        problems: tuple[Problem, ...] = (),
    ) -> Audit:
        source = Source(path, "0" * 64, "application/pdf", 2)
        return Audit(path, source, status, problems, (AuditedEvaluation(evaluation, outcomes),))

    return make


@pytest.fixture
def full_audit(make_audit: MakeAudit, error: Finding, notice: Finding) -> Audit:
    """One outcome of each kind, and two that could not be checked for the same reason."""
    lost = both("文本丢失了此列")
    return make_audit(
        outcome_of(notice),
        outcome_of(error),
        Outcome("rate-recompute", "could-not-check", both("执行率"), reason=lost),
        Outcome("budget-col-sum", "could-not-check", both("全年执行数"), reason=lost),
        Outcome("total-score-sum", "ok", both("总分"), arithmetic="10 + 90 = 100"),
        Outcome("grade-band", "not-applicable", both("等级"), reason=both("未分档")),
        status="partly-checked",
    )


# What a document may hold to harm whoever opens a list of it, or the file that the list is written to.
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://attacker.example/","点击")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "＝1+1",
    "{=1+1}",
    "长" * 40_000,
    "𠮷" * 20_000,
    "行\n" * 400,
    "清\x1b[2J屏\x00\x08尾",
    "\u202e序倒\u202c\u200f",
    "<r><t>粗</t></r>",
    "_x000D_",
    "\ufffe\uffff",
    "]]><!--&amp;&#13;",
    "| 甲 | 乙 |",
    "[点](javascript:alert(1)) ![图](http://attacker.example/p.png)",
    "http://attacker.example www.attacker.example",
    "``` ~~~ # *粗* _斜_ $x$ \\",
    "1. 一",
)


@pytest.fixture
def hostile_audit(evaluation: Evaluation, error: Finding) -> Audit:
    """Audits whose every text is hostile: a form and a finding for each."""

    def audited(harm: str) -> AuditedEvaluation:
        (row,) = evaluation.indicators
        rows = replace(row, level3=text(harm), target=text(harm), actual=text(harm), deviation=text(harm))
        form = replace(evaluation, unit=text(harm), project=text(harm), title=text(harm), indicators=(rows,))
        said = replace(
            error,
            message=Wording(harm, harm),
            printed=harm,
            recomputed=harm,
            difference=harm,
            arithmetic=f"{harm} = {harm} ≠ {harm}",
            evidence=(Evidence(both("某项·得分"), harm, place()),),
            ask=Wording(harm, harm),
        )
        held = Outcome("total-score-sum", "ok", Wording(harm, harm), arithmetic=f"1 + 1 = {harm}")
        left = Outcome("grade-band", "could-not-check", Wording(harm, harm), reason=Wording(harm, harm))
        return AuditedEvaluation(form, (outcome_of(said), held, left))

    source = Source("=1+1.pdf", "0" * 64, "application/pdf", 2)
    problem = Problem("odd", Wording(HOSTILE[0], HOSTILE[0]), Wording(HOSTILE[1], HOSTILE[1]))
    return Audit("=1+1.pdf", source, "partly-checked", (problem,), tuple(map(audited, HOSTILE)))


@pytest.fixture
def unreadable_audit() -> Audit:
    problem = Problem("encrypted", both("文件已加密"), both("请给出口令"))
    return Audit("密.pdf", None, "unreadable", (problem,), ())


@pytest.fixture
def run_main(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> RunMain:
    """Run the command in this process; gives exit code, stdout, stderr."""
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.delenv("FUHE_LANG", raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(one) for one in arguments])
        captured = capsys.readouterr()
        return int(code), captured.out, captured.err

    return run


@pytest.fixture
def run_fuhe() -> RunFuhe:
    """Run the command as a process; gives the finished process, its streams as bytes."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        clean = {k: v for k, v in os.environ.items() if k not in ("FUHE_LANG", "NO_COLOR", "LANGUAGE")}
        return subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "-m", "fuhe", *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=ROOT,
            timeout=60,
            env={**clean, "PYTHONUTF8": "1", **environment},
        )

    return run


@pytest.fixture
def encrypted_pdf(tmp_path: Path) -> Path:
    """A sample that opens with the password "secret"."""
    target = tmp_path / "locked.pdf"
    with pikepdf.open(SAMPLES / "dept-2023-sheet.pdf") as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    return target
