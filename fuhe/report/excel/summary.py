"""Sheet 汇总: counts by severity, by unit and year, and by rule, with a chart of the commonest findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extract.wording import Wording
from fuhe.report.excel.book import Book, Sheet, left_out, write_text
from fuhe.report.excel.tally import Tally
from fuhe.report.rows import COLUMNS, title_of
from fuhe.report.words import LIMITS, NO_EVALUATION, NOT_CHECKED, SEVERITY, UNREADABLE

NAME = Wording("汇总", "Summary")

_CHARTED = 12  # rules in the chart; the table has all
_MOST_GROUPS = 100_000  # rows of the table by unit; far below the limit of a sheet
_BELOW_CHART = 23  # the first row that the chart, beside the facts, does not cover
_WIDTHS = (40, 28, 10, 10, 10, 10, 10, 12, 12)
_COLOURS = {"error": "#C00000", "warning": "#E6A700", "notice": "#5B9BD5"}
_LINE = {"border": 1, "border_color": "#D9D9D9", "valign": "top"}
_HEAD = {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1}

_ALL = Wording("合计", "all")
_HELD = Wording("核查相符", "in order")
_LEFT = Wording("未能核查（不等于通过）", "not checked (not the same as passed)")
_FORMS = Wording("自评表份数", "forms")
_NO_UNIT = Wording("（未读到单位）", "(unit not read)")


class Summary:
    """The sheet of counts; written at the end, in one go from top to bottom."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._row = 0
        self._page = book.workbook.add_worksheet(self._told(NAME))
        for column, wide in enumerate(_WIDTHS):
            self._page.set_column(column, column, wide)
        self._page.set_landscape()
        self._page.set_paper(9)  # A4
        self._page.fit_to_pages(1, 0)
        self._page.hide_gridlines(2)

    def write(self, tally: Tally, sheets: Sequence[tuple[Wording, Sheet]], notes: Sequence[str]) -> None:
        """All counts, then the notes. `sheets` are the others with their names: a cut list is mentioned."""
        self._title(NAME, size=14)
        self._facts(tally)
        for name, sheet in sheets:
            if sheet.left_out:
                self._line([f"{self._told(name)}: {self._told(left_out(sheet.left_out))}"])
        if tally.by_rule:
            self._row = max(self._row, _BELOW_CHART)
        self._by_rule(tally)
        self._by_group(tally)
        self._row += 1
        for note in (*notes, self._told(LIMITS)):
            self._line([note])

    def _facts(self, tally: Tally) -> None:
        files = tally.files
        counted = (
            (Wording("文件数", "files"), sum(files.values())),
            (UNREADABLE, files["unreadable"]),
            (NO_EVALUATION, files["no-evaluation"]),
            (_FORMS, tally.forms),
            *((word, tally.severities[severity]) for severity, word in SEVERITY.items()),
            (_HELD, tally.statuses["ok"]),
            (Wording("不适用", "not applicable"), tally.statuses["not-applicable"]),
            (_LEFT, tally.statuses["could-not-check"]),
            (Wording("按设置不列", "set aside by the settings"), tally.set_aside),
        )
        for label, count in counted:
            self._line([self._told(label), count], framed=True)

    def _by_rule(self, tally: Tally) -> None:
        """The rules by how often they found something; the first of them make the chart."""
        self._title(Wording("按问题类型", "By rule"))
        heads = (COLUMNS["title"], COLUMNS["rule"], *SEVERITY.values(), _ALL)
        self._line([self._told(head) for head in heads], head=True)
        first = self._row
        for rule, counts in sorted(tally.by_rule.items(), key=lambda item: -item[1].total()):
            cells = [counts[severity] for severity in SEVERITY]
            title = title_of(rule, self._book.language) or rule
            self._line([title, rule, *cells, counts.total()], framed=True)
        if self._row > first:
            self._chart(first, min(self._row - 1, first + _CHARTED - 1))

    def _by_group(self, tally: Tally) -> None:
        self._title(Wording("按单位和年度", "By unit and year"))
        heads = (COLUMNS["unit"], COLUMNS["year"], _FORMS, *SEVERITY.values(), _ALL, _HELD, NOT_CHECKED)
        self._line([self._told(head) for head in heads], head=True)
        for (unit, year), counts in sorted(tally.by_group.items())[:_MOST_GROUPS]:
            found = [counts[severity] for severity in SEVERITY]
            cells = [counts["forms"], *found, sum(found), counts["ok"], counts["could-not-check"]]
            self._line([unit or self._told(_NO_UNIT), year, *cells], framed=True)
        if len(tally.by_group) > _MOST_GROUPS:
            self._line([self._told(left_out(len(tally.by_group) - _MOST_GROUPS))])

    def _title(self, title: Wording, size: int = 12) -> None:
        if self._row:
            self._row += 1
        look = self._book.format(bold=True, font_size=size)
        self._page.write_string(self._row, 0, self._told(title), look)
        self._row += 1

    def _line(self, values: Sequence[str | int], *, head: bool = False, framed: bool = False) -> None:
        look: dict[str, Any] = _HEAD if head else _LINE | {"text_wrap": True} if framed else {}
        for column, value in enumerate(values):
            if isinstance(value, int):
                self._page.write_number(self._row, column, value, self._book.format(**look))
            else:
                write_text(self._book, self._page, (self._row, column), value, look)
        self._row += 1

    def _chart(self, first: int, last: int) -> None:
        chart = self._book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        name = self._told(NAME)
        for column, (severity, word) in enumerate(SEVERITY.items(), start=2):
            chart.add_series(
                {
                    "name": self._told(word),
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, column, last, column],
                    "fill": {"color": _COLOURS[severity]},
                    "gap": 60,
                }
            )
        title = Wording("最常见的问题", "Commonest findings")
        chart.set_title({"name": self._told(title), "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis(
            {"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}}
        )
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 640, "height": 430})
        self._page.insert_chart(1, 2, chart, {"x_offset": 12})

    def _told(self, wording: Wording) -> str:
        return wording.text(self._book.language)
