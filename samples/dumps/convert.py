"""Writes the exported samples as three converters print them: `python samples/dumps/convert.py`.

`pdftotext`, `pdftotext -layout` and `pdftotext -raw` (poppler) sort text into blocks, keep it in columns, or
print it in the order of the file; `pymupdf` does the last, a line at a time. PyMuPDF is no dependency of
anything here: install it for this alone.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pymupdf

HERE = Path(__file__).parent
NAMES = (
    "project-2022-units", "dept-2023-clean", "poverty-fund", "transfer-payment", "sichuan-0013zp",
    "hubei-project", "hubei-county", "chongqing-department", "hunan-department", "check-list",
    "mof-2021-project", "input-process-output", "two-row-header",
)  # fmt: skip


def main() -> None:
    """Write every dump into the folder `converted`."""
    poppler = shutil.which("pdftotext")
    if poppler is None:
        raise SystemExit("pdftotext (poppler) is not installed")
    folder = HERE / "converted"
    folder.mkdir(exist_ok=True)
    for name in NAMES:
        source = HERE.parent / f"{name}.pdf"
        for ending, options in (
            ("pdftotext", []),
            ("pdftotext-layout", ["-layout"]),
            ("pdftotext-raw", ["-raw"]),
        ):
            target = folder / f"{name}.{ending}.txt"
            subprocess.run([poppler, *options, str(source), str(target)], check=True)
        with pymupdf.open(source) as document:
            text = "\f".join(page.get_text() for page in document)
        (folder / f"{name}.pymupdf.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
