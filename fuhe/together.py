"""Audits held against each other: their forms are gathered as they pass, and compared at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from extract.wording import Wording
from fuhe.audit import Audit
from fuhe.baseline import ACROSS, Baseline, Compared
from fuhe.fingerprint import fingerprint_across
from fuhe.settings import Settings, Suppression
from validate.archive import Archive, Filed, SetFinding, SetOutcome, checked
from validate.profile import Profile


class SuppressedAcross(msgspec.Struct, frozen=True):
    """A finding across reports that was set aside, and the suppression that did it."""

    finding: SetFinding
    subject: Wording
    by: Suppression


class Across(msgspec.Struct, frozen=True):
    """What the rules across reports said of a set; fields as in `AuditedEvaluation` and `Audit`.

    `reports` counts the forms that were compared.
    """

    reports: int
    outcomes: tuple[SetOutcome, ...]
    suppressed: tuple[SuppressedAcross, ...] = ()
    compared: Compared | None = None
    omitted: tuple[str, ...] = ()

    def fingerprint(self, outcome: SetOutcome) -> str:
        """The stable name of the finding of an outcome."""
        if outcome.finding is None:
            raise ValueError("only a finding has a fingerprint")
        return fingerprint_across(outcome.finding, outcome.subject)

    def standing(self, outcome: SetOutcome) -> Literal["new", "known"] | None:
        """Whether a finding is new against the earlier run; None where there is nothing to compare with."""
        if self.compared is None:
            return None
        return "known" if self.fingerprint(outcome) in self.compared.known else "new"

    def standing_counts(self, outcome: SetOutcome) -> bool:
        """Whether the outcome holds a finding that counts: one that an earlier run knew does not."""
        return outcome.finding is not None and self.standing(outcome) != "known"


class Together:
    """Gathers the forms of audits; `across` compares them when the last one has passed."""

    def __init__(self, profile: Profile | None, settings: Settings | None, baseline: Baseline | None) -> None:
        self._archive = Archive()
        self._profile = profile
        self._settings = settings or Settings()
        self._baseline = baseline

    def add(self, audit: Audit) -> None:
        """Take in the forms of an audited document; little of them is kept."""
        sha256 = audit.source.sha256 if audit.source else None
        for number, form in enumerate(audit.evaluations, start=1):
            self.take(Filed(audit.path, form, sha256, number))

    def take(self, filed: Filed) -> None:
        """Take in one form, whatever it comes from."""
        self._archive.add(filed)

    def across(self) -> Across:
        """All rules across reports on what was gathered, graded and set aside as the settings want it."""
        omitted = self._settings.omitted_across()
        found = (
            self._settings.regraded_across(one) for one in checked(self._archive, self._profile, omitted)
        )
        stay, aside = _set_aside(self._settings.suppress, found)
        whole = Across(len(self._archive.digests), stay, aside, omitted=omitted)
        if self._baseline is None:
            return whole
        names = [whole.fingerprint(one) for one in stay if one.finding]
        return msgspec.structs.replace(whole, compared=self._baseline.compare(ACROSS, names))


def _set_aside(
    suppressions: Sequence[Suppression], outcomes: Iterable[SetOutcome]
) -> tuple[tuple[SetOutcome, ...], tuple[SuppressedAcross, ...]]:
    stay: list[SetOutcome] = []
    aside: list[SuppressedAcross] = []
    for outcome in outcomes:
        by = next(_covering(suppressions, outcome), None)
        if by is None or outcome.finding is None:
            stay.append(outcome)
        else:
            aside.append(SuppressedAcross(outcome.finding, outcome.subject, by))
    return tuple(stay), tuple(aside)


def _covering(suppressions: Sequence[Suppression], outcome: SetOutcome) -> Iterator[Suppression]:
    return (one for one in suppressions if one.covers_across(outcome))
