"""The forms of two files, paired, each pair with everything that differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.diff.findings import Compared, compared
from fuhe.fingerprint import identity
from validate.versions import Change, Raised, changes, not_compared, raised


class FormDifference(msgspec.Struct, frozen=True):
    """One form in both versions. `lost`: parts that were not compared, and why."""

    old: AuditedEvaluation
    new: AuditedEvaluation
    changes: tuple[Change, ...]
    raised: tuple[Raised, ...]
    findings: Compared
    lost: tuple[tuple[Wording, Wording], ...]


class Difference(msgspec.Struct, frozen=True):
    """Two files. `only_old` and `only_new` are forms without a counterpart in the other file."""

    old: Audit
    new: Audit
    forms: tuple[FormDifference, ...]
    only_old: tuple[AuditedEvaluation, ...]
    only_new: tuple[AuditedEvaluation, ...]


def difference(old: Audit, new: Audit) -> Difference:
    """Compare two audits form by form; forms belong together by kind, year, unit and project.

    What the one file has left and the other too is paired where it is one form each: a unit may have put its
    name right, and that is a change to be told, not another form.
    """
    pairs, left, right = _paired(old.evaluated, new.evaluated)
    if len(left) == len(right) == 1:
        pairs.append((left.pop(), right.pop()))
    forms = tuple(_compared(one, other) for one, other in pairs)
    return Difference(old, new, forms, tuple(left), tuple(right))


def _compared(old: AuditedEvaluation, new: AuditedEvaluation) -> FormDifference:
    before, after = old.evaluation, new.evaluation
    return FormDifference(
        old,
        new,
        changes(before, after),
        raised(before, after),
        compared(old.outcomes, new.outcomes),
        not_compared(before, after),
    )


def _paired(
    old: Iterable[AuditedEvaluation], new: Sequence[AuditedEvaluation]
) -> tuple[
    list[tuple[AuditedEvaluation, AuditedEvaluation]], list[AuditedEvaluation], list[AuditedEvaluation]
]:
    """Pairs of the same identity in the order of the old file, and what is left of both."""
    waiting = list(new)
    pairs, left = [], []
    for one in old:
        name = identity(one.evaluation)
        partner = next((other for other in waiting if identity(other.evaluation) == name), None)
        if partner is None:
            left.append(one)
            continue
        waiting = [other for other in waiting if other is not partner]
        pairs.append((one, partner))
    return pairs, left, waiting
