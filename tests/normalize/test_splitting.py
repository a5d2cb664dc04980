"""Many forms in one file: each is an evaluation of its own, with its own pages, head and footer."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pikepdf
import pytest

from extract import read
from extract.document import Block, Box, Document, InParagraph, InSheet, Line, OnPage, Page, Source, Table
from normalize import evaluations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import MakeTable, Texts

    from normalize.evaluation import Evaluation, Traced

SAMPLES = Path(__file__).parents[2] / "samples"
HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
FUND_HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "全年完成值", "未完成原因和改进措施"]
PROSE = [
    "三、预算绩效管理情况。本部门组织对全部项目开展绩效自评,覆盖率百分之百",
    "其中优秀三个,良好一个。从自评情况看,各项目总体执行较好",
    "个别项目受天气影响进度偏慢。下一步将加强进度管理,按季通报",
]


def scored(project: str, unit: str = "甲县水务局", rows: int = 2) -> list[list[str]]:
    """A national project form from its head to its total."""
    return [
        ["项目名称", project, "<", "<", "<", "<", "<"],
        ["主管部门", "甲县政府", "<", "实施单位", unit, "<", "<"],
        ["项目资金(万元)", "", "年初预算数", "全年预算数", "全年执行数", "分值", "得分"],
        ["^", "年度资金总额", "10.00", "10.00", "10.00", "10", "10"],
        HEADER,
        *(
            ["产出指标", "数量指标", f"{project}第{n}项", "≥4次", "4次", "45", "45"]
            for n in range(1, rows + 1)
        ),
        ["总分", "<", "<", "<", "<", "100", "100"],
    ]


def unscored(fund: str) -> list[list[str]]:
    """A transfer-payment form: no weights, no scores, no total."""
    return [
        ["转移支付(项目)名称", fund, "<", "<", "<", "<"],
        FUND_HEADER,
        ["产出指标", "数量指标", f"{fund}补助人数", "≥400人", "412人", ""],
        ["效益指标", "社会效益指标", f"{fund}知晓率", "≥90%", "95%", ""],
    ]


def book(table: MakeTable, *pages: Sequence[Texts | str]) -> Document:
    """A paged document; a text is a line, a list of rows a table."""
    blocks: list[Block] = []
    for number, items in enumerate(pages, start=1):
        for at, item in enumerate(items):
            if isinstance(item, str):
                blocks.append(Line(item, OnPage(number, Box(50, 20.0 * at, 300, 20.0 * at + 12))))
            else:
                blocks.append(table(item, page=number))
    made = tuple(Page(number, 595, 842, 0, "usable") for number in range(1, len(pages) + 1))
    return Document(Source("x.pdf", "0" * 64, "application/pdf", len(pages)), made, tuple(blocks))


def told(one: Traced[str] | None) -> str | None:
    return one.value if one else None


def heads(found: list[Evaluation]) -> list[tuple[str | None, str | None, tuple[int, int]]]:
    return [(told(one.title), told(one.project), one.pages) for one in found]


def test_forms_scattered_in_a_book_have_their_own_pages_and_no_prose(table: MakeTable) -> None:
    prose = [list(PROSE) for _ in range(40)]
    title = "项目支出绩效自评表"
    found = evaluations(
        book(
            table,
            ["目 录", "附件1 项目支出绩效自评表", "附件2 项目支出绩效自评表"],
            *prose,
            ["附件1", title, "(2022年度)", scored("修渠"), "填表人:甲一 联系电话:0850-1"],
            *prose,
            ["附件2", title, "(2023年度)", scored("打井"), "填表人:乙二 联系电话:0850-2", *PROSE],
            *prose,
        )
    )
    assert heads(found) == [(title, "修渠", (42, 42)), (title, "打井", (83, 83))]
    assert [one.year and one.year.value for one in found] == [2022, 2023]
    assert [["甲一" in text.value for text in found[0].narrative].count(True)] == [1]
    for one in found:
        for text in one.narrative:
            assert not any(line in text.value for line in PROSE)
    assert not any("乙二" in text.value for text in found[0].narrative)
    assert any("乙二" in text.value for text in found[1].narrative)


def test_a_form_that_runs_on_ends_where_the_next_begins_on_its_page(table: MakeTable) -> None:
    one, other = scored("修渠", rows=6), scored("打井")
    found = evaluations(
        book(
            table,
            ["项目支出绩效自评表", "(2022年度)", one[:8], "—1—"],
            [
                [HEADER, *one[8:]],
                "填表人:甲一",
                "项目支出绩效自评表",
                "(2023年度)",
                other,
                "填表人:乙二",
                "—2—",
            ],
        )
    )
    assert heads(found) == [("项目支出绩效自评表", "修渠", (1, 2)), ("项目支出绩效自评表", "打井", (2, 2))]
    assert [len(form.indicators) for form in found] == [6, 2]
    assert [form.year and form.year.value for form in found] == [2022, 2023]
    texts = [[text.value for text in form.narrative] for form in found]
    assert any("甲一" in text for text in texts[0])
    assert not any("乙二" in text for text in texts[0])
    assert not any("甲一" in text for text in texts[1])


def test_the_second_form_on_a_page_without_a_title_takes_its_own_head(table: MakeTable) -> None:
    found = evaluations(
        book(
            table,
            ["项目支出绩效自评表", scored("修渠"), "联系人:甲一", "单位名称:乙县林业局", scored("打井")],
        )
    )
    assert [(told(one.project), told(one.title)) for one in found] == [
        ("修渠", "项目支出绩效自评表"),
        ("打井", None),
    ]
    assert any("甲一" in text.value for text in found[0].narrative)
    assert not any("甲一" in text.value for text in found[1].narrative)
    assert not any("乙县林业局" in text.value for text in found[0].narrative)


def test_the_first_form_of_a_page_can_be_cut(table: MakeTable) -> None:
    """Its upper half is on a page that is not there: its rows are its own and its head is nobody's."""
    found = evaluations(
        book(table, [[HEADER, *scored("修渠")[5:]], "项目支出绩效自评表", "(2023年度)", scored("打井")])
    )
    assert heads(found) == [(None, None, (1, 1)), ("项目支出绩效自评表", "打井", (1, 1))]
    assert [row.level3.value for row in found[0].indicators] == ["修渠第1项", "修渠第2项"]
    assert found[0].year is None


