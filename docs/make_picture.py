"""The pictures in README.md and docs/: HTML reports of samples as Chromium shows them.

    python docs/make_picture.py [FOLDER]

Writes check.png (a report, its first finding lit) and index.png (the page in front of many) into docs/, or
into FOLDER. Needs Playwright, Debian's Chromium and Pillow (the packages chromium and fonts-noto-cjk).
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from msgspec.structs import replace
from PIL import Image
from playwright.sync_api import Browser

from docs.browser import Opened, launched
from fuhe.audit import Audit, audits
from fuhe.report.html import folder

ROOT = Path(__file__).parents[1]
SHOWN = "dept-2023-sheet"
"""The sample whose report is shown."""
_OTHERS = (
    "hubei-faulty.pdf",
    "rotated.pdf",
    "project-2022.pdf",
    "input-process-faulty.xlsx",
    "chongqing-faulty.docx",
    "poverty-fund.pdf",
    "dept-2023-dump.txt",
    "prose.pdf",
)
_COLOURS = 256
"""A palette is a third of the size."""


def make(target: Path, browser: Browser) -> list[Path]:
    """Write the pictures and tell where they are."""
    files = [f"{SHOWN}.pdf", *_OTHERS]
    with tempfile.TemporaryDirectory() as place:
        found = (audit for name in files for audit in audits(ROOT / "samples" / name, keep_original=True))
        named = (_named_shortly(audit) for audit in found)
        folder.write(named, Path(place), "zh")
        report = Opened(browser, Path(place) / f"{SHOWN}.html", width=1440, height=900)
        report.page.locator("#f1 .head").click()
        index = Opened(browser, Path(place) / "index.html", width=1280, height=900)
        taken = {"check.png": report.page.screenshot(), "index.png": index.page.screenshot()}
    return [_saved(target / name, picture) for name, picture in taken.items()]


def _named_shortly(audit: Audit) -> Audit:
    """Under its name alone: where the samples lie on this machine is nobody's business."""
    return replace(audit, path=Path(audit.path).name)


def _saved(path: Path, picture: bytes) -> Path:
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path


if __name__ == "__main__":
    with launched() as chromium:
        make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs", chromium)
