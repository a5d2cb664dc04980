"""Family consistency: what a form says twice, and what it says of another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation, Indicator
from validate.equations.terms import added, evidence, indicator_term, values
from validate.evidence import cite, indicator_role, short, why_absent
from validate.outcome import Evidence, Outcome, Severity
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.dated_terms import DatedTerm, any_dated, dated_terms
from validate.texts.names import comparable, same_name, similar_name
from validate.texts.passages import Passage, passages, quote

_NAMES = Wording("三级指标名称", "level-3 indicator names")
_TERMS = Wording("政策用语与年度", "policy terms and the year")
_DIGIT = re.compile(r"\d")
_OUTPUT_ASPECTS = ("数量", "质量", "时效", "成本")
# A year of work, not of a plan: 2023年度, 2023年1月. Bare years may stand for anything.
_WORK_YEAR = re.compile(r"(?<!\d)(20\d{2})年(?:度|全年|\d{1,2}月|[上下]半年)")

_ASK_REPEATED = Wording(
    "请说明这些指标各自考核的内容和佐证材料有何不同；如属重复设置，请合并并重新分配分值。",
    "Please say what each of these rows measures and by which evidence; if they repeat each other, please "
    "merge them and set the weights again.",
)


@rule(
    "duplicate-indicator",
    severity="warning",
    family="consistency",
    title=Wording("指标重复设置", "An indicator stands twice"),
    basis=(Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)"),),
)
def duplicate_indicator(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Compare the names of the level-3 indicators of one form in pairs.

    What it checks:
        Punctuation, numbering and words that change nothing are left out. A pair is reported where the
        names are then equal, or where one name, without an opening such as "as required by ...", stands
        whole inside the other. Names of 14 or more characters that differ by an insertion only (90 % alike)
        give a notice.

    Basis:
        Cai Yu [2020] No. 10 asks for relevant indicators weighted by importance. That two rows must not
        measure the same thing is how reviewers read it: they count one of the two.

    Why it matters:
        The same work earns its points twice, and the weights no longer show what is important.

    Example:
        Row 15 "advance the routine work in the departments; the result counts in the yearly assessment" (8
        points) and row 17 "as required by the province, advance the routine work in the departments" (7
        points): 8 + 7 = 15 points for one thing.

    When it does not apply:
        Names that differ in a number, a period, a unit or a qualifying word; equal names with different
        numbers as targets, or under different output aspects (quantity, quality, time, cost); names shorter
        than four characters and template placeholders; one name merged over several rows.

    How to put it right:
        Say what the rows measure differently, or merge them and set the weights again.
    """
    if not evaluation.indicators:
        absent = could_not_check if _maybe_lost(evaluation) else not_applicable
        yield absent(_NAMES, why_absent(evaluation, "indicators"))
        return
    same, similar = _pairs(evaluation.indicators)
    for rows in _clusters(same):
        yield _repeated(evaluation, rows)
    for pair in similar:
        yield _nearly(evaluation, pair)
    if not same and not similar:
        yield ok(_NAMES)


def _maybe_lost(evaluation: Evaluation) -> bool:
    gap = evaluation.gap("indicators")
    return gap is None or gap.lost


def _pairs(indicators: tuple[Indicator, ...]) -> tuple[list[list[int]], list[list[int]]]:
    """Rows (by index) with the same name, and rows whose names are merely similar."""
    named = [
        _Named.of(row, one)
        for row, one in enumerate(indicators)
        if one.level3.how != "filled-down" and comparable(one.level3.value)
    ]
    same, similar = [], []
    for one, other in combinations(named, 2):
        if one.measured_apart(other):
            continue
        if same_name(one.name, other.name):
            same.append([one.row, other.row])
        elif not (one.numeric or other.numeric) and similar_name(one.name, other.name):
            similar.append([one.row, other.row])
    return same, similar


