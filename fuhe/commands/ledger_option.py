"""The option `--ledger`, and a ledger whose troubles are told as one sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from fuhe.language import current
from fuhe.language.spoken import option
from fuhe.streams import visible

if TYPE_CHECKING:
    from fuhe.ledger import Ledger

ledger_option = option(
    "--ledger",
    metavar="FILE|URL",
    default="fuhe.db",
    show_default=True,
    envvar="FUHE_LEDGER",
    help="The ledger: a file, or postgresql://user@host/database (also by FUHE_LEDGER).",
)


@contextlib.contextmanager
def open_for(where: str, *, create: bool = False) -> Iterator[Ledger]:
    """The open ledger.

    Raises:
        click.ClickException: it cannot be used, or something about it fails while it is.
    """
    from fuhe.ledger import LedgerError, open_ledger  # noqa: PLC0415  (the database loads late)

    try:
        with open_ledger(where, create=create) as ledger:
            yield ledger
    except LedgerError as error:
        raise click.ClickException(visible(error.reason.text(current()))) from None
