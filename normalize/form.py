"""Families of forms as data: `forms/*.toml` is read, checked and joined with the common vocabulary.

A new province is a new file in that folder. What it does not say it takes from `_common.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

import msgspec

from normalize.formfile import FormFile, Vocabulary
from normalize.misspelt import Spelling, alike
from normalize.wordings import Labels
from normalize.wordlists import TwoRolesError, alphabet, extended, gathered

if TYPE_CHECKING:
    from collections.abc import Mapping

File = TypeVar("File", bound=msgspec.Struct)

COMMON = "_common.toml"
UNKNOWN = "unknown"


class FormError(ValueError):
    """A form file does not say what it must, or says it twice. The message names the file and the place."""


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
        spelling = Spelling(
            alphabet(vocabulary), alike(vocabulary.alike_characters), frozenset(vocabulary.filler_characters)
        )
        self.columns = Labels(vocabulary.columns, spelling)
        self.budget_columns = Labels(vocabulary.budget_columns, spelling)
        self.budget_rows = Labels(vocabulary.budget_rows, spelling)
        self.goal_columns = Labels(vocabulary.goal_columns, spelling)
        self.head = Labels(vocabulary.head, spelling)
        self.level1 = Labels({one.name: (one.name, *one.labels) for one in vocabulary.level1}, spelling)
        self.level2 = Labels({one.name: (one.name, *one.labels) for one in vocabulary.level2}, spelling)
        self.level1_of = {one.name: one.level1 for one in vocabulary.level2}
        self.floating = frozenset(one.name for one in vocabulary.level2 if one.floats)
        self.rows = Labels(
            {
                "total": vocabulary.total_labels,
                "subtotal": vocabulary.subtotal_labels,
                "rating": vocabulary.rating_labels,
                "section": vocabulary.section_labels,
            },
            spelling,
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
    known = gathered(_convert(COMMON, common, Vocabulary), [form.file.extra for form in forms])
    return tuple(Form(form.file, known) if form.id == UNKNOWN else form for form in forms)


def load_form(name: str, text: str, common_text: str) -> Form:
    """One form from the text of its file and of the common file; `name` is for messages. Raises FormError."""
    common = _convert(COMMON, common_text, Vocabulary)
    _check_common(common)
    file = _convert(name, text, FormFile)
    if f"{file.id}.toml" != name:
        raise FormError(f"{name}: the id is {file.id!r}, so the file must be called {file.id}.toml")
    try:
        vocabulary = extended(common, file.extra)
    except TwoRolesError as wrong:
        raise FormError(f"{name}: {wrong}") from wrong
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
