"""What is put before a unit and signed: form by form, findings with questions, and what was not checked.

Markdown and Word write the same blocks, made from the table of findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from extract.wording import Language, Wording
from fuhe.audit import Audit, AuditedEvaluation
from fuhe.report.across_rows import ACROSS, across_rows, compared
from fuhe.report.header import facts
from fuhe.report.rows import COLUMNS, NUMBER, About, Row, form_rows, problem_rows
from fuhe.report.words import LIMITS, NOT_CHECKED, SET_ASIDE
from fuhe.together import Across
from validate.outcome import Severity

TITLE = Wording("绩效自评表复核意见表", "Review of self-evaluations")
HEADS = (
    NUMBER,
    COLUMNS["level"],
    Wording("复核发现", "finding"),
    Wording("请单位说明", "question to the unit"),
    Wording("单位说明", "reply of the unit"),
)
CONCLUSION = Wording(
    "复核结论：□ 通过　□ 修改后通过　□ 退回", "Conclusion: □ accepted  □ accepted when changed  □ returned"
)
SIGNERS = (
    (
        Wording("单位经办人", "for the unit"),
        Wording("单位负责人", "head of the unit"),
        Wording("日期", "date"),
    ),
    (Wording("复核人", "reviewer"), Wording("审核人", "approved by"), Wording("日期", "date")),
)

_LABELS = {"place": COLUMNS["place"], "arithmetic": COLUMNS["arithmetic"], "misread": COLUMNS["misread"]}
_NUMBERS = ("printed", "recomputed", "difference")
_NOTES: dict[About, Wording] = {
    "refused": Wording("文件未能核查", "The file was not checked"),
    "problem": Wording("文件情况", "About the file"),
    "nothing-found": Wording("核查情况", "What was checked"),
    "not-checked": Wording(f"{NOT_CHECKED.zh}（不等于通过）", f"{NOT_CHECKED.en} (not the same as passed)"),
    "not-read": Wording("未读到的内容（文件所致，不归责于单位）", "Not read (not held against the unit)"),
    "doubtful": Wording("读数存疑（不据此认定错误，请对照原件）", "Read with doubt (no error rests on it)"),
    "set-aside": SET_ASIDE,
    "gone": Wording("上次的发现，本次已没有", "Found last time and gone now"),
}
_OMITTED = Wording("按设置（fuhe.toml）不核查的规则", "Rules left out by the settings (fuhe.toml)")


class Item(msgspec.Struct, frozen=True):
    """A finding: its number in the form, what was found line by line, and the question."""

    number: int
    severity: Severity
    level: str
    title: str
    lines: tuple[str, ...]
    ask: str


class Note(msgspec.Struct, frozen=True):
    """Things of one kind that are no findings, under a heading."""

    heading: str
    lines: tuple[str, ...]


class Block(msgspec.Struct, frozen=True):
    """One form, or a file without any. `facts` says which form it is; blank where there is none."""

    file: str
    facts: str
    items: tuple[Item, ...]
    notes: tuple[Note, ...]


def blocks(audit: Audit, language: Language) -> Iterator[Block]:
    """The forms of a document, findings numbered from 1 in each. What concerns the file is told once."""
    about_file = _notes(list(problem_rows(audit, language)), language)
    if audit.omitted:
        about_file = (*about_file, Note(_OMITTED.text(language), audit.omitted))
    if not audit.evaluated:
        yield Block(audit.path, "", (), about_file)
    paged = audit.source is not None and audit.source.paged
    for one in audit.evaluated:
        block = _form(one, audit.path, language, paged=paged)
        yield msgspec.structs.replace(block, notes=(*block.notes, *about_file))
        about_file = ()


def across_block(found: Across, language: Language) -> Block:
    """What was found across reports; it goes to no single unit, so nobody signs it."""
    listed = list(across_rows(found, language))
    rows = [row for row in listed if row.about == "finding"]
    items = tuple(_item(row, number, language) for number, row in enumerate(rows, start=1))
    omitted = (Note(_OMITTED.text(language), found.omitted),) if found.omitted else ()
    notes = (Note("", (compared(found).text(language),)), *_notes(listed, language), *omitted)
    return Block(ACROSS.text(language), "", items, notes)


def _form(one: AuditedEvaluation, path: str, language: Language, *, paged: bool) -> Block:
    listed = list(form_rows(one, path, language))
    found = [row for row in listed if row.about == "finding"]
    items = tuple(_item(row, number, language) for number, row in enumerate(found, start=1))
    limits = Note("", (LIMITS.text(language),))
    notes = (*_notes(listed, language), limits)
    return Block(path, facts(one.evaluation, language, paged=paged), items, notes)


def _item(row: Row, number: int, language: Language) -> Item:
    colon = _colon(language)
    told = {field: getattr(row, field).replace("\n", "；" if language == "zh" else "; ") for field in _LABELS}
    numbers = "　".join(
        COLUMNS[field].text(language) + colon + getattr(row, field)
        for field in _NUMBERS
        if getattr(row, field)
    )
    labelled = (_LABELS[field].text(language) + colon + text for field, text in told.items() if text)
    title = f"{row.title} [{row.rule}]{row.standing}"
    lines = tuple(filter(None, (row.message, numbers, *labelled)))
    return Item(number, row.severity or "notice", row.level, title, lines, row.ask)


def _notes(listed: Sequence[Row], language: Language) -> tuple[Note, ...]:
    """The rows that are no findings, by kind and in the order of the kinds."""
    return tuple(
        Note(heading.text(language), tuple(_told(row, language) for row in alike))
        for about, heading in _NOTES.items()
        if (alike := [row for row in listed if row.about == about])
    )


def _told(row: Row, language: Language) -> str:
    """One line: 「年度资金总额」执行率：没有读到…（执行率与执行数÷预算数不符 [rate-recompute]）."""
    rule = f"{row.title} [{row.rule}]" if row.title else ""
    bracketed = (f"（{rule}）" if language == "zh" else f" ({rule})") if rule else ""
    named = row.place and row.about != "doubtful"  # such a line names its cell itself
    return (row.place + _colon(language) if named else "") + row.message.replace("\n", " ") + bracketed


def _colon(language: Language) -> str:
    return "：" if language == "zh" else ": "
