"""Evidence with the report that it stands in."""

from __future__ import annotations

from collections.abc import Iterable

from extract.wording import Wording
from normalize.evaluation import Evaluation, Text
from validate.archive.digest import Digest
from validate.archive.outcome import Piece
from validate.equations.terms import Term
from validate.evidence import budget_role, cite
from validate.outcome import Evidence


def pieces(digest: Digest, evidence: Iterable[Evidence]) -> list[Piece]:
    """Evidence of one report."""
    return [Piece(digest.report, one) for one in evidence]


def terms_of(digest: Digest, terms: Iterable[Term]) -> list[Piece]:
    """Numbers of one report."""
    return pieces(digest, (one.cite() for one in terms))


def head(digest: Digest) -> list[Piece]:
    """The cell that names the report best: its project, unit or title, else its first row."""
    return pieces(digest, [_head(digest.evaluation)])


def _head(form: Evaluation) -> Evidence:
    named: tuple[tuple[Wording, Text | None], ...] = (
        (Wording("项目名称", "project"), form.project),
        (Wording("单位名称", "unit name"), form.unit),
        (Wording("标题", "title"), form.title),
    )
    for role, text in named:
        if text is not None:
            return cite(role, text)
    if form.indicators:
        return cite(Wording("三级指标", "level 3"), form.indicators[0].level3)
    return cite(budget_role(form.budget[0], "adjusted"), form.budget[0].label)
