"""Makes pages that are stored on their side and carry /Rotate, as some print drivers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path


def store_rotated(source: Path, target: Path) -> None:
    """Turn every page's content by 90 degrees and set /Rotate 90: a reader sees no change."""
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            page.contents_add(b"q 0 1 -1 0 %f 0 cm" % height, prepend=True)
            page.contents_add(b"Q")
            page.mediabox = [0, 0, height, width]
            for name in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if name in page:
                    del page[name]
            page.Rotate = 90
        pdf.save(target, deterministic_id=True)
