"""Title, year, unit and project: from the rows above the indicator table, wherever they stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.evaluation import Indicator, Text, Traced
from normalize.trace import traced
from normalize.wordings import bare, squeezed, unblanked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.rows import Key, Row
    from normalize.sections import Section

_YEAR_ALONE = re.compile(r"\(?((?:19|20)\d\d)年度?\)?")
_YEAR_WORDED = re.compile(r"((?:19|20)\d\d)年度")
_YEAR_IN_TITLE = re.compile(r"((?:19|20)\d\d)年")
# A date, not a comparison with another year (较2019年增长).
_YEAR_IN_DATE = re.compile(r"(?<![\d较比自从])((?:19|20)\d\d)年(?=\d{1,2}月|[底末内度]|[上下]半年)")
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"(?=二[〇零○])[〇零○一二三四五六七八九]{4}(?=年)")

# 单位(盖章):某某局  项目名称:某某项目  -- label, colon, and the text up to the next label or a wide gap.
_LABELLED = re.compile(
    r"(?P<label>[^\s:\uff1a,\uff0c。;\uff1b]{2,16})\s*[:\uff1a]\s*(?P<value>[^\s:\uff1a][^:\uff1a]*?)"
    r"(?=\s*$|\s{2,}|\s+[^\s:\uff1a]{2,16}\s*[:\uff1a]|\s*[(\uff08]\s*\d{4}\s*年)"
)
_MONEY = re.compile(r"(?:亿|万)?元")


class Head(msgspec.Struct, frozen=True):
    """What stands above the tables.

    `pairs` are other labelled texts, each as one (主管部门:某某局), under the key of the cell with the text;
    `pair_labels` are the cells with their labels.
    """

    title: Text | None
    year: Traced[int] | None
    unit: Text | None
    project: Text | None
    pairs: dict[Key, Text]
    pair_labels: frozenset[Key]
    taken: frozenset[Key]


class _Pair(msgspec.Struct, frozen=True):
    role: str
    rank: int
    value: str
    cells: tuple[Cell, ...]
    keys: tuple[Key, ...]


def read_head(section: Section, form: Form, used: frozenset[Key]) -> Head:
    """The head of a section; `used` are the cells that already found a place in another block."""
    rows = [row for row in _above(section) if not used.issuperset(row.key(cell) for cell in row.own)]
    title_at = section.first("title")
    title_row = None if title_at is None else section.rows[title_at]
    taken: set[Key] = set()
    title = None
    if title_row is not None:
        title = traced(unblanked(title_row.written[0].text), title_row.written)
        taken.add(title_row.key(title_row.written[0]))
    pairs = [pair for row in rows for pair in _pairs(row, form)]
    chosen = {role: _preferred(pairs, role) for role in ("unit", "project")}
    for pair in chosen.values():
        taken.update(pair.keys if pair else ())
    year, year_keys = _year(rows, title_row, pairs)
    taken |= year_keys
    remarks = [pair for pair in pairs if len(pair.keys) > 1 and not taken.intersection(pair.keys)]
    return Head(
        title,
        year,
        _value(chosen["unit"]),
        _value(chosen["project"]),
        {pair.keys[-1]: _remark(pair) for pair in remarks},
        frozenset(pair.keys[0] for pair in remarks),
        frozenset(taken),
    )


def _above(section: Section) -> tuple[Row, ...]:
    """The rows that can belong to the head: above the indicator table; all of them where there is none."""
    return section.rows[: section.first("indicators")]


def _pairs(row: Row, form: Form) -> Iterator[_Pair]:
    """Labelled texts in a row: label and text in one cell, or in two cells side by side."""
    for number, cell in enumerate(row.own):
        role = form.head.role(cell.text)
        after = row.own[number + 1] if number + 1 < len(row.own) else None
        if role and after is not None and after.text.strip() and form.head.role(after.text) is None:
            value = after.text.strip()
            yield _Pair(
                role, _rank(cell.text, role, form), value, (after, cell), (row.key(cell), row.key(after))
            )
            continue
        for match in _LABELLED.finditer(cell.text):
            role = form.head.role(match["label"])
            if role and not _MONEY.fullmatch(match["value"].strip()):
                rank = _rank(match["label"], role, form)
                yield _Pair(role, rank, match["value"].strip(), (cell,), (row.key(cell),))


def _rank(label: str, role: str, form: Form) -> int:
    """How much a label is preferred within its role: by its place in the form's list."""
    lists = (wordings for known, wordings in form.vocabulary.head.items() if known == role)
    wordings = [bare(wording) for wording in next(lists, ())]
    name = bare(label)
    return wordings.index(name) if name in wordings else len(wordings)


def _preferred(pairs: Sequence[_Pair], role: str) -> _Pair | None:
    return min((pair for pair in pairs if pair.role == role), key=lambda pair: pair.rank, default=None)


def _value(pair: _Pair | None) -> Text | None:
    return traced(pair.value, pair.cells[:1]) if pair else None


def _remark(pair: _Pair) -> Text:
    value, label = pair.cells
    return traced(f"{label.text.strip().rstrip(':' + chr(0xFF1A))}：{pair.value}", [label, value])


def _year(
    rows: Sequence[Row], title_row: Row | None, pairs: Sequence[_Pair]
) -> tuple[Traced[int] | None, set[Key]]:
    """The year in a cell of its own, in the title, after a label, or as 某年度 anywhere in the head."""
    cells = [(row, cell) for row in rows for cell in row.written]
    for row, cell in cells:
        if found := _YEAR_ALONE.fullmatch(_digits(cell)):
            return traced(int(found[1]), [cell]), {row.key(cell)}
    if title_row is not None and (found := _YEAR_IN_TITLE.search(_digits(title_row.written[0]))):
        return traced(int(found[1]), title_row.written), set()
    for pair in pairs:
        if pair.role == "year" and (found := re.match(r"((?:19|20)\d\d)", _digits(pair.cells[0]))):
            return traced(int(found[1]), pair.cells[:1]), set(pair.keys)
    short = (cell for _, cell in cells if len(cell.text) <= 60)
    matches = ((cell, found) for cell in short if (found := _YEAR_WORDED.search(_digits(cell))))
    cell_and_match = next(matches, None)
    if cell_and_match is None:
        return None, set()
    return traced(int(cell_and_match[1][1]), [cell_and_match[0]]), set()


def _digits(cell: Cell) -> str:
    text = squeezed(cell.text)
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), text)


_ONE_YEAR = Wording(
    "表上未印年度；指标值和完成值中的日期均为同一年，据此推断。",
    "No year is printed; inferred because all dates in targets and actual values are of one year.",
)


def year_of_dates(indicators: Sequence[Indicator]) -> Traced[int] | None:
    """The year of all dates in targets and actual values, where they are of one year."""
    dated = [
        (year, text)
        for one in indicators
        for text in (one.target, one.actual)
        if text is not None
        for year in _YEAR_IN_DATE.findall(squeezed(text.value))
    ]
    if len({year for year, _ in dated}) != 1:
        return None
    year, text = dated[0]
    return Traced(int(year), text.text, text.place, text.confidence, "inferred", _ONE_YEAR, text.more)
