"""Sheet 逐指标: every indicator as read, and which scores the formulas in use would give it."""

from __future__ import annotations

from collections.abc import Iterator

from extract.document import SURE
from extract.wording import Language, Wording
from fuhe.audit import AuditedEvaluation
from fuhe.report.doubt import others
from fuhe.report.excel.book import Book, Column, Sheet
from fuhe.report.places import in_words
from fuhe.report.rows import COLUMNS, form_columns
from normalize.evaluation import Evaluation, Indicator, Number, Text, Traced
from validate.envelopes import Envelope, envelope
from validate.evidence import COLUMNS as FIELDS
from validate.profile import Profile, for_form

NAME = Wording("逐指标", "Indicators")

_FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
_NONE_FITS = Wording(
    "所列算法得不出该分（单位可能另有计分办法）", "none of these formulas (the unit may have its own)"
)
_IN_DOUBT = Wording("读取存疑，不作比对", "read with doubt, not compared")
_NO_WEIGHT = Wording("未推算：没有读到分值", "not worked out: no weight was read")
_NO_ENVELOPE = Wording(
    "未推算：不能由指标值和完成值算出完成程度", "not worked out: no telling how far the target was attained"
)
_FAILED = Wording("未推算：推算时程序出错", "not worked out: the program failed here")
_HOW = {
    "inferred": Wording("推断", "inferred"),
    "converted": Wording("换算", "converted"),
}
_DOUBT = Wording("读取存疑", "read with doubt")


class Indicators:
    """One row an indicator, numbered as `fuhe show` numbers it."""

    def __init__(self, book: Book, profile: Profile | None) -> None:
        columns = (
            Column(Wording("项号", "no in form"), 8),
            Column(COLUMNS["year"], 8, numbers=True),
            Column(COLUMNS["unit"], 20),
            Column(COLUMNS["project"], 20),
            *(Column(FIELDS[field], _width(field), numbers=field in _NUMBERS) for field in _FIELDS),
            Column(Wording("复算最低分", "lowest recomputed"), 10, numbers=True),
            Column(Wording("复算最高分", "highest recomputed"), 10, numbers=True),
            Column(Wording("填报得分符合的算法", "formula that gives the score"), 24),
            Column(Wording("各算法得分", "score by formula"), 36),
            Column(Wording("读取说明", "how it was read"), 20),
            Column(Wording("位置", "place"), 18),
            Column(COLUMNS["file"], 24),
        )
        self._language = book.language
        self._profile = profile
        self.sheet = Sheet(book, NAME, columns, frozen=1)

    def add(self, one: AuditedEvaluation, path: str) -> None:
        """The indicators of a form."""
        form = one.evaluation
        named = form_columns(form, self._language)
        head = [named["year"], named["unit"], named["project"]]
        profile = self._profile or for_form(form.form)
        for number, row in enumerate(form.indicators, start=1):
            read = [_shown(getattr(row, field)) for field in _FIELDS]
            recomputed = _recomputed(row, form, profile, self._language)
            place = in_words(row.level3.place).text(self._language)
            told = how_read(row, self._language)
            self.sheet.add([number, *head, *read, *recomputed, told, place, path])


_NUMBERS = ("weight", "score")


def _width(field: str) -> int:
    wide = {"level3": 28, "target": 28, "actual": 34, "deviation": 26}
    return wide.get(field, 8 if field in _NUMBERS else 13)


def _shown(cell: Text | Number | None) -> str:
    """What is printed; the value where it was worked out, which another column says."""
    if cell is None:
        return ""
    if cell.how == "read" or cell.value is None:
        return cell.text.strip()
    return cell.value if isinstance(cell.value, str) else format(cell.value, "f")


def _recomputed(row: Indicator, form: Evaluation, profile: Profile, language: Language) -> list[str]:
    """Lowest and highest admissible score, the formula that gives the printed one, and all formulas."""
    try:
        admitted = envelope(row, profile, year=form.year.value if form.year else None)
    except Exception:  # noqa: BLE001  (a bug in the formulas must not take the list down)
        return ["", "", "", _FAILED.text(language)]
    if admitted is None:
        weighed = row.weight is not None and row.weight.value is not None
        return ["", "", "", (_NO_ENVELOPE if weighed else _NO_WEIGHT).text(language)]
    ends = [edge for one in admitted.admissible for edge in one.shown.split("—")]
    low, high = (choose(ends, key=float) for choose in (min, max))
    return [low, high, _fitting(row, admitted, language), admitted.told.text(language)]


def _fitting(row: Indicator, admitted: Envelope, language: Language) -> str:
    score = row.score.value if row.score else None
    if score is None:
        return ""
    if any(
        cell is not None and cell.confidence < SURE
        for cell in (row.target, row.actual, row.weight, row.score)
    ):
        return _IN_DOUBT.text(language)
    fit = admitted.fit(score)
    return (fit.formula if fit else _NONE_FITS).text(language)


def how_read(row: Indicator, language: Language) -> str:
    """What was not simply read, by column: 一级指标推断；得分读取存疑."""
    return ("；" if language == "zh" else "; ").join(_remarks(row, language))


def _remarks(row: Indicator, language: Language) -> Iterator[str]:
    between = "" if language == "zh" else " "
    for field in _FIELDS:
        cell: Traced[object] | None = getattr(row, field)
        if cell is not None and cell.how in _HOW:
            yield FIELDS[field].text(language) + between + _HOW[cell.how].text(language)
        if cell is not None and cell.confidence < SURE:
            also = others(cell.alternatives, cell.text).text(language)
            doubt = Wording(f"（{also}）", f" ({also})").text(language) if also else ""
            yield FIELDS[field].text(language) + between + _DOUBT.text(language) + doubt
