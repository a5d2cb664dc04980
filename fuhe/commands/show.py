"""`fuhe show`: what was read from a file, nothing judged."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.commands.talk import folder, tell_refusal
from fuhe.exit_code import ExitCode
from fuhe.language import current
from fuhe.language.spoken import Command, color_option, language_option, option

if TYPE_CHECKING:
    from extract.document import Document
    from normalize.evaluation import Evaluation


FORMATS = ("text", "json", "csv")


class ShowOptions(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    format: Literal["text", "json", "csv"]
    output: str | None
    password: str | None
    color: Literal["auto", "always", "never"]


@click.command(
    cls=Command,
    help="Show what was read from a file, as tables.",
    epilog="Nothing is judged here. Rows are numbered as in the findings of fuhe check.",
)
@click.argument("file", metavar="FILE")
@option("--format", type=click.Choice(FORMATS), help=output.FORMAT_HELP)
@option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@option("--password", metavar="PASSWORD", help="Password of encrypted PDF files.")
@color_option
@language_option
@click.pass_context
def show(ctx: click.Context, /, file: str, **options: object) -> None:
    """Read the file and print it; 3 when it cannot be read."""
    require_ours()
    from extract import UnreadableError, read  # noqa: PLC0415  (the readers load when they are needed)
    from extract.document import Problem  # noqa: PLC0415
    from normalize import normalized  # noqa: PLC0415

    options["format"] = output.format_for(options["format"], options["output"], FORMATS)
    asked = msgspec.convert(options, ShowOptions)
    write = output.opened(asked.output, [file], bom=asked.format == "csv")
    try:
        with contextlib.redirect_stdout(sys.stderr):  # a library that prints must not get into the data
            document = read(file, password=asked.password)
            found = normalized(document)
            left = (problem for problem in document.problems if problem not in found.settled)
            document = msgspec.structs.replace(document, problems=(*left, *found.problems))
    except UnreadableError as error:
        is_folder = error.code == "is-folder"
        tell_refusal(file, folder(file) if is_folder else Problem(error.code, error.reason, error.remedy))
        ctx.exit(ExitCode.USAGE if is_folder else ExitCode.UNREADABLE)
    with write as data:
        for chunk in _rendered(document, found.evaluations, asked):
            data(chunk)


def _rendered(document: Document, forms: Sequence[Evaluation], asked: ShowOptions) -> Iterator[str]:
    from fuhe.report import json, reshape, shape, show  # noqa: PLC0415  (the reports load the stages)

    match asked.format:
        case "json":
            one = reshape.read_document(document, forms, current())
            shown = shape.ShowOutput(schema=shape.VERSION, documents=(one,))
            return iter([json.line(shown, ascii_only=output.ascii_only(asked.output)) + "\n"])
        case "csv":
            return show.as_csv(document, forms, current())
        case "text":
            return show.as_text(document, forms, output.look(asked.output, asked.color))
