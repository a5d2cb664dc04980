"""Rows that a page break cuts in two: which remainders belong to the row above, and which are rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
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

from extract.continued import join
from extract.continued.join import Sheet, blocks
from extract.pdf.reader import read_pdf

FULL_LINE = "全年开展督导并按月通报进展情况"
"""Fills its cell from border to border: what goes on after it had to go into the next line."""


def pages_with_cut(ink: MakeInk, upper: Sequence[str], lower: Sequence[str]) -> list[Any]:
    one = rows_on(ink(), [HEAD, item(1), item(2), item(3), item(4), upper], first=1)
    closed(one, TOP, TOP - 30, TOP - 60, TOP - 90, TOP - 120, TOP - 150, TOP - 180)
    two = closed(rows_on(ink(), [lower, item(6)]), TOP, TOP - 30, TOP - 60)
    return [one, two]


def test_a_row_cut_in_mid_sentence_with_rules_on_both_sides_is_one_row(ink: MakeInk, pdf_of: MakePdf) -> None:
    upper = ["", "推进制度建设", "≥5次", FULL_LINE, "5", "4.5"]
    lower = ["", "", "", "共计12次", "", ""]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[1:] == ["推进制度建设", "≥5次", FULL_LINE + "共计12次", "5", "4.5"]
    assert row(table, 6)[1:] == item(6)[1:]
    (joint,) = table.joints
    assert (joint.row, joint.cut_row) == (5, True)
    assert all(len(cell.more) == 1 for cell in table.cells if cell.row == 5)


def test_a_row_is_one_row_also_where_the_columns_are_laid_over_those_of_another_page(
    ink: MakeInk, pdf_of: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scanned sheets never lie alike: their grids are moved over one another, their texts are not."""

    def moved(sheet: Sheet) -> Sheet:
        grids = [msgspec.structs.replace(one, xs=tuple(x + 40 for x in one.xs)) for one in sheet.grids]
        return sheet._replace(grids=tuple(grids))

    monkeypatch.setattr(join, "blocks", lambda sheets: blocks([moved(sheet) for sheet in sheets]))
    upper = ["", "推进制度建设", "≥5次", FULL_LINE, "5", "4.5"]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, ["", "", "以上", "共计12次", "", ""]))))
    assert row(table, 5)[1:] == ["推进制度建设", "≥5次以上", FULL_LINE + "共计12次", "5", "4.5"]


@pytest.mark.parametrize(
    "lower",
    [
        pytest.param(["", "线上培训", "", "2次", "", ""], id="a named row without target and numbers"),
        pytest.param(["", "指标6：", "", "", "", ""], id="an unused row of the template"),
        pytest.param(["", "其中：线上培训", "≥2次", "2次", "", ""], id="a sub-row without weight"),
        pytest.param(["", "", "", "", "", ""], id="an empty row"),
        pytest.param(["", "推广经验做法", "≥2次", "2次", "5", "5"], id="a row of its own"),
    ],
)
def test_a_row_of_its_own_after_the_break_is_not_swallowed(
    ink: MakeInk, pdf_of: MakePdf, lower: list[str]
) -> None:
    upper = ["", "推进制度建设", "≥5次", FULL_LINE, "5", "4.5"]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[1:] == upper[1:]
    assert row(table, 6)[1:] == lower[1:]
    assert not table.joints[0].cut_row


