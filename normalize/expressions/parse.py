"""Target and actual text -> conditions and mentions, with what each of them counts.

`培训次数≥4次,培训人数≥400人` is a target of two parts; `举办培训班6个班次共7期,参加556人,其中…` is an actual
with mentions. Which mention answers which part, and whether it meets it, is for validate/ to judge.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from normalize.expressions.compact import Compact
from normalize.expressions.dates import Dates, scan_dates
from normalize.expressions.heads import conjuncts, core, words_around
from normalize.expressions.listed import results, totalled
from normalize.expressions.quantities import Quantity, scan_quantities
from normalize.expressions.units import alike, noun_follows

if TYPE_CHECKING:
    from collections.abc import Iterator

# "coverage": 全覆盖, with quantities that say of what. "quality": words only.
Nature: TypeAlias = Literal["quantity", "date", "coverage", "quality"]


class Part(msgspec.Struct, frozen=True):
    """One condition of a target. `start` and `end` are offsets into the cell's text.

    `head` is what is counted (see `heads.core`); `head_from_name` says that the cell does not name it and the
    indicator's name stands in. `ordinal` is the number of the numbered sub-target, 0 where there is none.
    `scope` holds quantities that say of what (`对30个村开展培训≥2次`: 30个村).
    """

    text: str
    start: int
    end: int
    nature: Nature
    head: str = ""
    head_from_name: bool = False
    ordinal: int = 0
    quantity: Quantity | None = None
    dates: Dates | None = None
    scope: tuple[Quantity, ...] = ()

    @property
    def shown(self) -> str:
        """The text in one line, as a message quotes it."""
        return "".join(self.text.split()).strip(".。")


class Target(msgspec.Struct, frozen=True):
    """A target cell: its parts in order; no parts where the cell is blank."""

    text: str
    parts: tuple[Part, ...]


class Mention(msgspec.Struct, frozen=True):
    """A quantity in an actual, with what it counts.

    `left` is the clause before it as printed (blanks out). `conjuncts` are the things that 各N (or 个N) is
    said of. `within` marks a member of a sub-list after 其中. `inherited` says that the head is that of the
    mention before; `leading` that the cell begins with the bare figure (`26个,分布在18个社区`).
    """

    quantity: Quantity
    head: str
    left: str = ""
    conjuncts: tuple[str, ...] = ()
    sentence: int = 0
    ordinal: int = 0
    within: bool = False
    inherited: bool = False
    leading: bool = False


class Actual(msgspec.Struct, frozen=True):
    """An actual cell. `nil` is 无 or 未发生…; `blank` is empty or a dash; `compact` has no blanks."""

    text: str
    compact: str
    mentions: tuple[Mention, ...]
    dates: tuple[Dates, ...]
    nil: bool
    blank: bool


_SEGMENT = re.compile("[^,;。]+")
_SENTENCE_END = re.compile("[。;!?]")
_COVERAGE = re.compile("全覆盖|全部覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]")
_DEADLINE_WORDS = re.compile("完成|完工|竣工|验收|上报|交付|投入使用|时间|时限")
_NIL = re.compile(r"(?:无|零|没有|未发生|未出现|无发生|未产生)(?:[\u4e00-\u9fff]{0,12})[。.]?")
_MARK = re.compile("[,;。!?、]")
_BLANK = frozenset({"", "-", "--", "—", "——", "/", "空", "\\"})
_WITHIN = re.compile("其中|(?:具体)?包括|分别为|分别是|分别有|其中包括|含(?=[\u4e00-\u9fff]{2,8}[0-9])")


def parse_target(text: str, indicator_name: str = "") -> Target:
    """The conditions of a target cell; `indicator_name` names what is counted where the cell does not."""
    read = _read(text)
    parts: list[Part] = []
    for item in read.compact.items:
        before = ""
        for start, end in _segments(read.compact.figures, item.start, item.end):
            segment = _Segment(read, start, end, item.ordinal, before)
            parts.extend(_named(part, indicator_name) for part in segment.parts())
            before = read.words[start:end]
    return Target(text, tuple(parts))


@lru_cache(maxsize=1024)
def parse_actual(text: str) -> Actual:
    """Every quantity and date of an actual cell, with what it counts."""
    read = _read(text)
    figures = read.compact.figures
    mentions = _with_lead(list(results(list(_mentions(read)))))
    nil = not mentions and _NIL.fullmatch(figures) is not None
    dates = tuple(_placed_dates(read.compact, one) for one in read.dates)
    mentions = totalled(_marked_within(read.compact, mentions))
    return Actual(text, read.compact.text, mentions, dates, nil, figures in _BLANK)


class _Read(msgspec.Struct, frozen=True):
    """A text with its figures found. `words` is the compact text with them blotted out by `·`."""

    compact: Compact
    words: str
    quantities: tuple[Quantity, ...]
    dates: tuple[Dates, ...]

    @classmethod
    def of(cls, text: str) -> _Read:
        compact = Compact.of(text)
        dates = scan_dates(compact.figures)
        quantities = scan_quantities(compact.figures, dates)
        words = compact.figures
        spans = [(one.start, one.end) for one in quantities] + [(one.start, one.end) for one in dates]
        for start, end in spans:
            words = words[:start] + "·" * (end - start) + words[end:]
        return cls(compact, words, quantities, dates)


_read = lru_cache(maxsize=1024)(_Read.of)


class _Segment(msgspec.Struct, frozen=True):
    """A stretch of a target between two separators; `before` is the stretch to its left."""

    read: _Read
    start: int
    end: int
    ordinal: int
    before: str

    def parts(self) -> Iterator[Part]:
        """The conditions it states; the words alone where it states none that can be counted."""
        compact, text = self.read.compact, self.read.compact.figures[self.start : self.end]
        first, last = compact.span(self.start, self.end)
        head = core(self.read.words[self.start : self.end])
        base = Part(compact.original[first:last], first, last, "quality", head, ordinal=self.ordinal)
        inside = [one for one in self.read.quantities if self.start <= one.start < self.end]
        when = [one for one in self.read.dates if self.start <= one.start < self.end]
        wanted, scope = _requirements(inside)
        if _COVERAGE.search(text) and not any(one.comparator for one in wanted):
            scope = [_placed(compact, one) for one in inside]
            yield msgspec.structs.replace(base, nature="coverage", scope=tuple(scope))
        elif wanted:
            yield from self._quantities(base, wanted, scope)
        elif when and _is_deadline(text, when[-1]):
            yield msgspec.structs.replace(base, nature="date", dates=_placed_dates(compact, when[-1]))
        else:
            yield base

    def _quantities(self, base: Part, wanted: list[Quantity], scope: list[Quantity]) -> Iterator[Part]:
        edges = [self.start, *(one.end for one in wanted)]
        stops = [*(one.start for one in wanted[1:]), self.end]
        head = core(self.before)
        others = tuple(_placed(self.read.compact, one) for one in scope)
        for one, left_edge, right_edge in zip(wanted, edges, stops, strict=False):
            left, right = self.read.words[left_edge : one.start], self.read.words[one.end : right_edge]
            head = words_around(left, _until_mark(right), noun_after=noun_follows(one.unit)) or head
            quantity = _placed(self.read.compact, one)
            yield msgspec.structs.replace(base, nature="quantity", head=head, quantity=quantity, scope=others)


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between separators that hold at least one character."""
    return (match.span() for match in _SEGMENT.finditer(text, start, end) if match[0].strip(" ."))


