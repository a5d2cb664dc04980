"""Total scores out of 100, and the cell that holds one."""

from __future__ import annotations

from decimal import Decimal

from extract.wording import Wording
from validate.archive.cite import pieces
from validate.archive.digest import Digest
from validate.archive.outcome import Piece
from validate.evidence import cite

FULL = Decimal(100)


def score_of(digest: Digest) -> Decimal | None:
    """The total score of a form that is scored out of 100; None for others."""
    total = digest.evaluation.total
    if total.score is None or total.score.value is None:
        return None
    out_of = total.weight.value if total.weight and total.weight.value is not None else FULL
    return total.score.value if out_of == FULL and 0 <= total.score.value <= FULL else None


def score_cell(digest: Digest) -> list[Piece]:
    """The cell of the total score."""
    score = digest.evaluation.total.score
    return pieces(digest, [cite(Wording("总分·得分", "total · score"), score)]) if score else []
