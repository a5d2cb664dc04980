"""One form from year to year: each pair of neighbouring years looked at, and told where that is not clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extract.wording import Wording
from validate.archive.archive import AMBIGUOUS, Years
from validate.archive.digest import Digest
from validate.archive.outcome import SetOutcome
from validate.archive.rule import could_not_check, not_applicable


def each_pair(
    years: Years, look: Callable[[Digest, Digest], SetOutcome | None], nothing: Wording
) -> Iterator[SetOutcome]:
    """What `look` says of each two neighbouring years; `nothing` is the reason where it says nothing."""
    for pair in years.pairs():
        if pair is None:
            yield could_not_check(years.subject, AMBIGUOUS)
        else:
            yield look(*pair) or not_applicable(years.subject, nothing)
    if not any(year - 1 in years.by_year for year in years.by_year):
        reason = Wording("没有相邻的两个年度。", "No two years are neighbours.")
        yield not_applicable(years.subject, reason)
