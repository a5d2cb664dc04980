"""Several reports of one form: handed in twice, or in versions that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from extract.wording import Wording
from normalize.evaluation import Indicator
from validate.archive.cite import head, pieces
from validate.archive.compare import Cell, differences, rows_alone
from validate.archive.digest import Digest
from validate.archive.names import words
from validate.archive.outcome import Piece, SetOutcome
from validate.archive.rule import found, ok, set_rule
from validate.evidence import IndicatorColumn, cite, indicator_role, short, spoken
from validate.outcome import Evidence, Severity
from validate.profile import Profile
from validate.versions.changes import indicator_pairs, same
from validate.versions.raised import raised

_Rows: TypeAlias = tuple[Indicator, Indicator]

_FORM = Wording("同一报告只应有一份有效稿", "one report has one version that stands")
_NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")

_CITED = 20  # differing cells that are quoted; the message counts all
_NAMED = 3  # differing cells that the message names
_MOSTLY = 2  # one row in so many must be in both, else they are different forms under one name
_A_REASON = 4


@set_rule(
    "duplicate-submission",
    scope="copies",
    severity="warning",
    title=Wording("同一自评表报送了多份", "One form was handed in more than once"),
    basis=(_FORM,),
)
def duplicate_submission(group: Sequence[Digest], _: Profile | None) -> Iterator[SetOutcome]:
    """Reports of one unit, year and project.

    What it checks:
        Reports with the same unit, year, kind and project. If they say the same, it is told (notice). If they
        differ, every cell that differs is listed (warning).

    Basis:
        Form logic: of one form one version stands.

    Why it matters:
        Totals over all reports count it twice, and of two versions nobody knows which one holds. The copy on
        a unit's website and the one that was filed are compared in this way too.

    Example:
        “a.pdf” and “b.pdf” are both of one project in 2023; in b the actual number of trainings is 12 and in
        a 11.

    When it does not apply:
        Versions that are known as such (a corrected form that was filed again) are not reported. Names are
        compared without blanks and widths, never by likeness. Where less than half of the rows are in both,
        or part of a form may have been lost in reading, it is a notice only.

    How to put it right:
        Say which report stands and withdraw the other.
    """
    contents = _by_content(group)
    for copies in contents:
        if len(copies) > 1:
            yield ok(_subject(group)) if _known_versions(copies) else _the_same(copies)
    for before, after in pairwise(copies[0] for copies in contents):
        yield ok(_subject(group)) if _known_versions([before, after]) else _differing(before, after)


def _known_versions(group: Sequence[Digest]) -> bool:
    """Whether the reports are versions in a known order; two of one number are not."""
    versions = {one.version for one in group}
    return None not in versions and len(versions) == len(group)


def _by_content(group: Sequence[Digest]) -> list[list[Digest]]:
    """Reports that say the same, together; in order of filing."""
    alike: dict[bytes, list[Digest]] = {}
    for one in group:
        alike.setdefault(one.content, []).append(one)
    return list(alike.values())


def _subject(group: Sequence[Digest]) -> Wording:
    named = group[0].report.named
    return named if named.zh else Wording("自评表", "form")


def _the_same(group: Sequence[Digest]) -> SetOutcome:
    bytes_alike = group[0].sha256 is not None and len({one.sha256 for one in group}) == 1
    how = (
        Wording("文件完全相同", "the files are the same byte for byte")
        if bytes_alike
        else Wording("表内填报内容相同", "the forms say the same")
    )
    listed = group[:_CITED]
    zh, en = "、".join(one.report.file.zh for one in listed), ", ".join(one.report.file.en for one in listed)
    return found(
        _subject(group),
        "notice",
        Wording(
            f"{zh}{'等' if len(group) > _CITED else ''}{len(group)}份是同一份自评表，{how.zh}。"
            "汇总时请勿重复计算。",
            f"{en} are one report ({len(group)} times): {how.en}. It should be counted once.",
        ),
        [piece for one in listed for piece in head(one)],
    )


def _differing(one: Digest, other: Digest) -> SetOutcome:
    subject, files = _subject([one]), (one.report.file, other.report.file)
    changed = differences(one.evaluation, other.evaluation)
    alone = [(one, cell) for cell in rows_alone(one.evaluation, other.evaluation)]
    alone += [(other, cell) for cell in rows_alone(other.evaluation, one.evaluation)]
    if not changed and not alone:
        return _the_same([one, other])
    count = len(changed) + len(alone)
    told = [_told(change.one, change.other) for change in changed[:_NAMED]]
    told += [_told_alone(digest, cell) for digest, cell in alone[: _NAMED - len(told)]]
    zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
    more_zh, more_en = ("等", ", and more") if count > _NAMED else ("", "")
    cited = [
        piece
        for change in changed[:_CITED]
        for piece in (*pieces(one, [change.one.cite()]), *pieces(other, [change.other.cite()]))
    ]
    cited += [piece for digest, cell in alone[:_CITED] for piece in pieces(digest, [cell.cite()])]
    return found(
        subject,
        _severity(one, other),
        Wording(
            f"{files[0].zh}与{files[1].zh}是{_same_what(one)}，内容有{count}处不同：{zh}{more_zh}。",
            f"{files[0].en} and {files[1].en} are of one unit, year and project; differences: "
            f"{count} ({en}{more_en}).",
        ),
        cited if changed else [*head(one), *head(other), *cited],
        ask=Wording(
            "请确认以哪一份为准；如为更正后重新报送，请说明更正内容和依据。",
            "Please say which report stands, and if it is a correction what was corrected and why.",
        ),
    )


def _told_alone(digest: Digest, cell: Cell) -> Wording:
    name, file = short(cell.traced.text), digest.report.file
    return Wording(f"「{name}」一行只在{file.zh}", f"row 「{name}」 only in {file.en}")


def _same_what(one: Digest) -> str:
    return "同一单位、同一年度、同一项目的自评表" if one.project else "同一单位、同一年度的自评表"


def _told(one: Cell, other: Cell) -> Wording:
    name = spoken(one.role)
    first, second = _short(one.traced.text), _short(other.traced.text)
    return Wording(f"{name.zh}“{first}”与“{second}”", f"{name.en} “{first}” and “{second}”")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"


def _severity(one: Digest, other: Digest) -> Severity:
    names = [{words(row.level3.value) for row in digest.evaluation.indicators} for digest in (one, other)]
    alike = len(names[0] & names[1]) * _MOSTLY >= max(len(names[0]), len(names[1]), 1)
    return "warning" if alike and one.whole and other.whole else "notice"


@set_rule(
    "version-regression",
    scope="copies",
    severity="notice",
    title=Wording("后一版提高了得分或删去了偏差原因", "A later version raises a score or drops a reason"),
    basis=(_NO_10, _FORM),
)
def version_regression(group: Sequence[Digest], _: Profile | None) -> Iterator[SetOutcome]:
    """What changed from one version of a form to the next.

    What it checks:
        Row by row, from one version to the next: a score that rose although target, actual and reason are
        the same; a reason for a deviation that is gone although points are still lost.

    Basis:
        Cai Yu [2020] No. 10: scores follow from completion values, and deviations are to be explained.

    Why it matters:
        A form is sent back to be corrected. A score that rises with nothing behind it is no correction.

    Example:
        First version: actual 2,980, score 9.9 of 10. Second version: actual 2,980, score 10.

    When it does not apply:
        Scores that were lowered, and rows whose actual, target or weight changed as well. The order is the
        known one of versions, else that in which the reports were given.

    How to put it right:
        Give the evidence for the higher score, and put the reason back.
    """
    for before, after in pairwise(copies[0] for copies in _by_content(group)):
        yield _regressed(before, after)


def _regressed(before: Digest, after: Digest) -> SetOutcome:
    rows = [
        (before.evaluation.indicators[old], after.evaluation.indicators[new])
        for old, new in indicator_pairs(before.evaluation, after.evaluation)
        if old is not None and new is not None
    ]
    up = {one.number for one in raised(before.evaluation, after.evaluation) if not one.target_changed}
    higher = [
        row for row in rows if _number(row[1], after) in up and same(row[0].deviation, row[1].deviation)
    ]
    dropped = [row for row in rows if _reason_gone(*row)]
    if not higher and not dropped:
        return ok(_subject([before]))
    cited: list[Piece] = []
    columns: tuple[tuple[IndicatorColumn, list[_Rows]], ...] = (("score", higher), ("deviation", dropped))
    for column, pairs in columns:
        for old, new in pairs[:_CITED]:
            cited += pieces(before, _cell(old, column)) + pieces(after, _cell(new, column))
    return found(
        _subject([before]),
        "notice",
        _regression(before, after, higher, dropped),
        cited,
        ask=Wording(
            "请说明提高得分的依据并提供佐证材料；删去的偏差原因请补回或说明。",
            "Please give the evidence for the higher score, and restore or explain the reason.",
        ),
    )


def _regression(before: Digest, after: Digest, higher: list[_Rows], dropped: list[_Rows]) -> Wording:
    listed = "、".join(
        dict.fromkeys(f"「{short(row[1].level3.value)}」" for row in (higher + dropped)[:_NAMED])
    )
    zh = [
        f"{len(higher)}行的得分提高，而指标值、实际完成值和偏差原因均未变" if higher else "",
        f"{len(dropped)}行仍有扣分，原有的偏差原因已删去" if dropped else "",
    ]
    en = [
        f"rows with a higher score and the same target, actual and reason: {len(higher)}" if higher else "",
        f"rows that still lose points and have lost their reason: {len(dropped)}" if dropped else "",
    ]
    files = before.report.file, after.report.file
    return Wording(
        f"{files[1].zh}与{files[0].zh}相比：{'；'.join(filter(None, zh))}（{listed}）。",
        f"{files[1].en} against {files[0].en}: {'; '.join(filter(None, en))} ({listed}).",
    )


def _number(row: Indicator, digest: Digest) -> int:
    return next(at for at, one in enumerate(digest.evaluation.indicators, start=1) if one is row)


def _cell(row: Indicator, column: IndicatorColumn) -> list[Evidence]:
    cell = getattr(row, column)
    return [cite(indicator_role(row, column), cell)] if cell is not None else []


def _reason_gone(old: Indicator, new: Indicator) -> bool:
    if old.deviation is None or new.deviation is None or new.weight is None or new.score is None:
        return False
    if new.weight.value is None or new.score.value is None or new.score.value >= new.weight.value:
        return False
    return len(words(old.deviation.value)) >= _A_REASON and not words(new.deviation.value)
