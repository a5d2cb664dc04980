"""What a sample form says, before it is drawn; file and answer are made from it alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Fund:
    """A row of the budget block, as printed; None where the form has no such column."""

    label: str
    initial: str | None = None
    adjusted: str | None = None
    executed: str | None = None
    weight: str | None = None
    rate: str | None = None
    score: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One indicator, as printed; a field is None where the form has no such column.

    `more` holds columns that belong to one family only, by the names that its layout uses. An `unused` row is
    one of the template's that nobody filled in: it is drawn, and no indicator.
    """

    level1: str | None
    level2: str | None
    level3: str
    target: str | None = None
    actual: str | None = None
    weight: str | None = None
    score: str | None = None
    deviation: str | None = None
    more: dict[str, str] = field(default_factory=dict)
    unused: bool = False


@dataclass(frozen=True)
class Form:
    """A filled form. `printed_level1` maps a level name to the label with its bracketed weight.

    `lettered`: the budget columns carry the letters (A), (B) and (B/A).
    `above`: the lines between title and table, where they are not just the year in brackets.
    `notes`: further texts by the names that the family's layout uses.
    """

    form: str
    kind: Literal["department", "project"]
    title: str | None
    year: int | None
    unit: str
    funds: tuple[Fund, ...]
    expected: str | None
    actual: str | None
    rows: tuple[Row, ...]
    total_weight: str | None = None
    total_score: str | None = None
    rating: str | None = None
    conclusion: str = ""
    contact: str = ""
    phone: str = ""
    printed_level1: dict[str, str] = field(default_factory=dict)
    project: str | None = None
    department: str | None = None
    attachment: str | None = None
    money_unit: str | None = "万元"
    lettered: bool = False
    above: tuple[str, ...] | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def lines_above(self) -> tuple[str, ...]:
        """What stands between the title and the table."""
        return (f"（{self.year}年度）",) if self.above is None else self.above


@dataclass(frozen=True)
class Answer:
    """What a reader and an auditor must make of one file: errors, warnings and notices are rule ids."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())
