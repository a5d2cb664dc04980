"""The report as a supervisor uses it: what is clicked lights up where it stands on the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from docs.browser import Opened
from docs.make_picture import make
from extract.document import InSheet
from fuhe.report.html.cards import findings

Open = Callable[..., Opened]

SAMPLES = Path(__file__).parents[3] / "samples"
A4 = (595, 842)

pytestmark = pytest.mark.timeout(400)  # a page is recognised and a browser started before the first test

# Of the finding that is lit: what is said to be printed in each cell, and the box over that cell in points.
_LIT = """() => [...document.querySelectorAll(".finding.on .piece")].map((piece) => {
  const mark = document.getElementById("m" + piece.querySelector("[data-see]").dataset.see);
  const box = mark.querySelector(".box"), svg = box.ownerSVGElement, view = svg.viewBox.baseVal;
  const page = svg.getBoundingClientRect(), at = box.getBoundingClientRect();
  const toPoints = (pixels) => pixels * view.width / page.width;
  return {
    lit: mark.classList.contains("on"),
    text: piece.querySelector(".quoted").textContent,
    page: Number(svg.closest(".sheet").id.slice(1)),
    size: [view.width, view.height],
    box: [at.left - page.left, at.top - page.top, at.right - page.left, at.bottom - page.top].map(toPoints),
  };
})"""


@cache
def words(pdf: Path, number: int) -> tuple[tuple[float, float, str], ...]:
    """The middle of every word on a page, and the word, as pdfplumber sees them."""
    with pdfplumber.open(pdf) as file:
        page = file.pages[number - 1]
        found = page.extract_words(keep_blank_chars=False)
    return tuple(((w["x0"] + w["x1"]) / 2, (w["top"] + w["bottom"]) / 2, w["text"]) for w in found)


def text_in(box: list[float], pdf: Path, number: int) -> str:
    x0, top, x1, bottom = box
    return "".join(text for x, y, text in words(pdf, number) if x0 < x < x1 and top < y < bottom)


def bare(text: str) -> str:
    return "".join(text.split())


def click(page: Any, number: int) -> None:
    page.locator(f"#f{number} .head").click()


def test_the_box_of_a_clicked_finding_lies_over_the_cell_that_holds_its_text(
    opened: Open, exported: Any
) -> None:
    report = opened(exported.file)
    for number, finding in enumerate(findings(exported.audit), start=1):
        click(report.page, number)
        lit = report.page.evaluate(_LIT)
        assert len(lit) == sum(1 + len(one.more) for one in finding.evidence)
        assert report.page.locator(".mark.on").count() == len({tuple(one["box"]) for one in lit})
        for one in lit:
            there, told = text_in(one["box"], exported.source, one["page"]), bare(one["text"])
            assert one["lit"]
            assert told == there or (told in there and len(there) > 200), "a paragraph is quoted in part"
    assert report.complaints == []
    assert report.left_the_file == []


def test_on_a_scan_that_lay_sideways_too(opened: Open, scanned: Any) -> None:
    """The original of the scan tells where the words are; a scanner moves a page by some points."""
    report, original = opened(scanned.file), SAMPLES / "project-2022.pdf"
    assert [finding.rule for finding in findings(scanned.audit)][:1] == ["rate-recompute"]
    click(report.page, 1)
    lit = report.page.evaluate(_LIT)
    assert sorted(text_in(one["box"], original, one["page"]) for one in lit) == ["258.60", "300.00", "86.30%"]
    assert lit[0]["size"][0] < lit[0]["size"][1], "the page stands upright"
    assert report.complaints == []
    assert report.left_the_file == []


def test_of_a_workbook_the_cells_themselves_light_up(opened: Open, workbook: Any) -> None:
    report = opened(workbook.file)
    for number, finding in enumerate(findings(workbook.audit), start=1):
        click(report.page, number)
        lit = report.page.evaluate(
            """() => [...document.querySelectorAll("td.lit-cell")].map((td) => {
              const copy = td.cloneNode(true);
              copy.querySelectorAll(".badge").forEach((badge) => badge.remove());
              return [td.title, copy.textContent.trim()];
            })"""
        )
        expected = [
            [f"工作表 {one.place.sheet}!{one.place.cell}", one.text.strip()]
            for one in finding.evidence
            if isinstance(one.place, InSheet)
        ]
        assert sorted(lit) == sorted(expected)
    assert report.complaints == []
    assert report.left_the_file == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_the_cell_is_scrolled_into_view_and_shown_enlarged(
    opened: Open, exported: Any, width: int, height: int
) -> None:
    page = opened(exported.file, width=width, height=height).page
    last = len(findings(exported.audit))
    for number in (4, last, 1):
        click(page, number)
        assert page.evaluate(
            """() => {
              const view = document.querySelector(".left .view").getBoundingClientRect();
              const at = document.querySelector(".mark.now .box").getBoundingClientRect();
              const high = at.top >= view.top && at.bottom <= view.bottom;
              return high && at.left >= view.left && at.right <= view.right;
            }"""
        )
        crop = page.locator(f"#f{number} .crop").first
        assert crop.is_visible()
        shown, box = crop.bounding_box(), page.locator(".mark.now .box").bounding_box()
        inner = page.locator(f"#f{number} .crop rect").first.bounding_box()
        assert shown
        assert box
        assert inner
        assert inner["width"] > 1.4 * box["width"]
        assert page.locator(f"#f{number}").bounding_box()["y"] < height


def test_keys_walk_through_the_findings_and_their_cells(opened: Open, exported: Any) -> None:
    page = opened(exported.file).page

    def lit() -> str:
        return page.evaluate('document.querySelector(".finding.on")?.id || ""')

    def now() -> str:
        return page.evaluate('document.querySelector(".mark.now")?.id || ""')

    walked = []
    for key in ("j", "ArrowDown", "j", "k", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(lit())
    assert walked == ["f1", "f2", "f3", "f2", "f1"]
    cells = []
    for _ in range(3):
        cells.append(now())
        page.keyboard.press("Enter")
    assert len(set(cells)) == 3
    assert now() == cells[0], "after the last cell comes the first again"
    page.keyboard.press("Escape")
    assert (lit(), now()) == ("", "")


def test_a_click_on_a_box_shows_its_findings_one_after_the_other(opened: Open, exported: Any) -> None:
    page = opened(exported.file).page
    mark = page.locator('.mark[data-findings*=" "]').first
    wanted = mark.get_attribute("data-findings").split()
    shown = []
    for _ in wanted:
        mark.locator(".box").click(position={"x": 4, "y": 8})
        shown.append(page.evaluate('document.querySelector(".finding.on").id.slice(1)'))
    assert shown == wanted


def test_filters_by_severity_and_by_rule(opened: Open, exported: Any) -> None:
    page = opened(exported.file).page
    found = findings(exported.audit)
    grave = [one for one in found if one.severity != "notice"]
    page.locator(".count.notice").click()
    assert page.locator(".finding:visible").count() == len(grave)
    assert page.locator(".shown").inner_text() == f"显示 {len(grave)} / {len(found)} 项"
    assert page.locator(".mark.notice:not(.off)").count() == 0
    page.locator(".count.notice").click()
    page.locator("select").select_option("score-monotone")
    visible = page.locator(".finding:visible")
    assert [visible.nth(i).get_attribute("data-rule") for i in range(visible.count())] == ["score-monotone"]
    page.locator(".count.warning").click()
    assert page.locator(".none-left").is_visible()


@pytest.mark.parametrize("sample", ["exported", "scanned", "workbook"])
def test_it_prints_on_a4_with_every_finding(
    opened: Open, sample: str, request: pytest.FixtureRequest
) -> None:
    report = request.getfixturevalue(sample)
    page = opened(report.file).page
    click(page, 1)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    pdf = pypdfium2.PdfDocument(printed)
    sizes = {(round(one.get_width()), round(one.get_height())) for one in pdf}
    text = bare("".join(one.get_textpage().get_text_bounded() for one in pdf))
    assert sizes == {A4}
    assert len(pdf) <= 2 + len(findings(report.audit)) / 2 + report.audit.source.pages
    for finding in findings(report.audit):
        assert bare(finding.message.zh)[:30] in text
        assert bare(finding.arithmetic or "").replace(";", "")[:12] in text
    pdf.close()


def test_without_script_everything_can_be_read(opened: Open, exported: Any) -> None:
    page = opened(exported.file, script=False).page
    for number, finding in enumerate(findings(exported.audit), start=1):
        assert page.locator(f"#f{number} .message").inner_text() == finding.message.zh
        assert page.locator(f"#f{number} .body").is_visible()
    assert page.locator(".note").first.is_visible()
    assert not page.locator("select").is_visible()


def test_what_was_not_checked_is_told_on_the_page(opened: Open, exported: Any) -> None:
    page = opened(exported.file).page
    reasons = [
        outcome.reason.zh for outcome in exported.audit.outcomes if outcome.status == "could-not-check"
    ]
    assert reasons
    text = page.locator(".right").inner_text()
    assert all(reason in text for reason in reasons)
    assert "不等于通过" in text


def test_a_picture_of_a_page_stands_in_the_file_once(exported: Any) -> None:
    text = exported.file.read_text(encoding="utf-8")
    assert text.count("data:image/webp") == 2
    assert text.count("<use ") > 20
    assert len(text.encode()) < 2 * 300_000, "fifty such pages make 15 MB"


def test_pages_of_the_exported_file_are_drawn_without_loss(exported: Any) -> None:
    coded = exported.file.read_text(encoding="utf-8").split("data:image/webp;base64,")[1].split('"')[0]
    assert base64.b64decode(coded)[12:16] == b"VP8L"
    assert Image.open(io.BytesIO(base64.b64decode(coded))).width == pytest.approx(595 * 2, abs=2)


def test_the_pictures_in_the_docs_are_made_of_these_pages(browser: Any, tmp_path: Path) -> None:
    """They show the present pages as long as they have their size, and they are small enough for a README."""
    docs = SAMPLES.parent / "docs"
    for made in make(tmp_path, browser):
        with Image.open(docs / made.name) as shown, Image.open(made) as present:
            assert present.size == shown.size
        assert (docs / made.name).stat().st_size < 400_000
