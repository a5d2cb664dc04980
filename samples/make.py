"""Makes every sample and the answer beside it: `python samples/make.py [NAME...]`.

Without names it makes all; `bundles`, `dumps` and `lookalikes` name the files of those kinds. It needs
LibreOffice (`soffice`), poppler (`pdftotext`, `pdfinfo`) and the Noto CJK fonts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import bundles
import catalogue
import lookalikes
import render_sheet
import render_word
from answers import answer, dumps
from content_archive import ARCHIVE
from content_department import CLEAN, FAULTY
from content_project import CARE, WATER, WATER_YUAN
from form import Answer, Form
from layout import grid, two_grids
from office import to_pdf
from render_dump import dump
from render_lines import lines
from turn import store_rotated

if TYPE_CHECKING:
    from catalogue import Drawn

HERE = Path(__file__).parent

# Column widths in millimetres: without and with a deviation column, for pages upright and across.
PLAIN = (12.0, 15.0, 16.0, 36.0, 33.0, 30.0, 15.0, 15.0)
DEVIATION = (10.0, 14.0, 17.0, 31.0, 24.0, 25.0, 12.0, 17.0, 22.0)
LONG = (11.0, 14.0, 16.0, 29.0, 23.0, 31.0, 12.0, 19.0, 23.0)
ACROSS = (12.0, 14.0, 30.0, 52.0, 32.0, 32.0, 18.0, 20.0, 47.0)

FAULTS_2023 = Answer(
    errors=("budget-col-sum",),
    warnings=(
        "target-not-met-full-score",
        "score-monotone",
        "part-missing",
        "reason-missing",
        "duplicate-indicator",
    ),
    notices=("percent-attainable", "stale-wording"),
    lost=("budget.executed", "indicators.deviation"),
)
FAULTS_DUMP = Answer(
    FAULTS_2023.errors,
    FAULTS_2023.warnings,
    inferred=("title", "year", "indicators.level1", "indicators.level2"),
    lost=("budget.executed", "indicators.deviation", "title"),
    notices=FAULTS_2023.notices,
)
FAULTS_WATER = Answer(errors=("rate-recompute", "group-weight-sum", "total-score-sum"))
FAULTS_ARCHIVE = Answer(errors=("exec-score-recompute", "score-le-weight", "grade-band"))


def main(names: list[str]) -> None:
    """Write the samples next to this script."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for one in catalogue.FILES:
            if not names or one.name in names:
                _draw(work, one)
        if not names:
            _sheets(work)
            _words(work)
            _dumps()
        if not names or "dumps" in names:
            _careless_dumps()
        if not names or "bundles" in names:
            _bundles(work)
        if not names or "lookalikes" in names:
            _lookalikes(work)
    for path in sorted(HERE.iterdir()):
        if path.suffix in {".pdf", ".xlsx", ".docx", ".txt"}:
            print(f"{path.name}  {path.stat().st_size // 1024} KB")


def _draw(work: Path, one: Drawn) -> None:
    """A file of the catalogue: drawn as it is, or drawn as an Office file and exported."""
    target = HERE / f"{one.name}.{catalogue.SUFFIX[one.kind]}"
    made = one.layout(one.form)
    if one.kind in {"calc", "xlsx"}:
        source = target if one.kind == "xlsx" else work / f"{one.name}.xlsx"
        render_sheet.save(one.form, made, source, landscape=one.landscape, rulings=one.rulings)
    else:
        source = target if one.kind == "docx" else work / f"{one.name}.docx"
        render_word.save(one.form, (made,), source, margin=one.margin, landscape=one.landscape)
    if source != target:
        to_pdf(source, target)
    _know(one.name, one.form, one.known)


def _careless_dumps() -> None:
    """Every layout as text, its cells set apart or glued together; the answers are those of the forms."""
    folder = HERE / "dumps"
    folder.mkdir(exist_ok=True)
    layouts = {one.layout: one for one in reversed(catalogue.FILES) if one.known == Answer()}
    for one in layouts.values():
        for ending, glued in (("", False), ("-glued", True)):
            text = lines(one.form, one.layout(one.form), glued=glued)
            (folder / f"{one.name}{ending}.txt").write_text(text, encoding="utf-8")


