"""The submitted PDF with what was found marked on it: every byte of it stays, the marks are added behind.

An incremental update (PDF 32000-1, 7.5.6) leaves signatures over the original valid.
"""

from __future__ import annotations

from extract.document import Box, OnPage
from extract.errors import UnreadableError
from extract.pdf.places import in_pdf_space
from extract.wording import Language, Wording
from fuhe.audit import Audit
from fuhe.report.html.cards import findings
from fuhe.report.html.marks import Marks
from fuhe.report.marked.annotations import highlight, remark
from fuhe.report.marked.increment import appended
from fuhe.report.marked.notes import cell_notes, form_notes

_CORNER = Box(10, 10, 28, 28)
"""Where the remark on a form stands on its first page, in points as seen."""


def marked(audit: Audit, language: Language, password: str | None = None) -> bytes:
    """The PDF of an audit that kept it, with a highlight on each evidence cell and a note on each form.

    Raises:
        UnreadableError: `changed` (the file is not what was audited), `protected`, or `not-markable`.
    """
    if audit.original is None:
        raise UnreadableError("changed", _CHANGED, _AGAIN)
    document, content = audit.original.document, audit.original.content
    marks = Marks(findings(audit))
    on_pages = {mark.number: mark.place for mark in marks.all if isinstance(mark.place, OnPage)}
    corners = {OnPage(page, _CORNER): text for page, text in form_notes(audit, language).items()}
    where = in_pdf_space(document, content, [*on_pages.values(), *corners], password)
    texts = cell_notes(audit, marks, language)
    made = [
        (mark.place.page, highlight(where[mark.place], mark, texts[mark.number], language))
        for mark in marks.all
        if isinstance(mark.place, OnPage) and mark.place in where
    ]
    made += [(at.page, remark(where[at], text)) for at, text in corners.items() if at in where]
    return appended(content, made)


_CHANGED = Wording("原件在核查后已改动", "The file has changed since it was audited")
_AGAIN = Wording("请重新核查。", "Check it again.")
