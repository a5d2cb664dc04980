"""Policy terms with an end date (`stale.toml`), and where a text still uses one as current work."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec

from extract.wording import Wording

_QUOTES = re.compile(r"[\s“”\"‘’']")
_SENTENCE = re.compile(r"[^。;；!！]+")
_TITLE = re.compile(r"《[^》]*》")
_NEAR = 14


class DatedTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term (as a pattern), the last year in which it was current work, and why."""

    pattern: str
    last_year: int
    zh: str
    en: str

    @property
    def note(self) -> Wording:
        """Why the term belongs to the years up to `last_year`."""
        return Wording(self.zh, self.en)


class DatedTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file: `history` are words that show that a text speaks of the past."""

    history: tuple[str, ...]
    term: tuple[DatedTerm, ...]


@cache
def known() -> DatedTerms:
    """The dated terms that ship with the product."""
    raw = (files("validate.texts") / "stale.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(raw), DatedTerms)


@cache
def _any_of_them() -> re.Pattern[str]:
    """One search for all terms: most sentences hold none."""
    return re.compile("|".join(f"(?:{term.pattern})" for term in known().term))


def any_dated(texts: Iterable[str]) -> bool:
    """Whether any of the texts may use a known term: one search that spares most forms the others."""
    plain = _QUOTES.sub("", "。".join(texts))
    return "《" in plain or _any_of_them().search(plain) is not None


def dated_terms(text: str) -> Iterator[tuple[DatedTerm, str]]:
    """Every known term that the text uses as current work, with the words that were matched."""
    for sentence in _SENTENCE.findall(_QUOTES.sub("", text)):
        plain = _TITLE.sub("", sentence)
        if not _any_of_them().search(plain):
            continue
        for term in known().term:
            match = next((m for m in re.finditer(term.pattern, plain) if not _past(plain, m)), None)
            if match:
                yield term, match.group()


def _past(sentence: str, match: re.Match[str]) -> bool:
    around = sentence[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return any(word in around for word in known().history)
