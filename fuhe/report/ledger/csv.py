"""The list of findings as CSV, with the columns of `fuhe check` and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.wording import Language, Wording
from fuhe.audit import AuditedEvaluation
from fuhe.ledger.listing import Found
from fuhe.ledger.recorded import Recorded
from fuhe.report import rows
from fuhe.report.csv import COLUMNS, csv_line
from fuhe.report.ledger.words import SUPERSEDED, VERDICT
from fuhe.report.words import gravest_first

_FURTHER = (
    Wording("处理结果", "decision"),
    Wording("处理理由", "reason"),
    Wording("处理人", "decided by"),
    Wording("处理时间", "decided at"),
    Wording("版本", "version"),
)
_NUMERIC = [number for number, field in enumerate(rows.COLUMNS, start=1) if field in rows.NUMERIC]


def render(findings: Iterable[Found], recorded: Recorded, language: Language) -> Iterator[str]:
    """The header, then a row a finding. `recorded` gives the form that a finding is of."""
    yield csv_line([column.text(language) for column in (*COLUMNS, *_FURTHER)])
    form, of_form = 0, dict[int, rows.Row]()
    for number, found in enumerate(findings, start=1):
        if found.form != form:  # the findings of a form mostly stand together
            form, of_form = found.form, _rows(recorded(found.form), found.paths, language)
        row = of_form[found.ordinal]
        yield csv_line([str(number), *row.cells(), *_decided(found, language)], numeric=_NUMERIC)


def _rows(form: AuditedEvaluation, paths: Iterable[str], language: Language) -> dict[int, rows.Row]:
    """The lines of a form's findings, by their places among its outcomes."""
    place = {id(outcome): at for at, outcome in enumerate(form.outcomes)}
    found = [row for row in rows.form_rows(form, "\n".join(paths), language) if row.about == "finding"]
    return {place[id(outcome)]: row for outcome, row in zip(gravest_first(form.outcomes), found, strict=True)}


def _decided(found: Found, language: Language) -> list[str]:
    one = found.decision
    verdict = VERDICT[one.verdict if one else "open"].text(language)
    told = [one.reason, one.by, one.at] if one else ["", "", ""]
    return [verdict, *told, SUPERSEDED.text(language) if found.superseded else ""]
