"""Where the reports go: one document to a file or to stdout, any number to a folder with an index."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from docs.browser import Opened

RunMain = Callable[..., tuple[int, str, str]]
Open = Callable[..., Opened]

SAMPLES = Path(__file__).parents[3] / "samples"
FAULTY = SAMPLES / "hubei-faulty.pdf"
CLEAN = SAMPLES / "poverty-fund.xlsx"
PROSE = SAMPLES / "prose.pdf"


def links(index: Path) -> list[str]:
    return [unquote(link) for link in re.findall(r'<td><a href="([^"]+)"', index.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", ["report.html", "report.htm", "REPORT.HTML"])
def test_the_ending_says_that_it_is_html(run_main: RunMain, tmp_path: Path, name: str) -> None:
    code, out, _ = run_main("check", FAULTY, "-o", tmp_path / name)
    assert (code, out) == (1, "")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "data:image/webp" in text


def test_one_document_goes_to_stdout(run_main: RunMain) -> None:
    code, out, _ = run_main("check", CLEAN, "--format", "html", "--lang", "en")
    assert code == 0
    assert '<html lang="en">' in out
    assert "Nothing was found." in out


def test_the_list_beside_the_pages_opens_each_finding(run_main: RunMain, tmp_path: Path) -> None:
    run_main("check", FAULTY, PROSE, SAMPLES / "dept-2023-sheet.pdf", "-o", f"{tmp_path}/")
    assert 'href="%E9%97%AE%E9%A2%98%E6%B8%85%E5%8D%95.xlsx"' in (tmp_path / "index.html").read_text("utf-8")
    sheet = openpyxl.load_workbook(tmp_path / "问题清单.xlsx")["问题清单"]
    header, *rows = sheet.iter_rows(values_only=True)
    link, rule, told = header.index("原页"), header.index("规则编号"), header.index("情况说明")
    opened = 0
    for row in rows:
        page, _, anchor = re.fullmatch(r'=HYPERLINK\("([^"#]+)(#?)([^"]*)","查看"\)', row[link]).groups()
        text = (tmp_path / page).read_text("utf-8")
        if anchor:  # a file without a form has a page, and no finding on it
            card = re.search(rf'<article class="finding[^"]*" id="{anchor}".*?</article>', text, re.DOTALL)[0]
            assert row[rule] in card
            assert row[told][:12] in unescape(card)
            opened += 1
    assert opened > 20


def test_many_documents_go_to_a_folder_with_an_index(run_main: RunMain, tmp_path: Path) -> None:
    broken = tmp_path / "坏 #1.pdf"
    broken.write_bytes(FAULTY.read_bytes()[:1500])
    folder = tmp_path / "报告"
    code, _, _ = run_main("check", CLEAN, FAULTY, PROSE, broken, "-o", f"{folder}/")
    assert code == 3
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert sorted(links(folder / "index.html")) == sorted(
        one.name for one in folder.glob("*.html") if one.name != "index.html"
    )
    assert len(links(folder / "index.html")) == 4
    assert "无法读取" in index
    assert "无自评表" in index
    assert "<rect class=" in index
    assert all(
        'href="index.html"' in (folder / name).read_text("utf-8") for name in links(folder / "index.html")
    )


def test_an_archive_of_documents_goes_to_a_folder_too(run_main: RunMain, tmp_path: Path) -> None:
    bundle = tmp_path / "2023.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.write(FAULTY, "甲/自评表.pdf")
        archive.write(CLEAN, "乙/自评表.xlsx")
    run_main("check", bundle, "--format", "html", "-o", tmp_path / "out")
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "index.html",
        "自评表-2.html",
        "自评表.html",
        "问题清单.xlsx",
    ]
    assert "data:image/webp" in (tmp_path / "out" / "自评表.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_several_documents_do_not_fit_into_one_file(run_main: RunMain, tmp_path: Path, kind: str) -> None:
    code, _, err = run_main("check", FAULTY, SAMPLES / "rotated.pdf", "-o", tmp_path / f"all.{kind}")
    assert code == 2
    assert "文件夹" in err
    assert not list(tmp_path.iterdir())


def test_names_of_reports_lead_nowhere_else(run_main: RunMain, tmp_path: Path) -> None:
    bundle = tmp_path / "odd.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for name in ("index.pdf", "a\"'<b>&.pdf", "con.pdf", "….pdf", "长" * 90 + ".pdf"):
            archive.write(PROSE, name)
    folder = tmp_path / "out"
    run_main("check", bundle, "--format", "html", "-o", folder)
    written = {one.name for one in folder.glob("*.html")}
    assert len(written) == 6
    assert set(links(folder / "index.html")) == written - {"index.html"}
    assert "con.html" not in written
    assert not any(set(name) & set("\"'<>&/\\") for name in written)


def test_no_file_that_is_checked_is_written_over(run_main: RunMain, tmp_path: Path) -> None:
    source = tmp_path / "自评表.pdf"
    source.write_bytes(FAULTY.read_bytes())
    run_main("check", source, "--format", "pdf", "-o", tmp_path)
    assert source.read_bytes() == FAULTY.read_bytes()
    assert (tmp_path / "自评表-2.pdf").read_bytes().startswith(source.read_bytes())
    code, _, err = run_main("check", source, "-o", source)
    assert code == 2
    assert "覆盖" in err


def test_the_index_leads_to_the_reports(run_main: RunMain, tmp_path: Path, opened: Open) -> None:
    run_main("check", CLEAN, FAULTY, "-o", f"{tmp_path}/")
    index = opened(tmp_path / "index.html")
    index.page.get_by_role("link", name="hubei-faulty.pdf").click()
    assert index.page.locator(".finding").count() > 0
    index.page.get_by_role("link", name="返回汇总").click()
    assert index.page.title() == "绩效自评表复核汇总"
    assert index.complaints == []


def test_what_was_found_across_reports_stands_on_the_index(run_main: RunMain, tmp_path: Path) -> None:
    files = [SAMPLES / "poverty-fund.pdf", SAMPLES / "poverty-fund-faulty.docx"]
    run_main("check", *files, "--together", "-o", f"{tmp_path}/")
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "跨表核查" in index
    assert "[duplicate-submission]" in index


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_a_comparison_is_refused_where_it_could_not_be_told(
    run_main: RunMain, tmp_path: Path, kind: str
) -> None:
    code, _, err = run_main("check", FAULTY, "--together", "-o", tmp_path / f"one.{kind}")
    assert code == 2
    assert "汇总页" in err


def test_the_pages_of_an_encrypted_file_are_shown_with_its_password(
    run_main: RunMain, tmp_path: Path, encrypted_pdf: Path
) -> None:
    run_main("check", encrypted_pdf, "--password", "secret", "-o", tmp_path / "report.html")
    assert "data:image/webp" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_on_a_console_of_another_encoding_the_page_is_still_utf_8(run_fuhe: Callable[..., Any]) -> None:
    done = run_fuhe("check", CLEAN, "--format", "html", PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert done.stdout.decode("utf-8").startswith("<!DOCTYPE html>")
    assert "复核发现" in done.stdout.decode("utf-8")
