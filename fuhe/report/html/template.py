"""Fills the templates. Every text that they print is escaped, and its control characters made visible."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract.wording import Language
from fuhe.report.office_text import office_text

_FOLDER = "fuhe.report.html"


def filled(name: str, language: Language, **values: object) -> Iterator[str]:
    """The page `name` (report, index), with the style and the script of that name in it."""
    style, script = _part("style.css") + _part(f"{name}.css"), _part(f"{name}.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template(f"{name}.html")
    told = {"language": {"zh": "zh-CN", "en": "en"}[language], "version": version("fuhe"), **values}
    # our own files, not what a document says
    inline = {"policy": policy, "style": Markup(style), "script": Markup(script)}  # noqa: S704
    yield from template.generate(**told, **inline)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _harmless(value: object) -> object:
    return office_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _part(name: str) -> str:
    file = resources.files(_FOLDER) / "templates" / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
