"""Sheet 问题清单: one row a finding, with columns that the unit and the reviewer fill in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from extract.wording import Wording
from fuhe.report import rows
from fuhe.report.excel.book import Book, Column, Link, Sheet, Tone
from fuhe.report.rows import Row

NAME = Wording("问题清单", "Findings")

_STATES = (
    Wording("待处理", "open"),
    Wording("已更正", "corrected"),
    Wording("已说明", "explained"),
    Wording("不成立", "dismissed"),
    Wording("属实", "accepted"),
)
_WIDTHS = {"level": 9, "year": 8, "unit": 18, "project": 18, "place": 26, "title": 20, "quoted": 26}
_WIDTHS |= {"message": 44, "arithmetic": 28, "misread": 18, "ask": 28, "basis": 22, "rule": 24, "file": 26}
_WIDTHS |= {"fingerprint": 20}
_FIRST = ("level", "year", "unit", "project", "place", "title", "quoted", "message", "arithmetic")
_PRINTED = (*_FIRST, "recomputed", "printed", "difference", "misread", "ask")
_BY_HAND = (
    Column(Wording("单位说明", "unit's reply"), 26, hand=True),
    Column(Wording("复核人意见", "reviewer's view"), 22, hand=True),
    Column(Wording("状态", "state"), 9, hand=True, choices=_STATES),
    Column(Wording("复核人", "reviewer"), 9, hand=True),
    Column(Wording("复核日期", "date"), 11, hand=True),
)
# To sort and filter by; not printed.
_FURTHER = ("rule", "kind", "page", "basis", "standing", "file", "fingerprint")
_PAGE = Column(Wording("原页", "page"), 7)
_VERSION = Column(Wording("报送版本", "version"), hand=True)
_NUMERIC = rows.NUMERIC | {"year", "page"}
_TONES: dict[rows.About, Tone] = {"nothing-found": "good", "refused": "error"}


class Reviewed(msgspec.Struct, frozen=True):
    """What a ledger knows already of what the reviewer would fill in."""

    view: str
    state: str
    reviewer: str
    date: str


class Findings:
    """The list of findings; what could not be checked has a sheet of its own, but for whole files.

    `linked` gives it a column that opens the HTML report at the finding; `reviewed` is known by fingerprint.
    """

    def __init__(
        self, book: Book, *, linked: bool = False, reviewed: Mapping[str, Reviewed] | None = None
    ) -> None:
        self._reviewed = reviewed or {}
        listed = [*map(_column, _PRINTED), *_BY_HAND]
        first = [Column(rows.NUMBER, 6), *([_PAGE] if linked else [])]
        columns = [*first, *listed, *map(_column, _FURTHER), _VERSION]
        self.sheet = Sheet(book, NAME, columns, frozen=len(first) + 1, printed=len(first) + len(listed))
        self._first = len(first)
        self._count = 0

    def add(self, row: Row, link: str | None = None) -> int:
        """Write a row, with the address of its HTML report; gives its number."""
        self._count += 1
        printed, further = ([getattr(row, field) for field in fields] for fields in (_PRINTED, _FURTHER))
        first = [self._count, Link(link) if link else ""][: self._first]
        known = self._reviewed.get(row.fingerprint)
        by_hand = ["", *msgspec.structs.astuple(known)] if known else [""] * len(_BY_HAND)
        tone: Tone = row.severity or _TONES.get(row.about, "faint")
        self.sheet.add([*first, *printed, *by_hand, *further, ""], {self._first: tone})
        return self._count


def _column(field: str) -> Column:
    return Column(rows.COLUMNS[field], _WIDTHS.get(field, 13), numbers=field in _NUMERIC)
