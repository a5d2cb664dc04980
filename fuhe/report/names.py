"""Names of report files in a folder: after the documents, each once, never of a file to be checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

_UNFIT = re.compile(r"[^\w.()（）〔〕【】《》、-]+")
_DEVICES = re.compile(
    r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE
)  # Windows opens devices for these
_LONGEST = 60  # characters; of Chinese ones three bytes each, of 255 that a name may have


class Names:
    """Gives out names in `folder`; `inputs` are files that must not be written over."""

    def __init__(self, folder: Path, inputs: Iterable[str], *, taken: Iterable[str] = ()) -> None:
        self._folder = folder
        self._inputs = {Path(one).resolve() for one in inputs if "\0" not in one}
        self._taken = {name.casefold() for name in taken}

    def path(self, name: str) -> Path:
        """The file of this name in the folder."""
        return self._folder / name

    def own(self, name: str) -> Path:
        """A file of ours by this name; a numbered one where a file to be checked has it."""
        return self.for_document(name, Path(name).suffix)

    def for_document(self, path: str, ending: str) -> Path:
        """A file for the report of a document: its name without its ending, numbered where it is taken."""
        name = _plain(path)
        number = 1
        while True:
            candidate = f"{name}{'' if number == 1 else f'-{number}'}{ending}"
            target = self._folder / candidate
            if candidate.casefold() not in self._taken and target.resolve() not in self._inputs:
                self._taken.add(candidate.casefold())
                return target
            number += 1

    def link(self, target: Path) -> str:
        """The address of a file of the folder, seen from another one there."""
        return quote(target.name)


def _plain(path: str) -> str:
    last = re.split(r"[/\\]", path)[-1]
    stem = last.rpartition(".")[0] or last
    name = _UNFIT.sub("_", unicodedata.normalize("NFC", stem)).strip("._ ")[:_LONGEST]
    return f"{name or 'document'}_" if not name or _DEVICES.fullmatch(name) else name
