"""Odd and hostile pictures come to a clear end, in bounded time and memory."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extract.document import Document
from extract.errors import UnreadableError
from extract.read import read_bytes

pytestmark = pytest.mark.timeout(600)  # a busy machine takes its time; what is bounded here is CPU time

ROOT = Path(__file__).parents[3]
MOST_SECONDS, MOST_MB = 60, 1500


def encoded(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def picture_pdf(width: int, height: int, how: str, data: bytes) -> bytes:
    """A PDF of one A4 page that one picture fills."""
    size = f"/Width {width} /Height {height} /Length {len(data)}"
    head = f"<< /Type /XObject /Subtype /Image {size} {how} >>\nstream\n"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length 29 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
        head.encode() + data + b"\nendstream",
        b"<< /XObject << /I 5 0 R >> >>",
    ]
    out = io.BytesIO(b"%PDF-1.5\n")
    out.seek(0, io.SEEK_END)
    starts = []
    for number, one in enumerate(objects, start=1):
        starts.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{start:010d} 00000 n \n".encode() for start in starts))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode())
    return out.getvalue()


def flat_bomb(side: int) -> bytes:
    """A black picture of side x side pixels, 900 megapixels in 900 kB."""
    press = zlib.compressobj(9)
    data = b"".join(press.compress(bytes(side)) for _ in range(side)) + press.flush()
    return picture_pdf(side, side, "/Filter /FlateDecode /ColorSpace /DeviceGray /BitsPerComponent 8", data)


def jpeg2000_bomb(side: int) -> bytes:
    """JPEG 2000 whose header promises side x side pixels."""
    data = bytearray(encoded(Image.new("L", (64, 64), 128), "JPEG2000"))
    sizes, header = data.index(b"\xff\x51"), data.index(b"ihdr")
    for at in (sizes + 6, sizes + 22, header + 4):
        data[at : at + 8] = struct.pack(">II", side, side)
    return picture_pdf(side, side, "/Filter /JPXDecode", bytes(data))


def png_bomb(side: int) -> bytes:
    """A PNG whose header promises side x side pixels."""
    data = bytearray(encoded(Image.new("L", (8, 8), 255)))
    data[16:24] = struct.pack(">II", side, side)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def tiff_bomb(side: int) -> bytes:
    """A TIFF whose tags promise side x side pixels."""
    data = encoded(Image.new("L", (8, 8), 255), "TIFF")
    return data.replace(
        struct.pack("<HHIHH", 256, 4, 1, 8, 0), struct.pack("<HHII", 256, 4, 1, side)
    ).replace(struct.pack("<HHIHH", 257, 4, 1, 8, 0), struct.pack("<HHII", 257, 4, 1, side))


BOMBS: dict[str, Callable[[int], bytes]] = {
    "pdf": flat_bomb,
    "jpeg2000-in-pdf": jpeg2000_bomb,
    "png": png_bomb,
    "tiff": tiff_bomb,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_decompression_bomb_is_refused_or_read_in_bounded_time_and_memory(
    kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "bomb"
    file.write_bytes(BOMBS[kind](30_000))
    assert file.stat().st_size < 2_000_000
    report = reading_of(file)
    assert report["seconds"] < MOST_SECONDS
    assert report["megabytes"] < MOST_MB
    if kind in ("png", "tiff"):
        assert report["outcome"] in ("too-large", "damaged")


def reading_of(file: Path) -> dict[str, float | str]:
    """What reading the file comes to, in a process of its own: outcome, CPU seconds, peak memory."""
    script = (
        "import resource, sys\n"
        "from extract.read import read\n"
        "from extract.errors import UnreadableError\n"
        "try:\n"
        "    outcome = ','.join(page.text_layer for page in read(sys.argv[1]).pages)\n"
        "except UnreadableError as error:\n"
        "    outcome = error.code\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(outcome, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (4 * MOST_SECONDS, 4 * MOST_SECONDS)),
    )
    outcome, seconds, megabytes = done.stdout.split()
    return {"outcome": outcome, "seconds": float(seconds), "megabytes": float(megabytes)}


def test_a_black_picture_is_not_an_empty_sheet() -> None:
    document = read_bytes(encoded(Image.new("L", (400, 560), 4)), "black.png")
    assert document.pages[0].text_layer == "none"
    assert codes(document) == ["page-not-readable"]


def test_a_grey_empty_sheet_is() -> None:
    document = read_bytes(encoded(Image.new("L", (400, 560), 200)), "grey.png")
    assert document.pages[0].text_layer == "recognised"
    assert not document.problems


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (30_000, 8), (8, 30_000)])
def test_a_picture_of_odd_shape_is_read_as_what_it_is(size: tuple[int, int]) -> None:
    document = read_bytes(encoded(Image.new("L", size, 255)), "odd.png")
    (page,) = document.pages
    assert not page.tables
    assert not page.lines


def test_a_picture_in_a_pdf_that_cannot_be_decoded_is_not_an_empty_page() -> None:
    data = picture_pdf(600, 800, "/Filter /JPXDecode", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(200))
    document = read_bytes(data, "broken.pdf")
    assert document.pages[0].text_layer == "none"
    assert codes(document) == ["page-not-readable"]


def test_a_truncated_jpeg_is_refused() -> None:
    noise = np.random.default_rng(4).integers(0, 255, (500, 400), np.uint8)
    data = encoded(Image.fromarray(noise), "JPEG")
    with pytest.raises(UnreadableError) as refused:
        read_bytes(data[: len(data) // 2], "half.jpg")
    assert refused.value.code == "damaged"


def test_three_hundred_empty_pages_are_three_hundred_pages() -> None:
    pages = [Image.new("1", (120, 170), 1) for _ in range(300)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(15, 15))
    document = read_bytes(out.getvalue(), "long.tif")
    assert document.source.pages == 300
    assert not document.problems
