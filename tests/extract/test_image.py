"""Pictures are known by their content and come as pages without text, whatever they are called."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from extract.errors import UnreadableError
from extract.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence


def picture(kind: str, pages: int = 1, **how: object) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.new("L", (620 + n, 877), 255) for n in range(pages)]
    first.save(out, kind, **(how | ({"save_all": True, "append_images": rest} if rest else {})))
    return out.getvalue()


def sizes(content: bytes) -> Sequence[tuple[float, float]]:
    return [(round(page.width), round(page.height)) for page in read_bytes(content, "scan").pages]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_is_one_page_that_could_not_be_read(kind: str) -> None:
    document = read_bytes(picture(kind), "form.pdf")
    assert document.source.media_type == f"image/{kind.lower()}"
    assert [page.text_layer for page in document.pages] == ["none"]
    assert [(problem.code, problem.page) for problem in document.problems] == [("page-not-readable", 1)]
    assert document.blocks == ()


def test_each_page_of_a_tiff_is_named() -> None:
    document = read_bytes(picture("TIFF", 3), "fax.tif")
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.source.pages == 3
    assert [problem.page for problem in document.problems] == [1, 2, 3]


def test_the_resolution_gives_the_size_of_the_page() -> None:
    assert sizes(picture("JPEG", dpi=(75, 75))) == [(595, 842)]
    assert sizes(picture("TIFF", 2, dpi=(75, 75))) == [(595, 842), (596, 842)]
    assert sizes(picture("JPEG", dpi=(1, 1))) == [(465, 658)]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def test_a_picture_of_absurd_size_is_refused_unseen() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(UnreadableError) as caught:
        read_bytes(bomb, "bomb.png")
    assert caught.value.code == "too-large"


def test_a_large_scan_is_within_bounds() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 9_921, 14_031, 8, 0, 0, 0, 0))
    scan = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    assert len(read_bytes(scan, "a3-600dpi.png").pages) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_cut_off_in_its_header_is_damaged(kind: str) -> None:
    header = picture(kind)[: 10 if kind == "BMP" else 20].ljust(70, b"\0")
    with pytest.raises(UnreadableError) as caught:
        read_bytes(header, "cut")
    assert caught.value.code == "damaged"
