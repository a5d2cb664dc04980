"""Dates in targets and actuals: every date is an interval of days, as fine as it is printed."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal, TypeAlias

import msgspec

# "on": the day, month or year itself. "by": a deadline. "span": from one date to another.
Bound: TypeAlias = Literal["on", "by", "span"]

# Stands in for a year that is not printed: a leap year, so that 29 February has a place.
UNKNOWN_YEAR = 4


class Dates(msgspec.Struct, frozen=True):
    """A date expression and where it stands: `first` to `last` are the days it may mean (both included).

    For "by" the deadline itself lies in that interval: `12月31日前` is 31 December; `9月前` is anything from
    31 August to 30 September, because people mean both. `has_year` is False where no year is printed; the
    year is then `UNKNOWN_YEAR`.
    """

    text: str
    start: int
    end: int
    bound: Bound
    first: date
    last: date
    has_year: bool

    def in_year(self, year: int) -> Dates:
        """The same dates with the year filled in where none is printed."""
        if self.has_year:
            return self
        return msgspec.structs.replace(
            self, first=_move(self.first, year), last=_move(self.last, year), has_year=True
        )


_YEAR = r"(?P<y{0}>(?:19|20)[0-9]{{2}})年度?"
_MONTH = r"(?P<m{0}>1[0-2]|0?[1-9])月份?(?:的)?"
_DAY = r"(?P<d{0}>3[01]|[12][0-9]|0?[1-9])[日号]"
_PART = r"(?P<part{0}>上旬|中旬|下旬|初|中|底|末)?"
_QUARTER = r"(?:第?(?P<q{0}>[一二三四1-4])季度|(?P<h{0}>[上下])半年|(?P<a{0}>全年)|(?P<e{0}>年底|年末))"


def _point(index: int) -> str:
    year, month, day = (part.format(index) for part in (_YEAR, _MONTH, _DAY))
    part, quarter = _PART.format(index), _QUARTER.format(index)
    digits = rf"(?P<yy{index}>20[0-9]{{2}})"
    month_digits, day_digits = rf"(?P<mm{index}>1[0-2]|0?[1-9])", r"3[01]|[12][0-9]|0?[1-9]"
    # `2023.12` alone is a number; with a day, or with dashes, it is a date
    dotted = rf"{digits}(?:(?P<dot{index}>[-./]){month_digits}(?P=dot{index})(?P<dd{index}>{day_digits}))"
    bare = rf"(?P<yb{index}>(?:19|20)[0-9]{{2}})(?=[-—~至]+(?:19|20)[0-9]{{2}}年)"
    bare_month = rf"(?P<mb{index}>1[0-2]|[1-9])(?=[-—~至]+(?:1[0-2]|[1-9])月)"
    quarters = rf"{quarter}(?:{_PART.format(f'q{index}')})"
    named = rf"(?:{year})?(?:{month}(?:{day}|{part})|{quarters}|{bare_month})"
    only = _YEAR.format(f"o{index}") + _PART.format(f"o{index}")
    return rf"(?:{dotted}(?![0-9])|{named}|{only}|{bare})"


_DATES = re.compile(
    rf"(?<![0-9.])(?:{_point(1)})"
    rf"(?:[-—–~至到]+(?:{_point(2)}|(?P<dlast>3[01]|[12][0-9]|0?[1-9])[日号]))?"
    r"(?P<by>之前|以前|前(?![一二三四两0-9])|底前|内|以内|止)?"
)
# What every date holds; most texts hold none of it.
_DATED = re.compile(r"[年月季]|20[0-9]{2}[-./]")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PARTS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31), "底": (-1, -1)}
_PARTS["末"] = _PARTS["底"]


def scan_dates(text: str) -> tuple[Dates, ...]:
    """All date expressions of a text with blanks already taken out, in order."""
    if not _DATED.search(text):
        return ()
    found = (_dates(match) for match in _DATES.finditer(text))
    return tuple(dates for dates in found if dates is not None)


def _dates(match: re.Match[str]) -> Dates | None:
    start = _interval(match, 1, None)
    if start is None:
        return None
    first, last, has_year = start
    bound: Bound = "on"
    end = _interval(match, 2, first.year) if _has(match, 2) else None
    if end is not None:
        last, bound = end[1], "span"
    elif match["dlast"]:
        last, bound = _safe(last.year, last.month, int(match["dlast"])), "span"
    if match["by"]:
        first, bound = (last if _fine(match, 1) else _day_before(first)), "by"
    if last < first:
        return None
    return Dates(match.group(), match.start(), match.end(), bound, first, last, has_year)


def _has(match: re.Match[str], index: int) -> bool:
    names = ("y", "m", "q", "h", "a", "e", "yy", "yb", "yo", "mb")
    return any(match[f"{name}{index}"] for name in names)


def _fine(match: re.Match[str], index: int) -> bool:
    """Whether the deadline is exact: a day is printed, or the end of a period (底, 末) is."""
    ends = [match[f"part{index}"], match[f"partq{index}"], match[f"parto{index}"]]
    return bool(
        match[f"d{index}"]
        or match[f"dd{index}"]
        or match[f"e{index}"]
        or match["dlast"]
        or {"底", "末"} & set(ends)
        or match["by"] in {"底前", "内", "以内", "止"}
    )


def _interval(match: re.Match[str], index: int, year: int | None) -> tuple[date, date, bool] | None:
    """The days one end of the expression may mean, and whether its year is printed."""
    groups = {name[:-1]: value for name, value in match.groupdict().items() if name.endswith(str(index))}
    printed = groups["y"] or groups["yy"] or groups["yo"] or groups["yb"]
    known = int(printed) if printed else (year or UNKNOWN_YEAR)
    has_year = printed is not None or (year not in {None, UNKNOWN_YEAR})
    month, day = groups["m"] or groups["mm"] or groups["mb"], groups["d"] or groups["dd"]
    if day and month:
        exact = _safe(known, int(month), int(day))
        return exact, exact, has_year
    part = groups["part"] or groups["partq"] or groups["parto"]
    first_month, last_month = _months(groups, int(month) if month else None)
    first, last = date(known, first_month, 1), _safe(known, last_month, 31)
    return (*_narrowed(first, last, part), has_year)


def _months(groups: dict[str, str | None], month: int | None) -> tuple[int, int]:
    if month:
        return month, month
    if quarter := groups["q"]:
        last = 3 * _QUARTERS[quarter]
        return last - 2, last
    if half := groups["h"]:
        return (1, 6) if half == "上" else (7, 12)
    return (12, 12) if groups["e"] else (1, 12)


def _narrowed(first: date, last: date, part: str | None) -> tuple[date, date]:
    """A month or a longer period cut to its named part; 底 of anything is its last day to us: a deadline."""
    if part is None:
        return first, last
    if part in {"底", "末"}:
        return date(last.year, last.month, 1), last
    if (first.year, first.month) != (last.year, last.month):
        return first, last
    begin, finish = _PARTS[part]
    return _safe(first.year, first.month, begin), _safe(first.year, first.month, finish)


def _safe(year: int, month: int, day: int) -> date:
    """The day, or the last day of the month where the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _day_before(day: date) -> date:
    return date.fromordinal(max(day.toordinal() - 1, 1))


def _move(day: date, year: int) -> date:
    """The same day in another year. A date that was pushed over New Year by `_day_before` stays before it."""
    return _safe(year + (day.year - UNKNOWN_YEAR), day.month, day.day)
