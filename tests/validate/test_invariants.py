"""What must hold for every outcome of every rule: true arithmetic, figures that agree, evidence for each.

The forms are those of all cases (`cases/*.toml`), as they stand and with one number changed; and one form for
each worked pair of target and actual.
"""

from __future__ import annotations

import operator
import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from extract.document import SURE
from normalize.evaluation import Evaluation
from normalize.numbers import half_width
from validate.check import check
from validate.outcome import Finding, Outcome
from validate.rounding import half_up
from validate.rule import registered

Case = dict[str, Any]
HERE = Path(__file__).parent

_CLAUSES = re.compile(r"; | \| |, (?![^\[(]*[\])])")
_RELATIONS = re.compile(r" (=|≠|≈|≤|≥|<|>) ")
_CAPPED = re.compile(r"\((?:不超过|at most )([0-9.]+)\)")
_UNIT = re.compile(r"(?<=[0-9])(?:个|人次?|名|家|户|场|次|期|篇|份|件|项|条|台|套|万?元)")
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?")
_SIDE = re.compile(r"[-0-9.,%+×÷/() ]+")
_ORDERS = {"≤": operator.le, "≥": operator.ge, "<": operator.lt, ">": operator.gt, "≠": operator.ne}
# What fits only by the rounding of printed numbers: nothing on a form is rounded more coarsely than this.
_COARSEST = 20


def _forms() -> Iterator[tuple[str, Case]]:
    for file in sorted((HERE / "cases").glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield f"{file.stem}: {case['name']}", case["evaluation"]
    for pair in tomllib.loads((HERE / "worked_pairs.toml").read_text(encoding="utf-8"))["pair"]:
        row = {
            "level2": pair.get("level2", "数量指标"),
            "level3": pair.get("name") or "指标",
            "target": pair["target"],
            "actual": pair["actual"],
            "weight": "7",
            "score": "7",
            "deviation": "",
        }
        yield f"{pair['target']} | {pair['actual']}", {"year": pair.get("year", 2023), "indicators": [row]}


FORMS = list(_forms())


def _changed(form: Case) -> Iterator[Case]:
    """The form with one printed number changed, each in turn, in three ways."""
    for block in ("budget", "indicators", "groups"):
        for at, row in enumerate(form.get(block, [])):
            for key in row.keys() & {"initial", "adjusted", "executed", "weight", "rate", "score"}:
                for other in _slips(str(row[key])):
                    changed = deepcopy(form)
                    changed[block][at][key] = other
                    yield changed
    for key in form.get("total", {}):
        for other in _slips(str(form["total"][key])):
            yield deepcopy(form) | {"total": form["total"] | {key: other}}


def _slips(printed: str) -> Iterator[str]:
    """A digit more in front, a lost decimal point, the first two digits swapped."""
    if not _FIGURE.fullmatch(printed):
        return
    yield f"1{printed}"
    if "." in printed:
        yield printed.replace(".", "")
    if printed[:2].isdigit() and len(printed) > 1 and printed[0] != printed[1]:
        yield printed[1] + printed[0] + printed[2:]


@pytest.mark.parametrize("form", [pytest.param(form, id=name) for name, form in FORMS])
def test_every_outcome_is_true_and_can_be_looked_up(form: Case, build: Callable[[Case], Evaluation]) -> None:
    for one in [form, *_changed(form)]:
        outcomes = check(build(one))
        assert {outcome.rule for outcome in outcomes} == registered().keys(), "a rule says nothing at all"
        for outcome in outcomes:
            _sound(outcome)


def _sound(outcome: Outcome) -> None:
    assert outcome.subject.zh
    assert outcome.subject.en
    if outcome.status in ("not-applicable", "could-not-check"):
        assert outcome.reason is not None, outcome
        assert "规则内部出错" not in outcome.reason.zh, outcome
    if outcome.arithmetic:
        for clause in _CLAUSES.split(outcome.arithmetic):
            assert _true(clause), (clause, outcome)
    assert (outcome.finding is not None) == (outcome.status == "finding")
    if outcome.finding is not None:
        _looked_up(outcome.finding)


def _true(clause: str) -> bool:
    """Whether `a + b = c ≠ d` holds, read from left to right; clauses with words or intervals pass."""
    cap = _CAPPED.search(clause)
    plain = re.sub(r" \([0-9.]+%\)$", "", _UNIT.sub("", _CAPPED.sub("", clause)))
    sides = _RELATIONS.split(plain)
    if "万元" in clause and re.search("[0-9]元", clause):
        return True  # in two units of money
    if any(not _SIDE.fullmatch(side) for side in sides[::2]):
        return True
    numbers = [_value(side) for side in sides[::2]]
    if cap and cap[1]:
        numbers[0] = min(numbers[0], Fraction(cap[1]))
    return all(
        _holds(numbers[at], sign, numbers[at + 1], sides[2 * at], sides[2 * at + 2])
        for at, sign in enumerate(sides[1::2])
    )


def _holds(left: Fraction, sign: str, right: Fraction, left_text: str, right_text: str) -> bool:
    step = _step(right_text)
    if sign == "=":
        # a quotient or a product is printed rounded; a sum is exact
        exact = "÷" not in left_text and "/" not in left_text and "×" not in left_text
        return left == right if exact else half_up(left / step, 0) * step == right
    if sign == "≈":
        whole = right.denominator == 1 and half_up(left, 0) == right
        return whole or abs(left - right) <= _COARSEST * max(step, _step(left_text))
    return bool(_ORDERS[sign](left, right))


def _step(text: str) -> Fraction:
    """One step of the coarsest number in it."""
    figures = [_decimals(figure) for figure in re.findall(r"[0-9][0-9.,]*%?", text)]
    return max((Fraction(1, 10**places) for places in figures), default=Fraction(1))


def _decimals(figure: str) -> int:
    number = figure.rstrip("%,.").replace(",", "")
    return len(number.partition(".")[2]) + 2 * figure.endswith("%")


def _value(side: str) -> Fraction:
    code = re.sub(r"([0-9][0-9.,]*)%", lambda found: f"({found[1]} ÷ 100)", side).replace(",", "")
    code = re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda found: f'Fraction("{found[0]}")', code)
    names = {"Fraction": Fraction}
    return Fraction(eval(code.replace("×", "*").replace("÷", "/"), {"__builtins__": {}}, names))  # noqa: S307


