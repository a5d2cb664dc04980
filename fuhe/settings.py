"""`fuhe.toml`: which rules are run, how grave they are taken, and which findings are set aside, and why.

Nothing is silent: rules left out are named in every report, and what is set aside is listed with its reason.
"""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from extract.wording import Wording
from fuhe.fingerprint import fingerprint, fingerprint_across
from normalize.evaluation import Evaluation
from validate.archive import Report, SetOutcome
from validate.archive.rule import registered_across
from validate.catalogue import all_rules
from validate.outcome import Finding, Outcome, Severity
from validate.rule import registered
from validate.toml_file import converted, meant, mistake, parsed

FILE = "fuhe.toml"

_ORDER: tuple[Severity, ...] = ("notice", "warning", "error")
_Reason = Annotated[str, Meta(min_length=2)]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An unknown key is a mistake."""


class Choice(_Strict, frozen=True):
    """Rules by id: only the selected ones (all, where none is named) but the ignored."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Suppression(_Strict, frozen=True):
    """Findings set aside for a reason: those of one rule, narrowed by whatever else is given.

    `file` is a pattern for the path (`*` for anything), `unit` and `subject` must be contained, `fingerprint`
    names one finding.
    """

    rule: str
    reason: _Reason
    file: str | None = None
    unit: str | None = None
    year: int | None = None
    subject: str | None = None
    fingerprint: str | None = None

    def covers(self, path: str, form: Evaluation, outcome: Outcome) -> bool:
        """Whether it sets this finding aside."""
        finding = outcome.finding
        return (
            finding is not None
            and finding.rule == self.rule
            and (self.file is None or fnmatch.fnmatchcase(path.replace("\\", "/"), self.file))
            and (self.unit is None or (form.unit is not None and _bare(self.unit) in _bare(form.unit.value)))
            and (self.year is None or (form.year is not None and form.year.value == self.year))
            and (self.subject is None or _bare(self.subject) in _bare(outcome.subject.zh))
            and (self.fingerprint is None or self.fingerprint == fingerprint(finding, outcome.subject, form))
        )

    def covers_across(self, outcome: SetOutcome) -> bool:
        """Whether it sets a finding across reports aside; one of the reports must fit what narrows it."""
        finding = outcome.finding
        return (
            finding is not None
            and finding.rule == self.rule
            and any(self._fits(report) for report in finding.reports)
            and (self.subject is None or _bare(self.subject) in _bare(outcome.subject.zh))
            and (self.fingerprint is None or self.fingerprint == fingerprint_across(finding, outcome.subject))
        )

    def _fits(self, report: Report) -> bool:
        return (
            (self.file is None or fnmatch.fnmatchcase(report.document.replace("\\", "/"), self.file))
            and (self.unit is None or _bare(self.unit) in _bare(report.unit or ""))
            and (self.year is None or self.year == report.year)
        )

    def told(self) -> str:
        """It, as a line that a reader finds again in the file."""
        narrowed = {
            name: value
            for name in self.__struct_fields__
            if name not in ("rule", "reason") and (value := getattr(self, name)) is not None
        }
        return " ".join([self.rule, *(f"{name}={value}" for name, value in narrowed.items())])


class Settings(_Strict, frozen=True):
    """What `fuhe.toml` may hold."""

    profile: str | None = None
    rules: Choice = Choice()
    severity: dict[str, Severity] = {}
    suppress: tuple[Suppression, ...] = ()

    def omitted(self) -> tuple[str, ...]:
        """Ids of the rules that are not run, in the order of the catalogue."""
        return self._left_out(registered())

    def omitted_across(self) -> tuple[str, ...]:
        """Ids of the rules across reports that are not run."""
        return self._left_out(registered_across())

    def _left_out(self, rules: Iterable[str]) -> tuple[str, ...]:
        chosen = set(self.rules.select or all_rules()) - set(self.rules.ignore)
        return tuple(rule for rule in rules if rule not in chosen)

    def regraded(self, outcome: Outcome) -> Outcome:
        """The outcome with the severity asked for; a doubt that lowered a finding is not taken back."""
        finding = outcome.finding
        if finding is None:
            return outcome
        severity = self._severity(outcome.rule, finding.severity, registered()[outcome.rule].severity)
        return msgspec.structs.replace(outcome, finding=msgspec.structs.replace(finding, severity=severity))

    def regraded_across(self, outcome: SetOutcome) -> SetOutcome:
        """The same for a finding across reports."""
        finding = outcome.finding
        if finding is None:
            return outcome
        grave = registered_across()[outcome.rule].severity
        severity = self._severity(outcome.rule, finding.severity, grave)
        return msgspec.structs.replace(outcome, finding=msgspec.structs.replace(finding, severity=severity))

    def _severity(self, rule: str, given: Severity, grave: Severity) -> Severity:
        asked = self.severity.get(rule, given)
        lowered = _ORDER.index(given) < _ORDER.index(grave)
        return min(asked, given, key=_ORDER.index) if lowered else asked


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that was set aside, and the suppression that did it."""

    finding: Finding
    subject: Wording
    by: Suppression


def set_aside(
    suppressions: Sequence[Suppression], path: str, form: Evaluation, outcomes: Iterable[Outcome]
) -> tuple[tuple[Outcome, ...], tuple[Suppressed, ...]]:
    """The outcomes that stay, and the findings that are set aside."""
    stay: list[Outcome] = []
    aside: list[Suppressed] = []
    for outcome in outcomes:
        by = next((one for one in suppressions if one.covers(path, form, outcome)), None)
        if by is None or outcome.finding is None:
            stay.append(outcome)
        else:
            aside.append(Suppressed(outcome.finding, outcome.subject, by))
    return tuple(stay), tuple(aside)


def find() -> Path | None:
    """The `fuhe.toml` of the folder one works in."""
    path = Path(FILE)
    return path if path.is_file() else None


def read_settings(path: str) -> Settings:
    """Read a settings file.

    Raises:
        FileMistakeError: it cannot be read, or has an unknown key, a wrong value or an unknown rule.
    """
    settings = converted(path, parsed(path), Settings)
    named = [*settings.rules.select, *settings.rules.ignore, *settings.severity]
    known = all_rules()
    for rule in [*named, *(one.rule for one in settings.suppress)]:
        if rule not in known:
            hint = meant(rule, known)
            raise mistake(path, Wording(f"没有编号为 {rule} 的规则；{hint.zh}", f"no rule {rule}; {hint.en}"))
    for rule, severity in settings.severity.items():
        if severity == "error" != known[rule].severity:
            told = Wording(
                f"severity：{rule} 不是可以证明的错误，最高只能定为 warning",
                f"severity: {rule} proves nothing wrong, so warning is the highest it can be",
            )
            raise mistake(path, told)
    return settings


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
