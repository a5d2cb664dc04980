"""The types of the stable output. The published schema is made from them, so the two cannot drift apart.

A key that is described as "when present" is left out where there is nothing to say. All other keys are always
there, null where the form has no such thing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from extract.document import Place
from fuhe.audit import Condition
from normalize.evaluation import How, Part
from validate.outcome import Severity

T = TypeVar("T")

VERSION = 1
Version = Annotated[int, Meta(ge=VERSION, le=VERSION, description="Version of this format.")]
PrintedNumber = Annotated[
    Decimal,
    Meta(
        description="A number as a string, so that the printed precision is kept: 90.50 is not 90.5. "
        "Rates are fractions (92.93 % is 0.9293); amounts are in the evaluation's money_unit."
    ),
]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all output types share: nothing in them is optional by accident."""


class Value(Shape, Generic[T], frozen=True):
    """A value with what is printed, where, the reader's confidence (1: text layer) and how it was obtained.

    `reason` (why it was inferred or converted), `more` (further places of a cell that a page break cut in
    two) and `alternatives` (other readings of recognised text, each with its probability) are there when
    present. A value with a confidence below 0.9 is in doubt.
    """

    value: T
    text: str
    place: Place
    confidence: float
    how: How
    reason: str | UnsetType = UNSET
    more: tuple[Place, ...] | UnsetType = UNSET
    alternatives: tuple[tuple[str, float], ...] | UnsetType = UNSET


class Text(Value[str], frozen=True):
    """A text as normalized."""


class Year(Value[int], frozen=True):
    """The year that is evaluated."""


class Number(Value[PrintedNumber | None], frozen=True):
    """A number; `value` is null where the cell holds none (blank, a dash, words)."""


class BudgetLine(Shape, frozen=True):
    """A row of the budget block; `partial`: its label says 其中 and its siblings need not be complete."""

    label: Text
    part: Literal["total", "part", "axis-income", "axis-spending"]
    partial: bool
    initial: Number | None
    adjusted: Number | None
    executed: Number | None
    weight: Number | None
    rate: Number | None
    score: Number | None


class Goals(Shape, frozen=True):
    """The year's goals in words."""

    expected: Text | None
    actual: Text | None


class Indicator(Shape, frozen=True):
    """A row of the indicator table."""

    level1: Text | None
    level2: Text | None
    level3: Text
    target: Text | None
    actual: Text | None
    weight: Number | None
    score: Number | None
    deviation: Text | None


class Group(Shape, frozen=True):
    """A level-1 or level-2 heading, the indicators under it (by index from 0), and what it declares."""

    level: Literal[1, 2]
    name: Text
    indicators: tuple[int, ...]
    weight: Number | None
    score: Number | None


class Total(Shape, frozen=True):
    """The declared total row."""

    weight: Number | None
    score: Number | None


class Gap(Shape, frozen=True):
    """A part that is not there to be read; `lost`: the way the file was made can have dropped it."""

    part: Part
    lost: bool
    reason: str


class Evidence(Shape, frozen=True):
    """A piece of the document that a finding rests on.

    `in` says what kind of place it is, and with it which keys are present: `page` (page, from 1, and box:
    x0, top, x1, bottom in points from top left), `sheet` (sheet, cell), `word-table` (table, row,
    column, from 1), `paragraph` (paragraph), `text` (line, column, end_line, end_column, from 1). `more`
    holds further places, `alternatives` other readings with their probabilities, when present.
    """

    role: str
    text: str
    confidence: float
    in_: Literal["page", "sheet", "word-table", "paragraph", "text"] = msgspec.field(name="in")
    page: int | UnsetType = UNSET
    box: Annotated[list[float], Meta(min_length=4, max_length=4)] | UnsetType = UNSET
    sheet: str | UnsetType = UNSET
    cell: str | UnsetType = UNSET
    table: int | UnsetType = UNSET
    row: int | UnsetType = UNSET
    column: int | UnsetType = UNSET
    paragraph: int | UnsetType = UNSET
    line: int | UnsetType = UNSET
    end_line: int | UnsetType = UNSET
    end_column: int | UnsetType = UNSET
    more: tuple[Place, ...] | UnsetType = UNSET
    alternatives: tuple[tuple[str, float], ...] | UnsetType = UNSET


class Misread(Shape, frozen=True):
    """The second hypothesis for recognised numbers: misread rather than misreported."""

    reading: str
    probability: float
    message: str


class Finding(Shape, frozen=True):
    """Something that does not add up; numbers are strings as a reader would write them, with their unit.

    `fingerprint` stays the same when the form is exported anew and its text has not changed. `standing`, when
    present, tells whether an earlier run (`--baseline`) knew the finding.
    """

    fingerprint: str
    rule: str
    severity: Severity
    subject: str
    message: str
    printed: str | None
    recomputed: str | None
    difference: str | None
    arithmetic: str | None
    misread: Misread | None
    ask: str | None
    evidence: tuple[Evidence, ...]
    standing: Literal["new", "known"] | UnsetType = UNSET


