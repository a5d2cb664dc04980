"""What is looked up across all reports, as 64-bit hashes: reported figures, and clauses of reported text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from normalize.evaluation import Evaluation, Indicator, Text
from validate.archive.names import bare, words

_FIGURE = re.compile(r"(?<![0-9.])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(%|‰)?")
CLAUSE_END = re.compile(r"[。；;！!？?，：:、\n]+|,(?![0-9])")
_DIGITS = re.compile(r"[0-9][0-9.,]*|[〇零一二三四五六七八九十百千万亿两]{2,}")
_NAME_MASK, _NUMBER_MASK = "◇", "#"
_SHORTEST_CLAUSE = 6
_SHORTEST_NAME = 4
_TELLING_DIGITS = 3


class Figure(NamedTuple):
    """A reported figure that is not trivial: its row, and the figure as a comparable text."""

    row: Indicator
    value: str


def hashed(text: str) -> int:
    """A 64-bit hash that is the same in every run."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def actual_tokens(form: Evaluation) -> bytes:
    """Hashes of the figures reported under their indicators, each once."""
    found = dict.fromkeys(hashed(token(one)) for one in figures(form))
    return array("Q", found).tobytes()


def token(figure: Figure) -> str:
    """An indicator with its figure, as it is compared between reports."""
    return f"{words(figure.row.level3.value)}={figure.value}"


def figures(form: Evaluation) -> Iterator[Figure]:
    """Rows that report one figure of three telling digits or more which is not the target's own.

    100 %, round numbers, and figures that only repeat the target would agree between honest reports.
    """
    for row in form.indicators:
        if row.actual is None or row.actual.how == "filled-down":
            continue
        value = _only_figure(row.actual.value)
        if value is None or (row.target is not None and value == _only_figure(row.target.value)):
            continue
        if len(value.rstrip("%‰").replace(".", "").strip("0")) >= _TELLING_DIGITS and not _is_year(value):
            yield Figure(row, value)


def _only_figure(text: str) -> str | None:
    found = list(_FIGURE.finditer(bare(text)))
    if len(found) != 1:
        return None
    whole, part, sign = found[0].groups()
    value = Decimal(whole.replace(",", "") + (part or ""))
    return format(value.normalize(), "f") + (sign or "")


def _is_year(value: str) -> bool:
    return re.fullmatch(r"(?:19|20)[0-9]{2}", value) is not None


def reported(form: Evaluation) -> list[Text]:
    """The running text that says what was done: the goals' achievement, reasons and remarks.

    What was planned is left out: goals are set by one notice for many units.
    """
    rows = [cell for row in form.indicators for cell in (row.actual, row.deviation) if cell is not None]
    parts = [form.goals.actual, *(cell for cell in rows if cell.how != "filled-down"), *form.narrative]
    return [text for text in parts if text is not None and len(words(text.value)) >= _SHORTEST_CLAUSE]


def clause_tokens(form: Evaluation) -> bytes:
    """Hashes of the clauses of the reported text, names and numbers masked, each once.

    What only repeats the goals is left out: a notice sets them for many units, and they may stay for years.
    """
    planned = planned_clauses(form)
    said = (one for text in reported(form) for one in clauses(text.value, form))
    found = dict.fromkeys(hashed(one) for one in said if one not in planned)
    return array("Q", found).tobytes()


def planned_clauses(form: Evaluation) -> set[str]:
    """The clauses of the goals, as they are compared."""
    expected = form.goals.expected
    return set(clauses(expected.value, form)) if expected is not None else set()


def clauses(text: str, form: Evaluation) -> Iterator[str]:
    """The clauses of a text as they are compared; very short ones say nothing and are left out."""
    for clause in CLAUSE_END.split(re.sub(r"\s", "", text)):
        key = clause_key(masked(clause, form))
        if key:
            yield key


def clause_key(clause: str) -> str:
    """A masked clause as it is compared; empty where it is too short."""
    kept = words(clause.replace(_NUMBER_MASK, "数").replace(_NAME_MASK, "名"))
    return kept if len(kept) >= _SHORTEST_CLAUSE else ""


def masked(text: str, form: Evaluation | None) -> str:
    """The text in half-width, without blanks, numbers masked, and the names on the form's head with them."""
    plain = bare(text)
    for name in (form.unit, form.project) if form is not None else ():
        if name is not None and len(bare(name.value)) >= _SHORTEST_NAME:
            plain = plain.replace(bare(name.value), _NAME_MASK)
    return _DIGITS.sub(_NUMBER_MASK, plain)
