"""One document, start to end: extract, normalize, validate, then read again what an error rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from extract.document import Problem, Source
from normalize.evaluation import Evaluation
from validate.outcome import Finding, Outcome

if TYPE_CHECKING:
    import pandas as pd

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
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all forms, in the order of the rule catalogue."""
        return tuple(o.finding for one in self.evaluated for o in one.outcomes if o.finding)

    def to_frame(self) -> pd.DataFrame:
        """The findings as a pandas table, one row a finding."""
        raise NotImplementedError
