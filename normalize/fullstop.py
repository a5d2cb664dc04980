"""A full stop typed for a decimal point: 288。00. It is read, but never without saying so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import msgspec

from extract.wording import Wording

if TYPE_CHECKING:
    from normalize.evaluation import Text, Traced

T = TypeVar("T")

DOUBTFUL = 0.8
_POINT = re.compile(r"(?<=[0-9０-９])\s*[。｡]\s*(?=[0-9０-９])")
# A value by itself: a sign before it and a unit behind it, and no second number.
_VALUE = re.compile(r"[<>=≥≤≧≦═＜＞＝\s]*[0-9０-９,，]+[。｡\s]+[0-9０-９]+[^0-9０-９。｡，；;,]{0,8}")
_UNCLEAR = Wording(
    "两个数字之间印有句号，是小数点还是句号不能确定；以此为据的差错只作提示。",
    "A full stop stands between two figures; it may be meant as a decimal point, so what rests on it is a "
    "notice only.",
)


def mended(text: str) -> str | None:
    """The text with a decimal point for the only full stop between two figures; None where there is none."""
    found = _POINT.findall(text)
    return _POINT.sub(".", text) if len(found) == 1 else None


def doubted(value: Traced[T], read: T) -> Traced[T]:
    """The value as read with the full stop for a decimal point: inferred, doubtful, with the reason."""
    reason = Wording(
        f"印作“{value.text}”，其中的句号按小数点理解，请对照原件。",
        f"Printed as {value.text}; its full stop is understood as a decimal point, to be compared with the "
        "original.",
    )
    return msgspec.structs.replace(
        value, value=read, confidence=min(DOUBTFUL, value.confidence), how="inferred", reason=reason
    )


def with_point(text: Text | None) -> Text | None:
    """A target or an actual value: mended where it is one number, doubtful where it is a sentence."""
    if text is None or not _POINT.search(text.value):
        return text
    plain = mended(text.value)
    if plain is not None and _VALUE.fullmatch(text.value.strip()):
        return doubted(text, plain)
    return msgspec.structs.replace(text, confidence=min(DOUBTFUL, text.confidence), reason=_UNCLEAR)
