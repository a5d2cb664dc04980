"""The list of findings for a terminal: what was found, where, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.wording import Language, Wording
from fuhe.ledger.listing import Found, Page
from fuhe.report.ledger.words import SUPERSEDED, VERDICT
from fuhe.report.problems import ended
from fuhe.report.width import hanging, one_line
from fuhe.report.words import SEVERITY, Look
from fuhe.streams import visible

_NONE = Wording("没有符合条件的发现。", "No finding is so.")


def render(findings: Iterable[Found], look: Look) -> Iterator[str]:
    """Each finding in a few lines."""
    for found in findings:
        yield "\n".join([*_finding(found, look), "", ""])


def foot(page: Page, look: Look) -> str:
    """Which page of how many this was."""
    if not page.total:
        return _NONE.text(look.language) + "\n"
    first = (page.number - 1) * page.size + 1
    last = min(first + page.size - 1, page.total)
    told = Wording(f"共 {page.total} 条发现", f"{page.total} findings")
    if not page.findings:
        told = Wording(f"{told.zh}，没有第 {page.number} 页。", f"{told.en}, and no page {page.number}.")
    elif page.last > 1:
        more = f"--page {page.number + 1}" if page.number < page.last else ""
        told = Wording(
            f"{told.zh}，此为第 {first}—{last} 条（第 {page.number}/{page.last} 页"
            f"{f'；下一页：{more}' if more else ''}）。",
            f"{told.en}; these are {first}-{last} (page {page.number} of {page.last}"
            f"{f'; next: {more}' if more else ''}).",
        )
    else:
        told = Wording(f"{told.zh}。", f"{told.en}.")
    return look.paint(told.text(look.language), "strong") + "\n"


def _finding(found: Found, look: Look) -> Iterator[str]:
    language = look.language
    level = look.paint(SEVERITY[found.severity].text(language), found.severity)
    yield visible(f"{level}  {_whose(found, language)}  [{found.rule}]  {_state(found, language)}")
    message = visible(one_line(ended(found.message.text(language), language)))
    yield from hanging(message, "    ", look.columns)
    if found.decision and found.decision.verdict != "open":
        yield from hanging(visible(one_line(_decided(found, language))), "    ", look.columns)
    yield from hanging(_where(found, language), "    ", look.columns)


def _whose(found: Found, language: Language) -> str:
    year = Wording(f"{found.year}年", f"{found.year}").text(language) if found.year else ""
    unit = one_line(found.unit) or Wording("（单位未读出）", "(unit not read)").text(language)
    project = one_line(found.project)
    return " ".join(filter(None, (year, unit, project)))


def _state(found: Found, language: Language) -> str:
    verdict = VERDICT[found.decision.verdict if found.decision else "open"].text(language)
    later = SUPERSEDED.text(language) if found.superseded else ""
    return f"{found.fingerprint}  {verdict}{later}"


def _decided(found: Found, language: Language) -> str:
    one = found.decision
    if one is None:
        return ""
    word, day = VERDICT[one.verdict].text(language), one.at[:10]
    return Wording(
        f"{word}：{one.reason}（{one.by}，{day}）", f"{word}: {one.reason} ({one.by}, {day})"
    ).text(language)


def _where(found: Found, language: Language) -> str:
    page = Wording(f"第{found.page}页 ", f"page {found.page} ").text(language) if found.page else ""
    return page + visible(Wording("；", "; ").text(language).join(found.paths))
