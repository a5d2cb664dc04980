"""A sentence for people, in Chinese and in English, written side by side so that neither is forgotten."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Language: TypeAlias = Literal["zh", "en"]


class Wording(msgspec.Struct, frozen=True):
    """The same sentence in both languages; ids, keys and numbers inside it are identical."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en
