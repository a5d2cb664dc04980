"""Which language the command speaks, and the catalogue for the words that click and its help texts use.

Words of click and help texts go through gettext (`zh/LC_MESSAGES/messages.po`, English is the key). Whole
sentences of ours stand in the code in both languages, side by side: `say(zh, en)`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.wording import Language

_state: dict[str, Language] = {"language": "zh"}


def current() -> Language:
    """The language chosen for this call; Chinese unless somebody chose."""
    return _state["language"]


def choose(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Pick the language before anything is parsed, so that even a usage error speaks it.

    The last `--lang` of the command line wins, then FUHE_LANG, then Chinese.
    """
    wanted = environ.get("FUHE_LANG", "")
    for argument, after in pairwise([*arguments, ""]):
        if argument == "--":
            break
        if argument == "--lang":
            wanted = after
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    _use("en" if wanted == "en" else "zh")
    return current()


def say(zh: str, en: str) -> str:
    """The sentence in the chosen language."""
    return zh if current() == "zh" else en


def _use(language: Language) -> None:
    _state["language"] = language
    # gettext looks at the environment each time; there is no other switch for the words inside click.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(Path(__file__).parent))
