"""What the form claims as a whole: a conclusion beside lost points, full marks everywhere, other years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.wording import Wording
from normalize.evaluation import Evaluation, Part
from validate.equations.scored import scored_pairs
from validate.equations.terms import Term, execution_line, indicator_term, term
from validate.evidence import cite, indicator_role, lost, part_name, short, why_absent
from validate.outcome import Evidence, Outcome
from validate.profile import Profile
from validate.rule import could_not_check, found, not_applicable, ok, rule
from validate.texts.passages import passages, quote, running

NO_10 = Wording("财预〔2020〕10号", "Cai Yu [2020] No. 10 (财预〔2020〕10号)")
PRACTICE = Wording("复核经验", "reviewers' practice")

# Fewer rows with full marks are no pattern.
LEAST_ROWS = 5
# Shorter reasons leave no room for measures; the rule on missing reasons looks at those.
LEAST_REASON = 8

_ALL_DONE = re.compile(
    r"(?:全部|圆满|保质保量|全面|均已?|已全部)(?:如期|按时|按期|按计划)?(?:完成|达标|实现)"
    r"|完成率(?:达到?|为)?100%"
)
_NOT_ALL = re.compile(r"未|除|基本|部分|大部分|尚")
_MEASURE = re.compile(
    r"改进|措施|加强|完善|下一步|整改|今后|督促|将|拟|计划|推进|加快|调整|优化|建立|健全|提前"
)
_YEAR = re.compile(r"(?<![0-9〔\[(])(20[0-4][0-9])年")
# An earlier year that the text only looks back to: 与2022年相比, 2022年结转资金, 自2021年起.
_LOOKING_BACK = re.compile(
    r"(?:与|比|较|同比?|跟|自|从|对照)20[0-4][0-9]年"
    r"|20[0-4][0-9]年(?:度|底|末|年底|年末)?(?:相比|同期|基数|决算|结转|结余|以来|起|立项|印发|出台|制定|启动|开工|招标|签订)"
)
_EXPENSE = re.compile(r"(?:经费|支出|费用|资金)$")


@rule(
    "grade-vs-narrative",
    severity="notice",
    family="rating",
    title=Wording("结论与失分不一致", "The conclusion is at odds with lost points"),
    basis=(PRACTICE,),
)
def grade_vs_narrative(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The text says that everything was done, and the table shows lost points.

    What it checks:
        Sentences such as 保质保量完成 or 全部完成 in the reported achievement and the remarks, beside
        indicators that scored less than their weight.
    Basis:
        Reviewers' practice: conclusion and table belong together.
    Why it matters:
        The reader of the conclusion is told more than the table says.

    Example:
        全年已按照年初计划保质保量完成, while one indicator lost a point.
    When it does not apply:
        Sentences that name an exception (未, 除, 基本, 部分). The execution row alone does not count: its
        score follows from the rate.
    How to put it right:
        Name in the conclusion what was not reached.
    """
    subject = Wording("完成情况的结论", "conclusion")
    short_rows = [(weight, score) for weight, score in scored_pairs(evaluation) if score.value < weight.value]
    claims = [
        (piece, hit[0])
        for piece in passages(evaluation)
        if piece.row is None and piece.kind == "reported"
        for sentence in re.split("[。;；]", running(piece.text.value))
        if (hit := _ALL_DONE.search(sentence)) and not _NOT_ALL.search(sentence)
    ]
    if not claims:
        yield not_applicable(subject, Wording("没有“全部完成”之类的结论。", "No such conclusion is drawn."))
    elif not short_rows:
        yield ok(subject)
    else:
        piece, words = claims[0]
        lost_points = sum((w.value - s.value for w, s in short_rows), start=short_rows[0][0].value * 0)
        sums = "; ".join(
            f"{weight.text} - {score.text} = {weight.value - score.value}" for weight, score in short_rows
        )
        yield found(
            subject,
            "notice",
            Wording(
                f"文字写有“{words}”，而指标表有{len(short_rows)}项失分，共{lost_points}分。请核实结论。",
                f"The text says “{words}”; points lost in the indicator table: {lost_points} (rows: "
                f"{len(short_rows)}). Please check the conclusion.",
            ),
            _once([quote(piece, words), *(one.cite() for pair in short_rows for one in pair)]),
            arithmetic=sums,
            ask=Wording("请在结论中说明未完成的内容。", "Please say in the conclusion what was not reached."),
        )


