"""Why values of a form were inferred or converted: told once a reason, with the rows that it holds for."""

from __future__ import annotations

from collections.abc import Iterator

from extract.wording import Language, Wording
from fuhe.report.problems import runs
from fuhe.report.values import named
from normalize.evaluation import Evaluation, Traced


def reasons(
    form: Evaluation, values: Iterator[tuple[str, Traced[object]]], language: Language
) -> Iterator[str]:
    """One line a reason: 一级指标（第1—17项）：文件转成文本时丢失了该级次名称；…."""
    by_reason: dict[tuple[str, str], list[int]] = {}
    for path, traced in values:
        if traced.how in ("inferred", "converted") and traced.reason and not path.startswith("groups"):
            name, number = named(path, form, language)
            by_reason.setdefault((name, traced.reason.text(language)), []).append(number)
    for (name, reason), numbers in by_reason.items():
        rows = runs([number for number in numbers if number], language)
        where = Wording(f"（第{rows}项）", f" (rows {rows})").text(language) if rows else ""
        yield f"{name}{where}{'：' if language == 'zh' else ': '}{reason}"
