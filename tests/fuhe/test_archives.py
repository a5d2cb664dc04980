"""A zip of documents: each member is audited as a document of its own, by the command and in Python."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import fuhe

SAMPLES = Path(__file__).parents[2] / "samples"
RunMain = Callable[..., tuple[int, str, str]]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.zip"
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        packed.write(SAMPLES / "project-2022.xlsx", "项目.xlsx")
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(SAMPLES / "dept-2023-sheet.pdf", "内部/路径.pdf")
        packed.writestr("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR broken")
        packed.write(inner, "乡镇.zip")
    return path


def test_each_member_is_audited_as_a_document_of_its_own(archive: Path) -> None:
    audits = {one.path.removeprefix(f"{archive}/"): one for one in fuhe.audits(archive)}
    assert list(audits) == ["内部/路径.pdf", "photo.png", "乡镇.zip/项目.xlsx"]
    assert audits["photo.png"].status == "unreadable"
    for name, sample in (
        ("内部/路径.pdf", "dept-2023-sheet.pdf"),
        ("乡镇.zip/项目.xlsx", "project-2022.xlsx"),
    ):
        alone, packed = fuhe.audit(SAMPLES / sample), audits[name]
        assert packed.findings == alone.findings
        assert packed.status == alone.status
        assert packed.source is not None
        assert packed.source.path == packed.path


def test_errors_in_a_packed_pdf_are_confirmed_by_the_second_reader(archive: Path) -> None:
    packed = next(fuhe.audits(archive))
    assert any(finding.severity == "error" for finding in packed.findings)
    assert not any(o.reason and "pdfplumber" in o.reason.en for o in packed.outcomes)


def test_one_audit_of_an_archive_says_what_to_call(archive: Path) -> None:
    audit = fuhe.audit(archive)
    assert audit.status == "unreadable"
    assert audit.problems[0].code == "archive"
    assert "fuhe.audits" in audit.problems[0].remedy.zh


def test_what_is_no_archive_gives_one_audit(tmp_path: Path) -> None:
    assert [one.problems[0].code for one in fuhe.audits(tmp_path / "gone.zip")] == ["not-found"]
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing else")
    assert [one.problems[0].code for one in fuhe.audits(tmp_path / "broken.zip")] == ["damaged"]
    sample = SAMPLES / "project-2022.xlsx"
    assert [one.findings for one in fuhe.audits(sample)] == [fuhe.audit(sample).findings]


def test_the_command_goes_through_an_archive(archive: Path, run_main: RunMain) -> None:
    code, out, err = run_main("check", "--format", "json", archive)
    documents = json.loads(out)["documents"]
    assert [one["source"]["path"] for one in documents] == [
        f"{archive}/内部/路径.pdf",
        f"{archive}/photo.png",
        f"{archive}/乡镇.zip/项目.xlsx",
    ]
    assert code == 3
    assert f"{archive}/photo.png" in err
    assert "共 3 个文件" in err
