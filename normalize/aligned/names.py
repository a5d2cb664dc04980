"""The name of a whole block, which runs down at its left: the words of it that stand beside the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from normalize.aligned.tokens import Token
from normalize.wordings import squeezed

if TYPE_CHECKING:
    from normalize.form import Form

_BRACKETED = re.compile(r"\([^()]*\)")


def section_names(form: Form) -> list[str]:
    """The names that a block can have."""
    return [name for name in form.rows.wordings if form.rows.role(name) == "section"]


def names_with(words: Sequence[Token], form: Form) -> list[str]:
    """What follows these words in each name of a block that holds them; empty where they are part of none."""
    if any(char.isdigit() for token in words for char in token.text):
        return []
    own = _BRACKETED.sub("", squeezed("".join(token.text for token in words)))
    return [name.partition(own)[2] for name in section_names(form) if own in name]
