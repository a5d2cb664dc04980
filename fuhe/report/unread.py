"""What of a form was not read because of its file: told by reason, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator

from extract.wording import Language
from normalize.evaluation import Evaluation
from validate.evidence import part_name


def unread(form: Evaluation, language: Language) -> Iterator[str]:
    """One line a reason: 标题、“全年执行数”列：文件转成文本时可能丢失了此项."""
    by_reason: dict[str, list[str]] = {}
    for gap in form.gaps:
        if gap.lost:
            by_reason.setdefault(gap.reason.text(language), []).append(part_name(gap.part).text(language))
    between, colon = ("、", "：") if language == "zh" else (", ", ": ")
    for reason, parts in by_reason.items():
        yield between.join(parts) + colon + reason
