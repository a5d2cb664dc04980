"""Every committed sample is read, understood and audited exactly as its known answer says.

The places are checked with another library: pdfplumber must find in a box what our reader reports there.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import pdfplumber
import pytest

import fuhe
from extract import read
from extract.document import Box, InSheet, OnPage, Place
from extract.second_opinion import agree
from normalize import evaluations
from normalize.evaluation import Traced
from normalize.form import shipped_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuhe.audit import Audit
    from normalize.evaluation import Evaluation, Indicator
    from validate.outcome import Finding

SAMPLES = Path(__file__).parents[2] / "samples"
FUND_FIELDS = ("label", "initial", "adjusted", "executed", "weight", "rate", "score")
ROW_FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
Rows: TypeAlias = list[list[str | None]]
LEVELS = ("level1", "level2")
SHORTEST_QUOTE = (
    8  # a finding may quote a passage of a long cell; a number is the whole cell, or stands whole in it
)


class Sample(msgspec.Struct, frozen=True):
    """One form of a file, by its place among the file's forms."""

    path: Path
    answer: dict[str, Any]
    number: int = 0

    @property
    def dump(self) -> bool:
        return self.path.suffix == ".txt"


def _samples() -> list[Sample]:
    kinds = {".pdf", ".xlsx", ".docx", ".txt"}
    return [
        Sample(path, msgspec.json.decode(path.with_suffix(".json").read_bytes()))
        for path in sorted(SAMPLES.iterdir())
        if path.suffix in kinds
    ]


def _forms(file: Sample) -> list[Sample]:
    answers = file.answer.get("evaluations", [file.answer]) or []
    return [Sample(file.path, answer, number) for number, answer in enumerate(answers)]


def _name(sample: Sample) -> str:
    return (
        f"{sample.path.name}-{sample.number + 1}"
        if {"pages", "sheet"} & sample.answer.keys()
        else sample.path.name
    )


FILES = _samples()
LOOKALIKES = [one for one in FILES if one.answer.get("evaluations") == 0]
BUNDLES = [one for one in FILES if one.answer.get("evaluations")]
FORMS = [form for file in FILES for form in _forms(file)]
each_form = pytest.mark.parametrize("form", FORMS, ids=_name)
each_page_form = pytest.mark.parametrize("form", [f for f in FORMS if f.path.suffix == ".pdf"], ids=_name)


@cache
def _evaluations(path: Path) -> tuple[Evaluation, ...]:
    return tuple(evaluations(read(path)))


def _evaluation(form: Sample) -> Evaluation:
    return _evaluations(form.path)[form.number]


def _findings(form: Sample) -> tuple[Finding, ...]:
    outcomes = _audit(form.path).evaluated[form.number].outcomes
    return tuple(outcome.finding for outcome in outcomes if outcome.finding)


@cache
def _audit(path: Path) -> Audit:
    audited = fuhe.audit(path)
    assert audited.status in {"checked", "partly-checked", "no-evaluation"}, audited.problems
    return audited


def test_every_family_comes_as_two_kinds_of_file() -> None:
    kinds: dict[str, set[str]] = {one.id: set() for one in shipped_forms() if one.id != "unknown"}
    for form in FORMS:
        if form.answer["form"] in kinds:
            kinds[form.answer["form"]].add(form.path.suffix)
    assert {family for family, suffixes in kinds.items() if len(suffixes) < 2} == set()


@pytest.mark.parametrize("lookalike", LOOKALIKES, ids=_name)
def test_a_lookalike_holds_no_evaluation(lookalike: Sample) -> None:
    audited = _audit(lookalike.path)
    assert audited.status == "no-evaluation"
    assert audited.evaluations == ()
    assert lookalike.answer["called"] in audited.problems[0].message.zh


@pytest.mark.parametrize("bundle", BUNDLES, ids=_name)
def test_every_form_of_a_file_is_its_own_evaluation(bundle: Sample) -> None:
    """With its own pages, its own name, and nothing of its neighbours."""
    found = _evaluations(bundle.path)
    expected = bundle.answer["evaluations"]
    assert [_printed(one.project) for one in found] == [one["project"] for one in expected]
    assert [_sheet(one) for one in found] == [one.get("sheet") for one in expected]
    if bundle.path.suffix == ".pdf":
        assert [list(one.pages) for one in found] == [one["pages"] for one in expected]


def _sheet(one: Evaluation) -> str | None:
    place = one.indicators[0].level3.place
    return place.sheet if isinstance(place, InSheet) else None


@each_form
def test_the_form_family_is_recognised(form: Sample) -> None:
    one = _evaluation(form)
    assert (one.form, one.kind) == (form.answer["form"], form.answer["kind"])


@each_form
@pytest.mark.parametrize("name", ["title", "year", "unit", "project", "money_unit", "rating"])
def test_the_head_of_the_form(form: Sample, name: str) -> None:
    found, expected = getattr(_evaluation(form), name), form.answer[name]
    if name in form.answer["lost"] or expected is None:
        assert found is None
    elif name in form.answer["inferred"]:
        assert found is None or (found.value == expected and found.how == "inferred")
    else:
        assert _tight(str(found.value)) == _tight(str(expected))


@each_form
def test_every_budget_number(form: Sample) -> None:
    found = [[_printed(getattr(line, name)) for name in FUND_FIELDS] for line in _evaluation(form).budget]
    expected = [[_tight(line[name]) for name in FUND_FIELDS] for line in form.answer["budget"]]
    if form.dump:  # a blank cell leaves no trace in a dump
        found, expected = ([[cell or None for cell in line] for line in lines] for lines in (found, expected))
    assert found == expected


