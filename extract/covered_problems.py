"""What a reader of the result must know about text on which something lies: what, how far, and where."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Box, Problem
from extract.wording import Wording

_COMPARE = Wording(
    zh="请对照原件核对这些位置，必要时请单位提供原始文件",
    en="compare these places with the original; where needed, ask the unit for the file it was made from",
)
_MM = 25.4 / 72
_NAMED = 3
_QUOTED = 20


def covered(page: int, pieces: Sequence[tuple[str, Box]]) -> Problem:
    """Text that is in the file but below something painted later, with its places."""
    count, places = sum(len(text) for text, _ in pieces), _places(pieces)
    return Problem(
        "covered-text",
        Wording(
            zh=f"第 {page} 页有 {count} 个字符被其上的图形或图片盖住，看不见，未采用：{places.zh}",
            en=f"page {page} holds {count} characters that a shape or picture on top of them hides; "
            f"they were left out: {places.en}",
        ),
        _COMPARE,
        page,
    )


def partly_covered(page: int, pieces: Sequence[tuple[str, Box]]) -> Problem:
    """Text of which something painted later hides a part, with its places."""
    places = _places(pieces)
    return Problem(
        "partly-covered-text",
        Wording(
            zh=f"第 {page} 页有文字被其上的图形或图片盖住一部分，读数存疑，据此不作认定：{places.zh}",
            en=f"on page {page} a shape or picture hides a part of the text below it; it is read with doubt, "
            f"and nothing is claimed on it: {places.en}",
        ),
        _COMPARE,
        page,
    )


def below_remarks(page: int, pieces: Sequence[tuple[str, Box]]) -> Problem:
    """Text that an annotation hides in a viewer, with its places."""
    places = _places(pieces)
    return Problem(
        "text-below-annotation",
        Wording(
            zh=f"第 {page} 页有文字被批注盖住；仍按批注下的文字读取，读数存疑，据此不作认定：{places.zh}",
            en=f"on page {page} an annotation hides text; what stands below it was read, with doubt, and "
            f"nothing is claimed on it: {places.en}",
        ),
        _COMPARE,
        page,
    )


def _places(pieces: Sequence[tuple[str, Box]]) -> Wording:
    """The first pieces, each with the way from the page's left and upper edge, as a ruler shows it."""
    named = [
        (text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…", round(box.x0 * _MM), round(box.top * _MM))
        for text, box in pieces[:_NAMED]
    ]
    zh = "、".join(f"“{text}”（距页面左边 {x} 毫米、上边 {y} 毫米）" for text, x, y in named)
    en = ", ".join(f"“{text}” ({x} mm from the left edge, {y} mm from the top)" for text, x, y in named)
    more = len(pieces) - _NAMED
    return Wording(f"{zh}等 {len(pieces)} 处", f"{en} and {more} more") if more > 0 else Wording(zh, en)
