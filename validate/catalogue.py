"""Everything that is checked: the rules on one form, then those across reports."""

from __future__ import annotations

from typing import TypeAlias

from validate.archive.rule import SetRule, registered_across
from validate.rule import Rule, registered

AnyRule: TypeAlias = Rule | SetRule


def all_rules() -> dict[str, AnyRule]:
    """All rules by id, in the order in which they are listed."""
    return {**registered(), **registered_across()}
