"""Zones: stretches of rows with the same columns.

Rows are found from where lumps stand level, columns from what is written one below the other, under a row of
headings where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import msgspec

from extract.borderless.lumps import Lump
from extract.document import Box

FEWEST = 4
"""A row with at least this many fields shows that lumps side by side are a table and not chance."""
_LEVEL = 0.35
_LONGEST_HEADING = 20
_CLEAR = 0.4
_BRACKETS = str.maketrans("", "", "（）()")


class Column(msgspec.Struct):
    """What stands in one column: its heading's box (None where it has none) and its lumps."""

    heading: Box | None
    lumps: list[Lump]
    doubtful: bool = False

    @property
    def left(self) -> float:
        """Where its text begins, in points."""
        return min(box.x0 for box in self._boxes)

    @property
    def right(self) -> float:
        """Where its text ends."""
        return max(box.x1 for box in self._boxes)

    @property
    def _boxes(self) -> list[Box]:
        return [lump.box for lump in self.lumps] or ([self.heading] if self.heading else [])


class Zone(msgspec.Struct):
    """Rows from the top down, each with its lumps from left to right; `labels` stand between or across rows.

    `headed`: the first row holds the headings. `goes_on`: the columns are those of the page before, and
    `headings` their boxes.
    """

    rows: list[list[Lump]]
    labels: list[Lump]
    headings: list[Box]
    headed: bool
    goes_on: bool = False
    columns: list[Column] = []

    @property
    def is_tabular(self) -> bool:
        """Do enough rows hold enough fields?"""
        return sum(len(row) >= FEWEST for row in self.rows) >= 2


def zones_of(lumps: Sequence[Lump], before: Sequence[Box] = ()) -> list[Zone]:
    """The zones of a page from the top down. `before`: columns of a table that may go on from above."""
    rows, labels = _rows(lumps)
    zones: list[Zone] = []
    for zone in _stretches(rows, before):
        top, bottom = extent(zone.rows[0])[0], extent(zone.rows[-1])[1]
        zone.labels = [one for one in labels if one.box.top < bottom and top < one.box.bottom]
        if zone.goes_on:
            _put_cut_row_first(zone, [one for one in labels if one.box.bottom <= top])
        zones += _without_foot(zone)
    for zone in zones:
        zone.columns = _columns(zone)
    return zones


def _put_cut_row_first(zone: Zone, above: list[Lump]) -> None:
    """What stands closely above the first row goes on with the last row of the page before."""
    if above:
        zone.rows.insert(0, sorted(above, key=lambda one: one.box.x0))


def extent(row: Sequence[Lump]) -> tuple[float, float]:
    """Top and bottom of a row's ink, in points."""
    return min(one.box.top for one in row), max(one.box.bottom for one in row)


def _rows(lumps: Sequence[Lump]) -> tuple[list[list[Lump]], list[Lump]]:
    """Lumps that stand level make a row; what stands beside or closely between rows is a label."""
    levels: tuple[Callable[[Lump], float], ...] = (_middle, _first, _last)
    groups = min((_level(lumps, at) for at in levels), key=len)
    wide = [group for group in groups if len(group) >= FEWEST]
    rows: list[list[Lump]] = []
    labels: list[Lump] = []
    for group in sorted(groups, key=len, reverse=True):
        if len(group) < FEWEST and any(_touches(group, _own(row, wide)) for row in rows):
            labels += group
        else:
            rows.append(group)
    return sorted(rows, key=_height_of), labels


def _height_of(row: Sequence[Lump]) -> float:
    return median(one.middle for one in row)


def _own(row: Sequence[Lump], rows: Sequence[Sequence[Lump]]) -> Sequence[Lump]:
    """The row without labels that reach over other rows and stand level with this one by chance."""
    others = [_height_of(other) for other in rows if other is not row]
    own = [one for one in row if not any(one.box.top < middle < one.box.bottom for middle in others)]
    return own or row


def _middle(lump: Lump) -> float:
    return lump.middle


def _first(lump: Lump) -> float:
    return lump.first


def _last(lump: Lump) -> float:
    return lump.last


def _level(lumps: Sequence[Lump], at: Callable[[Lump], float]) -> list[list[Lump]]:
    groups: list[list[Lump]] = []
    for lump in sorted(lumps, key=at):
        if groups and at(lump) - at(groups[-1][0]) <= _LEVEL * lump.em:
            groups[-1].append(lump)
        else:
            groups.append([lump])
    return [sorted(group, key=lambda one: one.box.x0) for group in groups]


def _touches(group: Sequence[Lump], row: Sequence[Lump]) -> bool:
    """Does the group stand beside the row, or nearer below or above it than rows stand to one another?"""
    (top, bottom), (first, last) = extent(row), extent(group)
    clear = _CLEAR * group[0].em
    return first - bottom < clear and top - last < clear


