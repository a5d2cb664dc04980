"""`fuhe stats`: a ledger in numbers."""

from __future__ import annotations

import contextlib

import click

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.commands.ledger_option import ledger_option, open_for
from fuhe.language import current
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import ReaderGoneError, write


@click.command(
    cls=Command,
    help="A ledger in numbers: by year, unit and rule, what comes again, what was not audited.",
)
@ledger_option
@option(
    "--limit",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="How many units, repeats and files to name; 0 names all.",
)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@color_option
@language_option
def stats(ledger: str, limit: int, form: str, color: str) -> None:
    """Count, and print."""
    require_ours()
    with open_for(ledger) as opened, contextlib.suppress(ReaderGoneError):
        from fuhe.ledger.statistics import statistics  # noqa: PLC0415  (the database loads late)
        from fuhe.report import json  # noqa: PLC0415
        from fuhe.report.ledger import statistics as report  # noqa: PLC0415

        told = statistics(opened, limit or None)
        if form == "json":
            write(json.line(report.as_json(told, current()), ascii_only=output.ascii_only(None)) + "\n")
            return
        for piece in report.render(told, output.look(None, color)):
            write(piece)
