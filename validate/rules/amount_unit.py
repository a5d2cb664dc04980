"""Money units: 元 and 万元 mixed up in one row, between table and text, or in the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from extract.wording import Wording
from normalize.evaluation import Evaluation
from normalize.numbers import ARABIC, MONEY_POWERS, MoneyUnit, shifted
from validate.equations.absent import absent, without_number
from validate.equations.amount_scale import SCALE, scale_jump
from validate.equations.budget_columns import AMOUNTS
from validate.equations.terms import Term, budget_term, evidence, graded
from validate.evidence import spoken
from validate.outcome import Outcome
from validate.profile import Profile
from validate.rounding import ratio, written
from validate.rule import could_not_check, found, ok, rule
from validate.texts.passages import Passage, passages, quote, running

# A whole budget below a thousand yuan, or above a hundred billion, is none.
LEAST_YUAN = Decimal(1_000)
MOST_YUAN = Decimal(100_000_000_000)
# So many digits, zeros at the end not counted, two amounts must share to be taken for the same one.
SHARED_DIGITS = 4

FORM_LOGIC = Wording("表内勾稽关系", "form logic")
UNITS = Wording("金额单位", "money unit")
ASK = Wording(
    "请核对金额单位，更正后重新报送。", "Please compare the money units and submit again with one of them."
)

_POWERS: dict[str, int] = {str(unit): power for unit, power in MONEY_POWERS.items()}
_AMOUNT = re.compile(rf"(?<![0-9.,])(?P<number>{ARABIC})(?P<unit>万元|亿元|元)(?![/每])")


@rule(
    "amount-unit",
    severity="warning",
    family="budget",
    title=Wording("金额单位疑有混用", "Money units may be mixed up"),
    basis=(FORM_LOGIC,),
)
def amount_unit(evaluation: Evaluation, _: Profile) -> Iterator[Outcome]:
    """Amounts that only fit if 元 and 万元 were mixed up.

    What it checks:
        Two amounts of one budget row that lie apart by about ten thousand, and an amount in the text that
        is a budget amount digit by digit and ten thousand times more or less: a warning. A whole budget
        below 1,000 yuan or above 100 billion by the printed unit: a notice.
    Basis:
        Form logic: all amounts of the block are in the unit printed over it.
    Why it matters:
        Rates and comparisons with other forms go wrong by a factor of ten thousand.

    Example:
        The budget block is in 万元 and prints 1252500 executed of 150.00.
    When it does not apply:
        Forms in yuan are ordinary. An amount that carries its own unit was converted and is not suspect. In
        the text, prices for a single thing (元/亩) and round amounts, whose few digits meet by chance, are
        left out.
    How to put it right:
        Write all amounts in the unit of the form, and say so in the heading.
    """
    terms = [one for line in evaluation.budget for name in AMOUNTS if (one := budget_term(line, name))]
    if not any(one.value for one in terms):
        yield without_number(evaluation, UNITS, ("budget",), Wording("资金表金额", "amounts of the budget"))
        return
    jumps = list(_jumps(evaluation))
    yield from (_jump(*pair) for pair in jumps)
    unit = _unit(evaluation)
    if unit is None:
        yield absent(evaluation, UNITS, ("money-unit",)) or could_not_check(UNITS, _NO_UNIT)
        return
    slips = list(_slips(evaluation, terms, unit))
    yield from (_slip(one) for one in slips)
    size = _size(evaluation, terms, unit)
    if size is not None:
        yield size
    elif not jumps and not slips:
        yield ok(UNITS)


_NO_UNIT = Wording("没有读到金额单位。", "No money unit was read.")


def _unit(evaluation: Evaluation) -> MoneyUnit | None:
    printed = evaluation.money_unit.value if evaluation.money_unit else None
    return next((one for one in MONEY_POWERS if one == printed), None)


def _jumps(evaluation: Evaluation) -> Iterator[tuple[Term, Term]]:
    """The first two neighbouring amounts of each row that lie apart by about ten thousand."""
    for line in evaluation.budget:
        amounts = [one for name in AMOUNTS if (one := budget_term(line, name)) and one.value]
        pairs = pairwise(amounts)
        jump = next((pair for pair in pairs if scale_jump(pair[0].value, pair[1].value)), None)
        if jump:
            yield jump


def _jump(one: Term, other: Term) -> Outcome:
    low, high = sorted((one, other), key=lambda term: abs(term.value))
    times = written(ratio(high.value, low.value), 0)
    return found(
        UNITS,
        graded("warning", [one, other]),
        Wording(
            f"{spoken(one.role).zh}为{one.text}，{spoken(other.role).zh}为{other.text}，"
            f"相差约{times}倍，可能一为元、一为万元。请核对。",
            f"The {spoken(one.role).en} is {one.text}, the {spoken(other.role).en} {other.text}: {times} "
            "times apart, as if one were in yuan and one in ten thousand yuan. Please compare.",
        ),
        evidence([one, other]),
        printed=high.text,
        arithmetic=f"{high.text} ÷ {low.text} = {times}",
        ask=ASK,
    )


class _Slip(msgspec.Struct, frozen=True):
    """An amount in the text, and the budget amount that has its digits and another size."""

    piece: Passage
    words: str
    budget: Term
    unit: MoneyUnit


def _slips(evaluation: Evaluation, terms: Sequence[Term], unit: MoneyUnit) -> Iterator[_Slip]:
    in_yuan = {shifted(one.value, MONEY_POWERS[unit]): one for one in terms if _telling(one.value)}
    digits = {_digits(f"{amount:f}") for amount in in_yuan}
    told: set[str] = set()
    if not in_yuan:
        return
    for piece in passages(evaluation):
        plain = running(piece.text.value) if "元" in piece.text.value else ""
        for match in _AMOUNT.finditer(plain):
            if _digits(match["number"]) not in digits:
                continue
            number = Decimal(match["number"].replace(",", ""))
            amount = shifted(number, _POWERS[match["unit"]])
            budget = in_yuan.get(amount * SCALE) or in_yuan.get(amount / SCALE)
            if budget and amount not in in_yuan and match[0] not in told:
                told.add(match[0])
                yield _Slip(piece, match[0], budget, unit)


def _telling(value: Decimal) -> bool:
    return len(_digits(f"{value:f}")) >= SHARED_DIGITS


def _digits(printed: str) -> str:
    return printed.lstrip("-").replace(",", "").replace(".", "").strip("0")


def _slip(slip: _Slip) -> Outcome:
    where, cell = slip.piece.spoken, spoken(slip.budget.role)
    return found(
        UNITS,
        graded("warning", [slip.budget]),
        Wording(
            f"{where.zh}写有“{slip.words}”，而{cell.zh}为{slip.budget.text}{slip.unit}，数字相同而单位不同。请核对。",
            f"The {where.en} says “{slip.words}”, while the {cell.en} is {slip.budget.text}{slip.unit}: the "
            "same digits in another unit. Please compare.",
        ),
        (quote(slip.piece, slip.words), slip.budget.cite()),
        printed=slip.words,
        recomputed=f"{slip.budget.text}{slip.unit}",
        arithmetic=f"{slip.words} ≠ {slip.budget.text}{slip.unit}",
        ask=ASK,
    )


def _size(evaluation: Evaluation, terms: Sequence[Term], unit: MoneyUnit) -> Outcome | None:
    """A notice where the largest amount of the block is no size for a budget in the printed unit."""
    largest = max(terms, key=lambda one: one.value)
    amount = shifted(largest.value, MONEY_POWERS[unit])
    if evaluation.money_unit is None or LEAST_YUAN <= amount <= MOST_YUAN:
        return None
    small = amount < LEAST_YUAN
    way_zh, way_en = ("偏小，金额单位可能为万元", "small") if small else ("偏大，金额单位可能为元", "large")
    heading = evaluation.money_unit
    cells = [largest.cite()]
    return found(
        UNITS,
        "notice",
        Wording(
            f"金额单位为“{heading.value}”，资金表最大的金额为{largest.text}，{way_zh}。请核对。",
            f"The money unit is {heading.value} and the largest amount of the budget {largest.text}, which "
            f"is {way_en}. Please compare the unit.",
        ),
        tuple(cells),
        printed=f"{largest.text}{unit}",
        ask=ASK,
    )
