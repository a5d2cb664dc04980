"""Scans of exported documents whose truth is known.

    from bench.scans.generator import scan
    scan("samples/project-2022.pdf", 1, "standard300") -> Scan      see `bench.scans.truth`

    python bench/scans/generator.py FILE.pdf [--page 1] [--presets NAME...] [--turn 0] [--to FOLDER]

writes the pictures, so that one can look at them. The same document, page and preset give the same picture
on every run: chance is seeded with their names.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import msgspec
import numpy as np

from bench.scans import geometry, optics, truth
from bench.scans.presets import PRESETS
from bench.scans.sheet import sheet
from bench.scans.truth import Scan

MAKING = 1
"""Goes up when the same preset makes other pictures, so that stored ones are made again."""
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif"}


def scan(document_path: str | Path, page: int, preset: str, *, turn: int = 0) -> Scan:
    """Scan one page (from 1) of an exported PDF; `turn` turns the finished picture clockwise, in degrees."""
    path, how = Path(document_path), PRESETS[preset]
    told = truth.original(path).pages[page - 1]
    rng = np.random.default_rng(_seed(f"{path.stem} {page} {preset}"))
    size = (told.width, told.height)
    seen = geometry.view(how, size, rng)
    printed = sheet(path, told, how, rng)
    pixels = np.rot90(optics.picture(printed, seen, how, rng), -turn // 90)
    seen = geometry.turned(seen, turn)
    return Scan(
        document=path.stem,
        page=page,
        preset=preset,
        data=optics.encoded(np.ascontiguousarray(pixels), how),
        kind=how.kind,
        dpi=how.dpi,
        width=seen.width,
        height=seen.height,
        page_size=size,
        homography=truth.rows_of(seen.homography),
        ruled=all(table.how == "ruled" for table in told.tables),
        seal=printed.seal,
        cells=truth.cells_of(told, seen.homography, printed.seal),
        lines=truth.lines_of(told, seen.homography),
    )


def stored(document_path: str | Path, page: int, preset: str, cache: Path) -> Scan:
    """As `scan`, kept in the folder `cache`, so that a second run need not make it again."""
    path = Path(document_path)
    mark = hashlib.sha256(path.read_bytes() + repr((MAKING, PRESETS[preset])).encode()).hexdigest()[:8]
    file = cache / "scans" / f"{path.stem}-{page}-{preset}-{mark}.msgpack"
    if file.exists():
        return msgspec.msgpack.decode(file.read_bytes(), type=Scan)
    made = scan(path, page, preset)
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    half.write_bytes(msgspec.msgpack.encode(made))
    half.replace(file)
    return made


def save_picture(made: Scan, folder: Path) -> Path:
    """Write the picture as a file that viewers open."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{made.name}.{_SUFFIX[made.kind]}"
    file.write_bytes(made.data)
    return file


def _seed(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--presets", nargs="+", default=list(PRESETS), choices=PRESETS)
    parser.add_argument("--turn", type=int, default=0, choices=(0, 90, 180, 270))
    parser.add_argument("--to", type=Path, default=Path())
    options = parser.parse_args()
    for preset in options.presets:
        print(save_picture(scan(options.file, options.page, preset, turn=options.turn), options.to))


if __name__ == "__main__":
    _main()
