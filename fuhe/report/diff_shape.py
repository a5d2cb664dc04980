"""The JSON of `fuhe diff`; its types are published by `fuhe schema --of diff`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from extract.document import Place
from extract.wording import Language, Wording
from fuhe.audit import AuditedEvaluation
from fuhe.diff import Difference, FormDifference
from fuhe.fingerprint import identity
from fuhe.report import reshape, shape
from normalize.evaluation import Traced
from validate.outcome import Outcome
from validate.versions import Change, Raised


class Cell(shape.Shape, frozen=True):
    """What a cell says in one version, and where it stands."""

    text: str
    place: Place
    confidence: float


class ChangedCell(shape.Shape, frozen=True):
    """A cell that differs, or a row or paragraph that came or went. `doubtful`: a reading is in doubt."""

    kind: Literal["changed", "added", "removed"]
    row: str
    column: str
    old: Cell | None
    new: Cell | None
    doubtful: bool


class RaisedScore(shape.Shape, frozen=True):
    """A score that rose while actual value and weight stayed; `number` is the row, from 1."""

    number: int
    indicator: str
    old: Cell
    new: Cell
    target_changed: bool
    doubtful: bool


class Unconfirmed(shape.Shape, frozen=True):
    """A finding of the old version for which the new one could not be checked: it is not closed."""

    finding: shape.Finding
    reason: str


class Lost(shape.Shape, frozen=True):
    """A part that was not compared because one of the files may have lost it."""

    part: str
    reason: str


class ComparedForm(shape.Shape, frozen=True):
    """One form in both versions; the identities differ where its unit, project, year or kind changed."""

    old_identity: str
    identity: str
    changes: tuple[ChangedCell, ...]
    raised: tuple[RaisedScore, ...]
    new: tuple[shape.Finding, ...]
    still_open: tuple[shape.Finding, ...]
    not_checked_again: tuple[Unconfirmed, ...]
    closed: tuple[shape.Finding, ...]
    not_compared: tuple[Lost, ...]


class DiffOutput(shape.Shape, frozen=True):
    """Two files, form by form; `only_old` and `only_new` are identities of forms in one of them."""

    schema: shape.Version
    old: shape.Source
    new: shape.Source
    forms: tuple[ComparedForm, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def output(difference: Difference, language: Language) -> DiffOutput:
    """The comparison in the output's types."""
    return DiffOutput(
        schema=shape.VERSION,
        old=reshape.source(difference.old.path, difference.old.source),
        new=reshape.source(difference.new.path, difference.new.source),
        forms=tuple(_form(form, language) for form in difference.forms),
        only_old=tuple(identity(one.evaluation) for one in difference.only_old),
        only_new=tuple(identity(one.evaluation) for one in difference.only_new),
    )


def _form(form: FormDifference, language: Language) -> ComparedForm:
    found = form.findings
    return ComparedForm(
        old_identity=identity(form.old.evaluation),
        identity=identity(form.new.evaluation),
        changes=tuple(_change(one, language) for one in form.changes),
        raised=tuple(_raised(one, language) for one in form.raised),
        new=_findings(found.fresh, form.new, language),
        still_open=_findings((one.now for one in found.still), form.new, language),
        not_checked_again=tuple(
            Unconfirmed(finding, _told(one.now.reason, language))
            for one in found.unconfirmed
            for finding in _findings([one.before], form.old, language)
        ),
        closed=_findings(found.closed, form.old, language),
        not_compared=tuple(Lost(_told(part, language), _told(why, language)) for part, why in form.lost),
    )


def _findings(
    outcomes: Iterable[Outcome], one: AuditedEvaluation, language: Language
) -> tuple[shape.Finding, ...]:
    return tuple(reshape.finding(o.finding, o, one, language) for o in outcomes if o.finding)


def _change(one: Change, language: Language) -> ChangedCell:
    names = (one.row.text(language), one.column.text(language))
    return ChangedCell(one.kind, *names, _cell(one.old), _cell(one.new), one.doubtful)


def _raised(one: Raised, language: Language) -> RaisedScore:
    cells = (_sure(one.old), _sure(one.new))
    return RaisedScore(one.number, one.name.text(language), *cells, one.target_changed, one.doubtful)


def _cell(traced: Traced[Any] | None) -> Cell | None:
    return None if traced is None else _sure(traced)


def _sure(traced: Traced[Any]) -> Cell:
    return Cell(traced.text, traced.place, traced.confidence)


def _told(wording: Wording | None, language: Language) -> str:
    return wording.text(language) if wording else ""
