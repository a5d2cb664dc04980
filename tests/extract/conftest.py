"""Draws small PDFs by hand, operator by operator, so that a test can make a page do exactly one odd thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pikepdf
import pytest

A4 = (0, 0, 595, 842)
FIRST_CODE = 3


class Ink:
    """The content of one page (or form XObject). Coordinates are PDF's own: points, y up."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self.characters: dict[str, int] = {}

    def raw(self, operators: str) -> Ink:
        self.operators.append(operators)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Ink:
        return self.raw(f"{x0} {y0} m {x1} {y1} l S")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Ink:
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, mode: int = 0, turn: str = "1 0 0 1"
    ) -> Ink:
        codes = "".join(
            f"{self.characters.setdefault(c, len(self.characters) + FIRST_CODE):02x}" for c in text
        )
        return self.raw(f"BT /F {size} Tf {mode} Tr {turn} {x} {y} Tm <{codes}> Tj ET")

    def stack(self, x: float, y: float, text: str, *, size: float = 9, pitch: float = 10) -> Ink:
        for i, char in enumerate(text):
            self.text(x, y - i * pitch, char, size=size)
        return self


def _font(pdf: pikepdf.Pdf, characters: dict[str, int], *, to_unicode: bool, meaning: dict[str, str]) -> Any:
    """A font of plain blocks, drawn in the file: what is read does not depend on the machine's fonts."""
    widths = {char: 500 if char.isascii() else 1000 for char in characters}
    glyphs = {
        f"/g{code}": pdf.make_stream(
            f"{widths[char]} 0 40 -80 {widths[char] - 40} 800 d1 40 -80 {widths[char] - 80} 880 re f".encode()
        )
        for char, code in characters.items()
    }
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, -120, 1000, 880],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(glyphs),
        Encoding=pikepdf.Dictionary(
            Type=pikepdf.Name.Encoding,
            Differences=[FIRST_CODE, *(pikepdf.Name(name) for name in glyphs)],
        ),
        FirstChar=FIRST_CODE,
        LastChar=FIRST_CODE + len(characters),
        Widths=list(widths.values()),
        Resources=pikepdf.Dictionary(),
    )
    if to_unicode:
        pairs = "\n".join(
            f"<{code:02x}> <{meaning.get(char, char).encode('utf-16-be').hex()}>"
            for char, code in characters.items()
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Drawn def\n"
            "/CMapType 2 def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{len(characters)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
        )
        font.ToUnicode = pdf.make_stream(cmap.encode())
    return font


def _save(
    *pages: Ink,
    media: Sequence[float] = A4,
    crop: Sequence[float] | None = None,
    rotate: int = 0,
    to_unicode: bool = True,
    meaning: dict[str, str] | None = None,
    forms: dict[str, Ink] | None = None,
    password: str = "",
) -> bytes:
    pdf = pikepdf.new()
    for ink in pages:
        own = pikepdf.Dictionary(F=_font(pdf, ink.characters, to_unicode=to_unicode, meaning=meaning or {}))
        resources = pikepdf.Dictionary(Font=own)
        if forms:
            resources.XObject = pikepdf.Dictionary(
                {f"/{name}": _form(pdf, form, own) for name, form in forms.items()}
            )
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=list(media),
            Rotate=rotate,
            Resources=resources,
            Contents=pdf.make_stream("\n".join(ink.operators).encode()),
        )
        if crop:
            page.CropBox = list(crop)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def _form(pdf: pikepdf.Pdf, form: Ink, fonts: Any) -> Any:
    return pdf.make_stream(
        "\n".join(form.operators).encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[-2000, -2000, 2000, 2000],
        Resources=pikepdf.Dictionary(Font=fonts),
    )


@pytest.fixture
def ink() -> Callable[[], Ink]:
    """A fresh page to draw on."""
    return Ink


@pytest.fixture
def pdf_of() -> Callable[..., bytes]:
    """Pages drawn with `ink` as the bytes of a PDF."""
    return _save
