"""Sheet 勾稽表: every equation that was checked, also those that hold."""

from __future__ import annotations

from collections.abc import Mapping

from extract.wording import Wording
from fuhe.audit import AuditedEvaluation
from fuhe.report.cited import subject_name
from fuhe.report.equations import Equation, Relation, equations
from fuhe.report.excel.book import Book, Column, Sheet, Tone
from fuhe.report.rows import COLUMNS, NUMBER, form_columns
from validate.outcome import Outcome

NAME = Wording("勾稽表", "Equations")

_VERDICT: dict[Relation, Wording] = {
    "equal": Wording("相符", "agrees"),
    "rounded": Wording("舍入误差内相符", "agrees within rounding"),
    "unequal": Wording("不一致", "differs"),
    "holds": Wording("符合", "in order"),
    "cited": Wording("见问题清单", "see findings"),
}


class Equations:
    """One row an equation, by form and in the order of the rules."""

    def __init__(self, book: Book) -> None:
        columns = (
            Column(NUMBER, 8),
            Column(Wording("判断", "verdict"), 16),
            Column(COLUMNS["year"], 8, numbers=True),
            Column(COLUMNS["unit"], 28),
            Column(COLUMNS["project"], 28),
            Column(Wording("核查项", "what was checked"), 40),
            Column(Wording("公式", "formula"), 70),
            Column(Wording("计算值", "computed"), 18, numbers=True),
            Column(COLUMNS["printed"], 18, numbers=True),
            Column(COLUMNS["difference"], 18, numbers=True),
            Column(Wording("问题清单序号", "no in findings"), 12),
            Column(COLUMNS["rule"], 26),
            Column(COLUMNS["file"], 28),
        )
        self._language = book.language
        self.sheet = Sheet(book, NAME, columns)
        self._count = 0

    def add(self, one: AuditedEvaluation, path: str, numbers: Mapping[int, int]) -> None:
        """The equations of a form; `numbers` gives the number of a finding by the id of its outcome."""
        form = form_columns(one.evaluation, self._language)
        for outcome in one.outcomes:
            subject = subject_name(outcome.subject, one.evaluation).text(self._language)
            head = [form["year"], form["unit"], form["project"], subject]
            for equation in equations(outcome, one.evaluation):
                self._row(equation, outcome, [*head, equation.formula], numbers.get(id(outcome), ""), path)

    def _row(
        self, equation: Equation, outcome: Outcome, head: list[str], finding: int | str, path: str
    ) -> None:
        self._count += 1
        severity = outcome.finding.severity if outcome.finding else None
        grave: Tone = (severity or "good") if equation.relation != "cited" else "faint"
        verdict = _VERDICT[equation.relation].text(self._language)
        values = [equation.computed, equation.printed, equation.difference]
        self.sheet.add([self._count, verdict, *head, *values, finding, outcome.rule, path], {1: grave})