def test_families_in_sequence(table: MakeTable) -> None:
    found = evaluations(
        book(
            table,
            ["项目支出绩效自评表", scored("修渠")],
            ["转移支付区域绩效目标自评表", "(2022年度)", unscored("养老")],
            ["转移支付区域绩效目标自评表", "(2023年度)", unscored("就业")],
            ["项目支出绩效自评表", scored("打井")],
        )
    )
    assert [one.form for one in found] == [
        "mof-2020-project", "transfer-payment", "transfer-payment", "mof-2020-project",
    ]  # fmt: skip
    assert [one.pages for one in found] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert [told(one.project) for one in found] == ["修渠", "养老", "就业", "打井"]
    assert [one.year and one.year.value for one in found] == [None, 2022, 2023, None]


def test_two_forms_without_totals_in_one_table(table: MakeTable) -> None:
    """A reader may join what stands close together; the title row inside parts it."""
    title = ["转移支付绩效目标自评表", "<", "<", "<", "<", "<"]
    found = evaluations(book(table, [[title, *unscored("养老"), title, *unscored("就业")]]))
    assert heads(found) == [
        ("转移支付绩效目标自评表", "养老", (1, 1)),
        ("转移支付绩效目标自评表", "就业", (1, 1)),
    ]
    assert [len(one.indicators) for one in found] == [2, 2]