def _know(name: str, form: Form, known: Answer) -> None:
    (HERE / f"{name}.json").write_text(dumps(answer(form, known)), encoding="utf-8")


def _sheets(work: Path) -> None:
    _sheet_pdf(work, "dept-2023-sheet", FAULTY, PLAIN, FAULTS_2023)
    _sheet_pdf(work, "dept-2023-clean", CLEAN, DEVIATION, Answer())
    _sheet_pdf(work, "project-2022", WATER, DEVIATION, FAULTS_WATER)
    _sheet_pdf(work, "landscape", ARCHIVE, ACROSS, FAULTS_ARCHIVE, landscape=True)
    store_rotated(HERE / "landscape.pdf", HERE / "rotated.pdf")
    _know("rotated", ARCHIVE, FAULTS_ARCHIVE)
    render_sheet.save(WATER, grid(WATER, DEVIATION), HERE / "project-2022.xlsx")
    render_sheet.save(CLEAN, grid(CLEAN, DEVIATION), HERE / "dept-2023-clean.xlsx")


def _sheet_pdf(
    work: Path, name: str, form: Form, widths: tuple[float, ...], known: Answer, *, landscape: bool = False
) -> None:
    book = work / f"{name}.xlsx"
    made = grid(form, widths, stacked=landscape)
    render_sheet.save(form, made, book, landscape=landscape, size=10.5 if landscape else 9)
    to_pdf(book, HERE / f"{name}.pdf")
    _know(name, form, known)


def _words(work: Path) -> None:
    one = grid(FAULTY, PLAIN)
    render_word.save(FAULTY, (one,), work / "dept-2023-word.docx", bottom=30)
    to_pdf(work / "dept-2023-word.docx", HERE / "dept-2023-word.pdf")
    _know("dept-2023-word", FAULTY, FAULTS_2023)
    render_word.save(FAULTY, (one,), HERE / "dept-2023.docx")
    _know("dept-2023", FAULTY, FAULTS_2023)
    yuan = work / "project-2022-yuan.docx"
    render_word.save(WATER_YUAN, (grid(WATER_YUAN, LONG),), yuan, margin=15)
    to_pdf(yuan, HERE / "project-2022-yuan.pdf")
    _know("project-2022-yuan", WATER_YUAN, Answer())
    render_word.save(CARE, (grid(CARE, LONG),), work / "three-pages.docx", size=10.5, margin=15)
    to_pdf(work / "three-pages.docx", HERE / "three-pages.pdf")
    _know("three-pages", CARE, Answer())
    render_word.save(
        CARE,
        two_grids(CARE, LONG),
        work / "three-pages-header.docx",
        repeat_header=True,
        size=10.5,
        margin=15,
        bottom=16,
    )
    to_pdf(work / "three-pages-header.docx", HERE / "three-pages-header.pdf")
    _know("three-pages-header", CARE, Answer())


def _lookalikes(work: Path) -> None:
    for name, called in lookalikes.save_all(work, HERE).items():
        (HERE / f"{name}.json").write_text(dumps({"evaluations": 0, "called": called}), encoding="utf-8")


def _bundles(work: Path) -> None:
    for name, answers in (
        ("eight-forms", bundles.eight_forms(work, HERE / "eight-forms.pdf")),
        ("two-on-a-page", bundles.two_on_a_page(work, HERE / "two-on-a-page.pdf")),
        ("workbook", bundles.workbook(HERE / "workbook.xlsx")),
    ):
        (HERE / f"{name}.json").write_text(dumps({"evaluations": answers}), encoding="utf-8")


def _dumps() -> None:
    text = dump(FAULTY)
    for name, encoding in (("dept-2023-dump", "utf-8"), ("dept-2023-dump-gb18030", "gb18030")):
        (HERE / f"{name}.txt").write_bytes(text.encode(encoding))
        _know(name, FAULTY, FAULTS_DUMP)


if __name__ == "__main__":
    main(sys.argv[1:])
