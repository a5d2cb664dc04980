"""`fuhe ingest`: audit an archive into a ledger, and go on where it was left."""

from __future__ import annotations

import re
import sys
from typing import Any

import click
import msgspec

from fuhe.collision import require_ours
from fuhe.commands.ingestion import Asked, Ingestion
from fuhe.commands.ledger_option import ledger_option
from fuhe.commands.terms import terms_of
from fuhe.language import say
from fuhe.language.spoken import Command, language_option, option

_EPILOG = """\b
Examples:
  fuhe ingest archive/ --ledger fuhe.db
  fuhe ingest 2023.zip "counties/**/*.pdf" --jobs 8
  find /archive -name "*.pdf" -print0 | fuhe ingest --files-from - -0
  fuhe ingest archive/ --retry timeout --deadline 1800

Run the same command again to go on: what was audited and has not changed is not audited again. What could not
be audited is tried once more at the end, alone, and then left alone until --retry asks for it; it is listed
as not audited.

Exit code 0 means that every document was audited, 3 that some could not be read or audited or hold no
self-evaluation, or that there was none; findings do not change it.
"""
_UNITS = {"": 1024**2, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMGT]?)(?:i?B)?", re.IGNORECASE)
_LEAST_MEMORY = 256 * 1024**2


class _Size(click.ParamType[int]):
    """A size, as 4G or 512M; in bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = _SIZE.fullmatch(value.strip())
        size = float(found["number"]) * _UNITS[found["unit"].upper()] if found else 0
        if size < _LEAST_MEMORY:
            self.fail(
                say(
                    f"{value} 不是可用的大小，请写成 4G，至少 256M。",
                    f"{value} is no size; write 4G, at least 256M.",
                ),
                param,
                ctx,
            )
        return int(size)


@click.command(
    cls=Command,
    help="Audit folders, zip archives and lists of files into a ledger.",
    epilog=_EPILOG,
)
@click.argument("paths", nargs=-1, metavar="PATH...")
@ledger_option
@option("--files-from", metavar="FILE", help="Read paths from this file, one a line; - for stdin.")
@option("-0", "--null", is_flag=True, help="Paths of --files-from end with NUL, not with the line.")
@option("--jobs", type=click.IntRange(1, 512), help="Documents at a time; unless given, one for each core.")
@option(
    "--deadline",
    type=click.FloatRange(1, 86_400),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="Seconds that one document may take.",
)
@option(
    "--memory",
    type=_Size(),
    default="4G",
    show_default=True,
    metavar="SIZE",
    help="Memory that one document may take.",
)
@option(
    "--retry",
    type=click.Choice(["failed", "timeout", "all"]),
    help="Try again what could not be audited before: timeout, failed (everything else), or all.",
)
@option("--force", is_flag=True, help="Audit everything anew, also what is done and unchanged.")
@option("--profile", metavar="ID|FILE", help="Rule profile to hold all forms to; fuhe profiles lists them.")
@option("--config", metavar="FILE", help="Settings file; unless given, fuhe.toml in the working folder.")
@option("--password", metavar="PASSWORD", help="Password of encrypted PDF files.")
@option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster, as tcp://host:8786.")
@option("--send-bytes", is_flag=True, help="Send the files to the cluster, which does not see their paths.")
@option("--tls-ca", metavar="FILE", help="Certificate of who signs, for a tls:// scheduler.")
@option("--tls-cert", metavar="FILE", help="Our certificate for it.")
@option("--tls-key", metavar="FILE", help="The key of our certificate.")
@option("-q", "--quiet", is_flag=True, help="No progress and no summary on stderr; errors stay.")
@language_option
@click.pass_context
def ingest(ctx: click.Context, /, paths: tuple[str, ...], **options: object) -> None:
    """Run the audits and exit with the gravest code."""
    require_ours()
    if sys.platform == "win32":  # its processes cannot be handed a socket
        raise click.UsageError(say("Windows 上请在 WSL 中运行。", "On Windows, run it under WSL."))
    asked = msgspec.convert({"paths": paths, **options}, Asked)
    if not paths and not asked.files_from:
        raise click.UsageError(say("请给出要核查的路径，或 --files-from。", "Name paths, or --files-from."))
    terms = terms_of(asked.profile, asked.config, None)
    ctx.exit(Ingestion(ctx, asked, terms).run())
