"""One document, start to end: extract, normalize, validate, then read again what an error rests on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    # Loaded by the first audit, so that `import fuhe` and `fuhe --help` need not wait for the readers.
    import pandas as pd

    from extract.bundle import Member
    from extract.document import Document, Problem, Source
    from fuhe.baseline import Baseline, Compared
    from fuhe.settings import Settings, Suppressed
    from fuhe.verify import SecondReader
    from normalize.evaluation import Evaluation
    from validate.outcome import Finding, Outcome
    from validate.profile import Profile

# checked: every rule that applies was checked. partly-checked: something could not be checked (listed).
Condition: TypeAlias = Literal["checked", "partly-checked", "no-evaluation", "unreadable"]

Stage: TypeAlias = Literal["extract", "normalize", "validate"]


class Original(msgspec.Struct, frozen=True):
    """The file that was audited, for reports that show it: as read, and its bytes."""

    document: Document
    content: bytes


class AuditedEvaluation(msgspec.Struct, frozen=True):
    """One form with the outcomes of all rules on it.

    `suppressed` are findings that the settings set aside; they are not among the outcomes. `compared` tells
    the findings of an earlier run from new ones.
    """

    evaluation: Evaluation
    outcomes: tuple[Outcome, ...]
    suppressed: tuple[Suppressed, ...] = ()
    compared: Compared | None = None

    def fingerprint(self, outcome: Outcome) -> str:
        """The stable name of the finding of an outcome."""
        from fuhe.fingerprint import fingerprint  # noqa: PLC0415  (the readers load late, see above)

        if outcome.finding is None:
            raise ValueError("only a finding has a fingerprint")
        return fingerprint(outcome.finding, outcome.subject, self.evaluation)

    def standing(self, outcome: Outcome) -> Literal["new", "known"] | None:
        """Whether a finding is new against the earlier run; None where there is nothing to compare with."""
        if self.compared is None:
            return None
        return "known" if self.fingerprint(outcome) in self.compared.known else "new"

    def standing_counts(self, outcome: Outcome) -> bool:
        """Whether the outcome holds a finding that counts: one that an earlier run knew does not."""
        return outcome.finding is not None and self.standing(outcome) != "known"


class Audit(msgspec.Struct, frozen=True):
    """The audit of one file. `source` is None for a file that could not be opened at all.

    `omitted` are the ids of rules that the settings left out. `original` is there where `audits` was asked to
    keep it.
    """

    path: str
    source: Source | None
    status: Condition
    problems: tuple[Problem, ...]
    evaluated: tuple[AuditedEvaluation, ...]
    omitted: tuple[str, ...] = ()
    original: Original | None = None

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
        FileMistakeError: the profile cannot be used.
    """
    return Auditor(password, profile).file(os.fspath(path))


def audits(  # noqa: PLR0913 (what a run is asked for, each by its name)
    path: str | os.PathLike[str],
    *,
    password: str | None = None,
    profile: str | None = None,
    settings: Settings | None = None,
    baseline: Baseline | None = None,
    keep_original: bool = False,
) -> Iterator[Audit]:
    """Audit a file, or each file in a zip archive (and in archives inside it), one at a time as asked for.

    What `audit` says of its arguments holds here too; `settings` (`fuhe.settings`) choose and regrade rules
    and set findings aside, `baseline` (`fuhe.baseline`) is an earlier run to compare with. With
    `keep_original` each audit brings its file along, for a report that shows it.
    An archive is never unpacked as a whole: one member is in memory at a time. A member that is refused gives
    an `Audit` that says why, and the others go on. The path of a member is the archive's path, a slash, and
    its path inside.
    """
    from extract import bundle  # noqa: PLC0415  (the readers load late, see above)

    name = os.fspath(path)
    auditor = Auditor(password, profile, settings, baseline, keep_original=keep_original)
    if not is_bundle_at(name):
        yield auditor.file(name)
        return
    try:
        for member in bundle.members(name):
            yield auditor.member(member)
    except OSError:  # it went away between two looks at it
        yield auditor.file(name)


def is_bundle_at(name: str) -> bool:
    """Whether the file is a zip archive of documents."""
    from extract import bundle  # noqa: PLC0415  (the readers load late, see above)

    try:
        with open(name, "rb") as file:  # noqa: PTH123 - Path() would turn a NUL in the name into a crash
            return bundle.is_bundle(file)
    except (OSError, ValueError):  # `audit` says what is wrong with it
        return False


