"""Builds evaluations from cases: small tables in TOML, as printed on paper, every cell in its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from extract.document import InSheet, InText, Place
from extract.wording import Wording
from normalize.evaluation import (
    BudgetLine,
    Evaluation,
    Gap,
    Goals,
    Group,
    Indicator,
    Number,
    Text,
    Total,
    Traced,
)
from normalize.numbers import parse_amount, parse_number

Case = dict[str, Any]
REASON = Wording("案例设定", "set by the case")


class Builder:
    """Makes one evaluation. Keys left out of a row are columns that the form does not have."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.places = self._places()
        self.inferred: list[str] = case.get("inferred", [])
        self.confidence: float = case.get("confidence", 1.0)

    def _places(self) -> Iterator[Place]:
        for number in count(1):
            if self.case.get("dump", False):
                yield InText(number, 1, number, 9)
            else:
                yield InSheet("自评表", f"A{number}")

    def text(self, row: Case, key: str) -> Text | None:
        if key not in row:
            return None
        how = "inferred" if key in self.inferred else "read"
        printed = str(row[key])
        confidence = row.get("confidence", self.confidence)
        return Traced("".join(printed.split()), printed, next(self.places), confidence, how)

    def printed(self, row: Case, key: str) -> Text | None:
        """Long text keeps its blanks."""
        made = self.text(row, key)
        return made and Traced(made.text, made.text, made.place, made.confidence, made.how)

    def number(self, row: Case, key: str) -> Number | None:
        made = self.text(row, key)
        if made is None:
            return None
        return Traced(parse_number(made.text), made.text, made.place, made.confidence, made.how)

    def money(self, row: Case, key: str) -> Number | None:
        made = self.text(row, key)
        if made is None:
            return None
        amount = parse_amount(made.text)
        unit = self.case.get("money_unit", "万元")
        value = amount.in_unit(unit) if amount else None
        how = "converted" if amount and amount.unit not in (None, unit) else made.how
        return Traced(value, made.text, made.place, made.confidence, how)

    def budget_line(self, row: Case) -> BudgetLine:
        label = self.text(row, "label")
        assert label is not None, "a budget row needs a label"
        return BudgetLine(
            label,
            row.get("part", "total" if "总额" in row["label"] else "part"),
            *(self.money(row, key) for key in ("initial", "adjusted", "executed")),
            *(self.number(row, key) for key in ("weight", "rate", "score")),
            partial=row.get("partial", "其中" in row["label"]),
        )

    def indicator(self, row: Case) -> Indicator:
        return Indicator(
            self.text(row, "level1"),
            self.text(row, "level2"),
            self.printed({"level3": "指标", **row}, "level3") or pytest.fail("a row needs a name"),
            self.printed(row, "target"),
            self.printed(row, "actual"),
            self.number(row, "weight"),
            self.number(row, "score"),
            self.printed(row, "deviation"),
        )

    def group(self, row: Case, indicators: tuple[Indicator, ...]) -> Group:
        """Without `indicators` (indices from 0) a group holds the rows that carry its name."""
        level = row.get("level", 1)
        name = self.text(row, "name")
        assert name is not None, "a group needs a name"
        levels = [one.level1 if level == 1 else one.level2 for one in indicators]
        under = [at for at, one in enumerate(levels) if one is not None and one.value == name.value]
        return Group(
            level,
            name,
            tuple(row.get("indicators", under)),
            self.number(row, "weight"),
            self.number(row, "score"),
        )

    def evaluation(self) -> Evaluation:
        case = self.case
        indicators = tuple(self.indicator(row) for row in case.get("indicators", []))
        total, goals = case.get("total", {}), case.get("goals", {})
        money = self.text({"money_unit": "万元", **case}, "money_unit")
        return Evaluation(
            form=case.get("form", "mof-2020-project"),
            form_reason=REASON,
            kind=case.get("kind", "project"),
            title=self.printed(case, "title"),
            year=Traced(case["year"], str(case["year"]), next(self.places)) if "year" in case else None,
            unit=self.text(case, "unit"),
            project=self.text(case, "project"),
            money_unit=money,
            budget=tuple(self.budget_line(row) for row in case.get("budget", [])),
            goals=Goals(self.printed(goals, "expected"), self.printed(goals, "actual")),
            indicators=indicators,
            groups=tuple(self.group(row, indicators) for row in case.get("groups", [])),
            total=Total(self.number(total, "weight"), self.number(total, "score")),
            rating=self.printed(case, "rating"),
            narrative=tuple(
                Traced(line, line, next(self.places), self.confidence) for line in case.get("narrative", [])
            ),
            gaps=tuple(Gap(part, lost=True, reason=REASON) for part in case.get("lost", []))
            + tuple(Gap(part, lost=False, reason=REASON) for part in case.get("absent", [])),
            pages=(1, 1),
        )


@pytest.fixture(scope="session")
def build() -> Callable[[Case], Evaluation]:
    """`build(case)`: an `Evaluation` from the keys of `[case.evaluation]` in a case file."""
    return lambda case: Builder(case).evaluation()
