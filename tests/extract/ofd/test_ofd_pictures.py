"""OFD pages that are pictures go to recognition, as scanned pages of a PDF do."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from bench.scans.generator import scan
from extract.document import Cell, Document
from extract.read import read_bytes

pytestmark = pytest.mark.timeout(600)  # a busy machine takes its time

SAMPLE = Path(__file__).parents[3] / "samples" / "project-2022.pdf"
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@cache
def scanned() -> Image.Image:
    """The upper part of a page, which is soon read."""
    page = Image.open(io.BytesIO(scan(SAMPLE, 1, "clean300").data)).convert("L")
    page.paste(255, (0, page.height * 29 // 100, page.width, page.height))
    return page


def encoded(picture: Image.Image, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, dpi=(300, 300), quality=92)
    return out.getvalue()


def placed(number: int, box: str, ctm: str | None, **how: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in how.items())
    matrix = f' CTM="{ctm}"' if ctm else ""
    return f'<ofd:ImageObject ID="{50 + number}" ResourceID="{number}" Boundary="{box}"{matrix}{said}/>'


def package(files: list[bytes], objects: str) -> bytes:
    """One A4 page with these pictures (ids from 1) and objects."""
    media = "".join(
        f'<ofd:MultiMedia ID="{n}" Type="Image"><ofd:MediaFile>p{n}</ofd:MediaFile></ofd:MultiMedia>'
        for n in range(1, len(files) + 1)
    )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData>{area}"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/DocumentRes.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{media}'
        "</ofd:MultiMedias></ofd:Res>",
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="2">'
        f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for n, content in enumerate(files, start=1):
            archive.writestr(f"Doc_0/Res/p{n}", content)
    return out.getvalue()


def cells(document: Document) -> list[Cell]:
    return [cell for page in document.pages for table in page.tables for cell in table.cells]


def numbers(document: Document) -> list[str]:
    return [cell.text for cell in cells(document) if cell.text.replace(".", "").rstrip("%").isdigit()]


@cache
def as_picture() -> Document:
    return read_bytes(encoded(scanned()), "page.jpg")


def test_a_scan_in_strips_is_read_as_one_page() -> None:
    page = scanned()
    width, height = page.size
    half = height // 6
    strips = [encoded(page.crop((0, 0, width, half))), encoded(page.crop((0, half, width, height)), "PNG")]
    middle = 297 * half / height
    objects = placed(1, f"0 0 210 {middle}", f"210 0 0 {middle} 0 0")
    objects += placed(2, f"0 {middle} 210 {297 - middle}", None)
    document = read_bytes(package(strips, objects), "scan.ofd")
    (read,) = document.pages
    assert read.text_layer == "recognised"
    assert (round(read.width), round(read.height)) == (595, 842)
    assert numbers(document) == numbers(as_picture())
    assert len(numbers(document)) > 10
    assert {one.code for one in document.problems} == {"page-recognised"}


def test_invisible_text_over_it_is_a_second_opinion() -> None:
    (rate,) = [cell for cell in cells(as_picture()) if cell.text == "86.30%"]
    box = rate.place.box  # type: ignore[union-attr]  # on a page
    x, y = box.x0 * 25.4 / 72, box.top * 25.4 / 72
    layer = (
        f'<ofd:TextObject ID="9" Visible="false" Boundary="{x + 2} {y} 30 8" Font="1" Size="3">'
        '<ofd:TextCode X="0" Y="4" DeltaX="g 5 1.6">86.20%</ofd:TextCode></ofd:TextObject>'
    )
    objects = placed(1, "0 0 210 297", "210 0 0 297 0 0") + layer
    document = read_bytes(package([encoded(scanned())], objects), "scan.ofd")
    (again,) = [cell for cell in cells(document) if cell.text == "86.30%"]
    assert again.confidence < 0.9
    assert again.words[0].alternatives[0][0] == "86.20%"


@pytest.mark.parametrize("content", [b"\x97JB2\r\n\x1a\n" + bytes(60), b"\xff\xd8\xff\xe0" + bytes(60), b""])
def test_a_picture_that_cannot_be_read_is_named(content: bytes) -> None:
    data = package([content], placed(1, "0 0 210 297", "210 0 0 297 0 0"))
    document = read_bytes(data, "scan.ofd")
    assert document.pages[0].text_layer == "none"
    assert [one.code for one in document.problems] == ["page-not-readable"]
