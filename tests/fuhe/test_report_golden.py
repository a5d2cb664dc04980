"""The whole report of a sample, word for word: so that a change of wording or layout is seen and read.

After a change that is meant run it with FUHE_UPDATE_GOLDEN=1 in the environment, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import fuhe
from extract.wording import Language
from fuhe.report.csv import render as as_csv
from fuhe.report.text import render as as_text
from fuhe.report.words import Look

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"


def _compared(name: str, report: str) -> None:
    file = GOLDEN / name
    if os.environ.get("FUHE_UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(report, encoding="utf-8", newline="")
    with file.open(encoding="utf-8", newline="") as known:
        assert report == known.read()


@pytest.mark.parametrize(
    ("sample", "language"),
    [("dept-2023-dump.txt", "zh"), ("dept-2023-dump.txt", "en"), ("project-2022.pdf", "zh")],
)
def test_text(sample: str, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report = "".join(as_text([fuhe.audit(f"samples/{sample}")], Look(language)))
    _compared(f"{sample}.{language}.txt", report)


def test_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    audits = [fuhe.audit(f"samples/{name}") for name in ("dept-2023-dump.txt", "dept-2023-clean.pdf")]
    _compared("list.zh.csv", "".join(as_csv(audits, "zh")))
