"""Which family of forms a section belongs to: its words counted against each fingerprint, and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from extract.wording import Wording
from normalize.wordings import bare, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import Cell
    from normalize.form import Form
    from normalize.sections import Section

_TITLE_POINTS = 3
_LABEL_POINTS = 1
_GROUP_POINTS = 2
_AGAINST_POINTS = -2
LONGEST_LABEL = 40


class Family(msgspec.Struct, frozen=True):
    """The chosen form and why it was chosen; `form` is None where none fits, or two fit alike."""

    form: Form | None
    reason: Wording


class _Match(msgspec.Struct, frozen=True):
    """How far a form's fingerprint is met: its words that were found, and those it needs that were not."""

    form: Form
    titles: tuple[str, ...]
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def points(self) -> int:
        if self.missing:
            return 0
        points = _TITLE_POINTS * len(self.titles) + _LABEL_POINTS * len(self.labels)
        points += _GROUP_POINTS * len(self.groups)
        return points + _AGAINST_POINTS * len(self.against)

    @property
    def found(self) -> int:
        """How many words speak for the form; tells nearer from farther where points are equal."""
        return len(self.titles) + len(self.labels) + len(self.groups)

    @property
    def fits(self) -> bool:
        return self.points >= self.form.fingerprint.points


class _Group(msgspec.Struct, frozen=True):
    """A cell of the level-1 column; `follows` is the level-2 cell beside it where columns are in doubt."""

    name: str
    follows: str | None


def family(section: Section, forms: Sequence[Form]) -> Family:
    """The form whose fingerprint fits best. Forms that ask for no points are never recognised by it."""
    title, labels, groups = _title(section), _labels(section), _groups(section)
    matches = [_match(form, title, labels, groups) for form in forms if form.fingerprint.points]
    ranked = sorted(matches, key=lambda match: (not match.fits, -match.points, -match.found, match.form.id))
    best, second = (*ranked[:2], None, None)[:2]
    if best is None or not best.fits:
        return Family(None, _unfit(best))
    if second is not None and second.fits and second.points == best.points:
        return Family(None, _unclear(best.form, second.form))
    return Family(best.form, _chosen(best, second))


def _match(form: Form, title: str, labels: frozenset[str], groups: frozenset[_Group]) -> _Match:
    wanted = form.fingerprint
    return _Match(
        form,
        tuple(word for word in wanted.titles if squeezed(word) in title)[:1],
        tuple(word for word in wanted.labels if _has(labels, word)),
        tuple(word for word in wanted.level1 if _stands(word, groups, form)),
        tuple(word for word in wanted.against if _has(labels, word) or word in title),
        (
            *(word for word in wanted.requires if not _has(labels, word)),
            *(word for word in wanted.level1 if not _stands(word, groups, form)),
        ),
    )


def _has(labels: frozenset[str], word: str) -> bool:
    return any(word in label for label in labels)


def _stands(word: str, groups: frozenset[_Group], form: Form) -> bool:
    """Whether a word heads a level-1 group.

    A dump moves what stands behind a lost cell one column to the left, so that a level-2 heading can stand
    under level 1: there a heading of this form must follow.
    """
    return any(
        group.name.startswith(word) and (group.follows is None or form.level2.role(group.follows) is not None)
        for group in groups
    )


def _title(section: Section) -> str:
    at = section.first("title")
    return "" if at is None else squeezed(section.rows[at].written[0].text)


def _groups(section: Section) -> frozenset[_Group]:
    """What stands in the level-1 column."""
    header = section.first("indicators")
    columns = None if header is None else section.marks[header].columns
    if header is None or columns is None:
        return frozenset()
    rows = section.rows[header + columns.height :]
    table = [row for row in rows if row.block == section.rows[header].block]
    return frozenset(
        _Group(squeezed(cell.text), _text(columns.cells(row, "level2")) if row.is_dump else None)
        for row in table
        for cell in columns.cells(row, "level1")
    )


def _text(cells: Sequence[Cell]) -> str:
    return "".join(cell.text for cell in cells)


def _labels(section: Section) -> frozenset[str]:
    """The short texts of the form's head, budget block and headers, and of the lines between them.

    Each with what stands in its brackets and without: 预算数(A) is a label, and 部门(单位)总体资金 is another
    way to write 部门总体资金.
    """
    header = section.first("indicators")
    upto = len(section.rows) if header is None else header + 2
    texts = {cell.text for row in section.rows[:upto] for cell in row.cells}
    labels = {label for text in texts for label in (squeezed(text), bare(text))}
    return frozenset(label for label in labels if len(label) <= LONGEST_LABEL)


def _chosen(best: _Match, second: _Match | None) -> Wording:
    found = _found(best)
    behind = _behind(second)
    return Wording(
        f"识别为“{best.form.title.zh}”：{found.zh}，共{best.points}分；{behind.zh}。",
        f"Recognised as {best.form.id}: {found.en}, {best.points} points in all; {behind.en}.",
    )


def _found(match: _Match) -> Wording:
    """What speaks for a form and against it, with its points."""
    told = (
        (match.titles, Wording("题名含{}（3分）", "the title has {} (3)")),
        (match.labels, Wording("表内有{}（各1分）", "the form has {} (1 each)")),
        (match.groups, Wording("一级指标有{}（各2分）", "level 1 has {} (2 each)")),
        (match.against, Wording("与之不符的用语有{}（各减2分）", "against it speaks {} (-2 each)")),
        (match.missing, Wording("缺少必有的{}", "it lacks {}, which it must have")),
    )
    parts = [(wording, "".join(f"“{word}”" for word in words)) for words, wording in told if words]
    return Wording(
        "，".join(wording.zh.format(quoted) for wording, quoted in parts),
        ", ".join(wording.en.format(quoted) for wording, quoted in parts),
    )


def _behind(second: _Match | None) -> Wording:
    """Why the runner-up did not win."""
    if second is None or not (second.titles or second.labels):
        return Wording("没有其他相近的表式", "no other form comes near")
    found = _found(second)
    return Wording(
        f"其次是“{second.form.title.zh}”，{second.points}分（{found.zh}）",
        f"next comes {second.form.id} with {second.points} points ({found.en})",
    )


def _unfit(nearest: _Match | None) -> Wording:
    zh = "题名和表头用语与已知表式均不相符，仅做与表式无关的核查"
    en = "The title and headings fit no known form; only checks that do not depend on the form are made"
    if nearest is None or not (nearest.titles or nearest.labels):
        return Wording(f"{zh}。", f"{en}.")
    found, needed = _found(nearest), nearest.form.fingerprint.points
    return Wording(
        f"{zh}。最相近的是“{nearest.form.title.zh}”：{found.zh}，共{nearest.points}分，须有{needed}分。",
        f"{en}. The nearest is {nearest.form.id}: {found.en}, {nearest.points} points of {needed} needed.",
    )


def _unclear(one: Form, other: Form) -> Wording:
    return Wording(
        f"与“{one.title.zh}”和“{other.title.zh}”同样相近，无法确定，仅做与表式无关的核查。",
        f"It fits {one.id} and {other.id} equally well, so neither is assumed.",
    )
