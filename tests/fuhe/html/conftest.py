"""Reports of three samples in a browser: an exported PDF, a scan of one, a workbook."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bench.scans.generator import scan
from docs.browser import CHROMIUM, Opened, launched
from fuhe.audit import audits
from fuhe.report import html

SAMPLES = Path(__file__).parents[3] / "samples"
EXPORTED = SAMPLES / "dept-2023-sheet.pdf"
SCANNED = SAMPLES / "project-2022.pdf"
WORKBOOK = SAMPLES / "input-process-faulty.xlsx"

Open = Callable[..., Opened]


class Report:
    """A report in a file, the audit that it shows, and the file that was audited."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.source = source
        (self.audit,) = audits(source, keep_original=True)
        self.file = folder / f"{source.name}.html"
        self.file.write_text("".join(html.render(self.audit, "zh")), encoding="utf-8")


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(EXPORTED, tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(WORKBOOK, tmp_path_factory.mktemp("workbook"))


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A page that lay sideways on the scanner, so that it has to be turned before it reads upright."""
    folder = tmp_path_factory.mktemp("scanned")
    page = Image.open(io.BytesIO(scan(SCANNED, 1, "clean300").data)).convert("RGB")
    page.rotate(90, expand=True).save(folder / "scan.pdf", resolution=300)
    return Report(folder / "scan.pdf", folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip("Debian's chromium is not installed: apt-get install chromium fonts-noto-cjk")
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    pages: list[Opened] = []

    def open_it(file: Path, **how: Any) -> Opened:
        pages.append(Opened(browser, file, **how))
        return pages[-1]

    yield open_it
    for page in pages:
        page.close()
