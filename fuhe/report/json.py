"""Audits as JSON: one line a document, written as the audits come; `fuhe schema` publishes the types."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import msgspec

from extract.wording import Language
from fuhe.audit import Audit
from fuhe.report import diff_shape, shape
from fuhe.report.across_shape import across
from fuhe.report.reshape import audited_document
from fuhe.together import Across

_NEVER_RAW = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def render(
    audits: Iterable[Audit],
    language: Language,
    *,
    ascii_only: bool = False,
    together: Callable[[], Across] | None = None,
) -> Iterator[str]:
    """One JSON object for all documents (`shape.Output`), a line a document.

    `together` gives what was found across reports; it is asked when the last audit has passed.
    """
    yield f'{{"schema":{shape.VERSION},"documents":['
    between = "\n"
    for audit in audits:
        yield between + line(audited_document(audit, language), ascii_only=ascii_only)
        between = ",\n"
    if together is None:
        yield "\n]}\n"
    else:
        yield f'\n],"across":{line(across(together(), language), ascii_only=ascii_only)}}}\n'


def render_lines(
    audits: Iterable[Audit],
    language: Language,
    *,
    ascii_only: bool = False,
    together: Callable[[], Across] | None = None,
) -> Iterator[str]:
    """JSON lines: one document (`shape.AuditedDocument`) a line; `across` last, where it is asked for."""
    for audit in audits:
        yield line(audited_document(audit, language), ascii_only=ascii_only) + "\n"
    if together is not None:
        yield line({"across": across(together(), language)}, ascii_only=ascii_only) + "\n"


def line(value: Any, *, ascii_only: bool = False) -> str:
    """A value as JSON on one line, harmless for a terminal; only ASCII for a stream that is not Unicode."""
    encoded = msgspec.json.encode(value).decode()
    return (_NOT_ASCII if ascii_only else _NEVER_RAW).sub(_escaped, encoded)


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def schema(of: Literal["check", "show", "diff"] = "check") -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of what the command prints."""
    shapes = {"check": shape.Output, "show": shape.ShowOutput, "diff": diff_shape.DiffOutput}
    described = msgspec.json.schema(shapes[of])
    for definition in described["$defs"].values():
        definition["description"] = inspect.cleandoc(definition.get("description", ""))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fuhe:{of}:{shape.VERSION}",
        "title": f"fuhe {of}, version {shape.VERSION}",
        **described,
    }
