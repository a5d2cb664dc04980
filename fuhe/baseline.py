"""Against an earlier run: which findings are new, which were known, and which are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from extract.wording import Wording
from validate.toml_file import FileMistakeError, mistake, unreadable

ACROSS = "across"
"""Stands for the identity of a form where the findings are those across reports."""
LARGEST = 2_000_000_000
"""Bytes; the findings of a hundred thousand documents."""


class Known(msgspec.Struct, frozen=True):
    """A finding of the earlier run, as its JSON output tells it."""

    fingerprint: str
    rule: str
    severity: str
    message: str


class _Form(msgspec.Struct, frozen=True):
    identity: str
    findings: tuple[Known, ...] = ()


class _Across(msgspec.Struct, frozen=True):
    findings: tuple[Known, ...] = ()


class _Document(msgspec.Struct, frozen=True):
    """A document; the last line of JSON lines may hold the findings across reports in its place."""

    evaluations: tuple[_Form, ...] = ()
    across: _Across | None = None


class _Run(msgspec.Struct, frozen=True):
    documents: tuple[_Document, ...]
    across: _Across | None = None


class Compared(msgspec.Struct, frozen=True):
    """A form's findings beside those of the earlier run: fingerprints known then, and findings gone since."""

    known: frozenset[str]
    gone: tuple[Known, ...]


class Baseline:
    """The findings of an earlier run, form by form; forms are told apart by unit, year, project and kind."""

    def __init__(self, forms: Iterable[_Form]) -> None:
        self._forms: dict[str, dict[str, Known]] = {}
        for form in forms:
            known = self._forms.setdefault(form.identity, {})
            known.update({one.fingerprint: one for one in form.findings})
        self._compared: set[str] = set()

    def compare(self, identity: str, fingerprints: Iterable[str]) -> Compared | None:
        """One form's findings against the earlier run; None where it did not hold the form."""
        known = self._forms.get(identity)
        if known is None:
            return None
        now = set(fingerprints)
        first = identity not in self._compared  # what is gone is told once, however many forms share a name
        self._compared.add(identity)
        gone = tuple(one for name, one in known.items() if name not in now) if first else ()
        return Compared(frozenset(known), gone)

    @property
    def left(self) -> int:
        """How many forms of the earlier run were not compared with anything yet."""
        return len(self._forms.keys() - self._compared - {ACROSS})


def read_baseline(path: str) -> Baseline:
    """Read the output of an earlier `fuhe check --format json`, or of `--format jsonl`.

    Raises:
        FileMistakeError: it cannot be read, or is no such output.
    """
    try:
        file = Path(path)
        if file.stat().st_size > LARGEST:
            raise mistake(path, Wording("文件过大", "the file is too large"))
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    documents = _documents(path, content)
    forms = [form for document in documents for form in document.evaluations]
    return Baseline([*forms, *(_Form(ACROSS, one.across.findings) for one in documents if one.across)])


def _documents(path: str, content: bytes) -> Sequence[_Document]:
    try:
        if content.lstrip().startswith(b'{"schema"'):
            run = msgspec.json.decode(content, type=_Run)
            return [*run.documents, _Document(across=run.across)]
        return [msgspec.json.decode(line, type=_Document) for line in content.splitlines() if line.strip()]
    except msgspec.MsgspecError:
        raise _no_output(path) from None


def _no_output(path: str) -> FileMistakeError:
    return mistake(
        path,
        Wording(
            "不是 fuhe check --format json（或 jsonl）的输出，或由不带指纹的旧版本生成",
            "is no output of fuhe check --format json (or jsonl), or of a version without fingerprints",
        ),
    )
