"""`fuhe recheck`: today's rules on the forms that a ledger keeps, without reading the files again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import click

from fuhe.collision import require_ours
from fuhe.commands.ledger_option import ledger_option, open_for
from fuhe.commands.terms import Terms, terms_of
from fuhe.exit_code import ExitCode
from fuhe.language import say
from fuhe.language.spoken import Command, language_option, option
from fuhe.streams import visible

if TYPE_CHECKING:
    from fuhe.ledger import Ledger

_EPILOG = """\b
Needed after fuhe was upgraded, or when fuhe.toml or the profile changed. Only forms that other rules checked
are checked. Files are read only where a new error needs its second reading; a file that is gone then leaves
the error as "could not be checked".
"""


@click.command(cls=Command, help="Check the forms in a ledger by today's rules.", epilog=_EPILOG)
@ledger_option
@option("--profile", metavar="ID|FILE", help="Rule profile to hold all forms to; fuhe profiles lists them.")
@option("--config", metavar="FILE", help="Settings file; unless given, fuhe.toml in the working folder.")
@option("-q", "--quiet", is_flag=True, help="No progress and no summary on stderr; errors stay.")
@language_option
@click.pass_context
def recheck(ctx: click.Context, ledger: str, profile: str | None, config: str | None, *, quiet: bool) -> None:
    """Check what is due and say what came of it."""
    require_ours()
    terms = terms_of(profile, config, None)
    with open_for(ledger) as opened:
        _recheck(opened, terms, profile, quiet=quiet)
    ctx.exit(ExitCode.NOTHING_FOUND)


def _recheck(ledger: Ledger, terms: Terms, profile: str | None, *, quiet: bool) -> None:
    from fuhe.audit import Auditor  # noqa: PLC0415  (the rules load late)
    from fuhe.ledger.recheck import due  # noqa: PLC0415  (the database loads late)
    from fuhe.ledger.recheck import recheck as checked_again  # noqa: PLC0415
    from fuhe.versions import rules_version  # noqa: PLC0415

    rules = rules_version(settings=terms.settings, profile=profile)
    run = ledger.begin_run("recheck", {"profile": profile}, rules)
    ended: Literal["finished", "interrupted", "failed"] = "failed"
    try:
        work = due(ledger)
        found: Counter[str] = Counter()
        auditor = Auditor(None, profile, terms.settings)
        for number, audit in enumerate(checked_again(ledger, auditor), start=1):
            found.update(finding.severity for finding in audit.findings)
            if not quiet and number % 500 == 0:
                click.echo(f"[{number}/{work.rules}]", err=True)
        ended = "finished"
    except KeyboardInterrupt:
        ended = "interrupted"
        raise
    finally:
        ledger.end_run(run, ended)
    if not quiet:
        _summary(work.rules, work.engine, found)


def _summary(checked: int, stale: int, found: Counter[str]) -> None:
    click.echo(
        say(
            f"已按现行规则复核 {checked} 份文件：错误 {found['error']}，预警 {found['warning']}，"
            f"提示 {found['notice']}。",
            f"{checked} files checked by today's rules: {found['error']} errors, "
            f"{found['warning']} warnings, {found['notice']} notices.",
        ),
        err=True,
    )
    if stale:
        told = say(
            f"另有 {stale} 份由旧版本读取，需重新读取原文件：请对原路径再运行 fuhe ingest。",
            f"{stale} more were read by another version and must be read again: run fuhe ingest on them.",
        )
        click.echo(visible(told), err=True)
