"""The right side of a report: form by form the findings with their evidence, and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import msgspec

from extract.document import Box, OnPage, Page
from extract.wording import Language
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.cited import subject_name
from fuhe.report.doubt import remark
from fuhe.report.html.marks import Marks
from fuhe.report.places import in_words
from fuhe.report.rows import Row, form_rows, title_of
from fuhe.report.signoff import Block, Note, blocks
from fuhe.report.words import gravest_first
from validate.evidence import spoken
from validate.outcome import Evidence, Finding

# Points around a cell that its enlargement shows too, and the least that it shows: a cell alone says little.
_AROUND = 5.0
_LEAST_WIDTH, _LEAST_HEIGHT = 96.0, 30.0
_WIDE = 118.0


class Crop(msgspec.Struct, frozen=True):
    """The part of a page picture that shows a cell enlarged, in points of the page."""

    page: int
    view: Box
    box: Box

    @property
    def wide(self) -> bool:
        """Whether it wants the width of two."""
        return self.view.x1 - self.view.x0 > _WIDE


class Piece(msgspec.Struct, frozen=True):
    """A piece of evidence: what it is, what is printed there, where, and a remark on a doubtful reading.

    `mark` is None where the left side does not show the place.
    """

    role: str
    text: str
    where: str
    doubt: str
    mark: int | None
    crop: Crop | None


class Card(msgspec.Struct, frozen=True):
    """One finding, numbered through the document."""

    number: int
    row: Row
    pieces: tuple[Piece, ...]


class Held(msgspec.Struct, frozen=True):
    """A check that holds: its title, what it looked at, and its arithmetic."""

    title: str
    subject: str
    arithmetic: str


class Form(msgspec.Struct, frozen=True):
    """One form, or a file without any (then `facts` is blank)."""

    facts: str
    cards: tuple[Card, ...]
    notes: tuple[Note, ...]
    held: tuple[Held, ...]


class Shown(msgspec.Struct, frozen=True):
    """What the left side shows: pages with a picture by number, the marks, and which of them stand there."""

    pictures: dict[int, Page]
    marks: Marks
    lit: Collection[int]
    language: Language


def findings(audit: Audit) -> list[Finding]:
    """All findings in the order in which reports list them: form by form, errors first."""
    return [
        outcome.finding
        for one in audit.evaluated
        for outcome in gravest_first(one.outcomes)
        if outcome.finding
    ]


def forms(audit: Audit, shown: Shown) -> Iterator[Form]:
    """The forms of a document; a file without any gives one that only has notes."""
    listed = list(blocks(audit, shown.language))
    if not audit.evaluated:
        yield from (Form("", (), block.notes, ()) for block in listed)
        return
    first = 1
    for one, block in zip(audit.evaluated, listed, strict=True):
        cards = tuple(_cards(one, audit.path, shown, first))
        first += len(cards)
        yield _form(one, block, cards, shown.language)


def rules(made: Sequence[Form]) -> list[tuple[str, str, int]]:
    """The rules that found something: id, title, how often; the most frequent first."""
    counted = Counter((card.row.rule, card.row.title) for form in made for card in form.cards)
    return [(rule, title, count) for (rule, title), count in counted.most_common()]


def _form(one: AuditedEvaluation, block: Block, cards: tuple[Card, ...], language: Language) -> Form:
    held = tuple(
        Held(
            title_of(outcome.rule, language),
            subject_name(outcome.subject, one.evaluation).text(language),
            outcome.arithmetic,
        )
        for outcome in one.outcomes
        if outcome.status == "ok" and outcome.arithmetic
    )
    return Form(block.facts, cards, block.notes, held)


def _cards(one: AuditedEvaluation, path: str, shown: Shown, first: int) -> Iterator[Card]:
    found = [outcome.finding for outcome in gravest_first(one.outcomes) if outcome.finding]
    rows = [row for row in form_rows(one, path, shown.language) if row.about == "finding"]
    for number, (finding, row) in enumerate(zip(found, rows, strict=True), start=first):
        pieces = (piece for each in finding.evidence for piece in _pieces(each, shown))
        yield Card(number, row, tuple(pieces))


def _pieces(evidence: Evidence, shown: Shown) -> Iterator[Piece]:
    """One for each place; a cell that a page break cut in two has two."""
    for place in (evidence.place, *evidence.more):
        mark = shown.marks.on(place)
        lit = mark.number if mark and mark.number in shown.lit else None
        crop = _crop(place, shown) if isinstance(place, OnPage) and lit else None
        yield Piece(
            spoken(evidence.role).text(shown.language),
            evidence.text,
            in_words(place).text(shown.language),
            remark(evidence).text(shown.language),
            lit,
            crop,
        )


def _crop(place: OnPage, shown: Shown) -> Crop | None:
    page, box = shown.pictures.get(place.page), place.box
    if page is None:
        return None
    x0, x1 = _stretched(box.x0, box.x1, _LEAST_WIDTH, page.width)
    top, bottom = _stretched(box.top, box.bottom, _LEAST_HEIGHT, page.height)
    return Crop(place.page, Box(x0, top, x1, bottom), box)


def _stretched(start: float, end: float, least: float, limit: float) -> tuple[float, float]:
    """The stretch with something around it, inside the page."""
    around = max(_AROUND, (least - (end - start)) / 2)
    first, last = start - around, end + around
    shift = max(0.0, -first) - max(0.0, last - limit)
    return max(0.0, first + shift), min(limit, last + shift)