def test_a_head_repeated_on_every_page_starts_no_new_form(table: MakeTable) -> None:
    one = scored("修渠", rows=6)
    title = ["项目支出绩效自评表", "<", "<", "<", "<", "<", "<"]
    (form,) = evaluations(book(table, [[title, *one[:8]]], [[title, HEADER, *one[8:]]]))
    assert (len(form.indicators), form.pages) == (6, (1, 2))
    assert told(form.project) == "修渠"


def test_an_untitled_form_leaves_the_chapter_above_it_alone(table: MakeTable) -> None:
    (form,) = evaluations(
        book(table, [*PROSE, "(二)绩效自评情况", "2022年度", "填报单位:甲县水务局", scored("修渠")])
    )
    assert form.year is not None
    assert form.year.value == 2022
    assert not any(line in text.value for text in form.narrative for line in [*PROSE, "(二)"])


def test_a_chapter_below_a_form_is_not_its_footer(table: MakeTable) -> None:
    (form,) = evaluations(
        book(
            table,
            [
                "项目支出绩效自评表",
                scored("修渠"),
                "注:本表一式两份。",
                "第四部分 名词解释",
                "财政拨款收入:指当年拨款。",
            ],
        )
    )
    texts = [text.value for text in form.narrative]
    assert "注:本表一式两份。" in texts
    assert not any("名词解释" in text or "财政拨款收入" in text for text in texts)


def test_a_foreign_table_of_the_same_width_is_not_the_rest_of_a_form(table: MakeTable) -> None:
    staff = [["姓名", "性别", "职务", "学历", "电话", "备注"], ["甲", "女", "科长", "本科", "1", ""]]
    (form,) = evaluations(
        book(table, ["转移支付绩效目标自评表", unscored("养老"), "二、人员情况。附表如下。", staff])
    )
    assert not any("科长" in text.value for text in form.narrative)


def test_a_title_left_behind_on_the_page_before_is_found(table: MakeTable) -> None:
    found = evaluations(
        book(table, [*PROSE, "项目支出绩效自评表", "(2022年度)", "—1—"], [scored("修渠"), "—2—"])
    )
    assert heads(found) == [("项目支出绩效自评表", "修渠", (1, 2))]
    assert not any(line in text.value for text in found[0].narrative for line in PROSE)


def test_a_page_number_on_a_later_page_does_not_stretch_a_form(table: MakeTable) -> None:
    (form,) = evaluations(book(table, ["项目支出绩效自评表", scored("修渠"), "—1—"], ["—2—"], ["—3—"]))
    assert form.pages == (1, 1)


def test_a_sentence_that_breaks_off_at_a_title_is_none(table: MakeTable) -> None:
    """Lines of a page are pieces of sentences; a piece with a comma names no table."""
    (form,) = evaluations(book(table, ["各单位填报情况较好,详见项目支出绩效自评表", scored("修渠")]))
    assert form.title is None


def _sheets(table: MakeTable, **sheets: Texts) -> Document:
    blocks = []
    for name, texts in sheets.items():
        made = table(texts, "native")
        cells = [
            type(cell)(
                cell.row, cell.column, cell.row_span, cell.column_span, cell.text,
                InSheet(name, f"{chr(65 + cell.column)}{cell.row + 1}"),
            )
            for cell in made.cells
        ]  # fmt: skip
        blocks.append(Table(tuple(cells), made.row_count, made.column_count, "native"))
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    pages = tuple(Page(number, 0, 0, 0, "usable", (one,)) for number, one in enumerate(blocks, start=1))
    return Document(Source("x.xlsx", "0" * 64, media, len(pages)), pages, tuple(blocks))


def test_a_workbook_with_one_form_a_sheet(table: MakeTable) -> None:
    staff = [["姓名", "性别", "职务", "学历", "电话", "备注"], ["甲", "女", "科长", "本科", "1", ""]]
    found = evaluations(
        _sheets(table, 养老=unscored("养老"), 人员=staff, 就业=unscored("就业"), 修渠=scored("修渠"))
    )
    assert [told(one.project) for one in found] == ["养老", "就业", "修渠"]
    assert [len(one.indicators) for one in found] == [2, 2, 2]
    for one in found:
        sheets = {row.level3.place.sheet for row in one.indicators if isinstance(row.level3.place, InSheet)}
        assert sheets == {told(one.project)}
        assert not any("科长" in text.value for text in one.narrative)