@each_form
def test_every_indicator_row(form: Sample) -> None:
    found = [[_shown(row, name) for name in ROW_FIELDS] for row in _evaluation(form).indicators]
    expected = [[_tight(row[name]) for name in ROW_FIELDS] for row in form.answer["indicators"]]
    if form.dump:
        _assert_levels_recovered(found, expected)
        found, expected = ([row[2:] for row in rows] for rows in (found, expected))
    assert found == expected


def _assert_levels_recovered(found: Rows, expected: Rows) -> None:
    """A level-1 name lost in a dump is put back; a level-2 name may stay unknown but is never wrong."""
    for row, true in zip(found, expected, strict=True):
        assert row[0] == true[0], true
        assert row[1] is None or _plain(row[1]) == _plain(true[1]), true


@each_form
def test_level_names_are_inferred_only_where_they_are_not_printed(form: Sample) -> None:
    levels = [getattr(row, name) for row in _evaluation(form).indicators for name in LEVELS]
    hows = {level.how for level in levels if level}
    assert ("inferred" in hows) == ("indicators.level1" in form.answer["inferred"])


@each_form
def test_numbers_are_the_printed_ones(form: Sample) -> None:
    one = _evaluation(form)
    numbers = [getattr(line, name) for line in one.budget for name in FUND_FIELDS[1:]]
    numbers += [getattr(row, name) for row in one.indicators for name in ("weight", "score")]
    numbers += [one.total.weight, one.total.score]
    for number in filter(None, numbers):
        assert number.value == _decimal(number.text), number


@each_form
def test_goals(form: Sample) -> None:
    goals = _evaluation(form).goals
    for name in ("expected", "actual"):
        assert _printed(getattr(goals, name)) == _tight(form.answer["goals"][name])


@each_form
def test_declared_total(form: Sample) -> None:
    total = _evaluation(form).total
    assert {"weight": _printed(total.weight), "score": _printed(total.score)} == form.answer["total"]


@each_form
def test_errors_and_warnings_are_exactly_the_known_ones(form: Sample) -> None:
    found = Counter((f.rule, f.severity) for f in _findings(form) if f.severity != "notice")
    expected = Counter((f["rule"], f["severity"]) for f in form.answer["findings"])
    assert found == expected


@each_form
def test_known_notices_are_given(form: Sample) -> None:
    given = {finding.rule for finding in _findings(form) if finding.severity == "notice"}
    assert set(form.answer["notices"]) <= given


@each_page_form
def test_evidence_boxes_hold_the_text_they_claim(form: Sample) -> None:
    for finding in _findings(form):
        for evidence in finding.evidence:
            held, claimed = _inside(form.path, (evidence.place, *evidence.more)), _tight(evidence.text) or ""
            quoted = len(claimed) >= SHORTEST_QUOTE and claimed in held
            assert agree(claimed, held) or quoted, finding.rule


@each_page_form
def test_every_value_stands_where_it_is_said_to_stand(form: Sample) -> None:
    values = [one for one in _traced(_evaluation(form)) if one.how in {"read", "filled-down"}]
    assert len(values) > sum(cell is not None for row in form.answer["indicators"] for cell in row.values())
    for one in values:
        assert isinstance(one.place, OnPage)
        assert (_tight(one.text) or "") in _inside(form.path, (one.place, *one.more)), one


def _traced(value: object) -> Iterator[Traced[Any]]:
    if isinstance(value, Traced):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _traced(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _traced(item)


def _tight(text: str | None) -> str | None:
    """Text without white space; None stays None."""
    return None if text is None else re.sub(r"\s+", "", text)


def _printed(cell: Traced[Any] | None) -> str | None:
    return None if cell is None else _tight(cell.text)


def _shown(row: Indicator, name: str) -> str | None:
    cell: Traced[Any] | None = getattr(row, name)
    if cell is None:
        return None
    return _tight(cell.value if name in LEVELS else cell.text)


def _plain(text: str | None) -> str | None:
    return text and text.removesuffix("指标")


def _decimal(text: str) -> Decimal | None:
    plain = text.strip().replace(",", "").removesuffix("万元")
    if not re.fullmatch(r"\d+(\.\d+)?%?", plain):
        return None
    return Decimal(plain.rstrip("%")) / (100 if plain.endswith("%") else 1)


@cache
def _characters(path: Path) -> tuple[list[dict[str, Any]], ...]:
    with pdfplumber.open(path) as pdf:
        return tuple(page.dedupe_chars().chars for page in pdf.pages)


def _inside(path: Path, places: tuple[Place, ...]) -> str:
    """What pdfplumber finds in these boxes, in reading order, without white space."""
    boxes = [place for place in places if isinstance(place, OnPage)]
    return "".join(_read_box(path, place) for place in sorted(boxes, key=lambda place: place.page))


def _read_box(path: Path, place: OnPage) -> str:
    caught = [c for c in _characters(path)[place.page - 1] if _within(c, place.box)]
    lines: list[list[dict[str, Any]]] = []
    for one in sorted(caught, key=_middle):
        if lines and _middle(one) - _middle(lines[-1][0]) < one["size"] / 2:
            lines[-1].append(one)
        else:
            lines.append([one])
    ordered = (c["text"] for line in lines for c in sorted(line, key=lambda c: float(c["x0"])))
    return re.sub(r"\s+", "", "".join(ordered))


def _middle(character: dict[str, Any]) -> float:
    return float(character["top"] + character["bottom"]) / 2


def _within(character: dict[str, Any], box: Box) -> bool:
    """Whether the box covers it; a box around ink leaves out most of a full-width bracket's square."""
    across = min(character["x1"], box.x1) - max(character["x0"], box.x0)
    down = min(character["bottom"], box.bottom) - max(character["top"], box.top)
    wide, high = character["x1"] - character["x0"], character["bottom"] - character["top"]
    return bool(across > 0.15 * wide and down > 0.15 * high)
