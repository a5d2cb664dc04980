"""Text from a document, made fit for the XML of office files."""

from __future__ import annotations

import re

from fuhe.streams import visible

# Code points that XML 1.0 cannot hold (section 2.2) and that `visible` leaves.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def office_text(text: str) -> str:
    """The text with line ends; controls and marks that turn the direction become visible escapes."""
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", visible("\n".join(text.splitlines()), keep="\n"))