class Auditor:
    """What all files of one call have in common.

    Whoever gives a `watch` is told each stage as it begins, and a defect of ours is then raised instead of
    being told as a problem of the file.
    """

    def __init__(  # noqa: PLR0913 (what a run is asked for)
        self,
        password: str | None,
        profile: str | Profile | None,
        settings: Settings | None = None,
        baseline: Baseline | None = None,
        watch: Callable[[Stage], object] | None = None,
        *,
        keep_original: bool = False,
    ) -> None:
        from fuhe.settings import Settings  # noqa: PLC0415  (the rules load late, see above)
        from validate.profile_file import profile_named  # noqa: PLC0415  (the rules load late, see above)

        self._password = password
        self._settings = settings or Settings()
        self._baseline = baseline
        self._watch = watch
        self._keep_original = keep_original
        self._omitted = self._settings.omitted() if settings else ()
        chosen = profile or self._settings.profile
        self._profile = profile_named(chosen) if isinstance(chosen, str) else chosen

    def file(self, name: str) -> Audit:
        """Audit one file on the disk."""
        from extract import read  # noqa: PLC0415  (the readers load late, see above)

        return self.audit(name, partial(read, name, password=self._password))

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

        self._at("extract")
        try:
            return self._audited(name, read(), content)
        except UnreadableError as error:
            problem = Problem(error.code, error.reason, error.remedy)
        except Exception as crash:
            if self._watch:
                raise
            problem = crashed(crash)
        return Audit(name, None, "unreadable", (problem,), ())

    def again(self, audit: Audit, reader: SecondReader) -> Audit:
        """Check the forms of an earlier audit once more, without reading the file.

        `reader` is the second reader, for what an error rests on that was not confirmed then.
        """
        source = audit.source
        if source is None or not audit.evaluated:
            return msgspec.structs.replace(audit, omitted=self._omitted)
        evaluated = tuple(self._checked(form, audit.path, source, b"", reader) for form in audit.evaluations)
        unread = any(problem.code == "page-not-readable" for problem in audit.problems)
        status: Condition = "partly-checked" if unread or _unchecked(evaluated) else "checked"
        return msgspec.structs.replace(audit, status=status, evaluated=evaluated, omitted=self._omitted)

    def _audited(self, name: str, document: Document, content: bytes | None) -> Audit:
        from normalize import normalized  # noqa: PLC0415  (the readers load late, see above)

        self._at("normalize")
        found = normalized(document)
        self._at("validate")
        original = _original(document, content) if self._keep_original else None
        if not found.evaluations:
            return msgspec.structs.replace(_without_evaluation(name, document), original=original)
        from fuhe.verify import second_reader  # noqa: PLC0415

        reader = second_reader(document)
        evaluated = tuple(
            self._checked(form, name, document.source, content, reader) for form in found.evaluations
        )
        stay = (problem for problem in document.problems if problem not in found.settled)
        problems = (*stay, *found.problems)
        return Audit(
            name,
            document.source,
            _condition(document, evaluated),
            problems,
            evaluated,
            self._omitted,
            original,
        )

    def _at(self, stage: Stage) -> None:
        if self._watch:
            self._watch(stage)

    def _checked(
        self,
        form: Evaluation,
        name: str,
        source: Source,
        content: bytes | None,
        reader: SecondReader | None = None,
    ) -> AuditedEvaluation:
        """One form: checked, read a second time where an error rests, then as the settings want it."""
        from fuhe.fingerprint import identity  # noqa: PLC0415  (the readers load late, see above)
        from fuhe.settings import set_aside  # noqa: PLC0415
        from fuhe.verify import verified  # noqa: PLC0415
        from validate import check  # noqa: PLC0415

        first = tuple(check(form, self._profile, self._omitted))
        sure = verified(first, source, self._password, reader, content)
        graded = tuple(map(self._settings.regraded, sure))
        stay, aside = set_aside(self._settings.suppress, name, form, graded)
        audited = AuditedEvaluation(form, stay, aside)
        if self._baseline is None:
            return audited
        names = [audited.fingerprint(one) for one in stay if one.finding]
        return msgspec.structs.replace(audited, compared=self._baseline.compare(identity(form), names))


def _original(document: Document, content: bytes | None) -> Original | None:
    """The file with its document; None where its bytes are not those that were read any more."""
    if content is None:
        try:
            content = Path(document.source.path).read_bytes()
        except OSError:
            return None
    same = hashlib.sha256(content).hexdigest() == document.source.sha256
    return Original(document, content) if same else None


def _condition(document: Document, evaluated: tuple[AuditedEvaluation, ...]) -> Condition:
    unread = any(page.unread for page in document.pages)
    return "partly-checked" if unread or _unchecked(evaluated) else "checked"


def _unchecked(evaluated: tuple[AuditedEvaluation, ...]) -> bool:
    return any(o.status == "could-not-check" for one in evaluated for o in one.outcomes)


def _without_evaluation(name: str, document: Document) -> Audit:
    """A file of pictures may well be a self-evaluation: nobody can tell, so it counts as unreadable."""
    from fuhe.refusals import no_evaluation, no_text  # noqa: PLC0415  (the readers load late, see above)

    unread = sum(page.unread for page in document.pages)
    if unread and not any(page.tables or page.lines for page in document.pages):
        return Audit(name, document.source, "unreadable", (no_text(unread), *document.problems), ())
    problems = (no_evaluation(document, unread), *document.problems)
    return Audit(name, document.source, "no-evaluation", problems, ())
