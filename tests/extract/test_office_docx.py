"""Word documents: spans, order, nested tables, content controls, tracked changes, hidden text."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from extract.document import InParagraph, InWordTable, Line, Table
from extract.errors import UnreadableError
from extract.office.docx import read_docx

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_a_table_made_by_a_word_library_keeps_its_merges() -> None:
    made = docx.Document()
    made.add_paragraph("部门整体支出绩效自评表")
    grid = made.add_table(3, 3)
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "产出指标"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "年度指标值"
    grid.cell(2, 2).text = "90.50"
    made.add_paragraph("联系人：某某")
    out = io.BytesIO()
    made.save(out)

    reading = read_docx(out.getvalue())
    title, block, footer = reading.blocks
    assert title == Line("部门整体支出绩效自评表", InParagraph(1))
    assert footer == Line("联系人：某某", InParagraph(2))
    assert isinstance(block, Table)
    assert (block.row_count, block.column_count) == (3, 3)
    assert (block.at(1, 0).text, block.at(1, 0).row_span) == ("产出指标", 2)
    assert (block.at(0, 2).text, block.at(0, 2).column_span) == ("年度指标值", 2)
    assert block.at(2, 2).place == InWordTable(1, 3, 3)
    assert sum(c.row_span * c.column_span for c in block.cells) == 9


def test_a_row_that_starts_late_keeps_its_columns() -> None:
    reading = read_docx(
        document(table(row(cell("一"), cell("二")), row(cell("三"), properties='<w:gridBefore w:val="1"/>')))
    )
    (block,) = reading.blocks
    assert isinstance(block, Table)
    assert block.at(1, 1).text == "三"
    assert block.at(1, 0) is None


def test_two_merges_one_below_the_other_stay_two() -> None:
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        *(row(cell(t, p), cell("x")) for t, p in (("上", start), ("", go_on), ("下", start), ("", go_on)))
    )
    (block,) = read_docx(document(body)).blocks
    assert isinstance(block, Table)
    assert [(c.text, c.row_span) for c in block.cells if c.column == 0] == [("上", 2), ("下", 2)]


def test_breaks_tabs_and_paragraphs_in_a_cell_are_kept() -> None:
    inside = "<w:tc><w:p><w:r><w:t>1.一次</w:t><w:br/><w:t>2.两次</w:t></w:r></w:p>" + para("三") + "</w:tc>"
    (block, line) = read_docx(
        document(table(row(inside)) + "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>")
    ).blocks
    assert isinstance(block, Table)
    assert block.at(0, 0).text == "1.一次\n2.两次\n三"
    assert isinstance(line, Line)
    assert line.text == "甲\t乙"


def test_a_nested_table_is_a_table_of_its_own() -> None:
    outer = table(row(f"<w:tc>{para('外')}{table(row(cell('内')))}{para('')}</w:tc>", cell("旁")))
    first, second = read_docx(document(outer)).blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert [c.text for c in first.cells] == ["外", "旁"]
    assert second.cells[0].text == "内"
    assert second.cells[0].place == InWordTable(2, 1, 1)


def test_content_controls_are_looked_through() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(para("标题")) + table(
        row(cell("甲"), control.format(cell("乙"))), control.format(row(cell("丙"), cell("丁")))
    )
    line, block = read_docx(document(body)).blocks
    assert isinstance(line, Line)
    assert isinstance(block, Table)
    assert [c.text for c in block.cells] == ["甲", "乙", "丙", "丁"]


def test_tracked_changes_read_as_if_accepted_and_are_named() -> None:
    body = (
        "<w:p><w:r><w:t>得分</w:t></w:r><w:del><w:r><w:delText>88</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>98</w:t></w:r></w:ins></w:p>"
    ) + table(row(cell("旧"), properties="<w:del/>"), row(cell("新")))
    reading = read_docx(document(body))
    line, block = reading.blocks
    assert isinstance(line, Line)
    assert isinstance(block, Table)
    assert line.text == "得分98"
    assert [c.text for c in block.cells] == ["新"]
    assert [problem.code for problem in reading.problems] == ["tracked-changes"]


def test_hidden_text_is_left_out_and_named() -> None:
    body = "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>"
    reading = read_docx(document(body))
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["看得见"]
    assert [problem.code for problem in reading.problems] == ["hidden-text"]


def test_headers_and_footers_come_last_and_once() -> None:
    head = f"<w:hdr {_W}>{para('附件1')}</w:hdr>"
    reading = read_docx(document(para("正文"), header1=head, header2=head))
    assert [block.text for block in reading.blocks if isinstance(block, Line)] == ["正文", "附件1"]


def test_a_document_of_pictures_says_so() -> None:
    out = io.BytesIO(document(para("见图")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG")
    assert [problem.code for problem in read_docx(out.getvalue()).problems] == ["picture-not-read"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<w:p>", "damaged"),
        (table(row(cell("x", '<w:gridSpan w:val="99999999"/>'))), "damaged"),
    ],
    ids=["cut", "absurd span"],
)
def test_a_broken_document_is_refused(body: str, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_docx(document(body))
    assert caught.value.code == code
