"""A spreadsheet value as the sheet shows it: number formats applied, binary noise of floats taken off."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

# A float carries about 15.9 digits; sums of money and rates lose at most the last two or three of them.
_TRUE_DIGITS = 13
_MOST_DIGITS = 15
_DIRECTIVE = re.compile(r"\[(?!\$|[hms]+\])[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*,*)?|\.[#0?]+,*")
_DATE_TOKEN = re.compile(
    r"\[?(yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|aaaa|aaa|am/pm|上午/下午)\]?", re.IGNORECASE
)
_NOT_HANDLED = re.compile(r"[Ee][+-]|/|DBNum", re.IGNORECASE)


class _Pattern(NamedTuple):
    before: str
    after: str
    places: int
    least_places: int
    least_digits: int
    grouped: bool
    scale: int


def displayed(value: object, number_format: str) -> str:
    """The text that the sheet shows for a value; formats that we do not know leave the number as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, Decimal)):
        return _number(exact(value), number_format)
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return _moment(value, number_format)
    return str(value)


def exact(value: float | Decimal) -> Decimal:
    """The shortest decimal that this float can mean: 0.1 + 0.2 is 0.3, 90.5 is 90.5."""
    if not isinstance(value, float):
        return Decimal(value)
    true = Decimal(repr(value))
    if not true.is_finite():
        return true
    for digits in range(1, _MOST_DIGITS + 1):
        short = Decimal(f"{value:.{digits - 1}e}")
        if abs(short - true) <= abs(true).scaleb(-_TRUE_DIGITS):
            return short
    return Decimal(f"{value:.{_MOST_DIGITS - 1}e}")


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return str(value)
    if value.adjusted() > _MOST_DIGITS:
        return _plain(value)
    section, signed = _section(value, number_format)
    pattern = _pattern(section) if section is not None else None
    if pattern is None:
        return _plain(value)
    shown = value.scaleb(pattern.scale)
    text = _digits(abs(shown), pattern)
    negative = shown < 0 and signed and any(c in "123456789" for c in text)
    return f"{'-' if negative else ''}{pattern.before}{text}{pattern.after}"


def _section(value: Decimal, number_format: str) -> tuple[str | None, bool]:
    """The part of the format for this sign, and whether a minus must still be put before it."""
    if not number_format or number_format.strip().lower() in {"general", "@", "g/通用格式"}:
        return None, True
    if re.search(r"\[[<>=]", number_format) or _NOT_HANDLED.search(_bare(number_format)):
        return None, True
    parts = _split(number_format)
    if value < 0 and len(parts) > 1:
        return parts[1], False
    if value == 0 and len(parts) > 2:
        return parts[2], True
    return parts[0], True


def _split(number_format: str) -> list[str]:
    """Sections at the semicolons that stand outside quotes."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;])+|(?<=;)(?=;|$)', number_format) or [number_format]


def _bare(section: str) -> str:
    return _LITERAL.sub("", _CURRENCY.sub("", section))


def _pattern(section: str) -> _Pattern | None:
    """What a number section says; None for one that is not about digits (General, text, a date)."""
    shown = _CURRENCY.sub(lambda m: f'"{m[1]}"', section)
    shown = _DIRECTIVE.sub("", shown)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] or found[2] or "")
        return chr(0xE000 + len(kept) - 1)

    masked = _LITERAL.sub(keep, shown)
    masked, shift = _point_put_in(masked, kept)
    digits = _DIGITS.search(masked)
    if "general" in masked.lower():
        return None
    if digits is None:
        # A section of words alone, as in `0.00;-0.00;"—"`, shows the words instead of the number.
        return _Pattern(_unmask(masked, kept), "", -1, 0, 0, grouped=False, scale=0)
    body = digits[0]
    if _DIGITS.search(masked, digits.end()):
        return None
    before, after = _unmask(masked[: digits.start()], kept), _unmask(masked[digits.end() :], kept)
    thousands = len(body) - len(body.rstrip(","))
    whole, _, fraction = body.rstrip(",").partition(".")
    return _Pattern(
        before,
        after,
        places=len(fraction),
        least_places=fraction.count("0"),
        least_digits=whole.count("0"),
        grouped="," in whole,
        scale=2 * (before + after).count("%") - 3 * thousands - shift,
    )


def _point_put_in(masked: str, kept: list[str]) -> tuple[str, int]:
    r"""The trick `0\.0000` shows units of ten thousand: a point drawn between the digits, which divides."""
    found = re.search(r"(?<=[0#])([\ue000-\uf8ff])(0+)(?![#0?])", masked)
    if found is None or kept[ord(found[1]) - 0xE000] != ".":
        return masked, 0
    return f"{masked[: found.start()]}.{masked[found.end(1) :]}", len(found[2])


def _unmask(text: str, kept: list[str]) -> str:
    return "".join(kept[ord(c) - 0xE000] if 0xE000 <= ord(c) < 0xE000 + len(kept) else c for c in text)


def _digits(value: Decimal, pattern: _Pattern) -> str:
    if pattern.places < 0:
        return ""
    rounded = value.quantize(Decimal(1).scaleb(-pattern.places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    while len(fraction) > pattern.least_places and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = whole.lstrip("0").rjust(pattern.least_digits, "0")
    if pattern.grouped:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    # Excel keeps the point where the format has one: `0.#` shows `5.`; people read `5`. `#` shows no zero.
    return f"{whole}.{fraction}" if fraction else whole


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _duration(value: dt.timedelta) -> str:
    seconds = int(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _moment(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    section = _CURRENCY.sub(lambda m: m[1], _split(number_format or "")[0])
    section = _DIRECTIVE.sub("", section)
    # Excel shows its built-in short date in the order of the country: here year, month, day.
    if section.lower() in {"mm-dd-yy", "general", "@", ""}:
        section = "h:mm" if isinstance(value, dt.time) else "yyyy/m/d"
    out: list[str] = []
    last = ""
    position = 0
    while position < len(section):
        literal, token = _LITERAL.match(section, position), _DATE_TOKEN.match(section, position)
        if literal:
            out.append(literal[1] or literal[2] or "")
            position = literal.end()
        elif token:
            name = token[1].lower()
            minutes = name in {"m", "mm"} and (last.startswith("h") or _seconds_follow(section, token.end()))
            out.append(_date_part(value, "n" * len(name) if minutes else name))
            last, position = name, token.end()
        else:
            out.append(section[position])
            position += 1
    return "".join(out)


def _seconds_follow(section: str, position: int) -> bool:
    return re.match(r":s", section[position:], re.IGNORECASE) is not None


def _date_part(value: dt.datetime | dt.date | dt.time, name: str) -> str:
    year, month, day = (getattr(value, unit, 0) for unit in ("year", "month", "day"))
    hour, minute, second = (getattr(value, unit, 0) for unit in ("hour", "minute", "second"))
    numbers = {
        "yyyy": f"{year:04}",
        "yy": f"{year % 100:02}",
        "mm": f"{month:02}",
        "m": str(month),
        "dd": f"{day:02}",
        "d": str(day),
        "hh": f"{hour:02}",
        "h": str(hour),
        "nn": f"{minute:02}",
        "n": str(minute),
        "ss": f"{second:02}",
        "s": str(second),
    }
    return numbers.get(name, str(month) if name.startswith("mmm") else "")
