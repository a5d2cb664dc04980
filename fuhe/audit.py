"""One document, start to end: extract, normalize, validate, then read again what an error rests on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    # Loaded by the first audit, so that `import fuhe` and `fuhe --help` need not wait for the readers.
    import pandas as pd

    from extract.bundle import Member
    from extract.document import Document, Problem, Source
    from normalize.evaluation import Evaluation
    from validate.outcome import Finding, Outcome

# checked: every rule that applies was checked. partly-checked: something could not be checked (listed).
Condition: TypeAlias = Literal["checked", "partly-checked", "no-evaluation", "unreadable"]


class AuditedEvaluation(msgspec.Struct, frozen=True):
    """One form with the outcomes of all rules on it."""

    evaluation: Evaluation
    outcomes: tuple[Outcome, ...]


class Audit(msgspec.Struct, frozen=True):
    """The audit of one file. `source` is None for a file that could not be opened at all."""

    path: str
    source: Source | None
    status: Condition
    problems: tuple[Problem, ...]
    evaluated: tuple[AuditedEvaluation, ...]

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The forms found in the file."""
        return tuple(one.evaluation for one in self.evaluated)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes of all forms, in the order of the rule catalogue."""
        return tuple(outcome for one in self.evaluated for outcome in one.outcomes)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of all forms, in the order of the rule catalogue."""
        return tuple(outcome.finding for outcome in self.outcomes if outcome.finding)

    def to_frame(self) -> pd.DataFrame:
        """The findings as a pandas table, one row a finding (columns: `fuhe.frame.COLUMNS`)."""
        from fuhe.frame import frame  # noqa: PLC0415  (pandas takes a second to import)

        return frame(self)


def audit(path: str | os.PathLike[str], *, password: str | None = None, profile: str | None = None) -> Audit:
    """Audit one file. A file that cannot be read gives an `Audit` that says why; it never raises for one.

    A zip archive of documents is not one file: it is unreadable here (code `archive`); use `audits`.

    Args:
        path: a PDF, OFD, .xlsx, .docx, .xls, .doc, .txt or picture; what it is, is told from its content.
        password: the user password of an encrypted PDF.
        profile: id of a shipped rule profile, or the path of a `.toml` file; None lets the form decide.

    Raises:
        ProfileError: the profile cannot be used.
    """
    from extract import read  # noqa: PLC0415  (the readers load late, see above)

    name = os.fspath(path)
    return _Auditor(password, profile).audit(name, partial(read, name, password=password))


def audits(
    path: str | os.PathLike[str], *, password: str | None = None, profile: str | None = None
) -> Iterator[Audit]:
    """Audit a file, or each file in a zip archive (and in archives inside it), one at a time as asked for.

    What `audit` says of its arguments holds here too. An archive is never unpacked as a whole: one member is
    in memory at a time. A member that is refused gives an `Audit` that says why, and the others go on. The
    path of a member is the archive's path, a slash, and its path inside.
    """
    from extract import bundle  # noqa: PLC0415  (the readers load late, see above)

    name = os.fspath(path)
    auditor = _Auditor(password, profile)
    if not _is_bundle(name):
        yield audit(name, password=password, profile=profile)
        return
    try:
        for member in bundle.members(name):
            yield auditor.member(member)
    except OSError:  # it went away between two looks at it
        yield audit(name, password=password, profile=profile)


def _is_bundle(name: str) -> bool:
    from extract import bundle  # noqa: PLC0415  (the readers load late, see above)

    try:
        with open(name, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash
            return bundle.is_bundle(file)
    except (OSError, ValueError):  # `audit` says what is wrong with it
        return False


class _Auditor:
    """What all files of one call have in common."""

    def __init__(self, password: str | None, profile: str | None) -> None:
        from validate.profile_file import profile_named  # noqa: PLC0415  (the rules load late, see above)

        self._password = password
        self._profile = None if profile is None else profile_named(profile)

    def member(self, member: Member) -> Audit:
        """Audit one file of an archive."""
        from extract.read import read_bytes  # noqa: PLC0415  (the readers load late, see above)

        def read() -> Document:
            if member.refusal:
                raise member.refusal
            return read_bytes(member.content, member.path, password=self._password)

        return self.audit(member.path, read, member.content)

    def audit(self, name: str, read: Callable[[], Document], content: bytes | None = None) -> Audit:
        """Audit what `read` reads. `content`: the bytes of a file that does not lie on the disk by itself."""
        from extract import UnreadableError  # noqa: PLC0415  (the readers load late, see above)
        from extract.document import Problem  # noqa: PLC0415
        from fuhe.refusals import crashed  # noqa: PLC0415

        try:
            return self._audited(name, read(), content)
        except UnreadableError as error:
            problem = Problem(error.code, error.reason, error.remedy)
        except Exception as crash:  # noqa: BLE001  (one bad file must not take the others down)
            problem = crashed(crash)
        return Audit(name, None, "unreadable", (problem,), ())

    def _audited(self, name: str, document: Document, content: bytes | None) -> Audit:
        from fuhe.verify import verified  # noqa: PLC0415
        from normalize import normalized  # noqa: PLC0415
        from validate import check  # noqa: PLC0415

        found = normalized(document)
        first = tuple(
            AuditedEvaluation(form, tuple(check(form, self._profile))) for form in found.evaluations
        )
        if not first:
            return _without_evaluation(name, document)
        source = document.source
        evaluated = tuple(
            msgspec.structs.replace(
                one, outcomes=verified(one.outcomes, source, self._password, content=content)
            )
            for one in first
        )
        problems = (*document.problems, *found.problems)
        return Audit(name, source, _condition(document, evaluated), problems, evaluated)


def _condition(document: Document, evaluated: tuple[AuditedEvaluation, ...]) -> Condition:
    unread = any(page.unread for page in document.pages)
    unchecked = any(o.status == "could-not-check" for one in evaluated for o in one.outcomes)
    return "partly-checked" if unread or unchecked else "checked"


def _without_evaluation(name: str, document: Document) -> Audit:
    """A file of pictures may well be a self-evaluation: nobody can tell, so it counts as unreadable."""
    from fuhe.refusals import no_evaluation, no_text  # noqa: PLC0415  (the readers load late, see above)

    unread = sum(page.unread for page in document.pages)
    if unread and not any(page.tables or page.lines for page in document.pages):
        return Audit(name, document.source, "unreadable", (no_text(unread), *document.problems), ())
    problems = (no_evaluation(document, unread), *document.problems)
    return Audit(name, document.source, "no-evaluation", problems, ())
