"""Scans as a scanner's software hands them over: in a PDF, with its own recognition as invisible text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Literal

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bench.scans.truth import Scan, TrueText, mapped

_FONT = "STSong-Light"
_INVISIBLE, _PAINTED = 3, 0
_ASCENT = 0.85  # of the size of the font


def searchable(
    scan: Scan, misread: Mapping[str, str] | None = None, how: Literal["invisible", "below"] = "invisible"
) -> bytes:
    """A PDF of one page: the picture, and what is printed on it as text that nobody sees.

    Args:
        scan: the page.
        misread: lines that the scanner's software read as something else.
        how: `invisible` text lies over the picture, painted text `below` it.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    width, height = scan.width * 72 / scan.dpi, scan.height * 72 / scan.dpi
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    picture = ImageReader(Image.open(io.BytesIO(scan.data)))
    if how == "invisible":
        canvas.drawImage(picture, 0, 0, width, height)
    words = [word for cell in scan.cells for word in cell.words]
    for line in (*words, *scan.lines):
        said = (misread or {}).get(line.text.strip(), line.text)
        _write(canvas, said, line, scan, _INVISIBLE if how == "invisible" else _PAINTED)
    if how == "below":
        canvas.drawImage(picture, 0, 0, width, height)
    canvas.save()
    return out.getvalue()


def _write(canvas: Canvas, said: str, line: TrueText, scan: Scan, mode: int) -> None:
    """One line, stretched to the width of its print."""
    corners = mapped(
        np.array(scan.homography), np.array([(line.box.x0, line.box.top), (line.box.x1, line.box.bottom)])
    )
    (x0, top), (x1, bottom) = corners * 72 / scan.dpi
    size = max(4.0, bottom - top)
    text = canvas.beginText(x0, scan.height * 72 / scan.dpi - top - _ASCENT * size)
    text.setTextRenderMode(mode)
    text.setFont(_FONT, size)
    text.setHorizScale(100 * (x1 - x0) / max(1.0, pdfmetrics.stringWidth(said, _FONT, size)))
    text.textOut(said)
    canvas.drawText(text)
