"""Problems of the input in sentences: what it is, what to do, and no page forgotten when there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.document import Problem
from extract.wording import Language, Wording
from fuhe.streams import visible

_TOLD_OF_A_KIND = 3


def sentence(problem: Problem, language: Language) -> str:
    """Reason and remedy of a problem as two sentences."""
    parts = (ended(one.text(language), language) for one in (problem.message, problem.remedy))
    return visible(("" if language == "zh" else " ").join(parts))


def ended(text: str, language: Language) -> str:
    """The text with a full stop at its end."""
    stop = "。" if language == "zh" else "."
    return text if text.endswith(tuple("。！？.!?”）")) else text + stop


def sentences(problems: Iterable[Problem], language: Language) -> Iterator[str]:
    """Every problem; of many of a kind the first few in full and the others by their pages."""
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    for alike in by_code.values():
        yield from (sentence(one, language) for one in alike[:_TOLD_OF_A_KIND])
        rest = alike[_TOLD_OF_A_KIND:]
        if rest:
            pages = _pages([one.page for one in rest if one.page is not None])
            told = Wording(
                f"同样情况另有 {len(rest)} 处（第{pages}页）。",
                f"The same in {len(rest)} more places (pages {pages}).",
            )
            yield told.text(language)


def _pages(pages: list[int]) -> str:
    """Page numbers with runs drawn together: 4–9, 12."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
