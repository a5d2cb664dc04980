"""Readings in doubt: marked where they stand, listed with what else they may say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from extract.document import SURE, Cell, Place
from extract.wording import Language, Wording
from fuhe.report.places import in_words
from fuhe.report.values import named, values
from fuhe.report.width import one_line, width
from normalize.evaluation import Evaluation, Traced
from validate.outcome import Evidence

MARK = "?"
"""Stands behind a value that is in doubt."""
_LEAST = 0.005  # a reading less probable than this helps nobody
_MOST_OTHERS = 3
_QUOTED = 40  # columns of a quoted text; a paragraph is told by its beginning


class Doubt(msgspec.Struct, frozen=True):
    """A value in doubt: what it is called, what was read, what it may be instead (empty: nothing known)."""

    name: str
    text: str
    place: Place
    others: Wording

    def line(self, language: Language) -> str:
        """In one line: 第3项得分：“9.3”，也可能是“9.8”（12%）（第1页）."""
        place, also = in_words(self.place).text(language), self.others.text(language)
        if language == "zh":
            return f"{self.name}：“{self.text}”{'，' * bool(also)}{also}（{place}）"
        return f"{self.name}: “{self.text}”{', ' * bool(also)}{also} ({place})"


def is_doubtful(read: Traced[Any] | Evidence | Cell) -> bool:
    """Whether nobody is to be accused on this reading."""
    return read.confidence < SURE


def doubts(form: Evaluation, language: Language) -> Iterator[Doubt]:
    """The values of a form that are in doubt, each cell once, in the order of the form."""
    told: set[Place] = set()
    for path, traced in values(form):
        text = traced.text.strip()
        if not text or not is_doubtful(traced) or traced.place in told or path.startswith("groups"):
            continue
        told.add(traced.place)
        name, row = named(path, form, language)
        numbered = Wording(f"第{row}项{name}", f"indicator {row}, {name}").text(language) if row else name
        yield Doubt(numbered, _begun(one_line(text)), traced.place, others(traced.alternatives, text))


def others(alternatives: Sequence[tuple[str, float]], text: str) -> Wording:
    """What else was considered: 也可能是“9.8”（12%）; empty where nothing was."""
    near = [
        (other.strip(), probability)
        for other, probability in alternatives
        if probability >= _LEAST and other.strip() != text.strip()
    ][:_MOST_OTHERS]
    if not near:
        return Wording("", "")
    zh = "、".join(f"{_quoted(other).zh}（{_percent(probability)}）" for other, probability in near)
    en = ", ".join(f"{_quoted(other).en} ({_percent(probability)})" for other, probability in near)
    return Wording(f"也可能是{zh}", f"may be {en}")


def _quoted(text: str) -> Wording:
    return Wording(f"“{text}”", f"“{text}”") if text else Wording("空白", "blank")


def _percent(probability: float) -> str:
    return "<1%" if probability < 0.01 else f"{probability:.0%}"


def _begun(text: str) -> str:
    if width(text) <= _QUOTED:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > _QUOTED - 1:
            break
        kept += character
    return kept + "…"


def remark(evidence: Evidence) -> Wording:
    """What is put behind a quotation: 存疑，也可能是“9.8”（12%）; empty for a sure reading."""
    if not is_doubtful(evidence):
        return Wording("", "")
    also = others(evidence.alternatives, evidence.text)
    return Wording("，".join(filter(None, ("存疑", also.zh))), ", ".join(filter(None, ("in doubt", also.en))))
