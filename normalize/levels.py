"""Level-1 and level-2 headings of every indicator row: merged cells, and blanks below a heading."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.trace import traced
from normalize.wordings import squeezed, unblanked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.columns import Columns
    from normalize.evaluation import Number, Text
    from normalize.form import Form
    from normalize.rows import Row

# The weight printed on a heading: (50分), (权重:50), (50), or without brackets 40分 at its end.
_BRACKETED = r"[(\uff08](?:{words})?[:\uff1a]?(\d+(?:\.\d+)?)(?:分|%|\uff05)?[)\uff09]"
_AT_END = r"(?<=[^\d.])(\d+(?:\.\d+)?)分$"

_TWO_HEADINGS = re.compile(r"(?P<one>[^(\uff08]+?)[(\uff08][\d.]+分?[)\uff09](?P<two>[^(\uff08\d]+)")

_BELOW = Wording(
    "格内为空，按上方最近的指标级次名称理解。", "The cell is empty; the nearest heading above it applies."
)
_FROM_LEVEL2 = Wording(
    "一级指标格内没有名称，按二级指标名称推断。",
    "The level-1 cell holds no name; inferred from the name of level 2.",
)


class Heading(msgspec.Struct, frozen=True):
    """The level-1 or level-2 heading of a row: the cells that print it, and the weight printed on it."""

    name: Text
    cells: tuple[Cell, ...]
    weight: Number | None


def heading(cells: Sequence[Cell], row: Row, form: Form) -> Heading | None:
    """The heading in these cells; filled down where they started in a row above; None if empty."""
    written = [cell for cell in cells if cell.text.strip()]
    if not written:
        return None
    text = unblanked("".join(cell.text for cell in written))
    covered = written[0].row != row.index
    printed = _printed_weight(form.vocabulary.weight_words)
    found = printed.search(squeezed(text))
    return Heading(
        traced(printed.sub("", text).strip(":\uff1a"), written, "filled-down" if covered else "read"),
        tuple(written),
        traced(Decimal(found[1] or found[2]), written) if found else None,
    )


def weight_on(text: str, form: Form) -> Decimal | None:
    """The weight printed on a heading."""
    found = _printed_weight(form.vocabulary.weight_words).search(squeezed(text))
    return Decimal(found[1] or found[2]) if found else None


@functools.cache
def _printed_weight(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"{_BRACKETED.format(words='|'.join(map(re.escape, words)))}|{_AT_END}")


class Levels:
    """Walks down the indicator rows and remembers the headings that go on."""

    def __init__(self, columns: Columns, form: Form) -> None:
        self.columns = columns
        self._form = form
        self._level1: Heading | None = None
        self._level2: Heading | None = None

    def of(self, row: Row) -> tuple[Heading | None, Heading | None]:
        """Level 1 and level 2 of this row."""
        one = heading(self.columns.cells(row, "level1"), row, self._form)
        two = heading(self.columns.cells(row, "level2"), row, self._form)
        if row.is_dump:
            return (one, two) if one else self._parted(two)
        if one is not None:
            if self._level1 is None or one.cells != self._level1.cells:
                self._level2 = None
            self._level1 = one
        elif self._goes_on(two):
            one = _below(self._level1) if "level1" in self.columns else None
        if two is not None:
            self._level2 = two
        elif "level2" in self.columns and one is not None:
            two = _below(self._level2)
        return self._named(one, two), two

    def _parted(self, both: Heading | None) -> tuple[Heading | None, Heading | None]:
        """A dump can run two headings together: 满意度指标(10分)服务对象满意度, 效益指标生态效益指标."""
        names = self._two_names(unblanked(both.name.text)) if both else None
        if both is None or names is None:
            return None, both
        one, two = (msgspec.structs.replace(both.name, value=name) for name in names)
        return Heading(one, both.cells, both.weight), Heading(two, both.cells, None)

    def _two_names(self, text: str) -> tuple[str, str] | None:
        level1, level2 = self._form.level1, self._form.level2
        found = _TWO_HEADINGS.fullmatch(text)
        if found:
            known = level1.role(found["one"]) and level2.role(found["two"])
            return (found["one"], found["two"]) if known else None
        if level2.exact(text) or level1.exact(text):
            return None
        ways = [(text[:at], text[at:]) for at in range(1, len(text))]
        fitting = [way for way in ways if level1.exact(way[0]) and level2.exact(way[1])]
        return fitting[0] if len(fitting) == 1 else None

    def _goes_on(self, two: Heading | None) -> bool:
        """Whether an empty level-1 cell stands for the heading above: not where level 2 belongs elsewhere."""
        if two is None or self._level1 is None:
            return True
        known = self._form.level1.role(self._level1.name.value)
        name = self._form.level2.role(two.name.value) or ""
        home = self._form.level1_of.get(name)
        return known is None or home is None or known == home or name in self._form.floating

    def _named(self, one: Heading | None, two: Heading | None) -> Heading | None:
        """A level-1 cell that shows only its weight gets its name from level 2."""
        if one is None or one.name.value or two is None:
            return one
        home = self._form.level1_of.get(self._form.level2.role(two.name.value) or "")
        if home is None:
            return one
        name = msgspec.structs.replace(one.name, value=home, how="inferred", reason=_FROM_LEVEL2)
        return msgspec.structs.replace(one, name=name)


def _below(above: Heading | None) -> Heading | None:
    if above is None:
        return None
    name = msgspec.structs.replace(above.name, how="filled-down", reason=_BELOW)
    return msgspec.structs.replace(above, name=name)
