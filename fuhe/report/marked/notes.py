"""What the notes on a marked PDF say: a finding in full on its first cell, a pointer on its other cells."""

from __future__ import annotations

from collections.abc import Iterator

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report.html.cards import Card, Shown, forms
from fuhe.report.html.marks import Mark, Marks
from fuhe.report.rows import COLUMNS
from fuhe.streams import visible

_LONGEST = 4000  # characters of one note; the lists have all
_LABELLED = ("printed", "recomputed", "difference", "arithmetic", "misread", "ask")


def cell_notes(audit: Audit, marks: Marks, language: Language) -> dict[int, str]:
    """The note of every mark, by its number: all findings that cite the cell, one after the other."""
    cards = {
        card.number: card for form in forms(audit, _nothing_shown(marks, language)) for card in form.cards
    }
    first: dict[int, Mark] = {}
    for mark in marks.all:
        for number in mark.findings:
            first.setdefault(number, mark)
    return {
        mark.number: _cut(
            "\n\n".join(_told(cards[number], mark, first[number], language) for number in mark.findings)
        )
        for mark in marks.all
    }


def form_notes(audit: Audit, language: Language) -> dict[int, str]:
    """What is to be known of a form beside its findings, by its first page: mostly what was not checked."""
    notes: dict[int, list[str]] = {}
    shown = _nothing_shown(Marks([]), language)
    for one, form in zip(audit.evaluated, forms(audit, shown), strict=False):
        lines = [form.facts]
        for card in form.cards:
            if not card.pieces:
                lines += ["", *_full(card, language)]
        for note in form.notes:
            lines += ["", *filter(None, [note.heading]), *(f"- {line}" for line in note.lines)]
        notes.setdefault(one.evaluation.pages[0], []).append("\n".join(lines))
    return {page: _cut("\n\n".join(texts)) for page, texts in notes.items()}


def _nothing_shown(marks: Marks, language: Language) -> Shown:
    return Shown({}, marks, (), language)


def _told(card: Card, mark: Mark, first: Mark, language: Language) -> str:
    if mark.number == first.number:
        return "\n".join(_full(card, language))
    begins = card.pieces[0]
    where = f"说明见{begins.where}{begins.role}" if language == "zh" else f"see {begins.where}, {begins.role}"
    return f"{_heading(card)}\n{where}"


def _heading(card: Card) -> str:
    return f"{card.number} {card.row.level}：{card.row.title} [{card.row.rule}]{card.row.standing}"


def _full(card: Card, language: Language) -> Iterator[str]:
    yield _heading(card)
    yield card.row.message
    colon = "：" if language == "zh" else ": "
    for field in _LABELLED:
        text = getattr(card.row, field)
        if text:
            yield COLUMNS[field].text(language) + colon + text


def _cut(text: str) -> str:
    plain = visible(text, keep="\n")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
