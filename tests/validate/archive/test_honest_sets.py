"""Sets as honest units file them: no error, no warning, and nothing said that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from extract import read
from normalize import normalized
from validate.archive import Filed, SetFinding, check_together

Case = dict[str, Any]
Make = Callable[[Case, Case], Filed]

SAMPLES = Path(__file__).parents[3] / "samples"
ONE_OF_EACH = (
    "chongqing-department.pdf", "dept-2023-clean.pdf", "eight-forms.pdf", "hubei-county.pdf",
    "hubei-project.pdf", "hunan-department.pdf", "input-process-output.pdf", "landscape.pdf",
    "mof-2021-project.pdf", "poverty-fund.pdf", "project-2022-yuan.pdf", "sichuan-0013zp.pdf",
    "transfer-payment.pdf", "two-row-header.pdf",
)  # fmt: skip
NOTICE = (
    "按照年度工作要点的统一部署，坚持过紧日子要求，全面加强预算绩效管理，严格执行各项财务制度，"
    "按季度开展绩效运行监控，对偏离目标的及时纠偏，年末组织开展绩效自评并将结果报送主管部门备案。"
)
WORKS = ("修缮沟渠", "巡查堤防", "更换水表", "清理河道", "培训管水员", "检测水质", "加固闸门", "栽植护岸林")


def _dice(*key: object) -> Random:
    return Random(f"{key}")  # noqa: S311  (forms to test with, no secret)


def _findings(filed: list[Filed]) -> list[SetFinding]:
    outcomes = list(check_together(filed))
    assert not [one for one in outcomes if one.status == "could-not-check"], outcomes
    return [one.finding for one in outcomes if one.finding]


def _unit_year(dice: Random, unit: str, year: int) -> Iterator[Case]:
    """A department and its projects, whose money comes to the department's project spending as printed."""
    projects = [(dice.randrange(4_000_000, 5_900_000), dice.uniform(0.8, 1)) for _ in range(6)]
    budget, spent = sum(one for one, _ in projects), sum(one * share for one, share in projects)
    lines = [
        {"label": "年度资金总额", **_money(budget * 3, spent * 3)},
        {"label": "项目支出", **_money(budget, spent)},
    ]
    yield {"kind": "department", "unit": unit, "year": year, "budget": lines, "total": _total(dice)}
    for number, (one, share) in enumerate(projects):
        yield {
            "unit": unit,
            "year": year,
            "project": f"{WORKS[number]}项目",
            "budget": [{"label": "年度资金总额", **_money(one, one * share)}],
            "goals": {"expected": NOTICE, "actual": _told(dice, number)},
            "indicators": [_row(dice, name) for name in WORKS],
            "total": _total(dice),
        }


def _money(budget: float, spent: float) -> Case:
    """Amounts in yuan as printed in 万元, each rounded for itself."""
    printed = f"{budget / 10_000:.2f}"
    return {"initial": printed, "adjusted": printed, "executed": f"{spent / 10_000:.2f}"}


def _total(dice: Random) -> Case:
    return {"weight": "100", "score": f"{dice.uniform(88, 99.9):.2f}"}


def _told(dice: Random, number: int) -> str:
    done = "，".join(
        f"在{dice.choice('东南西北')}片区{dice.choice(WORKS)}{dice.randrange(20, 900)}处" for _ in range(8)
    )
    return f"{NOTICE}本项目{WORKS[number]}，{done}。"


def _row(dice: Random, name: str) -> Case:
    wanted = dice.randrange(300, 900)
    return {"level3": name, "target": f"≥{wanted}处", "actual": f"{wanted + dice.randrange(1, 30)}处"}


@pytest.mark.parametrize("seed", range(5))
def test_ten_units_with_their_projects_over_two_years(filed: Make, seed: int) -> None:
    forms = [
        form
        for unit in range(10)
        for year in (2022, 2023)
        for form in _unit_year(_dice(seed, unit, year), f"青山第{unit}区水利局", year)
    ]
    assert _findings([filed({"form": form}, {"form": "form"}) for form in forms]) == []


def test_samples_of_every_family_have_nothing_between_them() -> None:
    reports = [
        Filed(name, form, number, form=number)  # type: ignore[arg-type]
        for name in ONE_OF_EACH
        for number, form in enumerate(normalized(read(str(SAMPLES / name))).evaluations, start=1)
    ]
    found = _findings(reports)
    assert [one.rule for one in found] == ["unit-all-full-marks"]
    assert [one.severity for one in found] == ["notice"]


def test_what_is_found_does_not_depend_on_the_order(filed: Make) -> None:
    texts = [_told(_dice(at), 0) for at in range(3)]
    forms = {
        "form": {
            "unit": "青山第1区水利局",
            "project": "沟渠修缮项目",
            "year": 2023,
            "budget": [{"label": "年度资金总额", **_money(5_000_000, 4_812_345)}],
            "goals": {"actual": texts[0]},
        }
    }
    reports = [
        filed(forms, {"form": "form"}),
        filed(forms, {"form": "form", "unit": "青山第2区水利局", "goals": {"actual": texts[0]}}),
        filed(forms, {"form": "form", "unit": "青山第3区水利局", "goals": {"actual": texts[1]}}),
        filed(forms, {"form": "form", "year": 2022, "goals": {"actual": texts[2]}}),
        filed(forms, {"form": "form", "year": 2024}),
    ]
    expected = _told_of(reports)
    assert {rule for rule, _ in expected} == {
        "near-duplicate",
        "text-from-last-year",
        "initial-vs-last-final",
    }
    for seed in range(5):
        shuffled = _dice(seed).sample(reports, len(reports))
        assert _told_of(shuffled) == expected


def _told_of(reports: list[Filed]) -> set[tuple[str, frozenset[str]]]:
    return {(one.rule, frozenset(report.document for report in one.reports)) for one in _findings(reports)}
