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
from fuhe.fingerprint import fingerprint
from normalize.evaluation import Evaluation
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
        chosen = set(self.rules.select or registered()) - set(self.rules.ignore)
        return tuple(rule for rule in registered() if rule not in chosen)

    def regraded(self, outcome: Outcome) -> Outcome:
        """The outcome with the severity asked for; a doubt that lowered a finding is not taken back."""
        finding = outcome.finding
        asked = self.severity.get(outcome.rule)
        if finding is None or asked is None:
            return outcome
        grave = registered()[outcome.rule].severity
        lowered = _ORDER.index(finding.severity) < _ORDER.index(grave)
        severity = min(asked, finding.severity, key=_ORDER.index) if lowered else asked
        return msgspec.structs.replace(outcome, finding=msgspec.structs.replace(finding, severity=severity))


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
    for rule in [*named, *(one.rule for one in settings.suppress)]:
        if rule not in registered():
            hint = meant(rule, registered())
            raise mistake(path, Wording(f"没有编号为 {rule} 的规则；{hint.zh}", f"no rule {rule}; {hint.en}"))
    for rule, severity in settings.severity.items():
        if severity == "error" != registered()[rule].severity:
            told = Wording(
                f"severity：{rule} 不是可以证明的错误，最高只能定为 warning",
                f"severity: {rule} proves nothing wrong, so warning is the highest it can be",
            )
            raise mistake(path, told)
    return settings


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
