"""The kinds of scan that offices hand in, each as a set of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extract.document import MediaType

SealKind = Literal["none", "red", "grey"]
Range = tuple[float, float]


@dataclass(frozen=True)
class Preset:
    """How a page is scanned. Ranges are drawn from evenly, with a random sign where a sign makes sense.

    `dpi`: of the picture (for a photograph: roughly that of the page in it). `skew`: degrees. `stretch`: by
    how much the feed is off, as a share. `blur`: of the optics, pixels (sigma). `noise`: of the sensor, grey
    levels (sigma). `shade`: how much of the light is lost at the darker side, as a share. `paper` and `ink`:
    grey levels. `fade`: how much of the ink is missing where the toner is thinnest, as a share. `bleed`: how
    strongly the next page shows through, as a share. `border`: black strips of a copier beside the page and
    punched holes. `desk`: photographed on a desk, in perspective. `quality`: of the JPEG.
    """

    name: str
    dpi: int
    kind: MediaType
    colour: bool = False
    seal: SealKind = "none"
    skew: Range = (0.0, 0.3)
    stretch: float = 0.002
    blur: Range = (0.4, 0.6)
    noise: Range = (1.0, 2.0)
    shade: Range = (0.0, 0.02)
    paper: Range = (242.0, 252.0)
    ink: Range = (15.0, 45.0)
    fade: float = 0.0
    bleed: Range = (0.0, 0.0)
    border: bool = False
    desk: bool = False
    quality: int = 90


_ALL = (
    Preset("clean300", 300, "image/png", skew=(0.1, 0.25)),
    Preset(
        "standard300",
        300,
        "image/jpeg",
        colour=True,
        seal="red",
        skew=(0.6, 1.2),
        noise=(2.0, 4.0),
        shade=(0.02, 0.08),
        paper=(232.0, 248.0),
        quality=80,
    ),
    Preset(
        "standard200",
        200,
        "image/tiff",
        seal="grey",
        skew=(0.6, 1.2),
        noise=(2.0, 4.0),
        shade=(0.02, 0.08),
        paper=(232.0, 248.0),
    ),
    Preset(
        "low150",
        150,
        "image/jpeg",
        skew=(0.3, 0.9),
        blur=(0.7, 0.95),
        noise=(2.0, 5.0),
        shade=(0.02, 0.08),
        paper=(228.0, 246.0),
        ink=(30.0, 60.0),
        quality=60,
    ),
    Preset(
        "bad200",
        200,
        "image/jpeg",
        seal="grey",
        skew=(2.0, 3.0),
        stretch=0.004,
        blur=(0.6, 0.85),
        noise=(8.0, 13.0),
        shade=(0.08, 0.18),
        paper=(215.0, 238.0),
        ink=(35.0, 65.0),
        fade=0.5,
        bleed=(0.06, 0.13),
        border=True,
        quality=40,
    ),
    Preset(
        "phone",
        200,
        "image/jpeg",
        colour=True,
        seal="red",
        skew=(0.5, 3.0),
        blur=(0.6, 0.9),
        noise=(2.5, 5.0),
        shade=(0.2, 0.45),
        paper=(215.0, 240.0),
        ink=(25.0, 50.0),
        desk=True,
        quality=75,
    ),
)
PRESETS = {preset.name: preset for preset in _ALL}
