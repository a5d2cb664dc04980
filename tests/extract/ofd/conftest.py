"""Turns a PDF page by page into an OFD package, so that both must read alike.

It follows GB/T 33190; no file of a real exporter was at hand. pdfplumber reads the PDF, not our own reader.
"""

from __future__ import annotations

import io
import itertools
import math
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pdfplumber
import pytest

from extract.pdf import pdfium
from extract.pdf.rulings import drawing_of

MM = 25.4 / 72
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
OfdOf = Callable[..., bytes]


class Clip(NamedTuple):
    """A clip that shows only part of the text within `ink`; points, y up."""

    shown: tuple[float, float, float, float]
    ink: tuple[float, float, float, float]

    def holds(self, char: dict[str, Any]) -> bool:
        left, low, right, high = self.ink
        start, y = char["matrix"][4], char["matrix"][5] + 0.3 * char["size"]
        return start < right and left < start + char["size"] and low - 1 < y < high + 1


class Parts(NamedTuple):
    """The drawing of one page as OFD elements."""

    box: str
    texts: list[str]
    rules: list[str]


def element(name: str, inside: str = "", **attributes: object) -> str:
    said = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<ofd:{name}{said}>{inside}</ofd:{name}>"


def part(name: str, inside: str, **attributes: object) -> str:
    opening = element(name, inside, **attributes).replace(f"<ofd:{name}", f"<ofd:{name} {NAMESPACE}", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}'


def mm(points: float) -> str:
    return f"{points * MM:.4f}".rstrip("0").rstrip(".")


def text_object(chars: Sequence[dict[str, Any]], height: float, clips: Sequence[Clip] = ()) -> str:
    """Neighbours on one baseline; their matrix becomes the CTM, their steps DeltaX."""
    first = chars[0]
    a, b, c, d, x, y = first["matrix"]
    scale = math.hypot(a, b)
    steps = [
        math.hypot(two["matrix"][4] - one["matrix"][4], two["matrix"][5] - one["matrix"][5])
        for one, two in itertools.pairwise(chars)
    ]
    size = first["size"]
    code = {"X": "0", "Y": mm(size)}
    if steps and max(steps) - min(steps) < 0.01:
        code["DeltaX"] = f"g {len(steps)} {mm(steps[0])}"
    elif steps:
        code["DeltaX"] = " ".join(mm(step) for step in steps)
    own = (a / scale, -b / scale, -c / scale, d / scale)
    # The baseline begins one font size below the boundary's corner, in the object's own space.
    left, top = x - own[2] * size, height - y - own[3] * size
    more = {} if own == (1, 0, 0, 1) else {"CTM": " ".join(f"{n:.6f}" for n in (*own, 0, 0))}
    width = sum(steps) + size
    cut = "".join(clip_object(clip, left, top, height) for clip in clips if clip.holds(first))
    return element(
        "TextObject",
        cut
        + element("FillColor", Value="0 0 0")
        + element("TextCode", escape("".join(c["text"] for c in chars)), **code),
        Boundary=f"{mm(left)} {mm(top)} {mm(width)} {mm(1.3 * size)}",
        Font=1,
        Size=mm(size),
        **more,
    )


def clip_object(clip: Clip, left: float, top: float, height: float) -> str:
    """The clip in the space of an object whose boundary begins at `left` and `top`."""
    x0, low, x1, high = clip.shown
    data = f"M 0 0 L {mm(x1 - x0)} 0 L {mm(x1 - x0)} {mm(high - low)} L 0 {mm(high - low)} C"
    box = f"{mm(x0 - left)} {mm(height - high - top)} {mm(x1 - x0)} {mm(high - low)}"
    path = element("Path", element("AbbreviatedData", data), Boundary=box)
    return element("Clips", element("Clip", element("Area", path)), TransFlag="false")


def clips_of(path: Path, number: int) -> list[Clip]:
    """The clips of a page that cut text off: pdfplumber does not know them, so our reader is asked."""
    with pdfium.opened(path.read_bytes(), None) as document:
        page = pdfium.load_page(document, number)
        found = [Clip(*cut) for cut in drawing_of(page).clipped.values()]
        pdfium.close_page(page)
    return found


def lines_of(chars: Sequence[dict[str, Any]], clips: Sequence[Clip]) -> Iterator[list[dict[str, Any]]]:
    line: list[dict[str, Any]] = []
    for char in chars:
        if line and not (follows(line[-1], char) and same(line[-1], char, clips)):
            yield line
            line = []
        line.append(char)
    if line:
        yield line


