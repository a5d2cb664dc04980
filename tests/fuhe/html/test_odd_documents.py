"""Whatever a document holds, its report only shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from docs.browser import Opened
from extract.document import Box, Cell, Document, InSheet, InText, Line, OnPage, Page, Problem, Source, Table
from extract.wording import Wording
from fuhe.audit import Audit, AuditedEvaluation, Original, audits
from fuhe.report.html import folder, render
from fuhe.report.office_text import office_text
from validate.outcome import Evidence, Outcome

Open = Callable[..., Opened]

SAMPLES = Path(__file__).parents[3] / "samples"
ADDRESSES = (
    '" onload="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "</script><script>alert(1)",
)


def in_cells(audit: Audit, texts: list[str]) -> Audit:
    """The audit with a workbook behind it in whose cells these texts stand, each as evidence."""
    places = [InSheet(texts[0][:40], f"A{row}") for row in range(1, len(texts) + 1)]
    cells = tuple(Cell(row, 0, 1, 1, text, places[row]) for row, text in enumerate(texts))
    table = Table(cells, len(cells), 1, "native")
    lines = tuple(Line(text, InText(row, 1, row, 9)) for row, text in enumerate(texts, start=1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    source = Source(audit.path, "0" * 64, kind, 1)  # type: ignore[arg-type]
    document = Document(source, (Page(1, 0, 0, 0, "usable", (table,), lines),), (table, *lines))
    evaluated = tuple(
        moved(one, place, text) for one, place, text in zip(audit.evaluated, places, texts, strict=False)
    )
    return replace(audit, source=source, evaluated=evaluated, original=Original(document, b""))


def moved(one: AuditedEvaluation, place: InSheet, text: str) -> AuditedEvaluation:
    first, *others = one.outcomes
    evidence = (Evidence(Wording(text, text), text, place),)
    found: Outcome = replace(first, finding=replace(first.finding, evidence=evidence))
    return replace(one, outcomes=(found, *others))


@pytest.fixture
def hostile(hostile_audit: Audit) -> tuple[Audit, list[str]]:
    texts = [*ADDRESSES, *(one.outcomes[0].finding.message.zh for one in hostile_audit.evaluated)]
    return in_cells(hostile_audit, texts), texts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_nothing_breaks_and_the_text_can_be_read(
    opened: Open, hostile: tuple[Audit, list[str]], tmp_path: Path, language: Any
) -> None:
    audit, texts = hostile
    file = tmp_path / "report.html"
    file.write_text("".join(render(audit, language)), encoding="utf-8")
    shown = opened(file)
    page = shown.page
    page.locator("#f1 .head").click()
    page.keyboard.press("j")
    assert shown.complaints == []
    assert shown.left_the_file == []
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, form, [style]').length") == 0
    assert page.evaluate("[...document.links].every((link) => link.getAttribute('href').startsWith('#'))")
    for column in ("td", ".message"):
        told = page.locator(column).all_text_contents()
        for text in texts[len(ADDRESSES) :]:
            assert any(" ".join(office_text(text).split()) in " ".join(one.split()) for one in told)
    assert not set(page.content()) & set("\x00\x08\x1b\u202e\u200f\ufffe")


def test_the_index_of_such_documents_too(
    opened: Open, hostile: tuple[Audit, list[str]], tmp_path: Path
) -> None:
    audit, texts = hostile
    refused = Audit(
        texts[1],
        None,
        "unreadable",
        (Problem("odd", Wording(texts[1], texts[1]), audit.problems[0].remedy),),
        (),
    )
    folder.write([replace(audit, path=f"甲/{text[:200]}") for text in texts] + [refused], tmp_path, "zh")
    shown = opened(tmp_path / "index.html")
    assert shown.page.locator(".list tbody tr").count() == len(texts) + 1
    assert shown.complaints == []
    assert shown.left_the_file == []
    assert shown.page.evaluate("document.scripts.length") <= 1
    for link in shown.page.locator(".list a").all():
        assert "/" not in link.get_attribute("href")


def test_a_page_that_cannot_be_drawn_is_shown_as_it_was_read(make_audit: Any, error: Any) -> None:
    """The bytes are gone bad since: the text that was read is still there, with the cell marked."""
    box = Box(72.001, 100.004, 130.5, 112.25)
    cell = Cell(0, 0, 1, 1, "443.88", OnPage(2, box))
    page = Page(
        2,
        595,
        842,
        0,
        "usable",
        (Table((cell,), 1, 1, "ruled"),),
        (Line("附注", OnPage(2, Box(72, 20, 130, 32))),),
    )
    audit = make_audit(Outcome("budget-col-sum", "finding", Wording("数", "n"), finding=error))
    document = Document(audit.source, (Page(1, 595, 842, 0, "usable"), page), ())
    text = "".join(render(replace(audit, original=Original(document, b"%PDF-1.4 broken")), "zh"))
    assert "本页没有图像" in text
    assert 'class="marked error"' in text
    assert text.index("附注") < text.index('class="marked error"'), "what stands higher comes first"


def test_pages_beyond_the_size_that_a_report_may_have_are_shown_as_they_were_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (audit,) = audits(SAMPLES / "dept-2023-sheet.pdf", keep_original=True)
    whole = "".join(render(audit, "zh"))
    first = len(whole.split("data:image/webp;base64,")[1].split('"')[0]) * 3 // 4
    monkeypatch.setattr("fuhe.report.html.pages.MOST_BYTES", first + 1000)
    text = "".join(render(audit, "zh"))
    assert text.count("data:image/webp") == 1
    assert "本页没有图像" in text
    assert "98.3" in text.partition("本页没有图像")[2].partition('class="right"')[0]


def test_a_long_table_shows_the_rows_around_the_evidence_and_says_what_it_leaves_out(
    make_audit: Any, error: Any
) -> None:
    evidence = (Evidence(Wording("某项·得分", "x · score"), "9.3", InSheet("表1", "A900")),)
    audit = make_audit(
        Outcome("budget-col-sum", "finding", Wording("数", "n"), finding=replace(error, evidence=evidence))
    )
    cells = tuple(Cell(row, 0, 1, 1, f"第{row + 1}行", InSheet("表1", f"A{row + 1}")) for row in range(1200))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    source = replace(audit.source, media_type=kind)
    document = Document(source, (), (Table(cells, 1200, 1, "native"),))
    text = "".join(render(replace(audit, source=source, original=Original(document, b"")), "zh"))
    assert "第900行" in text
    assert "第600行" not in text
    assert "此处略去 893 行" in text
    assert "此处略去 297 行" in text


def test_without_the_file_the_findings_are_told_all_the_same(full_audit: Audit) -> None:
    text = "".join(render(full_audit, "zh"))
    assert "年初预算数合计不符。" in text
    assert "此处不显示" in text
    assert "文本丢失了此列" in text


def test_a_file_that_was_not_audited_shows_no_zeros(unreadable_audit: Audit) -> None:
    """No finding would look like none found."""
    text = "".join(render(unreadable_audit, "zh"))
    assert "文件已加密" in text
    assert "无法读取" in text
    assert 'class="count' not in text.partition("<body>")[2]