def _requirements(quantities: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Where a comparator is printed, the quantities without one only say of what."""
    wanted = [one for one in quantities if one.comparator or one.quantifier == "every"]
    if not wanted:
        return quantities, []
    return wanted, [one for one in quantities if one not in wanted]


def _is_deadline(text: str, dates: Dates) -> bool:
    rest = text.replace(dates.text, "").strip(" .")
    return dates.bound in {"by", "span"} or len(rest) <= 3 or _DEADLINE_WORDS.search(text) is not None


def _named(part: Part, name: str) -> Part:
    if part.head or not name:
        return part
    return msgspec.structs.replace(part, head=core(name), head_from_name=True)


def _mentions(read: _Read) -> Iterator[Mention]:
    """Each quantity with the words of its clause: before it, else after it, else those of the one before."""
    text, numbering = read.compact.figures, read.compact.items
    stops = [*(one.start for one in read.quantities[1:]), len(text)]
    ends = [match.start() for match in _SENTENCE_END.finditer(text)] if read.quantities else []
    last_head, last_sentence = "", 0
    for at, (one, next_start) in enumerate(zip(read.quantities, stops, strict=False)):
        sentence = bisect_right(ends, one.start)
        clause = max(map(text.rfind, ",;。!?", repeat(0), repeat(one.start))) + 1
        left = read.words[max(clause, _last_of_its_kind(read, at)) : one.start]
        right = _until_mark(read.words[one.end : next_start])
        head = words_around(left, right, noun_after=noun_follows(one.unit))
        inherited = not head and sentence == last_sentence
        head = last_head if inherited else head
        spread = one.quantifier in {"each", "slip"}
        yield Mention(
            quantity=_placed(read.compact, one),
            head=head,
            left=text[clause : one.start],
            conjuncts=conjuncts(read.words[clause : one.start]) if spread else (),
            sentence=sentence,
            ordinal=next((item.ordinal for item in numbering if item.start <= one.start < item.end), 0),
            inherited=inherited and bool(head),
        )
        last_head, last_sentence = head, sentence


def _with_lead(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Mark a bare figure at the very beginning, if every other one says what it counts."""
    if not mentions or mentions[0].head or mentions[0].left or mentions[0].quantity.quantifier:
        return tuple(mentions)
    first, *others = mentions
    alone = all(one.head and not one.inherited for one in others)
    return (msgspec.structs.replace(first, leading=alone), *others)


def _last_of_its_kind(read: _Read, at: int) -> int:
    """Where the words of a quantity begin at the earliest: after the one before it of the same kind.

    One of another kind only says of what (督导76家党组织1次), unless an enumeration comma follows it.
    """
    for before in reversed(read.quantities[:at]):
        listed = read.words[before.end : before.end + 1] == "、"
        if listed or alike(before.unit, read.quantities[at].unit) > 0:
            return before.end
    return 0


def _until_mark(text: str) -> str:
    return _MARK.split(text, maxsplit=1)[0]


def _marked_within(compact: Compact, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    members: set[int] = set()
    for match in _WITHIN.finditer(compact.figures):
        members |= {part.quantity.start for part in _listed(compact, mentions, match)}
    if not members:
        return mentions
    return tuple(
        msgspec.structs.replace(one, within=True) if one.quantity.start in members else one
        for one in mentions
    )


def _listed(compact: Compact, mentions: tuple[Mention, ...], match: re.Match[str]) -> list[Mention]:
    """The list that begins at a marker: mentions of the total's own unit, up to the end of the sentence."""
    marker_start = compact.offsets[match.start()]
    before = [one for one in mentions if one.quantity.end <= marker_start]
    if not before:
        return []
    total = before[-1]
    after = [one for one in mentions if one.quantity.start >= marker_start and one.sentence == total.sentence]
    parts: list[Mention] = []
    for one in after:
        if alike(total.quantity.unit, one.quantity.unit) < 0.9 or one.quantity.quantifier == "total":
            break
        parts.append(one)
    return parts


def _placed(compact: Compact, one: Quantity) -> Quantity:
    start, end = compact.span(one.start, one.end)
    return msgspec.structs.replace(one, start=start, end=end)


def _placed_dates(compact: Compact, one: Dates) -> Dates:
    start, end = compact.span(one.start, one.end)
    return msgspec.structs.replace(one, start=start, end=end)
