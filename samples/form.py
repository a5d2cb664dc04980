"""What a sample form says, before it is drawn; file and answer are made from it alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Fund:
    """A row of the budget block, as printed; None where the form has no such column."""

    label: str
    initial: str
    adjusted: str
    executed: str | None
    weight: str
    rate: str
    score: str


@dataclass(frozen=True)
class Row:
    """One indicator, as printed; `deviation` is None where the form has no such column."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: str
    score: str
    deviation: str | None = None


@dataclass(frozen=True)
class Form:
    """A filled form. `printed_level1` maps a level-1 name to the label with its bracketed weight.

    `lettered`: the budget columns carry the letters (A), (B) and (B/A).
    """

    form: Literal["mof-2020-department", "mof-2020-project"]
    kind: Literal["department", "project"]
    title: str
    year: int
    unit: str
    funds: tuple[Fund, ...]
    expected: str
    actual: str
    rows: tuple[Row, ...]
    total_weight: str
    total_score: str
    rating: str | None
    conclusion: str
    contact: str
    phone: str
    printed_level1: dict[str, str]
    project: str | None = None
    department: str | None = None
    attachment: str | None = None
    money_unit: str = "万元"
    lettered: bool = False


@dataclass(frozen=True)
class Answer:
    """What a reader and an auditor must make of one file: errors, warnings and notices are rule ids."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())
