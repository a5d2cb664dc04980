"""Families of forms as data: `forms/*.toml` is read, checked and joined with the common vocabulary.

A new province is a new file in that folder. What it does not say it takes from `_common.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

import msgspec

from extract.wording import Wording
from normalize.wordings import Labels, bare

if TYPE_CHECKING:
    from collections.abc import Mapping

File = TypeVar("File", bound=msgspec.Struct)
Role = TypeVar("Role", bound=str)

ColumnRole: TypeAlias = Literal[
    "section", "level1", "level2", "level3", "target", "target-sign", "target-unit", "target-adjusted",
    "actual", "weight", "score", "score-review", "deviation", "other",
]  # fmt: skip
BudgetRole: TypeAlias = Literal["label", "initial", "adjusted", "executed", "weight", "rate", "score", "note"]
HeadRole: TypeAlias = Literal["unit", "project", "supervisor", "year", "remark"]


class FormError(ValueError):
    """A form file does not say what it must, or says it twice. The message names the file and the place."""


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What in an indicator's name and target speaks for its level 2 where the label was lost."""

    strong: bool
    names: tuple[str, ...] = ()
    targets: str = ""


class Level1(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level-1 heading and its other wordings."""

    name: str
    labels: tuple[str, ...]


class Level2(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level-2 heading, its other wordings, the level 1 it belongs to and the cues that speak for it."""

    name: str
    level1: str
    labels: tuple[str, ...]
    cues: tuple[Cue, ...] = ()


class LookAlike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of table that is not a self-evaluation, and the words that give it away."""

    name: Wording
    titles: tuple[str, ...]
    columns: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All wordings by role."""

    titles: tuple[str, ...]
    title_endings: tuple[str, ...]
    attachments: tuple[str, ...]
    section_labels: tuple[str, ...]
    total_labels: tuple[str, ...]
    subtotal_labels: tuple[str, ...]
    rating_labels: tuple[str, ...]
    rating_words: tuple[str, ...]
    columns: dict[ColumnRole, tuple[str, ...]]
    budget_columns: dict[BudgetRole, tuple[str, ...]]
    budget_rows: dict[Literal["total"], tuple[str, ...]]
    goal_columns: dict[Literal["expected", "actual"], tuple[str, ...]]
    head: dict[HeadRole, tuple[str, ...]]
    level1: tuple[Level1, ...]
    level2: tuple[Level2, ...]
    lookalikes: tuple[LookAlike, ...]


class Fingerprint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a form win: title words (3 points), labels (1), labels against it (-2), labels needed."""

    titles: tuple[str, ...]
    labels: tuple[str, ...]
    against: tuple[str, ...]
    requires: tuple[str, ...]
    points: int


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weight model: the execution row and the level-1 groups in the form's order."""

    execution: Decimal
    groups: dict[str, Decimal]


class Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wordings that a form adds to the common vocabulary, or gives to another role."""

    columns: dict[ColumnRole, tuple[str, ...]] = {}
    budget_columns: dict[BudgetRole, tuple[str, ...]] = {}
    goal_columns: dict[Literal["expected", "actual"], tuple[str, ...]] = {}
    head: dict[HeadRole, tuple[str, ...]] = {}


class FormFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in `forms/` as it stands."""

    id: str
    kind: Literal["department", "project", "unknown"]
    title: Wording
    basis: Wording
    fingerprint: Fingerprint
    weights: Weights | None = None
    extra: Extra = Extra()


class Form:
    """A family of forms with its whole vocabulary, ready to be asked."""

    def __init__(self, file: FormFile, vocabulary: Vocabulary) -> None:
        self.id = file.id
        self.kind = file.kind
        self.title = file.title
        self.basis = file.basis
        self.fingerprint = file.fingerprint
        self.weights = file.weights
        self.vocabulary = vocabulary
        self.columns = Labels(vocabulary.columns)
        self.budget_columns = Labels(vocabulary.budget_columns)
        self.budget_rows = Labels(vocabulary.budget_rows)
        self.goal_columns = Labels(vocabulary.goal_columns)
        self.head = Labels(vocabulary.head)
        self.level1 = Labels({one.name: (one.name, *one.labels) for one in vocabulary.level1})
        self.level2 = Labels({one.name: (one.name, *one.labels) for one in vocabulary.level2})
        self.level1_of = {one.name: one.level1 for one in vocabulary.level2}
        self.rows = Labels(
            {
                "total": vocabulary.total_labels,
                "subtotal": vocabulary.subtotal_labels,
                "rating": vocabulary.rating_labels,
                "section": vocabulary.section_labels,
            }
        )


@functools.cache
def shipped_forms() -> tuple[Form, ...]:
    """All forms in `forms/`, by id; the first call reads and checks them."""
    folder = files("normalize") / "forms"
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}
    common = texts.pop("_common.toml")
    return tuple(load_form(name, texts[name], common) for name in sorted(texts) if name.endswith(".toml"))


@functools.cache
def any_form() -> Form:
    """The permissive form: used to find tables before their family is known, and where it stays unknown."""
    return next(form for form in shipped_forms() if form.id == "unknown")


def load_form(name: str, text: str, common_text: str) -> Form:
    """One form from the text of its file and of the common file; `name` is for messages. Raises FormError."""
    common = _convert("_common.toml", common_text, Vocabulary)
    _check_common(common)
    file = _convert(name, text, FormFile)
    if f"{file.id}.toml" != name:
        raise FormError(f"{name}: the id is {file.id!r}, so the file must be called {file.id}.toml")
    vocabulary = msgspec.structs.replace(
        common,
        columns=_joined(name, "columns", common.columns, file.extra.columns),
        budget_columns=_joined(name, "budget_columns", common.budget_columns, file.extra.budget_columns),
        goal_columns=_joined(name, "goal_columns", common.goal_columns, file.extra.goal_columns),
        head=_joined(name, "head", common.head, file.extra.head),
    )
    known = {one.name for one in vocabulary.level1}
    for group in file.weights.groups if file.weights else ():
        if group not in known:
            raise FormError(f"{name}: weights.groups: {group!r} is no level-1 name in _common.toml")
    return Form(file, vocabulary)


def _convert(name: str, text: str, kind: type[File]) -> File:
    try:
        return msgspec.convert(tomllib.loads(text), kind, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise FormError(f"{name}: {wrong}") from wrong


def _check_common(common: Vocabulary) -> None:
    known = {one.name for one in common.level1}
    for one in common.level2:
        if one.level1 not in known:
            raise FormError(
                f"_common.toml: level2 {one.name!r} belongs to {one.level1!r}, which is no level1"
            )
        for cue in one.cues:
            try:
                re.compile(cue.targets)
            except re.error as wrong:
                raise FormError(f"_common.toml: level2 {one.name!r}: targets: {wrong}") from wrong


def _joined(
    name: str, where: str, common: Mapping[Role, tuple[str, ...]], extra: Mapping[Role, tuple[str, ...]]
) -> dict[Role, tuple[str, ...]]:
    moved = {bare(wording) for wordings in extra.values() for wording in wordings}
    joined = {
        role: (*extra.get(role, ()), *(wording for wording in wordings if bare(wording) not in moved))
        for role, wordings in common.items()
    }
    owner: dict[str, str] = {}
    for role, wordings in joined.items():
        for wording in wordings:
            if owner.setdefault(bare(wording), role) != role:
                raise FormError(
                    f"{name}: {where}: {wording!r} stands under {owner[bare(wording)]!r} and {role!r}"
                )
    return joined
