"""What a rule is for, in words: the docstring of its check (English) or `zh/*.toml` beside its module."""

from __future__ import annotations

import inspect
import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from rapidfuzz import fuzz, process

from extract.wording import Language, Wording
from validate.catalogue import AnyRule, all_rules
from validate.outcome import Severity
from validate.rule import Family

# The sections of a rule's docstring, in their order, with the field each one fills.
SECTIONS: dict[str, Wording] = {
    "what": Wording("检查内容", "What it checks"),
    "basis": Wording("依据", "Basis"),
    "why": Wording("意义", "Why it matters"),
    "example": Wording("示例", "Example"),
    "when_not": Wording("不适用的情形", "When it does not apply"),
    "remedy": Wording("处理建议", "How to put it right"),
}
SEVERITIES: dict[Severity, Wording] = {
    "error": Wording("错误", "error"),
    "warning": Wording("预警", "warning"),
    "notice": Wording("提示", "notice"),
}
FAMILIES: dict[Family, Wording] = {
    "arithmetic": Wording("算术勾稽", "arithmetic"),
    "budget": Wording("预算执行", "budget"),
    "attainment": Wording("指标完成与得分", "attainment"),
    "weights": Wording("权重", "weights"),
    "rating": Wording("等级", "rating"),
    "completeness": Wording("完整性", "completeness"),
    "consistency": Wording("一致性", "consistency"),
    "text": Wording("文字", "text"),
    "archive": Wording("跨年跨表", "archive"),
}

_NEAR = 55
_SUGGESTIONS = 3


class UndocumentedError(ValueError):
    """A rule without one of its sections, in one language: a defect of the rule, found by a test."""


class Explanation(msgspec.Struct, frozen=True):
    """One rule in one language; all fields but `id`, `family` and `severity` are texts for people.

    `severity` is the highest it can report. `citations` name the regulations, `basis` says what they ask.
    """

    id: str
    language: Language
    title: str
    family: Family
    severity: Severity
    citations: tuple[str, ...]
    what: str
    basis: str
    why: str
    example: str
    when_not: str
    remedy: str

    def sections(self) -> list[tuple[str, str]]:
        """Headings and texts, in the order in which they are read."""
        return [(title.text(self.language), getattr(self, name)) for name, title in SECTIONS.items()]

    def text(self) -> str:
        """The whole explanation as plain text."""
        highest = SEVERITIES[self.severity].text(self.language)
        label = "最高级别：" if self.language == "zh" else "highest severity: "
        head = f"{self.id}  {self.title}\n{label}{highest}"
        return "\n\n".join([head, *(f"{title}\n  {text}" for title, text in self.sections())]) + "\n"


def explain(rule_id: str, language: Language) -> Explanation:
    """The documentation of a rule. Raises KeyError for an unknown id (`suggest` knows the nearest ones)."""
    rule = all_rules()[rule_id]
    sections = _english(rule) if language == "en" else _chinese(rule)
    missing = [name for name in SECTIONS if not sections.get(name)]
    if missing:
        raise UndocumentedError(f"{rule_id}: no text ({language}) for {', '.join(missing)}")
    citations = tuple(one.text(language) for one in rule.basis)
    title = rule.title.text(language)
    return Explanation(rule.id, language, title, rule.family, rule.severity, citations, **sections)


def suggest(rule_id: str) -> list[str]:
    """The ids that a mistyped one may stand for, nearest first; empty where none is near."""
    ids = list(all_rules())
    near = process.extract(rule_id.lower(), ids, scorer=fuzz.ratio, limit=_SUGGESTIONS, score_cutoff=_NEAR)
    return [match[0] for match in near]


def _english(rule: AnyRule) -> dict[str, str]:
    text = inspect.getdoc(rule.check) or ""
    headings = {title.en: name for name, title in SECTIONS.items()}
    pieces = re.split(rf"^({'|'.join(headings)}):\s*$", text, flags=re.MULTILINE)
    titles, bodies = pieces[1::2], pieces[2::2]
    return {headings[title]: " ".join(body.split()) for title, body in zip(titles, bodies, strict=True)}


def _chinese(rule: AnyRule) -> dict[str, str]:
    package, _, module = rule.check.__module__.rpartition(".")
    return dict(_texts(package, module).get(rule.id, {}))


@cache
def _texts(package: str, module: str) -> dict[str, dict[str, str]]:
    """The Chinese texts of the rules of one module, by id; an unknown key in the file is an error."""
    file = files(package) / "zh" / f"{module}.toml"
    if not file.is_file():
        return {}
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    for rule_id, sections in raw.items():
        unknown = sections.keys() - SECTIONS.keys()
        if unknown:
            raise UndocumentedError(f"{module}.toml: {rule_id}: unknown {', '.join(sorted(unknown))}")
    return raw
