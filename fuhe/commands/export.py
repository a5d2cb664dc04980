"""`fuhe export`: a ledger as Parquet files."""

from __future__ import annotations

from pathlib import Path

import click

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.commands.ledger_option import ledger_option, open_for
from fuhe.language import say
from fuhe.language.spoken import Command, language_option, option
from fuhe.streams import visible


@click.command(cls=Command, help="Write a ledger as Parquet files, for analysts.")
@ledger_option
@option("--parquet", required=True, metavar="FOLDER", help="The folder to write them to.")
@language_option
def export(ledger: str, parquet: str) -> None:
    """Write file after file and name each."""
    require_ours()
    with open_for(ledger) as opened:
        from fuhe.ledger.parquet import export as written  # noqa: PLC0415  (the database loads late)

        try:
            for path, rows in written(opened, Path(parquet)):
                click.echo(visible(say(f"{path}：{rows} 行", f"{path}: {rows} rows")), err=True)
        except OSError as error:
            raise output.not_written(parquet, error) from None