@pytest.mark.parametrize("length", [3, 60])
def test_a_word_report_with_forms_keeps_its_paragraphs(table: MakeTable, length: int) -> None:
    """Paragraphs know no page: only what stands close to a table is the form's."""
    report: list[Block] = [Line(f"(一)工作情况{n}。完成较好。", InParagraph(n)) for n in range(1, length)]
    blocks = [
        *report,
        Line("项目支出绩效自评表", InParagraph(length)),
        table(scored("修渠"), "native"),
        *report,
        Line("项目支出绩效自评表", InParagraph(length)),
        table(scored("打井"), "native"),
        *report,
    ]
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    one = Page(1, 0, 0, 0, "usable")
    found = evaluations(Document(Source("x.docx", "0" * 64, media, 1), (one,), tuple(blocks)))
    assert [told(form.project) for form in found] == ["修渠", "打井"]
    assert not any("工作情况" in text.value for form in found for text in form.narrative)


def test_a_text_with_two_forms_keeps_the_report_between_them_out(tmp_path: Path) -> None:
    form = (SAMPLES / "dept-2023-dump.txt").read_text(encoding="utf-8")
    report = "\n".join(f"本部门第{n}项工作进展顺利。" for n in range(1, 200))
    path = tmp_path / "two.txt"
    path.write_text(f"{form}\n{report}\n{form}", encoding="utf-8")
    found = evaluations(read(path))
    assert [len(one.indicators) for one in found] == [18, 18]
    assert not any("第100项" in text.value for one in found for text in one.narrative)
    assert not any("本部门第" in text.value for text in found[1].narrative)


NEIGHBOURS = [
    "appraisal", "check-list", "chongqing-department", "declaration", "dept-2023-sheet", "eight-forms",
    "final-accounts", "hubei-county", "hubei-project", "hunan-department", "input-process-output",
    "landscape", "poverty-fund", "project-2022", "prose", "sichuan-0013zp", "three-pages",
    "three-pages-header", "transfer-payment", "two-row-header",
]  # fmt: skip


@pytest.fixture(scope="module")
def alone() -> dict[str, tuple[int, list[Evaluation]]]:
    """The number of pages of each of these samples, and the forms in it."""
    read_samples = {name: read(SAMPLES / f"{name}.pdf") for name in NEIGHBOURS}
    return {name: (len(one.pages), evaluations(one)) for name, one in read_samples.items()}


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_places(one) for key, one in value.items() if key not in ("place", "more", "pages")
        }
    return [_without_places(one) for one in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("seed", range(3))
def test_a_form_reads_the_same_among_others_as_alone(
    alone: dict[str, tuple[int, list[Evaluation]]], tmp_path: Path, seed: int
) -> None:
    """Whatever stands before and after a form, all its fields and its narrative stay what they are."""
    names = random.Random(seed).sample(NEIGHBOURS, k=len(NEIGHBOURS))  # noqa: S311  (an order, not a secret)
    expected, before = [], 0
    with pikepdf.new() as book:
        for name in names:
            with pikepdf.open(SAMPLES / f"{name}.pdf") as one:
                book.pages.extend(one.pages)
            pages, forms = alone[name]
            expected += [(form, (form.pages[0] + before, form.pages[1] + before)) for form in forms]
            before += pages
        book.save(tmp_path / "book.pdf")
    found = evaluations(read(tmp_path / "book.pdf"))
    assert [one.pages for one in found] == [pages for _, pages in expected]
    for one, (form, _) in zip(found, expected, strict=True):
        assert _without_places(msgspec.to_builtins(one)) == _without_places(msgspec.to_builtins(form))
