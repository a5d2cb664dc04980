"""Dates held against a deadline or a period, as intervals of days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.wording import Wording
from validate.attainment.judgement import Flag, Reading

if TYPE_CHECKING:
    from normalize.expressions.dates import Dates
    from validate.attainment.comparison import Three

# What was inspected or signed off stands against what was merely stated.
_EVIDENCE = re.compile("验收|竣工|完工|审计|决算|交付")

YEAR_ASSUMED = Flag(
    "year-assumed", Wording("未写年份，按同一年理解", "no year is printed; the same year is assumed")
)


def meets_deadline(wanted: Dates, found: Dates) -> Three:
    """Whether every, no, or only some day that is meant keeps the deadline.

    A period as target is kept by anything that ends in it; a beginning before it is left open.
    """
    if found.last < found.first:
        return "cannot-tell"
    if wanted.bound == "by":
        sure, never = found.last <= wanted.first, found.first > wanted.last
    elif found.bound == "span":
        sure, never = found.last <= wanted.last, found.last > wanted.last
    else:
        sure, never = found.last <= wanted.last, found.first > wanted.last
    if sure and wanted.bound == "span" and found.first < wanted.first:
        return "cannot-tell"
    return "met" if sure else "not-met" if never else "cannot-tell"


def in_one_year(wanted: Dates, found: Dates, year: int | None) -> tuple[Dates, Dates, tuple[Flag, ...]]:
    """Both with a year: their own, the form's, or the other's, and the flag that says it was assumed."""
    if wanted.has_year and found.has_year:
        return wanted, found, ()
    assumed = year or (wanted.first.year if wanted.has_year else found.last.year)
    return wanted.in_year(assumed), found.in_year(assumed), (YEAR_ASSUMED,)


def compare_dates(
    wanted: Dates, found: tuple[Dates, ...], text: str, year: int | None
) -> tuple[Three, tuple[Reading, ...], str, tuple[Flag, ...]]:
    """The verdict on all dates of an actual, one reading for each, the comparison in figures, and flags.

    Where they disagree an inspected date (验收, 竣工 …) outweighs a stated one; without one nobody can tell.
    """
    readings: list[Reading] = []
    flags: list[Flag] = []
    evident: list[bool] = []
    verdicts: set[Three] = set()
    for one in found:
        deadline, day, assumed = in_one_year(wanted, one, year)
        verdict = meets_deadline(deadline, day)
        label = re.split("[,，;；。、\n]", text[: one.start])[-1][-8:] + one.text
        sign = {"met": "≤", "not-met": ">", "cannot-tell": "?"}[verdict]
        readings.append(Reading(Wording(label, label), verdict, f"{one.text} {sign} {wanted.text}"))
        verdicts.add(verdict)
        around = re.split("[,，;；。、]", text[: one.start])[-1][-6:] + text[one.end : one.end + 3]
        evident.append(_EVIDENCE.search(around) is not None)
        flags.extend(flag for flag in assumed if flag not in flags)
    if len(verdicts) == 1:
        return verdicts.pop(), (), readings[0].arithmetic, tuple(flags)
    late = [one for one, sure in zip(readings, evident, strict=True) if sure and one.verdict == "not-met"]
    flags.append(Flag("conflict", Wording("所填日期前后不一致", "the printed dates disagree")))
    if late:
        others = tuple(one for one in readings if one != late[0])
        return "not-met", (late[0], *others), late[0].arithmetic, tuple(flags)
    return "cannot-tell", tuple(readings), "; ".join(one.arithmetic for one in readings), tuple(flags)
