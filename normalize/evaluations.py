"""The stage's verb: a document's self-evaluations, block by block, with nothing of their text left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.document import Document, OnPage
from extract.wording import Wording
from normalize.budget import read_budget
from normalize.evaluation import Evaluation, Part, Text
from normalize.form import Form, shipped_forms
from normalize.gaps import Known, gaps_of
from normalize.goals import read_goals
from normalize.groups import groups_of
from normalize.head import Head, read_head, year_of_dates
from normalize.indicators import TEMPLATE_ROW, Body, read_body
from normalize.money import money_unit, why_no_unit
from normalize.numbers import MONEY_POWERS, MoneyUnit
from normalize.recognise import family, self_evaluations
from normalize.recover import recovered
from normalize.totals import read_closing
from normalize.trace import traced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from normalize.rows import Key, Row
    from normalize.sections import Section

_NOT_PLACED = Wording(
    "该格在指标行内，未能对应到任何栏目，原文列于此处。",
    "This cell of an indicator row fits no column; its text is kept here.",
)


def evaluations(document: Document) -> list[Evaluation]:
    """The filled self-evaluation forms in a document, in reading order; empty where there is none.

    `normalize.recognise.describe` says what such a document looks like instead.
    """
    unseen = any(page.text_layer != "usable" for page in document.pages)
    return [_evaluation(section, unseen=unseen) for section in self_evaluations(document)]


def _evaluation(section: Section, *, unseen: bool) -> Evaluation:
    chosen = family(section)
    form = next(one for one in shipped_forms() if one.id == chosen.form)
    unit = money_unit(section)
    body, goals = read_body(section, form), read_goals(section, form)
    block = read_budget(section, form, _as_money_unit(unit))
    used = body.taken | goals.taken | block.taken
    head = read_head(section, form, used)
    used |= head.taken
    closing = read_closing(body, section.rows, used, form)
    entries = recovered(body.entries, form)
    indicators = tuple(entry.indicator for entry in entries)
    evaluation = Evaluation(
        form=form.id,
        form_reason=chosen.reason,
        kind=form.kind,
        title=head.title,
        year=head.year or year_of_dates(indicators),
        unit=head.unit,
        project=head.project,
        money_unit=unit,
        budget=block.lines,
        goals=goals.goals,
        indicators=indicators,
        groups=groups_of(entries, body.subtotals),
        total=closing.total,
        rating=closing.rating,
        narrative=tuple(_narrative(section, form, head, body, used | closing.taken)),
        gaps=(),
        pages=_pages(section.rows),
    )
    reasons = _reasons({"goals": goals.missing, "money-unit": None if unit else why_no_unit(section)})
    known = Known(form, block, body.columns, section.is_dump, unseen, bool(section.torn), reasons)
    return msgspec.structs.replace(evaluation, gaps=gaps_of(evaluation, known))


def _reasons(reasons: dict[Part, Wording | None]) -> dict[Part, Wording]:
    return {part: reason for part, reason in reasons.items() if reason is not None}


def _as_money_unit(unit: Text | None) -> MoneyUnit | None:
    return next((one for one in MONEY_POWERS if unit and one == unit.value), None)


def _narrative(section: Section, form: Form, head: Head, body: Body, used: frozenset[Key]) -> Iterator[Text]:
    """Every written cell that found no place elsewhere, in order; the form's own headings are no text."""
    for row in section.rows:
        for cell in row.written:
            key = row.key(cell)
            if key in head.pairs and key not in used:
                yield head.pairs[key]
            elif key not in used | head.pair_labels and form.rows.role(cell.text) != "section":
                reason = TEMPLATE_ROW if key in body.unused else _NOT_PLACED if key in body.unplaced else None
                yield traced(cell.text.strip(), [cell], reason=reason)


def _pages(rows: Iterable[Row]) -> tuple[int, int]:
    """The first and the last page; (1, 1) where the file has no pages."""
    places = (place for row in rows for cell in row.own for place in (cell.place, *cell.more))
    pages = [place.page for place in places if isinstance(place, OnPage)]
    return (min(pages), max(pages)) if pages else (1, 1)
