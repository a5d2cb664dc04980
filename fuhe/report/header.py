"""Which form it is, in one line: title, year, unit, project, kind, family, pages."""

from __future__ import annotations

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
        _pages(evaluation.pages).text(language) if paged else None,
    ]
    return visible(" · ".join(one_line(part) for part in parts if part))


def _labelled(label: Wording, text: Text | None, language: Language) -> str | None:
    if text is None:
        return None
    return f"{label.zh}：{text.value}" if language == "zh" else f"{label.en}: {text.value}"


def _pages(pages: tuple[int, int]) -> Wording:
    first, last = pages
    if first == last:
        return Wording(f"第{first}页", f"page {first}")
    return Wording(f"第{first}–{last}页", f"pages {first}–{last}")
