"""What a seeded fault is: a form with one thing wrong, where that stands, and which rules may name it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

from bench.faults import drawn
from bench.faults.families import Family
from bench.faults.habits import fixed
from bench.faults.plan import Item, Plan
from bench.faults.written import written

Path: TypeAlias = tuple[str, int, str]
"""Part of the form (`funds`, `rows`, `more`, `form`, `heading`), index in it, field."""

_MARK = "〓"


@dataclass(frozen=True)
class Fault:
    """A form with one fault; `paths` are the cells of which a finding must name one."""

    form: Any
    paths: tuple[Path, ...]
    told: str


Make: TypeAlias = Callable[[Plan, Random], Fault | None]


@dataclass(frozen=True)
class Kind:
    """A kind of fault. `needs` is what a family must print for it to be provable; `rules` may name it."""

    name: str
    needs: frozenset[str]
    rules: frozenset[str]
    make: Make
    only: frozenset[str] = frozenset()

    def provable(self, family: Family) -> bool:
        """Whether the forms of the family print what proves it."""
        return self.needs <= family.prints and (not self.only or family.form in self.only)


def value_at(form: Any, path: Path) -> str:
    """What is printed there; blank where nothing is."""
    part, at, name = path
    if part == "form":
        return getattr(form, name) or ""
    if part == "heading":
        return str(form.printed_level1[name])
    if part == "more":
        return str(form.rows[at].more[name])
    return getattr(getattr(form, part)[at], name) or ""


def edited(form: Any, path: Path, text: str) -> Any:
    """The form with another print there."""
    part, at, name = path
    if part == "form":
        return replace(form, **{name: text})
    if part == "heading":
        return replace(form, printed_level1={**form.printed_level1, name: text})
    several = list(getattr(form, "rows" if part == "more" else part))
    if part == "more":
        several[at] = replace(several[at], more={**several[at].more, name: text})
        return replace(form, rows=tuple(several))
    several[at] = replace(several[at], **{name: text})
    return replace(form, **{part: tuple(several)})


def cells_of(form: Any, family: Family, path: Path) -> frozenset[str]:
    """Where on the sheet this is printed: what changes if something else is printed there."""
    marked = edited(form, path, value_at(form, path) + _MARK)
    return drawn.changed_cells(drawn.cells(form, family.layout), drawn.cells(marked, family.layout))


def changed(plan: Plan, path: Path, text: str) -> Fault | None:
    """The plan's form with this one print changed."""
    form = written(plan)
    before = value_at(form, path)
    if before == text:
        return None
    return Fault(
        edited(form, path, text), (path,), f"{_named(path)}: {before or 'blank'} → {text or 'blank'}"
    )


def _named(path: Path) -> str:
    part, at, name = path
    return f"{part} {at + 1} {name}" if part in ("funds", "rows", "more") else f"{part} {name}"


def number(text: str) -> Decimal | None:
    """The figure in a cell that holds one and nothing else but a unit."""
    found = re.fullmatch(r"[（(]?(-?[\d,]+(?:\.\d+)?)(?:%|万元|分)?[）)]?", text)
    return Decimal(found[1].replace(",", "")) if found else None


def with_number(text: str, value: Fraction | Decimal) -> str:
    """The cell with another figure of the same precision."""
    found = re.search(r"[\d,]+(?:\.\d+)?", text)
    if found is None:
        raise ValueError(f"no figure in {text}")
    places = len(found[0].partition(".")[2])
    shown = fixed(Fraction(value), places)
    if "," in found[0]:
        shown = f"{Decimal(shown):,}"
    return text[: found.start()] + shown + text[found.end() :]


class NoRowError(LookupError):
    """A variation has put the item into another row, or under another name."""


def row_of(form: Any, item: Item) -> int:
    """The row of the form that holds the item.

    Raises:
        NoRowError: none has its name.
    """
    for at, row in enumerate(form.rows):
        if row.level3 == item.name:
            return at
    raise NoRowError(item.name)


def field_of(form: Any, at: int, name: str) -> Path:
    """A cell of a row; of a target in three cells the one that is meant."""
    if name == "sign":
        return ("more", at, "sign") if "sign" in form.rows[at].more else ("rows", at, "target")
    if name == "target" and "number" in form.rows[at].more:
        return "more", at, "number"
    return "rows", at, name


def kind(name: str, needs: str, rules: str | frozenset[str], make: Any, only: str = "") -> Kind:
    """A kind, its sets given as words."""
    return Kind(
        name,
        frozenset(needs.split()),
        rules if isinstance(rules, frozenset) else frozenset(rules.split()),
        make,
        frozenset(only.split()),
    )