def _stretches(rows: Sequence[list[Lump]], before: Sequence[Box]) -> list[Zone]:
    zones: list[Zone] = []
    current: Zone | None = Zone([], [], list(before), headed=False, goes_on=True) if before else None
    for row in rows:
        if _is_heading(row):
            current = Zone([row], [], [one.box for one in row], headed=True)
            zones.append(current)
        elif current and not _bridges(row, current.headings):
            if not current.rows:
                zones.append(current)
            current.rows.append(row)
        elif len(row) > 1:
            start = _with_heading_above(row, current)
            current = Zone(start, [], [one.box for one in start[0]], headed=len(start) > 1)
            zones.append(current)
        elif not current or not current.goes_on or current.rows:
            current = None
    return [zone for zone in zones if zone.rows]


def _with_heading_above(row: list[Lump], above: Zone | None) -> list[list[Lump]]:
    """The row, and the row of headings that stands over it although it fitted the zone above too."""
    if above is None or len(above.rows) < 2:
        return [row]
    last = above.rows[-1]
    over = [[one for one in row if _shared(one.box, head.box)] for head in last]
    if len(last) > 1 and all(len(under) == 1 for under in over) and _is_wordy(last):
        return [above.rows.pop(), row]
    return [row]


def _without_foot(zone: Zone) -> list[Zone]:
    """The zone without rows at its end whose texts run across its columns, and these."""
    foot: list[list[Lump]] = []
    while len(zone.rows) > 2 and len(zone.rows[-1]) < FEWEST and _crosses(zone):
        foot.insert(0, zone.rows.pop())
    return [zone, *(Zone([row], [], [one.box for one in row], headed=False) for row in foot)]


def _crosses(zone: Zone) -> bool:
    """Does a text of the last row run along two texts that stand side by side above it?"""
    return any(
        sum(_shared(one.box, other.box) > 0.5 * (other.box.x1 - other.box.x0) for other in above) > 1
        for one in zone.rows[-1]
        for row in zone.rows[:-1]
        for above in ([*row, label] for label in zone.labels if _apart(label, row))
    )


def _apart(label: Lump, row: Sequence[Lump]) -> bool:
    """Does the label share no column with the row's texts?"""
    return all(not _shared(label.box, one.box) for one in row)


def _is_heading(row: Sequence[Lump]) -> bool:
    """Four or more short texts side by side without a digit."""
    return len(row) >= FEWEST and _is_wordy(row)


def _is_wordy(row: Sequence[Lump]) -> bool:
    return all(
        len(text := one.text.translate(_BRACKETS)) <= _LONGEST_HEADING
        and not any(char.isdigit() for char in text)
        and any(char.isalpha() for char in text)
        for one in row
    )


def _bridges(row: Sequence[Lump], headings: Sequence[Box]) -> bool:
    """Does a text run across two headings? Then it stands in other columns than theirs."""
    return any(
        sum(_shared(one.box, head) > 0.3 * (head.x1 - head.x0) for head in headings) > 1 for one in row
    )


def _shared(one: Box, other: Box) -> float:
    return max(0.0, min(one.x1, other.x1) - max(one.x0, other.x0))


def _columns(zone: Zone) -> list[Column]:
    """The zone's columns from left to right. Every lump is put into one."""
    columns = [Column(head, []) for head in zone.headings]
    waiting = [lump for row in zone.rows for lump in row] + zone.labels
    while True:
        placed = [(lump, column) for lump in waiting if (column := _under(lump.box, columns))]
        for lump, column in placed:
            column.lumps.append(lump)
        waiting = [lump for lump in waiting if all(lump is not one for one, _ in placed)]
        if not waiting or (not placed and not _add_column(columns, waiting)):
            break
    return sorted((one for one in columns if one.lumps or one.heading), key=lambda one: one.left)


def _under(box: Box, columns: Sequence[Column]) -> Column | None:
    """The column whose heading or texts stand most above and below this box."""
    ranked = sorted(
        ((_most_shared(box, column), -index) for index, column in enumerate(columns)), reverse=True
    )
    return columns[-ranked[0][1]] if ranked and ranked[0][0] > 0 else None


def _most_shared(box: Box, column: Column) -> float:
    boxes = [lump.box for lump in column.lumps] + ([column.heading] if column.heading else [])
    return max(_shared(box, other) for other in boxes)


def _add_column(columns: list[Column], waiting: list[Lump]) -> bool:
    """Texts under no heading: another column at the left, or the left or right part of a wide column."""
    lump = waiting.pop(0)
    neighbours = [column for column in columns if column.heading and column.lumps]
    left_of_all = all(lump.box.x1 <= column.heading.x0 for column in neighbours if column.heading)
    free = [column for column in neighbours if not any(_beside(lump, other) for other in column.lumps)]
    if left_of_all or not free:
        columns.append(Column(None, [lump], doubtful=not left_of_all))
    else:
        near = min(free, key=lambda column: max(column.left - lump.box.x1, lump.box.x0 - column.right))
        near.lumps.append(lump)
        near.doubtful = True
    return True


def _beside(one: Lump, other: Lump) -> bool:
    return one.box.top < other.box.bottom and other.box.top < one.box.bottom
