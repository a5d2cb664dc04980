"""The stage's verb: a document's self-evaluations, block by block, with nothing of their text left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from extract.document import Document, Problem
from extract.wording import Wording
from normalize.aligned.document import aligned
from normalize.budget import read_budget
from normalize.celled.document import celled
from normalize.doubted import doubted
from normalize.evaluation import Evaluation, Part, Text
from normalize.fingerprint import family
from normalize.form import UNKNOWN, Form, shipped_forms
from normalize.gaps import Known, gaps_of
from normalize.goals import read_goals
from normalize.groups import Grouped, groups_of
from normalize.head import Head, read_head, year_of_dates
from normalize.indicators import TEMPLATE_ROW, Body, read_body
from normalize.landmarks import landmarks
from normalize.lined.document import dealt
from normalize.lined.marks import marked
from normalize.money import money_units
from normalize.reasons import UNNAMED, Reasons, with_reasons
from normalize.recognise import recognised
from normalize.recover import recovered
from normalize.sifted import sifted
from normalize.totals import read_closing
from normalize.trace import traced
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from normalize.rows import Key
    from normalize.sections import Section

_ASIDE = Wording(
    "该栏不参与核对，原文列于此处。",
    "This column takes no part in any check; its text is kept here.",
)
_SUBTOTAL = Wording(
    "该行是小计，表上未标明合计的是哪些指标，不参与核对，原文列于此处。",
    "A subtotal of which the form does not say what it adds up; it takes no part in any check.",
)
_NOT_PLACED = Wording(
    "该格在指标行内，未能对应到任何栏目，原文列于此处。",
    "This cell of an indicator row fits no column; its text is kept here.",
)


class Normalized(msgspec.Struct, frozen=True):
    """The forms of a document, and a word on each table that only looks like one (code `look-alike`).

    `settled` are problems of the document that hold no longer: what it could not read was read after all.
    """

    evaluations: tuple[Evaluation, ...]
    problems: tuple[Problem, ...]
    settled: tuple[Problem, ...] = ()


def evaluations(document: Document, forms: Sequence[Form] | None = None) -> list[Evaluation]:
    """The filled self-evaluation forms in a document, in reading order; empty where there is none.

    `normalize.recognise.describe` says what such a document looks like instead. `forms` are the families to
    choose from, the permissive one among them (`normalize.form.load_forms`); None: those that are shipped.
    """
    return list(normalized(document, forms).evaluations)


def normalized(document: Document, forms: Sequence[Form] | None = None) -> Normalized:
    """The self-evaluations in a document and what only looks like one beside them."""
    known = shipped_forms() if forms is None else forms
    permissive = next(form for form in known if form.id == UNKNOWN)
    original, columns = document, aligned(document, permissive, known)
    cells = celled(columns.document, permissive, known)
    rows = dealt(cells.document, permissive, known)
    kept = sifted(rows.document, permissive, known)
    document = kept.document
    found = recognised(document, permissive)
    unseen = any(page.unread for page in document.pages)
    placed = columns.document is not original
    read = tuple(
        _evaluation(section, known, permissive, unseen=unseen, placed=placed) for section in found.sections
    )
    read = tuple(marked(evaluation, rows.reasons) for evaluation in read)
    problems = (*columns.problems, *cells.problems, *rows.problems, *kept.problems, *found.problems)
    left = [problem for problem in document.problems if problem not in columns.settled]
    trusted = doubted(read, document, (*left, *problems), permissive)
    return Normalized(trusted.evaluations, (*problems, *trusted.problems), columns.settled)


def _evaluation(
    section: Section, forms: Sequence[Form], permissive: Form, *, unseen: bool, placed: bool
) -> Evaluation:
    """`placed`: the dump keeps its columns, so that it lost no name of a level."""
    chosen = family(section, forms)
    form = chosen.form or permissive
    section = msgspec.structs.replace(section, marks=section.marks | landmarks(section.rows, form))
    units = money_units(section, form)
    body, goals = read_body(section, form), read_goals(section, form)
    block = read_budget(section, form, units)
    used = body.taken | goals.taken | block.taken
    head = read_head(section, form, used)
    used |= head.taken
    entries = list(body.entries) if placed else recovered(body.entries, form)
    told = with_reasons(entries, section.rows, form)
    grouped = groups_of(told.entries, body.subtotals)
    used |= told.taken | grouped.placed
    closing = read_closing(body, section.rows, used | grouped.open, form, placed=placed)
    indicators = tuple(entry.indicator for entry in told.entries)
    evaluation = Evaluation(
        form=form.id,
        form_reason=chosen.reason,
        kind=_kind(form, head.title),
        title=head.title,
        year=head.year or year_of_dates(indicators),
        unit=head.unit,
        project=head.project,
        money_unit=units.form,
        budget=block.lines,
        goals=goals.goals,
        indicators=indicators,
        groups=grouped.groups,
        total=closing.total,
        rating=closing.rating,
        narrative=tuple(_narrative(section, form, head, _apart(body, told, grouped), used | closing.taken)),
        gaps=(),
        pages=section.pages,
    )
    missing = told.missing if body.columns is None or "deviation" not in body.columns else None
    reasons = _reasons({"goals": goals.missing, "money-unit": units.why_not, "indicators.deviation": missing})
    known = Known(form, block, body.columns, section.is_dump, unseen, bool(section.torn), reasons)
    return msgspec.structs.replace(evaluation, gaps=gaps_of(evaluation, known))


def _kind(form: Form, title: Text | None) -> Literal["department", "project", "unknown"]:
    """The form's kind; what the title says where the form is used for both."""
    if form.kind != UNKNOWN or title is None:
        return form.kind
    kinds = form.vocabulary.kinds.items()
    return next(
        (kind for kind, words in kinds if any(word in squeezed(title.value) for word in words)), form.kind
    )


def _reasons(reasons: dict[Part, Wording | None]) -> dict[Part, Wording]:
    return {part: reason for part, reason in reasons.items() if reason is not None}


def _narrative(
    section: Section, form: Form, head: Head, apart: dict[Key, Wording], used: frozenset[Key]
) -> Iterator[Text]:
    """Every written cell that found no place elsewhere, in order; the form's own headings are no text."""
    for row in section.rows:
        for cell in row.written:
            key = row.key(cell)
            if key in head.pairs and key not in used:
                yield head.pairs[key]
            elif key not in used | head.pair_labels and form.rows.exact(cell.text) != "section":
                yield traced(cell.text.strip(), [cell], reason=apart.get(key))


def _apart(body: Body, told: Reasons, grouped: Grouped) -> dict[Key, Wording]:
    """Why cells of the indicator table, and reasons below it, stand among the other texts."""
    return (
        dict.fromkeys(grouped.open, _SUBTOTAL)
        | dict.fromkeys(told.unnamed, UNNAMED)
        | dict.fromkeys(body.unplaced, _NOT_PLACED)
        | dict.fromkeys(body.aside, _ASIDE)
        | dict.fromkeys(body.unused, TEMPLATE_ROW)
    )
