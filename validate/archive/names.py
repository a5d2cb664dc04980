"""When two reports are of one unit or project: names compared without blanks and widths, never alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from normalize.evaluation import Evaluation

_OWN_CODE = re.compile(r"^[0-9A-Za-z]{4,}[-—_]")  # 219001-青原州水文监测中心
_ANY_PLACE = re.compile("^[本省市州县区镇乡]+")
_SHORTEST = 5  # 水利局 alone is the name of many units
_NOT_WORD = re.compile(r"[\W_]")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The text in half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """The text without blanks, punctuation and signs, for comparing what is said."""
    return _NOT_WORD.sub("", bare(text)).lower()


def unit_key(evaluation: Evaluation) -> str:
    """The unit's name for comparing; empty where there is none or it could be the name of many."""
    name = _OWN_CODE.sub("", bare(evaluation.unit.value)) if evaluation.unit else ""
    return name if len(_ANY_PLACE.sub("", name)) >= _SHORTEST else ""


def project_key(evaluation: Evaluation) -> str:
    """The project's name for comparing, without its code and without the form's own year."""
    if evaluation.project is None:
        return ""
    name = bare(evaluation.project.value)
    if evaluation.year is not None:
        name = re.sub(rf"{evaluation.year.value}年?度?", "", name)
    return _OWN_CODE.sub("", name)