@rule(
    "all-full-marks",
    severity="notice",
    family="rating",
    title=Wording("各项指标均为满分", "Every indicator has full marks"),
    basis=(PRACTICE,),
)
def all_full_marks(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Every indicator of the form has full marks.

    What it checks:
        At least five indicators with weight and score, all of them at full marks.
    Basis:
        Reviewers' practice: ten projects of one unit that all score 100 are looked at first.
    Why it matters:
        Full marks everywhere may mean targets that could not be missed.

    Example:
        Twelve indicators, twelve times full marks, total 100.
    When it does not apply:
        Forms with few indicators. A well planned project can reach all its targets.
    How to put it right:
        Nothing, where the evidence is at hand; else check targets and actual values once more.
    """
    subject = Wording("各项指标得分", "scores of the indicators")
    pairs = _pairs(evaluation)
    if len(pairs) < LEAST_ROWS:
        absent = could_not_check if lost(evaluation, "indicators.score") else not_applicable
        yield absent(
            subject, Wording("有分值和得分的指标较少。", "Few indicators have a weight and a score.")
        )
    elif any(score.value < weight.value for weight, score in pairs):
        yield ok(subject)
    else:
        line = execution_line(evaluation)
        execution = line and term(Wording("预算执行·得分", "execution · score"), line.score)
        cells = [*(score.cite() for _, score in pairs), *([execution.cite()] if execution else [])]
        yield found(
            subject,
            "notice",
            Wording(
                f"{len(pairs)}项指标全部得满分。请核实指标值是否合理、佐证材料是否齐全。",
                f"All {len(pairs)} indicators have full marks; please look at the targets and the evidence.",
            ),
            _once(cells),
            ask=Wording("请提供主要指标的佐证材料。", "Please provide the evidence for the main indicators."),
        )


@rule(
    "measure-missing",
    severity="notice",
    family="completeness",
    title=Wording("有原因而无改进措施", "A reason without a measure"),
    basis=(NO_10,),
)
def measure_missing(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """A reason for lost points that names no measure for improvement.

    What it checks:
        The reasons beside indicators that lost points must also say what will be done. All rows without are
        named in one finding.
    Basis:
        财预〔2020〕10号: unmet targets are explained, with measures for improvement.
    Why it matters:
        The measure is what next year's evaluation looks back on.

    Example:
        偏差原因: 因场地维修，第四期未举办。
    When it does not apply:
        Rows with full marks, rows without a reason (another rule), forms without the column.
    How to put it right:
        Add the measure, who takes it and by when.
    """
    subject = part_name("indicators.deviation")
    rows = [
        row
        for row in evaluation.indicators
        if row.deviation is not None
        and len(running(row.deviation.value)) >= LEAST_REASON
        and (weight := indicator_term(row, "weight"))
        and (score := indicator_term(row, "score"))
        and score.value < weight.value
    ]
    bare = [row for row in rows if row.deviation and not _MEASURE.search(running(row.deviation.value))]
    if not rows:
        absent = could_not_check if lost(evaluation, "indicators.deviation") else not_applicable
        yield absent(subject, Wording("没有填写原因的失分指标。", "No lost points with a reason."))
    elif not bare:
        yield ok(subject)
    else:
        named = "、".join(f"“{short(row.level3.value)}”" for row in bare)
        cells = [cite(indicator_role(row, "deviation"), row.deviation) for row in bare if row.deviation]
        yield found(
            subject,
            "notice",
            Wording(
                f"{len(bare)}项失分指标写明了原因，未写改进措施：{named}。请补充。",
                f"Reasons that name no measure for improvement: {named.replace('、', ', ')}.",
            ),
            _once(cells),
            ask=Wording(
                "请补充改进措施、责任人和时限。", "Please add the measure, who takes it and by when."
            ),
        )


@rule(
    "year-mismatch",
    severity="warning",
    family="consistency",
    title=Wording("文字所述年度与评价年度不同", "The text speaks of another year"),
    basis=(PRACTICE,),
)
def year_mismatch(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """The goals name years, and the form's own year is not among them.

    What it checks:
        The years in the expected goal and in the reported achievement. Where years are named and none is the
        year that is evaluated, the text may come from another year's form. Years that the text only compares
        with or looks back to (与2022年相比, 2022年结转) do not count.
    Basis:
        Reviewers' practice: texts are copied from year to year.
    Why it matters:
        The goals that are evaluated would not be this year's.

    Example:
        A form for 2023 whose achievement says 2021年共举办培训班7期.
    When it does not apply:
        Numbers of documents (〔2020〕10号); plans over several years; texts that name no year. A year that
        was inferred, and text read with doubt, give a notice.
    How to put it right:
        Correct the year, or say why another one is meant.
    """
    subject = Wording("目标文字中的年度", "years in the goals")
    year = evaluation.year
    cells = [
        (name, text)
        for name, text in (
            (Wording("预期目标", "expected goal"), evaluation.goals.expected),
            (Wording("实际完成情况", "reported achievement"), evaluation.goals.actual),
        )
        if text is not None
    ]
    if year is None or not cells:
        missing: Part = "year" if year is None else "goals"
        absent = could_not_check if lost(evaluation, missing) else not_applicable
        yield absent(subject, why_absent(evaluation, missing))
        return
    for name, text in cells:
        named = list(dict.fromkeys(_YEAR.findall(_LOOKING_BACK.sub("", running(text.value)))))
        if not named or str(year.value) in named or any(int(one) > year.value for one in named):
            yield ok(name)
            continue
        listed = "、".join(named)
        yield found(
            name,
            "warning" if year.how == "read" else "notice",
            Wording(
                f"“{name.zh}”提到{listed}年，未提到评价年度{year.value}年。请核实是否沿用了以前年度的文字。",
                f"The {name.en} speaks of {listed.replace('、', ', ')} and not of {year.value}, the year "
                "evaluated; please see whether the text is an earlier year's.",
            ),
            _once([cite(name, text), cite(Wording("年度", "year"), year)]),
            ask=Wording("请核实并更正年度或文字。", "Please check and correct the year or the text."),
        )


@rule(
    "indicator-is-expense",
    severity="notice",
    family="consistency",
    title=Wording("指标名称是支出项目", "The indicator's name is an item of expenditure"),
    basis=(PRACTICE,),
)
def indicator_is_expense(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """An output indicator is named after the money, not after what it buys.

    What it checks:
        Names of indicators outside the cost group that end in 经费, 支出, 费用 or 资金.
    Basis:
        Reviewers' practice: an output is what was delivered.
    Why it matters:
        Spending the money is then counted as an achievement.

    Example:
        数量指标: “七·一”系列活动、党建宣传经费.
    When it does not apply:
        Cost indicators, and rows whose level 2 was not read.
    How to put it right:
        Name what is delivered, with its quantity.
    """
    subject = Wording("指标名称", "names of the indicators")
    known = [row for row in evaluation.indicators if row.level2 is not None]
    if not known:
        absent = could_not_check if lost(evaluation, "indicators.level2") else not_applicable
        yield absent(subject, Wording("没有读到二级指标。", "No level 2 was read."))
        return
    hits = [
        row
        for row in known
        if row.level2
        and "成本" not in row.level2.value
        and not (row.level1 and "成本" in row.level1.value)
        and _EXPENSE.search(running(row.level3.value))
    ]
    if not hits:
        yield ok(subject)
    for row in hits:
        name, level = short(row.level3.value), row.level2.value if row.level2 else ""
        yield found(
            subject,
            "notice",
            Wording(
                f"「{name}」列为“{level}”，名称为支出项目，未说明产出内容。",
                f"「{name}」 stands under {level} and is named after an expense.",
            ),
            (cite(indicator_role(row, "level3"), row.level3),),
            ask=Wording(
                "请说明该项经费的产出内容和数量。", "Please say what the money delivered, and how much."
            ),
        )


def _pairs(evaluation: Evaluation) -> list[tuple[Term, Term]]:
    """Weight and score of every indicator that has both, points on top left out."""
    return [(weight, score) for weight, score in scored_pairs(evaluation) if weight.value > 0]


def _once(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    return tuple({one.place: one for one in evidence}.values())