class Suppressed(Shape, frozen=True):
    """A finding that the settings (`fuhe.toml`) set aside, with the reason given there."""

    fingerprint: str
    rule: str
    severity: Severity
    subject: str
    message: str
    reason: str


class Gone(Shape, frozen=True):
    """A finding of the earlier run (`--baseline`) that is not there any more."""

    fingerprint: str
    rule: str
    severity: str
    message: str


class NotChecked(Shape, frozen=True):
    """A check that should have been made and could not be; never the same as passed."""

    rule: str
    subject: str
    reason: str


class NotApplicable(Shape, frozen=True):
    """A check that has nothing to say about this form or row."""

    rule: str
    subject: str
    reason: str


class Passed(Shape, frozen=True):
    """A check that was made and holds, with its arithmetic where it has one."""

    rule: str
    subject: str
    arithmetic: str | None


class Report(Shape, frozen=True):
    """A report that a finding across reports is about; `form` is the number of the form in its document."""

    document: str
    form: int
    kind: Literal["department", "project", "unknown"]
    year: int | None
    unit: str | None
    project: str | None
    identity: str


class AcrossEvidence(Evidence, frozen=True, kw_only=True):
    """Evidence with the report that it stands in: an index into the finding's `reports`, from 0."""

    report: int


class AcrossFinding(Shape, frozen=True):
    """Something that does not agree between reports; keys as in a finding on one form."""

    fingerprint: str
    rule: str
    severity: Severity
    subject: str
    message: str
    printed: str | None
    recomputed: str | None
    difference: str | None
    arithmetic: str | None
    ask: str | None
    reports: tuple[Report, ...]
    evidence: tuple[AcrossEvidence, ...]
    standing: Literal["new", "known"] | UnsetType = UNSET


class Counted(Shape, frozen=True):
    """What holds, or does not apply, for `count` groups of reports; told once a rule and reason."""

    rule: str
    count: int
    reason: str | None


class Across(Shape, frozen=True):
    """What the rules across reports said (`--together`); `reports` counts the forms that were compared.

    `gone`, when present, holds what an earlier run found and this one does not.
    """

    reports: int
    findings: tuple[AcrossFinding, ...]
    not_checked: tuple[NotChecked, ...]
    not_applicable: tuple[Counted, ...]
    passed: tuple[Counted, ...]
    suppressed: tuple[Suppressed, ...]
    omitted: tuple[str, ...]
    gone: tuple[Gone, ...] | UnsetType = UNSET


class ReadEvaluation(Shape, frozen=True):
    """One filled form as read. `pages`: first and last."""

    form: str
    form_reason: str
    kind: Literal["department", "project", "unknown"]
    pages: tuple[int, int]
    title: Text | None
    year: Year | None
    unit: Text | None
    project: Text | None
    money_unit: Text | None
    budget: tuple[BudgetLine, ...]
    goals: Goals
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    total: Total
    rating: Text | None
    narrative: tuple[Text, ...]
    gaps: tuple[Gap, ...]


class AuditedEvaluation(ReadEvaluation, frozen=True):
    """One filled form with the result of every check on it: each stands in exactly one of the five lists.

    `identity` is the same for every version of one form (kind, year, unit, project). `gone`, when present,
    holds what an earlier run found and this one does not.
    """

    identity: str
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    not_applicable: tuple[NotApplicable, ...]
    passed: tuple[Passed, ...]
    suppressed: tuple[Suppressed, ...]
    gone: tuple[Gone, ...] | UnsetType = UNSET


class Source(Shape, frozen=True):
    """Which file. All but the path are null where it could not be opened; `pages` counts pages or sheets."""

    path: str
    sha256: str | None
    media_type: str | None
    pages: int | None


class Problem(Shape, frozen=True):
    """Something about the input that the reader must know, and what to do; `page` null: the whole file."""

    code: str
    message: str
    remedy: str
    page: int | None


class ReadDocument(Shape, frozen=True):
    """A file as read."""

    source: Source
    problems: tuple[Problem, ...]
    evaluations: tuple[ReadEvaluation, ...]


class AuditedDocument(Shape, frozen=True):
    """A file as audited. `status` partly-checked: something in it could not be checked, and is listed.

    `omitted`: ids of rules that the settings left out.
    """

    source: Source
    status: Condition
    problems: tuple[Problem, ...]
    evaluations: tuple[AuditedEvaluation, ...]
    omitted: tuple[str, ...]


class Output(Shape, frozen=True):
    """Output of `fuhe check --format json`; with `--format jsonl` each line is one of the documents.

    `across` is there with `--together`; in JSON lines it is the last line, an object with this one key.
    """

    schema: Version
    documents: tuple[AuditedDocument, ...]
    across: Across | UnsetType = UNSET


class ShowOutput(Shape, frozen=True):
    """Output of `fuhe show --format json`: what was read, nothing judged."""

    schema: Version
    documents: tuple[ReadDocument, ...]
