"""What a supervisor reads: facts, a question and evidence in both languages, and no accusation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.explain import explain
from validate.outcome import Finding
from validate.profile import for_form, load
from validate.rule import registered, run

Build = Callable[[dict[str, Any]], Evaluation]
CASES = Path(__file__).parent / "cases"
ACCUSING = re.compile(
    r"造假|虚报|作假|虚假|弄虚|骗取|瞒报|谎报|篡改|\b(?:falsif\w*|fraud\w*|cheat\w*|fake\w*|lied)\b",
    re.IGNORECASE,
)
CHINESE = re.compile("[一-鿿]")
# A printed cell, a name or an amount may stand in an English sentence as it is.
QUOTED = re.compile("“[^”]*”|「[^」]*」|[（(][^（()）]*[)）]")
HALF_WIDTH = re.compile("[一-鿿][,;:?!][一-鿿]")


def _findings(build: Build, rule_id: str) -> Iterator[Finding]:
    for case in tomllib.loads((CASES / f"{rule_id}.toml").read_text(encoding="utf-8"))["case"]:
        if case["expect"] != "fires":
            continue
        form = build(case["evaluation"])
        profile = load(case["profile"]) if "profile" in case else for_form(form.form)
        yield from (one.finding for one in run(registered()[rule_id], form, profile) if one.finding)


@pytest.mark.parametrize("rule_id", list(registered()))
def test_every_finding_states_facts_asks_and_cites(build: Build, rule_id: str) -> None:
    found = list(_findings(build, rule_id))
    assert found
    for finding in found:
        assert finding.evidence, "nothing to look up"
        assert all(piece.role.zh and piece.role.en for piece in finding.evidence)
        assert finding.ask is not None, "nothing is asked"
        for wording in (finding.message, finding.ask):
            _well_said(wording)
        assert finding.ask.zh.startswith("请")
        assert re.search(r"\b(Please|please)\b", finding.ask.en)


def _well_said(wording: Wording) -> None:
    assert wording.zh.endswith(("。", "）")), wording.zh
    assert wording.en.endswith((".", ")", "”")), wording.en
    assert CHINESE.search(wording.zh)
    assert not ACCUSING.search(wording.zh + wording.en)
    assert not HALF_WIDTH.search(QUOTED.sub("", wording.zh)), wording.zh
    plain = QUOTED.sub("", wording.en)
    assert len(CHINESE.findall(plain)) < len(plain) / 4, wording.en


@pytest.mark.parametrize("rule_id", list(registered()))
def test_no_explanation_accuses_or_quotes_an_article(rule_id: str) -> None:
    """Regulations are cited by document number: their articles were not read again."""
    for language in ("zh", "en"):
        text = explain(rule_id, language).text()  # type: ignore[arg-type]
        assert not ACCUSING.search(text)
        assert not re.search(r"第[一二三四五六七八九十百0-9]+条|\bart(?:icle)?\.? ?\d", text, re.IGNORECASE)
