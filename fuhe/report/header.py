"""Which form it is, in one line: title, year, unit, project, kind, family, pages or sheet."""

from __future__ import annotations

from extract.document import InSheet
from extract.wording import Language, Wording
from fuhe.report.width import one_line
from fuhe.streams import visible
from normalize.evaluation import Evaluation, Text

KIND = {
    "department": Wording("部门（单位）整体", "department"),
    "project": Wording("项目", "project"),
    "unknown": Wording("表种未定", "kind unknown"),
}


def facts(evaluation: Evaluation, language: Language, *, paged: bool) -> str:
    """The header line of a form; what the form does not say is left out here and listed in its gaps."""
    year = evaluation.year
    parts = [
        evaluation.title and evaluation.title.value,
        year and Wording(f"{year.value}年度", f"year {year.value}").text(language),
        _labelled(Wording("单位", "unit"), evaluation.unit, language),
        _labelled(Wording("项目", "project"), evaluation.project, language),
        f"{KIND[evaluation.kind].text(language)} [{evaluation.form}]",
        _pages(evaluation.pages).text(language) if paged else _sheet(evaluation, language),
    ]
    return visible(" · ".join(one_line(part) for part in parts if part))


def _sheet(evaluation: Evaluation, language: Language) -> str | None:
    """The sheet of a workbook on which the form stands."""
    head = (evaluation.title, evaluation.unit, evaluation.project)
    rows = (row.level3 for row in evaluation.indicators)
    place = next((traced.place for traced in (*head, *rows) if traced), None)
    if not isinstance(place, InSheet):
        return None
    return Wording(f"工作表 {place.sheet}", f"sheet {place.sheet}").text(language)


def _labelled(label: Wording, text: Text | None, language: Language) -> str | None:
    if text is None:
        return None
    return f"{label.zh}：{text.value}" if language == "zh" else f"{label.en}: {text.value}"


def _pages(pages: tuple[int, int]) -> Wording:
    first, last = pages
    if first == last:
        return Wording(f"第{first}页", f"page {first}")
    return Wording(f"第{first}—{last}页", f"pages {first}–{last}")