class _Named(msgspec.Struct, frozen=True):
    """A row (by index) with what is compared of it; `aspect` is the output aspect of its level 2."""

    row: int
    name: str
    target: str
    aspect: str | None
    numeric: bool

    @classmethod
    def of(cls, row: int, one: Indicator) -> _Named:
        target = "".join(one.target.value.split()) if one.target else ""
        level2 = one.level2.value if one.level2 else ""
        aspect = next((name for name in _OUTPUT_ASPECTS if name in level2), None)
        return cls(row, one.level3.value, target, aspect, _DIGIT.search(target) is not None)

    def measured_apart(self, other: _Named) -> bool:
        """Equal names are no repetition where the numbers aimed at, or the output aspects, are different."""
        if (self.numeric or other.numeric) and self.target != other.target:
            return True
        return None not in (self.aspect, other.aspect) and self.aspect != other.aspect


def _clusters(pairs: list[list[int]]) -> list[list[int]]:
    """Pairs that share a row, joined; rows in the order of the form."""
    clusters: list[set[int]] = []
    for pair in pairs:
        touched = [cluster for cluster in clusters if cluster & set(pair)]
        clusters = [cluster for cluster in clusters if cluster not in touched]
        clusters.append(set(pair).union(*touched))
    return sorted(sorted(cluster) for cluster in clusters)


def _repeated(evaluation: Evaluation, rows: list[int]) -> Outcome:
    indicators = [evaluation.indicators[row] for row in rows]
    all_scored = all(indicator_term(one, "score") for one in indicators)
    how_zh, how_en = ("，均已计分", ", and each is scored") if all_scored else ("", "")
    return _asked(
        rows,
        indicators,
        "warning" if all_scored else "notice",
        Wording(f"表述基本相同{how_zh}", f"say practically the same{how_en}"),
    )


def _nearly(evaluation: Evaluation, rows: list[int]) -> Outcome:
    indicators = [evaluation.indicators[row] for row in rows]
    how = Wording("仅个别词语不同", "differ by a few words only")
    return _asked(rows, indicators, "notice", how)


def _asked(rows: list[int], indicators: list[Indicator], severity: Severity, how: Wording) -> Outcome:
    where = _subject(rows)
    weights = [one for row in indicators if (one := indicator_term(row, "weight"))]
    together = sum(values(weights))
    whole = len(weights) == len(rows)
    sum_zh, sum_en = (f"，合计{together}分", f", {together} points together") if whole else ("", "")
    return found(
        where,
        severity,
        _message(rows, indicators, Wording(f"{how.zh}{sum_zh}", f"{how.en}{sum_en}")),
        tuple(piece for one in indicators for piece in _cited(one)),
        arithmetic=f"{added(weights)} = {together}" if whole else None,
        ask=_ASK_REPEATED,
    )


def _message(rows: list[int], indicators: list[Indicator], how: Wording) -> Wording:
    """第15、17项三级指标的名称表述基本相同，…：第15项「…」；第17项「…」."""
    names = [short(one.level3.value.strip("。 \n"), 32) for one in indicators]
    where, numbers = _subject(rows), [row + 1 for row in rows]
    listed_zh = "；".join(f"第{at}项「{name}」" for at, name in zip(numbers, names, strict=True))
    listed_en = "; ".join(f"{at} 「{name}」" for at, name in zip(numbers, names, strict=True))
    return Wording(
        f"{where.zh}的名称{how.zh}：{listed_zh}。", f"The names of {where.en} {how.en}: {listed_en}."
    )


def _cited(indicator: Indicator) -> tuple[Evidence, ...]:
    numbers = [indicator_term(indicator, "weight"), indicator_term(indicator, "score")]
    name = cite(indicator_role(indicator, "level3"), indicator.level3)
    return name, *evidence(one for one in numbers if one)


def _subject(rows: list[int]) -> Wording:
    places = [str(row + 1) for row in rows]
    *others, last = places
    return Wording(f"第{'、'.join(places)}项三级指标", f"level-3 indicators {', '.join(others)} and {last}")


