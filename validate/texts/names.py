"""When two indicator names say the same: compared without numbering, punctuation, filler and synonyms."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_ORDINAL = re.compile(
    r"^(?:指标)?(?:[0-9]{1,2}[.、．:：)）]|[①-⑳])|^[(（][0-9一二三四五六七八九十]{1,2}[)）]"
)
_PLACEHOLDER = re.compile(r"(?:[一二三]级)?指标[0-9一二三四五六七八九十]*[:：]?|[.…/—-]*|无")
# Words that turn a slogan without changing what is measured. Qualifiers (农村, 按时 …) are not among them.
_FILLER = re.compile(r"进一步|不断|切实|持续|逐步|全面|有效|大力|[(（]机关[)）]|[的了等]")
_SAME_WORD = {"提升": "提高", "增强": "提高", "满意率": "满意度", "举办": "开展", "组织": "开展"}
_ON_ORDER = re.compile(r"(?:按照|根据|依据|围绕|结合|为|落实|贯彻).*(?:要求|部署|精神|安排|规定|目标)")
_CLAUSE_END = re.compile(r"[,，。;；!！]")
_NOT_WORD = re.compile(r"[\W_]")

_SHORTEST_NAME = 4
_SHORTEST_CONTAINED = 10
_SHORTEST_SIMILAR = 14
_SIMILAR = 90


def comparable(name: str) -> bool:
    """Whether a name says enough to be compared: no template placeholder, at least four characters."""
    bare = _ORDINAL.sub("", "".join(name.split()))
    return not _PLACEHOLDER.fullmatch(bare) and len(_key(name)) >= _SHORTEST_NAME


def same_name(one: str, other: str) -> bool:
    """Whether the names are equal as keys, or one is, as a whole, a clause of the other.

    Clauses that only say on whose order (按照…要求) are left out. A contained name has 10 characters or more.
    """
    if _key(one) == _key(other):
        return True
    shorter, longer = sorted((_clauses(one), _clauses(other)), key=lambda keys: len("".join(keys)))
    return len(shorter) == 1 and len(shorter[0]) >= _SHORTEST_CONTAINED and shorter[0] in longer


def similar_name(one: str, other: str) -> bool:
    """Whether two long names differ by an insertion only, are 90 % alike, and hold the same numbers."""
    first, second = sorted((_key(one), _key(other)), key=len)
    return (
        len(first) >= _SHORTEST_SIMILAR
        and fuzz.ratio(first, second) >= _SIMILAR
        and all(step.tag in {"equal", "insert"} for step in Levenshtein.opcodes(first, second))
        and re.findall(r"[0-9一二三四五六七八九十]", first)
        == re.findall(r"[0-9一二三四五六七八九十]", second)
    )


@lru_cache(maxsize=4096)
def _clauses(name: str) -> tuple[str, ...]:
    plain = _ORDINAL.sub("", "".join(name.split()))
    clauses = [clause for clause in _CLAUSE_END.split(plain) if clause]
    kept = [clause for clause in clauses if not _ON_ORDER.fullmatch(clause)] or clauses
    return tuple(_key(clause) for clause in kept)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    plain = _FILLER.sub("", _ORDINAL.sub("", "".join(name.split())))
    for word, standard in _SAME_WORD.items():
        plain = plain.replace(word, standard)
    return _NOT_WORD.sub("", plain).lower()