def test_a_remainder_without_name_target_and_numbers_belongs_to_the_row_above(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    upper = ["", "推进制度建设", "≥5次", "全年开展督导。", "5", "4.5"]
    lower = ["", "", "", "共计12次", "", ""]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[1:] == ["推进制度建设", "≥5次", "全年开展督导。共计12次", "5", "4.5"]
    assert table.joints[0].cut_row


def test_a_named_row_after_an_ended_sentence_is_not_swallowed(ink: MakeInk, pdf_of: MakePdf) -> None:
    upper = ["", "推进制度建设", "≥5次", "全年开展督导。", "5", "4.5"]
    lower = ["", "线上培训", "", "共计12次", "", ""]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[1:] == upper[1:]
    assert not table.joints[0].cut_row


def test_a_row_without_any_rule_at_the_break_is_one_row(ink: MakeInk, pdf_of: MakePdf) -> None:
    one = ink()
    for y in (TOP, TOP - 30):
        one.line(XS[0], y, XS[-1], y)
    two = ink()
    for y in (TOP - 30, TOP - 60):
        two.line(XS[0], y, XS[-1], y)
    for x in XS:
        one.line(x, TOP, x, TOP - 60)
        two.line(x, TOP, x, TOP - 60)
    for x, text in zip(XS, HEAD, strict=False):
        one.text(x + 2, TOP - 18, text)
    one.text(XS[1] + 3, TOP - 48, "推进制度").text(XS[4] + 3, TOP - 48, "5")
    two.text(XS[1] + 3, TOP - 18, "建设").text(XS[1] + 3, TOP - 48, "下一行")
    table = only_table(read_pdf(pdf_of(one, two)))
    assert row(table, 1) == ["", "推进制度建设", "", "", "5", ""]
    assert row(table, 2)[1] == "下一行"
    assert table.joints[0].cut_row


def test_an_exporter_that_draws_no_last_rule_does_not_make_two_rows_one(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    one = ink().grid(XS, [TOP, TOP - 30])
    two = ink().grid(XS, [TOP - 30, TOP - 60])
    for x in XS:
        one.line(x, TOP - 30, x, TOP - 60)
        two.line(x, TOP, x, TOP - 30)
    for x, head, upper, lower in zip(XS, HEAD, item(1), item(2), strict=False):
        one.text(x + 2, TOP - 18, head)
        for page, y, text in ((one, TOP - 48, upper), (two, TOP - 18, lower)):
            if text:
                page.text(x + 2, y, text)
    table = only_table(read_pdf(pdf_of(one, two)))
    assert [row(table, 1), row(table, 2)] == [item(1), item(2)]
    assert not table.joints[0].cut_row


def test_a_row_cut_over_three_pages_with_a_repeated_head_is_one_row(ink: MakeInk, pdf_of: MakePdf) -> None:
    upper = ["", "推进制度建设", "≥5次", FULL_LINE, "5", "4.5"]
    middle, last = ["", "", "", FULL_LINE, "", ""], ["", "", "", "共计12次", "", ""]
    one = closed(
        rows_on(ink(), [HEAD, item(1), item(2), item(3), upper]), *[TOP - 30 * i for i in range(6)]
    ).text(XS[0] + 2, TOP - 18, "一级")
    two = closed(rows_on(ink(), [HEAD, middle]), TOP, TOP - 30, TOP - 60).text(XS[0] + 2, TOP - 18, "一级")
    three = closed(rows_on(ink(), [HEAD, last, item(6)]), TOP, TOP - 30, TOP - 60, TOP - 90)
    three.text(XS[0] + 2, TOP - 18, "一级")
    table = only_table(read_pdf(pdf_of(one, two, three)))
    assert row(table, 4)[1:] == ["推进制度建设", "≥5次", FULL_LINE * 2 + "共计12次", "5", "4.5"]
    assert [row(table, 5), row(table, 6)] == [HEAD, HEAD]
    assert row(table, 7)[1:] == item(6)[1:]
    assert [(joint.row, joint.cut_row) for joint in table.joints] == [(4, True), (4, True)]


def test_a_remainder_that_begins_with_a_decimal_number_is_no_numbered_item(
    ink: MakeInk, pdf_of: MakePdf
) -> None:
    upper = ["", "推进制度建设", "≥5次", FULL_LINE, "5", "4.5"]
    lower = ["", "", "", "1297.29万元", "", ""]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[3] == FULL_LINE + "1297.29万元"


def test_a_row_all_of_whose_texts_go_on_is_one_row(ink: MakeInk, pdf_of: MakePdf) -> None:
    upper = ["", "推进各项制度建设并完成验", "≥5次并做好记", FULL_LINE, "5", "4.5"]
    lower = ["", "收", "录", "共计12次", "", ""]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[1:4] == ["推进各项制度建设并完成验收", "≥5次并做好记录", FULL_LINE + "共计12次"]


def test_what_another_block_holds_in_the_same_columns_does_not_count(ink: MakeInk, pdf_of: MakePdf) -> None:
    """Above the indicators the columns of weight and score hold words."""
    upper = ["", "推进制度建设", "≥5次", FULL_LINE, "5", "4.5"]
    one = ink()
    for y in (TOP + 60, TOP + 30, TOP):
        one.line(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[2], *XS[4:]):
        one.line(x, TOP, x, TOP + 60)
    for y in (TOP + 42, TOP + 12):
        one.text(XS[4] + 2, y, "自评").text(XS[5] + 2, y, "备注")
    rows = [HEAD, item(1), item(2), item(3), upper]
    closed(rows_on(one, rows), *[TOP - 30 * i for i in range(6)])
    two = closed(rows_on(ink(), [["", "", "", "共计12次", "", ""], item(6)]), TOP, TOP - 30, TOP - 60)
    table = only_table(read_pdf(pdf_of(one, two)))
    assert row(table, 6)[3] == FULL_LINE + "共计12次"


def test_a_line_halved_by_the_break_stands_once(ink: MakeInk, pdf_of: MakePdf) -> None:
    """Each page shows part of the ink of the label's line; the text layers of both name it whole."""
    pages = two_pages(ink, upper="", lower="")
    for page, low, y in zip(pages, (TOP - 90, TOP - 60), (TOP - 89, TOP - 6), strict=True):
        page.raw(f"q {XS[0]} {low} 30 {TOP - 30 - low if page is pages[0] else 60} re W n")
        page.text(XS[0] + 2, y, "产出").raw("Q")
    table = only_table(read_pdf(pdf_of(*pages)))
    assert column(table, 0) == [(0, 1, "一级"), (1, 4, "产出"), (5, 1, "效益")]


def test_a_name_that_stops_at_a_colon_goes_on(ink: MakeInk, pdf_of: MakePdf) -> None:
    upper = ["", "推进各项规章制度建设事：", "≥5次", FULL_LINE, "5", "4.5"]
    lower = ["", "并验收", "", "共计12次", "", ""]
    table = only_table(read_pdf(pdf_of(*pages_with_cut(ink, upper, lower))))
    assert row(table, 5)[1] == "推进各项规章制度建设事：并验收"
