"""What is kept of a document, and what crosses a process wall: an audit as plain data, and back.

`Audit` itself cannot be decoded, because its types load late; a record holds the same and nothing else, so
every report can be made from it without reading the file again. Only the comparison with an earlier run
(`--baseline`) is not kept: it belongs to a call, not to a document.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from extract.document import Problem, Source
from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation, Condition, Stage
from fuhe.settings import Suppressed
from normalize.evaluation import Evaluation
from validate.outcome import Outcome

# How the work on a file ended. Everything but `done` means "not audited", and the supervisor is shown so.
Ending: TypeAlias = Literal["done", "error", "crash", "timeout", "memory"]


class EvaluationRecord(msgspec.Struct, frozen=True):
    """One form and the outcomes of all rules on it.

    `fingerprints` has one entry for each outcome: the stable name of its finding, None where there is none.
    """

    evaluation: Evaluation
    outcomes: tuple[Outcome, ...]
    suppressed: tuple[Suppressed, ...]
    fingerprints: tuple[str | None, ...]


class DocumentRecord(msgspec.Struct, frozen=True):
    """One document; of a zip archive every member is one. The fields are those of `Audit`.

    The path, here and in `source`, is the name as `storable` gives it.
    """

    path: str
    source: Source | None
    status: Condition
    problems: tuple[Problem, ...]
    evaluations: tuple[EvaluationRecord, ...]
    omitted: tuple[str, ...]


class Attempted(msgspec.Struct, frozen=True):
    """What came of one document; each member of a zip is a document of its own.

    `stage` (None where the work had not begun) and `detail` (a sentence) say where and how it ended badly;
    both are None when it is done. `seconds` are of wall time, from the moment the worker was ready. `records`
    holds one record; of what was not done it is that of an unreadable document, the reason as its problem.
    """

    outcome: Ending
    stage: Stage | None
    detail: Wording | None
    seconds: float
    records: tuple[DocumentRecord, ...]


def record(audit: Audit) -> DocumentRecord:
    """The audit as a record."""
    source = audit.source and msgspec.structs.replace(audit.source, path=storable(audit.source.path))
    evaluations = tuple(map(_evaluation_record, audit.evaluated))
    return DocumentRecord(
        storable(audit.path), source, audit.status, audit.problems, evaluations, audit.omitted
    )


def audit_of(record: DocumentRecord) -> Audit:
    """The audit that a record was made of, without the comparison with an earlier run."""
    evaluated = tuple(
        AuditedEvaluation(one.evaluation, one.outcomes, one.suppressed) for one in record.evaluations
    )
    return Audit(record.path, record.source, record.status, record.problems, evaluated, record.omitted)


def storable(path: str) -> str:
    r"""A file's name as it can be kept and shown: bytes that are no UTF-8 become visible, as `\xff`."""
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _evaluation_record(one: AuditedEvaluation) -> EvaluationRecord:
    fingerprints = tuple(one.fingerprint(outcome) if outcome.finding else None for outcome in one.outcomes)
    return EvaluationRecord(one.evaluation, one.outcomes, one.suppressed, fingerprints)