def same(one: dict[str, Any], two: dict[str, Any], clips: Sequence[Clip]) -> bool:
    return all(clip.holds(one) == clip.holds(two) for clip in clips)


def follows(one: dict[str, Any], two: dict[str, Any]) -> bool:
    (a, b, _, _, x, y), (p, q, _, _, u, v) = one["matrix"], two["matrix"]
    along = (u - x) * a + (v - y) * b
    aside = (u - x) * b - (v - y) * a
    scale = math.hypot(a, b)
    return (a, b) == (p, q) and abs(aside) < 0.01 * scale and 0 < along / scale < 2 * one["size"]


def rule_object(edge: dict[str, Any]) -> str:
    """Rules as strokes across, as thin filled boxes down: exporters do both."""
    x, y, width, height = edge["x0"], edge["top"], edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]
    if edge["orientation"] == "h":
        data = f"M 0 0.2 L {mm(width)} 0.2"
        return element(
            "PathObject",
            element("AbbreviatedData", data),
            Boundary=f"{mm(x)} {mm(y - 0.2 / MM)} {mm(width)} 0.4",
            LineWidth="0.25",
        )
    data = f"M 0 0 L 0.2 0 L 0.2 {mm(height)} L 0 {mm(height)} C"
    colour = element("FillColor", Value="0 0 0")
    box = f"{mm(x - 0.1 / MM)} {mm(y)} 0.2 {mm(height)}"
    return element(
        "PathObject", colour + element("AbbreviatedData", data), Boundary=box, Fill="true", Stroke="false"
    )


def parts_of(page: Any, clips: Sequence[Clip] = ()) -> Parts:
    height = float(page.height)
    return Parts(
        f"0 0 {mm(float(page.width))} {mm(height)}",
        [text_object(line, height, clips) for line in lines_of(page.chars, clips)],
        [rule_object(edge) for edge in page.edges],
    )


def page_xml(box: str, objects: str, before: str = "") -> str:
    area = element("Area", element("PhysicalBox", box))
    return part("Page", before + area + element("Content", element("Layer", objects, ID="2", Type="Body")))


def package(pages: Sequence[Parts], *, rules_in_template: bool = False, composite: bool = False) -> bytes:
    """The pages in a package: rules in template pages, or text in composite units, if asked."""
    files: dict[str, str] = {}
    common = element("PageArea", element("PhysicalBox", pages[0].box))
    listed, units = "", ""
    for n, page in enumerate(pages):
        texts, rules, use = "".join(page.texts), "".join(page.rules), ""
        if rules_in_template:
            common += element("TemplatePage", ID=100 + n, BaseLoc=f"Tpls/Tpl_{n}/Content.xml")
            files[f"Doc_0/Tpls/Tpl_{n}/Content.xml"] = page_xml(page.box, rules)
            use, rules = element("Template", TemplateID=100 + n, ZOrder="Background"), ""
        if composite:
            units += element(
                "CompositeGraphicUnit", element("Content", texts), ID=200 + n, Width=210, Height=297
            )
            texts = element("CompositeObject", ResourceID=200 + n, Boundary=page.box)
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = page_xml(page.box, rules + texts, use)
        listed += element("Page", ID=10 + n, BaseLoc=f"Pages/Page_{n}/Content.xml")
    if composite:
        files["Doc_0/DocumentRes.xml"] = part("Res", element("CompositeGraphicUnits", units), BaseLoc="Res")
        common += element("DocumentRes", "DocumentRes.xml")
    files["Doc_0/Document.xml"] = part("Document", element("CommonData", common) + element("Pages", listed))
    root = element("DocBody", element("DocRoot", "Doc_0/Document.xml"))
    files["OFD.xml"] = part("OFD", root, Version="1.0", DocType="OFD")
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def ofd_from_pdf() -> OfdOf:
    """The bytes of an OFD package with the pages of a PDF."""

    def made(path: Path, **how: bool) -> bytes:
        with pdfplumber.open(path) as pdf:
            pages = [parts_of(page, clips_of(path, number)) for number, page in enumerate(pdf.pages)]
            return package(pages, **how)

    return made


@pytest.fixture
def ofd_page() -> Callable[..., bytes]:
    """The bytes of an OFD package of one A4 page with these objects (OFD elements, prefix `ofd:`)."""

    def made(*objects: str) -> bytes:
        return package([Parts("0 0 210 297", list(objects), [])])

    return made
