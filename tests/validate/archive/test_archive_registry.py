"""Walks the registry of rules across reports; `test_registry.py` walks that of all rules."""

from __future__ import annotations

from pathlib import Path

import pytest

import validate.archive.rules
from extract.wording import Wording
from validate.archive import check_together
from validate.archive.archive import Archive
from validate.archive.rule import SetRule, registered_across, run_across, set_rule
from validate.catalogue import all_rules
from validate.rule import registered

CASES = Path(__file__).parent / "cases"
RULES = sorted(registered_across())


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {file.stem for file in CASES.glob("*.toml")} <= set(RULES)


def test_every_module_is_in_the_catalogue() -> None:
    folder = Path(validate.archive.rules.__file__).parent
    assert {file.stem for file in folder.glob("*.py")} - {"__init__"} == set(validate.archive.rules.CATALOGUE)
    assert {file.stem for file in (folder / "zh").glob("*.toml")} == set(validate.archive.rules.CATALOGUE)


def test_no_id_stands_for_two_rules() -> None:
    assert not registered().keys() & registered_across().keys()
    assert len(all_rules()) == len(registered()) + len(registered_across())
    taken = registered_across()["near-duplicate"]
    again = set_rule(taken.id, scope="set", severity="notice", title=taken.title, basis=taken.basis)
    with pytest.raises(ValueError, match="near-duplicate"):
        again(taken.check)


def test_a_crash_in_one_rule_is_said_and_silences_no_other() -> None:
    def broken(_: object, __: object) -> object:
        raise ZeroDivisionError("oops")

    title = Wording("坏规则", "broken rule")
    rule = SetRule("broken", "archive", "notice", title, (title,), broken, "set")  # type: ignore[arg-type]
    outcomes = run_across(rule, Archive(), None)
    assert [one.status for one in outcomes] == ["could-not-check"]
    assert "oops" in outcomes[0].reason.zh  # type: ignore[union-attr]


def test_every_rule_says_something_about_an_empty_set() -> None:
    outcomes = list(check_together([]))
    assert {one.rule for one in outcomes} == set(RULES)
    assert {one.status for one in outcomes} == {"not-applicable"}
