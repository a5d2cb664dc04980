"""One document, start to end: extract, normalize, validate, then read again what an error rests on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    # Loaded by the first audit, so that `import fuhe` and `fuhe --help` need not wait for the readers.
    import pandas as pd

    from extract.document import Document, Problem, Source
    from normalize.evaluation import Evaluation
    from validate.outcome import Finding, Outcome
    from validate.profile import Profile

# checked: every rule that applies was checked. partly-checked: something could not be checked (listed).
Condition: TypeAlias = Literal["checked", "partly-checked", "no-evaluation", "unreadable"]


class AuditedEvaluation(msgspec.Struct, frozen=True):
    """One form with the outcomes of all rules on it."""

    evaluation: Evaluation
    outcomes: tuple[Outcome, ...]


class Audit(msgspec.Struct, frozen=True):
    """The audit of one file. `source` is None for a file that could not be opened at all."""

    path: str
    source: Source | None
    status: Condition
    problems: tuple[Problem, ...]
    evaluated: tuple[AuditedEvaluation, ...]

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The forms found in the file."""
        return tuple(one.evaluation for one in self.evaluated)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes of all forms, in the order of the rule catalogue."""
        return tuple(outcome for one in self.evaluated for outcome in one.outcomes)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all forms, in the order of the rule catalogue."""
        return tuple(outcome.finding for outcome in self.outcomes if outcome.finding)

    def to_frame(self) -> pd.DataFrame:
        """The findings as a pandas table, one row a finding (columns: `fuhe.frame.COLUMNS`)."""
        from fuhe.frame import frame  # noqa: PLC0415  (pandas takes a second to import)

        return frame(self)


def audit(path: str | os.PathLike[str], *, password: str | None = None, profile: str | None = None) -> Audit:
    """Audit one file. A file that cannot be read gives an `Audit` that says why; it never raises for one.

    Args:
        path: a PDF, .xlsx, .docx or .txt file; what it is, is told from its content.
        password: the user password of an encrypted PDF.
        profile: id of a rule profile (a file in validate/profiles); None lets the form decide.
    """
    from extract import UnreadableError, read  # noqa: PLC0415  (the readers load late, see above)
    from extract.document import Problem  # noqa: PLC0415
    from fuhe.refusals import crashed  # noqa: PLC0415
    from validate.profile import load  # noqa: PLC0415

    name = os.fspath(path)
    chosen = None if profile is None else load(profile)
    try:
        return _audited(name, read(name, password=password), password, chosen)
    except UnreadableError as error:
        problem = Problem(error.code, error.reason, error.remedy)
    except Exception as crash:  # noqa: BLE001  (one bad file must not take the others down)
        problem = crashed(crash)
    return Audit(name, None, "unreadable", (problem,), ())


def _audited(name: str, document: Document, password: str | None, profile: Profile | None) -> Audit:
    from fuhe.verify import verified  # noqa: PLC0415
    from normalize import evaluations  # noqa: PLC0415
    from validate import check  # noqa: PLC0415

    first = tuple(AuditedEvaluation(form, tuple(check(form, profile))) for form in evaluations(document))
    if not first:
        return _without_evaluation(name, document)
    evaluated = tuple(
        msgspec.structs.replace(one, outcomes=verified(one.outcomes, document.source, password))
        for one in first
    )
    return Audit(name, document.source, _condition(document, evaluated), document.problems, evaluated)


def _condition(document: Document, evaluated: tuple[AuditedEvaluation, ...]) -> Condition:
    unread = any(page.text_layer != "usable" for page in document.pages)
    unchecked = any(o.status == "could-not-check" for one in evaluated for o in one.outcomes)
    return "partly-checked" if unread or unchecked else "checked"


def _without_evaluation(name: str, document: Document) -> Audit:
    """A file of pictures may well be a self-evaluation: nobody can tell, so it counts as unreadable."""
    from fuhe.refusals import no_evaluation, no_text  # noqa: PLC0415  (the readers load late, see above)

    unread = sum(page.text_layer != "usable" for page in document.pages)
    if unread and not any(page.tables or page.lines for page in document.pages):
        return Audit(name, document.source, "unreadable", (no_text(unread), *document.problems), ())
    problems = (no_evaluation(document, unread), *document.problems)
    return Audit(name, document.source, "no-evaluation", problems, ())
