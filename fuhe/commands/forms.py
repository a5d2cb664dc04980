"""`fuhe forms`: the families of forms that are recognised, and what each is recognised by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fuhe.collision import require_ours
from fuhe.commands import output
from fuhe.language import current, say
from fuhe.language.spoken import Command, color_option, language_option, option
from fuhe.streams import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fuhe.report.words import Look
    from normalize.form import Form
    from normalize.formfile import Weights


@click.command(cls=Command, help="List the families of forms that are recognised.")
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
def forms(form: str, color: str) -> None:
    """A block a form, by id; the permissive one, which stands for all others, is last."""
    require_ours()
    from normalize.form import shipped_forms  # noqa: PLC0415  (the stages load late)

    shipped = sorted(shipped_forms(), key=lambda one: (one.fingerprint.points == 0, one.id))
    if form == "json":
        write(_as_json(shipped))
        return
    look = output.look(None, color)
    write("\n".join([line for one in shipped for line in _block(one, look)]))


def _as_json(shipped: Sequence[Form]) -> str:
    from fuhe.report import json  # noqa: PLC0415  (the reports load the stages)

    catalogue: list[dict[str, Any]] = [
        {
            "id": one.id,
            "kind": one.kind,
            "title": one.title.text(current()),
            "basis": one.basis.text(current()),
            "weights": one.weights,
            "fingerprint": one.fingerprint if one.fingerprint.points else None,
        }
        for one in shipped
    ]
    return json.line({"schema": 1, "forms": catalogue}, ascii_only=output.ascii_only(None)) + "\n"


def _block(form: Form, look: Look) -> Iterator[str]:
    from fuhe.report.header import KIND  # noqa: PLC0415  (the reports load the stages)
    from fuhe.report.width import wrap  # noqa: PLC0415

    head = look.paint(form.title.text(look.language), "strong")
    yield f"{head} [{form.id}]  {KIND[form.kind].text(look.language)}"
    for label, text in _facts(form, look):
        yield from (f"  {line}" for line in wrap(f"{label}{say('：', ': ')}{text}", look.columns - 2))
    yield ""


def _facts(form: Form, look: Look) -> Iterator[tuple[str, str]]:
    yield say("依据", "Basis"), form.basis.text(look.language)
    yield say("分值", "Weights"), _weights(form.weights)
    wanted = form.fingerprint
    if not wanted.points:
        yield say("识别", "Recognised"), say("其他表式均不相符时采用", "where no other form fits")
        return
    told = (
        (say("题名含其一（3分）", "Title has one of (3 points)"), wanted.titles),
        (say("表内有（各1分）", "Form has (1 each)"), wanted.labels),
        (say("一级指标须有（各2分）", "Level 1 must have (2 each)"), wanted.level1),
        (say("须有", "Must have"), wanted.requires),
        (say("不应有（各减2分）", "Should not have (-2 each)"), wanted.against),
    )
    for label, words in told:
        if words:
            yield label, say("、", ", ").join(words)
    yield say("识别", "Recognised"), say(f"至少{wanted.points}分", f"from {wanted.points} points on")


def _weights(weights: Weights | None) -> str:
    if weights is None:
        return say("无统一规定", "none prescribed")
    parts = {say("预算执行", "execution"): weights.execution, **weights.groups}
    return say("，", ", ").join(f"{name} {weight}" for name, weight in parts.items() if weight)
