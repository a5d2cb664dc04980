"""`fuhe rules` and `fuhe explain`: the catalogue, and one rule of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.language import current, say
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import write

if TYPE_CHECKING:
    from validate.explain import Explanation


_format_option = option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)


@click.command(cls=Command, help="List the rules that are checked.")
@_format_option
@color_option
@language_option
def rules(form: str, color: str) -> None:
    """One line a rule, in the order of the catalogue."""
    require_ours()
    write(_as_json() if form == "json" else _as_table(color))


def _as_json() -> str:
    from fuhe.report import json  # noqa: PLC0415  (the reports load the stages)
    from validate.catalogue import all_rules  # noqa: PLC0415

    catalogue: list[dict[str, Any]] = [
        {
            "id": rule.id,
            "family": rule.family,
            "severity": rule.severity,
            "title": rule.title.text(current()),
            "basis": [basis.text(current()) for basis in rule.basis],
        }
        for rule in all_rules().values()
    ]
    return json.line({"schema": 1, "rules": catalogue}, ascii_only=output.ascii_only(None)) + "\n"


def _as_table(color: str) -> str:
    from fuhe.report.grid import aligned  # noqa: PLC0415  (the reports load the stages)
    from fuhe.report.words import SEVERITY  # noqa: PLC0415
    from validate.catalogue import all_rules  # noqa: PLC0415

    look = output.look(None, color)
    header = [say("编号", "Id"), say("最高级别", "Severity"), say("检查内容", "What it flags")]
    rows = [
        [rule.id, SEVERITY[rule.severity].text(current()), rule.title.text(current())]
        for rule in all_rules().values()
    ]
    first, *rest = aligned([header, *rows], look.columns)
    return "\n".join([look.paint(first, "strong"), *rest, ""])


@click.command(
    cls=Command,
    help="Explain one rule: what it checks, its basis, an example.",
    epilog="The id stands in square brackets after a finding; fuhe rules lists them all.",
)
@click.argument("rule_id", metavar="ID")
@_format_option
@color_option
@language_option
def explain(rule_id: str, form: str, color: str) -> None:
    """The documentation of a rule; an unknown id gets the nearest ones."""
    require_ours()
    from validate.explain import explain as explained  # noqa: PLC0415  (the rules load when they are needed)
    from validate.explain import suggest  # noqa: PLC0415

    try:
        explanation = explained(rule_id, current())
    except KeyError:
        raise click.UsageError(unknown(rule_id, suggest(rule_id))) from None
    write(_explained_as_json(explanation) if form == "json" else _explained(explanation, color))


def _explained_as_json(explanation: Explanation) -> str:
    from fuhe.report import json  # noqa: PLC0415  (the reports load the stages)

    return json.line(explanation, ascii_only=output.ascii_only(None)) + "\n"


def _explained(explanation: Explanation, color: str) -> str:
    from fuhe.report.width import wrap  # noqa: PLC0415  (the reports load the stages)
    from fuhe.report.words import SEVERITY  # noqa: PLC0415

    look = output.look(None, color)
    severity = SEVERITY[explanation.severity].text(current())
    highest = say(f"最高级别：{severity}", f"highest severity: {severity}")
    lines = [f"{look.paint(explanation.title, 'strong')} [{explanation.id}]  {highest}"]
    cited = say("出处：", "Cited: ") + say("；", "; ").join(explanation.citations)
    lines += wrap(cited, look.columns)
    for heading, text in explanation.sections():
        lines += ["", look.paint(heading, "strong")]
        lines += [f"  {line}" for line in wrap(text, look.columns - 2)]
    return "\n".join([*lines, ""])


def unknown(rule_id: str, near: list[str]) -> str:
    """That there is no such rule, and which ids are near."""
    if near:
        listed = say("、", ", ").join(near)
        hint = say(f"您是否要找：{listed}？", f"Did you mean: {listed}?")
    else:
        hint = say("用 fuhe rules 查看全部编号。", "Run fuhe rules for all ids.")
    return say(f"没有编号为 {rule_id} 的规则。{hint}", f"There is no rule {rule_id}. {hint}")
