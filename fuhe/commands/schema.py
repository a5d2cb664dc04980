"""`fuhe schema`: the JSON schema of the output."""

from __future__ import annotations

from typing import Literal, cast

import click

from fuhe.collision import require_ours
from fuhe.language.spoken import Command, language_option, option
from fuhe.streams import write


@click.command(cls=Command, help="Print the JSON schema of the JSON output.")
@option(
    "--of",
    type=click.Choice(["check", "show", "diff"]),
    default="check",
    show_default=True,
    help="The command whose output is described.",
)
@language_option
def schema(of: str) -> None:
    """The schema is made from the output's own types."""
    require_ours()
    import msgspec  # noqa: PLC0415  (see the package)

    from fuhe.report import json  # noqa: PLC0415

    described = msgspec.json.encode(json.schema(cast("Literal['check', 'show', 'diff']", of)))
    write(msgspec.json.format(described, indent=2).decode() + "\n")
