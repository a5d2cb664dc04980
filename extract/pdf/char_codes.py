"""Which character is meant: the page's codes, with those that mean nothing marked as such."""

from __future__ import annotations

import ctypes
import re
from collections import Counter

from extract.pdf import pdfium

UNREADABLE = "\ufffd"
"""Stands for a character that the text layer does not name: seen to be there, not known which."""

_LOST_FONT = 0.2
"""Where this share of a font's characters means nothing its other codes are chance too."""

_ODD = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ud800-\udfff\ufe10-\ufe44\ufffe\uffff]")
_NOT_CHINESE = re.compile("[!-\u2dff]")
_VERTICAL_FORMS = str.maketrans(
    "︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︐︑︒︓︔︕︖︱", "（）｛｝〔〕【】《》〈〉「」『』，、。：；！？—"
)


def named_text(text_page: int, count: int) -> str:
    """The page's characters, one for each of pdfium's indices.

    U+FFFD stands for each whose code means nothing; brackets of vertical writing become plain ones.
    """
    text = _text(text_page, count)
    unnamed = pdfium.char_has_no_unicode
    bad = {m.start() for m in _NOT_CHINESE.finditer(text) if unnamed(text_page, m.start())}
    if not bad and not _ODD.search(text):
        return text
    characters = list(text)
    for match in _ODD.finditer(text):
        characters[match.start()] = _meant(text_page, match.start(), match[0])
    bad |= {i for i, char in enumerate(characters) if char == UNREADABLE}
    for i in _of_lost_fonts(text_page, text, bad) if bad else ():
        characters[i] = UNREADABLE
    return "".join(characters)


def _text(text_page: int, count: int) -> str:
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.get_text(text_page, 0, count, buffer)
    text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count:
        return text
    codes = [pdfium.char_code(text_page, i) for i in range(count)]
    return "".join(chr(code) if code < 0x110000 else UNREADABLE for code in codes)


def _meant(text_page: int, index: int, char: str) -> str:
    if "\ufe10" <= char <= "\ufe44":
        return char.translate(_VERTICAL_FORMS)
    # pdfium marks a hyphen at a line end in its own way; elsewhere such a code means nothing.
    return "-" if pdfium.char_is_hyphen(text_page, index) else UNREADABLE


def _of_lost_fonts(text_page: int, text: str, bad: set[int]) -> set[int]:
    """The bad characters, and all others of a font in which bad ones are many.

    Only a page with bad characters comes here, so that each of its characters can be asked.
    """
    bad = bad | {i for i in range(len(text)) if pdfium.char_has_no_unicode(text_page, i)}
    fonts = {i: _font(text_page, i) for i, char in enumerate(text) if not char.isspace()}
    seen, lost = Counter(fonts.values()), Counter(fonts[i] for i in bad if i in fonts)
    return bad | {i for i, font in fonts.items() if font and lost[font] >= _LOST_FONT * seen[font]}


def _font(text_page: int, index: int) -> int:
    handle = pdfium.char_object(text_page, index)
    return (handle and pdfium.text_font(handle)) or 0
