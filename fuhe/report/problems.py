"""Problems of the input in sentences: what it is, what to do, and no page forgotten when there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.document import Problem
from extract.wording import Language, Wording
from fuhe.streams import visible

_TOLD_OF_A_KIND = 3
_PASSWORD = Wording(
    "请用 --password 给出打开密码，或取消密码后另存再试。",
    "Give its password with --password, or save it without one.",
)


def remedy(problem: Problem) -> Wording:
    """What to do; where an option of the command does it, it is named."""
    is_locked_pdf = problem.code in ("encrypted", "wrong-password") and "Office" not in problem.message.en
    return _PASSWORD if is_locked_pdf else problem.remedy


def sentence(problem: Problem, language: Language) -> str:
    """Reason and remedy of a problem as two sentences."""
    parts = (ended(one.text(language), language) for one in (problem.message, remedy(problem)))
    return visible(("" if language == "zh" else " ").join(parts))


def ended(text: str, language: Language) -> str:
    """The text as a sentence: a full stop at its end, and in English a capital at its beginning."""
    begun = text[:1].upper() + text[1:] if language == "en" else text
    inside = begun.rstrip('”）)"')
    return begun if inside.endswith(tuple("。！？.!?")) else begun + ("。" if language == "zh" else ".")


def sentences(problems: Iterable[Problem], language: Language) -> Iterator[str]:
    """Every problem; of many of a kind the first few in full and the others by their pages."""
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    for alike in by_code.values():
        yield from (sentence(one, language) for one in alike[:_TOLD_OF_A_KIND])
        rest = alike[_TOLD_OF_A_KIND:]
        if rest:
            pages = runs([one.page for one in rest if one.page is not None], language)
            told = Wording(
                f"同样情况另有 {len(rest)} 处{f'（第{pages}页）' if pages else ''}。",
                f"The same in {len(rest)} more places{f' (pages {pages})' if pages else ''}.",
            )
            yield told.text(language)


def runs(numbers: Iterable[int], language: Language) -> str:
    """Numbers with runs drawn together: 4—9、12."""
    drawn: list[list[int]] = []
    for number in sorted(set(numbers)):
        if drawn and number == drawn[-1][-1] + 1:
            drawn[-1].append(number)
        else:
            drawn.append([number])
    between, to = ("、", "—") if language == "zh" else (", ", "–")
    return between.join(str(run[0]) if len(run) == 1 else f"{run[0]}{to}{run[-1]}" for run in drawn)
