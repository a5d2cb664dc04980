"""Compiles the catalogue: `python -m fuhe.language.catalogue` after every change of `messages.po`."""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

PO = Path(__file__).parent / "zh" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")

_ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[0\])?) (".*"(?:\n".*")*)', re.MULTILINE)


def entries(po: str) -> dict[str, str]:
    """English to Chinese; a plural pair is one key with a NUL between, as gettext wants it."""
    found: dict[str, str] = {}
    key = ""
    for keyword, quoted in _ENTRY.findall(po):
        text = "".join(ast.literal_eval(line) for line in quoted.splitlines())
        if keyword == "msgid":
            key = text
        elif keyword == "msgid_plural":
            key += "\0" + text
        else:
            found[key] = text
    return found


def compiled(po: str) -> bytes:
    """The catalogue in gettext's binary form (GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = sorted((k.encode(), v.encode()) for k, v in entries(po).items())
    header_size, table_size = 28, 8 * len(pairs)
    offset = header_size + 2 * table_size
    tables, strings = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<2I", len(pair[column]), offset + len(strings))
            strings += pair[column] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), header_size, header_size + table_size, 0, offset)
    return header + tables[0] + tables[1] + strings


if __name__ == "__main__":
    MO.write_bytes(compiled(PO.read_text(encoding="utf-8")))
