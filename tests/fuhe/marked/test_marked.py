"""The submitted PDF with marks on it: every byte of it there, the marks on the right cells, in any viewer."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec.structs import replace
from pdfminer.high_level import extract_pages
from PIL import Image

from bench.scans.generator import scan
from extract.document import OnPage
from extract.wording import Wording
from fuhe.audit import Audit, audits
from fuhe.report.html.cards import findings
from fuhe.report.marked import marked

RunMain = Callable[..., tuple[int, str, str]]

SAMPLES = Path(__file__).parents[3] / "samples"
SHEET = SAMPLES / "dept-2023-sheet.pdf"
_LOST = 20  # hidden points at each edge of a cropped page


class Note(NamedTuple):
    page: int
    kind: str
    box: tuple[float, float, float, float]
    contents: str


def audited(path: Path) -> Audit:
    (audit,) = audits(path, keep_original=True)
    return audit


def notes(content: bytes) -> list[Note]:
    """The annotations as pikepdf reads them."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            Note(
                number,
                str(one.Subtype),
                tuple(float(side) for side in one.Rect),
                str(one.get("/Contents", "")),
            )
            for number, page in enumerate(pdf.pages, start=1)
            for one in page.get("/Annots", [])
        ]


def text_at(content: bytes, note: Note) -> str:
    """What pdfium finds under an annotation, both in the page's own space."""
    document = pypdfium2.PdfDocument(content)
    left, low, right, high = note.box
    text = document[note.page - 1].get_textpage().get_text_bounded(left + 1, low + 1, right - 1, high - 1)
    document.close()
    return bare(text)


def bare(text: str) -> str:
    return "".join(text.split())


def complaints(path: Path) -> str:
    """What `qpdf --check` says against a file; it ends with 3 for a mere warning."""
    if not shutil.which("qpdf") and not os.environ.get("CI"):
        pytest.skip("qpdf is not installed")
    found = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False, text=True)  # noqa: S603, S607 - a file of ours
    return "" if found.returncode == 0 else found.stdout + found.stderr


def as_it_is(_: pikepdf.Pdf) -> dict[str, object]:
    return {}


def cropped(pdf: pikepdf.Pdf) -> dict[str, object]:
    """The page's corner is not the corner of its paper."""
    for page in pdf.pages:
        left, low, right, high = map(float, page.mediabox)
        page.mediabox = [left - 100, low - 50, right + 30, high + 70]
        page.cropbox = [left + _LOST, low + _LOST, right - _LOST, high - _LOST]
    return {}


def turned(pdf: pikepdf.Pdf) -> dict[str, object]:
    """Drawn upside down on a page that the file turns by half a circle more: it reads as before."""
    for page in pdf.pages:
        left, low, right, high = map(float, page.mediabox)
        page.contents_add(f"q -1 0 0 -1 {left + right} {low + high} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.rotate(180, relative=True)
    return {}


def packed(_: pikepdf.Pdf) -> dict[str, object]:
    """Objects in streams, and a cross-reference stream instead of a table."""
    return {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def remarked(pdf: pikepdf.Pdf) -> dict[str, object]:
    """Somebody's link stands on each page, in lists that are objects of their own."""
    for page in pdf.pages:
        link = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[5, 5, 9, 9])
        )
        page.Annots = pdf.make_indirect(pikepdf.Array([link]))
    return {}


@pytest.mark.parametrize("change", [as_it_is, cropped, turned, packed, remarked])
@pytest.mark.parametrize("sample", ["dept-2023-sheet", "rotated"])
def test_the_marks_lie_on_the_cells_that_hold_the_evidence(
    tmp_path: Path, sample: str, change: Callable[[pikepdf.Pdf], dict[str, object]]
) -> None:
    source = tmp_path / "in.pdf"
    with pikepdf.open(SAMPLES / f"{sample}.pdf") as pdf:
        how = change(pdf)
        pdf.save(source, **how)
    audit, target = audited(source), tmp_path / "out.pdf"
    content = marked(audit, "zh")
    target.write_bytes(content)
    assert content.startswith(source.read_bytes())
    assert complaints(target) == ""
    assert len(list(extract_pages(io.BytesIO(content)))) == audit.source.pages

    marks = [note for note in notes(content) if note.kind == "/Highlight"]
    assert len({(note.page, note.box) for note in marks}) == len(marks), "one note a cell"
    told = {(note.page, text_at(content, note)) for note in marks}
    cells = [(one.place.page, bare(one.text)) for finding in findings(audit) for one in finding.evidence]
    assert len(marks) == len({one.place for finding in findings(audit) for one in finding.evidence})
    for page, text in cells:
        assert any(
            page == at and (text == there or (text in there and len(there) > 200)) for at, there in told
        )
    if change is remarked:
        assert len([note for note in notes(content) if note.kind == "/Link"]) == audit.source.pages


def test_several_findings_on_one_cell_are_one_note_and_each_is_told_in_full_once() -> None:
    audit = audited(SHEET)
    marks = [note for note in notes(marked(audit, "zh")) if note.kind == "/Highlight"]
    (total,) = [one for one in marks if "1 错误" in one.contents and "8 提示" in one.contents]
    assert "353.88 + 90.5 = 444.38 ≠ 443.88" in total.contents
    for finding in findings(audit):
        assert sum(finding.message.zh in one.contents for one in marks) == 1
    others = [
        one for one in marks if "[budget-col-sum]\n说明见第1页「年度资金总额」年初预算数" in one.contents
    ]
    assert len(others) == 2


def test_the_notes_are_in_the_language_asked_for() -> None:
    audit = audited(SHEET)
    told = "\n".join(note.contents for note in notes(marked(audit, "en")))
    assert findings(audit)[0].message.en in told
    assert "error" in told


