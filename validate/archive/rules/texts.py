"""Text that stands in more than one report."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.archive.archive import Archive, Years
from validate.archive.chains import each_pair
from validate.archive.cite import pieces
from validate.archive.digest import Digest
from validate.archive.names import bare
from validate.archive.outcome import Piece, SetOutcome
from validate.archive.rule import found, ok, set_rule
from validate.archive.shared_text import ALIKE, LEAST_TEXT, Own, Span, alike, candidates, own_text, spans
from validate.archive.tokens import CLAUSE_END, clause_key, masked, reported
from validate.evidence import cite
from validate.profile import Profile

_OWN_WORDS = Wording("自评报告应反映本单位实际", "a report tells of the unit's own work")
_ROLE = Wording("文字", "text")
_QUOTED = 3
_SHOWN = 80


@set_rule(
    "near-duplicate",
    scope="set",
    severity="warning",
    title=Wording("与其他单位的文字高度相同", "The text is nearly that of another unit"),
    basis=(_OWN_WORDS,),
)
def near_duplicate(archive: Archive, _: Profile | None) -> Iterator[SetOutcome]:
    """What two units report in the same words.

    What it checks:
        The text that says what was done (achievements, actuals, reasons, remarks), names and numbers masked.
        Where two units share 85 % of it and a passage of 40 characters or more, it is told with the passage
        (notice). Where such a passage calls one unit by the other's name, it is a warning.

    Basis:
        A self-evaluation tells of the unit's own work.

    Why it matters:
        A copied text was not written about this unit; its figures may not be either.

    Example:
        “针对老旧管网漏损率偏高的问题，组织专班逐村排查……” in the reports of two counties, word for word.

    When it does not apply:
        What four units or more write is taken for the form's text or for a common notice and left out. Goals
        are not compared, nor what repeats them, as one notice sets them for many. Two projects of one unit
        are not compared. Short texts, below 80 characters, say nothing.

    How to put it right:
        Write what this unit did, and check the figures with it.
    """
    told = False
    pairs: set[tuple[str, str]] = set()
    for one, other in candidates(archive.texts):
        units = (one.digest.unit, other.digest.unit)
        if units in pairs or alike(one, other) < ALIKE:
            continue
        common = spans(one, other)
        if common:
            told = True
            pairs.add(units)
            yield _copied(one, other, common)
    if not told:
        yield ok(Wording("各单位之间的文字", "text between units"))


def _copied(one: Own, other: Own, common: list[Span]) -> SetOutcome:
    names = _calls(one.digest, other.digest) or _calls(other.digest, one.digest)
    share = f"{int(alike(one, other) * 100)}%"
    units = one.digest.unit, other.digest.unit
    passage = _short(common[0].one[1])
    zh = f"{units[1]}与{units[0]}的自评文字（隐去名称和数字后）{share}相同，如“{passage}”。"
    en = f"{units[1]} and {units[0]} share {share} of their text (names and numbers masked): “{passage}”."
    if names is not None:
        zh += f"其中一份的文字中出现对方单位名称“{names}”。"
        en += f" One of the two texts calls itself by the other's name: “{names}”."
    return found(
        Wording(f"{units[1]}、{units[0]}", f"{units[1]}, {units[0]}"),
        "notice" if names is None else "warning",
        Wording(zh, en),
        _cited(one.digest, other.digest, common),
        ask=Wording(
            "请核实文字是否反映本单位实际情况，相关数据是否为本单位数据；如使用统一口径的文字请说明。",
            "Please check that the text and its figures are this unit's own, or name the common source.",
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _cited(one: Digest, other: Digest, common: list[Span]) -> list[Piece]:
    cited: list[Piece] = []
    for span in common[:_QUOTED]:
        for digest, (text, quoted) in ((one, span.one), (other, span.other)):
            whole = cite(_ROLE, text)
            cited += pieces(digest, [msgspec.structs.replace(whole, text=quoted)])
    return cited


def _calls(reader: Digest, named: Digest) -> str | None:
    """The name of the other unit, where the reader's text calls itself by it in a sentence of the other."""
    name, own = named.unit, reader.unit
    if name in own or own in name:
        return None
    theirs = {
        key for text in reported(named.evaluation) for key in _named_clauses(text.value, named.evaluation)
    }
    for text in reported(reader.evaluation):
        for clause in CLAUSE_END.split(re.sub(r"\s", "", text.value)):
            if name in bare(clause) and clause_key(masked(clause, named.evaluation)) in theirs:
                return name
    return None


def _named_clauses(text: str, form: Evaluation) -> Iterator[str]:
    for clause in CLAUSE_END.split(re.sub(r"\s", "", text)):
        hidden = masked(clause, form)
        if hidden != masked_numbers(clause):
            yield clause_key(hidden)


def masked_numbers(clause: str) -> str:
    """The clause with its numbers masked and names left as they are."""
    return masked(clause, None)


@set_rule(
    "text-from-last-year",
    scope="years",
    severity="notice",
    title=Wording("完成情况的文字与上年相同", "What was achieved is told in last year's words"),
    basis=(_OWN_WORDS,),
)
def text_from_last_year(years: Years, _: Profile | None) -> Iterator[SetOutcome]:
    """What one unit reports in the same words as the year before.

    What it checks:
        The text that says what was done, numbers masked, of one unit and project in two neighbouring years.
        Where 85 % of it is the same and a passage of 40 characters or more is in both, it is told.

    Basis:
        A self-evaluation tells of the year's own work.

    Why it matters:
        What was done, and why targets were missed, is another thing each year.

    Example:
        The same reason for low execution in 2022 and 2023, word for word.

    When it does not apply:
        Goals may be the same each year: they are not compared, and what only repeats them is left out, as is
        what four units or more write. Short texts, below 80 characters, say nothing.

    How to put it right:
        Write what was done this year.
    """

    def look(before: Digest, after: Digest) -> SetOutcome | None:
        if before.clauses and after.clauses and not before.common(after, "clauses"):
            return ok(years.subject)
        one, other = own_text(before, years.texts), own_text(after, years.texts)
        if min(one.length, other.length) < LEAST_TEXT:
            return None
        common = spans(one, other) if alike(one, other) >= ALIKE else []
        return _repeated(years.subject, one, other, common) if common else ok(years.subject)

    yield from each_pair(
        years, look, Wording("完成情况的文字不足80字。", "The text is shorter than 80 characters.")
    )


def _repeated(subject: Wording, one: Own, other: Own, common: list[Span]) -> SetOutcome:
    share, passage = f"{int(alike(one, other) * 100)}%", _short(common[0].one[1])
    years = one.digest.year, other.digest.year
    return found(
        subject,
        "notice",
        Wording(
            f"{years[1]}年度完成情况的文字（隐去数字后）与{years[0]}年度{share}相同，如“{passage}”。",
            f"{years[1]} is told in the words of {years[0]} ({share}, numbers masked): “{passage}”.",
        ),
        _cited(one.digest, other.digest, common),
        ask=Wording(
            "请按本年度实际情况核实文字和数据。", "Please check text and figures against this year's work."
        ),
    )
