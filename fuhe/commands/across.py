"""`fuhe across`: the forms of a ledger held against each other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.commands.ledger_option import ledger_option, open_for
from fuhe.commands.terms import Terms, terms_of
from fuhe.exit_code import ExitCode
from fuhe.language import current
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import ReaderGoneError

if TYPE_CHECKING:
    from fuhe.together import Across

FORMATS = ("text", "json", "csv", "xlsx")
_SEVERITIES = ("error", "warning", "notice")
_EPILOG = """\b
Examples:
  fuhe across
  fuhe across --ledger fuhe.db --fail-on warning
  fuhe across -o across.xlsx

A form that came with a later run is a later version, and the last one is compared with other years. Files are
not read again.
"""


class AcrossOptions(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    ledger: str
    profile: str | None
    config: str | None
    fail_on: Literal["error", "warning", "notice"]
    format: Literal["text", "json", "csv", "xlsx"]
    output: str | None
    color: Literal["auto", "always", "never"]


@click.command(cls=Command, help="Hold the forms of a ledger against each other.", epilog=_EPILOG)
@ledger_option
@option("--profile", metavar="ID|FILE", help="Rule profile to hold all forms to; fuhe profiles lists them.")
@option("--config", metavar="FILE", help="Settings file; unless given, fuhe.toml in the working folder.")
@option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="error",
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
)
@option("--format", type=click.Choice(FORMATS), help=output.FORMAT_HELP)
@option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@color_option
@language_option
@click.pass_context
def across(ctx: click.Context, /, **options: object) -> None:
    """Compare, write what was found, and exit with what it means."""
    require_ours()
    options["format"] = output.format_for(options["format"], options["output"], FORMATS)
    asked = msgspec.convert(options, AcrossOptions)
    found = _compared(asked, terms_of(asked.profile, asked.config, None))
    with contextlib.suppress(ReaderGoneError):
        _write(found, asked)
    grave = _SEVERITIES[: _SEVERITIES.index(asked.fail_on) + 1]
    told = any(one.finding and one.finding.severity in grave for one in found.outcomes)
    ctx.exit(ExitCode.FINDINGS if told else ExitCode.NOTHING_FOUND)


def _compared(asked: AcrossOptions, terms: Terms) -> Across:
    from fuhe.ledger.filed import filed  # noqa: PLC0415  (the database loads late)
    from fuhe.together import Together  # noqa: PLC0415  (the rules load late)

    together = Together(terms.profile(asked.profile), terms.settings, None)
    with open_for(asked.ledger) as ledger:
        for one in filed(ledger):
            together.take(one)
    return together.across()


def _write(found: Across, asked: AcrossOptions) -> None:
    if asked.format == "xlsx":
        from fuhe.report import excel  # noqa: PLC0415  (the reports load the stages)

        with output.opened_binary(asked.output, [asked.ledger], "xlsx") as file:
            excel.write([], file, current(), together=lambda: found)
        return
    with output.opened(asked.output, [asked.ledger], bom=asked.format == "csv") as data:
        for chunk in _rendered(found, asked):
            data(chunk)


def _rendered(found: Across, asked: AcrossOptions) -> Iterator[str]:
    from fuhe.report import across_text, csv, json  # noqa: PLC0415  (the reports load the stages)

    if asked.format == "json":
        return json.render([], current(), ascii_only=output.ascii_only(asked.output), together=lambda: found)
    if asked.format == "csv":
        return csv.render([], current(), lambda: found)
    return across_text.render(found, output.look(asked.output, asked.color))
