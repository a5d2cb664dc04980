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
    from collections.abc import Iterable, Mapping, Sequence

File = TypeVar("File", bound=msgspec.Struct)
Role = TypeVar("Role", bound=str)
Level = TypeVar("Level", bound="Level1")

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


COMMON = "_common.toml"
UNKNOWN = "unknown"


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
    """All wordings by role."""

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


class Form:
    """A family of forms with its whole vocabulary, ready to be asked."""

    def __init__(self, file: FormFile, vocabulary: Vocabulary) -> None:
        self.file = file
        self.id = file.id
        self.kind = file.kind
        self.title = file.title
        self.basis = file.basis
        self.fingerprint = file.fingerprint
        self.weights = file.weights
        self.vocabulary = vocabulary
        letters = _alphabet(vocabulary)
        self.columns = Labels(vocabulary.columns, letters)
        self.budget_columns = Labels(vocabulary.budget_columns, letters)
        self.budget_rows = Labels(vocabulary.budget_rows, letters)
        self.goal_columns = Labels(vocabulary.goal_columns, letters)
        self.head = Labels(vocabulary.head, letters)
        self.level1 = Labels({one.name: (one.name, *one.labels) for one in vocabulary.level1}, letters)
        self.level2 = Labels({one.name: (one.name, *one.labels) for one in vocabulary.level2}, letters)
        self.level1_of = {one.name: one.level1 for one in vocabulary.level2}
        self.floating = frozenset(one.name for one in vocabulary.level2 if one.floats)
        self.rows = Labels(
            {
                "total": vocabulary.total_labels,
                "subtotal": vocabulary.subtotal_labels,
                "rating": vocabulary.rating_labels,
                "section": vocabulary.section_labels,
            },
            letters,
        )


@functools.cache
def shipped_forms() -> tuple[Form, ...]:
    """All forms in `forms/`, by id; the first call reads and checks them."""
    folder = files("normalize") / "forms"
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}
    return load_forms({name: text for name, text in texts.items() if name.endswith(".toml")})


@functools.cache
def any_form() -> Form:
    """The permissive form: used to find tables before their family is known, and where it stays unknown."""
    return next(form for form in shipped_forms() if form.id == UNKNOWN)


def load_forms(texts: Mapping[str, str]) -> tuple[Form, ...]:
    """The forms of a folder from its files' texts by name. Raises FormError.

    The permissive form also knows the wordings that the others add, as far as all of them agree on the role.
    """
    common = texts[COMMON]
    forms = [load_form(name, texts[name], common) for name in sorted(texts) if name != COMMON]
    gathered = _gathered(_convert(COMMON, common, Vocabulary), forms)
    return tuple(Form(form.file, gathered) if form.id == UNKNOWN else form for form in forms)


def load_form(name: str, text: str, common_text: str) -> Form:
    """One form from the text of its file and of the common file; `name` is for messages. Raises FormError."""
    common = _convert(COMMON, common_text, Vocabulary)
    _check_common(common)
    file = _convert(name, text, FormFile)
    if f"{file.id}.toml" != name:
        raise FormError(f"{name}: the id is {file.id!r}, so the file must be called {file.id}.toml")
    extra = file.extra
    vocabulary = msgspec.structs.replace(
        common,
        titles=(*common.titles, *extra.titles),
        columns=_joined(name, "columns", common.columns, extra.columns),
        budget_columns=_joined(name, "budget_columns", common.budget_columns, extra.budget_columns),
        budget_rows=_joined(name, "budget_rows", common.budget_rows, extra.budget_rows),
        goal_columns=_joined(name, "goal_columns", common.goal_columns, extra.goal_columns),
        head=_joined(name, "head", common.head, extra.head),
        level1=_replaced(common.level1, extra.level1),
        level2=_replaced(common.level2, extra.level2),
    )
    _check_levels(name, file, vocabulary)
    return Form(file, vocabulary)


def _check_levels(name: str, file: FormFile, vocabulary: Vocabulary) -> None:
    known = {one.name for one in vocabulary.level1}
    for group in file.weights.groups if file.weights else ():
        if group not in known:
            raise FormError(f"{name}: weights.groups: {group!r} is no level-1 name in {COMMON} or here")
    for one in file.extra.level2:
        if one.level1 not in known:
            raise FormError(f"{name}: level2 {one.name!r} belongs to {one.level1!r}, which is no level1")


def _replaced(common: tuple[Level, ...], extra: tuple[Level, ...]) -> tuple[Level, ...]:
    """The form's own levels first, then the common ones; a wording that the form takes is taken out there."""
    own = {bare(label) for one in extra for label in (one.name, *one.labels)}
    kept = (one for one in common if bare(one.name) not in own)
    return (
        *extra,
        *(
            msgspec.structs.replace(
                one, labels=tuple(label for label in one.labels if bare(label) not in own)
            )
            for one in kept
        ),
    )


def _gathered(common: Vocabulary, forms: Sequence[Form]) -> Vocabulary:
    extras = [form.file.extra for form in forms]
    return msgspec.structs.replace(
        common,
        titles=tuple(dict.fromkeys([*common.titles, *(title for extra in extras for title in extra.titles)])),
        columns=_agreed(common.columns, [extra.columns for extra in extras]),
        budget_columns=_agreed(common.budget_columns, [extra.budget_columns for extra in extras]),
        budget_rows=_agreed(common.budget_rows, [extra.budget_rows for extra in extras]),
        goal_columns=_agreed(common.goal_columns, [extra.goal_columns for extra in extras]),
        head=_agreed(common.head, [extra.head for extra in extras]),
    )


def _agreed(
    common: Mapping[Role, tuple[str, ...]], extras: Iterable[Mapping[Role, tuple[str, ...]]]
) -> dict[Role, tuple[str, ...]]:
    known = dict(common)
    settled = {bare(wording) for wordings in common.values() for wording in wordings}
    claims: dict[str, set[Role]] = {}
    for extra in extras:
        for role, wordings in extra.items():
            for wording in wordings:
                claims.setdefault(bare(wording), set()).add(role)
    for wording, roles in claims.items():
        if len(roles) == 1 and wording not in settled:
            (role,) = roles
            known[role] = (*known.get(role, ()), wording)
    return known


def _alphabet(vocabulary: Vocabulary) -> frozenset[str]:
    """Every character of every wording, whichever block it belongs to."""
    blocks = (vocabulary.columns, vocabulary.budget_columns, vocabulary.goal_columns, vocabulary.head)
    wordings = [wording for block in blocks for group in block.values() for wording in group]
    wordings += [
        wording for one in (*vocabulary.level1, *vocabulary.level2) for wording in (one.name, *one.labels)
    ]
    return frozenset().union(*wordings)


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
    common = dict.fromkeys(extra, ()) | dict(common)
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
