"""Annotations as PDF objects (PDF 32000-1, 12.5), with their looks, so that every viewer shows the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from extract.pdf.places import Rectangle
from extract.wording import Language
from fuhe.report.html.marks import Mark
from fuhe.report.words import SEVERITY
from validate.outcome import Severity

_AUTHOR = "fuhe 复核"
_COLOURS: dict[Severity, tuple[float, float, float]] = {
    "error": (0.86, 0.16, 0.12),
    "warning": (0.93, 0.62, 0.08),
    "notice": (0.25, 0.55, 0.9),
}
# Beside the colour the edge tells the severity, for black-and-white prints.
_DASHES: dict[Severity, str] = {"error": "[] 0 d", "warning": "[4 2] 0 d", "notice": "[1 1.5] 0 d"}
_REMARK_COLOUR = (1.0, 0.85, 0.3)
_PRINTED = 4  # bit 3 of the flags: shown on paper too


class Annotation(NamedTuple):
    """An annotation and its look, a form XObject; neither belongs to a file yet."""

    entries: DictionaryObject
    look: DecodedStreamObject


def highlight(where: Rectangle, mark: Mark, text: str, language: Language) -> Annotation:
    """A highlight over a cell."""
    left, low, right, high = where
    colour = _COLOURS[mark.severity]
    paint = " ".join(f"{part:.2f}" for part in colour)
    rectangle = f"{left:.2f} {low:.2f} {right - left:.2f} {high - low:.2f} re"
    edge = f"{paint} RG 1.2 w {_DASHES[mark.severity]} {rectangle} S"
    more = {
        "/QuadPoints": _numbers((left, high, right, high, left, low, right, low)),
        "/CA": FloatObject(0.4),
        "/Subj": TextStringObject(SEVERITY[mark.severity].text(language)),
        "/NM": TextStringObject(f"fuhe-{mark.number}"),
    }
    entries = _entries("/Highlight", where, text, colour, more)
    return Annotation(entries, _look(where, f"{paint} rg {rectangle} f {edge}", 0.22))


def remark(where: Rectangle, text: str) -> Annotation:
    """A note beside the text: a yellow slip with three lines."""
    left, low, right, high = where
    paint = " ".join(f"{part:.2f}" for part in _REMARK_COLOUR)
    wide, tall = right - left, high - low
    heights = (low + tall * part for part in (0.3, 0.5, 0.7))
    lines = " ".join(
        f"{left + wide / 5:.2f} {height:.2f} m {right - wide / 5:.2f} {height:.2f} l S" for height in heights
    )
    slip = f"{paint} rg 0.3 G 0.8 w {left:.2f} {low:.2f} {wide:.2f} {tall:.2f} re B {lines}"
    entries = _entries("/Text", where, text, _REMARK_COLOUR, {"/Name": NameObject("/Comment")})
    return Annotation(entries, _look(where, slip, 1.0))


def _entries(
    kind: str, where: Rectangle, text: str, colour: Iterable[float], more: dict[str, PdfObject]
) -> DictionaryObject:
    common: dict[str, PdfObject] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(kind),
        "/Rect": _numbers(where),
        "/Contents": TextStringObject(text),
        "/T": TextStringObject(_AUTHOR),
        "/F": NumberObject(_PRINTED),
        "/C": _numbers(colour),
    }
    return DictionaryObject({NameObject(key): value for key, value in {**common, **more}.items()})


def _look(where: Rectangle, drawing: str, opacity: float) -> DecodedStreamObject:
    """A form XObject in the page's own space. What it fills is multiplied with what lies below."""
    stream = DecodedStreamObject()
    stream.set_data(f"/G gs {drawing}".encode())
    state = DictionaryObject(
        {NameObject("/BM"): NameObject("/Multiply"), NameObject("/ca"): FloatObject(opacity)}
    )
    resources = {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state})}
    entries = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": _numbers(where),
        "/Resources": DictionaryObject(resources),
    }
    stream.update({NameObject(key): value for key, value in entries.items()})
    return stream


def _numbers(values: Iterable[float]) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 3)) for value in values)
