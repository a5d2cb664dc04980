"""`fuhe list`: the findings of a ledger, filtered, sorted, page by page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.commands.ledger_option import ledger_option, open_for
from fuhe.commands.talk import shown_as_they_pass
from fuhe.language import current, say
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import ReaderGoneError

if TYPE_CHECKING:
    from fuhe.ledger import Ledger
    from fuhe.ledger.filters import Filters

FORMATS = ("text", "json", "jsonl", "csv", "xlsx")
_PAGE = 50
_EPILOG = """\b
Examples:
  fuhe list --unit 财政局 --year 2023
  fuhe list --severity error --status open --sort rule
  fuhe list --rule budget-col-sum --limit 20 --page 3
  fuhe list --year 2023 -o findings.xlsx

Forms of which a later version is in the ledger are left out; --all-versions lists them too.
"""


class ListOptions(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    ledger: str
    unit: str | None
    year: int | None
    rule: str | None
    severity: Literal["error", "warning", "notice"] | None
    status: Literal["open", "accepted", "explained", "corrected", "dismissed"] | None
    run: int | None
    all_versions: bool
    sort: Literal["unit", "year", "rule", "severity", "newest"]
    limit: int | None
    page: int
    format: Literal["text", "json", "jsonl", "csv", "xlsx"]
    output: str | None
    color: str


@click.command("list", cls=Command, help="List the findings of a ledger.", epilog=_EPILOG)
@ledger_option
@option("--unit", metavar="NAME", help="Of this unit; a part of the name will do.")
@option("--year", type=int, metavar="YEAR", help="Of the reports on this year.")
@option("--rule", metavar="ID", help="Of this rule.")
@option("--severity", type=click.Choice(["error", "warning", "notice"]), help="Of this severity.")
@option(
    "--status",
    type=click.Choice(["open", "accepted", "explained", "corrected", "dismissed"]),
    help="About which this was decided; open: nothing yet.",
)
@option("--run", type=int, metavar="N", help="Of documents that were audited in this run.")
@option("--all-versions", is_flag=True, help="Also of forms of which a later version is there.")
@option(
    "--sort",
    type=click.Choice(["unit", "year", "rule", "severity", "newest"]),
    default="unit",
    show_default=True,
    help="What to sort by.",
)
@option("--limit", type=click.IntRange(1), metavar="N", help="Findings a page; 50 in text, else all.")
@option("--page", type=click.IntRange(1), default=1, metavar="N", help="Which page.")
@option("--format", type=click.Choice(FORMATS), help=output.FORMAT_HELP)
@option("-o", "--output", metavar="FILE", help="Write to this file instead of stdout.")
@color_option
@language_option
def list_findings(**options: object) -> None:
    """Write the list where it was asked for; on stderr, what it does not tell."""
    require_ours()
    options["format"] = output.format_for(options["format"], options["output"], FORMATS)
    asked = msgspec.convert(options, ListOptions)
    with open_for(asked.ledger) as ledger, contextlib.suppress(ReaderGoneError):
        filters = _filters(asked, ledger)
        if asked.format == "xlsx":
            _workbook(asked, ledger, filters)
        else:
            with output.opened(asked.output, [asked.ledger], bom=asked.format == "csv") as data:
                for piece in _written(asked, ledger, filters):
                    data(piece)
        for told in _rest(asked, ledger):
            click.echo(told, err=True)


def _filters(asked: ListOptions, ledger: Ledger) -> Filters:
    from fuhe.ledger.filters import Filters, has_rule  # noqa: PLC0415  (the database loads late)
    from validate.explain import suggest  # noqa: PLC0415
    from validate.rule import registered  # noqa: PLC0415

    if asked.rule and asked.rule not in registered() and not has_rule(ledger, asked.rule):
        from fuhe.commands.rules import unknown  # noqa: PLC0415

        raise click.UsageError(unknown(asked.rule, suggest(asked.rule)))
    return Filters(
        asked.unit, asked.year, asked.rule, asked.severity, asked.status, asked.run, asked.all_versions
    )


def _written(asked: ListOptions, ledger: Ledger, filters: Filters) -> Iterator[str]:
    from fuhe.ledger.listing import every, page  # noqa: PLC0415  (the database loads late)
    from fuhe.ledger.recorded import recorded  # noqa: PLC0415
    from fuhe.report.ledger import csv, data, text  # noqa: PLC0415

    limit = asked.limit or (_PAGE if asked.format == "text" or asked.page > 1 else None)
    one = page(ledger, filters, asked.sort, number=asked.page, size=limit) if limit else None
    findings = one.findings if one else every(ledger, filters, asked.sort)
    plain = output.ascii_only(asked.output)
    if asked.format == "text" and one:
        look = output.look(asked.output, asked.color)
        yield from text.render(findings, look)
        yield text.foot(one, look)
    elif asked.format == "csv":
        with ledger.reading() as connection:
            yield from csv.render(findings, recorded(connection), current())
    elif asked.format == "jsonl":
        yield from data.render_lines(findings, current(), ascii_only=plain)
    else:
        with ledger.reading() as connection:
            total = filters.count(connection)
        yield from data.render(findings, total, current(), ascii_only=plain)


def _workbook(asked: ListOptions, ledger: Ledger, filters: Filters) -> None:
    from fuhe.ledger.decisions import standing  # noqa: PLC0415  (the database loads late)
    from fuhe.ledger.recorded import audits_with  # noqa: PLC0415
    from fuhe.report import excel  # noqa: PLC0415
    from fuhe.report.ledger.words import VERDICT  # noqa: PLC0415

    with output.opened_binary(asked.output, [asked.ledger], "xlsx") as file:
        with ledger.reading() as connection:
            total, decided = filters.count(connection), standing(connection)
        reviewed = {
            name: excel.Reviewed(one.reason, VERDICT[one.verdict].text(current()), one.by, one.at[:10])
            for name, one in decided.items()
        }
        shown = shown_as_they_pass(audits_with(ledger, filters), total)
        excel.write(shown, file, current(), reviewed=reviewed, notes=_rest(asked, ledger))


def _rest(asked: ListOptions, ledger: Ledger) -> list[str]:
    """What the list leaves out: findings alone would look as if everything else were in order."""
    from fuhe.ledger.statistics import left_open  # noqa: PLC0415  (the database loads late)

    left = left_open(ledger)
    told = []
    if left.files or left.checks:
        told.append(
            say(
                f"未列入：{left.files} 份文件未能核查，{left.checks} 项内容未能核查；详见 fuhe stats。",
                f"Not in the list: {left.files} files could not be audited and {left.checks} checks could "
                "not be made; see fuhe stats.",
            )
        )
    if left.earlier and not asked.all_versions:
        told.append(
            say(
                f"台账中另有 {left.earlier} 条发现属于已被取代的旧版本，加 --all-versions 一并列出。",
                f"{left.earlier} findings in the ledger are of earlier versions; --all-versions lists them "
                "too.",
            )
        )
    return told
