"""A scan leads to the same findings as the exported form it was made from, and accuses nobody of more."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

import fuhe
from bench.scans.generator import scan
from extract.second_opinion import agree
from fuhe.audit import Audit

SAMPLES = Path(__file__).parents[2] / "samples"


@cache
def exported(name: str) -> Audit:
    return fuhe.audit(SAMPLES / f"{name}.pdf")


def scanned(name: str, preset: str, folder: Path, kind: str) -> Path:
    """All pages of a sample as one scanned file."""
    source = exported(name).source
    assert source
    pages = [
        Image.open(io.BytesIO(scan(SAMPLES / f"{name}.pdf", page + 1, preset).data)).convert("RGB")
        for page in range(source.pages)
    ]
    path = folder / f"{name}.{kind}"
    dpi = int(preset[-3:])
    how = {"resolution": dpi} if kind == "pdf" else {"dpi": (dpi, dpi), "compression": "tiff_deflate"}
    pages[0].save(path, save_all=True, append_images=pages[1:], **how)
    return path


def told(audit: Audit) -> set[tuple[str, str | None]]:
    """Errors and warnings, each with the number that it names."""
    return {(one.rule, one.printed) for one in audit.findings if one.severity != "notice"}


@pytest.mark.parametrize(
    ("name", "preset", "kind"),
    [
        ("dept-2023-clean", "clean300", "pdf"),
        ("dept-2023-sheet", "clean300", "tif"),
        ("project-2022", "standard300", "pdf"),
        ("dept-2023-sheet", "standard300", "pdf"),
    ],
)
def test_a_scan_gives_the_findings_of_its_original(name: str, preset: str, kind: str, tmp_path: Path) -> None:
    audit = fuhe.audit(scanned(name, preset, tmp_path, kind))
    assert len(audit.evaluations) == len(exported(name).evaluations)
    expected = told(exported(name))
    assert told(audit) <= expected
    # what a seal lies on may be no more than a notice, but it is not passed over
    known = {(one.rule, one.printed) for one in audit.findings}
    unchecked = {one.rule for one in audit.outcomes if one.status == "could-not-check"}
    assert {one for one in expected if one not in known and one[0] not in unchecked} == set()
    assert "page-recognised" in {problem.code for problem in audit.problems}


def test_the_numbers_of_a_scan_are_those_of_its_original(tmp_path: Path) -> None:
    audit = fuhe.audit(scanned("project-2022", "clean300", tmp_path, "tif"))
    (form,), (original,) = audit.evaluations, exported("project-2022").evaluations
    pairs = zip(form.budget, original.budget, strict=True)
    for line, printed in pairs:
        for column in ("initial", "adjusted", "executed", "rate", "score"):
            one, other = getattr(line, column), getattr(printed, column)
            assert (one and one.value) == (other and other.value)
    for row, printed_row in zip(form.indicators, original.indicators, strict=True):
        assert agree(row.level3.value, printed_row.level3.value)
        assert (row.weight and row.weight.value) == (printed_row.weight and printed_row.weight.value)
