"""How large the HTML report of a long document is, and how long it takes to write.

    python bench/html_size.py [--pages N]

Exported: sample forms one after the other in a PDF of N pages. Scanned: N times the same noisy page of 300
dpi, of which one is recognised; the report shows the pictures of all.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from itertools import count
from pathlib import Path

import pikepdf
from msgspec.structs import replace
from PIL import Image

from bench.scans.generator import scan
from fuhe.audit import Audit, Original, audits
from fuhe.report import html

SAMPLES = Path(__file__).parents[1] / "samples"
FORMS = ("dept-2023-sheet", "dept-2023-word", "project-2022", "sichuan-0013zp", "poverty-fund")


def exported(pages: int, folder: Path) -> Audit:
    """The audit of sample forms, so many pages in all."""
    with pikepdf.new() as joined:
        for turn in count():
            with pikepdf.open(SAMPLES / f"{FORMS[turn % len(FORMS)]}.pdf") as one:
                joined.pages.extend(one.pages)
            if len(joined.pages) >= pages:
                break
        del joined.pages[pages:]
        joined.save(folder / "long.pdf")
    (audit,) = audits(folder / "long.pdf", keep_original=True)
    return audit


def scanned(pages: int, folder: Path) -> Audit:
    """The audit of one scanned page, shown so many times over."""
    picture = Image.open(io.BytesIO(scan(SAMPLES / "project-2022.pdf", 1, "standard300").data)).convert("RGB")
    picture.save(folder / "one.pdf", resolution=300)
    picture.save(folder / "many.pdf", resolution=300, save_all=True, append_images=[picture] * (pages - 1))
    (audit,) = audits(folder / "one.pdf", keep_original=True)
    assert audit.original  # noqa: S101 (asked for)
    document = audit.original.document
    many = replace(document, pages=tuple(replace(document.pages[0], number=n) for n in range(1, pages + 1)))
    (form,) = audit.evaluated
    wide = replace(form, evaluation=replace(form.evaluation, pages=(1, pages)))
    original = Original(many, (folder / "many.pdf").read_bytes())
    return replace(audit, evaluated=(wide,), original=original)


def main() -> None:
    """Print size and CPU time of both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=50)
    pages = parser.parse_args().pages
    for make in (exported, scanned):
        with tempfile.TemporaryDirectory() as folder:
            audit = make(pages, Path(folder))
            start = time.process_time()
            text = "".join(html.render(audit, "zh"))
            seconds = time.process_time() - start
            size = len(text.encode()) / 1e6
            shown = text.count("data:image/webp")
            print(f"{make.__name__}: {shown} pages, {size:.1f} MB, {seconds:.1f} s of CPU")


if __name__ == "__main__":
    main()
