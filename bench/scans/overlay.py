"""Draws on a scan what was read wrongly, for eyes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.scans.truth import Scan
from extract.document import Box

_COLOURS = {"missing": (0, 0, 230), "extra": (230, 0, 200), "shifted": (0, 140, 255)}
_TRUTH = (90, 170, 60)


def save(scan: Scan, wrong: Sequence[tuple[str, Box]], file: Path, *, upright: bool) -> None:
    """True cells in thin green; missing ones red, extra ones purple, shifted ones orange.

    `upright`: the boxes are in points of the page; else in pixels of the picture.
    """
    image = cv2.imdecode(np.frombuffer(scan.data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ValueError(f"{scan.name} is not a picture")
    for cell in scan.cells:
        cv2.polylines(image, [np.array(cell.quad).round().astype(np.int32)], isClosed=True, color=_TRUTH)
    for what, box in wrong:
        corners = np.array([(box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)])
        at = scan.to_picture(corners) if upright else corners
        cv2.polylines(image, [at.round().astype(np.int32)], isClosed=True, color=_COLOURS[what], thickness=4)
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), image)
