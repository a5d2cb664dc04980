"""The study of seeded faults in small: two faults of each kind, eight honest forms of each family."""

from __future__ import annotations

import pytest

from bench.faults.families import families
from bench.faults.study import KINDS, Case, cases, judged
from normalize.form import shipped_forms

FAMILIES = list(families())
FAULTS = cases(2 * len(KINDS), 0)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_a_seeded_fault_is_named_with_its_cell(kind: str) -> None:
    told = [judged(case) for case in FAULTS if case.kind == kind]
    assert len(told) == 2
    assert [one for one in told if one.how not in ("error", "warning", "notice")] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_honest_forms_are_not_accused(family: str) -> None:
    told = [judged(Case(family, number)) for number in range(8)]
    assert [(one.case, one.how, one.false) for one in told if one.false or one.how != "clean"] == []


def test_every_family_of_the_catalogue_is_filled() -> None:
    assert {one.form for one in families().values()} == {form.id for form in shipped_forms()} - {"unknown"}


def test_what_a_family_does_not_print_is_not_provable_there() -> None:
    known = families()
    provable = {kind.name: {one.id for one in known.values() if kind.provable(one)} for kind in KINDS}
    assert "transfer-payment" not in provable["total score"]
    assert provable["axis sum"] == {"hunan-department"}
    assert all(provable.values())
    assert provable["template text"] == set(known)