@rule(
    "stale-wording",
    severity="notice",
    family="consistency",
    title=Wording("政策用语与年度不符", "Wording of an earlier year"),
    basis=(
        Wording(
            "公开发布的政策起止时间",
            "published dates of the policies",
        ),
    ),
)
def stale_wording(evaluation: Evaluation, _profile: Profile) -> Iterator[Outcome]:
    """Compare policy terms that have an end date with the year of the form.

    What it checks:
        Goals, indicator names, targets, reported results and remarks are searched for terms whose end is
        public and certain. A term that ended before the year of the form is reported once, with every
        place.

    Basis:
        The published dates of the campaigns and plans.

    Why it matters:
        Wording of an earlier year suggests that goals or results were taken over from an old form.

    Example:
        A form of 2023 names the "decisive battle against poverty" as its aim; that campaign ended in 2020.

    When it does not apply:
        Terms that are still current (consolidating the results of poverty relief). Text that looks back,
        with words such as "since", "results of" or "audit of" near the term, and titles of documents.
        Without a year on the form, the latest year of work named in the reported results is taken; it can
        only be too early.

    How to put it right:
        Bring the wording up to date, and check that targets and results belong to the year of the form.
    """
    pieces = list(passages(evaluation))
    if not pieces:
        yield could_not_check(_TERMS, why_absent(evaluation, "goals"))
        return
    used, year = _used(pieces), _year(evaluation, pieces)
    if not used:
        yield ok(_TERMS)
    elif year is None:
        yield could_not_check(_TERMS, _no_year(used))
    else:
        for term, places in used:
            yield _out_of_date(term, places, year) if term.last_year < year.value else ok(_TERMS)


class _Year(msgspec.Struct, frozen=True):
    """The year that terms are measured against; `at_least` where it is the latest year of work reported."""

    value: int
    source: Evidence
    at_least: bool


def _used(pieces: list[Passage]) -> list[tuple[DatedTerm, list[tuple[Passage, str]]]]:
    """Every dated term that is used as current work, with its places and the words that stand there."""
    used: dict[str, tuple[DatedTerm, list[tuple[Passage, str]]]] = {}
    for piece in pieces if any_dated(one.text.value for one in pieces) else ():
        for term, words in dated_terms(piece.text.value):
            places = used.setdefault(term.pattern, (term, []))[1]
            if all(known is not piece for known, _ in places):
                places.append((piece, words))
    return list(used.values())


def _year(evaluation: Evaluation, pieces: list[Passage]) -> _Year | None:
    if evaluation.year is not None:
        return _Year(evaluation.year.value, cite(Wording("年度", "year"), evaluation.year), at_least=False)
    reported = [
        (int(year), piece)
        for piece in pieces
        if piece.kind == "reported"
        for year in _WORK_YEAR.findall("".join(piece.text.value.split()))
    ]
    if not reported:
        return None
    year, piece = max(reported, key=lambda one: one[0])
    return _Year(year, quote(piece, f"{year}年"), at_least=True)


def _no_year(used: list[tuple[DatedTerm, list[tuple[Passage, str]]]]) -> Wording:
    words = "、".join(dict.fromkeys(words for _, places in used for _, words in places))
    return Wording(
        f"没有读到年度，无法判断“{words}”是否仍为当年用语。",
        f"The form shows no year, so it cannot be said whether “{words}” was still current.",
    )


def _out_of_date(term: DatedTerm, places: list[tuple[Passage, str]], year: _Year) -> Outcome:
    first, words = places[0]
    year_zh = f"填报内容涉及{year.value}年" if year.at_least else f"本表年度为{year.value}年"
    year_en = f"reports work of {year.value}" if year.at_least else f"is of {year.value}"
    cited = [quote(piece, words) for piece, words in places]
    if all(one.place != year.source.place for one in cited):
        cited.append(year.source)
    return found(
        Wording(f"“{words}”", f"“{words}”"),
        "notice",
        Wording(
            f"{first.spoken.zh}写有“{words}”，{year_zh}；{term.note.zh}。",
            f"The {first.spoken.en} says “{words}”, and the form {year_en}; {term.note.en}.",
        ),
        tuple(cited),
        ask=Wording(
            "请核对该表述是否沿用以前年度的文字，并确认目标和完成情况属于本年度。",
            "Please check whether the wording was taken over from an earlier year, and that goals and "
            "results belong to this year.",
        ),
    )
