"""What stands on a page without being part of it: filled-in form fields are read, remarks are not.

The value of a form field is what the unit wrote into its table; pdfium makes it part of the page on request.
A remark, a stamp or a struck passage is somebody else's; it is left out and said, and so is what it hides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extract.pdf import pdfium
from extract.pdf.covered import noted_on
from extract.pdf.frame import frame_of

if TYPE_CHECKING:
    from extract.pdf.rulings import Rect
    from extract.pdf.sight import Sight

_LINK, _FREE_TEXT, _STRIKE_OUT, _POPUP, _WIDGET, _REDACTION = 2, 3, 12, 16, 20, 28
"""Subtypes of annotations (FPDF_ANNOT_*)."""
_ALWAYS_SAID = (_FREE_TEXT, _STRIKE_OUT, _REDACTION)
_NOT_SHOWN = 2 | 32
"""Flags of annotations (FPDF_ANNOT_FLAG_HIDDEN, FPDF_ANNOT_FLAG_NOVIEW)."""


class Annotations(NamedTuple):
    """`remarks`: annotations with text of their own. `blank_fields`: form fields whose value is not drawn.

    `noted`: what is seen of the page's text where annotations stand.
    """

    remarks: int = 0
    blank_fields: int = 0
    noted: Sight | None = None


def settled(document: int, number: int, page: int) -> tuple[int, Annotations]:
    """The page with its form fields filled in (loaded anew where it has any), and what was left out.

    Raises:
        TooComplexError: the page has more on it than any form.
    """
    count = pdfium.count_annotations(page)
    if count < 1:
        return page, Annotations()
    noted = noted_on(page, frame_of(page), _rects(page, count))
    remarks = blank = drawn = 0
    for index in reversed(range(count)):
        annotation = pdfium.get_annotation(page, index)
        if not annotation:
            continue
        kind = pdfium.annotation_kind(annotation)
        shown = not pdfium.annotation_flags(annotation) & _NOT_SHOWN
        has_look = bool(pdfium.annotation_has_key(annotation, b"AP"))
        if kind == _WIDGET:
            drawn += shown and has_look
            blank += shown and not has_look and bool(pdfium.annotation_has_key(annotation, b"V"))
        elif shown and kind not in (_LINK, _POPUP):
            remarks += kind in _ALWAYS_SAID or _has_text(annotation)
        pdfium.close_annotation(annotation)
        if kind != _WIDGET:
            pdfium.remove_annotation(page, index)
    if drawn:
        pdfium.flatten(page, pdfium.FOR_DISPLAY)
        pdfium.close_page(page)
        page = pdfium.load_page(document, number - 1)
    return page, Annotations(remarks, blank, noted)


def _rects(page: int, count: int) -> list[Rect]:
    """Where the page's annotations are seen, form fields aside."""
    found: list[Rect] = []
    edges, to_edges = pdfium.numbers(4, "f")
    for index in range(count):
        annotation = pdfium.get_annotation(page, index)
        if not annotation:
            continue
        shown = not pdfium.annotation_flags(annotation) & _NOT_SHOWN
        if shown and pdfium.annotation_kind(annotation) not in (_LINK, _POPUP, _WIDGET):
            pdfium.annotation_rect(annotation, to_edges[0])
            found.append((edges[0], edges[3], edges[2], edges[1]))
        pdfium.close_annotation(annotation)
    return found


def _has_text(annotation: int) -> bool:
    handles = (
        pdfium.annotation_object(annotation, i) for i in range(pdfium.annotation_count_objects(annotation))
    )
    return any(pdfium.object_type(handle) in (pdfium.TEXT, pdfium.FORM) for handle in handles)
