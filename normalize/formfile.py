"""What a file in `forms/` can say: the wordings by role, the fingerprint and the weight model of a family."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from extract.wording import Wording

ColumnRole: TypeAlias = Literal[
    "section", "levels", "level1", "level2", "level3", "target", "target-sign", "target-unit",
    "target-adjusted", "actual", "weight", "score", "score-review", "deviation", "other",
]  # fmt: skip
BudgetRole: TypeAlias = Literal[
    "label", "initial", "adjusted", "executed", "weight", "rate", "score", "part", "note", "other"
]
BudgetRow: TypeAlias = Literal["total", "axis-income", "axis-spending"]
GoalRole: TypeAlias = Literal["expected", "actual", "other"]
HeadRole: TypeAlias = Literal["unit", "project", "supervisor", "year", "remark"]


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What in an indicator's name and target speaks for its level 2 where the label was lost."""

    strong: bool
    names: tuple[str, ...] = ()
    targets: str = ""


class Level1(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level-1 heading and its other wordings."""

    name: str
    labels: tuple[str, ...]


class Level2(Level1, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A level-2 heading, its other wordings, the level 1 it belongs to and the cues that speak for it.

    One that `floats` is found under other level-1 headings too.
    """

    level1: str
    cues: tuple[Cue, ...] = ()
    floats: bool = False


class LookAlike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of table that is not a self-evaluation, and the words that give it away.

    `titles` end its title; `words` in a short line and `columns` in a header speak for it too. It is told
    `beside` a self-evaluation where somebody may have meant it to be checked.
    """

    name: Wording
    titles: tuple[str, ...]
    words: tuple[str, ...]
    columns: tuple[str, ...]
    beside: bool


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All wordings by role, and what can be wrong with a character in them.

    `alike_characters` are groups of characters that are read for one another, `filler_characters` those that
    change nothing where they are added.
    """

    alike_characters: tuple[str, ...]
    filler_characters: str
    titles: tuple[str, ...]
    title_endings: tuple[str, ...]
    attachments: tuple[str, ...]
    section_labels: tuple[str, ...]
    total_labels: tuple[str, ...]
    subtotal_labels: tuple[str, ...]
    rating_labels: tuple[str, ...]
    rating_words: tuple[str, ...]
    score_words: tuple[str, ...]
    conclusion_words: tuple[str, ...]
    slot_words: tuple[str, ...]
    goal_words: tuple[str, ...]
    weight_words: tuple[str, ...]
    part_words: tuple[str, ...]
    fund_words: tuple[str, ...]
    money_words: tuple[str, ...]
    columns: dict[ColumnRole, tuple[str, ...]]
    budget_columns: dict[BudgetRole, tuple[str, ...]]
    budget_rows: dict[BudgetRow, tuple[str, ...]]
    goal_columns: dict[GoalRole, tuple[str, ...]]
    head: dict[HeadRole, tuple[str, ...]]
    kinds: dict[Literal["department", "project"], tuple[str, ...]]
    level1: tuple[Level1, ...]
    level2: tuple[Level2, ...]
    lookalikes: tuple[LookAlike, ...]


class Fingerprint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a form win: title words (3 points), labels (1), labels against it (-2), labels needed.

    `level1` are headings that must stand in the level-1 column (2 points each).
    """

    titles: tuple[str, ...]
    labels: tuple[str, ...]
    against: tuple[str, ...]
    requires: tuple[str, ...]
    points: int
    level1: tuple[str, ...] = ()


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weight model: the execution row and the level-1 groups in the form's order."""

    execution: Decimal
    groups: dict[str, Decimal]


class Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wordings that a form adds to the common vocabulary, or gives to another role.

    A level whose name the common vocabulary has too replaces that one. `titles` are words that a title of the
    form ends in, where it does not say 自评表.
    """

    titles: tuple[str, ...] = ()
    columns: dict[ColumnRole, tuple[str, ...]] = {}
    budget_columns: dict[BudgetRole, tuple[str, ...]] = {}
    budget_rows: dict[BudgetRow, tuple[str, ...]] = {}
    goal_columns: dict[GoalRole, tuple[str, ...]] = {}
    head: dict[HeadRole, tuple[str, ...]] = {}
    level1: tuple[Level1, ...] = ()
    level2: tuple[Level2, ...] = ()


class FormFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in `forms/` as it stands."""

    id: str
    kind: Literal["department", "project", "unknown"]
    title: Wording
    basis: Wording
    fingerprint: Fingerprint
    weights: Weights | None = None
    extra: Extra = Extra()
