"""`fuhe diff`: what a new submission of a form changed, and what became of the findings."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from fuhe.audit import audit
from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.commands.talk import tell_refusal
from fuhe.exit_code import ExitCode
from fuhe.language import current
from fuhe.language.spoken import Command, color_option, language_option, option

if TYPE_CHECKING:
    from fuhe.audit import Audit
    from fuhe.diff import Difference

FORMATS = ("text", "json")
_EPILOG = """\b
Example:
  fuhe diff first.pdf resubmitted.pdf

Exit code 1 means that the new version has an error, old or new, or a score that rose while the actual value
stayed. What one of the files lost is not compared, and listed.
"""


class DiffOptions(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    format: Literal["text", "json"]
    output: str | None
    profile: str | None
    password: str | None
    color: Literal["auto", "always", "never"]


@click.command(
    cls=Command,
    help="Compare two submissions of the same form: changed cells, raised scores, findings closed and open.",
    epilog=_EPILOG,
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@option("--format", type=click.Choice(FORMATS), help=output.FORMAT_HELP)
@option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@option("--profile", metavar="ID|FILE", help="Rule profile to hold all forms to; fuhe profiles lists them.")
@option("--password", metavar="PASSWORD", help="Password of encrypted PDF files.")
@color_option
@language_option
@click.pass_context
def diff(ctx: click.Context, /, old: str, new: str, **options: object) -> None:
    """Audit both files and print what differs; 3 when one of them holds no form."""
    require_ours()
    options["format"] = output.format_for(options["format"], options["output"], FORMATS)
    asked = msgspec.convert(options, DiffOptions)
    with output.opened(asked.output, [old, new], bom=False) as data:
        audits = [_audited(name, asked) for name in (old, new)]
        if not all(one.evaluated for one in audits):
            ctx.exit(ExitCode.UNREADABLE)
        from fuhe.diff import difference  # noqa: PLC0415  (the rules load late)

        found = difference(*audits)
        for chunk in _rendered(found, asked):
            data(chunk)
    ctx.exit(_meaning(found))


def _audited(name: str, asked: DiffOptions) -> Audit:
    with contextlib.redirect_stdout(sys.stderr):  # a library that prints must not get into the data
        one = audit(name, password=asked.password, profile=asked.profile)
    if not one.evaluated:
        tell_refusal(name, one.problems[0])
    return one


def _meaning(found: Difference) -> ExitCode:
    errors = (
        outcome.finding.severity == "error"
        for form in found.forms
        for outcome in form.new.outcomes
        if outcome.finding
    )
    risen = any(not one.doubtful for form in found.forms for one in form.raised)
    return ExitCode.FINDINGS if any(errors) or risen else ExitCode.NOTHING_FOUND


def _rendered(found: Difference, asked: DiffOptions) -> Iterator[str]:
    from fuhe.report import diff_shape, diff_text, json  # noqa: PLC0415  (the reports load the stages)

    if asked.format == "json":
        shown = diff_shape.output(found, current())
        return iter([json.line(shown, ascii_only=output.ascii_only(asked.output)) + "\n"])
    return diff_text.render(found, output.look(asked.output, asked.color))
