"""A department beside its projects: money and scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from extract.wording import Wording
from normalize.evaluation import BudgetLine, Evaluation
from validate.archive.archive import AMBIGUOUS, UnitYear
from validate.archive.cite import terms_of
from validate.archive.digest import Digest
from validate.archive.money import Amount, amount, shown, slack
from validate.archive.outcome import SetOutcome
from validate.archive.rule import could_not_check, found, not_applicable, ok, set_rule
from validate.archive.scores import score_cell, score_of
from validate.equations.execution import main_line
from validate.evidence import BudgetColumn
from validate.profile import Profile
from validate.rounding import written

_FORM = Wording("部门与项目勾稽关系", "what ties a department to its projects")
_NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")

_PROJECTS = re.compile("项目支出")
_FISCAL = re.compile("财政拨款|财政资金")
_PASSED_ON = re.compile("转移支付|补助下级|对下补助|下达")
_COLUMNS: tuple[tuple[BudgetColumn, Wording], ...] = (
    ("adjusted", Wording("全年预算数", "adjusted budget")),
    ("executed", Wording("全年执行数", "executed amount")),
)
_LISTED = 20
_FEWEST = 2
_GAP = 10


@set_rule(
    "dept-vs-projects",
    scope="unit-year",
    severity="warning",
    title=Wording(
        "项目金额合计超过部门项目支出", "The projects come to more than the department's project spending"
    ),
    basis=(_FORM,),
)
def dept_vs_projects(group: UnitYear, _: Profile | None) -> Iterator[SetOutcome]:
    """A department's project spending, against the sum of its project forms.

    What it checks:
        The row 项目支出 of a department's form, adjusted budget and executed amount, against the sum over the
        project forms of the same unit and year. More than the department's amount is reported.

    Basis:
        Form logic: the projects are parts of the project spending.

    Why it matters:
        Either a project reports money that the department does not, or one is counted twice.

    Example:
        Project spending of the department 90.50; its two projects 60.00 and 45.00, together 105.00.

    When it does not apply:
        Less is no finding: not every project files a form of its own. Of a project that names its fiscal
        funds these are counted, as departments often report only them. Names of which one holds the other
        (a project and its parts), and projects that pass money on to lower levels, make it a notice.

    How to put it right:
        List the projects behind the department's project spending, and correct the form that differs.
    """
    compared = _compared(group)
    if isinstance(compared, SetOutcome):
        yield compared
        return
    for column, name in _COLUMNS:
        yield _summed(group, compared, column, name)


class _Compared(NamedTuple):
    department: Digest
    line: BudgetLine
    projects: tuple[Digest, ...]


def _compared(group: UnitYear) -> _Compared | SetOutcome:
    if group.unclear:
        return could_not_check(group.subject, AMBIGUOUS)
    line = _project_line(group.department.evaluation) if group.department else None
    if group.department is None or line is None or not group.projects:
        reason = Wording(
            "没有部门整体自评表（含项目支出一行）和项目自评表可对照。",
            "There is no department's form with a row of project spending beside project forms.",
        )
        return not_applicable(group.subject, reason)
    return _Compared(group.department, line, group.projects)


def _project_line(form: Evaluation) -> BudgetLine | None:
    lines = [line for line in form.budget if _PROJECTS.search("".join(line.label.value.split()))]
    return lines[0] if len(lines) == 1 else None


def _summed(group: UnitYear, compared: _Compared, column: BudgetColumn, name: Wording) -> SetOutcome:
    subject = Wording(f"{group.subject.zh}·{name.zh}", f"{group.subject.en} · {name.en}")
    whole = amount(compared.department, compared.line, column)
    parts = [part for one in compared.projects if (part := _part(one, column)) is not None]
    if whole is None or len(parts) < len(compared.projects):
        if whole is not None and sum(part.value for part in parts) > whole.value + slack([whole, *parts]):
            return _more(subject, name, whole, parts, compared)
        reason = Wording("有的表没有该金额或金额单位。", "An amount or a money unit is missing on a form.")
        return could_not_check(subject, reason)
    total = sum((part.value for part in parts), Fraction())
    if total <= whole.value + slack([whole, *parts]):
        return ok(subject)
    return _more(subject, name, whole, parts, compared)


def _part(project: Digest, column: BudgetColumn) -> Amount | None:
    """What a project reports: its fiscal funds where they are printed, else the whole."""
    form = project.evaluation
    fiscal = [line for line in form.budget if line.part != "total" and _FISCAL.search(line.label.value)]
    amounts = [amount(project, line, column) for line in (*fiscal[:1], main_line(form))]
    return min((one for one in amounts if one is not None), key=lambda one: one.value, default=None)


def _added(parts: list[Amount], compared: _Compared) -> str:
    form = compared.department.evaluation
    total = shown(sum((part.value for part in parts), Fraction()), form)
    if len(parts) > _LISTED:
        return f"{len(parts)}个项目合计 {total}"
    return " + ".join(shown(part.value, form) for part in parts) + f" = {total}"


def _more(
    subject: Wording, name: Wording, whole: Amount, parts: list[Amount], compared: _Compared
) -> SetOutcome:
    form = compared.department.evaluation
    total = sum((part.value for part in parts), Fraction())
    plain = all(one.whole for one in (compared.department, *compared.projects))
    return found(
        subject,
        "warning" if plain and not _entangled(compared.projects) else "notice",
        Wording(
            f"{len(parts)}份项目自评表的{name.zh}合计{shown(total, form)}，超过部门整体自评表项目支出"
            f"{shown(whole.value, form)}，差额{shown(total - whole.value, form)}。",
            f"The {name.en} of {len(parts)} project forms comes to {shown(total, form)}, more than the "
            f"department's project spending of {shown(whole.value, form)}.",
        ),
        [
            *terms_of(compared.department, [whole.term]),
            *(piece for part in parts[:_LISTED] for piece in terms_of(part.digest, [part.term])),
        ],
        printed=shown(whole.value, form),
        recomputed=shown(total, form),
        difference=shown(total - whole.value, form),
        arithmetic=f"{_added(parts, compared)} > {shown(whole.value, form)}",
        ask=Wording(
            "请提供部门项目支出的项目明细；如有对下补助、子项目重复列示或口径不同，请说明。",
            "Please list the projects behind the department's project spending, and say whether funds were "
            "passed on, parts were listed twice, or the two count different funds.",
        ),
    )


def _entangled(projects: tuple[Digest, ...]) -> bool:
    """Whether a project may be a part of another, or passes its money on."""
    names = sorted(one.project for one in projects)
    nested = (
        any(one != other and one in other for one in names for other in names) if len(names) < 200 else True
    )
    passed_on = any(_PASSED_ON.search(name) for name in names)
    return nested or passed_on or any(one.evaluation.form == "transfer-payment" for one in projects)


@set_rule(
    "dept-score-vs-projects",
    scope="unit-year",
    severity="notice",
    title=Wording("部门得分与项目得分相差较大", "The department's score is far from its projects'"),
    basis=(_NO_10,),
)
def dept_score_vs_projects(group: UnitYear, _: Profile | None) -> Iterator[SetOutcome]:
    """A department's total score beside its projects' scores.

    What it checks:
        The total score of a department's form against the mean of its projects' scores, weighted with their
        budgets. A gap of more than 10 points is told.

    Basis:
        Cai Yu [2020] No. 10: both are scored out of 100 by the same rules.

    Why it matters:
        Projects are most of what a department reports on; where they did poorly its own score needs a reason.

    Example:
        The department has 97 points, its three projects together 82.

    When it does not apply:
        Forms that are not scored out of 100, fewer than two projects, or budgets that are missing.

    How to put it right:
        Say which indicators of the department make the difference.
    """
    if group.unclear:
        yield could_not_check(group.subject, AMBIGUOUS)
        return
    own = score_of(group.department) if group.department else None
    scored = [found_one for one in group.projects if (found_one := _scored(one)) is not None]
    if group.department is None or own is None or len(scored) < _FEWEST or len(scored) < len(group.projects):
        yield not_applicable(
            group.subject,
            Wording(
                "没有百分制的部门得分，或有得分和预算数的项目不足两个。",
                "No department's score out of 100, or fewer than two projects with score and budget.",
            ),
        )
        return
    yield _gap(group, group.department, own, scored)


def _scored(project: Digest) -> tuple[Digest, Decimal, Amount] | None:
    """A project with its score out of 100 and its budget."""
    score, budget = score_of(project), amount(project, main_line(project.evaluation), "adjusted")
    return None if score is None or budget is None or budget.value <= 0 else (project, score, budget)


def _gap(
    group: UnitYear, department: Digest, own: Decimal, scored: list[tuple[Digest, Decimal, Amount]]
) -> SetOutcome:
    budgets = sum((budget.value for _, _, budget in scored), Fraction())
    mean = sum((Fraction(score) * budget.value for _, score, budget in scored), Fraction()) / budgets
    gap = Fraction(own) - mean
    arithmetic = f"{own} - {written(mean, 2)} = {written(gap, 2)}"
    if abs(gap) <= _GAP:
        return ok(group.subject, arithmetic)
    return found(
        group.subject,
        "notice",
        Wording(
            f"部门整体自评得分{own}分，{len(scored)}个项目按预算数加权的平均得分为{written(mean, 2)}分，"
            f"相差{written(abs(gap), 2)}分。",
            f"The department scored {own}; its {len(scored)} projects, weighted with their budgets, "
            f"{written(mean, 2)}.",
        ),
        [
            *score_cell(department),
            *(piece for one, _, _ in scored[:_LISTED] for piece in score_cell(one)),
        ],
        printed=str(own),
        recomputed=written(mean, 2),
        difference=written(abs(gap), 2),
        arithmetic=arithmetic,
        ask=Wording("请说明部门得分与项目得分差异的原因。", "Please explain the gap between the two scores."),
    )
