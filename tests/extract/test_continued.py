"""A table that goes on over a page break is one table; two forms in a row stay two."""

from __future__ import annotations

from typing import Any

import pytest
from cut_pages import (
    HEAD,
    TOP,
    XS,
    MakeInk,
    MakePdf,
    closed,
    column,
    item,
    only_table,
    row,
    rows_on,
    two_pages,
)

from extract.continued.join import Sheet, blocks
from extract.document import Box, Cell, Line, OnPage, Page, Reading, Table
from extract.grid import Grid, GridCell
from extract.pdf.reader import read_pdf


def tables(reading: Reading) -> list[Table]:
    return [block for block in reading.blocks if isinstance(block, Table)]


def test_a_merged_cell_without_a_rule_at_the_break_is_one_cell(ink: MakeInk, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(*two_pages(ink, upper="产出", lower="指标")))
    table = only_table(reading)
    assert column(table, 0) == [(0, 1, "一级"), (1, 4, "产出指标"), (5, 1, "效益")]
    label = table.at(1, 0)
    assert isinstance(label, Cell)
    assert (label.place.page, [more.page for more in label.more]) == (1, [2])  # type: ignore[union-attr]
    (joint,) = table.joints
    assert (joint.row, joint.cut_row) == (3, False)
    assert "没有横线" in joint.reason.zh
    assert "no rule" in joint.reason.en


def test_the_page_tables_stay_as_they_are(ink: MakeInk, pdf_of: MakePdf) -> None:
    reading = read_pdf(pdf_of(*two_pages(ink, upper="产出", lower="指标")))
    assert [page.tables[0].row_count for page in reading.pages] == [3, 3]
    assert reading.pages[1].tables[0].cells[0].text == "指标"
    joined = only_table(reading)
    places = {cell.place for cell in joined.cells} | {place for cell in joined.cells for place in cell.more}
    assert places == {cell.place for page in reading.pages for cell in page.tables[0].cells}


def test_a_repeated_head_row_is_named_and_kept(ink: MakeInk, pdf_of: MakePdf) -> None:
    table = only_table(read_pdf(pdf_of(*two_pages(ink, upper="产出", lower="指标", head_again=True))))
    assert [row(table, 0), row(table, 3)] == [HEAD, HEAD]
    # The head row stands between the halves: they cannot be one rectangle, both show the whole text.
    assert column(table, 0) == [
        (0, 1, "一级"),
        (1, 2, "产出指标"),
        (3, 1, "一级"),
        (4, 2, "产出指标"),
        (6, 1, "效益"),
    ]
    assert all(len(table.at(r, 0).more) == 1 for r in (1, 4))  # type: ignore[union-attr]
    assert "重复了 1 行表头" in table.joints[0].reason.zh


def test_page_numbers_and_running_heads_do_not_part_a_table(ink: MakeInk, pdf_of: MakePdf) -> None:
    pages = two_pages(ink)
    for number, page in enumerate(pages, 1):
        page.text(280, 40, f"— {number} —").text(60, 815, "某市财政局")
    assert len(only_table(read_pdf(pdf_of(*pages))).joints) == 1


@pytest.mark.parametrize("note", ["注：以上数据截至年底", "填报人：李四"])
def test_a_note_below_the_table_ends_it(ink: MakeInk, pdf_of: MakePdf, note: str) -> None:
    one, two = two_pages(ink)
    one.text(60, 400, note)
    assert len(tables(read_pdf(pdf_of(one, two)))) == 2


def test_a_title_above_the_next_table_begins_a_new_form(ink: MakeInk, pdf_of: MakePdf) -> None:
    one, two = two_pages(ink)
    two.text(200, 800, "项目支出绩效自评表")
    assert len(tables(read_pdf(pdf_of(one, two)))) == 2


def test_the_same_title_on_both_pages_is_a_title_not_a_running_head(ink: MakeInk, pdf_of: MakePdf) -> None:
    pages = two_pages(ink)
    for page in pages:
        page.text(200, 800, "项目支出绩效自评表")
    assert len(tables(read_pdf(pdf_of(*pages)))) == 2


