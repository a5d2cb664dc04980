"""Every rule explains itself in both languages; a mistyped id gets the right suggestion."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

import validate.explain
from extract.wording import Language
from validate.explain import SECTIONS, UndocumentedError, explain, suggest
from validate.outcome import Outcome
from validate.rule import registered

ZH = Path(validate.explain.__file__).parent / "rules" / "zh"
CHINESE_LETTERS = range(0x4E00, 0xA000)


def _chinese_share(text: str) -> float:
    return sum(ord(letter) in CHINESE_LETTERS for letter in text) / len(text)


@pytest.mark.parametrize("rule_id", list(registered()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_has_every_section(rule_id: str, language: Language) -> None:
    explanation = explain(rule_id, language)
    for heading, text in explanation.sections():
        assert len(text) > (5 if language == "zh" else 12), (heading, text)
    share = _chinese_share("".join(text for _, text in explanation.sections()))
    assert share > 0.3 if language == "zh" else share < 0.3
    assert explanation.citations


def test_no_chinese_text_belongs_to_a_rule_that_is_gone() -> None:
    documented = {
        rule_id for file in ZH.glob("*.toml") for rule_id in tomllib.loads(file.read_text(encoding="utf-8"))
    }
    assert documented <= set(registered())


def test_text_names_the_rule_and_all_sections_in_order() -> None:
    text = explain("duplicate-indicator", "en").text()
    assert text.startswith("duplicate-indicator  An indicator stands twice\nhighest severity: warning")
    places = [text.index(f"\n{title.en}\n") for title in SECTIONS.values()]
    assert places == sorted(places)
    assert "8 + 7 = 15" in text


def test_chinese_text_has_chinese_headings() -> None:
    text = explain("reason-missing", "zh").text()
    assert text.startswith("reason-missing  失分未说明原因\n最高级别：预警")
    assert "\n依据\n" in text
    assert "What it checks" not in text


def test_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explain("no-such-rule", "zh")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("duplicate-indicators", "duplicate-indicator"),
        ("stale-wordng", "stale-wording"),
        ("REASON-MISSING", "reason-missing"),
        ("breakdown", "breakdown-sum"),
    ],
)
def test_suggests_what_was_meant(typed: str, meant: str) -> None:
    assert suggest(typed)[0] == meant


def test_suggests_nothing_for_nonsense() -> None:
    assert suggest("zzzzqqqq") == []


def test_a_rule_without_its_sections_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(*_: object) -> list[Outcome]:
        """Say nothing about itself."""
        return []

    bare = msgspec.structs.replace(registered()["stale-wording"], id="bare", check=check)
    monkeypatch.setattr(validate.explain, "all_rules", lambda: {"bare": bare})
    for language in ("zh", "en"):
        with pytest.raises(UndocumentedError, match="bare"):
            explain("bare", language)
