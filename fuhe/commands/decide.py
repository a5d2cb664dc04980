"""`fuhe decide`: write down what was decided about a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fuhe.collision import require_ours
from fuhe.commands.ledger_option import ledger_option, open_for
from fuhe.language import current, say
from fuhe.language.spoken import Command, language_option, option
from fuhe.streams import visible

if TYPE_CHECKING:
    from fuhe.ledger.filters import Verdict

_VERDICTS: dict[str, Verdict] = {
    "accept": "accepted",
    "explain": "explained",
    "correct": "corrected",
    "dismiss": "dismissed",
    "reopen": "open",
}
_EPILOG = """\b
Decisions:
  accept   it is so
  explain  the unit explained it, and that will do
  correct  the unit corrected it
  dismiss  it is not so
  reopen   take the decision back

\b
Examples:
  fuhe decide 3f2a9c01 explain --reason "批复文件已补交" --by 张三

A decision is never changed or deleted; a later one takes its place, and both stay in the ledger. It goes with
the finding's fingerprint, and so holds when the file is audited again.
"""


@click.command(cls=Command, help="Write down what was decided about a finding.", epilog=_EPILOG)
@click.argument("fingerprint", metavar="FINGERPRINT")
@click.argument("decision", metavar="DECISION", type=click.Choice(list(_VERDICTS)))
@option("--reason", required=True, metavar="TEXT", help="Why; for those who read it later.")
@option("--by", required=True, metavar="NAME", help="Who decides.")
@ledger_option
@language_option
def decide(fingerprint: str, decision: str, reason: str, by: str, ledger: str) -> None:
    """Keep the decision and say what was kept."""
    require_ours()
    for name, value in (("--reason", reason), ("--by", by)):
        if not value.strip():
            raise click.UsageError(say(f"{name} 不能为空。", f"{name} must not be blank."))
    with open_for(ledger) as opened:
        from fuhe.ledger.decisions import decide as write_down  # noqa: PLC0415  (the database loads late)
        from fuhe.report.ledger.words import VERDICT  # noqa: PLC0415

        kept = write_down(opened, fingerprint, _VERDICTS[decision], reason=reason.strip(), by=by.strip())
    word = VERDICT[kept.verdict].text(current())
    told = say(
        f"已记录：{kept.fingerprint} {word}（{kept.by}：{kept.reason}）。",
        f"Kept: {kept.fingerprint} {word} ({kept.by}: {kept.reason}).",
    )
    click.echo(visible(told), err=True)
