"""The rule catalogue in `docs/rules/`, made from the rules themselves: one page a family, in both languages.

python docs/make_rules.py            write the pages
python docs/make_rules.py --check    write nothing; exit with 1 and name the pages that are out of date
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from extract.wording import Language, Wording
from validate.catalogue import all_rules
from validate.explain import FAMILIES, SEVERITIES, Explanation, explain
from validate.rule import Family

FOLDER = Path(__file__).parent / "rules"
SUFFIX: dict[Language, str] = {"en": ".md", "zh": ".zh-CN.md"}
OTHER: dict[Language, tuple[Language, str]] = {"en": ("zh", "简体中文"), "zh": ("en", "English")}
MADE = "<!-- made by docs/make_rules.py from the rules; change the rule, not this page -->\n\n"
TITLE = Wording("规则目录", "The rules")
INTRODUCTION = Wording(
    "每条规则对每张表给出四种结果之一：相符、发现问题、不适用、未能核查。“级别”是该规则可能给出的最高级别。",
    "Each rule answers one of four things about a form: it holds, a finding, not applicable, not checked. "
    "The severity given here is the highest that the rule can report.",
)
COLUMNS = Wording("| 编号 | 级别 | 检查内容 |", "| Id | Severity | What it flags |")
HIGHEST = Wording("最高级别", "Highest severity")
CITATIONS = Wording("引用", "Cited")


def main() -> int:
    """Write or check all pages; the exit code."""
    pages = {FOLDER / name: text for name, text in _pages().items()}
    if "--check" in sys.argv[1:]:
        return _check(pages)
    FOLDER.mkdir(exist_ok=True)
    for stale in set(FOLDER.glob("*.md")) - pages.keys():
        stale.unlink()
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    return 0


def _check(pages: dict[Path, str]) -> int:
    there = {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    differing = [path for path in sorted(pages.keys() | there.keys()) if pages.get(path) != there.get(path)]
    for path in differing:
        sys.stderr.write(f"out of date: {path.relative_to(FOLDER.parent.parent)}; run docs/make_rules.py\n")
    return 1 if differing else 0


def _pages() -> dict[str, str]:
    pages = {}
    for language, suffix in SUFFIX.items():
        rules = [explain(rule_id, language) for rule_id in all_rules()]
        rules.sort(key=lambda one: list(FAMILIES).index(one.family))
        families = [(family, list(members)) for family, members in groupby(rules, lambda one: one.family)]
        pages[f"README{suffix}"] = _index(families, language)
        for family, members in families:
            pages[f"{family}{suffix}"] = _page(family, members, language)
    return pages


def _index(families: list[tuple[Family, list[Explanation]]], language: Language) -> str:
    blocks = [_head(TITLE.text(language), "README", language), INTRODUCTION.text(language)]
    for family, members in families:
        page = f"{family}{SUFFIX[language]}"
        rows = [
            f"| [`{one.id}`]({page}#{one.id}) | {SEVERITIES[one.severity].text(language)} | {one.title} |"
            for one in members
        ]
        table = "\n".join([COLUMNS.text(language), "|---|---|---|", *rows])
        blocks += [f"## [{FAMILIES[family].text(language)}]({page})", table]
    return MADE + "\n\n".join(blocks) + "\n"


def _page(family: Family, members: list[Explanation], language: Language) -> str:
    title = FAMILIES[family].text(language)
    blocks = [_head(title[:1].upper() + title[1:], family, language)]
    for one in members:
        severity = SEVERITIES[one.severity].text(language)
        colon = ":" if language == "zh" else ": "
        facts = [
            f"**{one.title}**",
            f"{HIGHEST.text(language)}{colon}{severity}",
            f"{CITATIONS.text(language)}{colon}{'; '.join(one.citations)}",
        ]
        blocks += [f"## {one.id}", "  \n".join(facts)]
        blocks += [f"### {heading}\n\n{_escaped(text)}" for heading, text in one.sections()]
    return MADE + "\n\n".join(blocks) + "\n"


def _head(title: str, page: str, language: Language) -> str:
    other, name = OTHER[language]
    return f"# {title}\n\n[{name}]({page}{SUFFIX[other]})"


def _escaped(text: str) -> str:
    """Running text for Markdown: comparisons and products are no tags and no emphasis."""
    return text.replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_")


if __name__ == "__main__":
    sys.exit(main())