def _looked_up(finding: Finding) -> None:
    assert finding.message.zh
    assert finding.message.en
    assert finding.evidence, finding
    places = [piece.place for piece in finding.evidence]
    assert len(set(places)) == len(places), "a cell is cited twice"
    if finding.severity == "error":
        assert all(piece.confidence >= SURE for piece in finding.evidence)
        assert finding.arithmetic, "an error must be a sum that can be checked"
    seen = [_plain(piece.text) for piece in finding.evidence]
    if finding.printed is not None:
        figures = _FIGURE.findall(_plain(finding.printed))
        assert all(any(figure.rstrip("%") in text for text in seen) for figure in figures), finding
    _difference(finding)
    _inputs(finding, seen)


def _plain(text: str) -> str:
    return "".join(half_width(text).split()).replace(",", "")


def _difference(finding: Finding) -> None:
    """`difference` is what lies between `printed` and `recomputed`, to its own last digit."""
    given = [finding.printed, finding.recomputed, finding.difference]
    plain = [_UNIT.sub("", _plain(text)) for text in given if text is not None]
    if len(plain) < 3 or not all(re.fullmatch(r"-?[0-9.]+%?", text) for text in plain):
        return
    printed, recomputed, difference = (_value(text) for text in plain)
    assert abs(abs(printed - recomputed) - difference) <= _step(plain[2]), finding


def _inputs(finding: Finding, seen: list[str]) -> None:
    """Every number that a sum begins with, and the print it ends in, stands in a cited cell."""
    if finding.arithmetic is None or registered()[finding.rule].family == "attainment":
        return
    in_yuan = [
        format(Decimal(amount).scaleb(-4), "f")
        for text in seen
        for amount in re.findall(r"([0-9.]+)元", text)
    ]
    for clause in _CLAUSES.split(finding.arithmetic):
        sides = _RELATIONS.split(_CAPPED.sub("", clause))
        inputs = _FIGURE.findall(_plain(sides[0]))
        if finding.rule in {"cost-vs-execution", "percent-attainable"} and clause != finding.arithmetic:
            continue  # the second clause starts from the first one's result
        missing = [one for one in inputs if not any(one.rstrip("%") in text for text in [*seen, *in_yuan])]
        assert not missing, (missing, finding)
