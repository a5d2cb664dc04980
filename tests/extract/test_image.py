"""Pictures are known by their content and are read page by page, whatever they are called."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from extract.errors import UnreadableError
from extract.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (620, 877)  # A4 at 75 dpi


def picture(kind: str, pages: int = 1, **how: object) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.new("L", (PAGE[0] + n, PAGE[1]), 255) for n in range(pages)]
    first.save(out, kind, **(how | ({"save_all": True, "append_images": rest} if rest else {})))
    return out.getvalue()


def sizes(content: bytes) -> Sequence[tuple[float, float]]:
    return [(round(page.width), round(page.height)) for page in read_bytes(content, "scan").pages]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_an_empty_picture_is_an_empty_page(kind: str) -> None:
    document = read_bytes(picture(kind), "form.pdf")
    assert document.source.media_type == f"image/{kind.lower()}"
    assert [(page.text_layer, page.unread) for page in document.pages] == [("recognised", False)]
    assert document.problems == ()
    assert document.blocks == ()


def test_a_picture_of_something_else_is_said_to_be_unread() -> None:
    shapes = Image.new("L", PAGE, 255)
    ImageDraw.Draw(shapes).ellipse((100, 200, 500, 600), fill=0)
    out = io.BytesIO()
    shapes.save(out, "PNG")
    document = read_bytes(out.getvalue(), "moon.png")
    assert [page.unread for page in document.pages] == [True]
    assert [(problem.code, problem.page) for problem in document.problems] == [("page-not-readable", 1)]


def test_each_page_of_a_tiff_is_a_page() -> None:
    document = read_bytes(picture("TIFF", 3), "fax.tif")
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.source.pages == 3


def test_the_resolution_gives_the_size_of_the_page() -> None:
    assert sizes(picture("JPEG", dpi=(75, 75))) == [(595, 842)]
    assert sizes(picture("TIFF", 2, dpi=(75, 75))) == [(595, 842), (596, 842)]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def test_a_picture_that_holds_less_than_its_header_says_is_refused() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(UnreadableError) as caught:
        read_bytes(bomb, "bomb.png")
    assert caught.value.code in ("too-large", "damaged")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_cut_off_in_its_header_is_damaged(kind: str) -> None:
    header = picture(kind)[: 10 if kind == "BMP" else 20].ljust(70, b"\0")
    with pytest.raises(UnreadableError) as caught:
        read_bytes(header, "cut")
    assert caught.value.code == "damaged"
