"""Files that hold several forms: eight one after another, two on one page, one sheet each."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import render_sheet
import render_word
from answers import answer
from content_province import HUNAN
from content_short import DEPARTMENT, EIGHT
from content_system import SICHUAN
from families_lookalike import declaration
from families_province import hunan
from families_system import sichuan
from form import Answer, Form
from layout import Grid, grid, two_grids
from office import to_pdf
from render_word import FONT, TITLE_FONT

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (11.0, 14.0, 20.0, 32.0, 25.0, 25.0, 12.0, 17.0, 24.0)
_FAULTS = {2: Answer(errors=("total-score-sum",)), 5: Answer(errors=("rate-recompute",))}
# Of a form whose upper half is on a page that is not in the file, this is what cannot be read.
_UPPER_HALF = ("title", "year", "unit", "project", "money_unit", "budget", "goals")


def eight_forms(work: Path, target: Path) -> list[dict[str, Any]]:
    """A page with the list of projects, then the eight forms without page breaks; the answers."""
    document = render_word.new_document(margin=15)
    render_word.write_paragraph(
        document, f"{DEPARTMENT}2023年度项目支出绩效自评表目录", TITLE_FONT, 16, bold=True
    )
    render_word.write_table(document, _list(), 10.5)
    document.add_page_break()
    for form in EIGHT:
        render_word.write_form(document, form, (grid(form, WIDTHS),))
        render_word.write_paragraph(document, "", FONT, 9)
    source = work / "eight-forms.docx"
    document.save(str(source))
    to_pdf(source, target)
    pages = _pages_of_contacts(target)
    return [
        {"pages": pages[number], **answer(form, _FAULTS.get(number, Answer()))}
        for number, form in enumerate(EIGHT)
    ]


def _list() -> Grid:
    made = Grid((16.0, 90.0, 34.0, 34.0))
    made.line(("序号", 1), ("项目名称", 1), ("全年预算数（万元）", 1), ("全年执行数（万元）", 1))
    for number, form in enumerate(EIGHT, start=1):
        total = form.funds[0]
        made.line(
            (str(number), 1), (form.project or "", 1), (total.adjusted or "", 1), (total.executed or "", 1)
        )
    return made


def _pages_of_contacts(path: Path) -> list[list[int]]:
    """First and last page of each form: where its project name heads the table, where its contact stands."""
    texts = [_text(path, page) for page in range(2, _page_count(path) + 1)]
    return [
        [_page_with(texts, f"项目名称{form.project}"), _page_with(texts, f"联系人：{form.contact}")]
        for form in EIGHT
    ]


def _page_with(texts: list[str], words: str) -> int:
    return 2 + next(number for number, text in enumerate(texts) if words in text)


def _text(path: Path, page: int) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", str(path), "-"]
    return "".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def _page_count(path: Path) -> int:
    shown = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in shown.splitlines() if line.startswith("Pages:")))


def two_on_a_page(work: Path, target: Path) -> list[dict[str, Any]]:
    """The lower half of one form, its upper half left on a page before, and a whole form below it."""
    first, second = EIGHT[4], EIGHT[0]
    document = render_word.new_document(margin=15)
    render_word.write_table(document, two_grids(first, WIDTHS)[1])
    render_word.write_paragraph(document, "", FONT, 9)
    render_word.write_form(document, second, (grid(second, WIDTHS),))
    source = work / "two-on-a-page.docx"
    document.save(str(source))
    to_pdf(source, target)
    cut = {"pages": [1, 1], **answer(first, Answer(lost=_UPPER_HALF))}
    cut |= {"form": "unknown", "kind": "unknown", "title": None, "year": None, "unit": None, "project": None}
    cut |= {"money_unit": None, "budget": [], "goals": {"expected": None, "actual": None}}
    return [cut, {"pages": [1, 1], **answer(second, Answer())}]


def workbook(target: Path) -> list[dict[str, Any]]:
    """Three families on three sheets, and a declaration of targets on the fourth."""
    short = EIGHT[6]
    sheets: list[tuple[str, Form, Grid]] = [
        ("全民阅读", short, grid(short, WIDTHS)),
        ("水文站网", SICHUAN, sichuan(SICHUAN)),
        ("部门整体", HUNAN, hunan(HUNAN)),
    ]
    plan = replace(short, title="项目支出绩效目标申报表", year=2024)
    render_sheet.save_sheets([*sheets, ("次年目标", plan, declaration(plan))], target)
    return [{"sheet": name, **answer(form, Answer())} for name, form, _ in sheets]
