"""Text of a hostile document in a workbook: shown, never run, never cut without saying so."""

from __future__ import annotations

import re
import zipfile

from workbook import book, found, saved, table

from fuhe.audit import Audit
from fuhe.report.excel.book import fitting


def test_nothing_of_a_hostile_document_is_calculated_or_linked(hostile_audit: Audit) -> None:
    workbook = book(hostile_audit)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), cell.coordinate
                assert cell.hyperlink is None
    with zipfile.ZipFile(saved(hostile_audit)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if "worksheets" in name:
                assert not re.search(rb"<f>|<hyperlink", package.read(name)), name


def test_text_that_looks_like_a_formula_stays_text_when_edited(hostile_audit: Audit) -> None:
    cells = [row["情况说明"] for row in table(book(hostile_audit)["问题清单"])]
    risky = [cell for cell in cells if cell.value.startswith(("=", "+", "-", "@", "＝"))]
    assert len(risky) == 5
    assert all(cell.quotePrefix for cell in risky)


def test_hostile_text_can_still_be_read(hostile_audit: Audit) -> None:
    told = [row["情况说明"] for row in found("问题清单", hostile_audit)]
    for text in ("<script>alert(1)</script>", "+cmd|' /C calc'!A0", "]]><!--&amp;&#13;", "| 甲 | 乙 |"):
        assert text in told
    assert "清\\x1b[2J屏\\x00\\x08尾" in told
    assert "\\u202e序倒\\u202c\\u200f" in told
    assert "<r><t>粗</t></r> " in told  # the blank keeps it from being taken for markup
    with zipfile.ZipFile(saved(hostile_audit)) as package:
        assert b"_x005F_x000D_" in package.read("xl/worksheets/sheet1.xml")  # as Excel escapes it


def test_text_beyond_the_limit_of_a_cell_is_cut_and_says_so(hostile_audit: Audit) -> None:
    told = [row["情况说明"] for row in found("问题清单", hostile_audit)]
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in told)
    for start in ("长长", "𠮷", "行\n"):
        (cut,) = (text for text in told if text.startswith(start))
        assert "超出 Excel 单元格上限" in cut
    (long,) = (text for text in told if text.startswith("长长"))
    kept, left = long.count("长"), int(re.findall(r"略去 (\d+) 字", long)[0])
    assert kept + left == 40_000


def test_text_that_fits_is_not_cut() -> None:
    assert fitting("长" * 32_767, "zh") == "长" * 32_767
