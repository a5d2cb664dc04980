"""Whatever kind of image file it is, its pages come out upright, in grey or colour, with their size."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from extract.document import MediaType
from extract.errors import UnreadableError
from extract.scan import picture
from extract.scan.picture import pictures

KINDS: dict[str, MediaType] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
}
EXIF_ORIENTATION = 0x0112


def page(width: int = 620, height: int = 877) -> Image.Image:
    """White, its upper left quarter black."""
    image = Image.new("L", (width, height), 255)
    image.paste(0, (0, 0, width // 2, height // 2))
    return image


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def lightness(pixels: np.ndarray, across: float, down: float) -> float:
    """Of one spot, given in shares of width and height."""
    height, width = pixels.shape[:2]
    return float(np.mean(pixels[int(down * height), int(across * width)]))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_is_decoded(kind: str) -> None:
    (made,) = pictures(saved(page(), kind), KINDS[kind])
    assert made.pixels.shape == (877, 620)
    assert made.pixels.dtype == np.uint8
    assert lightness(made.pixels, 0.25, 0.25) < 3
    assert lightness(made.pixels, 0.75, 0.75) > 252


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("1", "PNG"),
        ("1", "TIFF"),
        ("P", "PNG"),
        ("P", "BMP"),
        ("LA", "PNG"),
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("RGBA", "TIFF"),
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("I;16", "PNG"),
        ("I;16", "TIFF"),
        ("F", "TIFF"),
    ],
)
def test_each_way_of_storing_colours_is_understood(mode: str, kind: str) -> None:
    image = page()
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    elif mode == "CMYK":
        image = image.convert("RGB").convert(mode)
    else:
        image = image.convert(mode)
    (made,) = pictures(saved(image, kind), KINDS[kind])
    assert lightness(made.pixels, 0.25, 0.25) < 10
    assert lightness(made.pixels, 0.75, 0.75) > 245


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (620, 877), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 310, 438))
    (made,) = pictures(saved(clear, "PNG"), "image/png")
    assert lightness(made.pixels, 0.25, 0.25) == 0
    assert lightness(made.pixels, 0.75, 0.75) == 255


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_page_photographed_with_the_camera_on_its_side_is_turned(kind: str) -> None:
    sideways = page().transpose(Image.Transpose.ROTATE_90)  # its black quarter is now lower left
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    (made,) = pictures(saved(sideways, kind, exif=exif, dpi=(75, 75)), KINDS[kind])
    assert made.pixels.shape == (877, 620)
    assert lightness(made.pixels, 0.25, 0.25) < 3
    assert made.dpi == pytest.approx((75, 75), abs=0.1)


def test_different_resolutions_across_and_down_are_kept() -> None:
    (fax,) = pictures(saved(Image.new("1", (1728, 1145), 1), "TIFF", dpi=(204, 98)), "image/tiff")
    assert fax.dpi == pytest.approx((204, 98))


@pytest.mark.parametrize("told", [None, (72, 72), (1, 1), (9999, 9999)])
def test_a_page_of_no_likely_size_is_taken_for_a4(told: tuple[int, int] | None) -> None:
    how = {"dpi": told} if told else {}
    (upright,) = pictures(saved(Image.new("L", (2480, 3508), 255), "PNG", **how), "image/png")
    assert upright.dpi == pytest.approx((300, 300), rel=0.01)
    (flat,) = pictures(saved(Image.new("L", (3508, 2480), 255), "PNG", **how), "image/png")
    assert flat.dpi == pytest.approx((300, 300), rel=0.01)


def many(count: int) -> bytes:
    first, *rest = [Image.new("L", (40 + number, 60), 255) for number in range(count)]
    return saved(first, "TIFF", save_all=True, append_images=rest)


def test_three_hundred_pages_come_one_by_one() -> None:
    assert [made.pixels.shape[1] for made in pictures(many(300), "image/tiff")] == list(range(40, 340))


def test_pages_are_decoded_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []
    decode = picture._decoded
    monkeypatch.setattr(picture, "_decoded", lambda image: decoded.append(1) or decode(image))
    pages = pictures(many(50), "image/tiff")
    next(pages)
    next(pages)
    assert len(decoded) == 2


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_PAGES", 3)
    pages = pictures(many(4), "image/tiff")
    assert len([next(pages) for _ in range(3)]) == 3
    with pytest.raises(UnreadableError) as caught:
        next(pages)
    assert caught.value.code == "too-large"
    assert len(list(pictures(many(3), "image/tiff"))) == 3


def test_the_small_copy_that_some_scanners_add_is_no_page() -> None:
    small = Image.new("L", (62, 88), 255)
    small.encoderinfo = {"tiffinfo": {254: 1}}
    data = saved(page(), "TIFF", save_all=True, append_images=[small])
    assert [made.pixels.shape for made in pictures(data, "image/tiff")] == [(877, 620)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 200), dtype=np.uint8)
    whole = saved(Image.fromarray(noise), kind)
    with pytest.raises(UnreadableError) as caught:
        list(pictures(whole[: len(whole) // 2], KINDS[kind]))
    assert caught.value.code == "damaged"


def test_the_damaged_page_is_named_and_those_before_it_are_handed_on() -> None:
    noise = [
        Image.fromarray(np.random.default_rng(n).integers(0, 255, (90, 80), dtype=np.uint8)) for n in (1, 2)
    ]
    data = bytearray(
        saved(noise[0], "TIFF", save_all=True, append_images=noise[1:], compression="tiff_deflate")
    )
    second = data.rfind(b"\x78")
    starts = [
        at for at in range(len(data) - 1) if data[at : at + 2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01")
    ]
    second = max(starts)
    data[second : second + 200] = bytes(200)
    pages = pictures(bytes(data), "image/tiff")
    assert next(pages).pixels.shape == (90, 80)
    with pytest.raises(UnreadableError) as caught:
        next(pages)
    assert caught.value.code == "damaged"
    assert "第 2 页" in caught.value.reason.zh


def png_header(width: int, height: int, *, colour: int = 0) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height", "colour"), [(60_000, 60_000, 0), (13_000, 13_000, 2)])
def test_a_picture_of_absurd_size_is_refused_undecoded(width: int, height: int, colour: int) -> None:
    with pytest.raises(UnreadableError) as caught:
        list(pictures(png_header(width, height, colour=colour), "image/png"))
    assert caught.value.code == "too-large"


def test_a_very_large_jpeg_is_reduced_while_it_is_decoded() -> None:
    data = saved(page(12_000, 17_000), "JPEG", dpi=(1200, 1200), quality=30)
    (made,) = pictures(data, "image/jpeg")
    assert made.pixels.size < 40_000_000
    across, down = made.dpi
    assert made.pixels.shape[1] / across == pytest.approx(10, rel=0.01)
    assert made.pixels.shape[0] / down == pytest.approx(17_000 / 1200, rel=0.01)
    assert lightness(made.pixels, 0.25, 0.25) < 3


def test_a_very_large_png_is_reduced_and_keeps_its_size_in_inches() -> None:
    (made,) = pictures(saved(page(9_921, 14_031).convert("1"), "PNG", dpi=(600, 600)), "image/png")
    assert made.pixels.size < 40_000_000
    assert made.pixels.shape[1] / made.dpi[0] == pytest.approx(16.5, rel=0.01)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (30_000, 20), (20, 30_000)])
def test_odd_shapes_are_pictures_too(width: int, height: int) -> None:
    (made,) = pictures(saved(Image.new("L", (width, height), 128), "PNG"), "image/png")
    assert made.pixels.shape == (height, width)
    assert all(dpi > 0 for dpi in made.dpi)
