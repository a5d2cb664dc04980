"""The sign-off sheet as a Word document, opened as Word files are opened."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from fuhe.audit import Audit
from fuhe.report.docx import write

from .conftest import HOSTILE, SAMPLES, MakeAudit, RunMain


def written(*audits: Audit, language: str = "zh") -> bytes:
    file = io.BytesIO()
    write(audits, file, "en" if language == "en" else "zh")
    return file.getvalue()


def opened(*audits: Audit, language: str = "zh") -> Document:
    return docx.Document(io.BytesIO(written(*audits, language=language)))


def texts(document: Document) -> str:
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


def test_a_form_has_its_findings_with_room_for_the_reply(full_audit: Audit) -> None:
    findings, signatures = opened(full_audit).tables
    header, *rows = [[cell.text for cell in row.cells] for row in findings.rows]
    assert header == ["序号", "级别", "复核发现", "请单位说明", "单位说明"]
    assert [row[1] for row in rows] == ["错误", "提示"]
    assert "353.88 + 90.5 = 444.38 ≠ 443.88" in rows[0][2]
    assert (rows[0][3], rows[0][4]) == ("请提供预算批复。", "")
    labels = [cell.text for row in signatures.rows for cell in row.cells if cell.text]
    assert labels == ["单位经办人", "单位负责人", "日期", "复核人", "审核人", "日期"]


def test_what_was_not_checked_is_told_before_the_signatures(full_audit: Audit) -> None:
    told = [paragraph.text for paragraph in opened(full_audit).paragraphs]
    unchecked = told.index("未能核查（不等于通过）")
    assert unchecked < told.index("复核结论：□ 通过　□ 修改后通过　□ 退回")
    assert any("文本丢失了此列" in line for line in told[unchecked:])


def test_each_form_begins_a_page(full_audit: Audit) -> None:
    titles = [one for one in opened(full_audit, full_audit).paragraphs if one.text == "绩效自评表复核意见表"]
    assert [one.paragraph_format.page_break_before for one in titles] == [None, True]


def test_the_header_of_the_findings_repeats_on_each_page(full_audit: Audit) -> None:
    first, *others = opened(full_audit).tables[0].rows
    assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in others)


def test_a_file_that_could_not_be_read_has_a_page_without_signatures(unreadable_audit: Audit) -> None:
    document = opened(unreadable_audit)
    assert not document.tables
    assert "文件已加密" in texts(document)


def test_a_form_without_findings_is_signed_too(make_audit: MakeAudit) -> None:
    document = opened(make_audit())
    (signatures,) = document.tables
    assert signatures.rows[0].cells[0].text == "单位经办人"


def test_hostile_text_is_text(hostile_audit: Audit) -> None:
    shown = texts(opened(hostile_audit))
    for harm in HOSTILE:
        if harm.isprintable():
            assert harm in shown
    assert not set("\x1b\x00\u202e") & set(shown)


def test_a_hostile_document_brings_no_link_field_or_macro(hostile_audit: Audit) -> None:
    with zipfile.ZipFile(io.BytesIO(written(hostile_audit))) as package:
        assert not any("vba" in name or "embeddings" in name for name in package.namelist())
        body = package.read("word/document.xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert 'TargetMode="External"' not in relations
    assert not any(f"<w:{element}" in body for element in ("hyperlink", "instrText", "fldSimple", "object"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_it(full_audit: Audit, tmp_path: Path) -> None:
    (tmp_path / "sheet.docx").write_bytes(written(full_audit, full_audit))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run(  # noqa: S603  (a command of our own making)
        [*command, tmp_path / "sheet.docx"], check=True, capture_output=True, timeout=100
    )
    with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as shown:
        pages = [shown[number].get_textpage().get_text_bounded() for number in range(len(shown))]
        widths = {round(shown[number].get_width()) for number in range(len(shown))}
    assert len(pages) == 2
    assert all("绩效自评表复核意见表" in page and "444.38" in page for page in pages)
    assert widths == {842}  # A4 across


def test_the_command_writes_it_by_the_ending(run_main: RunMain, tmp_path: Path) -> None:
    code, _, _ = run_main("check", SAMPLES / "sichuan-faulty.pdf", "-o", tmp_path / "意见表.docx")
    assert code == 1
    assert "exec-score-recompute" in texts(docx.Document(str(tmp_path / "意见表.docx")))