def form_with_head(ink: MakeInk, name: str) -> Any:
    page = ink()
    for y in (TOP, TOP - 30):
        page.line(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[2], XS[-1]):
        page.line(x, TOP, x, TOP - 30)
    page.text(XS[0] + 3, TOP - 18, "项目名称").text(XS[2] + 3, TOP - 18, name)
    rows_on(page, [HEAD, item(1)], top=TOP - 30)
    return (
        closed(page, TOP - 60, TOP - 90).text(XS[0] + 2, TOP - 48, "一级").text(XS[0] + 2, TOP - 78, "产出")
    )


def test_a_form_that_opens_with_the_same_label_and_another_value_is_a_new_one(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    reading = read_pdf(pdf_of(form_with_head(ink, "道路维修"), form_with_head(ink, "人员培训")))
    assert [row(table, 0) for table in tables(reading)] == [
        ["项目名称", "道路维修"],
        ["项目名称", "人员培训"],
    ]


def test_tables_of_another_width_are_not_joined(ink: MakeInk, pdf_of: MakePdf) -> None:
    one, _ = two_pages(ink)
    other = ink().grid([50, 200, 400], [780, 750, 720]).text(60, 760, "备注").text(210, 760, "无")
    assert len(tables(read_pdf(pdf_of(one, other)))) == 2


def test_a_label_column_left_blank_after_the_break_goes_on(ink: MakeInk, pdf_of: MakePdf) -> None:
    one = rows_on(ink(), [HEAD, item(1), item(2)])
    closed(one, TOP, TOP - 30, TOP - 90).text(XS[0] + 2, TOP - 18, "一级").text(XS[0] + 2, TOP - 58, "产出")
    two = rows_on(ink(), [item(3), item(4), item(5)])
    closed(two, TOP, TOP - 60, TOP - 90).text(XS[0] + 2, TOP - 78, "效益")
    table = only_table(read_pdf(pdf_of(one, two)))
    assert column(table, 0) == [(0, 1, "一级"), (1, 4, "产出"), (5, 1, "效益")]


def test_a_table_over_four_pages_is_one(ink: MakeInk, pdf_of: MakePdf) -> None:
    pages = []
    for number in range(4):
        rows = [item(10 * number + i) for i in range(4)]
        page = rows_on(ink(), [HEAD, *rows] if not number else rows)
        count = len(rows) + (not number)
        pages.append(closed(page, *[TOP - 30 * i for i in range(count + 1)]))
    table = only_table(read_pdf(pdf_of(*pages)))
    assert table.row_count == 17
    assert [joint.row for joint in table.joints] == [5, 9, 13]
    assert [cell.text for cell in table.cells if cell.column == 1][1:] == [
        item(10 * n + i)[1] for n in range(4) for i in range(4)
    ]


def test_columns_of_both_parts_are_numbered_on_one_grid(ink: MakeInk, pdf_of: MakePdf) -> None:
    one = ink().grid([50, 200, 520], [780, 750]).text(60, 760, "总体目标").text(210, 760, "完成情况")
    two = (
        ink()
        .grid([50, 120, 201, 520], [780, 750])
        .text(60, 760, "一级")
        .text(130, 760, "二级")
        .text(210, 760, "指标")
    )
    table = only_table(read_pdf(pdf_of(one, two)))
    assert [(c.row, c.column, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 2, "总体目标"),
        (0, 2, 1, "完成情况"),
        (1, 0, 1, "一级"),
        (1, 1, 1, "二级"),
        (1, 2, 1, "指标"),
    ]


def test_turned_text_cut_by_the_break_is_joined_in_reading_order(ink: MakeInk, pdf_of: MakePdf) -> None:
    up = "0 1 -1 0"
    one, two = two_pages(ink, upper="", lower="")
    one.text(68, TOP - 85, "益指标", turn=up)
    two.text(68, TOP - 40, "社会效", turn=up)
    table = only_table(read_pdf(pdf_of(one, two)))
    assert column(table, 0)[1] == (1, 4, "社会效益指标")


def test_two_tables_on_one_page_are_not_joined(ink: MakeInk, pdf_of: MakePdf) -> None:
    page = ink().grid(XS, [780, 750, 720]).grid(XS, [690, 660, 630]).text(60, 760, "一").text(60, 670, "二")
    assert len(tables(read_pdf(pdf_of(page)))) == 2


def test_a_label_as_high_as_its_page_keeps_its_column(ink: MakeInk, pdf_of: MakePdf) -> None:
    """No horizontal rule touches the outer border of such a page."""
    one = rows_on(ink(), [HEAD, item(1)])
    closed(one, TOP, TOP - 30).text(XS[0] + 2, TOP - 18, "一级")
    two = rows_on(ink(), [item(2), item(3)]).text(XS[0] + 2, TOP - 30, "产出")
    three = closed(rows_on(ink(), [item(4), item(5)]), TOP - 60)
    table = only_table(read_pdf(pdf_of(one, two, three)))
    assert column(table, 0) == [(0, 1, "一级"), (1, 5, "产出")]
    assert [row(table, r)[-5:] for r in range(2, 6)] == [item(n)[1:] for n in range(2, 6)]


def test_a_closed_label_does_not_spread_to_a_blank_one_that_goes_on(ink: MakeInk, pdf_of: MakePdf) -> None:
    one = closed(rows_on(ink(), [HEAD, item(1), item(2)]), TOP, TOP - 30, TOP - 90)
    one.text(XS[0] + 2, TOP - 18, "一级").text(XS[0] + 2, TOP - 58, "产出")
    two = closed(rows_on(ink(), [HEAD, item(3), item(4)]), TOP, TOP - 30).text(XS[0] + 2, TOP - 18, "一级")
    three = closed(rows_on(ink(), [HEAD, item(5), item(6)]), TOP, TOP - 30, TOP - 90)
    three.text(XS[0] + 2, TOP - 18, "一级").text(XS[0] + 2, TOP - 58, "效益")
    labels = column(only_table(read_pdf(pdf_of(one, two, three))), 0)
    assert [text for _, _, text in labels if text != "一级"] == ["产出", "效益", "效益"]


def test_a_label_ends_with_its_first_half_where_it_is_cut_after_one_row(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    """Neither half is over several rows; that the column holds merged labels is known from the others."""
    one = rows_on(ink(), [HEAD, item(1), item(2), item(3), item(4), item(5)])
    closed(one, *[TOP - 30 * i for i in (0, 1, 3, 5, 6)]).text(XS[0] + 2, TOP - 18, "一级")
    for i, label in ((1, "产出"), (3, "时效"), (5, "效益")):
        one.text(XS[0] + 2, TOP - 30 * i - 18, label)
    two = closed(rows_on(ink(), [item(6), item(7)]), TOP, TOP - 30, TOP - 60).text(
        XS[0] + 2, TOP - 48, "满意"
    )
    table = only_table(read_pdf(pdf_of(one, two)))
    assert column(table, 0)[-2:] == [(5, 2, "效益"), (7, 1, "满意")]


def test_a_title_above_a_photographed_table_stays_above_it() -> None:
    """Lines and cells have their places on the photograph, the grid on the page cut out of it."""

    def there(x0: float, top: float, x1: float, bottom: float) -> OnPage:
        return OnPage(1, Box(x0, top, x1, bottom))

    title = Line("项目支出绩效自评表", there(253, 121, 400, 136))
    cells = (Cell(0, 0, 1, 1, "项目名称", there(84, 160, 200, 180), ()),)
    table = Table(cells, 1, 1, "recognised")
    page = Page(1, 692, 979, 0, "recognised", (table,), (title,))
    found = blocks([Sheet(page, (Grid((54.0, 170.0), (60.0, 80.0), (GridCell(0, 0, 1, 1),)),))])
    assert [type(one) for one in found] == [Line, Table]
