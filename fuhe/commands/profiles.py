"""`fuhe profiles`: what a regulation or a province fixes, and which forms are held to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.language import current, say
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from fuhe.report.words import Look
    from validate.profile import Profile

_EPILOG = """\b
A form is held to the profile that names its family, an unknown form to none (permissive). Another one:
  fuhe check report.pdf --profile sichuan
  fuhe check report.pdf --profile my.toml
"""


@click.command(cls=Command, help="List the rule profiles.", epilog=_EPILOG)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@color_option
@language_option
def profiles(form: str, color: str) -> None:
    """A block a profile, by id; the permissive one last."""
    require_ours()
    from validate.profile import shipped  # noqa: PLC0415  (the stages load late)

    if form == "json":
        from fuhe.report import json  # noqa: PLC0415

        write(json.line({"schema": 1, "profiles": shipped()}, ascii_only=output.ascii_only(None)) + "\n")
        return
    look = output.look(None, color)
    write("\n".join(line for one in shipped() for line in _block(one, look)))


def _block(profile: Profile, look: Look) -> Iterator[str]:
    from fuhe.report.width import wrap  # noqa: PLC0415  (the reports load the stages)

    yield f"{look.paint(profile.title.text(current()), 'strong')} [{profile.id}]"
    for label, text in _facts(profile):
        yield from (f"  {line}" for line in wrap(f"{label}{say('：', ': ')}{text}", look.columns - 2))
    yield ""


def _facts(profile: Profile) -> Iterator[tuple[str, str]]:
    open_end = say("不作统一要求", "not fixed")
    yield say("依据", "Basis"), profile.basis.text(current())
    yield say("适用表式", "Forms"), say("、", ", ").join(profile.forms) or open_end
    yield say("总分值", "Total weight"), str(profile.total_weight or open_end)
    yield say("预算执行分值", "Execution weight"), str(profile.execution_weight or open_end)
    linear = say("分值×执行率", "weight times execution rate")
    yield say("执行率得分", "Execution score"), linear if profile.execution_rule == "linear" else open_end
    bands = [
        say(f"{band.name}≥{band.at_least}", f"{band.name} from {band.at_least}")
        for band in profile.grade_bands
    ]
    yield say("等级", "Grades"), say("，", ", ").join(bands) or open_end
    models = [
        say("、", ", ").join(f"{name}{points}" for name, points in model.items())
        for model in profile.level1_models
    ]
    yield say("一级指标分值", "Level-1 weights"), say("；", "; ").join(models) or open_end
    yield from _thresholds(profile)


def _thresholds(profile: Profile) -> Iterator[tuple[str, str]]:
    def share(value: Decimal) -> str:
        return f"{100 * value:.0f}%"

    least, must = share(profile.explain_below), profile.explain_required
    in_print = say("（表式要求）", " (the form says so)") if must else ""
    yield say("执行率低于此须说明原因", "Reason asked for below"), f"{least}{in_print}"
    steps = f"{share(profile.adjust_notice)} / {share(profile.adjust_warning)}"
    yield say("预算调整提示／预警", "Adjustment noted / warned of"), steps
    yield say("超额完成须说明", "Over-completion explained from"), share(profile.over_completion)
