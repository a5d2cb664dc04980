"""Walks the registry: every rule is documented in both languages and has its cases."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import validate.rules
from extract.document import InSheet
from extract.wording import Wording
from normalize.evaluation import Evaluation
from validate.archive.rule import registered_across
from validate.check import check
from validate.explain import SECTIONS, explain
from validate.outcome import Evidence
from validate.profile import for_form, load
from validate.rule import Rule, found, registered, rule, run

Build = Callable[[dict[str, Any]], Evaluation]
CASES = Path(__file__).parent / "cases"
RULES = sorted(registered())
ALL = {**registered(), **registered_across()}


def _expectations(rule_id: str) -> Counter[str]:
    folder = CASES.parent / "archive" / "cases" if rule_id in registered_across() else CASES
    file = folder / f"{rule_id}.toml"
    assert file.is_file(), f"{rule_id} has no cases"
    return Counter(case["expect"] for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"])


@pytest.mark.parametrize("rule_id", sorted(ALL))
def test_every_rule_is_documented_in_both_languages(rule_id: str) -> None:
    for language in ("zh", "en"):
        explanation = explain(rule_id, language)
        assert [title for title, text in explanation.sections() if not text.strip()] == []
        assert len(explanation.sections()) == len(SECTIONS)
        assert (explanation.family == "archive") == (rule_id in registered_across())


@pytest.mark.parametrize("rule_id", sorted(ALL))
def test_every_rule_has_cases_that_fire_pass_and_stay_silent(rule_id: str) -> None:
    expectations = _expectations(rule_id)
    assert expectations["fires"] >= 2
    assert expectations["passes"] >= 2
    assert expectations["must-not-fire"] >= 2


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {file.stem for file in CASES.glob("*.toml")} <= set(RULES)


def test_every_family_module_is_in_the_catalogue() -> None:
    folder = Path(validate.rules.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__"} == set(validate.rules.CATALOGUE)
    assert {file.stem for file in (folder / "zh").glob("*.toml")} <= set(validate.rules.CATALOGUE)


@pytest.mark.parametrize("rule_id", sorted(ALL))
def test_ids_are_kebab_case_and_titles_bilingual(rule_id: str) -> None:
    one = ALL[rule_id]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule_id)
    assert re.search("[一-鿿]", one.title.zh)
    assert one.title.en
    assert one.title.en.isascii()
    assert one.basis


def test_two_rules_cannot_share_an_id() -> None:
    taken = registered()["budget-col-sum"]
    again = rule(taken.id, severity="error", family="budget", title=taken.title, basis=taken.basis)
    with pytest.raises(ValueError, match="budget-col-sum"):
        again(taken.check)


def test_a_crash_in_one_rule_is_said_and_silences_no_other(build: Build) -> None:
    def broken(_: Evaluation, __: object) -> object:
        raise ZeroDivisionError("oops")

    title = Wording("坏规则", "broken rule")
    outcomes = run(
        Rule("broken", "text", "notice", title, (title,), broken),  # type: ignore[arg-type]
        build({}),
        load("permissive"),
    )
    assert [one.status for one in outcomes] == ["could-not-check"]
    assert "oops" in outcomes[0].reason.zh  # type: ignore[union-attr]


def test_every_rule_says_something_about_an_empty_form(build: Build) -> None:
    outcomes = check(build({"form": "unknown"}))
    assert {one.rule for one in outcomes} == set(RULES)
    assert not [one for one in outcomes if one.status in ("finding", "ok")]


def test_a_form_gets_its_own_profile_and_an_unknown_one_the_permissive() -> None:
    assert for_form("mof-2020-department").id == "national-2020"
    assert for_form("some-province-2030").id == "permissive"


def test_an_error_on_recognised_text_is_handed_on_as_a_notice() -> None:
    name = Wording("总分", "total")
    place = InSheet("表", "A1")
    sure = found(name, "error", name, (Evidence(name, "98", place),))
    doubtful = found(
        name, "error", name, (Evidence(name, "98", place), Evidence(name, "9", place, confidence=0.8))
    )
    assert sure.finding
    assert sure.finding.severity == "error"
    assert doubtful.finding
    assert doubtful.finding.severity == "notice"
    assert "存疑" in doubtful.finding.message.zh