def test_what_was_not_checked_is_noted_on_the_first_page_of_the_form() -> None:
    audit = audited(SHEET)
    (note,) = [one for one in notes(marked(audit, "zh")) if one.kind == "/Text"]
    assert note.page == 1
    assert "未能核查（不等于通过）" in note.contents
    reasons = [one.reason.zh for one in audit.outcomes if one.status == "could-not-check"]
    assert all(reason in note.contents for reason in reasons)


def test_pdfium_draws_the_marks() -> None:
    """Something is drawn over the cell, and nothing is drawn anywhere else."""
    audit = audited(SHEET)
    content = marked(audit, "zh")
    before, after = (pypdfium2.PdfDocument(one)[0].render(scale=1).to_numpy() for one in (SHEET, content))
    differs = (before != after).any(axis=2)
    box = next(
        one.place.box
        for one in findings(audit)[0].evidence
        if isinstance(one.place, OnPage) and one.place.page == 1
    )
    assert differs[int(box.top) + 2 : int(box.bottom) - 2, int(box.x0) + 2 : int(box.x1) - 2].mean() > 0.9
    assert 0.01 < differs.mean() < 0.5


def test_what_the_file_says_of_itself_stays() -> None:
    content = marked(audited(SHEET), "zh")
    with pikepdf.open(SHEET) as before, pikepdf.open(io.BytesIO(content)) as after:
        assert dict(after.docinfo.items()).keys() == dict(before.docinfo.items()).keys()
        assert str(after.docinfo["/Creator"]) == str(before.docinfo["/Creator"])


@pytest.mark.timeout(400)  # a page is recognised
def test_a_scan_that_lay_sideways_is_marked_where_its_cells_are(tmp_path: Path) -> None:
    """The exported original says where the cells are, once the page is turned back by hand."""
    original = SAMPLES / "project-2022.pdf"
    page = Image.open(io.BytesIO(scan(original, 1, "clean300").data)).convert("RGB")
    page.rotate(90, expand=True).save(tmp_path / "scan.pdf", resolution=300)
    audit = audited(tmp_path / "scan.pdf")
    content = marked(audit, "zh")
    assert content.startswith((tmp_path / "scan.pdf").read_bytes())
    high_as = page.height * 72 / 300
    rate = next(note for note in notes(content) if "1 错误" in note.contents)
    # turned against the clock: what was down goes right, what was right goes up
    left, low, right, high = rate.box
    upright = Note(1, "", (low, high_as - right, high, high_as - left), "")
    assert text_at(original.read_bytes(), upright) in ("86.30%", "300.00", "258.60")


def test_text_of_the_document_stays_text() -> None:
    audit = audited(SHEET)
    (one,) = audit.evaluated
    first = next(outcome for outcome in one.outcomes if outcome.finding)
    harm = "/JavaScript (app.alert(1)) )>> \\ \x00\x1b \u202e 序倒 \ud800" + "长" * 9000
    said = replace(first.finding, message=Wording(harm, harm))
    hostile = replace(audit, evaluated=(replace(one, outcomes=(replace(first, finding=said),)),))
    content = marked(hostile, "zh")
    (note,) = [one for one in notes(content) if one.kind == "/Highlight" and "/JavaScript" in one.contents]
    assert "\\u202e 序倒" in note.contents
    assert not set(note.contents) & set("\x00\x1b\u202e")
    assert len(note.contents) <= 4000
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    assert pdfium.FPDFDoc_GetJavaScriptActionCount(document) == 0
    pdfium.FPDF_CloseDocument(document)


def test_a_clean_form_gets_its_note_and_no_mark() -> None:
    (note,) = notes(marked(audited(SAMPLES / "poverty-fund.pdf"), "zh"))
    assert note.kind == "/Text"
    assert "核查相符" in note.contents


def test_a_file_that_is_no_pdf_is_refused_with_what_to_do(run_main: RunMain, tmp_path: Path) -> None:
    code, _, err = run_main("check", SAMPLES / "hubei-county.xlsx", "-o", tmp_path / "marked.pdf")
    assert code == 2
    assert "不是 PDF" in err
    assert "--format html" in err
    assert not (tmp_path / "marked.pdf").exists()


def test_an_encrypted_file_is_refused_even_with_its_password(
    run_main: RunMain, tmp_path: Path, encrypted_pdf: Path
) -> None:
    target = tmp_path / "marked.pdf"
    code, _, err = run_main("check", encrypted_pdf, "--password", "secret", "-o", target)
    assert code == 2
    assert "另存为未加密" in err
    code, _, err = run_main("check", encrypted_pdf, "-o", target)
    assert code == 3
    assert "--password" in err
    assert not target.exists()


def test_an_odd_file_is_refused_and_nothing_is_written(run_main: RunMain, tmp_path: Path) -> None:
    """Junk before the head: every offset in the file counts from somewhere else."""
    source, target = tmp_path / "odd.pdf", tmp_path / "marked.pdf"
    source.write_bytes(b"From a mail\n" + SHEET.read_bytes())
    code, _, err = run_main("check", source, "-o", target)
    assert code == 2
    assert "--format html" in err
    assert not target.exists()


def test_the_command_marks_many_into_a_folder(run_main: RunMain, tmp_path: Path) -> None:
    files = [SHEET, SAMPLES / "rotated.pdf"]
    code, _, _ = run_main("check", *files, "--format", "pdf", "-o", tmp_path / "marked")
    assert code == 1
    assert sorted(one.name for one in (tmp_path / "marked").iterdir()) == sorted(one.name for one in files)
