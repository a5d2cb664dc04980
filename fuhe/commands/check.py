"""`fuhe check`: audit files, print what does not add up, and say by the exit code how it went."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import click
import msgspec

from fuhe.audit import Audit, audits
from fuhe.collision import require_ours
from fuhe.commands import output, showing
from fuhe.commands.talk import Talk
from fuhe.commands.terms import Terms, terms_of
from fuhe.exit_code import ExitCode, gravest
from fuhe.language import current
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import ReaderGoneError

if TYPE_CHECKING:
    from fuhe.audit import Audit
    from fuhe.report.words import Look
    from fuhe.together import Across
    from validate.outcome import Severity

FORMATS = ("text", "json", "jsonl", "csv", "xlsx", "md", "docx", "html", "pdf")
_BINARY = ("xlsx", "docx")
_SHOWING = ("html", "pdf")  # these show the file itself
_SEVERITIES = ("error", "warning", "notice")
_EPILOG = """\b
Severities:
  error    wrong by the form's own numbers, however they are read
  warning  breaks a rule or a convention; the unit should be asked
  notice   worth a look; often there is an innocent reason

\b
Examples:
  fuhe check report.pdf
  fuhe check *.pdf -o findings.csv
  fuhe check *.pdf -o reports/
  fuhe check report.pdf --fail-on warning
  fuhe check 2022/*.pdf 2023/*.pdf --together

Exit code 0 means that nothing was found at or above --fail-on; with --baseline only new findings count. What
could not be checked is listed and is not the same as passed; with --strict it makes the exit code 3.
"""


class CheckOptions(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    format: Literal["text", "json", "jsonl", "csv", "xlsx", "md", "docx", "html", "pdf"]
    output: str | None
    fail_on: Literal["error", "warning", "notice"]
    strict: bool
    profile: str | None
    config: str | None
    baseline: str | None
    together: bool
    password: str | None
    color: Literal["auto", "always", "never"]
    quiet: bool


@click.command(
    cls=Command,
    help="Audit files: recompute every number and list what does not add up.",
    epilog=_EPILOG,
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@option("--format", type=click.Choice(FORMATS), help=output.FORMAT_HELP)
@option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write to this file instead of stdout; html and pdf also to a folder.",
)
@option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="error",
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
)
@option("--strict", is_flag=True, help="Exit with 3 when something could not be checked.")
@option("--profile", metavar="ID|FILE", help="Rule profile to hold all forms to; fuhe profiles lists them.")
@option("--config", metavar="FILE", help="Settings file; unless given, fuhe.toml in the working folder.")
@option("--baseline", metavar="FILE", help="JSON of an earlier run: findings are told as new, known or gone.")
@option("--together", is_flag=True, help="Hold the forms against each other too: years, units, projects.")
@option("--password", metavar="PASSWORD", help="Password of encrypted PDF files.")
@option("-q", "--quiet", is_flag=True, help="No progress and no summary on stderr; errors stay.")
@color_option
@language_option
@click.pass_context
def check(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> None:
    """Run the audits and exit with the gravest code."""
    require_ours()
    options["format"] = output.format_for(options["format"], options["output"], FORMATS)
    asked = msgspec.convert(options, CheckOptions)
    ctx.exit(_check(files, asked, terms_of(asked.profile, asked.config, asked.baseline)))


def _check(names: Sequence[str], options: CheckOptions, terms: Terms) -> ExitCode:
    folders = [name for name in names if Path(name).is_dir()]
    files = [name for name in names if name not in folders]
    talk = Talk(len(files), quiet=options.quiet, report_on_terminal=_seen_at_once(options))
    for name in folders:
        talk.folder(name)
    met = [ExitCode.USAGE] if folders else []
    comparison = _Comparison(options, terms, talk, met) if options.together else None
    with _writer(names, options, terms, comparison.across if comparison else None) as write, talk:
        try:
            audits = _audits(files, options, terms, talk, met)
            write(audits if comparison is None else comparison.passing(audits))
        except ReaderGoneError:
            return gravest(met)
    talk.summary()
    if not options.quiet:
        terms.tell_left_over()
    return gravest(met)


class _Comparison:
    """The forms of all audits, gathered as they pass and compared when the last one has."""

    def __init__(self, options: CheckOptions, terms: Terms, talk: Talk, met: list[ExitCode]) -> None:
        from fuhe.together import Together  # noqa: PLC0415  (the rules load late)

        self._together = Together(terms.profile(options.profile), terms.settings, terms.baseline)
        self._options, self._terms, self._talk, self._met = options, terms, talk, met

    def passing(self, audits: Iterable[Audit]) -> Iterator[Audit]:
        """The audits, each taken in on its way."""
        for audit in audits:
            self._together.add(audit)
            yield audit

    def across(self) -> Across:
        """What was found across reports; what it means for the exit code is added."""
        found = self._together.across()
        self._talk.compared(found)
        self._terms.seen_across(found)
        counted = [
            one.finding.severity for one in found.outcomes if one.finding and found.standing_counts(one)
        ]
        self._met.extend(_graded(counted, self._options))
        if self._options.strict and any(one.status == "could-not-check" for one in found.outcomes):
            self._met.append(ExitCode.UNREADABLE)
        return found


def _seen_at_once(options: CheckOptions) -> bool:
    return options.format == "text" and options.output is None and output.on_terminal()


def _audits(
    files: Sequence[str], options: CheckOptions, terms: Terms, talk: Talk, met: list[ExitCode]
) -> Iterator[Audit]:
    """The audits one after the other; what each means for the exit code is added to `met`."""
    for name in files:
        talk.begins(name)
        found = audits(
            name,
            password=options.password,
            profile=options.profile,
            settings=terms.settings,
            baseline=terms.baseline,
            keep_original=options.format in _SHOWING,
        )
        while result := _next(found):
            talk.ends(result)
            terms.seen(result)
            met.extend(_meaning(result, options))
            yield result


def _next(found: Iterator[Audit]) -> Audit | None:
    with contextlib.redirect_stdout(sys.stderr):  # a library that prints must not get into the data
        return next(found, None)


def _meaning(audit: Audit, options: CheckOptions) -> Iterator[ExitCode]:
    if any(problem.code == "crashed" for problem in audit.problems):
        yield ExitCode.INTERNAL
    if audit.status in ("unreadable", "no-evaluation"):
        yield ExitCode.UNREADABLE
    if options.strict and audit.status == "partly-checked":
        yield ExitCode.UNREADABLE
    counted = (o for one in audit.evaluated for o in one.outcomes if one.standing_counts(o))
    yield from _graded((outcome.finding.severity for outcome in counted if outcome.finding), options)


def _graded(severities: Iterable[Severity], options: CheckOptions) -> Iterator[ExitCode]:
    grave = _SEVERITIES[: _SEVERITIES.index(options.fail_on) + 1]
    if any(severity in grave for severity in severities):
        yield ExitCode.FINDINGS


@contextlib.contextmanager
def _writer(
    names: Sequence[str], options: CheckOptions, terms: Terms, together: Callable[[], Across] | None
) -> Iterator[Callable[[Iterable[Audit]], None]]:
    """A function that writes the report of audits where it was asked for."""
    if options.format in _SHOWING:
        profile = terms.profile(options.profile)
        shown = showing.writer(
            names, options.format, options.output, options.password, profile=profile, together=together
        )
        with shown as write_shown:
            yield write_shown
        return
    if options.format in _BINARY:
        with output.opened_binary(options.output, names, options.format) as file:
            yield lambda audits: _write_file(audits, file, options, terms, together)
        return
    with output.opened(options.output, names, bom=options.format == "csv") as data:

        def write(audits: Iterable[Audit]) -> None:
            for chunk in _rendered(audits, options, together):
                data(chunk)

        yield write


def _write_file(
    audits: Iterable[Audit],
    file: IO[bytes],
    options: CheckOptions,
    terms: Terms,
    together: Callable[[], Across] | None,
) -> None:
    from fuhe.report import docx, excel  # noqa: PLC0415  (the reports load the stages)

    if options.format == "docx":
        docx.write(audits, file, current(), together)
    else:
        excel.write(audits, file, current(), profile=terms.profile(options.profile), together=together)


def _rendered(
    audits: Iterable[Audit], options: CheckOptions, together: Callable[[], Across] | None
) -> Iterator[str]:
    from fuhe.report import csv, json, markdown  # noqa: PLC0415  (the reports load the stages)

    match options.format:
        case "json":
            plain = output.ascii_only(options.output)
            return json.render(audits, current(), ascii_only=plain, together=together)
        case "jsonl":
            plain = output.ascii_only(options.output)
            return json.render_lines(audits, current(), ascii_only=plain, together=together)
        case "csv":
            return csv.render(audits, current(), together)
        case "md":
            return markdown.render(audits, current(), together)
        case _:
            return _as_text(audits, output.look(options.output, options.color), together)


def _as_text(audits: Iterable[Audit], look: Look, together: Callable[[], Across] | None) -> Iterator[str]:
    from fuhe.report import across_text, text  # noqa: PLC0415  (the reports load the stages)

    yield from text.render(audits, look)
    if together is not None:
        yield from across_text.render(together(), look)
