"""The command `fuhe`: stdout is data, stderr is talk, the exit code says how it went."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Sequence

import click

from fuhe.collision import CollisionError
from fuhe.commands.across import across
from fuhe.commands.check import check
from fuhe.commands.decide import decide
from fuhe.commands.diff import diff
from fuhe.commands.doctor import doctor
from fuhe.commands.export import export
from fuhe.commands.forms import forms
from fuhe.commands.ingest import ingest
from fuhe.commands.list import list_findings
from fuhe.commands.profiles import profiles
from fuhe.commands.recheck import recheck
from fuhe.commands.rules import explain, rules
from fuhe.commands.schema import schema
from fuhe.commands.show import show
from fuhe.commands.stats import stats
from fuhe.exit_code import ExitCode
from fuhe.language import say
from fuhe.language.spoken import Group, Option, language_option
from fuhe.streams import ReaderGoneError, guarded, visible

_EPILOG = """\b
Examples:
  fuhe check report.pdf
  fuhe check *.pdf -o findings.csv
  fuhe explain budget-col-sum

\b
Exit codes:
  0    nothing found
  1    findings at or above --fail-on
  2    wrong usage
  3    a file could not be read or holds no self-evaluation
  4    internal error
  130  interrupted
"""


@click.group(
    cls=Group,
    help="fuhe audits budget-performance self-evaluation tables: it recomputes every number and lists what "
    "does not add up, with the place on the page.",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@language_option
@click.version_option(
    package_name="fuhe", message="fuhe %(version)s", cls=Option, help="Show the version and exit."
)
def cli() -> None:
    """The sub-commands do the work."""


for command in (
    *(check, show, diff, ingest, list_findings, across, stats, decide, recheck, export),
    *(explain, rules, profiles, forms, schema, doctor),
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _hush_libraries()
    with guarded():
        return _run(sys.argv[1:] if arguments is None else list(arguments))


def _run(arguments: list[str]) -> int:
    try:
        return cli.main(arguments, prog_name="fuhe", standalone_mode=False) or ExitCode.NOTHING_FOUND
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("已中断。", "Interrupted."), err=True)
        return ExitCode.INTERRUPTED
    except ReaderGoneError:
        return ExitCode.NOTHING_FOUND
    except CollisionError as collision:
        return _internal(str(collision))
    except Exception as crash:  # noqa: BLE001  (a traceback helps nobody who audits tables)
        what = f"{type(crash).__name__}: {crash}"
        return _internal(
            say(f"程序内部出错（{what}），请报告给开发者。", f"internal error ({what}); please report it.")
        )


def _internal(sentence: str) -> int:
    click.echo(visible(say("错误：", "Error: ") + sentence), err=True)
    return ExitCode.INTERNAL


def _hush_libraries() -> None:
    """What libraries warn about is for programmers; what matters of it, the readers report as problems."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
